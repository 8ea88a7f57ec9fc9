"""`python -m bench [--quick] [PART ...]`: measures in a server of its own, and prints a table."""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from importlib import import_module

from xiezhi.config.postgres import Databases

from . import place
from .report import QUICK, USUAL, Line, Sizes, table

PARTS = ("acts", "serving", "letters", "lists")


def main() -> int:
    """Run the parts asked for. 1: a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that everything runs")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="only these: " + ", ".join(PARTS))
    asked = parser.parse_args()
    with place.server() as databases:
        lines = list(_measured(asked.part or PARTS, databases, QUICK if asked.quick else USUAL))
    sys.stdout.write(table(lines) + "\n")
    return int(any(line.good is False for line in lines))


def _measured(parts: Iterable[str], databases: Databases, sizes: Sizes) -> Iterator[Line]:
    for part in parts:
        began = time.perf_counter()
        yield from import_module(f"bench.{part}").run(databases, sizes)
        sys.stderr.write(f"{part}: {time.perf_counter() - began:.0f} s\n")


if __name__ == "__main__":
    sys.exit(main())
