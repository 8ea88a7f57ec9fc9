from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from xiezhi.kernel import COUNTY, Clause
from xiezhi.lexicon.laws import PENALTY
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.shipped import cited, shipped


def test_the_packs_of_the_folder_are_read() -> None:
    assert "wuyi-2021" in [pack.pack.key for pack in shipped()]


def test_keys_become_articles_and_laws_stay() -> None:
    packs = shipped()
    found = cited(COUNTY["transfer-term"] + PENALTY["第五十四条"], packs)
    assert found == (
        Clause("武政发〔2021〕15号", "五（三）3", date(2021, 2, 22)), Clause("行政处罚法", "第五十四条", date(2021, 7, 15)),
    )  # fmt: skip


def test_an_article_is_named_once_and_an_unknown_key_not_at_all() -> None:
    assert len(cited(COUNTY["transfer-facts", "transfer-letter"], shipped())) == 1
    assert cited(COUNTY["nobody-knows"], shipped()) == ()


@pytest.mark.parametrize("key", PROCEDURES)
def test_the_shipped_packs_know_every_clause_of_every_act(key: str) -> None:
    packs = shipped()
    assert [act.name for act in PROCEDURES[key].acts if not cited(act.clause, packs)] == []


def test_an_empty_folder_has_no_packs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "PACKS_DIR", tmp_path)
    assert shipped() == ()
