"""The county's bodies and the demonstration catalogue, loaded from the data files beside this one."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction

from . import journal
from .models import Catalogue, Department, Item

Table = Mapping[str, Any]


@transaction.atomic
def load_county(at: datetime) -> None:
    """Bring in the Wuyi bodies and the demo items that are missing. What is there already is left as it is."""
    journal.lock()  # twice at one moment loads once
    bodies = _bodies(_read("wuyi-bodies.toml"))
    listed = _read("wuyi-items-demo.toml")
    known = set(Department.objects.values_list("key", flat=True))
    added = Department.objects.bulk_create(body for body in bodies if body.key not in known)
    if added:
        journal.write("departments-loaded", by=None, at=at, departments=[body.key for body in added])
    if _load_items(listed):
        journal.write("catalogue-loaded", by=None, at=at, catalogue=listed["title"], source=listed["source"])


def _read(name: str) -> Table:
    return tomllib.loads(files("xiezhi.registry.data").joinpath(name).read_text(encoding="utf-8"))


def _bodies(data: Table) -> Iterator[Department]:
    since: date = data["since"]
    for body in data["departments"]:
        yield Department(since=since, **body)
    for town in data["towns"]:
        yield Department(since=since, name=f"{data['county']}{town['short_name']}", kind=Department.Kind.TOWN, **town)


def _load_items(data: Table) -> bool:
    catalogue, _ = Catalogue.objects.get_or_create(
        title=data["title"], effective_from=data["effective_from"], defaults={"source": data["source"]}
    )
    by_key = {body.key: body for body in Department.objects.all()}
    known = set(catalogue.items.values_list("key", flat=True))
    wanted = ((field["title"], row) for field in data["fields"] for row in field["items"] if row["key"] not in known)
    return bool(Item.objects.bulk_create(_item(catalogue, field, row, data, by_key) for field, row in wanted))


def _item(catalogue: Catalogue, field: str, row: Table, data: Table, by_key: Mapping[str, Department]) -> Item:
    scope = Item.Scope(row.get("scope", Item.Scope.WHOLE))
    stays = scope is Item.Scope.NONE
    competent = by_key[row["competent"]]
    enforcing = competent if stays else by_key[data["enforcing"]]
    named = {"competent": competent.short_name, "enforcing": enforcing.short_name}
    return Item(
        catalogue=catalogue,
        key=row["key"],
        code=row.get("code"),
        local_no=row["no"],
        name=row["name"],
        field=field,
        legal_basis=[f"《{data['laws'][row['law']]}》{row['article']}"],
        penalty_kinds=row.get("kinds", ["罚款"]),
        penalty=row.get("penalty", ""),
        transfer_scope=scope,
        scope_note=row.get("scope_note", ""),
        competent=competent,
        enforcing=enforcing,
        transferred_on=None if stays else data["transferred_on"],
        remark=row.get("remark", ""),
        **{name: text.format_map(named) for name, text in data["boundary"].items()},
    )
