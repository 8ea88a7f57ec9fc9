"""Signing in: the page says whose platform this is, the journal who came and who tried in vain."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from xiezhi.kernel import day_of
from xiezhi.registry import journal
from xiezhi.registry.knocks import address_of
from xiezhi.registry.rules import current
from xiezhi.registry.sign_ins import Attempt

from . import keeping

TOO_OFTEN = "too-many-tries"
WAIT = "60"  # seconds


class Credentials(AuthenticationForm):
    """User name and password."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError; too often in vain, and the password is not even looked at."""
        username, password = (self.cleaned_data.get(name) for name in ("username", "password"))
        if not (self.request and username and password):
            return self.cleaned_data
        attempt = Attempt(username, address_of(self.request.META), timezone.now())
        if not attempt.begin():
            raise ValidationError(gettext("多次没有登录成功，请一分钟后再试"), code=TOO_OFTEN)
        try:
            cleaned = super().clean()
        except ValidationError:
            attempt.fail()
            raise
        attempt.succeed()
        return cleaned

    def get_invalid_login_error(self) -> ValidationError:
        return ValidationError(gettext("账号或密码不对，请核对后再登录"), code="invalid_login")


class SignIn(LoginView):
    """The first page of all."""

    form_class = Credentials
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "gate": _gate(), "typed": keeping.typed(self.request)}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        kept = keeping.typed(self.request)
        answer = super().form_valid(form)
        journal.write("signed-in", by=form.get_user(), at=timezone.now())
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.get_user().language, samesite="Lax")
        if keeping.is_of(kept, form.get_user().pk):
            return keeping.offered(self.request, kept, self.get_success_url())
        if kept:
            messages.warning(self.request, gettext("刚才的表单是另一位同事填的，没有带过来。"))
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_invalid(form)
        if form.has_error("__all__", TOO_OFTEN):
            answer.status_code, answer["Retry-After"] = HTTPStatus.TOO_MANY_REQUESTS, WAIT
        return answer


def to_the_door(request: HttpRequest) -> HttpResponse:
    """For whoever is not signed in, or no longer: what they have typed comes along."""
    if request.headers.get("HX-Request"):  # a part of a page, in whose place no sign-in belongs
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    kept = keeping.typed(request)
    if not kept:
        return redirect_to_login(request.get_full_path())
    context = {"form": Credentials(request), "gate": _gate(), "next": request.path, "typed": kept}
    answer = render(request, "registration/login.html", context, status=HTTPStatus.UNAUTHORIZED)
    add_never_cache_headers(answer)
    return answer


def _gate() -> dict[str, str]:
    words = current(day_of(timezone.now())).rules.pack.pack.words
    return {"county": words.get("county", ""), "host": words.get("coordinator", "")}
