"""The demo county is made from nothing, once."""

import pytest

from xiezhi.demo import build
from xiezhi.demo.people import guide
from xiezhi.office.models import Dossier
from xiezhi.office.verify import faults
from xiezhi.registry.models import JournalEntry, User


@pytest.mark.django_db
def test_from_an_empty_database_it_makes_county_rules_people_and_stories_and_a_second_time_nothing() -> None:
    said: list[str] = []
    build.build(said.append)
    made = (User.objects.count(), Dossier.objects.count(), JournalEntry.objects.count())
    assert len(said) >= 8
    assert [int(line.split()[1]) for line in said] == sorted(
        Dossier.objects.exclude(revision=0).values_list("pk", flat=True)
    )
    assert User.objects.filter(username__in=[username for username, _ in guide()]).count() == len(guide())
    assert list(faults()) == []
    build.build(said.append)
    assert (User.objects.count(), Dossier.objects.count(), JournalEntry.objects.count()) == made
