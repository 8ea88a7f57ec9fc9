import pytest

from xiezhi.kernel.lines import Path, line_of

TEXT = """\
# a comment with key = "value"

[pack]
key = "small" # the key
words = { county = "x" }

[terms]
answer = { value = "5 working_days", cases = [
    { when = { kind = "a" }, value = "3 days" },
] }
"quoted key" = 1
dotted.key = 2

[materials.transfer]
source = { title = "x" }

[[examples]]
term = "answer"

  [[examples]]
  term = "other"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("pack",), 3),
        (("pack", "key"), 4),
        (("pack", "words", "county"), 5),  # within a line: that line
        (("terms", "answer", "cases", 0, "when"), 8),
        (("terms", "quoted key"), 11),
        (("terms", "dotted", "key"), 12),
        (("terms", "absent"), 7),  # not there: where it should be
        (("materials", "transfer", "source", "title"), 15),
        (("examples", 0, "term"), 18),
        (("examples", 1, "term"), 21),
        (("examples", 7), 1),
        (("numbers", "letter"), 1),
        ((), 1),
    ],
)
def test_a_key_is_found_on_its_line_or_on_that_of_the_table_around_it(path: Path, line: int) -> None:
    assert line_of(TEXT, path) == line


def test_an_empty_text_has_its_first_line() -> None:
    assert line_of("", ("pack",)) == 1
