"""Jobs for the worker, given in the transaction of the moment: what is rolled back was never asked for."""

import json

from .db import execute

PRINT = "print"  # the papers of an entry

# The library's own function in the database. Called by hand, as every act that issues a paper gives a job.
GIVE = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
  ROW('default', %s, 0, NULL, NULL, %s::jsonb, NULL)::procrastinate_job_to_defer_v1])
"""


def give(job: str, **arguments: int) -> None:
    """Have it done once the transaction is committed, at once if a worker is free."""
    execute(GIVE, [job, json.dumps(arguments)])
