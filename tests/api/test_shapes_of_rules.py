"""What is told of a procedure has the shape that is promised, for every procedure there is."""

import pytest

from xiezhi.api.shapes_of_rules import Procedure, Procedures
from xiezhi.procedures import PROCEDURES

from .asking import of

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize("key", [key for key, procedure in PROCEDURES.items() if procedure.offered])
def test_a_procedure_is_told_wholly(key: str) -> None:
    said = of("zrzy.handler").get(f"procedures/{key}").said
    told = Procedure.model_validate(said)
    assert told.model_dump(mode="json") == said
    states = {state.key for state in told.states}
    assert all({*act.at, act.to or "new"} <= states for act in told.acts)
    duties = {duty.key for duty in told.duties}
    assert all({*act.starts, *act.ends} <= duties for act in told.acts)
    sides = {side.key for side in told.sides}
    assert all(may.side in sides for act in told.acts for may in act.by)


def test_the_list_has_the_shape_of_its_lines() -> None:
    said = of("zrzy.handler").get("procedures").said
    assert Procedures.model_validate(said).model_dump(mode="json") == said
