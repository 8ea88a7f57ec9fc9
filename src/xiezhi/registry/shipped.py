"""The packs as they lie in their folder: for what is said of the rules before a database is there."""

import tomllib
from pathlib import Path

from django.conf import settings

from xiezhi.kernel import Clause, Clauses, Pack
from xiezhi.kernel.law import Key


def shipped() -> tuple[Pack, ...]:
    """Every pack of the folder, by the name of its file."""
    paths = sorted(Path(settings.PACKS_DIR).glob("*.toml"))
    return tuple(Pack.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)


def cited(clauses: Clauses, packs: tuple[Pack, ...]) -> tuple[Clause, ...]:
    """The articles as the first pack that knows them has them; a key that none knows is left out."""
    found = (_article(one, packs) for one in clauses)
    return tuple(dict.fromkeys(article for article in found if article))


def _article(one: Clause | Key, packs: tuple[Pack, ...]) -> Clause | None:
    if isinstance(one, Clause):
        return one
    pack = next((pack for pack in packs if one.name in pack.clauses), None)
    return pack.cite((one,))[0] if pack else None
