"""What the API says when something is not done: application/problem+json (RFC 9457), with a stable code."""

from collections.abc import Iterable, Mapping
from logging import getLogger
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as WrongRequest
from pydantic import ValidationError as WrongForm

from xiezhi.kernel import NotDone
from xiezhi.office.requests import OutOfDate
from xiezhi.registry.deadlines import Unreckonable

from .shapes import Against, Problem, Wrong
from .telling import clauses, sentence

_log = getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
WAIT = "60"  # seconds, after too many unknown tokens, or while the database is away

# The status of each code, and what it means in general. Codes never change; sentences may.
KINDS: Mapping[str, tuple[int, str]] = {
    "malformed": (400, "请求无法读取"),
    "unauthenticated": (401, "没有有效的令牌"),
    "not-entitled": (403, "无权办理"),
    "not-found": (404, "找不到，或者无权查看"),
    "no-such-act": (404, "没有这种办理"),
    "not-printed": (404, "还没有印制完成"),
    "method-not-allowed": (405, "这个地址不接受这种方法"),
    "out-of-date": (409, "别人已先办理"),
    "draft-exists": (409, "已有未完成的草稿"),
    "too-large": (413, "内容过大"),
    "unsupported-media-type": (415, "正文的格式不对"),
    "invalid": (422, "填写有误"),
    "refused": (422, "依规定不能办理"),
    "wrong-state": (422, "现在不能这样办理"),
    "key-reused": (422, "提交编号已用于别的请求"),
    "unknown-file": (422, "附件没有找到"),
    "refused-file": (422, "文件不能上传"),
    "not-done": (422, "没有办成"),
    "too-many-tries": (429, "令牌多次不对"),
    "internal": (500, "平台出错"),
    "unavailable": (503, "平台暂时不能用，请稍后再试"),
}
STATUSES = {400: "malformed", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 503: "unavailable"}
SENTENCES: Mapping[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请去掉",
    "string_pattern_mismatch": "含有不允许的字符，例如看不见的控制字符",
    "string_unicode": "含有不允许的字符，例如看不见的控制字符",
    "string_too_long": "最多 {max_length} 字",
    "string_too_short": "至少 {min_length} 字",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "不在可选范围内",
    "enum": "不在可选范围内",
    "choice": "不在可选范围内",
    "timezone_aware": "时间要带时区，如 2021-09-29T08:40:00+08:00",
}
BY_BEGINNING: Mapping[str, str] = {
    "datetime": "时间要带时区，如 2021-09-29T08:40:00+08:00",
    "date": "日期应为 2021-09-29 这样的格式",
    "int": "应为整数",
    "string": "应为文字",
    "dict": "应为对象",
    "model": "应为对象",
    "tuple": "应为数组",
    "list": "应为数组",
}


def problem(code: str, detail: str = "", **more: Any) -> HttpResponse:
    """The answer for one of KINDS."""
    status, title = KINDS[code]
    said = Problem(
        type=f"urn:xiezhi:{code}",
        title=gettext(title),
        status=status,
        code=code,
        detail=detail or gettext(title),
        **more,
    )
    answer = HttpResponse(said.model_dump_json(exclude_none=True), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        answer["Retry-After"] = WAIT
    return answer


def not_done(_: HttpRequest, refused: NotDone) -> HttpResponse:
    """Every reason at once, each with the clauses that it rests on."""
    against = [
        Against(name=one.name, sentence=sentence(one.sentence), clauses=clauses(one.clauses))
        for one in refused.refusals
    ]
    more: dict[str, Any] = {"refusals": against}
    if isinstance(refused, OutOfDate):
        more |= {"dossier": refused.dossier, "revision": refused.revision}
    if isinstance(refused, Unreckonable):
        more = {"fields": [Wrong(field=one.name, kind="value_error", sentence=one.sentence) for one in against]}
    detail = gettext("；").join(one.sentence for one in against)
    return problem(_code(refused), detail, **more)


def _code(refused: NotDone) -> str:
    if any(one.name == "too-large" for one in refused.refusals):
        return "too-large"
    return refused.code if refused.code in KINDS else NotDone.code


def wrong_form(_: HttpRequest, fault: WrongForm) -> HttpResponse:
    """What is filled in wrongly in the form of an act."""
    return _invalid((("filled", *one["loc"]), one["type"], one.get("ctx", {})) for one in fault.errors())


def wrong_request(_: HttpRequest, fault: WrongRequest) -> HttpResponse:
    """What is wrong with the parameters or the body around a form."""
    return _invalid((_place(one["loc"]), one["type"], one.get("ctx", {})) for one in fault.errors)


def _place(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The place as the client knows it: without the source, and without our name for the whole body."""
    source, *rest = loc
    return tuple(rest[1:] if source == "body" and len(rest) > 1 else rest)


def _invalid(faults: Iterable[tuple[tuple[str | int, ...], str, Mapping[str, Any]]]) -> HttpResponse:
    fields = [
        Wrong(field=".".join(map(str, place)), kind=kind, sentence=_sentence(kind, given))
        for place, kind, given in faults
    ]
    detail = gettext("；").join(f"{one.field}：{one.sentence}" for one in fields[:5])
    return problem("invalid", detail, fields=fields)


def _sentence(kind: str, given: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return gettext(str(given["error"]))
    beginning = next((said for start, said in BY_BEGINNING.items() if kind.startswith(start)), "不符合要求")
    return gettext(SENTENCES.get(kind, beginning)).format_map(given)


def unread(_: HttpRequest, fault: HttpError) -> HttpResponse:
    """A body that is not JSON."""
    code = STATUSES.get(fault.status_code, "malformed")
    return problem(code, gettext("正文不是可以读取的 JSON") if code == "malformed" else "")


def nobody(_: HttpRequest, __: AuthenticationError) -> HttpResponse:
    """No token was shown."""
    return problem("unauthenticated", gettext("请在请求头 Authorization 中出示令牌：Bearer xz_…"))


def nowhere(_: HttpRequest, __: Http404) -> HttpResponse:
    """There is no such thing, or none for this desk."""
    return problem("not-found")


def too_big(_: HttpRequest, __: RequestDataTooBig) -> HttpResponse:
    """A body beyond all measure."""
    return problem("too-large")


def away(_: HttpRequest, fault: OperationalError) -> HttpResponse:
    """The database does not answer; nothing was done."""
    _log.error("数据库没有应答", exc_info=fault)
    return problem("unavailable")


HANDLERS: Mapping[type[Exception], Any] = {
    NotDone: not_done,
    WrongForm: wrong_form,
    WrongRequest: wrong_request,
    HttpError: unread,
    AuthenticationError: nobody,
    Http404: nowhere,
    RequestDataTooBig: too_big,
    OperationalError: away,
}


def documented(*statuses: int) -> dict[int, Any]:
    """How OpenAPI refers to these answers."""
    return {status: {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def answers() -> dict[str, Any]:
    """What it refers to: one answer for each status, with the codes that it may carry."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    said: dict[str, Any] = {}
    for code, (status, title) in KINDS.items():
        answer = said.setdefault(f"Problem{status}", {"description": "", "content": content})
        answer["description"] += f"{'；' if answer['description'] else ''}{code} {title}"
    return said
