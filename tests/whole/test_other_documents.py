"""Real documents by others, whole: each gives a package that imports and whose models build."""

from __future__ import annotations

import csv
import typing

import pytest
from support.openai_documents import generated
from support.packages import load
from support.paths import SHARED

from generator import pipeline
from generator.diagnostics import DiagnosticLog, OpgenError, Severity
from generator.options import Options

if typing.TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

INDEX = SHARED / "corpus" / "INDEX.tsv"
DOCUMENTS = (
    {
        row["slug"]: SHARED / "corpus" / row["slug"] / row["entry_file"]
        for row in csv.DictReader(INDEX.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    }
    if INDEX.is_file()
    else {}
)
# What is refused, and as what. An entry that is not needed any more fails its test.
REFUSED = {
    "hey-circular-31": {"no-paths"},
    "hey-full-31": {"undeclared-path-parameter"},
    "oapi-codegen-param-roundtrip": {"undeclared-path-parameter"},  # `{.param*}` in path keys
    "svix": {"undeclared-path-parameter"},
}


def generate(spec: Path, folder: Path):
    log = DiagnosticLog()
    options = Options(spec=spec, output=folder, all=True)
    made = pipeline.generate(options, log, lambda _: None)
    for name, data in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return made


@pytest.mark.usefixtures("shared")
def test_every_refused_document_is_there():
    assert DOCUMENTS.keys() >= REFUSED.keys()


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("slug", DOCUMENTS)
def test_the_package_of_a_whole_document(tmp_path, slug):
    try:
        made = generate(DOCUMENTS[slug], tmp_path / "client")
    except OpgenError as error:
        codes = {one.code for one in error.diagnostics if one.severity is Severity.ERROR}
        assert codes == REFUSED.get(slug)
        return
    assert slug not in REFUSED
    assert made.report.generated == made.report.total > 0
    check(tmp_path / "client")


@pytest.mark.usefixtures("shared")
def test_the_package_of_the_whole_openai_document(tmp_path_factory):
    check(generated(tmp_path_factory) / "openai_client")


def check(folder: Path) -> None:
    """Every name of the package is there, and every model can be built."""
    package = load(folder)
    for name in package.__all__:
        assert getattr(package, name) is not None
    for name in public(package.components):
        value = getattr(package.components, name)
        if hasattr(value, "model_rebuild"):
            assert value.model_rebuild(force=True, raise_errors=True)
    for name in public(package.params):
        value = getattr(package.params, name)
        assert not isinstance(value, type) or typing.get_type_hints(value) is not None


def public(module) -> list[str]:
    """The types of `components` or `params`, be it one module or a folder."""
    return getattr(module, "__all__", None) or [name for name in vars(module) if name[0].isupper()]
