"""Days and moments in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from xiezhi.kernel import ZONE
from xiezhi.web import dates

TODAY = date(2021, 9, 29)
NOW = datetime(2021, 9, 29, 10, 26, tzinfo=ZONE)


def moment(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2021, 9, 29), "今天", "today"),
        (date(2021, 9, 28), "昨天", "yesterday"),
        (date(2021, 9, 30), "明天", "tomorrow"),
        (date(2021, 10, 12), "10月12日 周二", "Tue 12 Oct"),
        (date(2021, 9, 27), "9月27日 周一", "Mon 27 Sep"),
        (date(2022, 1, 5), "2022年1月5日 周三", "Wed 5 Jan 2022"),
    ],
)
def test_a_day_is_said_from_where_one_stands(day: date, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert dates.near(day, TODAY) == zh
    with translation.override("en"):
        assert dates.near(day, TODAY) == en


@pytest.mark.parametrize(
    ("due", "zh", "en"),
    [
        (moment(29, 12, 20), "今天 12:20", "today 12:20"),
        (moment(30), "今天 24:00", "today 24:00"),
        (moment(13, month=10), "10月12日 周二 24:00", "Tue 12 Oct 24:00"),
        (moment(30, 8, 40), "明天 08:40", "tomorrow 08:40"),
    ],
)
def test_a_term_that_ends_with_the_day_ends_at_24(due: datetime, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert dates.until(due, NOW) == zh
    with translation.override("en"):
        assert dates.until(due, NOW) == en


def test_moments_of_other_zones_are_said_in_the_countys() -> None:
    evening = datetime(2021, 9, 28, 17, 0, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert dates.at(evening, NOW) == "今天 01:00"


def test_what_was_at_midnight_was_at_midnight() -> None:
    with translation.override("zh-hans"):
        assert dates.at(moment(28), NOW) == "昨天 00:00"


def test_on_paper_all_is_said_in_full() -> None:
    with translation.override("zh-hans"):
        assert dates.at(moment(29, 11, 32), None) == dates.brief(moment(29, 11, 32), None) == "2021年9月29日 11:32"
        assert dates.until(moment(30), None) == "2021年9月29日 24:00"
        assert (dates.plain(TODAY, None), dates.dated(TODAY, None)) == ("2021年9月29日", "2021年9月29日 周三")


def test_a_span_and_a_full_day() -> None:
    with translation.override("zh-hans"):
        assert dates.span(date(2021, 10, 1), date(2021, 10, 7), TODAY) == "10月1日至10月7日"
        assert dates.full(TODAY) == "2021年9月29日"
    with translation.override("en"):
        assert dates.span(TODAY, TODAY + timedelta(days=3), TODAY) == "29 Sep to 2 Oct"
