"""How the work stands, for whoever runs the machine: counts and ages, and nothing of any case."""

from dataclasses import dataclass

from .db import first
from .printing import UNPRINTED, lately

MOST = 10_000  # what is counted stops here: a probe must stay cheap

STANDS = f"""
SELECT
  (SELECT count(*) FROM (SELECT 1 FROM ({UNPRINTED}) AS u LIMIT {MOST}) AS w) AS unprinted,
  (SELECT count(*) FROM (SELECT 1 FROM office_obligation WHERE fate IS NULL AND due <= now() LIMIT {MOST}) AS o) AS overdue,
  (SELECT count(*) FROM (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' LIMIT {MOST}) AS j) AS waiting,
  (SELECT count(*) FROM (SELECT 1 FROM procrastinate_jobs WHERE status = 'failed' LIMIT {MOST}) AS f) AS failed,
  (SELECT coalesce(extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))), 0)
     FROM (SELECT id, scheduled_at FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id LIMIT {MOST}) AS j
     JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.scheduled_at IS NULL OR j.scheduled_at <= now()) AS delay
"""


@dataclass(frozen=True)
class Gauge:
    """One number that a monitor watches."""

    name: str
    means: str
    value: float


def works() -> bool:
    """Whether the tables are there and rules are in force."""
    sql = """
    SELECT EXISTS (SELECT 1 FROM registry_packversion) AND EXISTS (SELECT 1 FROM registry_calendarversion) AS fit,
           (SELECT count(*) FROM (SELECT 1 FROM office_dossier LIMIT 1) AS d) AS any
    """
    row = first(sql, [])
    return bool(row and row["fit"])


def gauges() -> list[Gauge]:
    """What waits and what is late."""
    row = first(STANDS, {"after": lately()}) or {}
    return [
        Gauge("xiezhi_up", "Whether the database answers.", 1),
        Gauge(
            "xiezhi_papers_unprinted",
            f"Papers that lack their PDF or void copy, at most {MOST}.",
            float(row["unprinted"]),
        ),
        Gauge(
            "xiezhi_obligations_overdue", f"Running obligations that are late, at most {MOST}.", float(row["overdue"])
        ),
        Gauge("xiezhi_jobs_waiting", f"Jobs that the worker has not begun, at most {MOST}.", float(row["waiting"])),
        Gauge("xiezhi_jobs_failed", f"Jobs that have failed for good, at most {MOST}.", float(row["failed"])),
        Gauge("xiezhi_jobs_delay_seconds", "How long the oldest job that is due has waited.", float(row["delay"])),
    ]
