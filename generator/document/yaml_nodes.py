"""YAML text → nodes, with the rules of YAML 1.2 where PyYAML has those of 1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from yaml.composer import Composer, ComposerError
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from generator import garbage

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 10_000
_LIBYAML_DEPTH = "exceeded maximum nesting depth"  # of 1,000
PLAIN = "plain"
QUOTED = "quoted"
_MAX_REPAIRS = 20
# Line breaks in YAML 1.1 but not in 1.2: replaced while PyYAML parses.
_HIDDEN = {0x85: "\U0010fff0", 0x2028: "\U0010fff1", 0x2029: "\U0010fff2"}
_RESTORED = {ord(after): chr(before) for before, after in _HIDDEN.items()}


class TooDeepError(yaml.YAMLError):
    """The nesting would exhaust the stack of the parser."""


@dataclass(frozen=True, slots=True)
class ComposedText:
    """The nodes of a text, None for an empty one; lines with repaired indentation, from 0."""

    root: yaml.Node | None
    text: str
    repaired_lines: tuple[int, ...] = ()


class _ScalarRules:
    """Marks plain scalars, so that `plain_value` decides their meaning instead of the loader."""

    depth = 0

    def resolve(self, kind: type[yaml.Node], _value: object, implicit: object) -> str:
        """Return the tag of a node: plain or quoted."""
        plain = kind is yaml.ScalarNode and isinstance(implicit, tuple) and implicit[0]
        return PLAIN if plain else QUOTED

    def descend_resolver(self, *_: object) -> None:
        """Count the nesting: libyaml would crash the process if the stack overflows."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError

    def ascend_resolver(self) -> None:
        """Count the end of a node."""
        self.depth -= 1


class _AnchorRules(_ScalarRules, Composer):
    """Allows an anchor twice, as YAML 1.2 does and PyYAML does not.

    It composes in Python, at half the speed, so it is used only if needed.
    """

    # Methods of the parser that this class is mixed with.
    check_event: Callable[..., bool]
    peek_event: Callable[[], yaml.NodeEvent]

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Forget the first use of an anchor if there is a second one."""
        if not self.check_event(yaml.AliasEvent):
            self.anchors.pop(self.peek_event().anchor, None)
        return super().compose_node(parent, index)


class _PythonLoader(_AnchorRules, yaml.SafeLoader):
    """The loader without libyaml."""


def _loaders() -> tuple[type[yaml.SafeLoader | yaml.CSafeLoader], ...]:
    """Return the fast loader, then one that accepts what the fast one refuses."""
    if not yaml.__with_libyaml__:
        return _PythonLoader, _PythonLoader

    class Fast(_ScalarRules, yaml.CSafeLoader):
        pass

    class Lenient(_AnchorRules, yaml.CSafeLoader):
        def __init__(self, stream: str) -> None:
            yaml.CSafeLoader.__init__(self, stream)
            Composer.__init__(self)

    return Fast, Lenient


def compose(text: str) -> ComposedText:
    """Compose the nodes of a text.

    An entry that is indented more than its mapping but less than the values of the mapping can
    only belong to that mapping. A published document has one, so its indentation is repaired.

    Raises:
        YAMLError: the text is not valid YAML.
    """
    repaired_lines: list[int] = []
    lines = text
    while True:
        try:
            return ComposedText(_compose(lines), lines, tuple(repaired_lines))
        except ParserError as error:
            repair = _repair(lines, error) if len(repaired_lines) < _MAX_REPAIRS else None
            if repair is None:
                raise
            line, lines = repair
            repaired_lines.append(line)


def _compose(text: str) -> yaml.Node | None:
    if not any(chr(code) in text for code in _HIDDEN):
        return _parse(text)
    root = _parse(text.translate(_HIDDEN))
    _restore_line_breaks(root, set())
    return root


def _restore_line_breaks(node: yaml.Node | None, done: set[int]) -> None:
    """Put back the line breaks that were replaced for the parser."""
    if node is None or id(node) in done:
        return
    done.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        node.value = node.value.translate(_RESTORED)
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            _restore_line_breaks(inner, done)


def _parse(text: str) -> yaml.Node | None:
    fast, lenient = _loaders()
    with garbage.paused():
        try:
            return yaml.compose(text, Loader=fast)
        except ComposerError:
            return yaml.compose(text, Loader=lenient)
        except (ScannerError, ParserError) as error:
            if _LIBYAML_DEPTH not in str(error.problem):
                raise
            return yaml.compose(text, Loader=_PythonLoader)


def _repair(text: str, error: ParserError) -> tuple[int, str] | None:
    """Move a misplaced entry and its content to the indentation of its mapping.

    Returns:
        The number of the line, from 0, and the new text; None if this cannot be repaired.
    """
    entry, mapping = error.problem_mark, error.context_mark
    if entry is None or mapping is None or "block mapping" not in str(error.context):
        return None
    shift = entry.column - mapping.column
    lines = text.split("\n")
    if entry.line >= len(lines) or shift <= 0:  # YAML also ends lines at a lone CR
        return None
    if not re.match(rf" {{{entry.column}}}[^ #\-][^#]*:", lines[entry.line]):
        return None
    for number in range(entry.line, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip(" ")) < entry.column:
            break
        lines[number] = line[shift:]
    return entry.line, "\n".join(lines)
