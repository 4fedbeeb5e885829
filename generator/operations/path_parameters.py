"""The parameters of a path: one for each expression in it, and no other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.diagnostics import shown
from generator.document.mending import addition, removal, renaming
from generator.operations.parameters import Parameter
from generator.operations.path_templates import read_template
from generator.schemas.shapes import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.document.source import Json
    from generator.operations.path_templates import PathTemplate
    from generator.overlay_actions import OverlayAction


class PathChecker:
    """Makes the parameters of operations agree with their paths."""

    def __init__(self, resolver: Resolver, log: DiagnosticLog) -> None:
        self._resolver = resolver
        self._log = log

    def check(
        self, selected: SelectedOperation, parameters: Sequence[Parameter]
    ) -> tuple[str, tuple[Parameter, ...]]:
        """Return the path that the operation calls, and its parameters; log what differs.

        A path parameter that is not declared is a required string. One that the path does not
        contain is left out. If no action can correct the path, none corrects what is in it.
        """
        declared = [one.wire for one in parameters if one.place == "path"]
        queries = [one.wire for one in parameters if one.place == "query"]
        template = read_template(selected.path, declared, queries)
        can_mend = not template.corrections or self._log_corrections(selected, template)
        found = [one for one in parameters if one.place != "path" or one.wire in template.names]
        for one in parameters:
            if one.place == "path" and one.wire not in template.names:
                self._log_unused(selected, one, can_mend=can_mend)
        for name in template.names:
            if name not in declared:
                self._log_undeclared(selected, name, found, can_mend=can_mend)
                found = [_undeclared(selected, name), *_optional(name, found)]
        return template.path, tuple(found)

    def _log_corrections(self, selected: SelectedOperation, template: PathTemplate) -> bool:
        """Return whether overlay actions can correct the path."""
        key = template.path + "".join(selected.path.partition("#")[1:])
        mend = _renaming(selected, key)
        self._log.fault(
            "malformed-path",
            f"the path {shown(selected.path)} is read as {shown(template.path)}: "
            f"{', and '.join(template.corrections)}",
            at=selected.path_item,
            mend=mend,
        )
        if mend:  # the actions that follow find the path under its new key
            selected.node.document.renamed_paths[selected.path] = key
        return bool(mend)

    def _log_unused(
        self, selected: SelectedOperation, parameter: Parameter, *, can_mend: bool
    ) -> None:
        message = f"the path {selected.path} does not contain the parameter {shown(parameter.wire)}"
        mend = [
            action
            for one in self._declarations(selected)
            if self._resolver.resolve(one, "parameter") == parameter.node
            for action in removal(one)
        ]
        self._log.fault(
            "unused-path-parameter",
            f"{message}, which is left out",
            at=parameter.node,
            mend=tuple(mend) if can_mend else (),
        )

    def _declarations(self, selected: SelectedOperation) -> Iterator[Node]:
        for owner in (*selected.path_items, selected.node):
            yield from owner.items("parameters")

    def _log_undeclared(
        self,
        selected: SelectedOperation,
        name: str,
        parameters: Sequence[Parameter],
        *,
        can_mend: bool,
    ) -> None:
        message = f"the path contains {{{name}}}, but no path parameter has this name"
        elsewhere = [one.place for one in parameters if one.wire == name]
        if elsewhere:
            message += f" in the path, only one in: {', '.join(elsewhere)}"
        schema: Json = {"type": "string"}
        added: Json = {"name": name, "in": "path", "required": True, "schema": schema}
        mend = addition(selected.node, {"parameters": [added]})
        self._log.fault(
            "undeclared-path-parameter",
            f"{message}; the function has it as a required string",
            at=selected.node,
            mend=mend if can_mend else (),
        )


def _undeclared(selected: SelectedOperation, name: str) -> Parameter:
    """Return the parameter that an undeclared name can only mean."""
    node = replace(selected.node, value={})
    shape = Scalar("str")
    return Parameter(node=node, wire=name, place="path", shape=shape, required=True, wrapper=None)


def _optional(name: str, parameters: Sequence[Parameter]) -> list[Parameter]:
    """Return the parameters; one of this name may be in the wrong place, so it is optional."""
    return [replace(one, required=False) if one.wire == name else one for one in parameters]


def _renaming(selected: SelectedOperation, key: str) -> tuple[OverlayAction, ...]:
    """Return the actions that give a path another key; none if the key exists."""
    paths = selected.node.document.root.get("paths")
    item = paths.get(selected.path) if paths else None
    if paths is None or item is None or paths.get(key):
        return ()
    return renaming(item, key)
