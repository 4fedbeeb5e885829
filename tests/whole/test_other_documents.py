"""Real documents by others, whole: each gives a package that imports and whose models build.

`OPGEN_WRITE_EXPECTED=1` writes the lists of expected warnings; read the difference.
"""

from __future__ import annotations

import os
import tomllib
import typing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.checkers import mypy, pyright
from support.corpus import DOCUMENTS
from support.corpus_packages import corpus_package, corpus_report
from support.openai_documents import generated
from support.packages import load
from support.sweeps import some

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

# Every warning of each document, and every operation that its package represents incompletely.
# An entry that is not needed fails its test.
_EXPECTED_FILE = Path(__file__).with_name("other_documents.toml")
EXPECTED = tomllib.loads(_EXPECTED_FILE.read_text(encoding="utf-8"))
MOST_DEGRADED = 0.005


def test_every_expected_document_is_there():
    assert DOCUMENTS.keys() >= EXPECTED.keys()


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_the_package_of_a_whole_document(tmp_path_factory, slug):
    folder = corpus_package(tmp_path_factory, slug)
    report = corpus_report(folder)
    operations = report["operations"]
    assert operations["generated"] == operations["total"] == DOCUMENTS[slug][1]
    check(folder)
    found = {
        "warnings": [warning(one) for one in report["diagnostics"]],
        "degraded": [f"{one['operation']}: {one['code']}" for one in operations["degraded"]],
    }
    found = {key: lines for key, lines in found.items() if lines}
    if os.environ.get("OPGEN_WRITE_EXPECTED"):
        write_expected(slug, found)
    assert found == EXPECTED.get(slug, {})


def all_packages(factory: pytest.TempPathFactory) -> list[Path]:
    return [corpus_package(factory, slug) for slug in DOCUMENTS]


def runtime_copies(folders: Sequence[Path]) -> list[Path]:
    """Return the runtime modules that an earlier package has too, with the same bytes."""
    known: dict[str, bytes] = {}
    copies: list[Path] = []
    for path in (one for folder in folders for one in (folder / "_runtime").glob("*.py")):
        if path.name in known:
            copies.append(path)
        assert path.read_bytes() == known.setdefault(path.name, path.read_bytes())
    return copies


def test_few_operations_are_degraded():
    degraded = {(slug, one.partition(": ")[0]) for slug in EXPECTED for one in degraded_of(slug)}
    assert len(degraded) < MOST_DEGRADED * sum(count for _, count in DOCUMENTS.values())


@pytest.mark.external
@pytest.mark.timeout(900)
def test_mypy_has_no_finding(tmp_path_factory, tmp_path):
    folders = some(all_packages(tmp_path_factory), 4)
    assert "no issues found" in mypy(folders, "3.11", tmp_path)


@pytest.mark.external
@pytest.mark.timeout(900)
def test_pyright_has_no_finding(tmp_path_factory, tmp_path):
    # `make test` runs one checker over every second package: mypy has the others of these.
    folders = some(all_packages(tmp_path_factory), 4, first=2)
    known = [os.path.relpath(path, tmp_path) for path in runtime_copies(folders)]
    assert pyright(folders, "3.11", tmp_path, exclude=known) == []


def test_every_package_has_the_same_runtime(tmp_path_factory):
    assert runtime_copies(all_packages(tmp_path_factory))


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


def warning(one: dict) -> str:
    """Return a warning on one line: its place and its code."""
    place = one["location"]
    where = f"{Path(place['file']).name}:{place['line']}:{place['column']}: " if place else ""
    return f"{where}{one['code']}"


def degraded_of(slug: str) -> list[str]:
    return EXPECTED[slug].get("degraded", [])


def write_expected(slug: str, found: dict[str, list[str]]) -> None:
    """Write the lists of one document; run it without xdist."""
    EXPECTED[slug] = found
    lines: list[str] = []
    for name in sorted(key for key in EXPECTED if EXPECTED[key]):
        lines += [f"[{name!r}]" if "." in name else f"[{name}]"]
        for key, texts in EXPECTED[name].items():
            lines += [f"{key} = [", *(f"    {text!r}," for text in texts), "]"]
        lines.append("")
    _EXPECTED_FILE.write_text("\n".join(lines), encoding="utf-8")
