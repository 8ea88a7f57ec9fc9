"""What the OpenAPI document says of each operation. It is in Chinese, as the forms that it describes are."""

from collections.abc import Mapping, Sequence
from typing import Any

from xiezhi.kernel import Act, Clause, Procedure

from .auth import DEPARTMENT
from .problems import documented

TITLE = "协执接口"
ABOUT = """
县（市、区）行政执法协作配合平台的接口。每种协作的每项办理各有一个操作，表单就是网站和留痕所用的同一份。

**令牌**：请求头 `Authorization: Bearer xz_…`。个人的令牌以本人任职办理；单位系统的令牌只能读取、上传和起草，不能签收、批准、移送、决定。
在几个单位都有任职的，用请求头 `Xiezhi-Department` 选定单位。

**办理**：先读卷宗，带上它的 `revision` 办理；别人先办过的，答 409，什么都没有改变。
请求头 `Idempotency-Key` 使重复的请求只办一次，答同一张回执。

**没有办成**：答 `application/problem+json`，`code` 不随语言改变，`refusals` 逐项写明理由和依据的条款。
""".strip()

OPERATIONS: Mapping[str, tuple[str, str]] = {
    "procedures": ("有哪些协作", "列出可以发起的协作及其依据。"),
    "procedure": ("一种协作的全部规则", "各方、各状态、各项义务和办理；每项办理附表单的 JSON Schema、须附的材料、由谁办理和依据的条款。"),
    "dossiers": ("卷宗列表", "本单位看得到的卷宗，一页五十件。在办的按最近的期限排列，已办结的新的在前；不计总数。"),
    "dossier": ("一件卷宗", "状态、版本、各方、案件在谁手上、各项义务、现在可以办理什么、同一违法行为的其他卷宗。"),
    "entries": ("卷宗的留痕", "本单位看得到的各条记录，按次序。"),
    "papers": ("卷宗的文书", "本单位发出或者收到的文书，文字为签发时所定；PDF 由后台印制。"),
    "files": ("卷宗的附件", "本单位看得到的证据材料，以及必附材料不适用的理由。"),
    "sheet": ("期限计算单", "一项义务的期限怎样算出：逐日写明计入还是不计、为什么、依哪一版日历和规则包。"),
    "obligations": ("义务列表", "进行中的义务，一页五十项，按期限排列：本单位所负的（by），或者别的单位对本单位所负的（to）。"),
    "paper_pdf": ("下载文书", "文书的 PDF。刚刚签发的可能还在印制，答 404、代码 not-printed，稍后再取。"),
    "file": ("下载附件", "证据材料的原样内容。"),
    "deadline": (
        "计算期限",
        "从某日或者某时起算的期限何时届满，逐日写明计入还是不计、为什么。期限是规则包里的代号（按通常情形），也可以直接写明长短；"
        "与命令 xiezhi deadline 答得一样。",
    ),
    "catalogue": ("查询事项目录", "名称、领域或者编码含有各关键词的事项：谁主管、谁执法、何时划转、依据哪部法律。"),
    "upload": ("上传文件", "文件先存入本人名下，办理或者起草时以其摘要附上。单位的系统须写明为本单位哪一位承办人上传。"),
    "drafts": ("草稿", "未完成的表单，最近的在前，最多二十份：承办人读到本单位的，其他人读到自己的。其中当事人的号码略去。"),
    "draft": ("交一份草稿", "把未完成的表单放进承办人的草稿，由其在网站上补全并办理。已有同一项草稿的，本人的以新的代替，系统的不覆盖。"),
}  # fmt: skip

ANYWHERE = (400, 401, 403, 405, 422, 429, 503)
_DEPARTMENT = {
    "name": DEPARTMENT,
    "in": "header",
    "required": False,
    "description": "以哪个单位的名义：单位的代号。只在一个单位任职的不必写。",
    "schema": {"type": "string", "pattern": "^[a-z0-9_-]{1,50}$"},
}


def described(name: str, *statuses: int, media_type: str = "") -> dict[str, Any]:
    """What an operation is called, says and may answer; `media_type` is that of a file which it gives."""
    summary, description = OPERATIONS[name]
    more = _more(statuses)
    if media_type:
        more["responses"][200] = {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}
    return {"operation_id": name, "summary": summary, "description": description, "openapi_extra": more}


def described_act(procedure: Procedure, act: Act, how: str, cited: Sequence[Clause], *statuses: int) -> dict[str, Any]:
    """The same for one act of a procedure: its title, by whom, and by which clauses."""
    by = "、".join(role.title for role in act.roles)
    lines = [f"{how}“{act.title}”，由{by}办理。", f"依据：{'、'.join(map(str, cited))}。"]
    if act.materials:
        lines.append(f"须附的材料见 GET /procedures/{procedure.key}。")
    if act.issues:
        lines.append(f"签发：{'、'.join(paper.title for paper in act.issues)}。")
    return {
        "summary": f"{procedure.title}：{act.title}", "description": "\n".join(lines), "tags": [procedure.title],
        "openapi_extra": _more(statuses),
    }  # fmt: skip


def _more(statuses: Sequence[int]) -> dict[str, Any]:
    answers = documented(*sorted({*ANYWHERE, *statuses}))
    return {"parameters": [dict(_DEPARTMENT)], "responses": answers}
