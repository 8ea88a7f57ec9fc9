import json

import pytest

from xiezhi.kernel.seal import START, first_broken, seal, wording


def chain(*texts: str, digest: str = "sha256") -> list[tuple[str, str]]:
    sealed, previous = [], START
    for text in texts:
        previous = seal(previous, text, digest=digest)
        sealed.append((previous, text))
    return sealed


def test_the_same_body_is_worded_alike_whatever_the_order_and_reads_back() -> None:
    body = {"b": 1, "a": {"名": "武义", "x": None}}
    assert wording(body) == '{"a":{"x":null,"名":"武义"},"b":1}'
    assert wording({"a": {"x": None, "名": "武义"}, "b": 1}) == wording(body)
    assert json.loads(wording(body)) == body


def test_what_json_cannot_say_exactly_is_not_sealed() -> None:
    with pytest.raises(TypeError):
        wording({"a": object()})


def test_a_seal_hangs_on_the_text_and_on_the_seal_before_it() -> None:
    assert seal(START, "a") == "sha256:7361a6f4b374745deaf896ac72887d55e04107d1a1ff14e5e4d829fb47e82426"
    assert len({seal("", "a"), seal("", "b"), seal("x", "a"), seal("", "a", digest="sm3")}) == 4


@pytest.mark.parametrize("digest", ["sha256", "sm3"])
def test_a_whole_chain_follows_from_its_start(digest: str) -> None:
    assert first_broken(chain("a", "b", "c", digest=digest)) is None
    assert first_broken([]) is None


def test_the_first_entry_that_was_changed_taken_out_put_in_or_moved_is_found() -> None:
    whole = chain("a", "b", "c", "d")
    assert first_broken([whole[0], (whole[1][0], "B"), *whole[2:]]) == 1
    assert first_broken([whole[0], *whole[2:]]) == 1
    assert first_broken(whole[1:]) == 0
    assert first_broken([*whole[:2], (seal("elsewhere", "x"), "x"), *whole[2:]]) == 2
    assert first_broken([whole[0], whole[2], whole[1], whole[3]]) == 1


@pytest.mark.parametrize("odd", ["", "sha256", "md5:00", "no-digest:00", ":"])
def test_a_seal_by_an_unknown_digest_is_broken_and_not_an_error(odd: str) -> None:
    assert first_broken([(odd, "a")]) == 0


def test_digests_may_change_within_a_chain() -> None:
    first = seal(START, "a")
    assert first_broken([(first, "a"), (seal(first, "b", digest="sm3"), "b")]) is None
