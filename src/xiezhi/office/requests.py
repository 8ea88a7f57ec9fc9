"""What perform() is asked, what it answers, and why it may not answer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xiezhi.kernel import NotApplicable, NotDone, Refusal, say, wording


@dataclass(frozen=True, kw_only=True)
class Request:
    """One act that a person (None: the system) asks for, on a dossier or to open one.

    `revision` is the one that the person was looking at; `key` makes a repeated request harmless;
    `attached` names files by digest; `department` is whom they act for, where they could act for several.
    """

    act: str
    person: int | None
    at: datetime
    on: int | None = None
    about: int | None = None  # to open one: another dossier about the same violation
    procedure: str = ""
    filled: Mapping[str, Any] = field(default_factory=dict)
    attached: Mapping[str, Sequence[str] | NotApplicable] = field(default_factory=dict)
    revision: int | None = None
    key: str = ""
    department: str = ""

    @property
    def receipt(self) -> str | None:
        """Under what the receipt is kept: a digest of the key, however long that is and whatever is in it."""
        return _digest(self.key) if self.key else None

    @property
    def digest(self) -> str:
        """The same for the same request: a key may not be used again for another."""
        files = {k: g.reason if isinstance(g, NotApplicable) else list(g) for k, g in self.attached.items()}
        asked = {
            "on": self.on, "about": self.about, "procedure": self.procedure, "act": self.act, "department": self.department, "files": files,
            "filled": _jsonable(self.filled),
        }  # fmt: skip
        return _digest(wording(asked))


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Done:
    """The receipt of an act: the dossier, and the number of the entry that records it."""

    dossier: int
    entry: int


class Absent(NotDone):
    """There is no such dossier, or none that this person may see: one and the same answer."""

    code = "not-found"

    def __init__(self) -> None:
        super().__init__(Refusal("not-found", say("找不到这件事，或者您无权查看")))


class OutOfDate(NotDone):
    """Someone else has acted meanwhile; `dossier` and `revision` say what is there now."""

    code = "out-of-date"

    def __init__(self, dossier: int, revision: int) -> None:
        super().__init__(Refusal("out-of-date", say("别人刚刚办过这件事，您的办理没有生效；请看过最新情况再办")))
        self.dossier, self.revision = dossier, revision


class KeyReused(NotDone):
    """The key of an earlier request came with another one."""

    code = "key-reused"

    def __init__(self) -> None:
        super().__init__(Refusal("key-reused", say("这个提交编号已经用过，内容却不相同；请刷新页面后再办")))


class UnknownFile(NotDone):
    """A file is named that this person has not uploaded and the dossier does not hold."""

    code = "unknown-file"

    def __init__(self) -> None:
        super().__init__(Refusal("unknown-file", say("附件没有找到，请重新上传")))


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(v) for v in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
