"""Resolve references: `$ref`, `$dynamicRef` and `$recursiveRef`.

A target is looked up in the resource around the reference, then in the document, then among the
`$id`s of all documents that were read, and then in files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from generator.diagnostics import did_you_mean, shown
from generator.document.referenced_files import ReferencedFiles
from generator.document.references import SECTIONS, Reference, wrong_kind
from generator.document.schema_resources import Resources, absolute_uri
from generator.document.siblings import type_siblings
from generator.document.unresolved import UnresolvedError
from generator.places import pointer_steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.references import Identity, Kind

_MAX_NESTING: Final = 50  # of references within the pointers of references
_SHOWN_STEPS: Final = 8  # of a circle


class Resolver:
    """Resolves references; one without a target is a fault, logged once, and resolves to None.

    Args:
        root: the folder whose files references may name; None to choose it by the document.
    """

    def __init__(self, log: DiagnosticLog, root: Path | None = None) -> None:
        self._log = log
        self._files = ReferencedFiles(log, root)
        self._resources: dict[Path, Resources] = {}
        self._identified: dict[str, Node] = {}
        self._version = ""
        self._ends: dict[tuple[Identity, bool], Node | None] = {}
        self._targets: dict[tuple[Identity, Kind], Node | None] = {}
        self._walking: set[Identity] = set()

    @property
    def documents(self) -> tuple[Document, ...]:
        """All files that were read, including the first one."""
        return self._files.documents

    def resolve(self, node: Node, kind: Kind = "part") -> Node | None:
        """Return the target of a reference, or the node itself if it is not a reference.

        A reference to a schema ends at one that other keywords apply with.
        """
        reference = Reference.of(node)
        if reference is None:
            return node
        key = reference.identity, kind
        if key not in self._targets:
            self._targets[key] = self._checked(self._end(reference, kind), reference, kind)
        return self._targets[key]

    def forget(self) -> None:
        """Forget the targets of references: the data of the documents has changed."""
        self._ends.clear()
        self._targets.clear()

    def applied_siblings(self, node: Node) -> Node | None:
        """Return the keywords next to a `$ref` that describe a type and apply together with it.

        OpenAPI 3.0 ignores them.
        """
        found = type_siblings(node)
        if found is None:
            return None
        self._resources_of(node.document)
        return None if self._version.startswith("3.0") else found

    def _checked(self, end: Node | None, reference: Reference, kind: Kind) -> Node | None:
        """Return the end of a reference if it is of the right kind."""
        wrong = end and wrong_kind(end, kind)
        if wrong:
            message = f"a {kind} cannot refer to {shown(reference.text)}, which is {wrong}"
            mend = reference.mend(kind, reference)
            self._log.fault("ref-target", message, at=reference.at, mend=mend)
        return None if wrong else end

    def _end(self, first: Reference, kind: Kind) -> Node | None:
        """Return the end of a chain of references."""
        is_schema = kind == "schema"
        visited: dict[Identity, str] = {}
        end: Node | None = first.node
        while end is not None and (reference := Reference.of(end)):
            key = reference.identity
            if (key, is_schema) in self._ends:
                end = self._ends[key, is_schema]
                break
            try:
                end = self._next(reference, visited)
            except UnresolvedError as error:
                self._log.fault(
                    error.code,
                    error.message,
                    at=reference.at,
                    help=error.help,
                    mend=reference.mend(kind, first),
                )
                end = None
            visited[key] = reference.text
            if is_schema and end is not None and self.applied_siblings(end):
                break
        self._ends.update({(key, is_schema): end for key in visited})
        return end

    def _next(self, reference: Reference, visited: dict[Identity, str]) -> Node:
        """Return what a reference names, which may be a reference itself."""
        key = reference.identity
        if key in visited or key in self._walking:
            start = list(visited).index(key) if key in visited else 0
            chain = " → ".join([*list(visited.values())[start:][-_SHOWN_STEPS:], reference.text])
            message = f"the reference is circular: {chain}"
            advice = "replace one of the references by the definition"
            raise UnresolvedError("circular-ref", message, advice)
        if len(self._walking) == _MAX_NESTING:
            message = f"the pointer leads through more than {_MAX_NESTING} other references"
            raise UnresolvedError("unresolved-ref", message)
        self._walking.add(key)
        try:
            return self._target(reference)
        finally:
            self._walking.discard(key)

    def _target(self, reference: Reference) -> Node:
        node = reference.node
        resources = self._resources_of(node.document)
        if reference.key == "$recursiveRef":
            return resources.recursive(node)
        file, _, fragment = reference.text.partition("#")
        starts = [self._named(node, file)] if file else [resources.resource(node)]
        if fragment and not fragment.startswith("/"):
            return self._anchor(starts[0] if file else node, unquote(fragment))
        # In many documents, references are relative to the root in spite of an `$id`.
        starts += [] if file or not starts[0].pointer else [node.document.root]
        for start in starts:
            for steps in dict.fromkeys((pointer_steps(unquote(fragment)), pointer_steps(fragment))):
                target, depth = self._walk(start, steps)
                if depth == len(steps):
                    return target
        in_file = f" in {shown(target.document.name)}" if target.document != node.document else ""
        raise _missing(target, steps, depth, in_file)

    def _named(self, node: Node, file: str) -> Node:
        """Return the resource with a URI, or the root of a file."""
        uri = absolute_uri(self._resources_of(node.document).base(node), file)
        if uri in self._identified:
            return self._identified[uri]
        document = self._files.load(node.document, file, uri)
        self._resources_of(document)
        return document.root

    def _walk(self, node: Node, steps: Sequence[str]) -> tuple[Node, int]:
        """Return the last existing part on the way, and its depth; follow references on it."""
        for depth, step in enumerate(steps):
            child = _child(node, step)
            if child is None and (reference := Reference.of(node)):
                is_open = reference.identity in self._walking
                target = None if is_open else self._end(reference, "part")
                child = target and _child(target, step)
            if child is None:
                return node, depth
            node = child
        return node, len(steps)

    def _anchor(self, node: Node, name: str) -> Node:
        resources = self._resources_of(node.document)
        found = resources.anchor(node, name)
        if found is None:
            raise UnresolvedError(
                "unresolved-ref",
                f"no part of {shown(node.document.name)} has the anchor {shown(name)}",
                lambda: did_you_mean(name, resources.anchors) or "a JSON pointer begins with '#/'",
            )
        return found

    def _resources_of(self, document: Document) -> Resources:
        """Return the resources of a document, and register them when it is met first."""
        if document.path not in self._resources:
            if not self._resources:
                self._version = document.root.text("openapi") or ""
            found = self._resources[document.path] = Resources(document)
            for uri, node in found.identified.items():
                self._identified.setdefault(uri, node)
            self._files.add(document, found.declared)
        return self._resources[document.path]


def _missing(reached: Node, steps: Sequence[str], depth: int, in_file: str) -> UnresolvedError:
    """Return the error for a pointer whose steps exist up to a depth."""
    if steps[0] == "components" and depth == 2 == len(steps) - 1 and steps[1] in SECTIONS:
        message = f"no {SECTIONS[steps[1]]} named {shown(steps[2])}{in_file}"
    else:
        way = " → ".join(steps[:depth]) or "the document"
        message = f"nothing named {shown(steps[depth])} in {way}{in_file}"
    known = reached.value if isinstance(reached.value, dict) else {}
    return UnresolvedError("unresolved-ref", message, lambda: did_you_mean(steps[depth], known))


def _child(node: Node, step: str) -> Node | None:
    if not isinstance(node.value, list):
        return node.get(step)
    is_index = step.isdecimal() and len(step) < 10 and int(step) < len(node.value)
    return node[int(step)] if is_index else None
