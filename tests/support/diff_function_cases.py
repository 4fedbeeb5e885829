"""Small changes of functions and packages, and what `opgen diff` says of each, there and back."""

from __future__ import annotations

from support.diff_documents import (
    answered,
    at,
    calls,
    constants,
    keys,
    named,
    needs,
    operation,
    parameter,
    takes,
)
from support.schema_packages import STRING, ref, thing

UP, DOWN = constants("a", "b", "c"), constants("a", "b")

# What happens, the documents before and after, what is told forwards, and what backwards.
CASES = {
    "functions": (
        at("/x"),
        {
            **at("/x"),
            "paths": {**at("/x")["paths"], "/x/y": {"get": {**operation(), "operationId": "more"}}},
        },
        ["additive function-added `more`: new"],
        ["breaking function-removed `more`: removed"],
    ),
    "modules": (
        at("/x"),
        at("/y"),
        [
            "breaking module-removed `x`: module removed",
            "breaking function-moved `do`: in the module `y` now, was in `x`",
            "may break request-changed `do`: sends `POST /y`, was `POST /x`",
            "additive module-added `y`: new module",
        ],
        [
            "breaking module-removed `y`: module removed",
            "breaking function-moved `do`: in the module `x` now, was in `y`",
            "may break request-changed `do`: sends `POST /x`, was `POST /y`",
            "additive module-added `x`: new module",
        ],
    ),
    "another method": (
        at("/x"),
        {**at("/x"), "paths": {"/x": {"delete": operation()}}},
        ["breaking request-changed `do`: sends `DELETE /x`, was `POST /x`"],
        ["breaking request-changed `do`: sends `POST /x`, was `DELETE /x`"],
    ),
    "another path": (
        at("/x/a"),
        at("/x/b"),
        ["may break request-changed `do`: sends `POST /x/b`, was `POST /x/a`"],
        ["may break request-changed `do`: sends `POST /x/a`, was `POST /x/b`"],
    ),
    "a newcomer of the same name": (
        takes(parameter("userId")),
        takes(parameter("user-id"), parameter("userId")),
        [
            "breaking argument-narrowed `do`, `user_id`: is sent as `user-id` now, was `userId`",
            "additive argument-added `do`: new optional argument `user_id_`",
        ],
        [
            "breaking argument-narrowed `do`, `user_id`: is sent as `userId` now, was `user-id`",
            "breaking argument-removed `do`: argument `user_id_` removed",
        ],
    ),
    "another place of a secret": (
        keys("one"),
        {
            **keys("one"),
            "components": {
                "securitySchemes": {"one": {"type": "apiKey", "in": "query", "name": "key"}}
            },
        },
        [
            (
                "may break address-changed the package: "
                "the secret `one` is sent in `query key` now, was in `header one`"
            )
        ],
        [
            (
                "may break address-changed the package: "
                "the secret `one` is sent in `header one` now, was in `query key`"
            )
        ],
    ),
    "another name in the path": (
        at("/x/{a}", operation(needs("a", place="path"))),
        at("/x/{b}", operation(needs("b", place="path"))),
        [
            "breaking argument-renamed `do`, `a`: is named `b` now",
        ],
        [
            "breaking argument-renamed `do`, `b`: is named `a` now",
        ],
    ),
    "another server of one operation": (
        at("/x"),
        at("/x", {**operation(), "servers": [{"url": "https://other.test"}]}),
        ["may break address-changed `do`: calls `https://other.test` now, was the usual address"],
        ["may break address-changed `do`: calls the usual address now, was `https://other.test`"],
    ),
    "another address": (
        calls("https://one.test"),
        calls("https://two.test"),
        [
            "may break address-changed the package: calls `https://two.test` now, was `https://one.test`"
        ],
        [
            "may break address-changed the package: calls `https://one.test` now, was `https://two.test`"
        ],
    ),
    "credentials": (
        keys("one"),
        keys("one", "two"),
        [
            "additive setting-added the package: `Client` and `configure` take `two`",
            "additive argument-added `do`: new optional argument `two`",
        ],
        [
            "breaking setting-removed the package: `Client` and `configure` take no `two` any more",
            "breaking argument-removed `do`: argument `two` removed",
        ],
    ),
    "an optional argument": (
        takes(parameter("x")),
        takes(parameter("x"), parameter("y", place="header")),
        ["additive argument-added `do`: new optional argument `y`"],
        ["breaking argument-removed `do`: argument `y` removed"],
    ),
    "a required argument": (
        takes(needs("x")),
        takes(needs("x"), needs("y")),
        ["breaking argument-added `do`: new required argument `y`"],
        ["breaking argument-removed `do`: argument `y` removed"],
    ),
    "required or optional": (
        takes(parameter("a"), parameter("x")),
        takes(parameter("a"), needs("x")),
        ["breaking argument-required `do`, `x`: required now"],
        ["additive argument-optional `do`, `x`: optional now"],
    ),
    "no position before a required argument": (
        takes(needs("a"), needs("b")),
        takes(parameter("a"), needs("b")),
        [
            "breaking argument-position `do`, `a`: must be given by name now",
            "additive argument-optional `do`, `a`: optional now",
            "additive argument-added `do`: new optional argument `stream_to`",
        ],
        [
            "breaking argument-required `do`, `a`: required now",
            "breaking argument-removed `do`: argument `stream_to` removed",
        ],
    ),
    "constants of an argument": (
        takes(parameter("x", DOWN)),
        takes(parameter("x", UP)),
        ["additive argument-widened `do`, `x`: new value `'c'`"],
        ["breaking argument-narrowed `do`, `x`: `'c'` is no longer accepted"],
    ),
    "deprecation": (
        named("x"),
        named("x", deprecated=True),
        ["documentation function-deprecated `do`: deprecated"],
        [],
    ),
    "descriptions": (
        named("one"),
        named("two", summary="More"),
        ["documentation described `do`: new description of `x`"],
        ["documentation described `do`: new description of `x`"],
    ),
    "descriptions of types": (
        answered(ref("A"), A=thing(a=STRING)),
        answered(ref("A"), A={**thing(a={**STRING, "description": "X"}), "description": "Y"}),
        ["documentation described `A`: new description of `a`"],
        ["documentation described `A`: new description of `a`"],
    ),
}
