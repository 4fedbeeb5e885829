"""Read the selected operations; their schemas become shapes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.diagnostics import shown
from generator.document.servers import servers_of
from generator.naming import BUILTINS, MODEL_ATTRIBUTES, OLD_MODEL_ATTRIBUTES, class_name
from generator.operations.client_wide import client_wide
from generator.operations.error_schemas import read_errors
from generator.operations.media import MediaReader
from generator.operations.operation_names import OperationNames
from generator.operations.parameters import ParameterReader
from generator.operations.path_parameters import PathChecker
from generator.operations.request_bodies import BodyReader, RequestBody
from generator.operations.responses import ResponseReader, Responses
from generator.operations.unread import unread_keywords
from generator.reserved_names import RESERVED
from generator.schemas.imported_types import ImportedTypes
from generator.schemas.names import SchemaNames
from generator.schemas.narrowing import with_discriminators
from generator.schemas.past_names import PastNames
from generator.schemas.reader import SchemaReader
from generator.schemas.shapes import Named, parts
from generator.schemas.shared_aliases import renamed, shared_names, with_shared_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.document.servers import Server
    from generator.inputs import Inputs
    from generator.name_history import History, NamedSchema
    from generator.naming import Identifier
    from generator.operations.client_wide import Key
    from generator.operations.error_schemas import ReadErrors
    from generator.operations.failures import FoundFailure
    from generator.operations.parameters import Parameter
    from generator.profiles.failures import Failure
    from generator.schemas.shapes import Definition, Degradation, Shape
    from generator.text import Untrusted

# Names that the generated modules of types use, and built-in names: a class with such a name
# would hide the one that a later annotation refers to.
_RESERVED: Final = BUILTINS | RESERVED


@dataclass(frozen=True, slots=True)
class ReadOperation:
    """An operation of the document, with shapes instead of schemas.

    Attributes:
        identity: the operation ID, else method and path.
        path: the path that it calls, with `{name}` for each path parameter.
        failure: how the body reports a failure with a status of success; None if it does not.
        servers: those of its own, of which the first is usual; empty for those of the document.
        degradations: found while the operation was read.
    """

    selected: SelectedOperation
    identity: str
    path: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: Responses
    errors: Mapping[str, Untrusted]
    servers: tuple[Server, ...]
    degradations: tuple[Degradation, ...]
    failure: Failure | None = None

    def failing(self, found: FoundFailure | None) -> ReadOperation:
        """Return the operation with what is found of its failures."""
        if found is None:
            return self
        responses = replace(self.responses, json=found.result)
        return replace(self, responses=responses, failure=found.rule)

    def renamed(self, names: Mapping[str, Identifier]) -> ReadOperation:
        """Return the operation with new names of definitions in what is sent."""
        parameters = (replace(one, shape=renamed(one.shape, names)) for one in self.parameters)
        body = self.body
        if body:
            contents = (replace(one, shape=renamed(one.shape, names)) for one in body.contents)
            body = replace(body, contents=tuple(contents))
        return replace(self, parameters=tuple(parameters), body=body)

    @property
    def request_shapes(self) -> tuple[Shape, ...]:
        """The shapes of parameters and of bodies."""
        contents = self.body.contents if self.body else ()
        return (*(one.shape for one in self.parameters), *(one.sent for one in contents))

    @property
    def response_shapes(self) -> tuple[Shape, ...]:
        """The shapes of JSON responses and of events."""
        stream = self.responses.stream
        shapes = (self.responses.json, stream.shape if stream else None)
        return tuple(shape for shape in shapes if shape is not None)


@dataclass(frozen=True, slots=True)
class ReadWebhooks:
    """Webhooks with the shapes of their payloads, and `event`, the union of these."""

    payloads: tuple[tuple[SelectedOperation, Shape], ...]
    event: Shape


@dataclass(frozen=True, slots=True)
class ReadOperations:
    """The selected operations and webhooks, and the definitions that their schemas need.

    Attributes:
        webhooks: None if no webhook has a payload.
        components: the shapes of schemas that are in the package without an operation.
        named_schemas: the names of schemas, for later runs.
        names: the possible names of the functions.
    """

    operations: Sequence[ReadOperation]
    webhooks: ReadWebhooks | None
    errors: ReadErrors
    components: tuple[Shape, ...]
    definitions: Mapping[str, Definition]
    named_schemas: frozenset[NamedSchema]
    names: OperationNames


def read_operations(inputs: Inputs, history: History, log: DiagnosticLog) -> ReadOperations:
    """Read the selected operations and webhooks; equal inline types share one alias.

    Raises:
        OpgenError: the document has errors; all of them are in the log.
    """
    document, resolver, selection = inputs.document, inputs.resolver, inputs.selection
    operation_names = OperationNames.of(selection.all_operations, resolver)
    named = operation_names.stems()
    past_names = PastNames(document, history.schemas, named)
    schema_names = SchemaNames(document, _RESERVED, inputs.profile.names.schemas, past_names)
    imported = ImportedTypes(inputs.options.types, document, log)
    schemas = SchemaReader(
        schema_names,
        imported,
        resolver,
        log,
        OLD_MODEL_ATTRIBUTES if history.has_old_attributes else MODEL_ATTRIBUTES,
    )
    wide = client_wide(selection.all_operations, resolver, inputs.profile)
    reader = OperationReader(schemas, resolver, log, named, wide)
    operations = [reader.read(operation) for operation in selection.operations]
    webhooks = reader.read_webhooks(selection.webhooks)
    components = tuple(map(schemas.read_component, selection.schemas))
    early = frozenset(schemas.definitions)
    errors = read_errors(inputs, schemas, named, [one.responses for one in operations])
    operations = [
        one.failing(found) for one, found in zip(operations, errors.failures, strict=True)
    ]
    unread = unread_keywords(document, selection, resolver, log)
    log.raise_errors()
    if len(selection.operations) == len(selection.all_operations):
        imported.log_unused(log)
    past = {one.name for one in history.schemas}
    names = shared_names(
        schemas.definitions,
        _received_names(operations, webhooks, (*components, *errors.bodies.values())),
        past,
        early,
    )
    read = [
        replace(one.renamed(names), degradations=(*one.degradations, *in_errors, *more))
        for one, in_errors, more in zip(operations, errors.degradations, unread, strict=True)
    ]
    used = [shape for one in read for shape in (*one.request_shapes, *one.response_shapes)]
    used += errors.bodies.values()
    used += [shape for _, shape in webhooks.payloads] if webhooks else []
    return ReadOperations(
        read,
        webhooks,
        errors,
        components,
        with_discriminators(with_shared_names(schemas.definitions, names), used),
        # A later run knows no name that this package does not have.
        frozenset(replace(one, name=names.get(one.name, one.name)) for one in past_names.current),
        operation_names,
    )


def _received_names(
    operations: Sequence[ReadOperation],
    webhooks: ReadWebhooks | None,
    components: Sequence[Shape],
) -> set[Identifier]:
    """Return the names in the shapes of responses, webhooks and components."""
    shapes = [*components, *(shape for one in operations for shape in one.response_shapes)]
    if webhooks:
        shapes += [webhooks.event, *(shape for _, shape in webhooks.payloads)]
    return {part.name for one in shapes for part in parts(one) if isinstance(part, Named)}


class OperationReader:
    """Reads operations and webhooks; the schema reader collects their definitions."""

    def __init__(
        self,
        schemas: SchemaReader,
        resolver: Resolver,
        log: DiagnosticLog,
        named: Mapping[str, Identifier],
        client_wide: frozenset[Key] = frozenset(),
    ) -> None:
        self._schemas = schemas
        self._stems = named
        self._bodies = BodyReader(schemas, resolver)
        self._responses = ResponseReader(schemas, resolver)
        self._media = MediaReader(schemas, resolver)
        self._parameters = ParameterReader(schemas, resolver, log, client_wide)
        self._paths = PathChecker(resolver, log)
        self._log = log

    def read(self, selected: SelectedOperation) -> ReadOperation:
        """Return an operation; log the errors in it."""
        before = len(self._schemas.degradations)
        identity = selected.names[0]
        stem = self._stems[selected.key]
        path, parameters = self._paths.check(selected, self._parameters.read(selected, stem))
        return ReadOperation(
            selected=selected,
            identity=identity,
            path=path,
            parameters=parameters,
            body=self._bodies.body(selected.node, stem, selected.method),
            responses=self._responses.responses(selected.node, stem),
            errors=self._responses.errors(selected.node),
            servers=self._servers(selected),
            degradations=tuple(self._schemas.degradations[before:]),
        )

    def read_webhooks(self, selected: Sequence[SelectedOperation]) -> ReadWebhooks | None:
        """Return the webhooks with a JSON payload (OpenAPI 3.1, 4.8.1); None if there is none."""
        payloads: list[tuple[SelectedOperation, Shape]] = []
        for one in selected:
            shape = self._bodies.payload(one.node, class_name(f"{one.path} webhook"))
            if shape is None:
                message = f"the webhook {one.path!r} is ignored: it has no JSON payload"
                self._log.warning("webhook-without-json", message, at=one.node)
            else:
                payloads.append((one, shape))
        if not payloads:
            return None
        root, shapes = selected[0].node.document.root, (shape for _, shape in payloads)
        return ReadWebhooks(tuple(payloads), self._media.union_of(root, shapes, "WebhookEvent"))

    def _servers(self, selected: SelectedOperation) -> tuple[Server, ...]:
        """Return the servers of its own (OpenAPI 3.1, 4.8.10 "Operation Object")."""
        owners = (selected.node, *reversed(selected.path_items))
        own = next(filter(None, map(servers_of, owners)), [])
        urls, usual = (
            [one.url for one in servers]
            for servers in (own, servers_of(selected.node.document.root))
        )
        if urls in (usual, usual[:1]):
            return ()
        for one in own:
            if not one.is_absolute:
                message = (
                    f"the server {shown(one.url)} of the operation is ignored: its URL is not "
                    "absolute"
                )
                self._schemas.degrade("operation-server", message, selected.node)
        return tuple(one for one in own if one.is_absolute)
