"""Signing in: the page says whose platform this is, and the journal who came."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils import timezone

from xiezhi.kernel import day_of
from xiezhi.registry import journal
from xiezhi.registry.rules import current


class SignIn(LoginView):
    """The first page of all."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = current(day_of(timezone.now())).rules.pack.pack.words
        gate = {"county": words.get("county", ""), "host": words.get("coordinator", "")}
        return {**super().get_context_data(**kwargs), "gate": gate}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        journal.write("signed-in", by=form.get_user(), at=timezone.now())
        return answer
