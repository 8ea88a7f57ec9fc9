from datetime import date, datetime
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from xiezhi.kernel.calendar import ZONE
from xiezhi.kernel.form import (
    Day,
    Department,
    Departments,
    Extension,
    Form,
    Item,
    Lines,
    Moment,
    Nothing,
    OneParty,
    OneRow,
    Text,
    Words,
    choice,
)


class Sample(Form):
    words: Words | None = None
    text: Text | None = None
    lines: Lines | None = None
    bodies: Departments | None = None
    when: Moment | None = None
    day: Day | None = None


def wrong(of: type[Form] = Sample, /, **given: Any) -> list[str]:
    """The kinds of fault that pydantic finds."""
    with pytest.raises(ValidationError) as found:
        of.model_validate(given)
    return [fault["type"] for fault in found.value.errors()]


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\ue000", "\uf8ff"])
@pytest.mark.parametrize("field", ["words", "text"])
def test_control_characters_and_private_marks_are_refused(field: str, mark: str) -> None:
    assert wrong(**{field: f"甲{mark}乙"}) == ["string_pattern_mismatch"]


def test_words_stand_on_one_line_and_a_text_may_have_many() -> None:
    assert Sample(text="第一行\n第二行\t完").text == "第一行\n第二行\t完"
    assert wrong(words="第一行\n第二行") == wrong(words="第一行\r第二行") == ["value_error"]


def test_blanks_around_what_is_typed_are_dropped_and_blanks_alone_are_nothing() -> None:
    assert Sample(words="  甲 乙　").words == "甲 乙"
    assert wrong(words=" \t ") == wrong(text="\n") == ["string_too_short"]


def test_lengths_have_an_end() -> None:
    assert wrong(words="长" * 201) == ["string_too_long"]
    assert wrong(text="长" * 20_001) == ["string_too_long"]
    assert wrong(lines=[]) == ["too_short"]
    assert wrong(lines=["甲"] * 101) == ["too_long"]


def test_no_department_is_named_twice() -> None:
    assert Sample(bodies=("zfj", "slj")).bodies == ("zfj", "slj")
    assert wrong(bodies=["zfj", "slj", "zfj"]) == ["value_error"]


def test_a_moment_says_its_zone() -> None:
    assert wrong(when="2021-03-01T09:00:00") == ["timezone_aware"]
    there = Sample.model_validate({"when": "2021-03-01T09:00:00+08:00"})
    assert there.when == datetime(2021, 3, 1, 9, tzinfo=ZONE)


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_days_and_moments_of_other_ages_are_refused(year: str) -> None:
    assert wrong(day=f"{year}-01-01") == wrong(when=f"{year}-01-01T00:00:00Z") == ["value_error"]
    assert Sample(day=date(1900, 1, 1)).day == date(1900, 1, 1)
    assert Sample(day=date(2199, 12, 31)).day == date(2199, 12, 31)


def test_a_form_is_frozen_and_closed_to_what_it_does_not_name() -> None:
    assert wrong(Nothing, surprise=1) == ["extra_forbidden"]
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Sample(words="甲"), "words", "乙")  # noqa: B010 - what the types forbid, and a program may try


def test_the_schema_says_what_a_page_must_know_beyond_the_type() -> None:
    class Asks(Form):
        body: Department = Field(title="单位")
        item: Item = Field(title="事项")
        facts: Text = Field(title="事实", json_schema_extra={"section": "事实"})
        kind: Annotated[Words, choice("kinds")] = Field(title="种类", json_schema_extra={"hint": "选一项"})
        maybe: Annotated[Words | None, choice("kinds")] = Field(None, title="种类")

    said = Asks.model_json_schema()["properties"]
    assert (said["body"]["format"], said["item"]["format"]) == ("department", "catalogue-item")
    assert (said["facts"]["format"], said["facts"]["section"]) == ("text", "事实")
    assert (said["kind"]["format"], said["kind"]["choices"], said["kind"]["hint"]) == ("choice", "kinds", "选一项")
    assert said["maybe"]["choices"] == "kinds"


def test_the_forms_that_the_kernel_reads_itself_ask_for_what_it_reads() -> None:
    assert set(Extension.model_fields) == {"new_due", "delay_reasons"}
    assert set(OneParty.model_fields) == {"party"}
    assert wrong(OneRow, row=0) == ["greater_than_equal"]
