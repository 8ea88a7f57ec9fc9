"""Where a paper or a file lies."""

import pytest

from tests.office.told import Told
from xiezhi.office.models import File
from xiezhi.office.reading import dossier_of_file, dossier_of_paper

pytestmark = pytest.mark.usefixtures("county")


def test_papers_and_files_lead_to_their_dossier() -> None:
    first, second = Told().sent(), Told().sent()
    for told in (first, second):
        assert {dossier_of_paper(paper.pk) for paper in told.papers} == {told.number}
        files = File.objects.filter(dossier=told.number)
        assert {dossier_of_file(file.pk) for file in files} == {told.number}


@pytest.mark.parametrize("number", [0, -1, 10**12, 2**63, 10**40])
def test_what_is_not_there_lies_nowhere(number: int) -> None:
    assert (dossier_of_file(number), dossier_of_paper(number)) == (None, None)
