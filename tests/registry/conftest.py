"""The county's bodies, and the few people that the tests of the registry need."""

from datetime import datetime, timedelta

import pytest

from xiezhi.kernel import ZONE
from xiezhi.registry.models import Department, Mandate, User
from xiezhi.registry.people import NewMandate, NewPerson, Role, add_person, first_admin, give_mandate
from xiezhi.registry.seed import load_county

PASSWORD = "wuyi-2021-xiezhi"
NOW = datetime(2021, 9, 1, 9, tzinfo=ZONE)
LATER = NOW + timedelta(days=30)


@pytest.fixture
def county(db: None) -> dict[str, Department]:
    load_county(NOW)
    return {department.key: department for department in Department.objects.all()}


@pytest.fixture
def admin(county: dict[str, Department]) -> User:
    return first_admin("admin", "管理员", PASSWORD, at=NOW).user


class Staff:
    """Takes people on and gives them mandates, all in the administrator's name."""

    def __init__(self, admin: User) -> None:
        self.admin = admin

    def person(self, username: str) -> User:
        return add_person(NewPerson(username=username, name=username), PASSWORD, by=self.admin, at=NOW)

    def give(self, user: User, department: str, role: Role, **more: object) -> Mandate:
        wanted = {"username": user.username, "department": department, "role": role, "since": NOW, "reason": "分工"}
        by = more.pop("by", self.admin)
        assert isinstance(by, User)
        return give_mandate(NewMandate.model_validate({**wanted, **more}), by=by, at=NOW)


@pytest.fixture
def staff(admin: User) -> Staff:
    return Staff(admin)
