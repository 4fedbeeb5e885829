"""The keys of `paths` as templates: which parameters they contain (OpenAPI 3.1, 4.8.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.naming import snake_case

if TYPE_CHECKING:
    from collections.abc import Collection

# RFC 6570 has an operator before a name and `*` behind it; frameworks add a pattern after `:`.
_EXPRESSION: Final = re.compile(r"\s*[.;+#/]?\s*(.*?)\s*(?:[*?]|:.*)?\s*", re.DOTALL)
_NAME: Final = re.compile(r"\{([^{}]*)\}")
_QUERY: Final = ("?", "&")
_COLON: Final = re.compile(r"(?<=/):([^/:{}?#]+)(?=/|$)")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """The path that an operation calls.

    Attributes:
        path: with `{name}` for each parameter, and without a fragment, which is not sent
            (RFC 9110, 4.2.5).
        names: those of the parameters, each once.
        corrections: what differs from the key, as the ends of sentences.
    """

    path: str
    names: tuple[str, ...]
    corrections: tuple[str, ...]


def read_template(key: str, declared: Collection[str], queries: Collection[str]) -> PathTemplate:
    """Return the template of a key of `paths`.

    An expression that is not a declared name is read as the declared name that it contains:
    `{id*}`, `{id:[0-9]+}` and `{ID}` as `{id}`.

    Args:
        key: the key.
        declared: the names of the declared path parameters.
        queries: the names of the declared query parameters.
    """
    return _Reader(key, declared, queries).read()


@dataclass(slots=True)
class _Reader:
    key: str
    declared: Collection[str]
    queries: Collection[str]
    names: list[str] = field(default_factory=list)
    corrections: dict[str, None] = field(default_factory=dict)

    def read(self) -> PathTemplate:
        key = self.key.strip()
        if key != self.key:
            self._correct("it has spaces around it")
        parts, _ = _divide(_split(key), "#")
        parts, query = _divide(parts, "?")
        path = "".join(map(self._part, parts))
        if not path.startswith("/"):
            self._correct("it does not begin with a slash")
            path = f"/{path}"
        path = _COLON.sub(self._colon, path)
        fixed = self._fixed("".join(one.source for one in query))
        path = f"{path}?{fixed}" if fixed else path
        return PathTemplate(path, tuple(dict.fromkeys(self.names)), tuple(self.corrections))

    def _correct(self, message: str) -> None:
        self.corrections[message] = None

    def _part(self, part: _Part) -> str:
        text = part.text
        if not part.is_name:
            return self._literal(text)
        if text.startswith(_QUERY):
            self._correct(f"{{{text}}} is a query, which the parameters describe")
            return ""
        if not part.is_closed:
            self._correct(f"{{{text} has no right brace")
        name = self._name(text)
        if name != text:
            self._correct(f"{{{text}}} is read as {{{name}}}")
        if name in self.names:
            self._correct(f"{{{name}}} is in it twice; one argument is sent in both places")
        self.names.append(name)
        return f"{{{name}}}"

    def _literal(self, text: str) -> str:
        """Return a text without braces; `id}` is a parameter if one of this name is declared."""
        if "}" not in text:
            return text
        self._correct("it has a right brace without a left one")
        segments = text.split("/")
        for index, one in enumerate(segments):
            name = one.removesuffix("}")
            if name != one and name in self.declared and name not in self.names:
                self.names.append(name)
                segments[index] = f"{{{name}}}"
            else:
                segments[index] = one.replace("}", "%7D")
        return "/".join(segments)

    def _name(self, text: str) -> str:
        """Return the declared parameter that an expression names, else the name in it."""
        if text in self.declared:
            return text
        match = _EXPRESSION.fullmatch(text.strip("{}"))
        name = match[1].strip("{}") if match else ""
        if name in self.declared:
            return name
        likely = [one for one in self.declared if snake_case(one) == snake_case(name)]
        is_free = len(likely) == 1 and f"{{{likely[0]}}}" not in self.key
        return likely[0] if name and is_free else name

    def _colon(self, match: re.Match[str]) -> str:
        """Return `{id}` for `:id`; other texts, such as `:read-all`, are literal."""
        name = match[1]
        is_name = name in self.declared or _WORD.fullmatch(name)
        if not is_name or name in self.names:
            return match[0]
        self.names.append(name)
        self._correct(f":{name} is read as {{{name}}}")
        return f"{{{name}}}"

    def _fixed(self, query: str) -> str:
        """Return a query without the pairs whose value is a declared query parameter."""
        pairs = []
        for pair in filter(None, query.split("&")):
            wire, _, value = pair.partition("=")
            if value.startswith("{") and wire in self.queries:
                self._correct(f"{pair} is a query, which the parameters describe")
            else:
                pairs.append(pair)
                self.names += _NAME.findall(pair)
        return "&".join(pairs)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a key: the text in braces, or a text outside of them."""

    text: str
    is_name: bool = False
    is_closed: bool = True

    @property
    def source(self) -> str:
        """The part as it is in the key."""
        return f"{{{self.text}}}" if self.is_name else self.text


def _split(key: str) -> list[_Part]:
    """Return the parts of a key; an expression without its right brace ends before a slash."""
    parts: list[_Part] = []
    start = 0
    while (left := key.find("{", start)) >= 0:
        right = _right_brace(key, left)
        end = right
        if right < 0:
            slash = key.find("/", left)
            end = slash if slash >= 0 else len(key)
        name = _Part(key[left + 1 : end], is_name=True, is_closed=right >= 0)
        parts += [_Part(key[start:left]), name]
        start = end + (right >= 0)
    return [*parts, _Part(key[start:])]


def _right_brace(key: str, left: int) -> int:
    """Return the index of the brace that closes one; -1 if there is none."""
    depth = 0
    for index in range(left, len(key)):
        depth += {"{": 1, "}": -1}.get(key[index], 0)
        if depth == 0:
            return index
    return -1


def _divide(parts: list[_Part], separator: str) -> tuple[list[_Part], list[_Part]]:
    """Return the parts before and after the first separator that is outside of braces."""
    for index, one in enumerate(parts):
        if not one.is_name and separator in one.text:
            before, _, after = one.text.partition(separator)
            return [*parts[:index], _Part(before)], [_Part(after), *parts[index + 1 :]]
    return parts, []
