"""Run as a program in a data folder of its own: a county with its people, and cases that only wait to be sent."""

import sys
from datetime import timedelta

import django

PASSWORD = "for-the-faults-alone"


def main(many: int) -> None:
    """Make the county and print the numbers of the cases."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - only now are there settings

    from tests.office.told import LETTER, Told, found  # noqa: PLC0415 - only now are there models
    from xiezhi.demo import people  # noqa: PLC0415 - the same
    from xiezhi.registry.installing import put_in_force  # noqa: PLC0415 - the same
    from xiezhi.registry.seed import load_county  # noqa: PLC0415 - the same

    since = people.SINCE
    load_county(since)
    put_in_force(since)
    people.settle_in(PASSWORD)
    at = timezone.now() - timedelta(minutes=10)
    for _ in range(many):
        told = Told(at)
        told("zrzy.handler", "find", **found(at))
        told("zrzy.handler", "draft", **LETTER)
        told("zrzy.head", "approve")
        sys.stdout.write(f"{told.number}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
