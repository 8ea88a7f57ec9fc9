"""The people of the demo county: every department has a handler or two, a liaison, a head and a chief."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

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
SURNAMES = "陈李周楼金徐何朱汤王胡吴邵程叶方潘蒋钟沈"
GIVEN = "国栋 文静 海涛 向东 晨曦 建军 晓燕 志强 雅琴 明亮 丽华 伟民 思远 春梅 振华 佳怡 永康 慧敏 立新 秋萍".split()
APART = {"auditor": ("auditor", "审计员"), "admin": ("administrator", "系统管理员")}


def name_of(n: int) -> str:
    """The n-th invented name: no two of the first four hundred are alike."""
    return SURNAMES[n % len(SURNAMES)] + GIVEN[(n // len(SURNAMES) + n) % len(GIVEN)]


def settle_in(password: str) -> list[User]:
    """Everybody of the demo, each with a mandate since the document is in force. Done once."""
    if User.objects.exists():
        return list(User.objects.order_by("pk"))
    secret = make_password(password)
    bodies = Department.objects.exclude(kind="outside").exclude(kind="town").order_by("key")
    rows = [(f"{body.key}.{role}", body.key, *ROLES[role]) for body in bodies for role in ROLES]
    rows += [("leader", "xzf", "chief", "副县长")]
    rows += [(username, "office", role, post) for username, (role, post) in APART.items()]
    people = [
        User(username=username, name=name_of(n), post=post, password=secret, certificate=f"浙G{2021000 + n}")
        for n, (username, _, _, post) in enumerate(rows)
    ]
    User.objects.bulk_create(people)
    Mandate.objects.bulk_create(
        Mandate(user=user, department_id=department, role=role, since=SINCE, reason="演示数据")
        for user, (_, department, role, _) in zip(people, rows, strict=True)
    )
    return people


def guide() -> list[tuple[str, str]]:
    """With whom a newcomer plays a transfer, and what for."""
    return [
        ("zrzy.handler", "自然资源和规划局承办人：发现、拟稿、移送"),
        ("zrzy.head", "自然资源和规划局分管负责人：批准"),
        ("zfj.liaison", "综合行政执法局联络员：签收、反馈"),
        ("zfj.head", "综合行政执法局分管负责人：接收、立案"),
        ("zfj.handler", "综合行政执法局承办人：补正、登记决定"),
    ]
