"""The variant of a union that the value of a member selects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import core_schema

from .parameters import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler

_OTHER: Final = "\0other"


class SelectedBy:
    """Selects a variant by the value of a member; `other` is the variant of all other values.

    It is metadata of `Annotated`, and does what `discriminator` says in the API's document.
    """

    def __init__(self, key: str, variants: Mapping[Any, Any], other: Any = None) -> None:
        self._key, self._variants, self._other = key, variants, other

    def variant(self, data: Mapping[str, Any]) -> Any:
        """Return the variant of a JSON object; None if there is none."""
        return self._variants.get(self._tag(data), self._other)

    def _tag(self, data: Any) -> str | int:
        members = data.model_dump(by_alias=True) if hasattr(data, "model_dump") else data
        value = members.get(self._key) if is_object(members) else None
        if isinstance(value, (str, int)) and value in self._variants:
            return value
        return _OTHER

    def __get_pydantic_core_schema__(
        self, _source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return the schema that pydantic reads the union by."""
        choices = {tag: handler.generate_schema(one) for tag, one in self._variants.items()}
        if self._other is None:
            return core_schema.tagged_union_schema(choices, self._key)
        choices[_OTHER] = handler.generate_schema(self._other)
        return core_schema.tagged_union_schema(choices, self._tag)
