"""Where a rule comes from: a national law by its article, or the county's own document by a neutral key."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Clause:
    """An article of a law or document as it stood on a day."""

    law: str
    article: str
    as_of: date

    def __str__(self) -> str:
        return f"{self.law}{'' if self.law.endswith('》') else ' '}{self.article}"


@dataclass(frozen=True)
class Key:
    """A rule that every county makes for itself: the pack says which document and article that is."""

    name: str

    def __str__(self) -> str:
        return self.name


Citation = Clause | Key
Clauses = tuple[Citation, ...]


@dataclass(frozen=True)
class Law:
    """A law as it stood on a day: `PENALTY["第五十四条"]`, `PENALTY["第四十二条", "第五十五条"]`."""

    title: str
    as_of: date

    def __getitem__(self, articles: str | tuple[str, ...]) -> Clauses:
        named = (articles,) if isinstance(articles, str) else articles
        return tuple(Clause(self.title, article, self.as_of) for article in named)


class County:
    """The county's own document, cited by neutral keys: `COUNTY["transfer-term"]`."""

    def __getitem__(self, keys: str | tuple[str, ...]) -> Clauses:
        named = (keys,) if isinstance(keys, str) else keys
        return tuple(Key(name) for name in named)


COUNTY = County()
