"""From a document to the package to be printed: everything decided, nothing printed.

load → overlay → resolve → select → read → models → translate
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import ir
from generator.document import overlay
from generator.document.document import load
from generator.document.origin import url_of
from generator.document.resolve import Resolver
from generator.document.select import select
from generator.document.servers import base_url
from generator.document.source import Given
from generator.name_history import NO_HISTORY, History, Positions
from generator.naming import BUILTINS
from generator.operations.reader import OperationReader
from generator.operations.webhooks import WebhookReader
from generator.profiles import profile_files
from generator.profiles.credentials import with_credentials
from generator.profiles.security import Security
from generator.reserved_names import PACKAGE, RESERVED, WEBHOOK_EXPORTS, WEBHOOKS
from generator.schemas.names import SchemaNames
from generator.schemas.past_names import KeptNames
from generator.schemas.reader import SchemaReader
from generator.text import Untrusted
from generator.translate.translator import Translator
from generator.translate.webhooks import translate_webhooks
from generator.types.request_types import RequestTypes
from generator.types.type_modules import GroupShapes, group_shapes, type_modules
from generator.write.lock import Input, Inputs, Sources, digest_of_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.document.origin import Origin
    from generator.document.select import Selection
    from generator.operations.reader import ReadOperation
    from generator.operations.webhooks import ReadWebhooks
    from generator.options import Options
    from generator.profiles.profile import Profile
    from generator.schemas.shapes import Definition

# Names that the printed modules of types use themselves, or that Python has: a class of such a
# name would stand behind the first annotation that means it.
_RESERVED: Final = BUILTINS | RESERVED


@dataclass(frozen=True, slots=True)
class Supplied:
    """A document that is not in its file yet.

    Attributes:
        name: where it is from, for messages.
        origin: the same, for the file beside it; None for a document that was not fetched.
    """

    content: bytes
    name: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """What the document says of the selected operations, its schemas read."""

    operations: Sequence[ReadOperation]
    webhooks: ReadWebhooks | None
    definitions: Mapping[str, Definition]

    def groups(self) -> list[GroupShapes]:
        """Return what types are made for; webhooks are a group of their own."""
        groups = group_shapes(self.operations)
        if self.webhooks:
            brought = (shape for _, shape in self.webhooks.payloads)
            answered = (self.webhooks.event, *brought)
            groups.append(GroupShapes(WEBHOOKS, answered=answered, sent=()))
        return groups


@dataclass(frozen=True, slots=True)
class Plan:
    """The package to be printed, and what it was made of.

    Attributes:
        total: operations in the whole document.
    """

    package: ir.Package
    derived: Derived
    sources: Sources
    total: int


def plan(
    options: Options,
    log: DiagnosticLog,
    start: Callable[[str], None] = lambda _: None,
    *,
    history: History = NO_HISTORY,
    supplied: Supplied | None = None,
) -> Plan:
    """Decide everything about the package that the options describe.

    Args:
        options: what is asked for.
        log: takes what is wrong with the document.
        start: called with the name of each stage.
        history: what the package was before.
        supplied: a document that takes the place of the file's.

    Raises:
        OpgenError: the document has errors; all of them are in the log.
    """
    read = _read(options, log, start, supplied)
    start("read")
    kept = KeptNames(read.document, history.schemas)
    derived = _derive(read, kept, log)
    start("models")
    types = type_modules(derived.groups(), derived.definitions, read.profile.accepts)
    start("translate")
    security = Security.of(read.profile, read.document, read.selection)
    webhooks = translate_webhooks(derived.webhooks, read.profile.webhooks)
    translator = Translator(
        definitions=derived.definitions,
        types=RequestTypes(derived.definitions, types.models),
        profile=read.profile,
        security=security,
        exports=_exports(webhooks),
        positional=history.positional,
        log=log,
    )
    package = ir.Package(
        name=options.package,
        title=_title(read.document),
        base_url=Untrusted(base_url(read.document, log)),
        base_url_environment=read.profile.base_url_environment,
        form_style=read.profile.form_style,
        credentials=security.credentials,
        links=read.profile.links,
        groups=translator.groups(derived.operations),
        components=types.components,
        params=types.params,
        webhooks=webhooks,
    )
    log.raise_errors()
    return Plan(
        package,
        derived,
        Sources(
            inputs=read.inputs(options, supplied.origin if supplied else None),
            about=_about(read.document),
            history=_history(package, kept),
        ),
        read.selection.total,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A document with its overlays done, and what goes with it."""

    source: Document
    overlays: Sequence[Document]
    document: Document
    profile: Profile
    selection: Selection
    resolver: Resolver

    def inputs(self, options: Options, origin: Origin | None) -> Inputs:
        """Return what was read, once everything has been."""
        folder, profile = options.spec.parent, self.profile
        main = self.source.path.resolve()
        others = {
            Path(os.path.relpath(one.path, folder)).as_posix(): one.digest
            for one in self.resolver.documents
            if one.path.resolve() != main
        }
        return Inputs(
            document=Input(self.source.name, self.source.digest),
            url=url_of(options.spec, self.source.digest, origin),
            references=tuple(Input(name, others[name]) for name in sorted(others)),
            overlays=tuple(Input(one.name, one.digest) for one in self.overlays),
            profile=Input(profile.name, profile.sha256) if profile.sha256 else None,
            templates=digest_of_folder(options.templates) if options.templates else None,
        )


