import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.registry.codes import tidy, warn_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", ["113307230026011330", "113307277559109857", " 1133 0723-0026011330 "])
def test_a_true_code_raises_no_doubt(code: str) -> None:
    assert warn_code("firm", code) is None


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    assert str(warn_code("firm", "11330824597209498X")) == (
        "校验位对不上：按前 17 位算应为 4。请对照营业执照；确实如此的可以继续。"
    )


@pytest.mark.parametrize(
    ("kind", "code", "why"),
    [
        ("firm", "11330723002601133", "应为 18 位，现为 17 位"),
        ("firm", "1133072300260113I0", "不用 I、O、S、V、Z"),
        ("firm", "11３307230026011330", "不用 I、O、S、V、Z"),
        ("person", "33072319900101", "应为 18 位，现为 14 位"),
        ("person", "33072319900101123A", "17 位数字加 1 位数字或 X"),
        ("person", "330723199001011234", "校验位对不上"),
        ("person", "330723199013010014", "不是一个日期"),
    ],
)
def test_a_doubtful_code_is_told_in_words(kind: str, code: str, why: str) -> None:
    assert why in str(warn_code(kind, code))


@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.text(alphabet=ALPHABET, min_size=9, max_size=9))
def test_exactly_one_check_digit_is_right(head: str, body: str) -> None:
    fine = [digit for digit in ALPHABET if warn_code("firm", head + body + digit) is None]
    assert len(fine) == 1
    wrong = next(digit for digit in ALPHABET if digit not in fine)
    assert f"应为 {fine[0]}。" in str(warn_code("firm", head + body + wrong))


@given(st.text(max_size=30), st.sampled_from(["firm", "person"]))
def test_nothing_that_is_typed_breaks_the_check(code: str, kind: str) -> None:
    assert warn_code(kind, code) is None or str(warn_code(kind, code)).endswith("确实如此的可以继续。")


def test_spaces_hyphens_and_small_letters_make_no_difference() -> None:
    assert tidy(" 9133-0723 abc ") == "91330723ABC"
