"""What may be attached: every kind that officers have, under its own name only, and nothing that harms the reader."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office.samples import OFD, PDF, PROGRAM, SHEET, SLIDES, WORD, compound, office, package, picture
from xiezhi.kernel.errors import Sentence
from xiezhi.office.sniff import KINDS, LONGEST, RefusedFile, clean, sniff

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(64)
MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  " + bytes(64)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00isommp42" + bytes(64)
AVI = b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(64)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(64)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64)
AMR = b"#!AMR\n" + bytes(64)
TEXT = "现场检查记录\r\n当事人在场。\t两人。\r\n"

ALLOWED = {
    "记录.pdf": PDF, "照片.jpg": picture("JPEG"), "照片.JPEG": picture("JPEG"), "照片.png": picture("PNG"),
    "照片.webp": picture("WEBP"), "截图.gif": picture("GIF"), "截图.bmp": picture("BMP"), "扫描.tiff": picture("TIFF"),
    "照片.heic": HEIC, "录像.mp4": MP4, "录像.MOV": MOV, "录像.avi": AVI, "录音.mp3": MP3, "录音.wav": WAV,
    "录音.m4a": M4A, "录音.amr": AMR, "笔录.docx": WORD, "清单.xlsx": SHEET, "汇报.pptx": SLIDES, "决定书.ofd": OFD,
    "笔录.doc": compound("WordDocument"), "笔录.wps": compound("WordDocument"), "清单.xls": compound("Workbook"),
    "清单.et": compound("Workbook"), "汇报.ppt": compound("PowerPoint Document"), "说明.txt": TEXT.encode(),
}  # fmt: skip


def refused(content: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(RefusedFile) as why:
        sniff(io.BytesIO(content), name)
    assert isinstance(why.value.sentence, Sentence)
    assert len(why.value.refusals) == 1
    return why.value.refusals[0].name, str(why.value)


def verdict(content: bytes, name: str) -> str:
    try:
        return sniff(io.BytesIO(content), name).title
    except RefusedFile as why:
        return str(why)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_officers_have_is_allowed(name: str) -> None:
    kind = sniff(io.BytesIO(ALLOWED[name]), name)
    assert name.rpartition(".")[2].lower() in kind.extensions


def test_every_kind_that_is_allowed_has_been_seen() -> None:
    assert {sniff(io.BytesIO(content), name) for name, content in ALLOWED.items()} == set(KINDS)


@pytest.mark.parametrize("name", ALLOWED)
def test_under_another_name_it_is_refused_and_the_right_one_is_said(name: str) -> None:
    right = sniff(io.BytesIO(ALLOWED[name]), name)
    wrong = "说明.txt" if right.extensions[0] != "txt" else "说明.pdf"
    why, said = refused(ALLOWED[name], wrong)
    assert why == "disguised"
    assert (
        said == f"“{wrong}”的内容是{right.title}，却写成“.{wrong[-3:]}”；请把扩展名改成“.{right.extensions[0]}”再上传"
    )


def test_a_name_without_extension_is_told_which_to_add() -> None:
    assert refused(PDF, "记录") == ("disguised", "“记录”没有扩展名，内容是PDF 文件；请在文件名后加上“.pdf”再上传")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PROGRAM, "照片.jpg", "“照片.jpg”是可执行程序，却写成“.jpg”，不能作为附件；请核对文件的来源"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "照片.png", "“照片.png”是可执行程序，却写成“.png”，不能作为附件；请核对文件的来源"),
        (b"<!DOCTYPE html><p>x", "记录.pdf", "“记录.pdf”的内容是网页，却写成“.pdf”；确是证据的，请导出为 PDF 再上传"),
        (b"\n <script>alert(1)</script>", "说明.txt", "“说明.txt”的内容是网页，却写成“.txt”；确是证据的，请导出为 PDF 再上传"),
        ('\ufeff<?xml version="1.0"?>\n<svg xmlns="x"/>'.encode(), "图.png", "“图.png”的内容是矢量图（SVG），却写成“.png”；确是证据的，请导出为 PDF 再上传"),
        (b"#!/bin/sh\nrm", "说明.txt", "“说明.txt”的内容是脚本，却写成“.txt”；确是证据的，请导出为 PDF 再上传"),
        (rb"{\rtf1\ansi 1}", "笔录.doc", "“笔录.doc”的内容是RTF 文档，却写成“.doc”；确是证据的，请导出为 PDF 再上传"),
    ],
)  # fmt: skip
def test_what_harms_its_reader_is_refused_in_disguise(content: bytes, name: str, said: str) -> None:
    assert refused(content, name) == ("disguised", said)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PROGRAM, "安装.exe", "“安装.exe”是可执行程序，不能作为附件；可以上传PDF"),
        (b"<svg xmlns='x'/>", "图.svg", "“图.svg”是矢量图（SVG），不能作为附件；可以上传PDF"),
        (b"<html></html>", "页.html", "“页.html”是网页，不能作为附件；可以上传PDF"),
        (bytes(range(200, 256)) * 9, "数据.dat", "“数据.dat”这类文件不能作为附件；可以上传PDF"),
        (compound("Installer"), "安装.msi", "“安装.msi”这类文件不能作为附件；可以上传PDF"),
    ],
)
def test_what_harms_its_reader_is_refused_under_its_own_name_too(content: bytes, name: str, said: str) -> None:
    why, sentence = refused(content, name)
    assert (why, sentence.startswith(said)) == ("not-allowed", True)


@pytest.mark.parametrize(
    ("content", "name"),
    [(package({"a.pdf": PDF}), "材料.zip"), (b"Rar!\x1a\x07\x01\x00" + bytes(9), "材料.rar"), (b"\x1f\x8b\x08" + bytes(9), "材料.gz"), (package({}), "空.docx")],
)  # fmt: skip
def test_an_archive_is_to_be_unpacked_first(content: bytes, name: str) -> None:
    assert refused(content, name) == ("archive", f"“{name}”是压缩包，里面的材料无法逐件登记和核对；请解压后逐个上传")


def test_a_macro_a_password_and_half_a_file_are_each_told() -> None:
    macro = office("wordprocessingml.document", **{"word/vbaProject.bin": b"x"})
    assert refused(macro, "笔录.docx")[1].startswith("“笔录.docx”里带有宏；请在办公软件里另存为不带宏的文档")
    assert refused(compound("EncryptedPackage"), "笔录.docx")[1].startswith("“笔录.docx”设了打开口令")
    assert refused(WORD[: len(WORD) // 2], "笔录.docx")[1].startswith("“笔录.docx”打不开，可能没有传完或者已经损坏")


def test_what_is_not_what_its_name_says_may_be_damaged() -> None:
    scrambled = random.Random(1).randbytes(4000)
    said = "“记录.pdf”的内容不是PDF 文件，可能已经损坏或者改过扩展名；请用原来的程序另存后再上传"
    assert refused(scrambled, "记录.pdf") == ("damaged", said)


def test_an_empty_file_and_one_without_a_name_are_refused() -> None:
    assert refused(b"", "记录.pdf") == ("empty", "“记录.pdf”是空文件，请检查后重新选择")
    assert refused(PDF, "") == ("nameless", "文件没有名字；请给它起个名字再上传")


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_may_be_in_any_code_in_use(code: str) -> None:
    assert sniff(io.BytesIO((TEXT * 20_000).encode(code)), "说明.txt").title == "文本文件"


@pytest.mark.parametrize("start", ["BMW 一辆", "MZ-2021 号检查", "ID3 号现场"])
def test_a_text_that_begins_like_something_else_is_a_text(start: str) -> None:
    assert sniff(io.BytesIO(f"{start}，在场。".encode()), "说明.txt").title == "文本文件"


@pytest.mark.parametrize("content", [b"a\x00b", b"a\x1b[31mb", b"a" * 100_000 + b"\x07"])
def test_text_with_control_characters_is_no_text(content: bytes) -> None:
    assert refused(content, "说明.txt")[0] == "damaged"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("C:\\案件\\现场照片.jpg", "现场照片.jpg"),
        ("../../etc/记录.pdf", "记录.pdf"),
        ("a/b\\c.pdf", "c.pdf"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("\u202a记录\u200b\ufeff.pdf\u2069", "记录.pdf"),
        ("记\x00录\r\n.pdf\x7f", "记录.pdf"),
        ("记录\udcff.pdf", "记录.pdf"),
        ("  .记录.pdf. ", "记录.pdf"),
        ("记录 .pdf", "记录.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("..", ""),
        ("\x00/\u202e", ""),
    ],
)
def test_names_lose_paths_and_what_nobody_sees(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_long_name_is_cut_before_its_extension() -> None:
    cut = clean("证" * 500 + ".pdf")
    assert (len(cut), cut[-5:]) == (LONGEST, "证.pdf")
    assert len(clean("证." + "长" * 500)) == LONGEST


@given(st.text(max_size=400))
def test_whatever_the_name_what_is_kept_is_printable_and_short(typed: str) -> None:
    kept = clean(typed)
    assert len(kept) <= LONGEST
    assert not set("/\\\0\r\n\u202e") & set(kept)
    assert clean(kept) == kept
    kept.encode()


@given(st.binary(max_size=2000), st.sampled_from(["", "PK\3\4", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "<"]))
def test_whatever_the_content_it_is_allowed_or_refused_in_words(content: bytes, start: str) -> None:
    assert verdict(start.encode("latin-1") + content, "记录.pdf").startswith(("“记录.pdf”", "PDF 文件"))
