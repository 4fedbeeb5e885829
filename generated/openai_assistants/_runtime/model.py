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
        object.__setattr__(model, "__dict__", {**dict.fromkeys(cls.model_fields), **members})
        object.__setattr__(model, "__pydantic_fields_set__", set(members))
        object.__setattr__(model, "__pydantic_extra__", dict(extra))
        object.__setattr__(model, "__pydantic_private__", None)
        return model

    @model_serializer(mode="plain")
    def _as_received(self, info: SerializationInfo) -> dict[str, object]:
        """Write what was set and nothing else, so that a reply comes out as it came in."""
        fields, extra = type(self).model_fields, self.__pydantic_extra__ or {}
        members: dict[str, object] = {}
        for name, value in self.__dict__.items():
            shadowed = name in extra and value is None  # the JSON has a field's Python name
            if name in self.__pydantic_fields_set__ and not shadowed:
                alias = None if info.by_alias is False else fields[name].alias
                members[alias or name] = value
        return {**members, **extra}
