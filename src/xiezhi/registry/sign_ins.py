"""Who may try to sign in, and who has tried in vain: so nobody finds a password by trying."""

from dataclasses import dataclass
from datetime import datetime

from . import journal, knocks
from .models import User

BY_NAME, BY_ADDRESS = 5, 20  # tries in vain within a minute; many people may share one address


@dataclass(frozen=True)
class Attempt:
    """Somebody at the door with a user name, which may be anybody's or nobody's."""

    username: str
    address: str
    at: datetime

    @property
    def _doors(self) -> dict[str, int]:
        """The name comes first: whoever stands before a name that is shut does not shut the address for others."""
        return {knocks.door("name", self.username): BY_NAME, knocks.door("from", self.address): BY_ADDRESS}

    def begin(self) -> bool:
        """Whether the password may be looked at. The try counts until `succeed`, so many at one moment gain nothing.

        A user name that does not exist is counted as any other.
        """
        return all(knocks.knock(door, most=most, at=self.at) for door, most in self._doors.items())

    def succeed(self) -> None:
        """The password was right: this was no guess."""
        for door in self._doors:
            knocks.take_back(door)

    def fail(self) -> None:
        """An entry of the journal. What was typed and is nobody's user name is not told: it may be a password.

        There are no more of them than may begin: the journal has one writer at a time.
        """
        known = User.objects.filter(username=self.username).values_list("username", flat=True).first()
        journal.write("sign-in-failed", by=None, at=self.at, person=known, address=self.address[:45])
