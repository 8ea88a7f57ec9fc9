"""The calendar that is shipped: seeded from a library, year by year."""

import chinese_calendar

from xiezhi.kernel import Year


def seed_years() -> tuple[Year, ...]:
    """The published years."""
    off, worked = chinese_calendar.holidays, chinese_calendar.workdays
    years = range(min(off).year, max(off).year + 1)
    return tuple(
        Year(
            n,
            {d: str(k) for d, k in off.items() if d.year == n},
            {d: str(k) for d, k in worked.items() if d.year == n},
            published=True,
        )
        for n in years
    )
