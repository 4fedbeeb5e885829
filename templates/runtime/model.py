"""The models, and what the runtime needs of pydantic.

Only `dumping`, `exact_schemas`, `imported_types` and `selection` need it too.
"""

from __future__ import annotations

import json
import sys
from functools import lru_cache, partial
from inspect import get_annotations
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    TypeGuard,
    TypeVar,
    get_args,
    get_type_hints,
)

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import (
    PydanticSerializationError,
    SchemaValidator,
    ValidationError,
    from_json,
    to_json,
    to_jsonable_python,
)

from .deep_stack import with_enough_stack
from .dumping import WrittenAsRead
from .errors import ConfigurationError
from .exact_schemas import exact
from .json_values import (
    NOT_FINITE,
    JsonValues,
    check_numbers,
    is_plain,
    other_value,
)
from .parameters import REQUEST
from .parsing import check_depth, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Model(WrittenAsRead):
    """Data from the service. Members that the document does not have are kept and serialized."""

    model_config = ConfigDict(
        extra="allow",
        serialize_by_alias=True,
        populate_by_name=True,
        protected_namespaces=(),
        ser_json_inf_nan="constants",
    )

    _received: ClassVar[Any] = None  # a list has a method here: it keeps the call that it is of

    @property
    def _request_id(self) -> str | None:
        """The ID of the request that this is the whole result of; None for a part of a result."""
        found: Callable[[], str | None] | str | None = vars(self).get("_request_id")
        return found() if callable(found) else found

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Build what reads and writes the model; those that it holds may be very many."""
        rebuild = partial(
            super().model_rebuild,
            force=force,
            raise_errors=raise_errors,
            _parent_namespace_depth=0,  # annotations name what is in the module, nothing else
            _types_namespace=_types_namespace,
        )
        return with_enough_stack(rebuild)

    if TYPE_CHECKING:
        # A model declares the type of its other members here. `__init__` does not take it.
        __pydantic_extra__: Any = Field(init=False)


AnyModel = TypeVar("AnyModel", bound=Model)


class ModelField(NamedTuple):
    """A field of a model: its attribute, its key in JSON, and its type."""

    name: str
    key: str
    annotation: Any
    required: bool


def is_model(annotation: object) -> TypeGuard[type[Model]]:
    """Return whether an annotation is a model."""
    return isinstance(annotation, type) and issubclass(annotation, Model)


def is_anything(annotation: object) -> bool:
    """Return whether each JSON value is of a type."""
    return annotation is Any or annotation is JsonValue


@lru_cache(maxsize=1024)
def fields(model: type[Model]) -> tuple[ModelField, ...]:
    """Return the fields of a model, which need not be built for that, nor what it holds."""
    known = model.model_fields
    hints = {} if model.__pydantic_fields_complete__ else _hints(model)
    found: list[ModelField] = []
    for name, field in known.items():
        read = FieldInfo.from_annotation(hints[name]) if name in hints else field
        kind = read.annotation
        annotation = Annotated[(kind, *read.metadata)] if read.metadata else kind
        found.append(ModelField(name, field.alias or name, annotation, field.is_required()))
    return tuple(found)


@lru_cache(maxsize=1024)
def further_type(model: type[Model]) -> Any:
    """Return the type of the members without a field; None if they can be anything."""
    has_type = "__pydantic_extra__" in get_annotations(model)
    return get_args(_hints(model)["__pydantic_extra__"])[1] if has_type else None


def _hints(model: type[Model]) -> dict[str, Any]:
    """Return the annotations of a model; they may name a class that is defined after it."""
    holder = type("", (), {"__annotations__": get_annotations(model)})
    return get_type_hints(holder, vars(sys.modules[model.__module__]), include_extras=True)


def build(
    model: type[AnyModel], members: Mapping[str, object], extra: Mapping[str, object]
) -> AnyModel:
    """Return a model without validation; a field that is missing from `members` is None."""
    instance = model.__new__(model)
    object.__setattr__(instance, "__dict__", {**dict.fromkeys(model.model_fields), **members})
    object.__setattr__(instance, "__pydantic_fields_set__", set(members))
    object.__setattr__(instance, "__pydantic_extra__", dict(extra))
    object.__setattr__(instance, "__pydantic_private__", None)
    return instance


def validate_json(annotation: Any, body: bytes) -> Any:
    """Return JSON as the annotated type, without conversions; raise ValueError if it differs."""
    return _validator(annotation).validate_json(body, by_alias=True, by_name=False)


def validate(annotation: Any, data: object) -> Any:
    """Return the data of JSON as the annotated type, as `validate_json` does."""
    return _validator(annotation).validate_python(data, by_alias=True, by_name=False)


def misfits(error: ValueError) -> list[tuple[tuple[int | str, ...], int]]:
    """Return where data differs from a type: keys, indexes, names of variants; 0 are passed.

    Raises the error itself if a type of the app cannot be used: no data is wrong then.
    """
    if isinstance(error, ConfigurationError):
        raise error
    if not isinstance(error, ValidationError):
        return []
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [(one["loc"], 0) for one in found if one["type"] != "json_invalid"]


def load_json(body: bytes | str, content_type: str = "") -> object:
    """Return JSON as plain data; raise ValueError if it is not JSON."""
    try:
        data: object = from_json(body)
    except ValueError:
        return parse(body, content_type)
    return data


def encode_json(value: object) -> bytes:
    """Return a value as the JSON of a request: a model as its members, any iterable as an array.

    Raises ValueError for a value that JSON cannot hold, such as NaN.
    """
    values, ready = JsonValues(REQUEST), value
    if not is_plain(value):
        ready = with_enough_stack(partial(values.ready, value))
    try:
        encoded = to_json(ready, fallback=values.other, context=REQUEST)
    except PydanticSerializationError as error:
        encoded = _encode_slowly(ready, error)
    if any(one in encoded for one in NOT_FINITE):  # perhaps within a string
        check_numbers(encoded, ready)
    return values.finish(encoded)


def _encode_slowly(value: object, error: PydanticSerializationError) -> bytes:
    """Return a value as JSON that pydantic does not write: deep, or with lone surrogates."""
    if "surrogates" not in str(error) and "depth exceeded" not in str(error):
        raise error
    plain = partial(to_jsonable_python, fallback=other_value, context=REQUEST)
    text = with_enough_stack(partial(json.dumps, value, default=plain, separators=(",", ":")))
    check_depth(text)
    return text.encode()


@lru_cache(maxsize=1024)
def _validator(annotation: Any) -> SchemaValidator:
    """Return what reads JSON as a type without a change, which pydantic's own schemas allow."""
    return with_enough_stack(partial(_built, annotation))


def _built(annotation: Any) -> SchemaValidator:
    schema = exact(TypeAdapter(annotation).core_schema)
    try:
        return SchemaValidator(schema, _use_prebuilt=False)  # those of the models are not exact
    except TypeError:  # a later pydantic may have no such option
        return SchemaValidator(schema)
