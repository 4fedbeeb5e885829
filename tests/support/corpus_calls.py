"""Operations of real documents, called with values that are made of the documents' schemas."""

from __future__ import annotations

import asyncio
import random
import warnings
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from server import FILE, Document, Kind, Values, plain_template

from support import sent
from support.caller import HTTP
from support.operations import Arguments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from server import Server
    from server.reading import Json

    from generator import ir

CALLS = 20  # of each document
ROUNDS = ((Kind.EXAMPLE, False), (Kind.MOST, True))
"""What a call is given: the required arguments as examples show them, or everything."""


@dataclass(frozen=True)
class Sample:
    """Some operations of a package, and the settings of its credentials."""

    operations: list[ir.Operation]
    settings: list[str]

    @classmethod
    def of(cls, package: ir.Package, slug: str) -> Sample:
        """Draw operations; the same in each run, however they are divided among groups."""
        known = sorted(package.operations, key=lambda one: (one.path.wire(), one.method))
        operations = random.Random(slug).sample(known, min(CALLS, len(known)))
        return cls(operations, [one.setting for one in package.credentials])


def _ignore(_: object) -> None:
    """Take the events of a stream."""


class OperationCall:
    """One operation of a package, and the values for its arguments."""

    def __init__(self, operation: ir.Operation, document: Document, values: Values) -> None:
        self._operation = operation
        self._values = values
        method, path = operation.method.lower(), operation.path.wire()
        known = {
            (one, plain_template(key.partition("#")[0])): data
            for one, key, data in document.operations()
        }
        data = known[method, plain_template(path)]
        self._parameters = {(one["in"], one["name"]): one for one in data["parameters"]}
        self._content = document.resolved(data.get("requestBody", {})).get("content", {})

    def __str__(self) -> str:
        """The method and the path."""
        return f"{self._operation.method} {self._operation.path.wire()}"

    def arguments(self, kind: Kind, *, optional: bool) -> Arguments:
        """Return values for the required arguments, or for all."""
        values = {
            one.name: self._value(one, kind)
            for one in self._operation.arguments
            if (one.required or optional or self._is_needed(one)) and self._is_sent(one)
        }
        if self._operation.events and self._operation.events.only:
            values["stream_to"] = _ignore
        positional = [values.pop(name) for name in self._operation.positional]
        return sent.prepared(Arguments(positional, values, {}))

    def _is_sent(self, argument: ir.Argument) -> bool:
        """Whether an argument is in the request; of several bodies, the first one is sent."""
        if argument.place == "body":
            return argument in self._operation.bodies[0].arguments
        return argument.place != "choice"

    def _is_needed(self, argument: ir.Argument) -> bool:
        """Whether the first of several bodies requires a member, or a setting is not set."""
        if argument.setting:
            return True
        if argument.place != "body" or not self._operation.body_required:
            return False
        schema = self._values.merged(self._body_schema())
        return argument.wire.wire() in schema.get("required", [])

    def _value(self, argument: ir.Argument, kind: Kind) -> Json:
        if argument.place == "body":
            schema, body = self._body_schema(), self._operation.bodies[0]
            if not body.whole:
                schema = self._values.merged(schema)["properties"].get(argument.wire.wire(), {})
            made = self._values.make(schema, kind)
            is_bytes = body.items is not None and body.items.name == "Chunks"
            return FILE if is_bytes and isinstance(made, str) else made
        undeclared = {"schema": {"type": "string"}}
        parameter = self._parameters.get((argument.place, argument.wire.wire()), undeclared)
        media = [*parameter.get("content", {}).values(), parameter]
        schema = media[0].get("schema", {})
        value = self._values.make(schema, kind if argument.place == "query" else Kind.EXAMPLE)
        # A parameter cannot be null, and one in a path cannot be empty.
        is_empty = value is None or (argument.place == "path" and value in ("", [], {}))
        return self._values.make(schema, Kind.MOST) if is_empty else value

    def _body_schema(self) -> Json:
        """Return the schema of the first body."""
        first = next(iter(self._content.values()))
        name = self._operation.bodies[0].media_type.wire()
        return self._content.get(name, first).get("schema", {})


class CorpusCaller:
    """Calls operations of a package over a socket; all credentials are set."""

    def __init__(self, module: ModuleType, sample: Sample, server: Server) -> None:
        credentials = dict.fromkeys(sample.settings, "key")
        self._module = module
        self._server = server
        make = partial(module.Client, base_url=server.url, max_retries=0, **credentials)
        self._client = make(http_client=HTTP)
        self._awaited_client = make()  # which opens an HTTP client for each event loop

    def faults(self, operation: ir.Operation, arguments: Arguments) -> Iterator[str]:
        """Yield what is wrong with the call, then with the awaited call."""
        elsewhere = {"base_url": self._server.url} if operation.server else {}
        keywords = {**arguments.keywords, **elsewhere}
        function = getattr(self._module, operation.name).using(self._client)
        for call in (function, partial(self._awaited, function)):
            self._server.reset()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    warnings.filterwarnings("ignore", "The service marks", DeprecationWarning)
                    call(*arguments.positional, **keywords)
            except Exception as error:  # noqa: BLE001  any is a fault
                yield next(iter(self._server.rejected), f"{type(error).__name__}: {error}")

    def _awaited(self, function, *positional: Json, **keywords: Json) -> object:
        async def main() -> object:
            async with self._awaited_client as client:
                return await function.using(client).aio(*positional, **keywords)

        return asyncio.run(main())
