"""The table of contents: from a document to the files of a package, in one pass.

    load → overlay → resolve → select → read → models → translate → render → format → lock

Nothing here writes to disk, and nothing but the document's own files is read.
"""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import jinja2

from generator import ir, resources
from generator.models.modules import GroupShapes, group_shapes, type_modules
from generator.models.typespecs import RequestTypes
from generator.naming import BUILTINS
from generator.operations.reader import OperationReader
from generator.operations.webhooks import WebhookReader
from generator.read import overlay, profilefiles
from generator.read.credentials import with_credentials
from generator.read.document import load
from generator.read.resolve import Resolver
from generator.read.security import Security
from generator.read.select import select
from generator.read.servers import base_url
from generator.render.format import format_modules
from generator.render.templates import render
from generator.report import Report
from generator.schemas.reader import SchemaReader
from generator.text import Untrusted
from generator.translate.translator import Translator
from generator.translate.webhooks import translate_webhooks
from generator.vocabulary import PACKAGE, RESERVED, WEBHOOK_EXPORTS, WEBHOOKS
from generator.write import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.config import Options
    from generator.diagnostics import DiagnosticLog
    from generator.operations.reader import ReadOperation
    from generator.operations.webhooks import ReadWebhooks
    from generator.read.document import Document
    from generator.read.profiles import Profile
    from generator.read.select import Selection
    from generator.schemas.shapes import Definition

STAGES: Final = ("load", "overlay", "select", "read", "models", "translate", "render", "format")

# Names that the printed modules of types use themselves, or that Python has: a class of such a
# name would stand behind the first annotation that means it.
_RESERVED: Final = BUILTINS | RESERVED


@dataclass(frozen=True, slots=True)
class Generated:
    """What a run gives: each file of the package by its path in it, and what to say of the run."""

    files: Mapping[str, bytes]
    report: Report


class _Clock:
    """Times the stages, and tells the user which one runs."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._stage = ""
        self._since = time.perf_counter()

    def start(self, stage: str) -> None:
        self.stop()
        self._stage = stage
        self._progress(stage)

    def stop(self) -> None:
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = round(now - self._since, 3)
        self._since = now


def generate(
    options: Options, log: DiagnosticLog, progress: Callable[[str], None] = lambda _: None
) -> Generated:
    """Make the package that the options describe.

    Raises:
        OpgenError: the document has errors; all of them are in the log.
    """
    clock = _Clock(progress)
    clock.start("load")
    source = load(options.spec, log)
    profile = profilefiles.choose(source, options.profile)
    clock.start("overlay")
    overlays = [load(path, log, "overlay") for path in (*profile.overlays, *options.overlays)]
    document = _apply(source, overlays, len(profile.overlays), log)
    clock.start("select")
    resolver = Resolver(log)
    selection = select(document, options, resolver, log)
    profile = with_credentials(profile, document, selection, resolver, options.package)
    security = Security.of(profile, document, selection)
    clock.start("read")
    derived = _derive(document, selection, profile, resolver, log)
    clock.start("models")
    types = type_modules(derived.groups(), derived.definitions, profile.accepts)
    clock.start("translate")
    webhooks = translate_webhooks(derived.webhooks, profile.webhooks)
    translator = Translator(
        definitions=derived.definitions,
        types=RequestTypes(derived.definitions, types.models),
        profile=profile,
        security=security,
        exports=_exports(webhooks),
        log=log,
    )
    package = ir.Package(
        name=options.package,
        title=_title(document),
        base_url=Untrusted(base_url(document, log)),
        base_url_environment=profile.base_url_environment,
        form_style=profile.form_style,
        credentials=security.credentials,
        links=profile.links,
        groups=translator.groups(derived.operations),
        components=types.components,
        params=types.params,
        webhooks=webhooks,
    )
    log.raise_errors()
    clock.start("render")
    folders = [*([options.templates] if options.templates else []), resources.templates()]
    with _faults_of_templates(options, log):
        modules = render(package, folders)
        clock.start("format")
        files = {**format_modules(modules), **_runtime(folders)}
    files[lock.NAME] = lock.lock(files, document, overlays, options)
    clock.stop()
    report = Report.of(derived.operations, selection.total, package, files, clock.seconds)
    return Generated(files, report)


@dataclass(frozen=True, slots=True)
class _Derived:
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


def _derive(
    document: Document,
    selection: Selection,
    profile: Profile,
    resolver: Resolver,
    log: DiagnosticLog,
) -> _Derived:
    schemas = SchemaReader(document, resolver, log, reserved=_RESERVED, names=profile.names)
    reader = OperationReader(schemas, resolver, log)
    operations = [reader.read(operation) for operation in selection.operations]
    webhooks = WebhookReader(schemas, resolver, log).read(selection.webhooks)
    log.raise_errors()
    return _Derived(operations, webhooks, schemas.definitions)


def _exports(webhooks: ir.Webhooks | None) -> frozenset[str]:
    """Return the names that the package has beside its functions and groups."""
    return PACKAGE | ({WEBHOOKS, webhooks.function, *WEBHOOK_EXPORTS} if webhooks else set())


def _apply(
    document: Document, overlays: Sequence[Document], built_in: int, log: DiagnosticLog
) -> Document:
    for position, one in enumerate(overlays):
        document = overlay.apply(document, one, log, quiet=position < built_in)
    return document


def _title(document: Document) -> Untrusted:
    title = document.root.get("info", "title")
    return Untrusted(str(title.value) if title else "")


@contextmanager
def _faults_of_templates(options: Options, log: DiagnosticLog) -> Iterator[None]:
    """Tell a user whose own templates do not print Python; ours are our own fault."""
    try:
        yield
    except (jinja2.TemplateError, SyntaxError, subprocess.CalledProcessError) as error:
        if options.templates is None:
            raise
        log.fail(
            "bad-template",
            f"with the templates of {options.templates}: {error}",
            help="compare them with the built-in ones of the same paths",
        )


def _runtime(folders: Sequence[Path]) -> dict[str, bytes]:
    """The files that are copied as they are; a user's own stand before the built-in ones."""
    found = {one.name: one for folder in reversed(folders) for one in folder.glob("runtime/*.py")}
    copied = {f"_runtime/{name}": found[name].read_bytes() for name in sorted(found)}
    return {"py.typed": b"", **copied}
