"""What may be attached: told by a file's content, and its name must say the same.

Allowed is what officers hand over as evidence and what others can open: documents, scans, photographs, recordings.
Packed archives are not: what lies in them could neither be listed nor checked piece by piece, and the list of
materials names each. Nothing is changed in a file: evidence keeps its bytes.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import filetype

from xiezhi.kernel import NotDone, Refusal, Sentence, say

from . import containers
from .containers import Unfit

LONGEST = 200  # characters of a name
_HEAD = 8192  # bytes that tell most kinds
_PIECE = 64 * 1024
_TAIL = 4096  # bytes at the end of a PDF in which its end is marked


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be attached; the first of its extensions is the usual one."""

    title: str
    media_type: str
    extensions: tuple[str, ...]


class RefusedFile(NotDone):
    """The file may not be attached; the sentence says why and what to do."""

    code = "refused-file"

    def __init__(self, why: str, text: str, /, **given: object) -> None:
        super().__init__(Refusal(why, say(text, **given)))

    @property
    def sentence(self) -> Sentence:
        """Why not, and what to do."""
        return self.refusals[0].sentence


_PDF = Kind("PDF 文件", "application/pdf", ("pdf",))
_PNG = Kind("PNG 图片", "image/png", ("png",))
_MP4 = Kind("MP4 录像", "video/mp4", ("mp4", "m4v"))
_TEXT = Kind("文本文件", "text/plain", ("txt",))
_BY_MEDIA_TYPE = {
    "application/pdf": _PDF,
    "image/jpeg": Kind("JPEG 图片", "image/jpeg", ("jpg", "jpeg", "jfif")),
    "image/png": _PNG,
    "image/apng": _PNG,
    "image/webp": Kind("WebP 图片", "image/webp", ("webp",)),
    "image/gif": Kind("GIF 图片", "image/gif", ("gif",)),
    "image/bmp": Kind("BMP 图片", "image/bmp", ("bmp",)),
    "image/tiff": Kind("TIFF 图片", "image/tiff", ("tif", "tiff")),
    "image/heic": Kind("HEIC 图片", "image/heic", ("heic", "heif")),
    "video/mp4": _MP4,
    "video/x-m4v": _MP4,
    "video/quicktime": Kind("MOV 录像", "video/quicktime", ("mov",)),
    "video/x-msvideo": Kind("AVI 录像", "video/x-msvideo", ("avi",)),
    "audio/mpeg": Kind("MP3 录音", "audio/mpeg", ("mp3",)),
    "audio/x-wav": Kind("WAV 录音", "audio/wav", ("wav",)),
    "audio/mp4": Kind("M4A 录音", "audio/mp4", ("m4a",)),
    "audio/amr": Kind("AMR 录音", "audio/amr", ("amr",)),
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_IN_CONTAINER = {
    "ofd": Kind("OFD 文件", "application/ofd", ("ofd",)),
    "docx": Kind("Word 文档", f"{_OFFICE}wordprocessingml.document", ("docx",)),
    "xlsx": Kind("Excel 表格", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
    "pptx": Kind("PowerPoint 演示文稿", f"{_OFFICE}presentationml.presentation", ("pptx",)),
    "doc": Kind("Word 97 文档", "application/msword", ("doc", "wps")),
    "xls": Kind("Excel 97 表格", "application/vnd.ms-excel", ("xls", "et")),
    "ppt": Kind("PowerPoint 97 演示文稿", "application/vnd.ms-powerpoint", ("ppt", "dps")),
}
KINDS = tuple(dict.fromkeys((*_BY_MEDIA_TYPE.values(), *_IN_CONTAINER.values(), _TEXT)))
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}

_SHORT_MARKS = {"image/bmp", "audio/mpeg", "application/x-msdownload"}  # a text may begin with BM, ID3 or MZ

_PROGRAM, _ARCHIVE = "可执行程序", "压缩包"
_FOREIGN = {
    **dict.fromkeys(("application/x-msdownload", "application/x-executable", "application/wasm"), _PROGRAM),
    **dict.fromkeys(("application/x-deb", "application/x-rpm", "application/x-google-chrome-extension"), _PROGRAM),
    **dict.fromkeys(("application/x-rar-compressed", "application/x-7z-compressed", "application/x-tar"), _ARCHIVE),
    **dict.fromkeys(("application/gzip", "application/x-bzip2", "application/x-xz", "application/zstd"), _ARCHIVE),
    "application/rtf": "RTF 文档",
}  # fmt: skip
_MARKUP = (
    ("网页", re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe|meta)\b", re.IGNORECASE)),
    (
        "矢量图（SVG）",
        re.compile(r"<(?:\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+svg[^>]*>\s*)?<?svg\b", re.I | re.S),
    ),
    ("脚本", re.compile(r"#!|<\?php|@echo\s+off", re.IGNORECASE)),
    ("XML 数据", re.compile(r"<\?xml\b", re.IGNORECASE)),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

USUAL = "PDF、OFD、Word、Excel、PowerPoint、WPS 文档，JPG、PNG 等图片，MP4、MOV、AVI 录像，MP3、WAV、M4A、AMR 录音，TXT 文本"


def clean(name: str) -> str:
    """The name without path, control characters and invisible marks; too long a one is cut before its extension."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if not _invisible(c))
    last = re.split(r"[/\\]", plain)[-1].strip(" .")
    stem, dot, extension = last.rpartition(".")
    if not dot:
        return last[:LONGEST]
    return stem.strip()[: LONGEST - len(extension) - 1] + dot + extension if len(extension) <= 20 else last[:LONGEST]


def _invisible(character: str) -> bool:
    """Control characters, marks that turn the reading direction, half characters, and breaks of line."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def sniff(file: BinaryIO, name: str) -> Kind:
    """The kind of a file, read from its content. Raises RefusedFile unless it is allowed and `name` says the same."""
    if not name:
        raise RefusedFile("nameless", "文件没有名字；请给它起个名字再上传")
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise RefusedFile("empty", "“{name}”是空文件，请检查后重新选择", name=name)
    try:
        found = _kind(file, head)
    except Unfit as why:
        raise RefusedFile("unfit", why.text, name=name) from None
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if isinstance(found, Kind) and extension in found.extensions:
        if found is _PDF and not _ends_as_pdf(file):
            raise RefusedFile("broken", "“{name}”不完整，打不开；请重新导出或者扫描后再上传", name=name)
        return found
    raise _disguised(found, name, extension)


def _ends_as_pdf(file: BinaryIO) -> bool:
    """A PDF that breaks off has lost the table by which it is read; that stands at its end (ISO 32000, 7.5.5)."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - _TAIL))
    return b"%%EOF" in file.read()


def _disguised(found: Kind | str, name: str, extension: str) -> RefusedFile:
    """Why content and name do not go together, or are not allowed at all."""
    given = {"name": name, "extension": extension, "usual": USUAL}
    expected = _BY_EXTENSION.get(extension)
    if isinstance(found, Kind):
        said = (
            "“{name}”的内容是{found}，却写成“.{extension}”；请把扩展名改成“.{right}”再上传"
            if extension
            else "“{name}”没有扩展名，内容是{found}；请在文件名后加上“.{right}”再上传"
        )
        return RefusedFile("disguised", said, found=found.title, right=found.extensions[0], **given)
    if found == _ARCHIVE:
        said = "“{name}”是压缩包，里面的材料无法逐件登记和核对；请解压后逐个上传"
        return RefusedFile("archive", said, **given)
    if found and expected:
        said = (
            "“{name}”是{found}，却写成“.{extension}”，不能作为附件；请核对文件的来源"
            if found == _PROGRAM
            else "“{name}”的内容是{found}，却写成“.{extension}”；确是证据的，请导出为 PDF 再上传"
        )
        return RefusedFile("disguised", said, found=found, **given)
    if found:
        return RefusedFile("not-allowed", "“{name}”是{found}，不能作为附件；可以上传{usual}", found=found, **given)
    if expected:
        said = "“{name}”的内容不是{expected}，可能已经损坏或者改过扩展名；请用原来的程序另存后再上传"
        return RefusedFile("damaged", said, expected=expected.title, **given)
    return RefusedFile("not-allowed", "“{name}”这类文件不能作为附件；可以上传{usual}", **given)


def _kind(file: BinaryIO, head: bytes) -> Kind | str:
    """The kind; what else it is, in a word; or nothing, if that cannot be told. Raises Unfit."""
    if head.startswith(containers.ZIP):
        inside = containers.in_zip(file)
        return _IN_CONTAINER[inside] if inside else _ARCHIVE
    if head.startswith(containers.COMPOUND):
        return _IN_CONTAINER.get(containers.in_compound(file), "")
    matched = filetype.guess_mime(head)
    if matched in _SHORT_MARKS and b"\0" not in head:
        matched = None
    if matched in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[matched]
    return _FOREIGN[matched] if matched in _FOREIGN else _text(file, head)


def _text(file: BinaryIO, head: bytes) -> Kind | str:
    """Plain text in one of the codes in use, unless it is a page or a program in disguise."""
    for code in (
        ("utf-16",) if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    ):
        try:
            pieces = _decoded(file, code)
            start = next(pieces, "").lstrip()
            written = next((title for title, mark in _MARKUP if mark.match(start)), "")
            plain = not _CONTROL.search(start) and not any(_CONTROL.search(piece) for piece in pieces)
        except UnicodeDecodeError:
            continue
        return written or (_TEXT if plain else "")
    return ""


def _decoded(file: BinaryIO, code: str) -> Iterator[str]:
    """The text, piece by piece. Raises UnicodeDecodeError."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(code)()
    while piece := file.read(_PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
