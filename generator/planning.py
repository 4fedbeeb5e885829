"""From options to the package to be printed: everything decided, nothing printed.

inputs → operations → types → translate
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.deep_stack import with_deep_stack
from generator.inputs import read_inputs
from generator.name_history import NO_HISTORY, History
from generator.operations.reader import read_operations
from generator.translate.package import translate
from generator.translate.rule_effects import log_rules_without_effect
from generator.translate.unused import without_unused
from generator.types.member_rules import with_member_rules
from generator.types.type_modules import type_modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator import ir
    from generator.diagnostics import DiagnosticLog
    from generator.inputs import Inputs, SuppliedDocument
    from generator.options import Options


def plan(
    options: Options,
    log: DiagnosticLog,
    start: Callable[[str], None] = lambda _: None,
    *,
    history: History = NO_HISTORY,
    supplied: SuppliedDocument | None = None,
) -> ir.Package:
    """Decide everything about the package that the options describe.

    Args:
        options: what is asked for.
        log: takes what is wrong with the document.
        start: called with the name of each stage.
        history: names and positions of an earlier run, which this one keeps.
        supplied: a document that replaces the content of the file.

    Raises:
        OpgenError: the document has errors; all of them are in the log.
    """
    return plan_with_inputs(options, log, start, history=history, supplied=supplied)[1]


@with_deep_stack
def plan_with_inputs(
    options: Options,
    log: DiagnosticLog,
    start: Callable[[str], None] = lambda _: None,
    *,
    history: History = NO_HISTORY,
    supplied: SuppliedDocument | None = None,
) -> tuple[Inputs, ir.Package]:
    """Return a package as `plan` does, and what it is made from."""
    inputs = read_inputs(options, log, start, supplied, history.division)
    start("read")
    read = read_operations(inputs, history, log)
    schemas = (name for name, _ in inputs.document.root.members("components", "schemas"))
    definitions = with_member_rules(read.definitions, inputs.profile, schemas, log)
    read = replace(read, definitions=definitions)
    start("models")
    types = type_modules(
        read, inputs.profile.accepts, divides=inputs.selection.division.by != "segment"
    )
    start("translate")
    translated = translate(inputs, read, types, history, log)
    log_rules_without_effect(inputs, read, translated, log)
    package = without_unused(translated)
    log.raise_errors()
    log.raise_faults()
    return inputs, package
