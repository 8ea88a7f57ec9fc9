"""The demo county: bodies, catalogue, rules, people, and stories performed as any act is."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from xiezhi.kernel import ZONE
from xiezhi.office.queries import empty
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.seed import load_county

from .people import settle_in
from .stories import tell

PASSWORD = "xiezhi-demo-2021"  # noqa: S105 - of the demo alone, printed when it starts
SINCE = datetime(2021, 2, 22, 9, tzinfo=ZONE)


def build(progress: Callable[[str], None]) -> None:
    """Make the demo county, once; a second time leaves everything as it is."""
    load_county(SINCE)
    put_in_force(SINCE)
    settle_in(PASSWORD)
    if empty():
        for story in sorted(tell(timezone.now()), key=lambda story: story.dossier or 0):
            progress(f"卷宗 {story.dossier}　{story.name}")
