"""What the fault tests share: clerks at their browsers, and what a refusal must read like."""

import html
import re
from typing import Any

from django.test import Client

from tests.office.told import FIRM, LETTER, TWO
from xiezhi.office.verify import faults
from xiezhi.registry.models import User

PAGE = {"accept": "text/html,application/xhtml+xml"}
NO_CLERKS_WORDS = re.compile(
    r"Traceback|Exception|Error|[a-z]+_[a-z]+|\bNone\b|\bNULL\b|constraint|psycopg|pydantic|\bvalue is not|Forbidden",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[\u4e00-\u9fff]")


def at_desk_of(username: str, **how: Any) -> Client:
    """A browser in which this person is signed in. A fault of the program is a page, as for people."""
    client = Client(raise_request_exception=False, **how)
    client.force_login(User.objects.get(username=username))
    return client


def post(username: str, path: str, given: dict[str, Any] | None = None) -> Any:
    return at_desk_of(username).post(path, given or {}, headers=PAGE)


def words_of(answer: Any) -> str:
    """What the page says in its main part, without markup."""
    text = answer.content.decode()
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    plain = re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", main[0] if main else text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(plain)).strip()


def refusals_of(answer: Any) -> list[str]:
    """The sentences of the summary above the form."""
    summary = re.search(r'<div class="errsum.*?</ul>', answer.content.decode(), re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [html.unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in items]


def reads_well(sentence: str) -> bool:
    """Whether a clerk understands it: Chinese, and no word of the machine's."""
    return bool(SENTENCE.search(sentence)) and not NO_CLERKS_WORDS.search(sentence)


def whole() -> bool:
    """Whether the record is what was sealed."""
    return list(faults()) == []


def typed(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Plain values as a browser sends them."""
    sent: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            sent |= typed(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for n, row in enumerate(value):
                sent |= typed(row, f"{prefix}{name}.{n}.")
        else:
            sent[f"{prefix}{name}"] = value.isoformat() if hasattr(value, "isoformat") else value
    return sent


def letter(**more: Any) -> dict[str, Any]:
    return typed({**LETTER, "officers": TWO}) | more


__all__ = ["FIRM", "at_desk_of", "letter", "post", "reads_well", "refusals_of", "typed", "whole", "words_of"]
