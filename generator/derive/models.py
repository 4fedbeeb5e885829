"""Pydantic annotations through datamodel-code-generator; the only module that knows it.

It is handed a clean document, built from shapes alone, in which every name is already an
identifier and no text of the user's document stands but enumeration values. What it writes
is not trusted either: its source is parsed, and only annotations are taken from it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from generator.derive.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    Scalar,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.derive.shapes import Definition, ObjectDefinition, Shape

# An attribute may be called `date`: its own name would hide the type from its annotation.
_RENAMED: Final = {"Any": "JsonValue", "date": "Date", "date_aliased": "Date"}
_PREFIX: Final = "#/components/schemas/"
_SCALARS: Final = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
}


@dataclass(frozen=True, slots=True)
class Annotations:
    """What each attribute of a class, and each alias, is annotated with.

    Attributes:
        classes: by class name, an annotation for each property that responses hold.
        aliases: alias name to the expression it stands for, in an order that evaluates.
    """

    classes: Mapping[str, Sequence[str]]
    aliases: Mapping[str, str]


def annotate(definitions: Iterable[Definition]) -> Annotations:
    """Return the annotations of response models for these definitions."""
    wanted = list(definitions)
    if not wanted:
        return Annotations({}, {})
    tree = ast.parse(_write({one.name: _schema_of(one) for one in wanted}))
    classes: dict[str, tuple[str, ...]] = {}
    aliases: dict[str, str] = {}
    for statement in tree.body:
        match statement:
            case ast.ClassDef(name=name, body=body):
                classes[name] = tuple(
                    _annotation(field) for field in body if isinstance(field, ast.AnnAssign)
                )
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[_, value])):
                aliases[name] = _print(value)
            case _:
                pass  # imports, rebuilds and file headers are the template's business
    if {*classes, *aliases} != {one.name for one in wanted}:
        surplus = sorted({*classes, *aliases} ^ {one.name for one in wanted})
        raise RuntimeError(f"datamodel-code-generator renamed or lost {surplus}")
    return Annotations(classes, aliases)


def _write(schemas: dict[str, dict[str, Any]]) -> str:
    import datamodel_code_generator as dcg  # noqa: PLC0415  0.4 s that `--help` need not wait for
    from datamodel_code_generator.enums import DataModelType  # noqa: PLC0415  as above

    document = {
        "openapi": "3.1.0",
        "info": {"title": "clean", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    return str(
        dcg.generate(
            document,
            input_file_type=dcg.InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=dcg.PythonVersion.PY_311,
            custom_class_name_generator=str,
            allow_remote_refs=False,
            disable_timestamp=True,
            enum_field_as_literal=dcg.LiteralType.All,
            formatters=[],
            strict_nullable=True,
            use_annotated=True,
            use_type_alias=True,
        )
    )


def _schema_of(definition: Definition) -> dict[str, Any]:
    if isinstance(definition, AliasDefinition):
        return _schema(definition.shape)
    return _object(definition)


def _object(definition: ObjectDefinition) -> dict[str, Any]:
    members = [member for member in definition.properties if not member.write_only]
    return {
        "type": "object",
        "properties": {member.name: _schema(member.shape) for member in members},
        "required": [member.name for member in members if member.required],
    }


def _schema(shape: Shape) -> dict[str, Any]:
    match shape:
        case Array(items):
            return {"type": "array", "items": _schema(items)}
        case Dictionary(values):
            return {"type": "object", "additionalProperties": _schema(values)}
        case Union(variants):
            return {"anyOf": [_schema(variant) for variant in variants]}
        case Nullable(inner):
            return {"anyOf": [_schema(inner), {"type": "null"}]}
        case _:
            return _leaf(shape)


def _leaf(shape: Anything | Null | Scalar | Enumeration | Named) -> dict[str, Any]:
    match shape:
        case Anything():
            return {}
        case Null():
            return {"type": "null"}
        case Scalar(kind):
            return dict(_SCALARS[kind])
        case Enumeration(values):
            return {"enum": list(values)}
        case Named(name):
            return {"$ref": _PREFIX + name}


def _annotation(field: ast.AnnAssign) -> str:
    """Print an annotation without the `Field(alias=…)` that the template writes itself."""
    match field.annotation:
        case ast.Subscript(
            value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[bare, ast.Call()])
        ):
            return _print(bare)
        case annotation:
            return _print(annotation)


def _print(node: ast.expr) -> str:
    return ast.unparse(_OpenTypes().visit(node))


def _either(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.BinOp(left, ast.BitOr(), right)


class _OpenTypes(ast.NodeTransformer):
    """Says `JsonValue` for `Any` and `A | B` for `Union[A, B]`, and opens quoted annotations."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(_RENAMED.get(node.id, node.id), node.ctx)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(value=ast.Name(id="Literal")):
                return node
            case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=options)):
                united: list[ast.expr] = [self.visit(option) for option in options]
                return reduce(_either, united)
            case _:
                return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, str):
            return node
        quoted: ast.AST = self.visit(ast.parse(node.value, mode="eval").body)
        return quoted
