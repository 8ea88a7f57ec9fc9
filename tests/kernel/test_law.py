from datetime import date

from xiezhi.kernel.law import COUNTY, Clause, Key, Law

PENALTY = Law("行政处罚法", as_of=date(2021, 7, 15))


def test_a_law_is_cited_by_one_article_or_several_as_it_stood_on_a_day() -> None:
    assert PENALTY["第五十四条"] == (Clause("行政处罚法", "第五十四条", date(2021, 7, 15)),)
    assert [str(clause) for clause in PENALTY["第四十二条", "第五十五条"]] == [
        "行政处罚法 第四十二条",
        "行政处罚法 第五十五条",
    ]


def test_the_countys_document_is_cited_by_neutral_keys() -> None:
    assert COUNTY["transfer-term"] == (Key("transfer-term"),)
    assert COUNTY["transfer-stop", "transfer-inform"] == (Key("transfer-stop"), Key("transfer-inform"))
    assert str(Key("transfer-term")) == "transfer-term"


def test_citations_join_by_addition() -> None:
    assert len(COUNTY["a"] + PENALTY["第二十五条"]) == 2


def test_a_clause_reads_as_people_write_it() -> None:
    assert str(*PENALTY["第二十五条"]) == "行政处罚法 第二十五条"
    assert str(Clause("《协作配合办法》", "第三条", date(2021, 1, 1))) == "《协作配合办法》第三条"
