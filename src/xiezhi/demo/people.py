"""The people of the demo county: every department has two handlers, a liaison, a head, a chief and a registrar."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from xiezhi.kernel import ZONE
from xiezhi.registry.models import Department, Mandate, User

SINCE = datetime(2021, 2, 22, tzinfo=ZONE)
ROLES = {
    "handler": ("handler", "执法人员"),
    "handler2": ("handler", "执法人员"),
    "liaison": ("liaison", "办公室联络员"),
    "head": ("head", "副局长"),
    "chief": ("chief", "局长"),
    "registrar": ("registrar", "综合科科员"),
}
LED_BY = {  # what those who lead it are called, where it is no 局
    "xzf": ("副县长", "县长"), "gaj": ("副局长", "副县长、局长"), "xfb": ("副主任", "主任"), "bb": ("副主任", "主任"),
    "rfb": ("副主任", "主任"), "jgsw": ("副主任", "主任"), "office": ("副主任", "主任"),
}  # fmt: skip
SURNAMES = "陈李周楼金徐何朱汤王胡吴邵程叶方潘蒋钟沈"
GIVEN = "国栋 文静 海涛 向东 晨曦 建军 晓燕 志强 雅琴 明亮 丽华 伟民 思远 春梅 振华 佳怡 永康 慧敏 立新 秋萍".split()

Row = tuple[str, str, str, str]  # user name, department, role, post


def name_of(n: int) -> str:
    """The n-th invented name: no two of the first four hundred are alike."""
    return SURNAMES[n % len(SURNAMES)] + GIVEN[(n // len(SURNAMES) + n) % len(GIVEN)]


@transaction.atomic
def settle_in(password: str) -> None:
    """Everybody of the demo, each with a mandate since the document is in force; not where there are people already."""
    if User.objects.exists():
        return
    secret, rows = make_password(password), list(_rows())
    people = [
        User(username=username, name=name_of(n), post=post, password=secret, certificate=_certificate(n, role))
        for n, (username, _, role, post) in enumerate(rows)
    ]
    User.objects.bulk_create(people)
    Mandate.objects.bulk_create(
        Mandate(user=user, department_id=department, role=role, since=SINCE, reason="演示数据")
        for user, (_, department, role, _) in zip(people, rows, strict=True)
    )


def _rows() -> Iterator[Row]:
    kinds = (Department.Kind.OUTSIDE, Department.Kind.TOWN)
    for body in Department.objects.exclude(kind__in=kinds).order_by("key"):
        head, chief = LED_BY.get(body.key, ("副局长", "局长"))
        posts = {"head": head, "chief": chief}
        for name, (role, post) in ROLES.items():
            yield f"{body.key}.{name}", body.key, role, posts.get(name, post)
    yield "leader", "xzf", "chief", "副县长、联合执法领导小组组长"
    yield "auditor", "office", "auditor", "审计员"
    yield "admin", "office", "administrator", "系统管理员"


def _certificate(n: int, role: str) -> str:
    """Whoever enforces or signs holds a certificate; who keeps the registers needs none."""
    return f"浙G{2021000 + n}" if role in ("handler", "liaison", "head", "chief") else ""


def guide() -> list[tuple[str, str]]:
    """With whom a newcomer plays a transfer, and what for."""
    return [
        ("zrzy.handler", "自然资源和规划局承办人：发现、拟稿、移送"),
        ("zrzy.head", "自然资源和规划局分管负责人：批准"),
        ("zfj.liaison", "综合行政执法局联络员：签收"),
        ("zfj.head", "综合行政执法局分管负责人：接收、通知补正、立案、反馈"),
        ("zfj.handler", "综合行政执法局承办人：登记处理决定"),
        ("zjj.head", "住建局分管负责人：两件等批准，一件今天到期，一件24小时正在走"),
    ]
