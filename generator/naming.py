"""Turn text into Python identifiers, and make them unique."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Identifier = NewType("Identifier", str)
"""A valid Python identifier that is not a keyword; only this module creates it."""

BUILTINS = frozenset(dir(builtins))

MODEL_ATTRIBUTES = frozenset(
    """
    construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json self
    update_forward_refs validate model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings assembled str int float bool list bytes
    """.split()  # noqa: SIM905  thirty names read better so
)
"""Names that a model or its annotations use; a property with such a name gets an underscore."""

_BOUNDARY = re.compile(
    r"(?<=[a-z])(?=[A-Z])"  # listAssistants: list Assistants
    r"|(?<=[A-Z])(?=[A-Z][a-z])"  # HTTPResponse: HTTP Response
    r"|(?<=\d)(?=[A-Z][a-z])"  # Oauth2Token: Oauth2 Token
)
_SEPARATOR = re.compile(r"[\W_]+")
_CAP_WORDS = re.compile(r"[A-Z][A-Za-z0-9]*")


def is_identifier(text: str) -> bool:
    """Whether a text is a valid ASCII identifier and not a keyword."""
    return text.isidentifier() and text.isascii() and not keyword.iskeyword(text)


def words(text: str) -> list[str]:
    """Return the words of a text: `listAssistants` has `list` and `Assistants`."""
    normal = unicodedata.normalize("NFKC", text)
    return [part for chunk in _SEPARATOR.split(normal) for part in _BOUNDARY.split(chunk) if part]


def snake_case(text: str, *, taken: Collection[str] = (), fallback: str = "unnamed") -> Identifier:
    """Return `list_assistants` for `listAssistants`; a keyword or taken name gets an underscore."""
    name = "_".join(words(text)).lower() or fallback
    return _usable(name, "n_", taken)


def class_name(text: str, *, taken: Collection[str] = (), fallback: str = "Unnamed") -> Identifier:
    """Return a class name in CapWords; a text in CapWords is kept.

    The first letter is always a capital, even in scripts without capitals, so that no attribute
    has the same name.
    """
    if _CAP_WORDS.fullmatch(text):
        return _usable(text, "N", taken)
    name = "".join(word[0].upper() + word[1:] for word in words(text)) or fallback
    return _usable(name if name[0].isupper() else f"N{name}", "N", taken)


def singular(name: str) -> str:
    """Return the singular of a name: `vector_store` for `vector_stores`; else add `_item`."""
    for ending, replacement in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if name.endswith(ending) and not name.endswith(("ss", "us", "is")):
            return name[: -len(ending)] + replacement
    return f"{name}_item"


def distinct(texts: Iterable[str], taken: Collection[str] = ()) -> list[Identifier]:
    """Return unique snake_case names: a second `limit` becomes `limit_`."""
    names: list[Identifier] = []
    for text in texts:
        names.append(snake_case(text, taken=[*taken, *names]))
    return names


def _usable(name: str, prefix: str, taken: Collection[str]) -> Identifier:
    name = unicodedata.normalize("NFKC", name)
    if not name.isidentifier():
        name = prefix + name
    if not name.isidentifier():
        name = prefix + "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return Identifier(name)
