"""What was typed and could not be taken, as its sender was no longer signed in or its page too old: it is not lost.

It goes back to the browser that it came from, in one hidden field of the next page, and is shown again in its form to the
person who had filled that in. It is never done by itself. So it needs no script and no place in the database, where
numbers of people would lie unasked; and no signature, as it says nothing that its sender could not type into the form.
Files are not among it: most were uploaded before and go by their digests.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render
from django.urls import reverse

TYPED = "_typed"  # the field with all that was typed
PERSON, DEPARTMENT = "_person", "_department"  # for whom, and as which department, a form was opened
FOREIGN = REASON_BAD_ORIGIN.partition("%")[0]


def typed(request: HttpRequest) -> str:
    """What was typed into the form of an act, in one line. Empty: it was no such form; one may hold a password."""
    post = request.POST
    if TYPED in post or "_key" not in post or request.path == reverse("login"):
        return post.get(TYPED, "")
    kept = post.copy()
    kept.pop("csrfmiddlewaretoken", None)
    return kept.urlencode()


def unfolded(post: QueryDict) -> QueryDict:
    """The form as it was sent; or as it had been typed, marked that it is only to be shown again."""
    if TYPED not in post:
        return post
    raw = QueryDict(str(post[TYPED]), mutable=True)
    raw["_again"] = "1"
    return raw


def is_of(kept: str, person: int | None) -> bool:
    """Whether this person had filled it in."""
    return QueryDict(kept).get(PERSON, "") == str(person)


def offered(request: HttpRequest, kept: str, to: str) -> HttpResponse:
    """A page from which what was typed can be opened in its form again."""
    return render(request, "again.html", _way(kept, to))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page is too old, or another site has sent it: only to a page of ours what was typed is given back."""
    kept = typed(request) if "Origin" in request.headers and not reason.startswith(FOREIGN) else ""
    if request.user.is_authenticated and not is_of(kept, request.user.pk):
        kept = ""
    to = request.POST.get("next", "") if request.path == reverse("login") else request.path
    return render(request, "403_csrf.html", _way(kept, to) if kept else {}, status=403)


def _way(kept: str, to: str) -> dict[str, str]:
    return {"typed": kept, "to": to, "department": QueryDict(kept).get(DEPARTMENT, "")}
