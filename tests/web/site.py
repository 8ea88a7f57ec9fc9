"""The pages as a person of the county gets them, without a browser."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client

from xiezhi.registry.models import User


@dataclass
class Visitor:
    """Somebody who is signed in: `visitor.reads("/dossiers/3/")` is what they can read there."""

    username: str
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(User.objects.get(username=self.username))

    def get(self, path: str, **given: Any) -> Any:
        return self.client.get(path, given)

    def post(self, path: str, **given: Any) -> Any:
        return self.client.post(path, given)

    def reads(self, path: str, **given: Any) -> str:
        """The words of the page's main part; the page must be there."""
        answer = self.get(path, **given)
        assert answer.status_code == 200, (path, answer.status_code)
        return words(answer)


def words(answer: Any) -> str:
    """What a page says between its main tags, in one line."""
    html = answer.content.decode()
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    plain = re.sub(r"<[^>]+>", " ", main.group() if main else html)
    return unescape(re.sub(r"\s+", " ", plain))
