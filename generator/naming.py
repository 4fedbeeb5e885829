"""Turn text into Python identifiers, and make them unique."""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Identifier = NewType("Identifier", str)
"""A valid Python identifier that is not a keyword; only this module creates it."""

FURTHER = Identifier("__pydantic_extra__")
"""The attribute in which a model has the members that no other attribute has."""

BUILTINS = frozenset(dir(builtins))

MODEL_ATTRIBUTES = frozenset(
    """
    construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json
    update_forward_refs validate model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings assembled
    """.split()  # noqa: SIM905  thirty names read better so
)
"""Names that a model uses itself; a property with such a name gets an underscore."""

OLD_MODEL_ATTRIBUTES = MODEL_ATTRIBUTES | {"self", "str", "int", "float", "bool", "list", "bytes"}
"""Those that got an underscore before annotations had other names for builtin types."""

_SIGNS = {
    "<=": "less than or equal", ">=": "greater than or equal", "!=": "not equal",
    "<>": "not equal", "==": "equals", "=": "equals", "<": "less than", ">": "greater than",
    "≤": "less than or equal", "≥": "greater than or equal", "≠": "not equal",
    "+": "plus", "*": "star", "/": "slash", "\\": "backslash", "%": "percent", "&": "and",
    "|": "or", "!": "not", "?": "question", "@": "at", "#": "hash", "$": "dollar",
    "~": "tilde", "^": "caret", "`": "backtick",
}  # fmt: skip
"""Words for signs that have another name in Unicode."""
_SIGN = re.compile("[<>!=]=|<>|[^\\w\\s]")
_COMPARES = re.compile(r"[^<>]*[^<>!=](?:[<>]=?|!=)")
_MINUS = re.compile(r"(?<![^\W_])-(?=[^\W_])")  # not the hyphen in `a-b`
_PUNCTUATION = {"-": "dash", "_": "underscore", ".": "dot", ",": "comma", ":": "colon"}
"""Words for signs that divide words; only a text of nothing else is named after them."""
_MOST_UNDERSCORES = 3

_LONGEST_STEM = 100
_BOUNDARY = re.compile(
    r"(?<=[a-z])(?=[A-Z])"  # listAssistants: list Assistants
    # HTTPResponse: HTTP Response, but not in `userIDs`, `GPUsOf` and `IPv6`; in `XAsText`
    r"|(?<=[A-Z])(?=[A-Z][a-z])"
    r"(?!(?:[B-HJ-Z]s|(?<=[A-Z]{2})[AI]s|[AI]s(?![A-Z])|[A-Z]v\d+)(?![a-z]))"
    r"|(?<=\d)(?=[A-Z][a-z])"  # Oauth2Token: Oauth2 Token
)
_ONE_WORD = re.compile("O(?:Auth|Data|Embed)|(?<![A-Za-z])oAuth")
"""Words with a capital inside."""
_SEPARATOR = re.compile(r"[\W_]+")
_CAP_WORDS = re.compile(r"[A-Z][A-Za-z0-9]*")


def is_identifier(text: str) -> bool:
    """Whether a text is a valid ASCII identifier and not a keyword."""
    return text.isidentifier() and text.isascii() and not keyword.iskeyword(text)


def words(text: str) -> list[str]:
    """Return the words of a text: `listAssistants` has `list` and `Assistants`."""
    normal = _ONE_WORD.sub(lambda found: found[0].capitalize(), unicodedata.normalize("NFKC", text))
    return [part for chunk in _SEPARATOR.split(normal) for part in _BOUNDARY.split(chunk) if part]


def words_with_signs(text: str) -> list[str]:
    """Return the words of a text and of its signs: `+1` has `plus` and `1`."""
    normal = _MINUS.sub(" minus ", unicodedata.normalize("NFKC", text))
    return words(_SIGN.sub(lambda sign: f" {_word_for(sign[0])} ", normal))


