"""Renames of each kind, and what only looks like one, with the report there and back."""

from __future__ import annotations

from support.diff_documents import (
    INTEGER,
    answered,
    at,
    both_ways,
    constants,
    parameter,
    requires,
    takes,
)
from support.documents import STRING, document_of, operation, ref, tagged, thing

NOTE = {**STRING, "description": "What the kitchen has to know."}
TEXT = {**STRING, "description": "For the cook."}


def renamed(subject, old, new, code, *, owner="", kind="breaking"):
    """The one line of a rename, there and back."""
    name = f"{owner}{{}}" if owner else "{}"
    return tuple(
        [f"{kind} {code} `{name.format(was)}`{subject}: renamed to `{now}`"]
        for was, now in ((old, new), (new, old))
    )


def argument(old, new):
    return tuple(
        [f"breaking argument-renamed `do`, `{was}`: renamed to `{now}`"]
        for was, now in ((old, new), (new, old))
    )


def both(old, new):
    """Both names only in requests and responses of one class."""
    return both_ways(thing(id=INTEGER, **old)), both_ways(thing(id=INTEGER, **new))


def not_renamed(old, new):
    return tuple(
        [
            f"breaking argument-removed `do`: argument `{was}` removed; perhaps renamed to `{now}`",
            f"additive argument-added `do`: new optional argument `{now}`",
        ]
        for was, now in ((old, new), (new, old))
    )


def operations(**paths):
    """Operations with these operation IDs and paths, and one of another module."""
    made = {path: {"get": operation(name=name)} for name, path in paths.items()}
    return {**document_of(None, {}), "paths": {**made, "/other": {"get": operation()}}}


def secret(name):
    scheme = {"type": "apiKey", "in": "header", "name": "X-Key"}
    return {
        **takes(),
        "components": {"securitySchemes": {name: scheme}},
        "security": [{name: []}],
    }


TAKE = "`Client` and `configure` take"
PAIR = thing(id=STRING, at=INTEGER)

