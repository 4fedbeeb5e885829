"""Small changes of replies and of types, and what `opgen diff` says of each, there and back."""

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
    operation,
    requires,
    streaming,
)
from support.schema_packages import STRING, document_of, ref, tagged, thing

STR_OR_INT = {"anyOf": [STRING, INTEGER]}
SOME = {"anyOf": [ref("A"), ref("B")]}
MORE = {"anyOf": [ref("A"), ref("B"), ref("C")]}
ALL = {"A": A, "B": B, "C": C}
READ_ONLY = {**STRING, "readOnly": True}
WRITE_ONLY = {**STRING, "writeOnly": True}
UP, DOWN = constants("a", "b", "c"), constants("a", "b")

# What happens, the documents before and after, what is told forwards, and what backwards.
CASES = {
    "constants of a reply": (
        answered(DOWN),
        answered(UP),
        ["may break result-widened `do`: new value `'c'`"],
        ["additive result-narrowed `do`: returns no longer `'c'`"],
    ),
    "type of a reply": (
        answered(STRING),
        answered(INTEGER),
        ["breaking result-widened `do`: returns `int`, was `str`"],
        ["breaking result-widened `do`: returns `str`, was `int`"],
    ),
    "constants or any text": (
        answered(DOWN),
        answered(STRING),
        ["breaking result-widened `do`: may return `str`"],
        ["additive result-narrowed `do`: of `str` only `'a'` or `'b'` comes now"],
    ),
    "a reply with a message in its constants": (
        answered(constants("a")),
        answered(constants("a", "may be is it")),
        ["may break result-widened `do`: new value `'may be is it'`"],
        ["additive result-narrowed `do`: returns no longer `'may be is it'`"],
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
            "additive result-narrowed `do`: returns no longer `B`",
        ],
    ),
    "two variants or three": (
        answered(SOME, **ALL),
        answered(MORE, **ALL),
        ["may break result-widened `do`: new variant `C`", "additive type-added `C`: new"],
        [
            "breaking type-removed `C`: removed",
            "additive result-narrowed `do`: returns no longer `C`",
        ],
    ),
    "a class renamed": (
        answered(ref("A"), A=A),
        answered(ref("B"), B=A),
        [
            "breaking result-widened `do`: returns `B`, was `A`",
            "breaking type-removed `A`: removed",
            "additive type-added `B`: new",
        ],
        [
            "breaking result-widened `do`: returns `A`, was `B`",
            "breaking type-removed `B`: removed",
            "additive type-added `A`: new",
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
        ["breaking attribute-widened `B.type`: is `'c'`, was `'b'`"],
        ["breaking attribute-widened `B.type`: is `'b'`, was `'c'`"],
    ),
    "a class or an alias": (
        answered(ref("A"), A=A),
        answered(ref("A"), A=STR_OR_INT),
        ["breaking type-narrowed `A`: no class any more"],
        ["breaking type-narrowed `A`: a class now"],
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
            "breaking attribute-required `Thing.a`: required in requests now",
            "additive attribute-narrowed `Thing.a`: is no longer `None`",
        ],
        [
            "breaking attribute-widened `Thing.a`: may be `None`",
            "additive attribute-optional `Thing.a`: optional in requests now",
        ],
    ),
    "another type in both directions": (
        both_ways(A),
        both_ways(thing(a=INTEGER)),
        ["breaking attribute-narrowed `Thing.a`: is `int`, was `str`"],
        ["breaking attribute-narrowed `Thing.a`: is `str`, was `int`"],
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
        ["breaking attribute-removed `Thing`: attribute `a` removed from replies"],
        ["additive attribute-added `Thing`: new attribute `a` in replies"],
    ),
    "a read-only attribute is never required in requests": (
        both_ways(thing(a=READ_ONLY)),
        both_ways(requires(thing(a=READ_ONLY), "a")),
        ["additive attribute-narrowed `Thing.a`: is no longer `None`"],
        ["breaking attribute-widened `Thing.a`: may be `None`"],
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
            "additive result-narrowed `read_webhook`: returns no longer `Three`",
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
