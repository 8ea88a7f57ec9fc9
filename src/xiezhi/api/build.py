"""The API put together: what may be read and handed in, and an operation for each act of the procedures."""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from xiezhi.kernel import Procedure
from xiezhi.registry.shipped import shipped

from . import deadlines, declared, handing_in, reading
from .acting import acts
from .problems import HANDLERS, KINDS, answers, problem
from .shapes import Problem
from .telling import ROOT
from .words import ABOUT, TITLE

View = Callable[..., HttpResponse]
REFERENCE = "#/components/schemas/{model}"


class Chinese(JSONRenderer):
    """JSON with its Chinese readable."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    """The API with its document: it names problems, and leaves out what classes say to programmers."""

    @cached_property
    def whole(self) -> OpenAPISchema:
        """The document, made once."""
        made = super().get_openapi_schema(path_prefix=f"{ROOT}/")
        told = Problem.model_json_schema(ref_template=REFERENCE)
        told["properties"]["code"]["enum"] = list(KINDS)
        schemas = {**made["components"]["schemas"], **told.pop("$defs"), "Problem": told}
        for schema in schemas.values():
            schema.pop("description", None)
        text = json.dumps([made["paths"], schemas])
        named = {name: schema for name, schema in sorted(schemas.items()) if f'schemas/{name}"' in text}
        made["components"] |= {"schemas": {**named, "Problem": told}, "responses": answers()}
        return made

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """As ninja asks for it; it stands where ROOT says and nowhere else."""
        return self.whole


def build(procedures: Mapping[str, Procedure]) -> NinjaAPI:
    """The API of these procedures."""
    api = Api(title=TITLE, version="1", description=ABOUT, docs_url=None, renderer=Chinese(), urls_namespace="api")
    api.add_decorator(_sent_rightly, mode="view")
    for router in (declared.router, deadlines.router, reading.router, handing_in.router, acts(procedures, shipped())):
        api.add_router("", router)
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    return api


def document(procedures: Mapping[str, Procedure]) -> str:
    """The OpenAPI document of these procedures, as it is kept in git."""
    return json.dumps(build(procedures).get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


def _sent_rightly(run: View) -> View:
    """A body is JSON; a file comes as a form with parts."""

    def checked(request: HttpRequest, **given: Any) -> HttpResponse:
        wanted = "multipart/form-data" if request.path == f"{ROOT}/files" else "application/json"
        if request.method == "POST" and request.content_type != wanted:
            return problem("unsupported-media-type", gettext("正文的格式应为 {wanted}").format(wanted=wanted))
        return run(request, **given)

    return checked
