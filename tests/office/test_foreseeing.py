"""What an approver reads beforehand is what will be issued."""

from dataclasses import replace

import pytest

from tests.office.told import LETTER, Told, found
from xiezhi.kernel import Act
from xiezhi.office.dossiers import Kept, load
from xiezhi.office.foreseeing import foreseen
from xiezhi.registry.rules import in_force
from xiezhi.typeset.words import Document, read

pytestmark = pytest.mark.usefixtures("county")


def drafted() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    return told


def kept(told: Told) -> Kept:
    found = load(told.number or 0, person=None, at=told.at)
    assert found
    return found


def ahead(told: Told, act: str) -> list[Document]:
    here = kept(told)
    return foreseen(here, _act(here, act), in_force(here.pack, here.calendar).rules.pack, told.at)


def _act(here: Kept, name: str) -> Act:
    return here.procedure.act(name)


def test_the_approver_reads_the_very_words_without_number_and_date() -> None:
    told = drafted()
    before = ahead(told, "approve")
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    issued = [read(paper.text) for paper in told.papers]
    assert before == [replace(document, number="", date=None) for document in issued]


def test_nothing_is_foreseen_where_no_paper_follows() -> None:
    told = drafted()
    assert ahead(told, "redraft") == []


def test_nothing_is_foreseen_while_a_fact_is_lacking() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert ahead(told, "approve") == []
