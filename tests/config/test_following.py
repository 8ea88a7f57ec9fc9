"""Processes that end with the one that started them."""

import os
import signal
import subprocess
import sys
import time

from xiezhi.config.following import LEADER

FOLLOWS = """
import os, signal, sys, time
from xiezhi.config.following import follow
follow(signal.SIGTERM)
print(os.getpid(), flush=True)
time.sleep(60)
"""
LEADS = f"""
import os, subprocess, sys
from xiezhi.config.following import led
subprocess.run([sys.executable, "-c", {FOLLOWS!r}], env={{**os.environ, **led()}})
"""


def runs(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(said.strip()) and not said.startswith("Z")


def ended(pid: int) -> bool:
    until = time.monotonic() + 20
    while runs(pid) and time.monotonic() < until:
        time.sleep(0.1)
    return not runs(pid)


def test_it_ends_when_the_one_that_leads_it_is_killed() -> None:
    leader = subprocess.Popen([sys.executable, "-c", LEADS], stdout=subprocess.PIPE, text=True)
    assert leader.stdout
    follower = int(leader.stdout.readline())
    assert runs(follower)
    leader.kill()
    leader.communicate()
    assert ended(follower)


def test_it_goes_on_when_a_mere_parent_ends_that_leads_nobody() -> None:
    shell = f"{sys.executable} -c '{FOLLOWS}' & echo started; sleep 1"
    environment = {**os.environ, LEADER: "1"}
    parent = subprocess.Popen(["sh", "-c", shell], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout
    said = {parent.stdout.readline().strip() for _ in range(2)}
    (follower,) = (int(line) for line in said if line.isdigit())
    parent.wait()
    time.sleep(1.5)
    assert runs(follower)
    os.kill(follower, signal.SIGKILL)
    parent.communicate()
