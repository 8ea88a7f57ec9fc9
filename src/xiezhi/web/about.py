"""Pages beside the cases: my mandates, the catalogue of items, the clauses and terms in force."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import NotOwed, day_of
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.catalogue import items, search_items

from .desk import AtDesk, at_desk, sit
from .present import cite, term_words
from .shell import ROLES


@at_desk
def me(request: AtDesk) -> HttpResponse:
    """My mandates; with `department`, sent from here or from the bar, the one that I act for from now on."""
    if request.method == "POST" and sit(request, request.POST.get("department", "")):
        return HttpResponseRedirect(reverse("workbench"))
    eyes = request.eyes
    seats = [
        {"key": key, "name": eyes.name(key), "current": key == request.desk.department} for key in request.departments
    ]
    roles = [gettext(ROLES.get(role, role)) for role in request.desk.roles]
    return render(request, "me.html", {"seats": seats, "roles": roles})


@at_desk
def catalogue(request: AtDesk) -> HttpResponse:
    """The items of the catalogue: who supervises, who enforces, by which law."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    today = day_of(request.now)
    return render(
        request, "items.html", {"q": asked, "rows": search_items(asked, on=today, limit=100) if asked else items(today)}
    )


@at_desk
def rules(request: AtDesk) -> HttpResponse:
    """Every term that is in force, with its clause and whose wording it is."""
    pack = request.force.rules.pack
    titles = {d.term: gettext(d.title) for p in PROCEDURES.values() for d in p.duties.values()}
    rows = [
        {
            "key": titles.get(key, key), "term": gettext("不要求") if isinstance(rule.value, NotOwed) else term_words(rule.value),
            "clause": cite(pack.quote(rule.clause)), "source": gettext(SOURCES[rule.source]), "local": rule.source == "local default",
        }
        for key, rule in pack.terms.items()
    ]  # fmt: skip
    return render(request, "rules.html", {"pack": pack.pack, "rows": rows, "documents": list(pack.documents.values())})


SOURCES = {"document": "文件规定", "law": "法律规定", "local default": "本地默认"}
