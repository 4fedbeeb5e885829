"""The base of every generated model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, SerializationInfo, model_serializer

if TYPE_CHECKING:
    from collections.abc import Mapping


class Model(BaseModel):
    """Data from the service. What the document does not know is kept, and written out again."""

    model_config = ConfigDict(
        extra="allow",
        defer_build=True,
        strict=True,
        serialize_by_alias=True,
        populate_by_name=True,
        protected_namespaces=(),
    )

    @classmethod
    def assembled(cls, members: Mapping[str, object], extra: Mapping[str, object]) -> Self:
        """Build a model without validation; declared fields that are missing read as None."""
        model = cls.__new__(cls)
        state: dict[str, object] = {
            "__dict__": {**dict.fromkeys(cls.model_fields), **members},
            "__pydantic_fields_set__": set(members),
            "__pydantic_extra__": dict(extra),
            "__pydantic_private__": None,
        }
        for name, value in state.items():
            object.__setattr__(model, name, value)
        return model

    @model_serializer(mode="plain")
    def _as_received(self, info: SerializationInfo) -> dict[str, object]:
        """Write what was set and nothing else, so that a reply comes out as it came in."""
        fields = type(self).model_fields
        aliased = info.by_alias is not False
        members = {
            (fields[name].alias or name) if aliased else name: value
            for name, value in self.__dict__.items()
            if name in self.__pydantic_fields_set__
        }
        return {**members, **(self.__pydantic_extra__ or {})}
