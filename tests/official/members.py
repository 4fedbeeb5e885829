"""The members of the objects that the official client returns, takes and raises."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

# The modules, so that `attrgetter` finds the classes.
import openai
import openai.lib.streaming.chat
import openai.lib.streaming.responses
import pydantic
from openai._resource import SyncAPIResource

if TYPE_CHECKING:
    from collections.abc import Iterator


def members(name: str) -> set[str]:
    """Return the public members of a class, without its resources and those of pydantic."""
    kind: type = attrgetter(name)(openai)
    found = {one for base in kind.__mro__ for one in _own(base) if not one.startswith("_")}
    if issubclass(kind, pydantic.BaseModel):
        found -= {*dir(pydantic.BaseModel)}
    return found - _resources() if kind is openai.OpenAI else found


def _own(kind: type) -> Iterator[str]:
    if kind.__module__.startswith("openai"):
        yield from vars(kind)
        yield from vars(kind).get("__annotations__", {})


def _resources() -> set[str]:
    with openai.OpenAI(api_key="k") as client:
        return {one for one in dir(type(client)) if _is_resource(client, one)}


def _is_resource(client: Any, name: str) -> bool:
    return not name.startswith("_") and isinstance(getattr(client, name, None), SyncAPIResource)


def has(owner: object, name: str) -> bool:
    """Whether an object has a member, or a class whose `__init__` sets it."""
    if hasattr(owner, name):
        return True
    kinds = owner.__mro__ if isinstance(owner, type) else ()
    codes = [vars(kind).get("__init__") for kind in kinds]
    return any(name in one.__code__.co_names for one in codes if hasattr(one, "__code__"))
