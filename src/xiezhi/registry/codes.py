"""Numbers that name a firm or a person, checked as their standards say; a doubt is a warning and never blocks.

统一社会信用代码: GB 32100-2015. 公民身份号码: GB 11643-1999. Published codes can be wrong, so people decide.
"""

import re
from collections.abc import Iterator

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from xiezhi.kernel import Sentence, say
from xiezhi.lexicon.forms import SubjectKind

_PERSON = re.compile(r"[0-9]{17}[0-9X]")
_FIRM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")  # no I, O, S, V, Z


def tidy(code: str) -> str:
    """The code as it is compared: no spaces or hyphens, letters in capitals."""
    return re.sub(r"[\s-]", "", code).upper()


def warn_code(kind: str, code: str) -> Sentence | None:
    """What is doubtful about the code of a firm or a person (`SubjectKind`); None when nothing is."""
    checks = _firm if SubjectKind(kind) is SubjectKind.FIRM else _person
    return next(checks(tidy(code)), None)


def _firm(code: str) -> Iterator[Sentence]:
    if len(code) != 18:
        yield say("统一社会信用代码应为 18 位，现为 {n} 位。请对照营业执照；确实如此的可以继续。", n=len(code))
    elif not _FIRM.fullmatch(code):
        yield say("统一社会信用代码只用数字和字母，不用 I、O、S、V、Z。请对照营业执照；确实如此的可以继续。")
    elif (right := uscc.calc_check_digit(code[:-1])) != code[-1]:
        yield say("校验位对不上：按前 17 位算应为 {right}。请对照营业执照；确实如此的可以继续。", right=right)


def _person(code: str) -> Iterator[Sentence]:
    if len(code) != 18:
        yield say("公民身份号码应为 18 位，现为 {n} 位。请对照身份证件；确实如此的可以继续。", n=len(code))
    elif not _PERSON.fullmatch(code):
        yield say("公民身份号码应为 17 位数字加 1 位数字或 X。请对照身份证件；确实如此的可以继续。")
    elif (right := ric.calc_check_digit(code)) != code[-1]:
        yield say("校验位对不上：按前 17 位算应为 {right}。请对照身份证件；确实如此的可以继续。", right=right)
    elif not _born(code):
        yield say("第 7 至 14 位不是一个日期。请对照身份证件；确实如此的可以继续。")


def _born(code: str) -> bool:
    try:
        ric.get_birth_date(code)
    except InvalidComponent:
        return False
    return True
