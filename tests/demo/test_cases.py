"""The invented violations are of real items, and what is invented in them passes for real."""

from datetime import date

import pytest

from xiezhi.demo import cases
from xiezhi.demo.cases import Case
from xiezhi.lexicon.forms import Subject
from xiezhi.registry.catalogue import holding
from xiezhi.registry.codes import warn_code

ALL = {name: case for name, case in vars(cases).items() if isinstance(case, Case)}


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("case", ALL.values(), ids=ALL.keys())
def test_the_item_is_in_the_catalogue_and_the_article_is_the_one_that_punishes_it(case: Case) -> None:
    item = holding(case.item, date(2026, 6, 1))
    assert item is not None
    stated = case.basis.replace("《中华人民共和国", "《")
    assert stated in [basis.replace("《中华人民共和国", "《") for basis in item.legal_basis]


@pytest.mark.parametrize("case", ALL.values(), ids=ALL.keys())
def test_the_form_takes_the_party_and_its_code_raises_no_doubt(case: Case) -> None:
    subject = Subject.model_validate(dict(case.party.form))
    assert (subject.code is None) == (subject.kind == "person")
    assert subject.code is None or warn_code("firm", subject.code) is None


def test_no_two_are_about_the_same_party() -> None:
    assert len({case.party.name for case in ALL.values()}) == len(ALL) >= 8
    assert dict(cases.GRAVES.party.registered)["姓名"] == "邵志强"
    assert dict(cases.FACTORY.party.registered)["统一社会信用代码"] == cases.FACTORY.party.code
