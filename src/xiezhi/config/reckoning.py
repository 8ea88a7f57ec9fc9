"""`xiezhi deadline`: when a term runs out, with each day counted or skipped."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date

from django.db import ProgrammingError

from xiezhi.kernel import ZONE, Calendar, NotOwed, Rules
from xiezhi.registry.calendar_seed import seed_years
from xiezhi.registry.deadlines import Deadline, Rulebook, Unreckonable
from xiezhi.registry.deadlines import deadline as reckon
from xiezhi.registry.models import PackVersion
from xiezhi.registry.rules import InForce, find
from xiezhi.registry.shipped import shipped
from xiezhi.web.present import term_words

NOT_IN_FORCE = "随产品提供，尚未施行"


def deadline(asked: argparse.Namespace) -> int:
    """0: told; 2: what was asked cannot be reckoned, with a sentence on stderr."""
    try:
        found = reckon(asked.term, asked.start, asked.pack, rulebook=_rulebook())
    except Unreckonable as why:
        sys.stderr.write(f"xiezhi: {why}\n")
        return 2
    said = json.dumps(found.told(), ensure_ascii=False) if asked.json else "\n".join(_lines(found))
    sys.stdout.write(said + "\n")
    return 0


def _rulebook() -> Rulebook:
    """What is in force here; before anything is, what is shipped."""
    try:
        return find if PackVersion.objects.exists() else _shipped
    except ProgrammingError:  # no tables yet
        return _shipped


def _shipped(day: date, key: str) -> InForce | None:
    """The pack of this key in the folder, or the newest that would be in force on this day."""
    meant = [pack for pack in shipped() if (pack.pack.key == key if key else pack.pack.in_force_from <= day)]
    if not meant:
        return None
    pack = max(meant, key=lambda one: one.pack.in_force_from)
    rules = Rules(pack=pack, calendar=Calendar(seed_years()))
    return InForce(rules, f"{pack.pack.key}#{pack.pack.revision} {NOT_IN_FORCE}", NOT_IN_FORCE)


def _lines(found: Deadline) -> Iterator[str]:
    """The same for people."""
    told, at = found.told(), found.reckoned.due
    words = "不须办理" if isinstance(found.term, NotOwed) else term_words(found.term)
    yield f"期限：{words}" + (f"（{found.clause}）" if found.clause else "")
    yield f"起算：{told['start']}"
    if at:
        yield f"最后一天：{told['due_date']}，自 {at.astimezone(ZONE):%Y-%m-%d %H:%M} 起为超期"
    else:
        yield "最后一天：没有"
    if found.reckoned.provisional:
        yield f"放假安排尚未公布，暂算：最早 {told['earliest']}，最晚 {told['latest']}"
    for day in found.days:
        yield f"  {day.date} {'第' + str(day.n) + '日' if day.n else '计入' if day.counted else '不计'} {day.reason}"
    yield f"规则包：{found.force.pack}"
    yield f"日历：{found.force.calendar}"