def _read(
    options: Options,
    log: DiagnosticLog,
    start: Callable[[str], None],
    supplied: Supplied | None,
) -> _Read:
    start("load")
    given = Given(supplied.content, supplied.name) if supplied else None
    source = load(options.spec, log, given=given)
    profile = profile_files.choose(source, options.profile)
    start("overlay")
    overlays = [load(path, log, "overlay") for path in (*profile.overlays, *options.overlays)]
    document = _apply(source, overlays, len(profile.overlays), log)
    start("select")
    resolver = Resolver(log)
    selection = select(document, options, resolver, log)
    profile = with_credentials(profile, document, selection, resolver, options.package)
    return _Read(source, overlays, document, profile, selection, resolver)


def _derive(read: _Read, kept: KeptNames, log: DiagnosticLog) -> Derived:
    names = SchemaNames(read.document, _RESERVED, read.profile.names, kept)
    schemas = SchemaReader(names, read.resolver, log)
    reader = OperationReader(schemas, read.resolver, log)
    operations = [reader.read(operation) for operation in read.selection.operations]
    webhooks = WebhookReader(schemas, read.resolver, log).read(read.selection.webhooks)
    log.raise_errors()
    return Derived(operations, webhooks, schemas.definitions)


def _history(package: ir.Package, kept: KeptNames) -> History:
    operations = (one for group in package.groups for one in group.operations)
    return History(
        schemas=frozenset(kept.given),
        positional={
            one.name: Positions(one.path.wire(), one.positional, _wires(one))
            for one in operations
            if one.positional
        },
    )


def _wires(operation: ir.Operation) -> tuple[str, ...]:
    wires = {one.name: one.wire.wire() for one in operation.arguments}
    return tuple(wires[name] for name in operation.positional)


def _exports(webhooks: ir.Webhooks | None) -> frozenset[str]:
    """Return the names that the package has beside its functions and groups."""
    return PACKAGE | ({WEBHOOKS, webhooks.function, *WEBHOOK_EXPORTS} if webhooks else set())


def _apply(
    document: Document, overlays: Sequence[Document], built_in: int, log: DiagnosticLog
) -> Document:
    for position, one in enumerate(overlays):
        document = overlay.apply(document, one, log, quiet=position < built_in)
    return document


def _about(document: Document) -> dict[str, str]:
    """Return which document it is, and under which licence (OpenAPI 3.1, 4.8.2 "Info Object")."""
    places = {
        "title": ("title",),
        "version": ("version",),
        "license": ("license", "name"),
        "license_url": ("license", "url"),
    }
    found = {key: document.root.get("info", *way) for key, way in places.items()}
    return {key: str(node.value) for key, node in found.items() if node}


def _title(document: Document) -> Untrusted:
    title = document.root.get("info", "title")
    return Untrusted(str(title.value) if title else "")
