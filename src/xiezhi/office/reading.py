"""TEMP"""
from .db import first
def dossier_of_file(n):
    r=first("SELECT dossier_id FROM office_file WHERE id=%s",[n]); return r["dossier_id"] if r else None
def dossier_of_paper(n):
    r=first("SELECT dossier_id FROM office_paper WHERE id=%s",[n]); return r["dossier_id"] if r else None
