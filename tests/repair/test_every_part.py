"""Each part of a document is replaced by a wrong value: nothing but that part is lost.

The run does not fail, except where what is left is no OpenAPI document. The operation that does not
use the part is generated. There is a warning at the place, or the package is the same.
"""

from __future__ import annotations

import functools
import json

import pytest
from support.every_object import Steps, every_object, parts, with_value
from support.packages import load, make
from support.sweeps import EVERY_CASE, some

from generator import resources
from generator.diagnostics import DiagnosticLog, OpgenError, Severity
from generator.document.document import load as load_document
from generator.options import Options
from generator.planning import plan
from generator.render.templates import render

VALUES = (None, True, 1, "x", [], {}, [None])
REFUSED = {
    ("openapi",): {"not-openapi", "openapi-version"},
}
# Any value is right there, or the part says nothing about types.
ANYTHING = frozenset(("default", "example", "examples", "const", "value", "links", "callbacks"))
PLACES = [steps for steps, _ in parts(every_object())]


def rendered(folder, document: object) -> tuple[dict[str, str], DiagnosticLog]:
    """Return the modules of a package, not formatted, and the log."""
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document, indent=1))
    log = DiagnosticLog()
    package = plan(Options(spec=spec, output=folder / "client", all=True), log)
    return dict(render(package, [resources.templates()])), log


@functools.cache
def original(folder) -> dict[str, str]:
    return rendered(folder, every_object())[0]


def is_allowed(before: object, value: object, steps: Steps) -> bool:
    """Whether the value may be right at this place, so that no warning is needed."""
    if not ANYTHING.isdisjoint(steps) or steps[0] == "tags" or "enum" in steps:
        return True
    if value == [None]:
        return False
    is_schema = isinstance(before, dict) and value is True
    return type(before) is type(value) or is_schema


def lines_of(folder, steps: Steps) -> set[int]:
    """Return the lines of a part, of its first item, and of what it is in."""
    document = load_document(folder / "spec.json", DiagnosticLog())
    pointer = tuple(map(str, steps))
    line, above = (document.locate(one).line for one in (pointer, pointer[:-1]))
    return {above, line, line + 1}


def check(folder, steps: Steps, value: object) -> None:
    before = functools.reduce(lambda owner, step: owner[step], steps, every_object())
    try:
        modules, log = rendered(folder, with_value(steps, value))
    except OpgenError as error:
        codes = {one.code for one in error.diagnostics if one.severity is Severity.ERROR}
        assert codes <= REFUSED.get(steps, set()), (steps, value, codes)
        return
    if steps[0] != "paths" or steps[1:2] not in ((), ("/good/{id}",)):
        assert "def good(" in modules["good_operations.py"], (steps, value)
    diagnostics = [one for one in log.diagnostics if one.code != "callback"]
    if is_allowed(before, value, steps) or before == value:
        return
    lines = {one.location.line for one in diagnostics if one.location}
    if lines.isdisjoint(lines_of(folder, steps)):
        assert modules == original(folder), (steps, value, diagnostics)


@pytest.mark.parametrize("part", range(10))
def test_some_parts(tmp_path, part):
    for number, steps in enumerate(PLACES[part::29]):
        check(tmp_path, steps, VALUES[(number + part) % len(VALUES)])


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES, ids=str)
def test_every_part(tmp_path, value):
    """Each value in some of the places; `make sweep` tries all."""
    step = 1 if EVERY_CASE else 12
    for steps in PLACES[VALUES.index(value) % step :: step]:
        check(tmp_path, steps, value)


@pytest.mark.slow
@pytest.mark.parametrize("part", some(range(12), 3))
def test_the_packages_are_imported(tmp_path, part):
    for number, steps in enumerate(PLACES[part::13]):
        document = with_value(steps, VALUES[(number + 2 * part) % len(VALUES)])
        try:
            make(tmp_path / "client", document)
        except OpgenError:
            continue
        package = load(tmp_path / "client")
        for name in package.__all__:
            assert getattr(package, name) is not None
