"""Small changes of responses and of types, and what `opgen diff` says of each, there and back."""

from __future__ import annotations

from support.diff_documents import (
    INTEGER,
    A,
    B,
    C,
    answered,
    both_ways,
    constants,
    hooks,
    requires,
    streaming,
)
from support.documents import STRING, document_of, operation, ref, tagged, thing

STR_OR_INT = {"anyOf": [STRING, INTEGER]}
SOME = {"anyOf": [ref("A"), ref("B")]}
MORE = {"anyOf": [ref("A"), ref("B"), ref("C")]}
ALL = {"A": A, "B": B, "C": C}
READ_ONLY = {**STRING, "readOnly": True}
WRITE_ONLY = {**STRING, "writeOnly": True}
NARROWED = "attribute-narrowed `DoResponse.__pydantic_extra__`"
WIDENED = "attribute-widened `DoResponse.__pydantic_extra__`"
UP, DOWN = constants("a", "b", "c"), constants("a", "b")

# What happens, the documents before and after, what is reported forwards, and backwards.
CASES = {
    "constants of a reply": (
        answered(DOWN),
        answered(UP),
        ["may break result-widened `do`: new value `'c'`"],
        ["additive result-narrowed `do`: no longer returns `'c'`"],
    ),
    "type of a reply": (
        answered(STRING),
        answered(INTEGER),
        ["breaking result-widened `do`: now returns `int` instead of `str`"],
        ["breaking result-widened `do`: now returns `str` instead of `int`"],
    ),
    "constants or any text": (
        answered(DOWN),
        answered(STRING),
        ["breaking result-widened `do`: may also return `str`"],
        ["additive result-narrowed `do`: of `str`, only `'a'` or `'b'` is still possible"],
    ),
    "a reply with a message in its constants": (
        answered(constants("a")),
        answered(constants("a", "may be is it")),
        ["may break result-widened `do`: new value `'may be is it'`"],
        ["additive result-narrowed `do`: no longer returns `'may be is it'`"],
    ),
    "the type of members without a name": (
        answered(thing(a=STRING)),
        answered({**thing(a=STRING), "additionalProperties": INTEGER}),
        [f"additive {NARROWED}: of `dict[str, object]`, only `dict[str, int]` is still possible"],
        [f"breaking {WIDENED}: may also be `dict[str, object]`"],
    ),
    "another type of members without a name": (
        answered({**thing(a=STRING), "additionalProperties": STRING}),
        answered({**thing(a=STRING), "additionalProperties": INTEGER}),
        [f"breaking {WIDENED}: is now `dict[str, int]` instead of `dict[str, str]`"],
        [f"breaking {WIDENED}: is now `dict[str, str]` instead of `dict[str, int]`"],
    ),
    "one class or two": (
        answered(ref("A"), A=A, B=B),
        answered(SOME, A=A, B=B),
        [
            "breaking result-widened `do`: new variant `B`",
            "additive type-added `B`: new",
            "additive type-added `DoResponse`: new",
        ],
        [
            "breaking type-removed `B`: removed",
            "breaking type-removed `DoResponse`: removed",
            "additive result-narrowed `do`: no longer returns `B`",
        ],
    ),
    "two variants or three": (
        answered(SOME, **ALL),
        answered(MORE, **ALL),
        ["may break result-widened `do`: new variant `C`", "additive type-added `C`: new"],
        [
            "breaking type-removed `C`: removed",
            "additive result-narrowed `do`: no longer returns `C`",
        ],
    ),
    "a class renamed": (
        answered(ref("A"), A=A),
        answered(ref("B"), B=A),
        [
            "breaking type-renamed `A`: renamed to `B`",
        ],
        [
            "breaking type-renamed `B`: renamed to `A`",
        ],
    ),
    "an alias": (
        answered(ref("U"), U=SOME, **ALL),
        answered(ref("U"), U=MORE, **ALL),
        ["may break type-widened `U`: new variant `C`", "additive type-added `C`: new"],
        ["breaking type-removed `C`: removed", "additive type-narrowed `U`: is no longer `C`"],
    ),
    "a tagged union": (
        answered(
            ref("U"),
            U={**SOME, "discriminator": {"propertyName": "type"}},
            A=tagged("a"),
            B=tagged("b"),
        ),
        answered(
            ref("U"),
            U={**SOME, "discriminator": {"propertyName": "type"}},
            A=tagged("a"),
            B=tagged("c"),
        ),
        ["breaking attribute-widened `B.type`: is now `'c'` instead of `'b'`"],
        ["breaking attribute-widened `B.type`: is now `'b'` instead of `'c'`"],
    ),
    "a class or an alias": (
        answered(ref("A"), A=A),
        answered(ref("A"), A=STR_OR_INT),
        ["breaking type-narrowed `A`: no longer a class"],
        ["breaking type-narrowed `A`: now a class"],
    ),
    "an attribute of both directions": (
        both_ways(A),
        both_ways(thing(a=STRING, b=STRING)),
        ["additive attribute-added `Thing`: new attribute `b`"],
        ["breaking attribute-removed `Thing`: attribute `b` removed"],
    ),
    "a required attribute of both directions": (
        both_ways(A),
        both_ways(requires(thing(a=STRING, b=STRING), "b")),
        ["breaking attribute-added `Thing`: new required attribute `b`"],
        ["breaking attribute-removed `Thing`: attribute `b` removed"],
    ),
    "an attribute required in both directions": (
        both_ways(A),
        both_ways(requires(A, "a")),
        [
            "breaking attribute-required `Thing.a`: now required in requests",
            "additive attribute-narrowed `Thing.a`: is no longer `None`",
        ],
        [
            "breaking attribute-widened `Thing.a`: may also be `None`",
            "additive attribute-optional `Thing.a`: now optional in requests",
        ],
    ),
    "another type in both directions": (
        both_ways(A),
        both_ways(thing(a=INTEGER)),
        ["breaking attribute-narrowed `Thing.a`: is now `int` instead of `str`"],
        ["breaking attribute-narrowed `Thing.a`: is now `str` instead of `int`"],
    ),
    "constants of both directions": (
        both_ways(thing(a=DOWN)),
        both_ways(thing(a=UP)),
        ["may break attribute-widened `Thing.a`: new value `'c'`"],
        ["breaking attribute-narrowed `Thing.a`: `'c'` is no longer accepted"],
    ),
    "read only": (
        both_ways(A),
        both_ways(thing(a=READ_ONLY)),
        ["breaking attribute-removed `Thing`: attribute `a` removed from requests"],
        ["additive attribute-added `Thing`: new attribute `a` in requests"],
    ),
    "write only": (
        both_ways(A),
        both_ways(thing(a=WRITE_ONLY)),
        ["breaking attribute-removed `Thing`: attribute `a` removed from responses"],
        ["additive attribute-added `Thing`: new attribute `a` in responses"],
    ),
    "a read-only attribute is never required in requests": (
        both_ways(thing(a=READ_ONLY)),
        both_ways(requires(thing(a=READ_ONLY), "a")),
        ["additive attribute-narrowed `Thing.a`: is no longer `None`"],
        ["breaking attribute-widened `Thing.a`: may also be `None`"],
    ),
    "webhooks": (
        hooks("one", "two"),
        hooks("one", "two", "three"),
        [
            "may break result-widened `read_webhook`: new variant `Three`",
            "additive type-added `Three`: new",
        ],
        [
            "breaking type-removed `Three`: removed",
            "additive result-narrowed `read_webhook`: no longer returns `Three`",
        ],
    ),
    "webhooks at all": (
        document_of(operation(), {}),
        hooks("one"),
        [
            "additive module-added `webhooks`: new module",
            "additive function-added `read_webhook`: new",
            "additive type-added `One`: new",
        ],
        [
            "breaking module-removed `webhooks`: module removed",
            "breaking function-removed `read_webhook`: removed",
            "breaking type-removed `One`: removed",
        ],
    ),
    "events": (
        streaming("A", "B"),
        streaming("A", "B", "C"),
        [
            "may break events-widened `do`: an event of `.stream`: new variant `C`",
            "additive type-added `C`: new",
        ],
        [
            "breaking type-removed `C`: removed",
            "additive events-narrowed `do`: an event of `.stream`: is no longer `C`",
        ],
    ),
}
