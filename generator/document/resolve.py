"""Resolve `$ref` in the document and in other local files.

A reference may name a file in or below the folder of the first document. If that document is in
or below the current folder, it may name a file there too. Symbolic links are resolved first. So a
document from an unknown source cannot make opgen read and quote other files. Nothing is fetched.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from generator.diagnostics import OpgenError, did_you_mean, shown
from generator.document.document import Document, Node, load
from generator.document.siblings import type_siblings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.diagnostics import DiagnosticLog

_Key: TypeAlias = tuple[Path, tuple[str, ...]]
_REMOTE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]+:")
_SECTIONS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "requestBodies": "request body",
    "headers": "header",
    "securitySchemes": "security scheme",
    "examples": "example",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
    "mediaTypes": "media type",
}


class Resolver:
    """Resolves references; an invalid one is logged once and resolves to None."""

    def __init__(self, log: DiagnosticLog) -> None:
        self._log = log
        self._targets: dict[tuple[_Key, bool], Node | None] = {}
        self._documents: dict[Path, Document | None] = {}
        self._anchors: dict[Path, dict[str, Node]] = {}
        self._roots: tuple[Path, ...] = ()
        self._version = ""
        self._walking: set[_Key] = set()

    @property
    def documents(self) -> tuple[Document, ...]:
        """All files that were read, including the first one."""
        return tuple(one for one in self._documents.values() if one)

    def resolve(self, node: Node, *, is_schema: bool = False) -> Node | None:
        """Return the target of a reference, or the node itself if it is not a reference.

        A reference to a schema ends at one that other keywords apply with.
        """
        if _reference(node) is None:
            return node
        key = _key(node), is_schema
        if key not in self._targets:
            self._register(node.document)
            self._targets[key] = self._follow(node, is_schema=is_schema)
        return self._targets[key]

    def applied_siblings(self, node: Node) -> Node | None:
        """Return the keywords next to a `$ref` that describe a type and apply together with it.

        OpenAPI 3.0 ignores them.
        """
        found = type_siblings(node)
        if found is None:
            return None
        self._register(node.document)
        return None if self._version.startswith("3.0") else found

    def _follow(self, node: Node, *, is_schema: bool) -> Node | None:
        visited: dict[_Key, str] = {}
        while (reference := _reference(node)) is not None:
            key = _key(node)
            if key in visited or key in self._walking:
                chain = " → ".join([*visited.values(), reference])
                self._log.error(
                    "circular-ref",
                    f"the reference is circular: {chain}",
                    at=node["$ref"],
                    help="replace one of the references by the definition",
                )
                return None
            visited[key] = reference
            self._walking.add(key)
            target = self._target(node, reference)
            self._walking.discard(key)
            if target is None:
                return None
            node = target
            if is_schema and self.applied_siblings(node):
                break
        return node

    def _target(self, node: Node, reference: str) -> Node | None:
        """Return the part that a reference names, which may be a reference itself."""
        file, _, fragment = reference.partition("#")
        document = self._document(node, unquote(file)) if file else node.document
        if document is None:
            return None
        if fragment and not fragment.startswith("/"):
            return self._anchor(document, fragment, node)
        for steps in dict.fromkeys((_split_pointer(unquote(fragment)), _split_pointer(fragment))):
            target, depth = self._walk(document.root, steps)
            if depth == len(steps):
                return target
        self._log_unresolved(node, target, steps, depth)
        return None

    def _walk(self, node: Node, steps: Sequence[str]) -> tuple[Node, int]:
        """Return the last existing part on the way, and its depth; follow references on it."""
        for depth, step in enumerate(steps):
            child = _child(node, step)
            if child is None and _reference(node) is not None:
                target = self.resolve(node) if _key(node) not in self._walking else None
                child = target and _child(target, step)
            if child is None:
                return node, depth
            node = child
        return node, len(steps)

    def _log_unresolved(self, node: Node, reached: Node, steps: Sequence[str], depth: int) -> None:
        where = "" if reached.document is node.document else f" in {shown(reached.document.name)}"
        if steps[0] == "components" and depth == 2 == len(steps) - 1 and steps[1] in _SECTIONS:
            message = f"no {_SECTIONS[steps[1]]} named {shown(steps[2])}{where}"
        else:
            way = " → ".join(steps[:depth]) or "the document"
            message = f"nothing named {shown(steps[depth])} in {way}{where}"
        advice = did_you_mean(steps[depth], dict(reached.members()))
        self._log.error("unresolved-ref", message, at=node["$ref"], help=advice)

    def _anchor(self, document: Document, name: str, node: Node) -> Node | None:
        if document.path not in self._anchors:
            self._anchors[document.path] = dict(_anchors(document.root))
        anchors = self._anchors[document.path]
        part = anchors.get(unquote(name))
        if part is None:
            self._log.error(
                "unresolved-ref",
                f"no part of {shown(document.name)} has the anchor {shown(name)}",
                at=node["$ref"],
                help=did_you_mean(name, anchors) or "a JSON pointer begins with '#/'",
            )
        return part

    def _register(self, document: Document) -> None:
        """Register a document that was read elsewhere; the first one sets the allowed folders."""
        real = document.path.resolve()
        self._documents.setdefault(real, document)
        if not self._roots:
            cwd = Path.cwd()
            self._version = document.root.text("openapi") or ""
            self._roots = (real.parent, cwd) if real.is_relative_to(cwd) else (real.parent,)

    def _document(self, node: Node, file: str) -> Document | None:
        """Return the document of another file; None if it cannot be read."""
        at = node["$ref"]
        if _REMOTE.match(file):
            self._log.error(
                "remote-ref",
                f"{shown(file)} is not a local file, and opgen does not fetch references",
                at=at,
                help="save it next to the document and refer to the file",
            )
            return None
        path = Path(os.path.normpath(node.document.path.parent / file))
        try:
            real = path.resolve()
        except (OSError, ValueError, RuntimeError):
            self._log.error("unresolved-ref", f"{shown(file)} is not a valid file name", at=at)
            return None
        if real not in self._documents:
            self._documents[real] = self._load(path, real, at, file)
        return self._documents[real]

    def _load(self, path: Path, real: Path, at: Node, file: str) -> Document | None:
        if Path(file).is_absolute() or not any(real.is_relative_to(root) for root in self._roots):
            self._log.error(
                "outside-ref",
                f"{shown(file)} is outside the folder of the document",
                at=at,
                help="move it below that folder, or run opgen in a folder that contains both",
            )
            return None
        if not real.is_file():
            names = [entry.name for entry in real.parent.iterdir()] if real.parent.is_dir() else []
            advice = did_you_mean(path.name, names)
            message = f"the file {shown(file)} does not exist"
            self._log.error("unresolved-ref", message, at=at, help=advice)
            return None
        try:
            return load(path, self._log, "referenced file")
        except OpgenError:  # logged already
            return None


def _reference(node: Node) -> str | None:
    reference = node.value.get("$ref") if isinstance(node.value, dict) else None
    return reference if isinstance(reference, str) else None


def _key(node: Node) -> _Key:
    return node.document.path, node.pointer


def _child(node: Node, step: str) -> Node | None:
    if isinstance(node.value, list):
        return node[int(step)] if step.isdecimal() and int(step) < len(node.value) else None
    return node.get(step)


def _split_pointer(pointer: str) -> tuple[str, ...]:
    steps = pointer.removeprefix("#").split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def _anchors(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield the parts with an anchor (`$anchor`, or an `$id` that is only a fragment)."""
    stack = [root]
    while stack:
        node = stack.pop()
        for key in ("$anchor", "$dynamicAnchor", "$id"):
            name = node.value.get(key) if isinstance(node.value, dict) else None
            if isinstance(name, str) and (key != "$id" or name.startswith("#")):
                yield name.removeprefix("#"), node
        stack += [child for _, child in node.members()]
        stack += node.items()
