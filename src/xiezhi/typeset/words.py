"""The fixed words of an official document: what the office keeps, and all that the typesetter is given."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True)
class Row:
    """One line of 案件移送材料清单: a file, or a material that is lacking, with the reason in `note`.

    What nobody has stated stays empty, to be written by hand; `pages` is None where they cannot be counted (a disc).
    """

    material: str
    name: str = ""
    digest: str = ""  # empty: the material is lacking
    kind: str = ""
    copies: int = 1
    pages: int | None = None
    form: str = ""  # 原件、复印件、电子件
    note: str = ""


@dataclass(frozen=True)
class Value:
    """One labelled line of a slip's table."""

    label: str
    value: str


@dataclass(frozen=True)
class Letter:
    """A letter in 信函格式, GB/T 9704-2012 clause 10.1. `date` is 成文日期 (None: not yet).

    A paragraph of `body` may begin with 一、 or （一）: what it heads is set in 黑体 or 楷体. `notes` are 附注.
    """

    organ: str
    number: str
    title: str
    addressee: str
    body: tuple[str, ...]
    date: date | None
    urgent: str = ""
    secrecy: str = ""
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    layout: Literal["letter"] = "letter"


@dataclass(frozen=True)
class MaterialsList:
    """案件移送材料清单: what goes over with a letter, signed and sealed by both sides. `number` is the letter's."""

    organ: str
    number: str
    title: str
    case_title: str
    rows: tuple[Row, ...]
    addressee: str
    date: date | None
    officers: tuple[str, ...] = ()
    layout: Literal["materials"] = "materials"


@dataclass(frozen=True)
class Slip:
    """An enforcement form that is no 公文: 回执, 补正通知书, 退回通知书, 告知书. `signatures` are the labels to sign at."""

    organ: str
    number: str
    title: str
    addressee: str
    body: tuple[str, ...]
    date: date | None
    fields: tuple[Value, ...] = ()
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    layout: Literal["slip"] = "slip"


Document = Letter | MaterialsList | Slip

_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Annotated[Document, Field(discriminator="layout")])


def keep(document: Document) -> str:
    """The words as JSON, to be stored; `read(keep(d)) == d`."""
    return _DOCUMENT.dump_json(document).decode()


def read(text: str) -> Document:
    """The document whose words were kept. Raises ValueError if they are none."""
    return _DOCUMENT.validate_json(text)
