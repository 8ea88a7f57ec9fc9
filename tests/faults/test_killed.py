"""`kill -9` of web, worker or database in the middle of acts: each is done wholly or not at all, no number is lost."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg

from tests.faults.site import PATIENCE, Site, children

EACH = 20  # cases sent while something is killed
CLERKS = 4


class Sending:
    """Clerks who send letters; whoever gets no answer sends again, with the same key, until there is one."""

    def __init__(self, site: Site, cases: list[int]) -> None:
        self.site, self.cases = site, cases
        self.unanswered = 0
        self.sent = threading.Semaphore(0)

    def one(self, client: httpx.Client, case: int) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = client.post(f"/dossiers/{case}/send/", data={"_revision": "3", "_key": f"send-{case}"})
                if answer.status_code == 302:
                    assert answer.headers["location"] == f"/dossiers/{case}/"
                    self.sent.release()
                    return
                assert answer.status_code in (500, 503), answer.text
            except httpx.TransportError:
                pass
            self.unanswered += 1
            time.sleep(0.1)
        raise AssertionError(f"case {case} was never sent")

    def all(self, meanwhile: Callable[[], None]) -> None:
        """Let all be sent, and something happen in the midst of it."""
        clients = [self.site.sign_in("zrzy.handler") for _ in range(CLERKS)]
        shares = [(client, self.cases[n::CLERKS]) for n, client in enumerate(clients)]

        def clerk(share: tuple[httpx.Client, list[int]]) -> None:
            for case in share[1]:
                self.one(share[0], case)

        with ThreadPoolExecutor(CLERKS) as pool:
            done = [pool.submit(clerk, share) for share in shares]
            for _ in range(CLERKS):
                self.sent.acquire(timeout=PATIENCE)
            meanwhile()
            for one in done:
                one.result()


def all_of_it(site: Site, cases: list[int]) -> None:
    """Every case was sent exactly once, by one entry with one letter, and the numbers run without gap or repeat."""
    entries = site.ask("SELECT dossier_id, count(*) FROM office_entry WHERE act = 'send' GROUP BY 1")
    assert {case: many for case, many in entries if case in cases} == dict.fromkeys(cases, 1)
    letters = [n for (n,) in site.ask("SELECT n FROM office_paper WHERE name = 'letter' ORDER BY n")]
    assert letters == list(range(1, len(letters) + 1))
    assert site.ask("SELECT last FROM office_counter WHERE series = 'transfer'") == [(len(letters),)]
    assert site.ask("SELECT count(*) FROM office_receipt WHERE dossier_id = ANY(%s)", cases) == [(len(cases),)]
    site.verify()


def test_web_processes_killed_in_the_middle_of_acts(site: Site, cases: list[int]) -> None:
    """First one of those that answer; then all of the site at once, which is then started again."""
    mine = cases[:EACH]
    web = site.serve()
    sending = Sending(site, mine)

    def kill() -> None:
        os.kill(random.choice(children(web.pid)), signal.SIGKILL)
        time.sleep(0.1)
        site.stop(web, signal.SIGKILL)
        site.serve()

    sending.all(kill)
    assert sending.unanswered > 0
    all_of_it(site, mine)


def test_the_database_killed_in_the_middle_of_acts(site: Site, cases: list[int]) -> None:
    """First one of its processes, from which it recovers by itself; then all of it: the next command starts it again."""
    mine = cases[EACH : 2 * EACH]
    site.serve()
    sending = Sending(site, mine)

    def kill() -> None:
        (backend,) = site.ask("SELECT pid FROM pg_stat_activity WHERE usename = 'xiezhi_app' LIMIT 1")[0]
        os.kill(backend, signal.SIGKILL)
        answers_again(site)
        postmaster, address = site.server.pid(), site.server.databases()
        assert postmaster
        os.kill(postmaster, signal.SIGKILL)
        with site.server:  # as every command does that comes next
            assert site.server.pid() not in (None, postmaster)
        assert site.server.databases() == address  # where the site looks for it

    sending.all(kill)
    assert sending.unanswered > 0
    all_of_it(site, mine)


def answers_again(site: Site) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            site.ask("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the database did not recover")


def test_the_worker_killed_while_it_prints(site: Site, cases: list[int]) -> None:
    """Each letter gets its PDF once: what the dead worker had begun another does."""
    mine = cases[2 * EACH :]
    site.serve()
    worker = site.start("work")

    def printed() -> int:
        return int(site.ask("SELECT count(*) FROM office_print")[0][0])

    def kill() -> None:
        until = time.monotonic() + PATIENCE
        while printed() < 3 and time.monotonic() < until:
            time.sleep(0.02)
        site.stop(worker, signal.SIGKILL)

    Sending(site, mine).all(kill)
    left = site.ask(
        "SELECT count(*) FROM office_paper p WHERE NOT EXISTS (SELECT 1 FROM office_print t WHERE t.paper_id = p.id)"
    )
    assert left[0][0] > 0
    site.ask("DELETE FROM procrastinate_periodic_defers RETURNING 1")  # as if the next minute had come
    again = site.start("work")
    papers = int(site.ask("SELECT count(*) FROM office_paper")[0][0])
    until = time.monotonic() + 2 * PATIENCE
    while printed() < papers and time.monotonic() < until:
        time.sleep(0.2)
    assert printed() == papers
    all_of_it(site, mine)
    site.stop(again)
