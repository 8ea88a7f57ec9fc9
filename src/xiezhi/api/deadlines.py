"""When a term runs out, for programs that reckon with the county's calendar."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router
from pydantic import BaseModel, StringConstraints

from xiezhi.registry.deadlines import deadline as reckon

from . import shapes
from .auth import READ
from .words import described

router = Router(auth=READ, tags=["规则"])

Asked = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class WhichDeadline(BaseModel):
    """A term, since when, and under which pack."""

    term: Asked = Field(
        description="规则包里期限的代号，如 transfer；或者期限：3 working_days、3 days、24 hours、6 months、5 days before",
        examples=["transfer", "3 working_days"],
    )
    start: Asked = Field(
        description="起算的日期或者时刻；不写时区的为北京时间，时区里的加号在网址中写作 %2B",
        examples=["2021-09-29", "2021-09-29T10:00"],
    )
    pack: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,50}$")] = Field(
        "", description="规则包的代号；缺省为起算之日施行的"
    )


@router.get("/deadline", response=shapes.Deadline, **described("deadline"))
def deadline(request: HttpRequest, which: Query[WhichDeadline]) -> dict[str, Any]:  # noqa: ARG001 - ninja gives it
    return reckon(which.term, which.start, which.pack).told()
