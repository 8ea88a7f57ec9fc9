"""`xiezhi deadline`: as JSON for programs, in words for people, and what it answers before anything is in force."""

import json

import pytest

from xiezhi.config import reckoning
from xiezhi.config.cli import _parser
from xiezhi.config.reckoning import deadline
from xiezhi.registry.deadlines import deadline as reckon

TRANSFER = ("transfer", "2021-09-29T10:00")


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert deadline(_parser().parse_args(["deadline", *arguments])) == code
    out, err = capsys.readouterr()
    assert bool(out) == (code == 0)
    assert bool(err) == (code > 0)
    return out or err


@pytest.mark.usefixtures("county")
def test_for_programs_it_is_the_answer_itself(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, *TRANSFER, "--json"))
    assert told == reckon(*TRANSFER).told()
    assert (told["due"], told["due_date"], told["clause"]) == ("2021-10-10T00:00:00+08:00", "2021-10-09", "五(三)3")


@pytest.mark.usefixtures("county")
def test_for_people_it_is_told_day_by_day(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, *TRANSFER)
    for line in (
        "期限：3个工作日（武政发〔2021〕15号 五（三）3）", "最后一天：2021-10-09，自 2021-10-10 00:00 起为超期",
        "  2021-09-29 不计 首日不计", "  2021-10-01 不计 国庆节", "  2021-10-09 第3日 调休上班",
    ):  # fmt: skip
        assert f"{line}\n" in told
    assert "暂算：最早 2027-" in said(capsys, "3 working_days", "2027-09-29")
    assert "最后一天：没有" in said(capsys, "open", "2021-09-29")


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    "arguments", [("nothing", "2021-09-29"), ("transfer", "x"), (*TRANSFER, "--pack", "x"), ("transfer", "1921-09-29")]
)
def test_what_is_asked_wrongly_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    told = said(capsys, *arguments, "--json", code=2)
    assert told.startswith("xiezhi: ")
    assert told.count("\n") == 1


@pytest.mark.django_db
def test_before_anything_is_in_force_the_shipped_rules_answer(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, *TRANSFER, "--json"))
    assert (told["due_date"], told["pack"]) == ("2021-10-09", "wuyi-2021#1 随产品提供，尚未施行")
    assert "没有代号为“x”的规则包" in said(capsys, *TRANSFER, "--pack", "x", code=2)
    assert "还没有规则包施行" in said(capsys, "transfer", "2021-02-21", code=2)
    assert (
        json.loads(said(capsys, "transfer", "2021-01-04", "--pack", "wuyi-2021", "--json"))["due_date"] == "2021-01-07"
    )


@pytest.mark.usefixtures("county")
def test_once_something_is_in_force_that_answers() -> None:
    assert reckoning._rulebook() is not reckoning._shipped
