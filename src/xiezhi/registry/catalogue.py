"""What the catalogue says of an item on a day: who supervises, who punishes, since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.kernel import Holding

from .models_catalogue import Item, Items

# holding() as a part of a larger statement, so that an act need not ask twice: of the items whose keys are in {keys},
# on the day %(day)s, who is competent, who punishes, and since when; and what the item is called.
HOLDINGS = """
  (SELECT jsonb_object_agg(h.key, jsonb_build_array(h.competent_id, h.enforcing, h.transferred_on, h.name)) FROM (
     SELECT DISTINCT ON (i.key) i.key, i.name, i.competent_id, i.transferred_on,
            CASE WHEN i.transferred_on > %(day)s THEN i.competent_id ELSE i.enforcing_id END AS enforcing
       FROM registry_item i JOIN registry_catalogue c ON c.id = i.catalogue_id
      WHERE i.key = ANY({keys}) AND c.effective_from <= %(day)s
        AND (c.effective_until IS NULL OR c.effective_until > %(day)s)
      ORDER BY i.key, c.effective_from DESC, c.id DESC, i.id) AS h) AS holdings
"""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An item of the catalogue as it stands on a day; departments by key."""

    key: str
    code: str
    local_no: str
    name: str
    field: str
    legal_basis: tuple[str, ...]
    penalty_kinds: tuple[str, ...]
    penalty: str
    competent: str
    competent_name: str
    enforcing: str
    enforcing_name: str
    transfer_scope: str
    scope_note: str
    transferred_on: date | None
    source_supervision: str
    follow_up_supervision: str
    end_enforcement: str
    examples: tuple[str, ...]
    remark: str
    catalogue: str
    source: str

    @property
    def holding(self) -> Holding:
        """The same as the rules read it. Before the day of its transfer the competent department punished itself."""
        return Holding(self.competent, self.enforcing, self.transferred_on)


def holding(item_key: str, on: date) -> Listed | None:
    """The item of this key as it stands on this day; None when no edition in force has it."""
    return next(iter(_listed(Item.objects.in_force(on).filter(key=item_key)[:1], on)), None)


def holdings(found: Mapping[str, Sequence[str | None]] | None) -> dict[str, Holding]:
    """What HOLDINGS has found, by the keys of the items."""
    return {
        key: Holding(str(competent), str(enforcing), date.fromisoformat(moved) if moved else None)
        for key, (competent, enforcing, moved, _) in (found or {}).items()
    }


def items(on: date) -> list[Listed]:
    """All items in force on this day, in the order of the catalogue."""
    return _listed(Item.objects.on(on), on)


def search_items(q: str, *, on: date, limit: int = 20) -> list[Listed]:
    """The items in force on this day whose name, field or code has every word of the query."""
    found = Item.objects.on(on)
    for word in q.replace("\0", " ").split():
        found = found.filter(name__icontains=word) | found.filter(field__icontains=word) | found.filter(code=word)
    return _listed(found[:limit], on)


def _listed(rows: Items, on: date) -> list[Listed]:
    return [_one(row, on) for row in rows.select_related("catalogue", "competent", "enforcing")]


def _one(row: Item, on: date) -> Listed:
    moved = row.transferred_on is None or row.transferred_on <= on
    enforcing = row.enforcing if moved else row.competent
    return Listed(
        key=row.key,
        code=row.code or "",
        local_no=row.local_no,
        name=row.name,
        field=row.field,
        legal_basis=tuple(row.legal_basis),
        penalty_kinds=tuple(row.penalty_kinds),
        penalty=row.penalty,
        competent=row.competent.key,
        competent_name=row.competent.name,
        enforcing=enforcing.key,
        enforcing_name=enforcing.name,
        transfer_scope=row.transfer_scope,
        scope_note=row.scope_note,
        transferred_on=row.transferred_on,
        source_supervision=row.source_supervision,
        follow_up_supervision=row.follow_up_supervision,
        end_enforcement=row.end_enforcement,
        examples=tuple(row.examples),
        remark=row.remark,
        catalogue=row.catalogue.title,
        source=row.catalogue.source,
    )
