"""One fact in words."""

from tests.office.told import Told, found

from .site import Visitor


def test_keys_are_called_by_name_and_a_person_s_numbers_are_hidden(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    page = handler.reads(f"/dossiers/{told.number}/")
    assert "案件来源 现场检查" in page
    assert "规划许可证" in page
    assert "planning-permit" not in page
    assert "057******0001" in page
    assert "0579-87660001" not in page


def test_a_firm_s_code_is_public_and_a_person_s_is_not(handler: Visitor) -> None:
    person = {"kind": "person", "name": "邵志强", "code": "330723198001010014"}
    firm, human = Told(), Told()
    firm("zrzy.handler", "find", **found(firm.at))
    human("zrzy.handler", "find", **found(human.at, offender=person))
    assert "91330723MA0YD3K8T7" in handler.reads(f"/dossiers/{firm.number}/")
    assert "330723198001010014" not in handler.reads(f"/dossiers/{human.number}/")
    assert "3307************14" in handler.reads(f"/dossiers/{human.number}/")


def test_moments_and_officers_read_as_people_say_them(handler: Visitor) -> None:
    told = Told().sent()
    page = handler.reads(f"/dossiers/{told.number}/")
    assert "发现时间 今天 08:00" in page
    assert "金晨（执法证号浙G1）、徐晓峰（执法证号浙G2）" in page
