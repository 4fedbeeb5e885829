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
    parameter,
    takes,
)
from support.documents import STRING, operation, ref, thing

UP, DOWN = constants("a", "b", "c"), constants("a", "b")


def own_servers(*urls):
    return [{"url": url} for url in urls]


# What happens, the documents before and after, what is reported forwards, and backwards.
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
            "breaking module-renamed `x`: module renamed to `y`",
            "may break request-changed `do`: now sends `POST /y` instead of `POST /x`",
        ],
        [
            "breaking module-renamed `y`: module renamed to `x`",
            "may break request-changed `do`: now sends `POST /x` instead of `POST /y`",
        ],
    ),
    "another method": (
        at("/x"),
        {**at("/x"), "paths": {"/x": {"delete": operation()}}},
        ["breaking request-changed `do`: now sends `DELETE /x` instead of `POST /x`"],
        ["breaking request-changed `do`: now sends `POST /x` instead of `DELETE /x`"],
    ),
    "another path": (
        at("/x/a"),
        at("/x/b"),
        ["may break request-changed `do`: now sends `POST /x/b` instead of `POST /x/a`"],
        ["may break request-changed `do`: now sends `POST /x/a` instead of `POST /x/b`"],
    ),
    "a newcomer of the same name": (
        takes(parameter("userId")),
        takes(parameter("user-id"), parameter("userId")),
        [
            "breaking argument-narrowed `do`, `user_id`: now sent as `user-id` instead of `userId`",
            "additive argument-added `do`: new optional argument `user_id_`",
        ],
        [
            "breaking argument-narrowed `do`, `user_id`: now sent as `userId` instead of `user-id`",
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
                "the secret `one` is now sent in `query key` instead of `header one`"
            )
        ],
        [
            (
                "may break address-changed the package: "
                "the secret `one` is now sent in `header one` instead of `query key`"
            )
        ],
    ),
    "another name in the path": (
        at("/x/{a}", operation(needs("a", place="path"))),
        at("/x/{b}", operation(needs("b", place="path"))),
        [
            "breaking argument-renamed `do`, `a`: renamed to `b`",
        ],
        [
            "breaking argument-renamed `do`, `b`: renamed to `a`",
        ],
    ),
    "another server of one operation": (
        at("/x"),
        at("/x", {**operation(), "servers": [{"url": "https://other.test"}]}),
        ["may break address-changed `do`: now calls `https://other.test` instead of the base URL"],
        ["may break address-changed `do`: now calls the base URL instead of `https://other.test`"],
    ),
    "one of several servers of its own": (
        at("/x", {**operation(), "servers": own_servers("https://eu.test", "https://us.test")}),
        at("/x", {**operation(), "servers": own_servers("https://eu.test", "https://asia.test")}),
        [
            "breaking setting-changed the package: the setting `server` no longer takes `us`",
            (
                "may break address-changed `do`: now calls `https://eu.test` or `https://asia.test`"
                " instead of `https://eu.test` or `https://us.test`"
            ),
            "additive setting-changed the package: the setting `server` now takes `asia`",
        ],
        [
            "breaking setting-changed the package: the setting `server` no longer takes `asia`",
            (
                "may break address-changed `do`: now calls `https://eu.test` or `https://us.test`"
                " instead of `https://eu.test` or `https://asia.test`"
            ),
            "additive setting-changed the package: the setting `server` now takes `us`",
        ],
    ),
    "another address": (
        calls("https://one.test"),
        calls("https://two.test"),
        [
            "may break address-changed the package: now calls `https://two.test` instead of `https://one.test`"
        ],
        [
            "may break address-changed the package: now calls `https://one.test` instead of `https://two.test`"
        ],
    ),
    "credentials": (
        keys("one"),
        keys("one", "two"),
        [
            "additive setting-added the package: `Client` and `configure` now take `two`",
            "additive argument-added `do`: new optional argument `two`",
        ],
        [
            "breaking setting-removed the package: `Client` and `configure` no longer take `two`",
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
        ["breaking argument-required `do`, `x`: now required"],
        ["additive argument-optional `do`, `x`: now optional"],
    ),
    "no position before a required argument": (
        takes(needs("a"), needs("b")),
        takes(parameter("a"), needs("b")),
        [
            "breaking argument-position `do`, `a`: now keyword-only",
            "additive argument-optional `do`, `a`: now optional",
        ],
        [
            "breaking argument-required `do`, `a`: now required",
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
