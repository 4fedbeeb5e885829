"""Real documents by others, whole: each gives a package that imports and whose models build."""

from __future__ import annotations

import typing

import pytest
from support.corpus import DOCUMENTS
from support.openai_documents import generated
from support.packages import load, make

from generator.diagnostics import OpgenError, Severity

if typing.TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

# What is refused, and as what. An entry that is not needed any more fails its test.
REFUSED = {}


@pytest.mark.usefixtures("shared")
def test_every_refused_document_is_there():
    assert DOCUMENTS.keys() >= REFUSED.keys()


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("slug", DOCUMENTS)
def test_the_package_of_a_whole_document(tmp_path, slug):
    try:
        made = make(tmp_path / "client", DOCUMENTS[slug][0])
    except OpgenError as error:
        codes = {one.code for one in error.diagnostics if one.severity is Severity.ERROR}
        assert codes == REFUSED.get(slug)
        return
    assert slug not in REFUSED
    assert made.report.generated == made.report.total == DOCUMENTS[slug][1]
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
