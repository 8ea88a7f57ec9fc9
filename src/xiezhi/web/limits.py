"""What no request may carry: too much, or what no text may hold. It is refused in words before anything is read."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.defaults import bad_request

API = "/api/"  # it asks for its token before it reads
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MB = 1024 * 1024
NUL = "%00"  # as an address has it: no text in the database can


class Limits:
    """Middleware, after it is known who asks and before the form is read: a stranger has no files to send."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = self._most(request)
        if length.isdecimal() and int(length) > most:
            said = gettext("一次提交的内容合计不能超过 {most} MB；请压缩文件，或者分几次上传")
            return too_large(request, said.format(most=most // MB))
        if NUL in request.META.get("QUERY_STRING", "") and not request.path.startswith(API):
            return bad_request(request, ValueError("NUL in an address"))
        return self.get_response(request)

    @staticmethod
    def _most(request: HttpRequest) -> int:
        known = request.user.is_authenticated or request.path.startswith(API)
        return settings.REQUEST_MOST_BYTES if known else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def typed(post: QueryDict) -> QueryDict:
    """What was typed, to be worked on. NUL, which no lookup could be asked with, is made a mark that no form takes."""
    raw = post.copy()
    for name, values in post.lists():
        raw.setlist(name, [str(value).replace("\0", "\x01") for value in values])
    return raw


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer (handler400) to a request that cannot be read; if there is too much in it, that is said."""
    if isinstance(exception, TOO_MUCH):
        return too_large(request, gettext("填写的内容太多，没有收下；请删减文字，或者把长的内容作为附件上传"))
    return bad_request(request, exception)


def too_large(request: HttpRequest, words: str) -> HttpResponse:
    """413, as a page for a person and as a problem for a program."""
    if "text/html" in request.headers.get("Accept", ""):
        return render(request, "413.html", {"words": words}, status=413)
    problem = {
        "type": "urn:xiezhi:too-large",
        "title": gettext("内容过大"),
        "status": 413,
        "code": "too-large",
        "detail": words,
    }
    return JsonResponse(problem, status=413, content_type="application/problem+json")
