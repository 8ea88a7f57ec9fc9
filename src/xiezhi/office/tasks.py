"""What the worker does: prints papers as they are issued, lets time pass, and tidies up at night.

Every minute it looks for what was missed, so nothing is lost when a worker dies or none was running. Each paper and each
dossier is done by itself: one that cannot be done is written to the log and does not stop the others.
"""

from collections.abc import Callable, Iterable
from logging import getLogger

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from xiezhi.registry import knocks

from . import assigning, drafts, due, printing, uploads
from .jobs import PRINT
from .perform import tick

MINUTELY, NIGHTLY = "* * * * *", "17 19 * * *"  # in UTC: at 3:17 in the county
OLD_HOURS = 7 * 24  # after which a finished job is forgotten

_log = getLogger(__name__)


@app.task(name=PRINT)
def print_papers(dossier: int, entry: int) -> None:
    """Print the papers of an entry. What fails is tried again every minute."""
    _each("印制文书", printing.of_entry(dossier, entry), _print)


@app.periodic(cron=MINUTELY)
@app.task(name="print-missed", queueing_lock="print-missed", lock="print-missed")
def print_missed(timestamp: int) -> None:  # noqa: ARG001 - for when it was meant
    """Print what has no PDF among the latest papers."""
    _each("印制文书", printing.unprinted(after=printing.lately()), _print)


@app.periodic(cron=MINUTELY)
@app.task(name="pass-time", queueing_lock="pass-time", lock="pass-time")
def pass_time(timestamp: int) -> None:  # noqa: ARG001 - for when it was meant
    """Let the system do what is due by time alone."""
    _each("到期处理", due.dossiers(timezone.now()), lambda number: tick(number, timezone.now()))


@app.periodic(cron=MINUTELY)
@app.task(name="take-back", queueing_lock="take-back", lock="take-back")
def take_back(timestamp: int) -> None:  # noqa: ARG001 - for when it was meant
    """Make unassigned what lies with people whose mandates have run out."""
    now = timezone.now()
    _each("收回分派", assigning.left_behind(now), lambda number: assigning.take_back(number, now))


@app.periodic(cron=MINUTELY)
@app.task(name="retry-stalled", queueing_lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - for when it was meant
    """Give the jobs of workers that have died to others.

    Of a regular job the next may wait already, for the lock of the one that died: then that one is given up.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        _log.warning("任务 %s 的后台进程已经中断，重新办理", job.call_string)
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron=NIGHTLY)
@app.task(name="tidy-up", queueing_lock="tidy-up", lock="tidy-up")
def tidy_up(timestamp: int) -> None:  # noqa: ARG001 - for when it was meant
    """Drop drafts and uploads that nobody came back for; print what even the minutes have passed over."""
    now = timezone.now()
    drafts.sweep(now)
    uploads.sweep(now)
    knocks.forget(now)
    _each("印制文书", printing.unprinted(), _print)


@app.periodic(cron=NIGHTLY)
@app.task(name="forget-jobs", queueing_lock="forget-jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - for when it was meant
    """Forget jobs that were done or given up long ago; those that failed stay, to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=OLD_HOURS, include_aborted=True)


def _print(number: int) -> None:
    printing.print_paper(number, timezone.now())


def _each(what: str, numbers: Iterable[int], do: Callable[[int], object]) -> None:
    for number in numbers:
        try:
            do(number)
        except Exception:
            _log.exception("%s没有完成：%s", what, number)
