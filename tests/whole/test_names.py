"""What the names of one published document say of the next: a schema that stays keeps its name."""

from __future__ import annotations

import functools
import itertools
import json
from pathlib import Path

import pytest
from support.openai_documents import DATES
from support.sweeps import some

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.resolve import Resolver
from generator.document.select import select
from generator.naming import BUILTINS
from generator.operations.operation_names import OperationNames
from generator.operations.reader import OperationReader
from generator.options import Options
from generator.profiles import profile_files
from generator.reserved_names import RESERVED
from generator.schemas.imported_types import ImportedTypes
from generator.schemas.names import SchemaNames
from generator.schemas.past_names import PastNames
from generator.schemas.reader import SchemaReader

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

STEPS = some(list(itertools.pairwise(DATES)), 3, first=2)
CHOSEN = sorted({date for step in STEPS for date in step})


@functools.cache
def named(path):
    """The name of each definition of a document by its place, and all that it contains."""
    log = DiagnosticLog()
    document, resolver = load(path, log), Resolver(log)
    names = profile_files.choose(document, "openai").names.schemas
    chosen = SchemaNames(document, BUILTINS | RESERVED, names, PastNames(document, ()))
    schemas = SchemaReader(chosen, ImportedTypes((), document, log), resolver, log)
    options = Options(spec=path, all=True, output=Path("openai_client"))
    selection = select(document, options, resolver, log)
    names_of_classes = OperationNames.of(selection.operations, resolver).stems()
    reader = OperationReader(schemas, resolver, log, names_of_classes)
    for operation in selection.operations:
        reader.read(operation)
    reader.read_webhooks(selection.webhooks)
    found = [(str(name), one.node) for name, one in schemas.definitions.items()]
    return {node.pointer: (name, content(node, document)) for name, node in found}


def content(node, document):
    """A schema's text and that of everything it refers to."""
    held, waiting = {}, [node.value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            target = value.get("$ref")
            if isinstance(target, str) and target not in held:
                held[target] = functools.reduce(
                    lambda part, step: part[step], target.split("/")[1:], document.data
                )
                waiting.append(held[target])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return json.dumps([node.value, held], sort_keys=True, default=str)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_a_schema_that_stays_keeps_its_name(shared, before, after):
    old, new = (named(shared / f"specs/openai/{date}.yaml") for date in (before, after))
    kept = [place for place in old.keys() & new.keys() if old[place][1] == new[place][1]]
    assert len(kept) > 20
    renamed = {
        place: (old[place][0], new[place][0]) for place in kept if old[place][0] != new[place][0]
    }
    assert renamed == {}


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_no_name_goes_to_another_schema(shared, before, after):
    old, new = (named(shared / f"specs/openai/{date}.yaml") for date in (before, after))
    places = {name: place for place, (name, _) in new.items()}
    moved = {
        name: (place, places[name])
        for place, (name, held) in old.items()
        if name in places
        and places[name] != place
        and place in new
        and new[places[name]][1] != held
    }
    assert moved == {}


@pytest.mark.parametrize("date", CHOSEN)
def test_no_name_ends_in_a_counter_or_an_underscore(shared, date):
    names = [name for name, _ in named(shared / f"specs/openai/{date}.yaml").values()]
    assert [name for name in names if name.endswith("_") or name[-1].isdigit()] == []
