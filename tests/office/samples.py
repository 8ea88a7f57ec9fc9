"""Files as officers have them, made here: real pictures, packages and compound files, and disguised ones."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(56) + b"PE\x00\x00"
OFFICE = "application/vnd.openxmlformats-officedocument."
_FREE, _END, _TABLE, _CHAIN = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_ROOM = 128  # numbers in a sector of 512 bytes


@cache
def picture(kind: str) -> bytes:
    """A small photograph: JPEG, PNG, WEBP, GIF, BMP or TIFF."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "#b0552f").save(made, kind)
    return made.getvalue()


def package(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP package."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(part: str, **members: bytes) -> bytes:
    """An Office document whose main part is of this type: `wordprocessingml.document`."""
    main = part if "." in part and part.startswith("application/") else f"{OFFICE}{part}.main+xml"
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return package({"[Content_Types].xml": types.encode(), "main.xml": b"<w/>", **members})


WORD, SHEET, SLIDES = (
    office(part) for part in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
OFD = package({"OFD.xml": b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>', "Doc_0/Document.xml": b"<d/>"})


def compound(*streams: str, ahead: int = 0) -> bytes:
    """A compound file (MS-CFB) with these names in its directory, which lies behind `ahead` empty sectors."""
    names = ("Root Entry", *streams)
    entries = b"".join(_entry(name) for name in names)
    directory = entries.ljust(-(-len(entries) // 512) * 512, b"\0")
    sectors = len(directory) // 512
    tables = 1
    while (ahead + tables + _chained(tables) + sectors) > tables * _ROOM:
        tables += 1
    chained, first = _chained(tables), ahead
    start = ahead + tables + chained
    follows = [_FREE] * ahead + [_TABLE] * tables + [_CHAIN] * chained
    follows += [*range(start + 1, start + sectors), _END]
    numbers = list(range(first, first + tables))
    header = struct.pack("<8s16xHHHHHH4xLLLL4xLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0,
                         0, tables, start, 0, _END, 0, first + tables if chained else _END, chained)  # fmt: skip
    listed = struct.pack("<109L", *_filled(numbers[:109], 109))
    table = struct.pack(f"<{tables * _ROOM}L", *_filled(follows, tables * _ROOM))
    return header + listed + bytes(ahead * 512) + table + _chain(numbers[109:], first + tables) + directory


def _entry(name: str) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    return (coded.ljust(64, b"\0") + struct.pack("<HB", len(coded), 2)).ljust(128, b"\0")


def _filled(numbers: Sequence[int], room: int) -> list[int]:
    return [*numbers, *[_FREE] * (room - len(numbers))]


def _chained(tables: int) -> int:
    return -(-max(0, tables - 109) // (_ROOM - 1))


def _chain(numbers: Sequence[int], at: int) -> bytes:
    rows = [numbers[n : n + _ROOM - 1] for n in range(0, len(numbers), _ROOM - 1)]
    return b"".join(
        struct.pack(f"<{_ROOM}L", *_filled(row, _ROOM - 1), at + n + 1 if n + 1 < len(rows) else _END)
        for n, row in enumerate(rows)
    )
