"""The people, the rules and the catalogue that acts need."""

from django.contrib.auth.hashers import make_password

from xiezhi.demo import people
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.models import User
from xiezhi.registry.seed import load_county

from .place import PASSWORD, SINCE


def settle() -> None:
    """The demo county: every department with its people."""
    load_county(SINCE)
    put_in_force(SINCE)
    people.settle_in(PASSWORD)
    User.objects.update(password=make_password(PASSWORD))