# What happens, the documents before and after, what is reported forwards, and backwards.
CASES = {
    "an operation ID": (
        at("/x/{id}", operation(parameter("id", place="path", required=True), name="getIt")),
        at("/x/{id}", operation(parameter("id", place="path", required=True), name="fetchIt")),
        *renamed("", "get_it", "fetch_it", "function-renamed"),
    ),
    "an operation ID with the classes that are named after it": (
        at("/x", operation(reply=thing(a=thing(b=STRING)), name="getIt")),
        at("/x", operation(reply=thing(a=thing(b=STRING)), name="fetchIt")),
        [
            "breaking function-renamed `get_it`: renamed to `fetch_it`",
            "breaking type-renamed `GetItResponse`: renamed to `FetchItResponse`",
            "breaking type-renamed `GetItResponseA`: renamed to `FetchItResponseA`",
        ],
        [
            "breaking function-renamed `fetch_it`: renamed to `get_it`",
            "breaking type-renamed `FetchItResponse`: renamed to `GetItResponse`",
            "breaking type-renamed `FetchItResponseA`: renamed to `GetItResponseA`",
        ],
    ),
    "an operation ID that another operation has now": (
        operations(one="/x/a", two="/x/b"),
        operations(two="/x/a", three="/x/b"),
        [
            "breaking function-removed `one`: removed",
            "may break request-changed `two`: now sends `GET /x/a` instead of `GET /x/b`",
            "additive function-added `three`: new",
        ],
        [
            "breaking function-removed `three`: removed",
            "may break request-changed `two`: now sends `GET /x/b` instead of `GET /x/a`",
            "additive function-added `one`: new",
        ],
    ),
    "an operation ID and the version in the path": (
        {**at("/x"), "paths": {"/v1/x": {"get": operation(name="getIt")}}},
        {**at("/x"), "paths": {"/v2/x": {"get": operation(name="fetchIt")}}},
        [
            "breaking function-removed `get_it`: removed; perhaps renamed to `fetch_it`",
            "additive function-added `fetch_it`: new",
        ],
        [
            "breaking function-removed `fetch_it`: removed; perhaps renamed to `get_it`",
            "additive function-added `get_it`: new",
        ],
    ),
    "a schema that also changes": (
        answered(ref("Order"), Order=PAIR),
        answered(ref("Purchase"), Purchase=requires(PAIR, "at")),
        [
            "breaking type-renamed `Order`: renamed to `Purchase`",
            "additive attribute-narrowed `Order.at`: is no longer `None`",
        ],
        [
            "breaking type-renamed `Purchase`: renamed to `Order`",
            "breaking attribute-widened `Purchase.at`: may also be `None`",
        ],
    ),
    "another schema in the same place": (
        answered(ref("Order"), Order=PAIR),
        answered(ref("Purchase"), Purchase=thing(total=INTEGER)),
        [
            "breaking result-widened `do`: now returns `Purchase` instead of `Order`",
            "breaking type-removed `Order`: removed",
            "additive type-added `Purchase`: new",
        ],
        [
            "breaking result-widened `do`: now returns `Order` instead of `Purchase`",
            "breaking type-removed `Purchase`: removed",
            "additive type-added `Order`: new",
        ],
    ),
    "one schema of two": (
        answered(thing(a=ref("Read"), b=ref("Write")), Read=PAIR, Write=PAIR),
        answered(thing(a=ref("Order"), b=ref("Order")), Order=PAIR),
        [
            "breaking attribute-widened `DoResponse.a`: is now `Order` instead of `Read`",
            "breaking attribute-widened `DoResponse.b`: is now `Order` instead of `Write`",
            "breaking type-removed `Read`: removed; perhaps renamed to `Order`",
            "breaking type-removed `Write`: removed; perhaps renamed to `Order`",
            "additive type-added `Order`: new",
        ],
        [
            "breaking attribute-widened `DoResponse.a`: is now `Read` instead of `Order`",
            "breaking attribute-widened `DoResponse.b`: is now `Write` instead of `Order`",
            "breaking type-removed `Order`: removed; perhaps renamed to `Read` or `Write`",
            "additive type-added `Read`: new",
            "additive type-added `Write`: new",
        ],
    ),
    "another variant of a union": (
        answered({"oneOf": [ref("A"), ref("B")]}, A=tagged("a"), B=tagged("b")),
        answered({"oneOf": [ref("A"), ref("C")]}, A=tagged("a"), C=tagged("c")),
        [
            "breaking type-removed `B`: removed",
            "may break result-widened `do`: new variant `C`",
            "additive result-narrowed `do`: no longer returns `B`",
            "additive type-added `C`: new",
        ],
        [
            "breaking type-removed `C`: removed",
            "may break result-widened `do`: new variant `B`",
            "additive result-narrowed `do`: no longer returns `C`",
            "additive type-added `B`: new",
        ],
    ),
    "a variant of a union": (
        answered({"oneOf": [ref("A"), ref("B")]}, A=tagged("a"), B=tagged("b")),
        answered({"oneOf": [ref("A"), ref("C")]}, A=tagged("a"), C=tagged("b")),
        *renamed("", "B", "C", "type-renamed"),
    ),
    "an alias of constants": (
        answered(thing(a=ref("Mode")), Mode=constants("a", "b")),
        answered(thing(a=ref("Way")), Way=constants("a", "b")),
        *renamed("", "Mode", "Way", "type-renamed"),
    ),
    "a property with the same description": (
        *both({"note": NOTE}, {"remark": NOTE}),
        *renamed("", "note", "remark", "attribute-renamed", owner="Thing."),
    ),
    "a property with another spelling": (
        *both({"recieved_at": STRING}, {"received_at": STRING}),
        *renamed("", "recieved_at", "received_at", "attribute-renamed", owner="Thing."),
    ),
    "a property with one more word": (
        *both({"tokens": INTEGER}, {"prompt_tokens": INTEGER}),
        *renamed("", "tokens", "prompt_tokens", "attribute-renamed", owner="Thing."),
    ),
    "a property that means another value": (
        *both({"created_at": INTEGER}, {"updated_at": INTEGER}),
        [
            (
                "breaking attribute-removed `Thing`: "
                "attribute `created_at` removed; perhaps renamed to `updated_at`"
            ),
            "additive attribute-added `Thing`: new attribute `updated_at`",
        ],
        [
            (
                "breaking attribute-removed `Thing`: "
                "attribute `updated_at` removed; perhaps renamed to `created_at`"
            ),
            "additive attribute-added `Thing`: new attribute `created_at`",
        ],
    ),
    "a property of another type": (
        *both({"note": NOTE}, {"remark": {**NOTE, "type": "integer"}}),
        [
            "breaking attribute-removed `Thing`: attribute `note` removed",
            "additive attribute-added `Thing`: new attribute `remark`",
        ],
        [
            "breaking attribute-removed `Thing`: attribute `remark` removed",
            "additive attribute-added `Thing`: new attribute `note`",
        ],
    ),
    "properties that share a description": (
        *both({"a": TEXT, "b": TEXT}, {"b": TEXT, "c": TEXT}),
        [
            "breaking attribute-removed `Thing`: attribute `a` removed; perhaps renamed to `c`",
            "additive attribute-added `Thing`: new attribute `c`",
        ],
        [
            "breaking attribute-removed `Thing`: attribute `c` removed; perhaps renamed to `a`",
            "additive attribute-added `Thing`: new attribute `a`",
        ],
    ),
    "an argument with one more word": (
        takes(parameter("user")),
        takes(parameter("user_id")),
        *argument("user", "user_id"),
    ),
    "an argument with the same description": (
        takes(parameter("note", description="A note for the cook.")),
        takes(parameter("remark", description="A note for the cook.")),
        *argument("note", "remark"),
    ),
    "an argument that may be another": (
        takes(parameter("limit", INTEGER)),
        takes(parameter("page_size", INTEGER)),
        *not_renamed("limit", "page_size"),
    ),
    "an argument with a limit in its name": (
        takes(parameter("price", INTEGER)),
        takes(parameter("min_price", INTEGER)),
        *not_renamed("price", "min_price"),
    ),
    "an argument in another place": (
        takes(parameter("user")),
        takes(parameter("user_id", place="header")),
        [
            "breaking argument-removed `do`: argument `user` removed",
            "additive argument-added `do`: new optional argument `user_id`",
        ],
        [
            "breaking argument-removed `do`: argument `user_id` removed",
            "additive argument-added `do`: new optional argument `user`",
        ],
    ),
    "a constant of a request": (
        takes(parameter("x", constants("open", "closed"))),
        takes(parameter("x", constants("open", "done"))),
        ["breaking value-renamed `do`, `x`: the value `'closed'` is now `'done'`"],
        ["breaking value-renamed `do`, `x`: the value `'done'` is now `'closed'`"],
    ),
    "a constant of a response": (
        answered(constants("open", "canceled")),
        answered(constants("cancelled", "open")),
        ["may break value-renamed `do`: the value `'canceled'` is now `'cancelled'`"],
        ["may break value-renamed `do`: the value `'cancelled'` is now `'canceled'`"],
    ),
    "a constant of both directions": (
        both_ways(thing(a=constants("open", "closed"))),
        both_ways(thing(a=constants("open", "done"))),
        ["breaking value-renamed `Thing.a`: the value `'closed'` is now `'done'`"],
        ["breaking value-renamed `Thing.a`: the value `'done'` is now `'closed'`"],
    ),
    "a constant with a version": (
        takes(parameter("x", constants("a", "one-2024"))),
        takes(parameter("x", constants("a", "one-2025"))),
        [
            "breaking argument-narrowed `do`, `x`: `'one-2024'` is no longer accepted",
            "additive argument-widened `do`, `x`: new value `'one-2025'`",
        ],
        [
            "breaking argument-narrowed `do`, `x`: `'one-2025'` is no longer accepted",
            "additive argument-widened `do`, `x`: new value `'one-2024'`",
        ],
    ),
    "a secret": (
        secret("key"),
        secret("token"),
        *(
            [
                f"breaking setting-renamed the package: {TAKE} `{now}` instead of `{was}`",
                f"breaking argument-renamed `do`, `{was}`: renamed to `{now}`",
                (
                    f"may break setting-changed the package: the setting `{was}` is read from "
                    f"`T_{now.upper()}` instead of `T_{was.upper()}`"
                ),
            ]
            for was, now in (("key", "token"), ("token", "key"))
        ),
    ),
    "an operation in another module": (
        operations(one="/x/a", two="/x/b"),
        operations(one="/x/a", two="/y/b"),
        [
            "breaking function-moved `two`: moved from module `x` to `y`",
            "may break request-changed `two`: now sends `GET /y/b` instead of `GET /x/b`",
            "additive module-added `y`: new module",
        ],
        [
            "breaking module-removed `y`: module removed",
            "breaking function-moved `two`: moved from module `y` to `x`",
            "may break request-changed `two`: now sends `GET /x/b` instead of `GET /y/b`",
        ],
    ),
}
