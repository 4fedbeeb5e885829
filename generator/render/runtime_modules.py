"""The modules of the runtime that a package needs."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.ir import Package

_NAMED: Final = re.compile(rb"_runtime\.(\w+)")
# The runtime imports these when they are used.
_OTHER_BODIES: Final = "media_bodies"
_SINKS: Final = "sinks"
_JOINING: Final = "stream_joining"
_TEXTS: Final = "stream_texts"
_OF_CREDENTIALS: Final = ("authorization", "live_credentials")


def runtime_modules(
    package: Package, modules: Iterable[bytes], runtime: Mapping[str, bytes]
) -> list[str]:
    """Return the names of the runtime's modules that a package needs, sorted.

    Args:
        package: decides whether a request body is something else than JSON, and whether there
            are streams, sinks and credentials.
        modules: the sources of the package's own modules; what they name is needed.
        runtime: the sources of all modules of the runtime, by name; what a needed one imports, also
            only for type checkers, is needed.
    """
    optional = _optional(package)
    named = {found.decode() for source in modules for found in _NAMED.findall(source)}
    waiting = named & runtime.keys()  # a text of the document may name anything
    needed = {"__init__"}
    while waiting:
        name = waiting.pop()
        needed.add(name)
        waiting |= set(_imported(runtime[name])) - needed - optional
    return sorted(needed)


def _optional(package: Package) -> set[str]:
    """Return the modules that no operation needs, though others import them when they do."""
    has_grants = any(one.grants for one in package.credentials)  # tokens are requested by forms
    optional = set[str]() if has_grants or _has_other_bodies(package) else {_OTHER_BODIES}
    if not any(one.takes_sink or one.events for one in package.operations):
        optional.add(_SINKS)
    streams = [one.events for one in package.operations if one.events]
    if not any(one.parts for one in streams):
        optional.add(_JOINING)
    if not any(one.texts or one.text for one in streams):
        optional.add(_TEXTS)
    if not package.credentials:
        optional.update(_OF_CREDENTIALS)
    return optional


def _has_other_bodies(package: Package) -> bool:
    bodies = [body for operation in package.operations for body in operation.bodies]
    return any(one.kind != "json" or one.has_files for one in bodies) or any(
        len(operation.bodies) > 1 for operation in package.operations
    )


@cache
def _imported(source: bytes) -> tuple[str, ...]:
    """Return the modules of the same folder that a module imports, at any place.

    One process may generate several packages, and parsing is most of the work of a small one.
    """
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found += [node.module] if node.module else [one.name for one in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            name = node.args[0]
            if isinstance(name, ast.Constant) and str(name.value).startswith("."):
                found.append(str(name.value)[1:])
    return tuple(found)
