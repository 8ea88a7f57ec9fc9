"""Files that an act takes: only what the person may attach, each once, with a reason where one is lacking."""

from typing import Any

import pytest

from tests.office.samples import PDF, picture
from tests.office.told import LETTER, Told, found, person
from xiezhi.kernel import NotApplicable, Refused
from xiezhi.office.models import Absent, Entry, File
from xiezhi.office.requests import UnknownFile
from xiezhi.office.uploads import stage
from xiezhi.office.verify import faults

pytestmark = pytest.mark.usefixtures("county")
NONE_YET = NotApplicable("未办理审批")


def staged(told: Told, who: str, content: bytes = PDF, name: str = "记录.pdf") -> str:
    return stage([content], name, person=person(who), at=told.at).digest


def set_of(*digests: str, **more: Any) -> dict[str, Any]:
    given = {key: list(digests) for key in ("source", "offender", "investigation")}
    return {**given, "licences": NONE_YET, **more}


@pytest.fixture
def told() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def refusals(told: Told, given: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        told("zrzy.handler", "draft", given, **LETTER)
    assert told.state == "found"
    assert not File.objects.exists()
    return {refusal.name: str(refusal) for refusal in refused.value.refusals}


def test_files_are_kept_with_their_digest_name_and_material_and_sealed(told: Told) -> None:
    first, second = staged(told, "zrzy.handler"), staged(told, "zrzy.handler", picture("JPEG"), "现场.jpg")
    told("zrzy.handler", "draft", set_of(first, other=[second]), **LETTER)
    kept = set(File.objects.values_list("entry", "material", "digest", "name", "media_type"))
    assert kept == {
        (2, "source", first, "记录.pdf", "application/pdf"), (2, "offender", first, "记录.pdf", "application/pdf"),
        (2, "investigation", first, "记录.pdf", "application/pdf"), (2, "other", second, "现场.jpg", "image/jpeg"),
    }  # fmt: skip
    assert list(Absent.objects.values_list("material", "reason")) == [("licences", "未办理审批")]
    body = Entry.objects.get(number=2).body
    assert all(part in body for part in (first, second, "未办理审批"))
    assert list(faults()) == []


def test_a_file_named_twice_is_taken_once(told: Told) -> None:
    digest = staged(told, "zrzy.handler")
    told("zrzy.handler", "draft", set_of(digest, digest), **LETTER)
    assert File.objects.filter(material="source").count() == 1


def test_the_latest_of_two_uploads_of_one_content_gives_its_name(told: Told) -> None:
    digest = staged(told, "zrzy.handler", name="旧名.pdf")
    staged(told, "zrzy.handler", name="新名.pdf")
    told("zrzy.handler", "draft", set_of(digest), **LETTER)
    assert set(File.objects.values_list("name", flat=True)) == {"新名.pdf"}


@pytest.mark.parametrize("other", ["zrzy.handler2", "zrzy.head", "zfj.handler"])
def test_what_somebody_else_has_uploaded_is_not_found(told: Told, other: str) -> None:
    digest = staged(told, other)
    with pytest.raises(UnknownFile, match="附件没有找到，请重新上传"):
        told("zrzy.handler", "draft", set_of(digest), **LETTER)


@pytest.mark.parametrize("strange", ["", "sha256:" + "0" * 64, "sha256:../../x", "\0", "\ud800", "x" * 5000])
def test_what_is_no_file_is_not_found(told: Told, strange: str) -> None:
    with pytest.raises(UnknownFile):
        told("zrzy.handler", "draft", set_of(strange), **LETTER)


def test_what_the_dossier_holds_need_not_be_uploaded_again_by_whoever_sees_it(told: Told) -> None:
    digest = staged(told, "zrzy.handler")
    told("zrzy.handler", "draft", set_of(digest), **LETTER)
    told("zrzy.head", "redraft", reasons="请改")
    told("zrzy.handler2", "draft", set_of(digest), **LETTER)
    assert told.state == "drafted"


def test_the_files_of_another_dossier_are_not_found(told: Told) -> None:
    other = Told().sent()
    digest = File.objects.filter(dossier=other.number).values_list("digest", flat=True)[0]
    with pytest.raises(UnknownFile):
        told("zrzy.handler2", "draft", set_of(digest), **LETTER)


def test_what_is_internal_to_another_department_is_not_found(told: Told) -> None:
    """The receiver knows a file's digest, but not that the sender's file lies in the dossier, until it is conveyed."""
    secret = staged(told, "zrzy.handler")
    told("zrzy.handler", "draft", set_of(secret), **LETTER)
    told("zrzy.head", "redraft", reasons="请改")
    told("zrzy.handler", "draft", set_of(staged(told, "zrzy.handler", PDF + b"2")), **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    told("zfj.liaison", "receive", received_by="甲")
    with pytest.raises(UnknownFile):
        told("zfj.head", "return_case", {"proof": [secret]}, reasons="不属于职权", suggested="slj")
    conveyed = File.objects.exclude(digest=secret).values_list("digest", flat=True)[0]
    told("zfj.head", "return_case", {"proof": [conveyed]}, reasons="不属于职权", suggested="slj")
    assert told.state == "returned"


def test_a_material_that_is_not_asked_for_is_refused_in_words(told: Told) -> None:
    digest = staged(told, "zrzy.handler")
    said = refusals(told, set_of(digest, photos=[digest]))
    assert said == {"unknown-material": "办理“送负责人审批”时没有“photos”这项材料，请去掉"}
    assert set(refusals(told, set_of(digest, **{"\0" * 900: [digest]}))) == {"unknown-material"}


def test_no_proof_cannot_be_not_applicable(told: Told) -> None:
    assert set(refusals(told, set_of(staged(told, "zrzy.handler"), proof=NONE_YET))) == {"unknown-material"}


@pytest.mark.parametrize("reason", ["\0", "没有\x00办理", "一\n二", "字" * 201, "\ud800", "没有\ue000办理"])
def test_a_reason_that_cannot_be_kept_is_refused_beside_its_material(told: Told, reason: str) -> None:
    said = refusals(told, set_of(staged(told, "zrzy.handler"), licences=NotApplicable(reason)))
    assert said == {
        "material:licences": "“审批许可情况”不适用的理由要写成一行，最多 200 字，不能有看不见的控制字符"
    }  # fmt: skip


def test_a_material_that_is_lacking_is_refused_with_its_clause(told: Told) -> None:
    said = refusals(told, {"source": [staged(told, "zrzy.handler")]})
    assert set(said) == {"material:offender", "material:licences", "material:investigation"}
    assert all(sentence.endswith("五（三）2）") for sentence in said.values())
