"""From text to identifiers, and what to do when two texts want the same one."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Identifier = NewType("Identifier", str)
"""A valid Python identifier that is no keyword; made only here."""

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
"""What a model has already, or names in its annotations; such a property gets an underscore."""

_BOUNDARY = re.compile(
    r"(?<=[a-z])(?=[A-Z])"  # listAssistants: list Assistants
    r"|(?<=[A-Z])(?=[A-Z][a-z])"  # HTTPResponse: HTTP Response
    r"|(?<=\d)(?=[A-Z][a-z])"  # Oauth2Token: Oauth2 Token
)
_SEPARATOR = re.compile(r"[\W_]+")
_CAP_WORDS = re.compile(r"[A-Z][A-Za-z0-9]*")


def is_identifier(text: str) -> bool:
    """Whether a text can stand in Python source as it is."""
    return text.isidentifier() and text.isascii() and not keyword.iskeyword(text)


def words(text: str) -> list[str]:
    """Split `text` where its writer would have put spaces."""
    normal = unicodedata.normalize("NFKC", text)
    return [part for chunk in _SEPARATOR.split(normal) for part in _BOUNDARY.split(chunk) if part]


def snake_case(text: str, *, taken: Collection[str] = (), fallback: str = "unnamed") -> Identifier:
    """`listAssistants` to `list_assistants`; a keyword or a taken name gets an underscore."""
    name = "_".join(words(text)).lower() or fallback
    return _usable(name, "n_", taken)


def class_name(text: str, *, taken: Collection[str] = (), fallback: str = "Unnamed") -> Identifier:
    """Keep a name that is CapWords already; make one of everything else.

    It starts with a capital, in a script without capitals too: no attribute has such a name.
    """
    if _CAP_WORDS.fullmatch(text):
        return _usable(text, "N", taken)
    name = "".join(word[0].upper() + word[1:] for word in words(text)) or fallback
    return _usable(name if name[0].isupper() else f"N{name}", "N", taken)


def singular(name: str) -> str:
    """Name one item of a plural: `vector_stores` to `vector_store`; other names get `_item`."""
    for ending, replacement in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if name.endswith(ending) and not name.endswith(("ss", "us", "is")):
            return name[: -len(ending)] + replacement
    return f"{name}_item"


def distinct(wanted: Iterable[str], taken: Collection[str] = ()) -> list[Identifier]:
    """Give each snake_case name once: a second `limit` becomes `limit_`."""
    names: list[Identifier] = []
    for text in wanted:
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
