"""The shapes of answers: each has a name of its own, and moments are of the county."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import BaseModel, TypeAdapter

from xiezhi.api import acting, handing_in, reading, shapes, shapes_of_rules

MODULES = (acting, handing_in, reading, shapes, shapes_of_rules)


def models() -> Iterator[type[BaseModel]]:
    for module in MODULES:
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, BaseModel) and thing.__module__ == module.__name__:
                yield thing


def test_no_two_share_a_name_by_which_the_document_knows_them() -> None:
    names = Counter(model.__name__ for model in models())
    assert len(names) > 30
    assert [name for name, n in names.items() if n > 1] == []


def test_every_field_says_what_it_is() -> None:
    untold = {
        f"{model.__name__}.{name}"
        for model in models()
        for name, info in model.model_fields.items()
        if not info.title and not info.description
    }
    assert untold == set()


def test_a_moment_is_told_as_the_clocks_of_the_county_show_it() -> None:
    at = datetime(2021, 2, 28, 16, 30, tzinfo=UTC)
    moment: TypeAdapter[datetime] = TypeAdapter(shapes.Moment)
    assert moment.dump_python(at) == moment.dump_python(at, mode="json") == "2021-03-01T00:30:00+08:00"
    assert moment.json_schema(mode="serialization") == {"type": "string", "format": "date-time"}
