"""The words of a document are kept as text, and are the same when read again."""

import json

import pytest

from tests.typeset.samples import EVERY, LETTER
from xiezhi.typeset.words import Document, keep, read


@pytest.mark.parametrize("document", EVERY, ids=lambda document: document.layout)
def test_what_is_kept_is_read_again(document: Document) -> None:
    assert read(keep(document)) == document


def test_the_text_is_plain_json_without_escapes() -> None:
    text = keep(LETTER)
    assert json.loads(text)["organ"] in text


@pytest.mark.parametrize("text", ["", "{}", '{"layout": "poster"}', '{"layout": "letter", "organ": "甲"}'])
def test_what_are_no_words_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read(text)
