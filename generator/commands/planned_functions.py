"""The functions that a package of a whole document has, for `opgen list`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan_with_inputs
from generator.write.lock import read_history

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator import ir
    from generator.document.document import Node
    from generator.document.operations import SelectedOperation
    from generator.options import Settings
    from generator.updating.new_document import NewDocument


_OTHERS: Final = ("groups", "tags", "paths", "strict", "templates")  # than those that decide names


@dataclass(frozen=True, slots=True)
class PlannedFunctions:
    """All operations of a document with their groups, and the function of each."""

    operations: Sequence[SelectedOperation]
    functions: Mapping[Node, ir.Operation]


def plan_functions(new: NewDocument, settings: Settings) -> PlannedFunctions | None:
    """Return the functions of a whole document; None if it has errors that hide them.

    They have the names that a package at the output of the settings has already.
    """
    output = settings.get("output")
    history = read_history(output) if output else NO_HISTORY
    spec = Path(new.document.path)
    kept = {name: one for name, one in settings.items() if name not in _OTHERS}
    chosen = cast("Settings", {**kept, "spec": spec, "output": output or spec, "all": True})
    try:
        inputs, package = plan_with_inputs(
            Options(**chosen), DiagnosticLog(), history=history, supplied=new.supplied
        )
    except OpgenError:
        return None
    functions = {one.node: one for one in package.without_old_names().operations}
    return PlannedFunctions(inputs.selection.operations, functions)
