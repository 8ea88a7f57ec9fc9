"""Packages and compound files are told apart by what lies in them, and the harmful ones are known for what they are."""

import io
import struct
import zipfile

import pytest

from tests.office.samples import OFD, SHEET, SLIDES, WORD, compound, office, package
from xiezhi.office.containers import BOMB, DAMAGED, LOCKED, MACRO, Unfit, in_compound, in_zip


def unfit(content: bytes) -> str:
    with pytest.raises(Unfit) as why:
        in_zip(io.BytesIO(content))
    return why.value.text


def told_zip(content: bytes) -> str:
    return in_zip(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WORD, "docx"),
        (SHEET, "xlsx"),
        (SLIDES, "pptx"),
        (OFD, "ofd"),
        (package({"a.txt": b"a"}), ""),
        (package({}), ""),
    ],
)
def test_a_package_is_told_by_its_members(content: bytes, kind: str) -> None:
    assert told_zip(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        office("wordprocessingml.document", **{"word/vbaProject.bin": b"x"}),
        office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        office("application/vnd.ms-excel.macrosheet+xml"),
        office("application/vnd.ms-office.vbaProject"),
        package({"OFD.xml": b"<o/>", "Res/vbaproject.BIN": b"x"}),
    ],
)
def test_a_document_with_a_macro_is_not_fit(content: bytes) -> None:
    assert unfit(content) == MACRO


def test_what_expands_beyond_all_measure_is_not_fit() -> None:
    heavy = package({"word/document.xml": bytes(120 * 1024**2)})
    assert len(heavy) < 200_000
    assert unfit(heavy) == BOMB


def test_a_long_document_is_no_bomb() -> None:
    text = "".join(f"<w:t>第{n}段，现场检查记录。</w:t>" for n in range(60_000)).encode()
    assert told_zip(office("wordprocessingml.document", **{"word/document.xml": text})) == "docx"


def test_members_that_share_their_bytes_are_not_fit() -> None:
    """The way to gigabytes without nesting: many entries of the directory point at one piece of data."""
    content = package({"a": bytes(range(256)) * 40}, zipfile.ZIP_STORED)
    at = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    directory = content[at:end] * 30
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 30, 30, len(directory), at, 0)
    assert unfit(content[:at] + directory + tail) == BOMB


def test_a_directory_too_long_to_be_read_is_refused_unread() -> None:
    many = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_000, 65_000, 1000, 0, 0)
    long = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 5, 5, 50 * 1024**2, 0, 0)
    assert {unfit(bytes(50) + many), unfit(bytes(50) + long)} == {BOMB}


def test_a_second_directory_that_says_otherwise_is_not_looked_for() -> None:
    locator = b"PK\6\7".ljust(20, b"\0")
    end = WORD[-22:]
    assert unfit(WORD[:-22] + locator + end) == DAMAGED


def test_a_document_that_asks_for_a_password_is_not_fit() -> None:
    flagged = bytearray(WORD)
    for at in range(len(WORD)):
        if WORD[at : at + 4] == b"PK\1\2":
            flagged[at + 8] |= 1
    assert unfit(bytes(flagged)) == LOCKED
    with pytest.raises(Unfit) as why:
        in_compound(io.BytesIO(compound("EncryptionInfo", "EncryptedPackage")))
    assert why.value.text == LOCKED


@pytest.mark.parametrize("cut", [1, 22, 60, 200])
def test_half_a_package_is_damaged(cut: int) -> None:
    assert unfit(WORD[:-cut]) == DAMAGED


def test_a_package_whose_types_cannot_be_unpacked_is_damaged() -> None:
    at = WORD.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    assert unfit(WORD[:at] + b"\xff" * 20 + WORD[at + 20 :]) == DAMAGED


def test_an_unusual_way_of_packing_is_damaged() -> None:
    assert unfit(package({"OFD.xml": b"<o/>" * 100}, zipfile.ZIP_LZMA)) == DAMAGED


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        (("1Table", "WordDocument"), "doc"), (("Workbook",), "xls"), (("Book",), "xls"),
        (("Current User", "PowerPoint Document"), "ppt"), (("Installer",), ""),
    ],
)  # fmt: skip
def test_a_compound_file_is_told_by_its_streams(streams: tuple[str, ...], kind: str) -> None:
    assert in_compound(io.BytesIO(compound(*streams))) == kind


def test_the_directory_of_a_long_compound_file_is_found() -> None:
    """Behind more sectors than the header can list: by the chain of further tables."""
    many = [f"Picture {n}" for n in range(30)]
    assert in_compound(io.BytesIO(compound(*many, "WordDocument", ahead=14_500))) == "doc"


@pytest.mark.parametrize("name", ["_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR"])
def test_an_old_document_with_a_macro_is_not_fit(name: str) -> None:
    with pytest.raises(Unfit) as why:
        in_compound(io.BytesIO(compound("WordDocument", name)))
    assert why.value.text == MACRO


def test_a_directory_without_end_is_damaged() -> None:
    looped = bytearray(compound("WordDocument"))
    (start,) = struct.unpack_from("<L", looped, 48)
    struct.pack_into("<L", looped, 512 + start * 4, start)
    for broken in (bytes(looped), compound("WordDocument")[:600], compound("WordDocument")[:20]):
        with pytest.raises(Unfit) as why:
            in_compound(io.BytesIO(broken))
        assert why.value.text == DAMAGED
