"""Who knocks in vain: so often in a minute at one door, and it stays shut until the minute is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from .models import Knock
from .statements import execute, first

DAY = timedelta(days=1)
_LONGEST = 45  # characters of a door

KNOCK = """
INSERT INTO registry_knock AS k (address, since, count) VALUES (%(door)s, %(at)s, 1)
ON CONFLICT (address) DO UPDATE SET
  since = CASE WHEN k.since > %(at)s - interval '1 minute' THEN k.since ELSE excluded.since END,
  count = CASE WHEN k.since > %(at)s - interval '1 minute' THEN k.count + 1 ELSE 1 END
WHERE k.count < %(most)s OR k.since <= %(at)s - interval '1 minute'
RETURNING count
"""
TAKE_BACK = "UPDATE registry_knock SET count = count - 1 WHERE address = %(door)s AND count > 0"


def knock(door: str, *, most: int, at: datetime) -> bool:
    """Count a try at this door. False, and it is not counted: there were as many as may be within the minute."""
    return first(KNOCK, {"door": door[:_LONGEST], "at": at, "most": most}) is not None


def take_back(door: str) -> None:
    """The try was not in vain."""
    execute(TAKE_BACK, {"door": door[:_LONGEST]})


def door(kind: str, text: str) -> str:
    """A door by what was typed: under a keyed digest, as people type their passwords where user names belong."""
    digest = salted_hmac(f"xiezhi.knocks.{kind}", text.casefold(), algorithm="sha256").hexdigest()
    return f"{kind}:{digest}"[:_LONGEST]


def address_of(meta: Mapping[str, str]) -> str:
    """From where a request comes. Behind a proxy, to which all that is sent is its own, it is what the proxy saw last."""
    passed_on = meta.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return passed_on.rpartition(",")[2].strip() or meta.get("REMOTE_ADDR", "")


def forget(at: datetime) -> None:
    """Drop the doors at which nobody has knocked since yesterday."""
    Knock.objects.filter(since__lt=at - DAY).delete()
