"""The operations of a document as the tests call them: names and arguments derived from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server import Document, Kind, Values

if TYPE_CHECKING:
    from server.reading import Json, Object


def snake(name: str) -> str:
    """`listRunSteps` → `list_run_steps`, `include[]` → `include`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)
    return "_".join(words).lower()


@dataclass(frozen=True)
class Arguments:
    """What one call is given."""

    positional: list[Json]
    keywords: Object


class Called:
    """One operation of a document."""

    def __init__(self, document: Document, method: str, path: str, operation: Object) -> None:
        self.name = snake(operation["operationId"])
        self.method = method.upper()
        self.path = path
        self.deprecated = operation.get("deprecated", False)
        self._values = Values(document)
        self._parameters = operation["parameters"]
        body = document.resolved(operation.get("requestBody", {}))
        schema = body.get("content", {}).get("application/json", {}).get("schema", {})
        self._body = self._values.merged(schema)
        content = document.resolved(operation["responses"]["200"])["content"]
        self.streams = "text/event-stream" in content
        members = self._values.merged(content["application/json"]["schema"])["properties"]
        self.paged = {"data", "has_more", "last_id"} <= set(members)

    def __repr__(self) -> str:
        """The name, for the test's."""
        return self.name

    def arguments(self, kind: Kind, *, optional: bool) -> Arguments:
        """Values for the required arguments, and for the optional ones if asked for."""
        required: Object = {}
        others: Object = {}
        for parameter in sorted(self._parameters, key=lambda one: one["in"] != "path"):
            chosen = required if parameter.get("required") else others
            chosen[snake(parameter["name"])] = self._shown(parameter)
        for name, schema in self._body.get("properties", {}).items():
            if name == "stream" and self.streams:
                continue  # the view decides it
            chosen = required if name in self._body.get("required", []) else others
            chosen[snake(name)] = self._values.make(schema, kind)
        return Arguments(list(required.values()), others if optional else {})

    def _shown(self, parameter: Object) -> Json:
        if "example" in parameter:
            return parameter["example"]
        return self._values.make(parameter["schema"], Kind.EXAMPLE)

    @property
    def has_options(self) -> bool:
        """Whether the operation has optional arguments of its own, or can stream."""
        return self.streams or bool(self.arguments(Kind.EXAMPLE, optional=True).keywords)


def operations(document: Document, groups: tuple[str, ...]) -> list[Called]:
    """The operations of the groups, in the document's order."""
    return [
        Called(document, method, path, operation)
        for method, path, operation in document.operations()
        if path.split("/")[1] in groups
    ]
