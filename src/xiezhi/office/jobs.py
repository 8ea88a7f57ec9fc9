"""Jobs for the worker, given in the transaction of the moment: what is rolled back was never asked for."""

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

PRINT = "print"  # the papers of an entry
_MANAGER = JobManager(DjangoConnector())  # the worker's own connector would be outside the transaction


def give(job: str, **arguments: int) -> None:
    """Have it done once the transaction is committed, at once if a worker is free."""
    configure_task(name=job, job_manager=_MANAGER).defer(**arguments)
