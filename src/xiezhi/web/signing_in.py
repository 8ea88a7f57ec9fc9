"""Signing in: the page says whose platform this is, and the journal who came."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from xiezhi.kernel import day_of
from xiezhi.registry import journal
from xiezhi.registry.rules import current


class Credentials(AuthenticationForm):
    """User name and password."""

    def get_invalid_login_error(self) -> ValidationError:
        return ValidationError(gettext("账号或密码不对，请核对后再登录"), code="invalid_login")


class SignIn(LoginView):
    """The first page of all."""

    form_class = Credentials
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = current(day_of(timezone.now())).rules.pack.pack.words
        gate = {"county": words.get("county", ""), "host": words.get("coordinator", "")}
        return {**super().get_context_data(**kwargs), "gate": gate}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        journal.write("signed-in", by=form.get_user(), at=timezone.now())
        return answer
