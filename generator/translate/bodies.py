"""From the ways to send a body to the arguments that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.operations.media_types import SLOTS
from generator.python_types import BYTES, STR, LiteralOf, union
from generator.schemas.shapes import Enumeration, Scalar, Union, object_behind
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.naming import Identifier
    from generator.operations.contents import Content, RequestBody
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.types.request_types import RequestTypes


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """The arguments of a body before they have names, in the document's order.

    An object gives an argument for each member; whatever else is sent is one argument, `body`.
    Several media types share their members' arguments, and are chosen by `media_type`.

    Attributes:
        body: what the document says; None for no body.
        members: of each content, or None for one that is sent whole.
    """

    body: RequestBody | None
    members: tuple[tuple[Property, ...] | None, ...]

    @classmethod
    def of(
        cls, body: RequestBody | None, flag: str | None, definitions: Mapping[str, Definition]
    ) -> BodyPlan:
        """Plan the arguments of a body; the flag that asks for a stream is none of them."""
        contents = body.contents if body else ()
        return cls(body, tuple(_members(one, flag, definitions) for one in contents))

    @property
    def wanted(self) -> list[str]:
        """What the arguments would be called, if nothing else had these names."""
        whole = ["body"] if self._is_whole else []
        choice = ["media_type"] if self._is_choice else []
        return [*self._wires, *whole, *choice]

    def arguments(self, names: Sequence[Identifier], types: RequestTypes) -> BodyArguments:
        """Return the arguments under these names, and the bodies that they make."""
        if self.body is None:
            return BodyArguments((), ())
        left = list(names)
        choice = [self._choice(left.pop(), self.body)] if self._is_choice else []
        whole = [self._whole(left.pop(), self.body, types)] if self._is_whole else []
        members = {
            wire: self._member(wire, name, self.body, types)
            for wire, name in zip(self._wires, left, strict=True)
        }
        bodies = [
            ir.Body(
                kind=SLOTS[content.kind],
                media_type=Untrusted(content.media_type),
                whole=own is None,
                arguments=tuple(whole if own is None else (members[one.wire] for one in own)),
                part_types=_part_types(content),
            )
            for content, own in zip(self.body.contents, self.members, strict=True)
        ]
        return BodyArguments((*members.values(), *whole, *choice), tuple(bodies))

    @property
    def _wires(self) -> list[str]:
        return list(dict.fromkeys(one.wire for own in self.members for one in own or ()))

    @property
    def _is_whole(self) -> bool:
        return None in self.members

    @property
    def _is_choice(self) -> bool:
        return len(self.members) > 1

    def _member(
        self, wire: str, name: Identifier, body: RequestBody, types: RequestTypes
    ) -> ir.Argument:
        """Join the members of this name: what any of the media types takes is taken."""
        found = [next((m for m in own or () if m.wire == wire), None) for own in self.members]
        same = [one for one in found if one is not None]
        shape = _either([one.shape for one in same])
        return ir.Argument(
            name=name,
            wire=Untrusted(wire),
            place="body",
            shape=shape,
            node=same[0].node,
            type=types.in_full(shape),
            required=body.required and all(one is not None and one.required for one in found),
            description=next((one.description for one in same if one.description), Untrusted("")),
            example=same[0].example,
            default=same[0].default,
        )

    def _whole(self, name: Identifier, body: RequestBody, types: RequestTypes) -> ir.Argument:
        found = [
            content for content, own in zip(body.contents, self.members, strict=True) if own is None
        ]
        return ir.Argument(
            name=name,
            wire=Untrusted("body"),
            place="body",
            shape=_either([_whole_shape(one) for one in found]),
            node=body.node,
            type=union(_whole_type(one, types) for one in found),
            required=body.required and len(found) == len(body.contents),
            description=_description(body, [content.media_type for content in found]),
        )

    def _choice(self, name: Identifier, body: RequestBody) -> ir.Argument:
        media_types = tuple(one.media_type for one in body.contents)
        return ir.Argument(
            name=name,
            wire=Untrusted(name),
            place="choice",
            shape=Enumeration(media_types),
            node=body.node,
            type=LiteralOf(media_types),
            required=False,
            description=Untrusted("How the body is sent; by default as what is given needs it."),
        )


@dataclass(frozen=True, slots=True)
class BodyArguments:
    """The arguments that hold a body, and each way to send it."""

    arguments: tuple[ir.Argument, ...]
    bodies: tuple[ir.Body, ...]


def _members(
    content: Content, flag: str | None, definitions: Mapping[str, Definition]
) -> tuple[Property, ...] | None:
    if content.kind not in ("json", "form"):
        return None
    definition = object_behind(content.shape, definitions)
    if definition is None:
        return None
    return tuple(
        member for member in definition.properties if not member.read_only and member.wire != flag
    )


def _either(shapes: Sequence[Shape]) -> Shape:
    different = tuple(dict.fromkeys(shapes))
    return different[0] if len(different) == 1 else Union(different)


def _whole_shape(content: Content) -> Shape:
    match content.kind:
        case "text":
            return Scalar("str")
        case "bytes":
            return Scalar("bytes")
        case _:
            return content.shape


def _whole_type(content: Content, types: RequestTypes) -> PythonType:
    match content.kind:
        case "text":
            return STR
        case "bytes":
            return BYTES
        case _:
            return types.in_full(content.shape)


def _description(body: RequestBody, media_types: Sequence[str]) -> Untrusted:
    """Return what is said of a body, or of the schema that it has in one of these media types."""
    media = [node for name, node in body.node.members("content") if name in media_types]
    schemas = [schema for node in media if (schema := node.get("schema"))]
    found = (node.get("description") for node in (body.node, *schemas))
    return next((Untrusted(str(one.value)) for one in found if one), Untrusted(""))


def _part_types(content: Content) -> tuple[tuple[Untrusted, Untrusted], ...]:
    return tuple((Untrusted(name), Untrusted(kind)) for name, kind in content.parts.items())
