"""Which changes a checker's findings are about, and at which places of the app."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import Location
from generator.impact.app_files import LOCATED, name_of
from generator.schemas.shapes import AliasDefinition, Enumeration
from generator.types.reachable import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.impact.app_files import Located
    from generator.impact.checker import Finding
    from generator.impact.edits import Copy
    from generator.impact.marks import Marks
    from generator.schemas.shapes import Definition

    _Held = dict[object, ast.expr]

_DEPRECATED: Final = re.compile(r"opgen:((?:_\d+)+)")
_MARKER: Final = re.compile(r"\bChanged((?:_\d+)+)")
_QUOTED: Final = re.compile(r"`[^`]+`|'[^']+'|\"[^\"]+\"")
_WORD: Final = re.compile(r"[^\W\d]\w*")
_TICKED: Final = re.compile(r"`(\w+)`")
_TEXT: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_USING: Final = (ast.Call, ast.Tuple, ast.Attribute, ast.MatchClass, ast.ClassDef)
_CALLS: Final = {"missing-argument", "too-many-positional-arguments"}
_VALUES: Final = re.compile("invalid-(argument-type|assignment|explicit-return)|no-matching")


class _Region(NamedTuple):
    """The code in the range of a finding, the code around it, and the names and constants there."""

    nodes: list[Located]
    keywords: list[ast.keyword]
    near: set[str]
    words: set[str]
    constants: set[object]
    given: set[str]


class Evidence(NamedTuple):
    """What ties a finding to a change; the node is what is touched, None for the whole range."""

    strength: int
    change: Change
    node: Located | None
    certain: bool


class Explained:
    """Explains the findings in the copy of one file."""

    def __init__(self, copy: Copy, marks: Marks, definitions: Mapping[str, Definition]) -> None:
        self._copy = copy
        self._marks = marks
        self._definitions = definitions
        self._removed = {one.target.type for one in marks.changes if one.code == "type-removed"}
        self._code, nodes = copy.code, copy.code.nodes
        self._parents = {one: node for node in nodes for one in ast.iter_child_nodes(node)}
        self._spans = [(*self._code.span(one), one) for one in nodes if isinstance(one, LOCATED)]

    def touched(
        self, findings: Sequence[Finding], log: DiagnosticLog
    ) -> Iterator[tuple[int, Evidence]]:
        """Yield the places in the copy that changes touch; what none explains is a warning."""
        spans = [tuple(self._code.place(*each) for each in one.span) for one in findings]
        keyed = [span for one, span in zip(findings, spans, strict=True) if "dict" in one.rule]
        for one, (start, end) in zip(findings, spans, strict=True):
            at = start
            if one.rule == "deprecated" and (marked := _DEPRECATED.search(one.message)):
                node = self._named(start, end)
                at = end - len(node.attr) if isinstance(node, ast.Attribute) else start
                changes = self._marks.of(marked[1])
                used = (each for each in changes if self._is_used(node, each))
                evidence = [Evidence(1, each, None, each.certain) for each in used]
            elif _VALUES.match(one.rule) and (
                any(start <= at and to <= end for at, to in keyed)
                or not self._removed.isdisjoint(_WORD.findall(one.message))
            ):
                continue  # the key in it is touched, or the name of the type
            elif not (evidence := self._best(one, start, end)):
                where = Location(str(self._code.path), *self._copy.position(start))
                message = f"ty reports this with the later package only: {one.message}"
                log.warning("unexplained-use", message, at=where, help="no change explains it")
            for each in evidence:
                place = self._code.span(each.node)[0] if each.node else at
                place += 2 * self._code.text.startswith("**", place)
                yield place, each
                if one.rule != "deprecated":
                    yield from ((other, each) for other in self._imported(start))

    def _imported(self, start: int) -> Iterator[int]:
        """Yield the uses of what is imported where a finding starts: a checker knows none of it."""
        names: set[str] = set()
        for at, to, node in self._spans:
            if isinstance(node, (ast.Import, ast.ImportFrom)) and at <= start <= to:
                places = {self._code.span(one)[0]: one for one in node.names}
                found = [place for place in places if place == start or start < min(places)]
                names |= {places[place].asname or places[place].name for place in found}
                yield from found
        spans = self._spans if names else ()
        yield from (at for at, _, one in spans if isinstance(one, ast.Name) and one.id in names)

    def _named(self, start: int, end: int) -> Located | None:
        spans = (one for at, to, one in self._spans if to == end and at <= start)
        return next((one for one in spans if name_of(one) or isinstance(one, ast.alias)), None)

    def _is_used(self, node: ast.AST | None, change: Change) -> bool:
        """Whether code uses what changed of a name that it has; None for one in an f-string."""
        parent = self._parents[node] if node else None
        match change.code:
            case "type-widened":
                # Only code that compares values can miss a new one.
                while isinstance(parent, (ast.Tuple, ast.NamedExpr, ast.Call)):
                    node, parent = parent, self._parents[parent]
                is_subject = isinstance(parent, ast.Match) and parent.subject is node
                return is_subject or isinstance(parent, ast.Compare)
            case "type-narrowed":
                # A class that is an alias now is still a type, but nothing to call or to ask for.
                return isinstance(parent, _USING)
            case "result-widened" | "result-narrowed":
                while isinstance(parent, (ast.Attribute, ast.Await)) or (
                    isinstance(parent, ast.Call) and parent.func is node
                ):
                    node, parent = parent, self._parents[parent]
                return not isinstance(parent, (ast.Expr, ast.ImportFrom))
        return True

    def _best(self, one: Finding, start: int, end: int) -> list[Evidence]:
        """Return the strongest evidence for what a finding is about."""
        inside = [node for at, to, node in self._spans if start <= at and to <= end]
        around = [node for at, to, node in self._spans if at <= start and end <= to]
        calls = [node for node in around if isinstance(node, ast.Call)]
        statements = [ast.walk(node) for node in around if isinstance(node, ast.stmt)]
        inner = around[max((around.index(one) for one in calls), default=0) :]
        path = {name for node in inner for name in _leading(node, around)}
        marker = _MARKER.search(one.message)
        region = _Region(
            nodes=[*inside, *(node for node in around if isinstance(node, ast.Dict))],
            keywords=calls[-1].keywords if calls else [],
            near={name_of(each) for each in statements[-1]} - {""} if statements else set(),
            words=path.union(_WORD.findall(" ".join(_QUOTED.findall(one.message)))),
            constants={node.value for node in inside if isinstance(node, ast.Constant)},
            given={each[0] or each[1] for each in _TEXT.findall(one.message.partition("found")[2])},
        )
        changes = self._marks.of(marker[1]) if marker else self._marks.changes
        if one.rule in _CALLS:
            changes = [each for each in changes if each.target.argument]
        evidence = [each for change in changes for each in self._weigh(change, region, marker)]
        most = max((each.strength for each in evidence), default=0)
        return [each for each in evidence if each.strength == most]

    def _weigh(self, change: Change, region: _Region, marker: object) -> Iterator[Evidence]:
        """Yield what speaks for a change, if anything does."""
        about, code = change.target, change.code
        node = next(self._nodes(change, region), None)
        is_said = not self._names(change).isdisjoint(region.words)
        is_told = not (region.constants | region.given).isdisjoint(about.values)
        kind = code if code == "argument-narrowed" else code.partition("-")[0]
        is_relevant = {
            "argument-narrowed": marker is not None or (is_said and about.function in region.near),
            "setting": marker is not None,
            "argument": is_said,
            "attribute": is_said or node is not None,
            "type": is_said or is_told or about.type in region.words | region.near,
            "module": is_said,
        }.get(kind)
        strength = (
            4 * (is_said + is_told + (about.type in region.words))
            + 4 * (node is not None and code != "argument-removed")
            + 2 * (f"_{about.function}" in region.words)
            + (about.type in region.near)
            + (about.function in region.near)
        )
        is_known = not about.values or (is_told and region.given <= set(about.values))
        if is_relevant:
            yield Evidence(strength, change, node, change.certain and is_known)

    def _names(self, change: Change) -> set[str]:
        """Return what a message names that is about a change."""
        about = change.target
        alias = self._definitions.get(about.type)
        names = {about.argument or about.attribute or about.module}
        if change.code == "argument-renamed":
            names |= set(_TICKED.findall(change.message))
        if change.code == "argument-position":
            names.add(f"_{about.function}")  # what follows it is given for something else
        return names | (named(alias.shape) if isinstance(alias, AliasDefinition) else set())

    def _nodes(self, change: Change, region: _Region) -> Iterator[Located]:
        """Yield what of the code a change touches, where that can be told from the rest."""
        about, code = change.target, change.code
        if code in {"argument-narrowed", "argument-removed", "argument-renamed"}:
            for name in _TICKED.findall(change.message):
                yield from (one for one, _ in self._displays(name, region))
            for one in region.keywords:
                keys = one.value.keys if not one.arg and isinstance(one.value, ast.Dict) else ()
                yield from (key for key in keys if key and _text(key) == about.argument)
            yield from (one for one in region.keywords if one.arg == about.argument)
        elif code in {"attribute-added", "attribute-required"}:
            for node, held in self._displays(about.type, region):
                yield from () if about.attribute in held else (node,)
        elif about.direction != "response":
            for _, held in self._displays(about.type, region):
                value = held.get(about.attribute)
                is_other = isinstance(value, ast.Constant) and value.value not in about.values
                yield from (value,) if value and not (about.values and is_other) else ()

    def _displays(self, name: str, region: _Region) -> Iterator[tuple[Located, _Held]]:
        """Yield the dictionaries that can be meant for a class: by their keys and constants."""
        owner = self._definitions.get(name)
        members = {one.wire: one.shape for one in getattr(owner, "properties", ())}
        for node in region.nodes if members else ():
            held: _Held = {}
            match node:
                case ast.Dict(keys, values):
                    pairs = zip(keys, values, strict=True)
                    held = {key.value: one for key, one in pairs if isinstance(key, ast.Constant)}
                case ast.Call(keywords=[_, *_]) if name_of(node.func) in {"dict", name}:
                    held = {one.arg: one.value for one in node.keywords}
                case _:
                    continue
            if all(_fits(members.get(str(key)), value) for key, value in held.items()):
                yield node, held


def _leading(node: ast.AST, around: list[Located]) -> Iterator[str]:
    """Yield the keyword or the key that leads to what a node holds."""
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
    """Whether a member has a value; the constant of a discriminator is the member's own."""
    values = shape.values if isinstance(shape, Enumeration) else ()
    is_other = isinstance(value, ast.Constant) and value.value not in values
    return shape is not None and not (len(values) == 1 and is_other)
