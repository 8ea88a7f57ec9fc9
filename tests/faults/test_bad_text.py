"""NUL and other characters that nobody sees, in every field that takes text and in every address."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone
from pydantic import ValidationError

from tests.faults.clerks import at_desk_of, letter, post, reads_well, refusals_of, typed, whole
from tests.office.samples import PDF
from tests.office.told import Told, found
from xiezhi.kernel import Act, Form
from xiezhi.office.models import Dossier, Draft, Upload
from xiezhi.procedures import PROCEDURES
from xiezhi.web import forms
from xiezhi.web.fields import Spec, describe
from xiezhi.web.urls import urlpatterns

pytestmark = pytest.mark.usefixtures("county")

BAD = {
    "nul": "甲\x00乙",
    "bell": "甲\x07",
    "escape": "\x1b[31m甲",
    "delete": "甲\x7f",
    "placeholder": "\ue000code\ue001",
}
TEXT = ("line", "text", "lines", "department", "departments", "item", "choice", "radio")
HIDDEN = "看不见的控制字符"


def texts(specs: tuple[Spec, ...], prefix: str = "") -> Iterator[tuple[str, Spec]]:
    """Every field of a form that takes text, by its name in HTML."""
    for spec in specs:
        name = f"{prefix}{spec.name}"
        if spec.kind in TEXT:
            yield name, spec
        inside = f"{name}.0." if spec.kind in ("officers", "rows") else f"{name}."
        yield from texts(spec.parts, inside)


def every_text_field() -> Iterator[Any]:
    for procedure in PROCEDURES.values():
        for act in procedure.acts:
            for name, _ in texts(describe(act.form)):
                yield pytest.param(act.form, name, id=f"{procedure.key}-{act.name}-{name}")


@pytest.mark.parametrize(("form", "name"), list(every_text_field()))
def test_no_form_takes_what_nobody_sees(form: type[Form], name: str) -> None:
    for bad in BAD.values():
        sent = QueryDict(mutable=True)
        sent[name] = bad
        with pytest.raises(ValidationError) as fault:
            form.model_validate(forms.parse(form, sent))
        said = forms.errors(fault.value, form)
        place = next(place for place in said if place == name or name.startswith(f"{place}."))
        assert reads_well(said[place])
        assert HIDDEN in said[place] or "只能从列出的里面选" in said[place] or "至少" in said[place]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def told(county: None, now: datetime) -> Told:
    told = Told(now - timedelta(minutes=30))
    told("zrzy.handler", "find", **found(told.at))
    return told


FIRST: Act = PROCEDURES["case-transfer"].act("find")
SECOND: Act = PROCEDURES["case-transfer"].act("draft")


class TestOnThePage:
    @pytest.mark.parametrize("name", [name for name, _ in texts(describe(FIRST.form))])
    def test_the_field_is_named_and_everything_else_is_kept(self, told: Told, name: str) -> None:
        given = typed(found(told.at))
        for bad in BAD.values():
            answer = post("zrzy.handler", "/open/case-transfer/find/", given | {name: bad})
            assert answer.status_code == 422
            assert all(map(reads_well, refusals_of(answer)))
        assert Dossier.objects.count() == 1

    @pytest.mark.parametrize("name", [name for name, _ in texts(describe(SECOND.form))])
    def test_a_form_in_a_dossier_is_as_careful(self, told: Told, name: str) -> None:
        answer = post("zrzy.handler", f"/dossiers/{told.number}/draft/", letter() | {name: BAD["nul"]})
        assert (answer.status_code, told.state) == (422, "found")

    @pytest.mark.parametrize("name", ["case_title", "offender.name", "place", "item", "late_reason", "item.q"])
    @pytest.mark.parametrize("button", ["draft", "_add", "_remove", "_search"])
    def test_no_button_of_the_form_fails(self, told: Told, name: str, button: str) -> None:
        """What cannot be kept is refused or left out; the page never fails."""
        pressed = {"draft": "1", "_add": "officers", "_remove": "officers.0", "_search": "item"}[button]
        given = typed(found(told.at)) | {name: BAD["nul"], button: pressed}
        answer = post("zrzy.handler", "/open/case-transfer/find/", given)
        assert answer.status_code in (200, 302, 422)
        assert at_desk_of("zrzy.handler").get("/open/case-transfer/find/").status_code == 200
        assert at_desk_of("zrzy.handler").get("/drafts/").status_code == 200
        assert all("\0" not in str(one.filled) for one in Draft.objects.all())

    @pytest.mark.parametrize(
        "button", ["draft", "_add", "_remove", "_search", "_revision", "_key", "csrfmiddlewaretoken"]
    )
    def test_no_button_fails_for_what_it_is_pressed_with(self, told: Told, button: str) -> None:
        for bad in (*BAD.values(), "officers.²", "officers.99999999999999999999", "x" * 4000, ".", "-1"):
            answer = post("zrzy.handler", f"/dossiers/{told.number}/draft/", letter() | {button: bad})
            assert answer.status_code in (200, 302, 409, 422), bad
        assert told.state == "found"

    def test_rows_may_be_numbered_anyhow(self, told: Told) -> None:
        for number in ("²", "-1", "9" * 30, "9" * 5000, "\0", "1.2", ""):
            answer = post(
                "zrzy.handler", f"/dossiers/{told.number}/draft/", letter() | {f"officers.{number}.name": "甲"}
            )
            assert answer.status_code in (400, 422), number

    def test_the_name_of_a_file_loses_them(self) -> None:
        file = SimpleUploadedFile("现场\x07检查\u202e记录.pdf", PDF, "application/pdf")
        at_desk_of("zrzy.handler").post("/uploads/", {"file": file})
        assert Upload.objects.latest("id").name == "现场检查记录.pdf"

    def test_signing_in_does_not_fail(self) -> None:
        for name, password in (
            ("\0", "x"),
            ("zrzy.handler", "\0"),
            ("a" * 100_000, "x"),
            ("zrzy.handler", "口令" * 10_000),
        ):
            assert post("zrzy.handler", "/signout/").status_code == 302
            answer = (
                at_desk_of("zrzy.handler")
                .__class__(raise_request_exception=False)
                .post("/signin/", {"username": name, "password": password})
            )
            assert answer.status_code == 200


def addresses(told: Told) -> Iterator[str]:
    """Every page there is, with numbers and names that exist."""
    given = {"number": told.number, "procedure": "case-transfer", "name": "draft"}
    for one in urlpatterns:
        if one.name != "logout":
            name = "find" if one.name == "begin" else "draft"
            converters = {key: str(given[key]) for key in one.pattern.converters}
            path = str(one.pattern)
            for key, value in (converters | ({"name": name} if "name" in converters else {})).items():
                path = path.replace(f"<int:{key}>", value).replace(f"<slug:{key}>", value)
            yield f"/{path}"


ASKED = (
    "q", "view", "procedure", "state", "urgent", "after", "field", "item.q", "offender.code", "offender.kind", "department", "preview",
    "found_at", "seen", "next", "term",
)  # fmt: skip
READ = {
    "/dossiers/": ("q", "view", "procedure", "state", "after"),
    "/items/found/": ("field", "item.q"),
    "/code/": ("offender.code", "offender.kind"),
}


@pytest.mark.parametrize(
    "bad", ["%00", "%07", "%FF", "%C2%B2", "-1", "9" * 30, "%27%22%3C%3E%F0%9F%9A%80", "字" * 2000]
)
def test_no_address_makes_a_page_fail(told: Told, bad: str) -> None:
    client = at_desk_of("zrzy.handler")
    alone = [f"{path}?field=offender.code&{name}={bad}" for path, names in READ.items() for name in names]
    together = [f"{path}?{'&'.join(f'{name}={bad}' for name in ASKED)}" for path in addresses(told)]
    for address in (*alone, *together):
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code in (200, 204, 302, 400, 404, 405, 409), address
    assert whole()


@pytest.mark.parametrize("number", ["0", "2147483648", "9223372036854775808", "9" * 40, "-1", "²", "1%00"])
def test_no_number_in_an_address_makes_a_page_fail(number: str) -> None:
    client = at_desk_of("zrzy.handler")
    for path in (
        "/dossiers/{}/",
        "/dossiers/{}/draft/",
        "/dossiers/{}/newer/",
        "/papers/{}/",
        "/papers/{}/pdf/",
        "/files/{}/",
    ):
        for ask in (client.get, client.post):
            assert ask(path.format(number), headers={"accept": "text/html"}).status_code in (404, 405)


def test_whatever_else_people_write_is_kept_and_shown_as_text(told: Told) -> None:
    """Rare characters, markup, braces, percent signs, another direction of writing."""
    odd = "㛃䶮𬭎镕😀<script>alert(1)</script>&amp;{offender}%s'\"\\ العربية"
    answer = post("zrzy.handler", "/open/case-transfer/find/", typed(found(told.at, case_title=odd, place="𬭎" * 60)))
    assert answer.status_code == 302
    shown = at_desk_of("zrzy.handler").get(answer["Location"]).content.decode()
    assert "<script>alert(1)" not in shown
    assert "㛃䶮𬭎镕😀" in shown
    assert whole()
