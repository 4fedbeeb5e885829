"""The variant of a union that the value of a member selects."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel
from pydantic_core import core_schema

from .parameters import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler

_OTHER: Final = "\0other"
_MISSING: Final = "\0missing"


def _members(model: BaseModel) -> dict[str, object]:
    """Return the members that are set, with their names in JSON; not those of models in it."""
    fields = type(model).model_fields
    names = (
        (fields[name].alias if name in fields else name, name) for name in model.model_fields_set
    )
    extra = model.model_extra or {}
    return {**{key or name: getattr(model, name) for key, name in names}, **extra}


class SelectedBy:
    """Selects a variant by the value of a member; `other` is the variant of all other values.

    Without the member, any variant that does not require it may fit. It is metadata of `Annotated`,
    and does what `discriminator` says in the API's document.
    """

    def __init__(self, key: str, variants: Mapping[Any, Any], other: Any = None) -> None:
        self._key, self._variants = key, variants
        self._others: dict[str, Any] = {} if other is None else {_OTHER: other}

    def __repr__(self) -> str:
        return f"SelectedBy({self._key!r})"

    def variant(self, data: Mapping[str, Any]) -> Any:
        """Return the variant of a JSON object; None if there is none."""
        tag = self._tag(data)
        return self._any() if tag == _MISSING else {**self._variants, **self._others}.get(tag)

    def _any(self) -> Any:
        variants: list[Any] = [*self._variants.values(), *self._others.values()]
        return reduce(lambda one, other: one | other, variants)

    def _tag(self, data: Any) -> str | int:
        members = _members(data) if isinstance(data, BaseModel) else data
        if not is_object(members):
            return _OTHER
        if self._key not in members:
            return _OTHER if self._others else _MISSING
        value = members[self._key]
        if isinstance(value, (str, int)) and value in self._variants:
            return value
        return _OTHER

    def __get_pydantic_core_schema__(
        self, _source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return the schema that pydantic reads the union by."""
        variants = {**self._variants, **self._others}
        choices = {tag: handler.generate_schema(one) for tag, one in variants.items()}
        if not self._others:
            choices[_MISSING] = handler.generate_schema(self._any())
        return core_schema.tagged_union_schema(choices, self._tag)
