"""Letters: typesetting alone with a reused compiler, in seconds of the processor, so that other work does not count."""

import time
from collections.abc import Iterator
from datetime import date

from xiezhi.config.postgres import Databases
from xiezhi.office.printing import fonts
from xiezhi.typeset.setting import typeset
from xiezhi.typeset.words import Letter

from .report import Line, Sizes

LEAST = 60  # a second and core
BODY = (
    "我局在日常巡查中发现武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设。经审查，该案应由你局查处。",
    "一、基本违法事实",
    "当事人在厂区东侧浇筑框架结构厂房一处，占地约240平方米，建至一层，不能提供建设工程规划许可证。",
    "二、移送理由",
    "该事项的行政处罚权不由本单位行使，应由你单位查处。请依法处理，并将处理结果函告我局。",
    "特此函告。",
)


def run(_: Databases, sizes: Sizes) -> Iterator[Line]:
    """One letter after the other, each with words of its own."""
    found = fonts()
    typeset(_letter(0), found)  # the first one reads the fonts
    began = time.process_time()
    for n in range(1, sizes.letters + 1):
        typeset(_letter(n), found)
    rate = sizes.letters / (time.process_time() - began)
    yield Line("letters", "PDFs a second and core", f"{rate:.0f}", f"≥ {LEAST}", rate >= LEAST)


def _letter(n: int) -> Letter:
    return Letter(
        organ="武义县自然资源和规划局", number=f"武自然资规移〔2026〕{n}号",
        title="关于移送武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设一案的函",
        addressee="武义县综合行政执法局", body=BODY, date=date(2026, 3, 2), attachments=("案件移送材料清单",),
    )  # fmt: skip
