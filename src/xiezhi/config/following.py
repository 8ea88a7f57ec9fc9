"""Processes that end with the one that started them, however that one ends: nobody else would stop them."""

import os
import signal
import threading
import time
from collections.abc import Mapping

LEADER = "XIEZHI_LEADER"  # the number of the process that says: end with me
EVERY = 0.5  # seconds


def led() -> Mapping[str, str]:
    """What a process that is to end with this one is given to know."""
    return {LEADER: str(os.getpid())}


def follow(how: signal.Signals) -> None:
    """From now on end in this way as soon as the process that wants it is gone; of any other the end does not matter."""
    leader = os.getppid()
    if os.environ.get(LEADER) == str(leader):
        threading.Thread(target=_watch, args=(leader, how), daemon=True).start()


def _watch(leader: int, how: signal.Signals) -> None:
    while os.getppid() == leader:
        time.sleep(EVERY)
    os.kill(os.getpid(), how)
