"""Attribute the diagnostics of the checker to changes, and find the affected code."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import Location
from generator.impact.app_files import LOCATED, name_of
from generator.impact.marks import effect_of
from generator.schemas.shapes import AliasDefinition, Enumeration
from generator.types.reachable import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.impact.app_files import Located
    from generator.impact.checker import CheckerDiagnostic
    from generator.impact.edits import Copy
    from generator.impact.marks import Marks
    from generator.schemas.shapes import Definition

    _Values = dict[object, ast.expr]

_DEPRECATED: Final = re.compile(r"opgen:((?:_\d+)+)")
_MARKER: Final = re.compile(r"\bChanged((?:_\d+)+)")
_QUOTED: Final = re.compile(r"`[^`]+`|'[^']+'|\"[^\"]+\"")
_WORD: Final = re.compile(r"[^\W\d]\w*")
_BACKQUOTED: Final = re.compile(r"`(\w+)`")
_TEXT: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_USING: Final = (ast.Call, ast.Tuple, ast.Attribute, ast.MatchClass, ast.ClassDef)
_CALLS: Final = {"missing-argument", "too-many-positional-arguments"}
_VALUES: Final = re.compile("invalid-(argument-type|assignment|explicit-return)|no-matching")


class _Region(NamedTuple):
    """The code in the range of a diagnostic and around it.

    Attributes:
        nodes: in the range, and the dictionaries around it.
        keywords: of the innermost call around it.
        statement_names: names in the innermost statement around it.
        words: names in the message, and the keywords and keys around the range.
        constants: in the range.
        found: strings in the part of the message after `found`.
    """

    nodes: list[Located]
    keywords: list[ast.keyword]
    statement_names: set[str]
    words: set[str]
    constants: set[object]
    found: set[str]


class Evidence(NamedTuple):
    """The evidence that a diagnostic is due to a change.

    Attributes:
        strength: the highest one wins.
        node: the affected code; None for the range of the diagnostic.
        certain: whether the code is certainly affected.
    """

    strength: int
    change: Change
    node: Located | None
    certain: bool


class Attribution:
    """Attributes the diagnostics in the copy of one file to changes."""

    def __init__(self, copy: Copy, marks: Marks, definitions: Mapping[str, Definition]) -> None:
        self._copy = copy
        self._marks = marks
        self._definitions = definitions
        self._removed = {
            one.target.type for one in marks.changes if effect_of(one) == "type-removed"
        }
        self._code, nodes = copy.code, copy.code.nodes
        self._parents = {one: node for node in nodes for one in ast.iter_child_nodes(node)}
        self._spans = [(*self._code.span(one), one) for one in nodes if isinstance(one, LOCATED)]

    def affected(
        self, diagnostics: Sequence[CheckerDiagnostic], log: DiagnosticLog
    ) -> Iterator[tuple[int, Evidence]]:
        """Yield the affected offsets in the copy; log a warning if no change explains one."""
        spans = [tuple(self._code.offset_at(*each) for each in one.span) for one in diagnostics]
        keyed = [span for one, span in zip(diagnostics, spans, strict=True) if "dict" in one.rule]
        for one, (start, end) in zip(diagnostics, spans, strict=True):
            at = start
            if one.rule == "deprecated" and (marked := _DEPRECATED.search(one.message)):
                node = self._node_named(start, end)
                at = end - len(node.attr) if isinstance(node, ast.Attribute) else start
                changes = self._marks.of(marked[1])
                used = (each for each in changes if self._is_used(node, each))
                evidence = [Evidence(1, each, None, each.certain) for each in used]
            elif _VALUES.match(one.rule) and (
                any(start <= at and to <= end for at, to in keyed)
                or not self._removed.isdisjoint(_WORD.findall(one.message))
            ):
                continue  # another diagnostic reports the key in it, or the name of the type
            elif not (evidence := self._strongest(one, start, end)):
                where = Location(str(self._code.path), *self._copy.position(start))
                message = f"ty reports this only with the new package: {one.message}"
                log.warning("unexplained-use", message, at=where, help="no change explains this")
            for each in evidence:
                place = self._code.span(each.node)[0] if each.node else at
                place += 2 * self._code.text.startswith("**", place)
                yield place, each
                if one.rule != "deprecated":
                    yield from ((other, each) for other in self._imported(start))

    def _imported(self, start: int) -> Iterator[int]:
        """Yield the uses of what a failed import binds: the checker does not report them."""
        names: set[str] = set()
        for at, to, node in self._spans:
            if isinstance(node, (ast.Import, ast.ImportFrom)) and at <= start <= to:
                places = {self._code.span(one)[0]: one for one in node.names}
                starts = [place for place in places if place == start or start < min(places)]
                names |= {places[place].asname or places[place].name for place in starts}
                yield from starts
        spans = self._spans if names else ()
        yield from (at for at, _, one in spans if isinstance(one, ast.Name) and one.id in names)

    def _node_named(self, start: int, end: int) -> Located | None:
        spans = (one for at, to, one in self._spans if to == end and at <= start)
        return next((one for one in spans if name_of(one) or isinstance(one, ast.alias)), None)

    def _is_used(self, node: ast.AST | None, change: Change) -> bool:
        """Whether code uses the changed part of a name; the node is None in an f-string."""
        parent = self._parents[node] if node else None
        match change.code:
            case "type-widened" | "value-renamed":
                # Only code that compares values is affected by a new one.
                while isinstance(parent, (ast.Tuple, ast.NamedExpr, ast.Call)):
                    node, parent = parent, self._parents[parent]
                is_subject = isinstance(parent, ast.Match) and parent.subject is node
                return is_subject or isinstance(parent, ast.Compare)
            case "type-narrowed":
                # A class that became an alias is still a type, but cannot be called or subclassed.
                return isinstance(parent, _USING)
            case "result-widened" | "result-narrowed":
                while isinstance(parent, (ast.Attribute, ast.Await)) or (
                    isinstance(parent, ast.Call) and parent.func is node
                ):
                    node, parent = parent, self._parents[parent]
                return not isinstance(parent, (ast.Expr, ast.ImportFrom))
        return True

    def _strongest(self, one: CheckerDiagnostic, start: int, end: int) -> list[Evidence]:
        inside = [node for at, to, node in self._spans if start <= at and to <= end]
        around = [node for at, to, node in self._spans if at <= start and end <= to]
        calls = [node for node in around if isinstance(node, ast.Call)]
        statements = [node for node in around if isinstance(node, ast.stmt)]
        inner = around[max((around.index(one) for one in calls), default=0) :]
        path = {name for node in inner for name in _leading(node, around)}
        marker = _MARKER.search(one.message)
        region = _Region(
            nodes=[*inside, *(node for node in around if isinstance(node, ast.Dict))],
            keywords=calls[-1].keywords if calls else [],
            statement_names={name_of(one) for at in statements[-1:] for one in ast.walk(at)} - {""},
            words=path.union(_WORD.findall(" ".join(_QUOTED.findall(one.message)))),
            constants={node.value for node in inside if isinstance(node, ast.Constant)},
            found={each[0] or each[1] for each in _TEXT.findall(one.message.partition("found")[2])},
        )
        changes = self._marks.of(marker[1]) if marker else self._marks.changes
        if one.rule in _CALLS:
            changes = [each for each in changes if each.target.argument]
        evidence = [each for change in changes for each in self._evidence(change, region, marker)]
        most = max((each.strength for each in evidence), default=0)
        return [each for each in evidence if each.strength == most]

    def _evidence(self, change: Change, region: _Region, marker: object) -> Iterator[Evidence]:
        """Yield the evidence for a change, if there is any."""
        about, code = change.target, effect_of(change)
        node = next(self._nodes(change, region), None)
        is_named = not self._names(change).isdisjoint(region.words)
        has_value = not (region.constants | region.found).isdisjoint(about.values)
        kind = code if code == "argument-narrowed" else code.partition("-")[0]
        is_relevant = {
            "argument-narrowed": marker is not None
            or (is_named and about.function in region.statement_names),
            "setting": marker is not None,
            "argument": is_named,
            "attribute": is_named or node is not None,
            "value": has_value,
            "type": is_named or has_value or about.type in region.words | region.statement_names,
            "module": is_named,
        }.get(kind)
        strength = (
            4 * (is_named + has_value + (about.type in region.words))
            + 4 * (node is not None and code != "argument-removed")
            + 2 * (f"_{about.function}" in region.words)
            + (about.type in region.statement_names)
            + (about.function in region.statement_names)
        )
        is_known = not about.values or (has_value and region.found <= set(about.values))
        if is_relevant:
            yield Evidence(strength, change, node, change.certain and is_known)

    def _names(self, change: Change) -> set[str]:
        """Return the names that a message about a change may contain."""
        about = change.target
        alias = self._definitions.get(about.type)
        names = {about.argument or about.attribute or about.module}
        if change.code == "argument-renamed":
            names |= set(_BACKQUOTED.findall(change.message))
        if change.code == "argument-position":
            names.add(f"_{about.function}")  # the arguments after it move too
        return names | (named(alias.shape) if isinstance(alias, AliasDefinition) else set())

    def _nodes(self, change: Change, region: _Region) -> Iterator[Located]:
        """Yield the nodes that a change affects, if they can be identified."""
        about, code = change.target, effect_of(change)
        if code in {"argument-narrowed", "argument-removed", "argument-renamed"}:
            for name in _BACKQUOTED.findall(change.message):
                yield from (one for one, _ in self._literals(name, region))
            for one in region.keywords:
                keys = one.value.keys if not one.arg and isinstance(one.value, ast.Dict) else ()
                yield from (key for key in keys if key and _text(key) == about.argument)
            yield from (one for one in region.keywords if one.arg == about.argument)
        elif code in {"attribute-added", "attribute-required"}:
            for node, values_by_key in self._literals(about.type, region):
                yield from () if about.attribute in values_by_key else (node,)
        elif about.direction != "response":
            for _, values_by_key in self._literals(about.type, region):
                value = values_by_key.get(about.attribute)
                is_other = isinstance(value, ast.Constant) and value.value not in about.values
                yield from (value,) if value and not (about.values and is_other) else ()

    def _literals(self, name: str, region: _Region) -> Iterator[tuple[Located, _Values]]:
        """Yield the literals whose keys and constants fit a class, with their values by key."""
        owner = self._definitions.get(name)
        members = {one.wire: one.shape for one in getattr(owner, "properties", ())}
        for node in region.nodes if members else ():
            values_by_key: _Values = {}
            match node:
                case ast.Dict(keys, values):
                    pairs = zip(keys, values, strict=True)
                    values_by_key = {
                        key.value: one for key, one in pairs if isinstance(key, ast.Constant)
                    }
                case ast.Call(keywords=[_, *_]) if name_of(node.func) in {"dict", name}:
                    values_by_key = {one.arg: one.value for one in node.keywords}
                case _:
                    continue
            if all(_fits(members.get(str(key)), value) for key, value in values_by_key.items()):
                yield node, values_by_key


def _leading(node: ast.AST, around: list[Located]) -> Iterator[str]:
    """Yield the keyword or the key of the value of a node."""
    match node:
        case ast.keyword(str(arg)):
            yield arg
        case ast.Assign([ast.Subscript(slice=key)]):
            yield _text(key)
        case ast.Dict(keys, values):
            pairs = zip(keys, values, strict=True)
            yield from (_text(key) for key, one in pairs if key and one in around)


def _text(key: ast.expr) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _fits(shape: object, value: ast.expr) -> bool:
    """Whether a value fits a member: the single constant of a discriminator must be equal."""
    values = shape.values if isinstance(shape, Enumeration) else ()
    is_other = isinstance(value, ast.Constant) and value.value not in values
    return shape is not None and not (len(values) == 1 and is_other)
