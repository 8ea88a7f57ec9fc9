"""TEMP"""
from pathlib import Path
from django.conf import settings
from .db import execute, fetch
from .store import Store
def stage(chunks, name, person, at):
    t=Store(Path(settings.FILES_DIR), settings.UPLOAD_MOST_BYTES).take(chunks,name)
    execute("INSERT INTO office_upload (digest,name,media_type,size,by_id,at) VALUES (%s,%s,%s,%s,%s,%s)",[t.digest,t.name,t.media_type,t.size,person,at]); return t
def known(digests, dossier):
    from types import SimpleNamespace
    rows=fetch("SELECT DISTINCT digest,name,size FROM office_upload WHERE digest=ANY(%s) UNION SELECT digest,name,size FROM office_file WHERE digest=ANY(%s)",[list(digests),list(digests)])
    return [SimpleNamespace(**r) for r in rows]
