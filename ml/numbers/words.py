"""A number in words, in the languages of the site."""

from __future__ import annotations

CRORE = 10**7  # Hindi counts by it; indic_numtowords reads nine digits at most


def number_in_words(number: str, language: str = "en") -> str:
    """Return "Forty-two" for "42", "Zero zero seven" for "007".

    `language`: "en", "de", "es" or "hi", of any region; others are told in English.
    """
    language = language.partition("-")[0]
    digits = number.lstrip("0")
    words = [_cardinal(0, language)] * (len(number) - len(digits))
    if digits:
        words.append(_cardinal(int(digits), language))
    text = " ".join(words)
    return text[0].upper() + text[1:]


def _cardinal(number: int, language: str) -> str:
    # Each takes time and memory to import, which single digits shall not cost.
    if language == "hi":
        from indic_numtowords import num2words as in_hindi

        if number < 100 * CRORE:
            return in_hindi(number, lang="hi")
        crores, rest = divmod(number, CRORE)
        words = [in_hindi(crores, lang="hi"), "करोड़"]
        return " ".join(words + ([in_hindi(rest, lang="hi")] if rest else []))
    from num2words import num2words

    return num2words(number, lang=language if language in ("de", "es") else "en")
