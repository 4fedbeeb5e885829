"""`[tool.opgen.types]`: the schemas that have a Python type of the app, and which one."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING, Final

from generator.diagnostics import did_you_mean, shown
from generator.naming import Identifier
from generator.places import escaped, pointer_steps
from generator.reserved_names import CUSTOM
from generator.schemas import keywords
from generator.schemas.shapes import Imported

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.options import Entry

_FORMAT: Final = "format:"
_SCHEMAS: Final = ("components", "schemas")
_SCALARS: Final = frozenset(("string", "integer", "number"))
_NUMBERS: Final = frozenset(("integer", "number"))
_IMPORT: Final = re.compile(r"\.?[^\W\d]\w*(\.[^\W\d]\w*)+", re.ASCII)
_EXAMPLE: Final = 'write the module and the name: "my_app.money.Money", or ".custom.Money"'


class ImportedTypes:
    """The types of the app, by the schemas that they are for."""

    def __init__(self, entries: Iterable[Entry], document: Document, log: DiagnosticLog) -> None:
        """Log an error for each entry that names no type, a warning for one that names no schema.

        The document may be an older or a newer one than the settings are for.
        """
        self._document = document
        self._places: dict[tuple[str, ...], Entry] = {}
        self._formats: dict[str, Entry] = {}
        self._used: set[str] = set()
        for one in entries:
            _check_type(one, log)
            if one.key.startswith(_FORMAT):
                self._formats[one.key.removeprefix(_FORMAT)] = one
                _check_format(one, log)
            elif place := _place(one, document, log):
                self._places[place] = one

    def of(self, node: Node) -> Imported | None:
        """Return the type of a schema; None if it has none of the app."""
        if not (self._places or self._formats):
            return None
        is_here = node.document.path == self._document.path
        found = self._places.get(node.pointer) if is_here else None
        if found is None and self._formats:
            found = self._of_format(node)
        if found is None:
            return None
        self._used.add(found.key)
        kinds = set(keywords.kinds_of(node)) - {"null"}
        module, _, name = found.value.rpartition(".")
        return Imported(module, Identifier(name), is_number=bool(kinds) and kinds <= _NUMBERS)

    def _of_format(self, node: Node) -> Entry | None:
        """Return the entry for the format of a scalar; constants keep their type."""
        schema = keywords.schema_object(node)
        kinds = set(keywords.kinds_of(node)) - {"null"}
        if not kinds or not kinds <= _SCALARS or not schema.keys().isdisjoint(("enum", "const")):
            return None
        return self._formats.get(str(schema.get("format")))

    def log_unused(self, log: DiagnosticLog) -> None:
        """Warn of the entries that no schema of the package has."""
        for one in (*self._places.values(), *self._formats.values()):
            if one.key not in self._used:
                log.warning(
                    "type-without-effect",
                    f"no schema of the package is {shown(one.key)}",
                    at=one.place,
                    help="correct the key, or remove it",
                )


def _check_type(one: Entry, log: DiagnosticLog) -> None:
    names = one.value.lstrip(".").split(".")
    if not _IMPORT.fullmatch(one.value) or any(map(keyword.iskeyword, names)):
        message = f"{shown(one.value)} is not the import path of a type"
        log.error("invalid-setting", message, at=one.place, help=_EXAMPLE)
    elif one.value.startswith(".") and names[0] != CUSTOM:
        message = f"{shown(one.value)} is a module of the package that opgen writes"
        log.error("invalid-setting", message, at=one.place, help=f'write ".{CUSTOM}.{names[-1]}"')


def _check_format(one: Entry, log: DiagnosticLog) -> None:
    if one.key == f"{_FORMAT}binary":
        message = "a string of the format 'binary' is bytes or a file, and has no other type"
        log.error("invalid-setting", message, at=one.place, help="remove the key")


def _place(one: Entry, document: Document, log: DiagnosticLog) -> tuple[str, ...] | None:
    """Return the place of the schema that an entry names; log a warning if there is none."""
    is_pointer = one.key.startswith("#/")
    pointer = pointer_steps(one.key[1:]) if is_pointer else (*_SCHEMAS, one.key)
    if not _exists(document.root, pointer):
        log.warning(
            "unknown-schema",
            f"the document has no schema {shown(one.key)}",
            at=one.place,
            help=_advice(one.key, document),
        )
        return None
    return pointer


def _exists(node: Node, pointer: Iterable[str]) -> bool:
    try:
        for step in pointer:
            node = node[step]
    except (LookupError, ValueError):
        return False
    return True


def _advice(key: str, document: Document) -> str:
    names = [name for name, _ in document.root.members(*_SCHEMAS)]
    owner, _, member = key.partition(".")
    if document.root.get(*_SCHEMAS, owner, "properties", member):
        pointer = "/".join(map(escaped, (*_SCHEMAS, owner, "properties", member)))
        return f'write the pointer of a property: "#/{pointer}"'
    return did_you_mean(key, names) or (
        "write the name of a component schema, a pointer such as "
        '"#/components/schemas/Order/properties/price", or "format:NAME"'
    )
