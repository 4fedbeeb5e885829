"""Which imports a printed module needs, found in the names that it uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WORD: Final = re.compile(r"\b[A-Za-z_]\w*\b")
_STRING: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_ORIGINS: Final[Mapping[str, str]] = {
    "Iterable": "collections.abc",
    "Mapping": "collections.abc",
    "date": "datetime",
    "datetime": "datetime",
    "Annotated": "typing",
    "Literal": "typing",
    "NotRequired": "typing",
    "TypeAlias": "typing",
    "TypedDict": "typing",
    "TypeAliasType": "typing_extensions",
    "UUID": "uuid",
    "AwareDatetime": "pydantic",
    "Field": "pydantic",
    "JsonValue": "pydantic",
    "operation": "._runtime.operation",
    "paged_operation": "._runtime.operation",
    "streamed_operation": "._runtime.operation",
    "DeepObject": "._runtime.parameters",
    "Delimited": "._runtime.parameters",
    "Omit": "._runtime.parameters",
    "Values": "._runtime.parameters",
    "omit": "._runtime.parameters",
    "CallOptions": "._runtime.request",
    "Cursor": "._runtime.request",
    "Events": "._runtime.request",
    "PagedRequest": "._runtime.request",
    "Request": "._runtime.request",
    "StreamRequest": "._runtime.request",
    "Sink": "._runtime.results",
}


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import names`."""

    module: str
    names: tuple[str, ...]


def words(sources: Iterable[str]) -> set[str]:
    """Collect the identifiers of some source, string literals aside."""
    return {word for text in sources for word in _WORD.findall(_STRING.sub("", text))}


def imports(names: set[str]) -> Iterator[Import]:
    """Yield the imports of those names that come from other packages."""
    by_module: dict[str, list[str]] = {}
    for name in sorted(names & _ORIGINS.keys()):
        by_module.setdefault(_ORIGINS[name], []).append(name)
    for module in sorted(by_module):
        yield Import(module, tuple(by_module[module]))


def with_name(present_imports: list[Import], module: str, name: str) -> list[Import]:
    """Add a name to some imports."""
    present = {one.module: one.names for one in present_imports}
    present[module] = tuple(sorted({*present.get(module, ()), name}))
    return [Import(key, present[key]) for key in sorted(present)]
