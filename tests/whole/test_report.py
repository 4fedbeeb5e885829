"""What a run says of OpenAI's whole documents: every operation comes out, and none degraded."""

from __future__ import annotations

import json

import pytest
from support.openai_documents import NEWEST, called, generated
from support.sweeps import some

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

COUNTS = {
    "2023-11-07": 57, "2024-04-18": 63, "2024-06-17": 64, "2024-12-05": 105, "2025-03-22": 126,
    "2026-05-13": 242, "2026-08-14": 288, "2026-08-21": 288,
}  # fmt: skip
DATES = {*some(list(COUNTS), 3), NEWEST}
DOCUMENTS = [*((date, "yaml") for date in sorted(DATES)), (NEWEST, "json")]


@pytest.mark.parametrize(("date", "kind"), DOCUMENTS)
def test_every_operation_comes_out_whole(tmp_path_factory, date, kind):
    folder = generated(tmp_path_factory, date, kind)
    operations = json.loads((folder / "report.json").read_text())["operations"]
    assert operations == {"total": COUNTS[date], "generated": COUNTS[date], "degraded": []}
    assert len(called(date)) == COUNTS[date]


def test_yaml_and_json_give_the_same_bytes(tmp_path_factory):
    one, other = (files(generated(tmp_path_factory, NEWEST, kind)) for kind in ("yaml", "json"))
    assert one.keys() == other.keys()
    assert len(one) > 50
    for path in one.keys() - {"opgen.lock"}:
        # The header line names the document.
        assert one[path] == other[path].replace(b".json. Do not", b".yaml. Do not", 1), path


def files(folder):
    package = folder / "openai_client"
    found = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {str(path.relative_to(package)): path.read_bytes() for path in found}
