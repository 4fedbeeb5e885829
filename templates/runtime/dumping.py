"""How a model is written: as it was read, with every option of pydantic."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import lru_cache, partial
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    TypeAlias,
    Unpack,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict
from pydantic_core import core_schema

from .files import is_tuple
from .parameters import REQUEST, is_array, is_object
from .parsing import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import (
        GetCoreSchemaHandler,
        SerializationInfo,
        SerializerFunctionWrapHandler,
    )
    from pydantic.fields import FieldInfo

    Finder: TypeAlias = Callable[[str | None, object], core_schema.SerSchema | None]


class WrittenAsRead(BaseModel):
    """A model that is written with the members that are set, and no others."""

    # True would also defer a `TypeAdapter` of a model, which FastAPI does not expect.
    model_config = ConfigDict(defer_build=cast("bool", 1))

    _read_only: ClassVar[frozenset[str]] = frozenset()  # fields that are not sent back

    def __init_subclass__(
        cls, *, read_only: tuple[str, ...] = (), **config: Unpack[ConfigDict]
    ) -> None:
        super().__init_subclass__(**config)
        cls._read_only |= frozenset(read_only)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return pydantic's schema, with other serializers."""
        schema = handler(source)
        imported = partial(_imported, cls, handler) if _has_imported() else None
        _set_serializers(handler.resolve_ref_schema(schema), cls._read_only, imported)
        return schema


def _set_serializers(schema: Any, read_only: frozenset[str], imported: Finder | None) -> None:
    """Let each field be written as the value that it has: it may differ from the type.

    `imported` returns what writes a field that holds types of the app.
    The serializers of an application's subclass remain.
    """
    while schema["type"] != "model":  # validators of a subclass are around it
        schema = schema["schema"]
    if "serialization" not in schema:
        write = partial(_members, read_only)
        # Without a return type, the JSON schema of the model has its members.
        schema["serialization"] = core_schema.wrap_serializer_function_ser_schema(
            write, info_arg=True
        )
    while schema["type"] != "model-fields":
        schema = schema["schema"]
    for name, field in schema["fields"].items():
        holder = field
        if field["schema"]["type"] == "default" and "serialization" not in field["schema"]:
            holder = field["schema"]  # which knows the default, for `exclude_defaults`
        _write_as_it_is(holder, "schema", name, imported)
    _write_as_it_is(schema, "extras_schema", None, imported)


def _write_as_it_is(holder: Any, key: str, name: str | None, imported: Finder | None) -> None:
    if key in holder and "serialization" not in holder[key]:
        own = imported and imported(name, holder[key])
        write = own or core_schema.simple_ser_schema("any")
        holder[key] = {**holder[key], "serialization": write}


def _has_imported() -> bool:
    """Return whether any type may be of the app: most packages do not load the module."""
    return f"{__package__}.imported_types" in sys.modules


def _imported(
    model: type[WrittenAsRead], handler: GetCoreSchemaHandler, name: str | None, schema: object
) -> core_schema.SerSchema | None:
    """Return what writes a field that holds types of the app; None if it holds none.

    A member without a field has no name.
    """
    seen: set[object] = set()
    waiting: list[object] = [schema]
    while waiting:
        one = waiting.pop()
        if is_list(one) or is_tuple(one):
            waiting += one
        if not is_dict(one) or one.get("type") == "model":
            continue
        metadata = one.get("metadata")
        if is_dict(metadata) and "opgen_written" in metadata:
            write = partial(metadata["opgen_written"], model, name)
            return core_schema.plain_serializer_function_ser_schema(write, info_arg=True)
        waiting += one.values()
        if one.get("type") == "definition-ref" and one["schema_ref"] not in seen:
            seen.add(one["schema_ref"])
            with suppress(LookupError):  # it is being built
                waiting.append(handler.resolve_ref_schema(cast("core_schema.CoreSchema", one)))
    return None


def _members(
    read_only: frozenset[str],
    model: object,
    handler: SerializerFunctionWrapHandler,
    info: SerializationInfo,
) -> object:
    """Return the members that are set, and no others: the JSON is the JSON that was read."""
    members: dict[str, object] = handler(model)
    if not isinstance(model, WrittenAsRead):  # the application put something else there
        return members
    extra: dict[str, object] = model.__pydantic_extra__ or {}
    fields, aliased = type(model).__pydantic_fields__, _is_aliased(model, info.by_alias)
    unwritten = fields.keys() - model.__pydantic_fields_set__
    if info.context is REQUEST:
        unwritten |= read_only
    if extra:  # JSON may have the Python name of a field, which has no value then
        unwritten |= {one for one in fields.keys() & extra if model.__dict__.get(one) is None}
    for name in unwritten:
        key = _key(fields[name], name, aliased=aliased)
        if key not in extra:
            members.pop(key, None)
    for name in () if info.mode_is_json() else _fields_with_tuples(type(model)):
        key = _key(fields[name], name, aliased=aliased)
        if key in members:
            members[key] = _with_lists(members[key])
    return members


def _key(field: FieldInfo, name: str, *, aliased: bool) -> str:
    return (aliased and field.serialization_alias) or name


def _is_aliased(model: BaseModel, given: bool | None) -> bool:
    """Return whether members have their names in JSON: without the option, the model says it."""
    return model.model_config.get("serialize_by_alias", False) if given is None else given


@lru_cache(maxsize=1024)
def _fields_with_tuples(model: type[BaseModel]) -> frozenset[str]:
    found = model.model_fields.items()
    return frozenset(name for name, field in found if _has_tuple(field.annotation, set()))


def _has_tuple(annotation: Any, seen: set[int]) -> bool:
    """Return whether a type is or holds a tuple; an alias may hold itself."""
    if id(annotation) in seen:
        return False
    seen.add(id(annotation))
    parts = (getattr(annotation, "__value__", None), *get_args(annotation))
    return get_origin(annotation) is tuple or any(_has_tuple(one, seen) for one in parts)


def _with_lists(value: object) -> object:
    """Return a value with lists for tuples, as they are in JSON."""
    if is_object(value):
        return {key: _with_lists(one) for key, one in value.items()}
    if type(value) in {list, tuple} and is_array(value):
        return [_with_lists(one) for one in value]
    return value
