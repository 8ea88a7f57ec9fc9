"""The edge of the API: whatever else goes wrong under /api/ is a problem too, never a page; and nothing is kept in caches."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from .problems import MEDIA_TYPE, STATUSES, problem

HERE = "/api/"

Answer = Callable[[HttpRequest], HttpResponse]


def edge(answer: Answer) -> Answer:
    """Middleware."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not request.path.startswith(HERE):
            return response
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            response = _as_problem(response)
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Authorization"])
        return response

    return answered


def _as_problem(response: HttpResponse) -> HttpResponse:
    usual = "internal" if response.status_code >= 500 else "malformed"
    said = problem(STATUSES.get(response.status_code, usual))
    if "Allow" in response:
        said["Allow"] = response["Allow"]
    return said


def nowhere(_: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - the address is all the same
    """The answer to an address of the API that there is not."""
    return problem("not-found")
