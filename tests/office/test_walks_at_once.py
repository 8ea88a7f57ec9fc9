"""Six people at once, for some seconds, on the same three cases: nobody waits for ever, nothing breaks, all is whole."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.faults.clerks import at_desk_of
from tests.office.agreeing import disagreements
from tests.office.told import MONDAY, Told, found
from tests.office.walking import PEOPLE, STRANGERS, Walk, begun, people
from xiezhi.kernel import NotDone
from xiezhi.office import due, lists
from xiezhi.office.models import Dossier
from xiezhi.office.perform import tick
from xiezhi.office.requests import Request

SECONDS = 8 * int(os.environ.get("XIEZHI_LONGER", "1"))
CASES = 3
A_SECOND = timedelta(hours=6)  # goes by for them while one goes by for us


@dataclass
class InACrowd(Walk):
    """A walk beside others: whatever it has looked at may be otherwise a moment later."""

    begun: float = field(default_factory=monotonic)
    met: Counter[str] = field(default_factory=Counter)
    clients: dict[str, Client] = field(default_factory=dict)

    def walk(self) -> Counter[str]:
        """What came of it all."""
        while monotonic() < self.begun + SECONDS:
            self.at = MONDAY + A_SECOND * (monotonic() - self.begun)
            self.by.choice((self.goes_by, self.opens, self.repeats, self.misuses, self.reads, *(self.acts,) * 12))()
        return self.met

    def goes_by(self) -> None:
        for number in due.dossiers(self.at):
            tick(number, self.at)

    def opens(self) -> None:
        """Where one of the cases is over, another one is begun: by whoever comes first, and by nobody else."""
        open_ones = Dossier.objects.filter(closed_at=None, procedure="case-transfer").count()
        if open_ones < CASES:
            n = Dossier.objects.filter(procedure="case-transfer").count()
            told = Told(MONDAY)
            self.tries(
                Request(**{**told.request("zrzy.handler", "find", **found(MONDAY)).__dict__, "key": f"case {n}"})
            )

    def repeats(self) -> None:
        """The same request with its key gets the same answer, whatever the others do."""
        if self.done:
            request, answer = self.by.choice(self.done)
            assert self.outcome(request) == answer

    def reads(self) -> None:
        """Pages that show what others are changing."""
        who, numbers = self.by.choice(PEOPLE + STRANGERS), list(Dossier.objects.values_list("pk", flat=True))
        client = self.clients.setdefault(who, at_desk_of(who))
        path = self.by.choice(("/", "/dossiers/", "/drafts/", *(f"/dossiers/{n}/" for n in numbers)))
        status = client.get(path).status_code
        self.met[f"page {status}"] += 1
        assert status < 500, path

    def tries(self, request: Request, expected: type[NotDone] | None = None) -> None:  # noqa: ARG002 - nobody can know
        outcome = self.outcome(request)
        self.met[type(outcome).__name__] += 1
        if not isinstance(outcome, Exception):
            self.done.append((request, outcome))


def test_many_at_once_break_nothing(
    at_once: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    for n in range(CASES):
        begun(n + 1)
    everybody: Mapping[str, int] = people()
    walks = [InACrowd(Random(n), everybody) for n in range(6)]
    met = at_once(*(walk.walk for walk in walks))
    assert [outcome for outcome in met if isinstance(outcome, Exception)] == []
    assert sum(one["Done"] for one in met) > SECONDS, met
    monkeypatch.setattr(lists, "PAGE", 1)
    assert list(disagreements(max(walk.at for walk in walks))) == []
