"""Old drawings go in batches, when an operator says so; never by themselves."""

import pytest
from django.utils.timezone import now

from recognizer.deletion.retention import expired, prune
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_pages_go_from_the_oldest_on_until_all_are_gone(many_old):
    moments = dict(Drawing.objects.values_list("pk", "created_at"))
    same = min(moments.values())  # several of one moment, on several pages
    Drawing.objects.filter(pk__in=[d.pk for d in many_old[:7]]).update(created_at=same)
    sizes = [page.drawings for page in prune(expired(now()))]
    assert sizes == [3, 3, 3, 2]
    assert not Drawing.objects.exists()


def test_what_is_labelled_while_it_runs_is_kept(many_old, staff):
    told = prune(expired(now()))
    next(told)
    last = Drawing.objects.order_by("-created_at", "-pk").first()
    label_drawing(last, 7, by=staff)
    assert sum(page.drawings for page in told) == 7
    assert Drawing.objects.get() == last
