"""What a page needs to speak its visitor's language."""

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JavaScriptCatalog

register = template.Library()


@register.simple_tag
def script_sentences() -> dict[str, Any]:
    """What the page's scripts say, by the English sentence; for translate.js."""
    return read_sentences(get_language() or settings.LANGUAGE_CODE)


@cache
def read_sentences(language: str) -> dict[str, Any]:
    catalog = JavaScriptCatalog()
    catalog.translation = DjangoTranslation(
        language, domain="djangojs", localedirs=[*map(str, settings.LOCALE_PATHS)]
    )
    return catalog.get_catalog()
