"""Files over HTTP: uploaded one by one while the form is filled in, or with the form where there is no script."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.office.samples import PDF, PROGRAM, picture
from tests.office.told import LETTER, TWO, Told, found, person
from xiezhi.office.models import Absent, File, Upload
from xiezhi.office.uploads import stage, store
from xiezhi.registry.models import Mandate, User

pytestmark = pytest.mark.usefixtures("county")
HTML = {"headers": {"accept": "text/html"}}


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def at_desk_of(username: str, **how: Any) -> Client:
    client = Client(**how)
    client.force_login(User.objects.get(username=username))
    return client


def file(content: bytes = PDF, name: str = "现场检查记录.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, claimed)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def told(now: datetime) -> Told:
    told = Told(now - timedelta(hours=1))
    told("zrzy.handler", "find", **found(told.at))
    return told


def typed(**more: Any) -> dict[str, Any]:
    letter = {name: value for name, value in LETTER.items() if name != "officers"}
    officers = {f"officers.{n}.{part}": value for n, one in enumerate(TWO) for part, value in one.items()}
    return {**letter, **officers, "_revision": "1", "_key": "k1", **more}


class TestUploading:
    def test_a_file_is_taken_in_and_answered_with_its_digest(self) -> None:
        answer = at_desk_of("zrzy.handler").post("/uploads/", {"file": file()})
        assert answer.status_code == 200
        row = Upload.objects.get()
        assert answer.json() == {"id": row.digest, "name": "现场检查记录.pdf", "size": len(PDF)}
        assert (row.by_id, row.media_type) == (person("zrzy.handler"), "application/pdf")

    @pytest.mark.parametrize(
        ("given", "status", "said"),
        [
            (file(b"", "空.pdf"), 422, "“空.pdf”是空文件，请检查后重新选择"),
            (file(PROGRAM, "照片.jpg", "image/jpeg"), 422, "“照片.jpg”是可执行程序，却写成“.jpg”，不能作为附件；请核对文件的来源"),
            (file(b"<html>", "记录.html", "text/html"), 422, "“记录.html”是网页，不能作为附件"),
            (file(PDF + bytes(2 * 1024**2), "大.pdf"), 413, "“大.pdf”超过 1 MB；请压缩、剪辑或者拆分后再上传"),
        ],
    )  # fmt: skip
    def test_a_file_that_may_not_be_attached_is_refused_in_one_sentence(
        self, settings: Settings, given: SimpleUploadedFile, status: int, said: str
    ) -> None:
        settings.UPLOAD_MOST_BYTES = 1024**2
        answer = at_desk_of("zrzy.handler").post("/uploads/", {"file": given})
        assert answer.status_code == status
        assert answer.json()["detail"].startswith(said)
        assert not Upload.objects.exists()

    def test_without_a_file_or_with_several_one_is_told(self) -> None:
        client = at_desk_of("zrzy.handler")
        assert client.post("/uploads/", {}).json() == {"detail": "没有收到文件，请重新选择"}
        several = client.post("/uploads/", {"file": [file(), file()]})
        assert (several.status_code, several.json()) == (422, {"detail": "一次只能上传一个文件"})
        assert not Upload.objects.exists()

    def test_the_script_of_the_page_reads_what_is_answered(self) -> None:
        script = (Path(__file__).parents[2] / "src/xiezhi/web/static/xiezhi/app.js").read_text()
        refused = at_desk_of("zrzy.handler").post("/uploads/", {"file": file(b"")})
        for name in refused.json():
            assert f"answer.{name}" in script
        for name in ("id", "size"):
            assert f"file.{name}" in script

    def test_a_stranger_a_reader_and_a_foreign_site_upload_nothing(self) -> None:
        assert Client().post("/uploads/", {"file": file()}).status_code == 302
        assert at_desk_of("zrzy.handler").get("/uploads/").status_code == 405
        assert (
            at_desk_of("zrzy.handler", enforce_csrf_checks=True).post("/uploads/", {"file": file()}).status_code == 403
        )
        assert not Upload.objects.exists()

    def test_whoever_holds_no_mandate_is_told_so(self) -> None:
        Mandate.objects.filter(user__username="zrzy.handler").update(until=timezone.now())
        answer = at_desk_of("zrzy.handler").post("/uploads/", {"file": file()})
        assert (answer.status_code, answer.json()) == (
            403,
            {"detail": "您现在没有任职，不能上传文件；请联系本单位登记员"},
        )

    def test_the_token_of_the_page_lets_the_script_upload(self) -> None:
        client = at_desk_of("zrzy.handler", enforce_csrf_checks=True)
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/open/case-transfer/find/").content.decode()
        )
        assert token
        answer = client.post("/uploads/", {"file": file()}, headers={"x-csrftoken": token[1]})
        assert answer.status_code == 200


class TestWithTheForm:
    """Where there is no script the files go with the form."""

    def test_an_act_is_done_with_the_files_that_came_with_it(self, told: Told) -> None:
        given = typed(**{
            "materials.source.file": [file(), file(picture("JPEG"), "现场.jpg", "image/jpeg")], "materials.offender.file": file(),
            "materials.licences.reason": "未办理审批", "materials.investigation.file": file(),
        })  # fmt: skip
        answer = at_desk_of("zrzy.handler").post(f"/dossiers/{told.number}/draft/", given)
        assert answer.status_code == 302
        assert told.state == "drafted"
        assert sorted(File.objects.values_list("material", "name")) == [
            ("investigation", "现场检查记录.pdf"), ("offender", "现场检查记录.pdf"), ("source", "现场.jpg"),
            ("source", "现场检查记录.pdf"),
        ]  # fmt: skip
        assert list(Absent.objects.values_list("material", "reason")) == [("licences", "未办理审批")]

    def test_one_refused_file_stops_the_act_and_the_others_are_kept_with_all_that_was_typed(self, told: Told) -> None:
        given = typed(**{
            "materials.source.file": [file(), file(PROGRAM, "照片.jpg"), file(b"", "空.txt")], "materials.offender.file": file(),
            "materials.licences.reason": "未办理审批", "materials.investigation.file": file(), "materials.other.file": file(),
        })  # fmt: skip
        answer = at_desk_of("zrzy.handler").post(f"/dossiers/{told.number}/draft/", given)
        html = answer.content.decode()
        assert (answer.status_code, told.state) == (422, "found")
        assert "“照片.jpg”是可执行程序，却写成“.jpg”，不能作为附件；请核对文件的来源 “空.txt”是空文件" in html
        assert html.count(f'name="materials.source" value="{Upload.objects.earliest("id").digest}"') == 1
        assert str(LETTER["facts"]).splitlines()[0] in html
        assert 'value="未办理审批"' in html

    def test_what_was_uploaded_before_is_shown_again_after_an_error(self, told: Told) -> None:
        digest = stage([PDF], "旧件.pdf", person=person("zrzy.handler"), at=told.at).digest
        given = typed(**{"materials.source": [digest, digest, "sha256:" + "0" * 64, "\0"], "why": ""})
        html = at_desk_of("zrzy.handler").post(f"/dossiers/{told.number}/draft/", given).content.decode()
        assert re.findall(r'name="materials.source" value="(.*?)"', html) == [digest]
        assert "旧件.pdf" in html
        assert "请填写“移送理由”" in html

    def test_the_digest_of_somebody_elses_upload_shows_and_attaches_nothing(self, told: Told) -> None:
        digest = stage([PDF], "他人的材料.pdf", person=person("zfj.handler"), at=told.at).digest
        given = {f"materials.{key}": digest for key in ("source", "offender", "licences", "investigation")}
        answer = at_desk_of("zrzy.handler").post(f"/dossiers/{told.number}/draft/", typed(**given))
        html = answer.content.decode()
        assert (answer.status_code, told.state) == (422, "found")
        assert "附件没有找到，请重新上传" in html
        assert "他人的材料" not in html

    def test_a_reason_that_cannot_be_kept_is_told_beside_its_material(self, told: Told) -> None:
        given = typed(
            **{f"materials.{key}.reason": "没有\x00办" for key in ("source", "offender", "licences", "investigation")}
        )
        answer = at_desk_of("zrzy.handler").post(f"/dossiers/{told.number}/draft/", given)
        assert (answer.status_code, told.state) == (422, "found")
        row = re.search(r'<tr id="m-licences".*?</tr>', answer.content.decode(), re.DOTALL)
        assert row
        assert "不适用的理由要写成一行，最多 200 字，不能有看不见的控制字符" in row[0]


class TestAgain:
    def test_a_returned_case_begins_with_its_last_set(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        told("zrzy.head", "redraft", reasons="请补充")
        html = at_desk_of("zrzy.handler2").get(f"/dossiers/{told.number}/draft/").content.decode()
        kept = File.objects.filter(material="source").get()
        assert f'<a href="{reverse("file", args=[kept.pk])}">现场检查记录.pdf</a>' in html
        assert f'name="materials.source" value="{kept.digest}"' in html
        assert 'value="未办理审批"' in html


class TestSending:
    def test_evidence_comes_back_byte_for_byte_and_never_as_a_page(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        kept = File.objects.filter(material="source").get()
        answer = at_desk_of("zrzy.handler").get(reverse("file", args=[kept.pk]))
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a streaming response
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_whoever_does_not_see_the_entry_does_not_get_the_file(self, told: Told) -> None:
        told("zrzy.handler", "draft", **LETTER)
        kept = File.objects.filter(material="source").get()
        for who in ("zfj.handler", "slj.handler", "auditor"):
            assert at_desk_of(who).get(reverse("file", args=[kept.pk])).status_code == 404
        assert store().verify(kept.digest)
