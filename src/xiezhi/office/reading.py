"""In which dossier a paper or a file lies; whether one may read it, the dossier decides."""

from .db import first


def dossier_of_file(number: int) -> int | None:
    """The dossier that has taken in this file. None: there is no such file."""
    return _dossier("SELECT dossier_id FROM office_file WHERE id = %s", number)


def dossier_of_paper(number: int) -> int | None:
    """The dossier in which this paper was issued. None: there is no such paper."""
    return _dossier("SELECT dossier_id FROM office_paper WHERE id = %s", number)


def _dossier(sql: str, number: int) -> int | None:
    row = first(sql, [number])
    return int(row["dossier_id"]) if row else None
