"""What lies in a ZIP package or a compound file: which document, and nothing that its reader would regret.

A packed file is looked into without unpacking it: its directory is bounded before it is read, and of its members
only the one that names the kind is expanded.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

ZIP, COMPOUND = (b"PK\3\4", b"PK\5\6"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MOST_MEMBERS = 20_000
MOST_DIRECTORY = 4 * 1024**2  # bytes; what is read to know the members
MOST_EXPANDED = 1024**3  # bytes in all
MOST_RATIO = 100  # expanded to packed, once it expands to more than FREE
FREE = 100 * 1024**2
MOST_TYPES = 1024**2  # bytes of the member that names the kind

_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}
_LOCKED = 1  # the flag of a member that asks for a password
_LAST_SECTOR = 0xFFFFFFFA  # sector numbers end below this: what is above are marks
_ENTRY = 128  # bytes of an entry in a compound file's directory
_MOST_ENTRIES = 65_536  # read of a compound file's directory

DAMAGED = "“{name}”打不开，可能没有传完或者已经损坏；请用原来的程序另存后再上传"
MACRO = "“{name}”里带有宏；请在办公软件里另存为不带宏的文档，或者导出为 PDF 再上传"
LOCKED = "“{name}”设了打开口令，对方无法查看；请去掉口令后再上传"
BOMB = "“{name}”解开后大得不正常，不能收存；请用原来的程序另存后再上传"


class Unfit(Exception):
    """A container that must not be kept; `text` is the template of the sentence that says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def in_zip(file: BinaryIO) -> str:
    """The kind of document in a ZIP package; empty: it is an archive. Raises Unfit."""
    try:
        _bound(file)
        with zipfile.ZipFile(file) as package:
            _weigh(package, file.seek(0, 2))
            return _document(package)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError):
        raise Unfit(DAMAGED) from None


def _bound(file: BinaryIO) -> None:
    """The directory is small, and said to be so in the one place where it is looked up."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 42))
    locator, end = (tail := file.read(42))[:-22], tail[-22:]
    if end[:4] != b"PK\5\6" or end[-2:] != b"\0\0" or locator[:4] == b"PK\6\7":
        raise zipfile.BadZipFile
    members, directory = struct.unpack("<HL", end[10:16])
    if members > MOST_MEMBERS or directory > MOST_DIRECTORY:
        raise Unfit(BOMB)


def _weigh(package: zipfile.ZipFile, size: int) -> None:
    members = package.infolist()
    expanded = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)  # more than there is: members share their bytes
    if len(members) > MOST_MEMBERS or expanded > MOST_EXPANDED or packed > size:
        raise Unfit(BOMB)
    if expanded > FREE and expanded > MOST_RATIO * size:
        raise Unfit(BOMB)
    if any(member.flag_bits & _LOCKED for member in members):
        raise Unfit(LOCKED)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise zipfile.BadZipFile


def _document(package: zipfile.ZipFile) -> str:
    names = {member.filename for member in package.infolist()}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit(MACRO)
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" not in names:
        return ""
    with package.open("[Content_Types].xml") as member:
        types = member.read(MOST_TYPES)
    if b"macro" in types.lower() or b"vbaproject" in types.lower():
        raise Unfit(MACRO)
    return next((kind for part, kind in _MAIN_PARTS.items() if part in types), "")


def in_compound(file: BinaryIO) -> str:
    """The kind of document in a compound file (MS-CFB); empty: none that is known. Raises Unfit."""
    try:
        names = set(_names(file))
    except (struct.error, IndexError, ValueError):
        raise Unfit(DAMAGED) from None
    if "EncryptedPackage" in names:
        raise Unfit(LOCKED)
    if names & _MACROS:
        raise Unfit(MACRO)
    return next((kind for stream, kind in _STREAMS.items() if stream in names), "")


def _names(file: BinaryIO) -> Iterator[str]:
    """The names in the directory of a compound file, which is a chain of sectors."""
    file.seek(0)
    header = file.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        raise ValueError
    size = 1 << shift
    tables = list(_tables(file, header, size))
    (sector,) = struct.unpack_from("<L", header, 48)
    for _ in range(_MOST_ENTRIES * _ENTRY // size):
        if sector >= _LAST_SECTOR:
            return
        directory = _sector(file, sector, size)
        for at in range(0, size, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            yield directory[at : at + min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
        table, n = divmod(sector, size // 4)
        (sector,) = struct.unpack_from("<L", _sector(file, tables[table], size), n * 4)
    raise ValueError


def _tables(file: BinaryIO, header: bytes, size: int) -> Iterator[int]:
    """The sectors that hold the table of what follows what: 109 in the header, the rest in a chain of their own."""
    yield from struct.unpack_from("<109L", header, 76)
    further, many = struct.unpack_from("<LL", header, 68)
    for _ in range(min(many, _MOST_ENTRIES)):
        if further >= _LAST_SECTOR:
            return
        *sectors, further = struct.unpack(f"<{size // 4}L", _sector(file, further, size))
        yield from sectors


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    """A sector; they are numbered from behind the header. The last may be short. Raises ValueError beyond the end."""
    file.seek((number + 1) * size)
    sector = file.read(size)
    if not sector:
        raise ValueError
    return sector.ljust(size, b"\0")
