"""The words of papers: facts in Chinese, what is lacking, who speaks to whom, and how a law is cited."""

import tomllib
from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from tests.typeset.samples import LETTER
from xiezhi.kernel import Clause, Pack
from xiezhi.lexicon.forms import Officer, Subject, placeholder
from xiezhi.office.composing import Composer, Listed, Names, Sent, called, citation, fill, numbered, plain
from xiezhi.procedures import PROCEDURES
from xiezhi.typeset.words import keep

PACK = Pack.model_validate(tomllib.loads((settings.PACKS_DIR / "wuyi-2021.toml").read_text(encoding="utf-8")))
NAMES = Names({"zfj": "武义县综合行政执法局"}, {"planning-permit": Listed("对违法建设的行政处罚", "330217001000")}, {})
COMPOSER = Composer(PROCEDURES["case-transfer"], PACK, NAMES)
DAY = date(2021, 7, 15)


def test_keys_are_said_by_their_names() -> None:
    facts = {"receiver": "zfj", "item": "planning-permit", "source": "inspection", "facts": "zfj"}
    said = COMPOSER.compose("{receiver}｜{item}｜{source}｜{facts}", facts)
    assert said == "武义县综合行政执法局｜对违法建设的行政处罚｜现场检查｜zfj"


def test_an_item_that_the_catalogue_does_not_have_is_called_as_it_is_and_has_no_code() -> None:
    assert COMPOSER.compose("{item}{item.code:（代码~）|}", {"item": "露天烧烤"}) == "露天烧烤"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "无"),
        ((), "无"),
        (date(2021, 3, 1), "2021年3月1日"),
        (datetime(2021, 3, 1, 16, 5, tzinfo=UTC), "2021年3月2日0时05分"),
        (("甲", "乙"), "甲、乙"),
        (3, "3"),
    ],
)
def test_values_are_said_in_chinese(value: object, said: str) -> None:
    assert plain(value) == said


def test_what_is_lacking_is_said_as_the_template_says() -> None:
    template = "{measures}｜{measures:已~。|未采取措施。}｜{suggested:宜由~管辖。}"
    assert COMPOSER.compose(template, {"measures": None, "suggested": None}) == "无｜未采取措施。｜"
    there = COMPOSER.compose(template, {"measures": "查封", "suggested": "zfj"})
    assert there == "查封｜已查封。｜宜由武义县综合行政执法局管辖。"


def test_of_several_each_can_be_asked() -> None:
    officers = (Officer(name="金晨", certificate="浙G1"), Officer(name="徐晓峰", certificate="浙G2"))
    said = COMPOSER.compose("{officers.name}｜{officers}", {"officers": officers})
    assert said == "金晨、徐晓峰｜金晨（执法证号浙G1）、徐晓峰（执法证号浙G2）"


def test_what_people_write_is_no_template() -> None:
    assert COMPOSER.compose("{facts}", {"facts": "{offender.code} {now:~|}"}) == "{offender.code} {now:~|}"


def test_numbers_keep_their_place_until_they_are_filled() -> None:
    firm = Subject(kind="firm", name="甲公司", code="*", phone="*")
    said = COMPOSER.compose("{offender.details}", {"offender": firm})
    assert said.split("\n")[1] == f"统一社会信用代码：{placeholder('code')}"
    assert fill(said, {"code": "9133", "phone": "0579"}).endswith("9133\n联系电话：0579")


def test_numbers_are_filled_into_kept_words_whatever_they_contain() -> None:
    kept = keep(LETTER).replace(LETTER.number, placeholder("code"))
    assert numbered(kept, {"code": 'a"b\\c'}).number == 'a"b\\c'


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        (["武义县水务局"], "贵局"),
        (["金华市生态环境局武义分局"], "贵局"),
        (["武义县人民政府办公室"], "贵办"),
        (["武义县壶山街道办事处"], "贵街道"),
        (["武义县桐琴镇"], "贵镇"),
        (["武义县总工会"], "贵单位"),
        (["武义县水务局", "武义县公安局"], "贵局"),
        (["武义县水务局", "武义县桐琴镇"], "贵单位"),
        ([], "贵单位"),
    ],
)
def test_a_body_is_spoken_to_as_what_it_is(bodies: list[str], said: str) -> None:
    assert called("贵", bodies) == said


def test_the_countys_document_is_cited_by_its_title_and_part() -> None:
    clauses = [Clause("武政发〔2021〕15号", article, DAY) for article in ("五（三）2", "五（三）1", "三", "五（三）1")]
    assert citation(clauses, PACK) == (
        "《关于建立“1+X”综合行政执法协作配合工作机制的实施意见》（武政发〔2021〕15号）第三部分、第五部分第（三）项第1点、第2点"
    )


def test_laws_are_cited_by_their_full_titles() -> None:
    clauses = [Clause("行政处罚法", "第五十四条", DAY), Clause("浙江省综合行政执法条例", "第十七条", DAY)]
    assert citation(clauses, PACK) == "《中华人民共和国行政处罚法》第五十四条、《浙江省综合行政执法条例》第十七条"


def test_a_letter_is_named_by_title_and_number() -> None:
    assert (
        str(Sent("zfj", ("slj",), "letter", "关于某事的函", "武综执〔2021〕1号"))
        == "《关于某事的函》（武综执〔2021〕1号）"
    )
