"""From the ways to send a body to the arguments that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.operations.media_types import MULTIPART, SLOTS, essence
from generator.python_types import Generic, LiteralOf, Name, union
from generator.schemas.named_shapes import is_file, is_list, object_behind
from generator.schemas.shapes import Enumeration, Named, Scalar, Union, parts
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.naming import Identifier
    from generator.operations.request_bodies import Content, RequestBody
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.types.request_types import RequestTypes


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """The arguments of a body before they have names, in the document's order.

    An object gives an argument for each member; any other content is one argument, `body`.
    Several media types share their members' arguments, and are chosen by `media_type`.

    Attributes:
        members: of each content, or None for one that is sent whole.
    """

    body: RequestBody
    members: tuple[tuple[Property, ...] | None, ...]

    @classmethod
    def of(
        cls, body: RequestBody, flag: str | None, definitions: Mapping[str, Definition]
    ) -> BodyPlan:
        """Plan the arguments of a body; the flag that asks for a stream is not one of them."""
        return cls(body, tuple(_members(one, flag, definitions) for one in body.contents))

    @property
    def wanted(self) -> list[tuple[str, str]]:
        """The preferred names of the arguments and their places; `arguments` takes the final ones.

        The place is part of the name if another argument has it.
        """
        whole = [("body", "request")] if None in self.members else []
        choice = [("media_type", "request")] if len(self.members) > 1 else []
        return [*((wire, "body") for wire in self._wires), *whole, *choice]

    def arguments(
        self, names: Sequence[Identifier], types: RequestTypes
    ) -> tuple[tuple[ir.Argument, ...], tuple[ir.Body, ...]]:
        """Return the arguments under these names, and each way to send the body."""
        left = list(names)
        choice = [self._choice(left.pop())] if len(self.members) > 1 else []
        whole = [self._whole(left.pop(), types)] if None in self.members else []
        by_wire = [{one.wire: one for one in own or ()} for own in self.members]
        members = {
            wire: self._member([own.get(wire) for own in by_wire], name, types)
            for wire, name in zip(self._wires, left, strict=True)
        }
        bodies = tuple(
            ir.Body(
                kind=SLOTS[content.kind],
                media_type=Untrusted(content.media_type),
                whole=own is None,
                has_files=content.kind == "json" and _has_files(content.shape, types),
                arguments=tuple(whole if own is None else (members[one.wire] for one in own)),
                files=tuple(
                    Untrusted(one.wire)
                    for one in own or ()
                    if essence(content.media_type) == MULTIPART
                    if is_file(one.shape, types.definitions)
                ),
                part_types=tuple(
                    (Untrusted(name), Untrusted(one.media_type))
                    for name, one in content.fields.items()
                    if one.media_type
                ),
                part_styles=tuple(
                    (Untrusted(name), one.style)
                    for name, one in content.fields.items()
                    if one.style
                ),
                items=content.items,
            )
            for content, own in zip(self.body.contents, self.members, strict=True)
        )
        return (*members.values(), *whole, *choice), bodies

    @property
    def _wires(self) -> list[str]:
        return list(dict.fromkeys(one.wire for own in self.members for one in own or ()))

    def _member(
        self, found: Sequence[Property | None], name: Identifier, types: RequestTypes
    ) -> ir.Argument:
        """Join the members of one name: what any of the media types takes is taken."""
        same = [one for one in found if one is not None]
        shape = _either([one.shape for one in same])
        return ir.Argument(
            name=name,
            wire=Untrusted(same[0].wire),
            place="body",
            shape=shape,
            node=same[0].node,
            type=self._types_of(found, types).in_full(shape),
            required=self.body.required and all(one and one.required for one in found),
            description=next((one.description for one in same if one.description), Untrusted("")),
            example=same[0].example,
            default=same[0].default,
            is_list=is_list(shape, types.definitions),
        )

    def _types_of(self, members: Sequence[object], types: RequestTypes) -> RequestTypes:
        """Return the types of members; a file that is sent as JSON only may be given as text."""
        contents = zip(self.body.contents, members, strict=True)
        kinds = {content.kind for content, member in contents if member is not None}
        return types.with_text_for_files() if kinds == {"json"} else types

    def _whole(self, name: Identifier, types: RequestTypes) -> ir.Argument:
        body = self.body
        contents = zip(body.contents, self.members, strict=True)
        found = [content for content, own in contents if own is None]
        described = (body.description, *(one.description for one in found))
        return ir.Argument(
            name=name,
            wire=Untrusted("body"),
            place="body",
            shape=_either([one.sent for one in found]),
            node=body.node,
            type=union(kind for one in found for kind in _kinds(one, types)),
            required=body.required and len(found) == len(body.contents),
            description=next(filter(None, described), Untrusted("")),
        )

    def _choice(self, name: Identifier) -> ir.Argument:
        media_types = tuple(one.media_type for one in self.body.contents)
        return ir.Argument(
            name=name,
            wire=Untrusted(name),
            place="choice",
            shape=Enumeration(media_types),
            node=self.body.node,
            type=LiteralOf(media_types),
            required=False,
            description=Untrusted(
                "Media type of the body. By default one that can hold all arguments: "
                "multipart with a file, else JSON if possible."
            ),
        )


def _members(
    content: Content, flag: str | None, definitions: Mapping[str, Definition]
) -> tuple[Property, ...] | None:
    if content.empty:
        return ()
    definition = object_behind(content.shape, definitions)
    if definition is None or content.kind not in ("json", "form"):
        return None
    return tuple(
        member for member in definition.properties if not member.read_only and member.wire != flag
    )


def _kinds(content: Content, types: RequestTypes) -> Iterator[PythonType]:
    """Yield the types of a whole body: items may also come from an async iterator."""
    kind = types.in_full(content.sent)
    yield kind
    if content.sent == Scalar("bytes"):
        yield from (Generic(name, (Name("bytes"),)) for name in ("AsyncIterable", "Iterable"))
    elif content.items and isinstance(kind, Generic):
        yield Generic("AsyncIterable", kind.arguments)


def _either(shapes: Sequence[Shape]) -> Shape:
    different = tuple(dict.fromkeys(shapes))
    return different[0] if len(different) == 1 else Union(different)


def _has_files(shape: Shape, types: RequestTypes) -> bool:
    return any(
        part == Scalar("bytes") or (isinstance(part, Named) and part.name in types.file_holders)
        for part in parts(shape)
    )
