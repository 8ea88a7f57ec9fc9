"""Programs that ask the API, each with a token of its own."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.office.told import PDF
from xiezhi.registry.models import User
from xiezhi.registry.tokens import NewToken, Scope, issue, revoke

ROOT = "/api/v1"
JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass
class Answer:
    """What came back, with its body read."""

    status: int
    said: Any
    headers: Any

    @property
    def code(self) -> str:
        return str(self.said["code"])


@dataclass(frozen=True)
class Program:
    """Whoever shows this secret; nobody, if it is empty."""

    secret: str = ""
    department: str = ""

    def get(self, path: str, /, **more: Any) -> Answer:
        return self._answer(Client().get(_address(path), more, headers=self._headers()))

    def post(self, path: str, body: Any, /, *, key: str = "", media_type: str = JSON) -> Answer:
        text = body if isinstance(body, str | bytes) else json.dumps(body, default=str)
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        return self._answer(Client().post(_address(path), text, content_type=media_type, headers=headers))

    def upload(self, content: bytes = PDF, name: str = "现场检查记录.pdf", **asked: str) -> Answer:
        query = "&".join(f"{n}={v}" for n, v in asked.items())
        file = SimpleUploadedFile(name, content)
        return self._answer(Client().post(f"{ROOT}/files?{query}", {"file": file}, headers=self._headers()))

    def _headers(self) -> dict[str, str]:
        shown = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return shown | ({"Xiezhi-Department": self.department} if self.department else {})

    def _answer(self, response: Any) -> Answer:
        read = JSON in response.headers["Content-Type"] or response.headers["Content-Type"] == PROBLEM
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, json.loads(body) if read else body, response.headers)


def _address(path: str) -> str:
    return path if path.startswith("/") else f"{ROOT}/{path}"


def of(username: str, scope: Scope = Scope.ACT, department: str = "") -> Program:
    """A person's own program."""
    new = NewToken(name="测试", username=username, scope=scope)
    _, secret = issue(new, by=User.objects.get(username=username), at=timezone.now())
    return Program(secret, department)


def system_of(department: str, scope: Scope = Scope.DRAFT) -> Program:
    """A department's system."""
    return Program(issue(NewToken(name="系统", department=department, scope=scope), by=None, at=timezone.now())[1])


def ended(username: str, how: str) -> Program:
    """Somebody whose token has come to its end: `expires_at` or `revoked_at` has passed."""
    new = NewToken(name="测试", username=username, scope=Scope.ACT, days=1)
    past = timezone.now() - timedelta(days=2)
    token, secret = issue(new, by=None, at=past)
    if how == "revoked_at":
        revoke(token.pk, by=None, at=past, reason="")
    return Program(secret)


NOBODY = Program()
