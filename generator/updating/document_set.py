"""A document and the files that it refers to, which are fetched one level after the other."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from generator.deep_stack import with_deep_stack
from generator.diagnostics import DiagnosticLog, OpgenError, shown
from generator.document.document import load
from generator.document.fetched_places import MAIN, place_of, unusable
from generator.document.references import Reference
from generator.document.schema_resources import Resources, absolute_uri
from generator.document.source import MAX_BYTES, SourceContent
from generator.vocabulary.openapi_fields import MAPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Document, Node
    from generator.document.origin import Origin

MAX_FILES: Final = 5000

# Reading a large document takes seconds, so it is read only if a reference leads out of it.
_REFERENCE: Final = re.compile(rb"[$]ref\b|\\u00(?:24|72|65|66)", re.IGNORECASE)
_WITHIN: Final = re.compile(rb"""[$]ref["']?[ \t]*:[ \t]*["']?#""")
_FILE_NAME: Final = re.compile(rb"\.(?:json|ya?ml)\b", re.IGNORECASE)
_FILE: Final = re.compile(r"[^#]+\.(?:json|ya?ml)(?:#.*)?", re.IGNORECASE | re.DOTALL)
# They hold data, in which `$ref` is not a reference, as in extensions.
_DATA: Final = frozenset(("const", "dataValue", "default", "enum", "example", "value"))
_EXTENSION: Final = "x-"


@dataclass(frozen=True, slots=True)
class Known:
    """What is on disk: a document, its origin, and the files that were fetched with it.

    Attributes:
        files: by their places; only those that are as they were fetched.
    """

    origin: Origin
    document: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether all files are as they were fetched."""
        return self.files.keys() == self.origin.files.keys()


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file that a reference names, and the first reference to it.

    Attributes:
        query: of its URL.
    """

    place: str
    query: str
    at: Node


class DocumentSet:
    """Finds the files of a document: all that its references lead to, selected or not.

    Args:
        content: of the document.
        name: of the document, for messages.
        base: the URL that its references are resolved against.
        log: receives the errors.
    """

    def __init__(self, content: bytes, name: str, base: str, log: DiagnosticLog) -> None:
        self.files: dict[str, bytes] = {}
        self._base = base
        self._log = log
        self._size = len(content)
        self._waiting: dict[str, MissingFile] = {}
        self._queries: dict[str, str] = {}
        self._declared: list[tuple[str, str]] = []
        self._identified: set[str] = set()
        self._names: dict[str, str] = {}
        if _leads_out(content):
            self._read(MAIN, content, name, None)

    def missing_files(self) -> list[MissingFile]:
        """Return the files that are referred to and not added yet.

        Raises:
            OpgenError: there are too many.
        """
        found = [self._waiting[place] for place in sorted(self._waiting)]
        self._waiting.clear()
        if len(self.files) + len(found) > MAX_FILES:
            self._log.fail(
                "too-large",
                f"the document refers to more than {MAX_FILES} files",
                at=found[-1].at,
                help="bundle it into one file first",
            )
        return found

    def add(self, missing: MissingFile, content: bytes) -> None:
        """Add a file.

        Raises:
            OpgenError: it is not YAML or JSON, or all files together are too large.
        """
        self._size += len(content)
        if self._size > MAX_BYTES:
            self._log.fail(
                "too-large",
                f"the document and the files that it refers to have more than {MAX_BYTES} bytes",
                at=missing.at,
                help="pass a document that is only an API description",
            )
        self.files[missing.place] = content
        self._read(missing.place, content, missing.place, missing.at)

    @with_deep_stack
    def _read(self, place: str, content: bytes, name: str, at: Node | None) -> None:
        """Parse a file and find its references; the run reports errors of the document itself."""
        log = DiagnosticLog()
        try:
            document = load(_path(place), log, "referenced file", SourceContent(content, name))
        except OpgenError as error:
            if at is None:
                return
            first = error.diagnostics[0]
            message = f"the file {shown(name)} cannot be read: {first.location}: {first.message}"
            advice = first.help or "correct it at its source"
            self._log.fail("cannot-fetch", message, at=at, help=advice)
        resources = Resources(document)
        self._identified |= resources.identified.keys()
        if resources.declared:
            self._declared.append((resources.declared, place))
        for node, text in _references(document):
            self._find(node, place, text.partition("#")[0], resources)

    def _find(self, node: Node, at: str, file: str, resources: Resources) -> None:
        uri = absolute_uri(resources.base(node), file)
        if not file or uri in self._identified:
            return
        place = self._place(at, file, uri)
        if not place:  # the resolver reports files of other servers
            return
        query = file.partition("?")[2]
        if self._queries.setdefault(place, query) != query:
            _fail(place, "another reference names it with another query", node, self._log)
        if place not in self.files:
            self._waiting.setdefault(place, MissingFile(place, query, node))

    def _place(self, at: str, file: str, uri: str) -> str | None:
        """Return the place of a file, as `ReferencedFiles` finds it."""
        for declared, place in self._declared:
            relative = place_of(declared, MAIN, uri)
            if relative is not None:
                inside = posixpath.join(posixpath.dirname(place), relative)
                return posixpath.normpath(inside) if relative else place
        return place_of(self._base, at, file)

    def check_place(self, missing: MissingFile) -> None:
        """Fail if a file cannot be written to its place.

        Raises:
            OpgenError: the name is not usable, or another file has a name that is too similar.
        """
        reason = unusable(missing.place)
        key = unicodedata.normalize("NFC", missing.place).casefold()
        same = self._names.setdefault(key, missing.place)
        if same != missing.place:
            reason = f"{shown(same)} differs in case only, which some systems do not see"
        if reason:
            _fail(missing.place, reason, missing.at, self._log)


def _fail(place: str, reason: str, at: Node, log: DiagnosticLog) -> NoReturn:
    log.fail(
        "unusable-ref",
        f"the file {shown(place)} cannot be saved next to the document: {reason}",
        at=at,
        help="save the document and its files yourself, and pass the path",
    )


def _path(place: str) -> Path:
    """Return a path that only tells the files apart."""
    return Path("fetched", place or "document")


def _leads_out(content: bytes) -> bool:
    """Whether a reference may lead to another file."""
    if b"\0" in content:  # UTF-16 or UTF-32
        return True
    inside = len(_WITHIN.findall(content))
    if inside < len(_REFERENCE.findall(content)):
        return True
    return b"mapping" in content and bool(_FILE_NAME.search(content))


def _references(document: Document) -> Iterator[tuple[Node, str]]:
    """Yield the references to other files, and where they are."""
    waiting = [(document.root, False)]
    while waiting:
        node, has_names = waiting.pop()
        reference = None if has_names else Reference.of(node)
        if reference and not reference.text.startswith("#"):
            yield reference.at, reference.text
        if not has_names:
            yield from _mapped(node)
        children = [
            (child, key in MAPS and not has_names)
            for key, child in node.members()
            if has_names or not (key in _DATA or key.startswith(_EXTENSION))
        ]
        children += [(item, False) for item in node.items()]
        waiting += reversed(children)


def _mapped(node: Node) -> Iterator[tuple[Node, str]]:
    """Yield the files that the `mapping` of a discriminator names."""
    for _, target in node.members("discriminator", "mapping"):
        if isinstance(target.value, str) and _FILE.fullmatch(target.value):
            yield target, target.value
