"""The icons: own drawings on a 20 x 20 field, set inline so that they take the colour of the text."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def _path(drawn: str) -> str:
    return f'<path d="{drawn}"/>'


def _dot(drawn: str) -> str:
    return f'<path fill="currentColor" stroke="none" d="{drawn}"/>'


_ROUND = '<circle cx="10" cy="10" r="7"/>'
_SHEET = _path("M4 5h12v11.5H4zM4 8.5h12M7.5 3v3M12.5 3v3")

ICONS: dict[str, str] = {
    "home": _path("M3.5 9 10 3.5 16.5 9v7.5h-4.5v-4.5H8v4.5H3.5z"),
    "list": _path("M4 5h12M4 10h12M4 15h12"),
    "plus": _path("M10 4v12M4 10h12"),
    "search": '<circle cx="9" cy="9" r="5"/>' + _path("m13 13 4 4"),
    "bell": _path("M5 14V9a5 5 0 0 1 10 0v5l1.5 1h-13zM8.5 17.5h3"),
    "clock": _ROUND + _path("M10 6v4.2l2.8 1.8"),
    "soon": _ROUND + _dot("M10 4.6V10h5.4A5.4 5.4 0 0 0 10 4.6z"),
    "today": _path("M6 3h8M6 17h8M6.5 3c0 4 3.5 4.8 3.5 7s-3.5 3-3.5 7M13.5 3c0 4-3.5 4.8-3.5 7s3.5 3 3.5 7")
    + _dot("M7.6 16.2c.3-2 2.4-2.6 2.4-3.4 0 .8 2.1 1.4 2.4 3.4z"),
    "late": _path("M7 3h6l4 4v6l-4 4H7l-4-4V7z") + _path("M10 6.5v4.5M10 13.7v.1"),
    "check": _ROUND + _path("m6.8 10.2 2.3 2.3 4.2-4.7"),
    "pause": _ROUND + _path("M8.2 7.3v5.4M11.8 7.3v5.4"),
    "maybe": _SHEET + _path("M10 13.8v.1M8.8 10.8c.2-1 2.4-.9 2.3.2 0 .7-1 .8-1.1 1.5"),
    "calendar": _SHEET,
    "paper": _path("M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M7.5 10h5M7.5 13h5"),
    "seal": _ROUND + _path("m10 6 1.1 2.5 2.7.2-2.1 1.8.7 2.7-2.4-1.4-2.4 1.4.7-2.7-2.1-1.8 2.7-.2z"),
    "clip": _path(
        "m15.5 9.5-5.7 5.7a3.4 3.4 0 0 1-4.8-4.8l6-6a2.3 2.3 0 0 1 3.2 3.2l-5.7 5.7a1.1 1.1 0 0 1-1.6-1.6l5-5"
    ),
    "person": '<circle cx="10" cy="7" r="3.2"/>' + _path("M4 17c.5-3.6 3-5 6-5s5.5 1.4 6 5"),
    "org": _path("M7.5 3.5h5v4h-5zM3 13h5v4H3zM12 13h5v4h-5zM10 7.5v3M5.5 13v-2.5h9V13"),
    "calc": _path(
        "M5 3h10v14H5zM7.5 6h5v2.5h-5zM7.7 11.5v.1M10 11.5v.1M12.3 11.5v.1M7.7 14.2v.1M10 14.2v.1M12.3 14.2v.1"
    ),
    "compass": _ROUND + _path("m12.8 7.2-1.7 3.9-3.9 1.7 1.7-3.9z"),
    "chart": _path("M4 3.5v13h13M7.5 13.5v-3M11 13.5V6.5M14.5 13.5V9"),
    "lock": _path("M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9"),
    "shield": _path("M10 3 4.5 5v4.5c0 3.6 2.3 6 5.5 7.5 3.2-1.5 5.5-3.9 5.5-7.5V5z")
    + _path("m7.6 9.8 1.8 1.8 3.2-3.4"),
    "camera": _path("M3.5 6.5h3L8 4.5h4l1.5 2h3v9.5h-13z") + '<circle cx="10" cy="11" r="2.8"/>',
    "pin": _path("M10 17.5s5-4.8 5-9a5 5 0 0 0-10 0c0 4.2 5 9 5 9z") + '<circle cx="10" cy="8.5" r="1.7"/>',
    "x": _path("m5.5 5.5 9 9M14.5 5.5l-9 9"),
    "down": _path("m5.5 8 4.5 4.5L14.5 8"),
    "right": _path("m8 5.5 4.5 4.5L8 14.5"),
    "print": _path("M6 7V3h8v4M6 14H3.5V7.5h13V14H14M6 11.5h8V17H6z"),
    "down2": _path("M10 3v9.5m-4-4 4 4 4-4M4 16.5h12"),
    "up": _path("M10 13V3.5m-4 4 4-4 4 4M4 16.5h12"),
    "info": _ROUND + _path("M10 9.3v4M10 6.5v.1"),
    "warn": _path("M10 3.5 17.3 16.5H2.7z") + _path("M10 8v4M10 14.2v.1"),
    "flash": _path("M11 2.5 4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z"),
    "edit": _path("M4 16h3l9-9-3-3-9 9zM11 6l3 3"),
    "inbox": _path("M3.5 11 6 4h8l2.5 7v5.5h-13zM3.5 11.5H7.5L9 13.5h2l1.5-2h4"),
    "swap": _path("M4 7h11l-3-3M16 13H5l3 3"),
    "chat": _path("M4 4h12v9H9.5L6 16.5V13H4z"),
    "book": _path(
        "M10 5.5C8 4 5.5 4 3.5 4.5v11c2-.5 4.5-.5 6.5 1 2-1.5 4.5-1.5 6.5-1v-11c-2-.5-4.5-.5-6.5 1zM10 5.5v11"
    ),
    "people": '<circle cx="7.5" cy="7.5" r="2.7"/>'
    + _path("M2.5 16c.3-3 2.2-4.3 5-4.3s4.7 1.3 5 4.3M12.5 5.2a2.5 2.5 0 0 1 .5 4.8M14.5 12.2c1.8.5 2.8 1.8 3 3.8"),
    "link": _path("M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3L10 5.7")
    + _path("M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3L10 14.3"),
    "refresh": _path("M16 6.5A6.8 6.8 0 1 0 16.8 11M16.5 3v4h-4"),
    "share": _path("M3.5 5.5h5v4h-5zM11.5 3.5h5v4h-5zM11.5 12.5h5v4h-5zM8.5 7.5l3-1.5M8.5 8.5l3 5"),
    "gear": '<circle cx="10" cy="10" r="2.5"/>'
    + _path("M10 3v2.5M10 14.5V17M3 10h2.5M14.5 10H17M5 5l1.8 1.8M13.2 13.2 15 15M15 5l-1.8 1.8M6.8 13.2 5 15"),
    "key": '<circle cx="7" cy="13" r="3.3"/>' + _path("m9.5 10.5 6.5-6.5M13.5 6.5l2 2"),
    "eye": _path("M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5z") + '<circle cx="10" cy="10" r="2.3"/>',
}

_OWN = {name: SafeString(drawn) for name, drawn in ICONS.items()}

MARK = mark_safe(  # the beast: horn, back and eye
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<rect x="1" y="1" width="30" height="30" rx="7" fill="#e8b64c"/>'
    '<g fill="none" stroke="#0a2f40" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M19.6 4.5c.6 4.4-.4 7.6-3.2 10.6"/>'
    '<path d="M7 26.5c0-7.2 3.4-11.6 9-11.6 4.7 0 7.8 2.6 9 6.8l-3.6 1.5-2.9-.9c-1.6 2.3-2.3 2.9-2.9 4.2"/>'
    '</g><circle cx="18.6" cy="19" r="1.5" fill="#0a2f40"/></svg>'
)


@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """The icon of this name. It is decoration: the words beside it carry the meaning.

    Raises KeyError for a name that is not drawn, so that a page cannot quietly lack one.
    """
    drawn = _OWN[name]
    classes = f"i {css}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>', classes, drawn
    )
