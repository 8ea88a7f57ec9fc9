"""What pages are measured against: a plain table of fifty rows, and an endpoint that does nothing but write rows.

Both go through the same server and middleware as the site's own.
"""

import json
import os
import pickle
from functools import cache
from pathlib import Path
from threading import local
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine
from django.views.decorators.csrf import csrf_exempt

from .floor import Write, replay

RECORDED = "recorded.pickle"  # in the data folder: what each act of a case writes
ROWS = """
SELECT id, title, procedure, state, holder_id, to_char(touched_at, 'YYYY-MM-DD HH24:MI') FROM office_dossier
 ORDER BY id DESC LIMIT 50
"""
TABLE = Engine().from_string("""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>列表</title></head><body>
<table>{% for row in rows %}<tr>
<td>{{ row.0 }}</td><td><a href="/dossiers/{{ row.0 }}/">{{ row.1 }}</a></td><td>{{ row.2 }}</td><td>{{ row.3 }}</td>
<td>{{ row.4 }}</td><td>{{ row.5 }}</td></tr>{% endfor %}</table></body></html>""")

_here = local()


@login_required
def listing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Fifty rows of one statement, six cells each, dates formatted by the database."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return HttpResponse(TABLE.render(Context({"rows": cursor.fetchall()})))


@csrf_exempt
def act(request: HttpRequest) -> JsonResponse:
    """Write the rows of the n-th act; `ids` say for which case, and come back with what was added."""
    asked = json.loads(request.body)
    ids = {(table, old): new for table, old, new in asked["ids"]}
    replay(_connection(), _recorded()[asked["n"]], ids)
    return JsonResponse({"ids": [[table, old, new] for (table, old), new in ids.items()]})


@cache
def _recorded() -> list[list[Write]]:
    recorded: list[list[Write]] = pickle.loads((Path(settings.DATA_DIR) / RECORDED).read_bytes())  # noqa: S301 - our own
    return recorded


def _connection() -> psycopg.Connection[Any]:
    """A connection for each thread of the server, kept."""
    if not hasattr(_here, "connection"):
        _here.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    kept: psycopg.Connection[Any] = _here.connection
    return kept
