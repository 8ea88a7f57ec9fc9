"""`xiezhi describe`: what is made from the declarations and kept in git, messages and a page for each procedure."""

import argparse
import io
import sys
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from . import collecting, explaining
from .collecting import Message
from .places import PROJECT

PO = PROJECT / "src" / "xiezhi" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PAGES = PROJECT / "docs" / "procedures"
WIDTH = 110
HEADER = r"""# Xiezhi in English. `xiezhi describe` keeps the list of messages; the English is written here, by hand.
# One word for one thing: docs/glossary.md.
msgid ""
msgstr ""
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

Said = str | tuple[str, ...] | list[str] | None


def describe(_: argparse.Namespace) -> int:
    """Write both. 0: all is in English; 1: what is not yet is listed, to be filled in."""
    catalog = updated(read(PO), collecting.messages())
    PO.write_text(written(catalog), encoding="utf-8")
    _keep(explaining.pages(catalog))
    missing = lacking(catalog)
    sys.stdout.write("".join(f"{text}\n" for text in missing))
    sys.stdout.write(f"词条 {len(catalog)} 条，缺英文 {len(missing)} 条；协作说明页已更新。\n")
    return 1 if missing else 0


def _keep(pages: Mapping[str, str]) -> None:
    """These pages and no others."""
    for gone in {path.name for path in PAGES.glob("*.md")} - set(pages):
        (PAGES / gone).unlink()
    for name, text in pages.items():
        (PAGES / name).write_text(text, encoding="utf-8")


def read(path: Path) -> Catalog:
    """The messages as they are kept."""
    with path.open("rb") as file:
        return read_po(file, locale="en")


def updated(kept: Catalog, messages: Mapping[Message, tuple[str, ...]]) -> Catalog:
    """The same translations for the messages that there are now; what nobody says any more is dropped."""
    made = Catalog(locale="en")
    for message, places in sorted(messages.items()):
        known = kept.get(message.text)
        fits = known is not None and known.pluralizable == message.counted
        made.add(
            (message.text, message.text) if message.counted else message.text,
            known.string if known and fits else "",
            locations=[(place, 0) for place in places],
        )
    return made


def written(catalog: Catalog) -> str:
    """The text of the file, in the order of the files that say the messages."""
    text = io.BytesIO()
    write_po(text, catalog, width=WIDTH, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEADER + text.getvalue().decode()


def lacking(catalog: Catalog) -> list[str]:
    """The messages without English, or with only one of its two forms."""
    return [text_of(m.id) for m in catalog if m.id and not all(forms(m.string))]


def forms(said: Said) -> tuple[str, ...]:
    """The one text of a message, or its two."""
    return tuple(said) if isinstance(said, list | tuple) else (said or "",)


def text_of(message: Said) -> str:
    """What a message is known by."""
    return forms(message)[0]