def _word_for(sign: str) -> str:
    """Return the words for a sign, or a space if it only divides words."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if not unicodedata.category(sign).startswith("S"):
        return " "
    name = unicodedata.name(sign, "").removesuffix(" SIGN").removesuffix(" SYMBOL")
    return name.lower()


def _chosen_words(text: str) -> list[str]:
    """Return the words of a name.

    Those of its signs are among them if it has no letter, or compares: `DateSent<`.
    """
    plain = words(text)
    if plain and _COMPARES.fullmatch(text):
        return words_with_signs(text)
    if any(c.isalpha() for word in plain for c in word) or text[:1].isalnum():
        return plain
    punctuation = (_PUNCTUATION[c] for c in text if c in _PUNCTUATION)
    return words_with_signs(text) or list(punctuation)[:_MOST_UNDERSCORES]


def snake_case(text: str, *, taken: Collection[str] = (), fallback: str = "unnamed") -> Identifier:
    """Return `list_assistants` for `listAssistants`; a keyword or taken name gets an underscore."""
    return _snake(_chosen_words(text), taken, fallback)


def _snake(parts: Iterable[str], taken: Collection[str], fallback: str = "unnamed") -> Identifier:
    return _usable("_".join(parts).lower() or fallback, "n_", taken)


def class_name(text: str, *, taken: Collection[str] = (), fallback: str = "Unnamed") -> Identifier:
    """Return a class name in CapWords; a text in CapWords is kept.

    The first letter is always a capital, even in scripts without capitals, so that no attribute
    has the same name.
    """
    if _CAP_WORDS.fullmatch(text):
        return _usable(text, "N", taken)
    name = "".join(word[0].upper() + word[1:] for word in _chosen_words(text)) or fallback
    return _usable(name if name[0].isupper() else f"N{name}", "N", taken)


def file_stem(name: str) -> str:
    """Return a name for a file: a long one is cut, and gets a digest of the whole.

    File systems allow 255 bytes, and Python adds to them for its caches.
    """
    if len(name.encode()) <= _LONGEST_STEM:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    start = name.encode()[: _LONGEST_STEM - 9].decode(errors="ignore").rstrip("_")
    return f"{start}_{digest}"


def singular(name: str) -> str:
    """Return the singular of a name: `vector_store` for `vector_stores`; else add `_item`."""
    for ending, replacement in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if name.endswith(ending) and not name.endswith(("ss", "us", "is")):
            return name[: -len(ending)] + replacement
    return f"{name}_item"


def distinct(
    texts: Iterable[str], taken: Collection[str] = (), places: Sequence[str] = ()
) -> list[Identifier]:
    """Return unique snake_case names, in the order of the texts.

    A text that is already a name keeps it; then the first one that wants a name gets it. The others
    differ by their signs (`dollar_filter`), by their place (`query_id`), or by an
    underscore.

    Args:
        texts: what is named.
        taken: names that none of them may have.
        places: where each of them is; empty if all are in one place.
    """
    wanted = list(texts)
    names = _DistinctNames(frozenset(taken), places or [""] * len(wanted))
    simple = [snake_case(text, taken=names.reserved) for text in wanted]
    numbers = sorted(range(len(wanted)), key=lambda one: simple[one] != wanted[one])
    found = {one: simple[one] for one in numbers if names.take(simple[one], one)}
    for one in range(len(wanted)):
        if one not in found:
            found[one] = names.alternative(wanted[one], simple[one], one)
    return [found[one] for one in range(len(wanted))]


class _DistinctNames:
    """Gives each name once; a text is known by its number."""

    def __init__(self, reserved: frozenset[str], places: Sequence[str]) -> None:
        self.reserved = reserved
        self._places = places
        self._owners: dict[str, int] = {}
        self._endings: dict[str, Iterator[str]] = {}

    def take(self, name: str, number: int) -> bool:
        """Give a name to a text, unless another one has it."""
        return self._owners.setdefault(name, number) == number

    def alternative(self, text: str, simple: str, number: int) -> Identifier:
        """Give another name to a text whose simple name is taken."""
        options = [words_with_signs(text)]
        place = self._places[number]
        if self._places[self._owners[simple]] != place:
            options.append([place, *words(text)])
        for option in options:
            name = _snake(option, self.reserved)
            if self.take(name, number):
                return name
        for ending in self._endings.setdefault(simple, _endings()):
            name = _usable(simple + ending, "n_", self.reserved)
            if self.take(name, number):
                return name
        raise AssertionError("the endings have no end")


def _endings() -> Iterator[str]:
    """Yield what is added to a name that is taken; many underscores are hard to count."""
    yield from ("_" * length for length in range(1, _MOST_UNDERSCORES + 1))
    yield from (f"_{number}" for number in count(_MOST_UNDERSCORES + 2))


def _usable(name: str, prefix: str, taken: Collection[str]) -> Identifier:
    name = unicodedata.normalize("NFKC", name)
    if not name.isidentifier():
        name = prefix + name
    if not name.isidentifier():
        name = prefix + "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return Identifier(name)
