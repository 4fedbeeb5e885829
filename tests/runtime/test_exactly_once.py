"""How often the service is paid, when it fails after it was."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from runtime.client import Api, BaseClient
from runtime.errors import APIConnectionError, APIError, ConfigurationError
from runtime.operation import operation
from runtime.parameters import Omit, omit
from runtime.request import Call, CallOptions, Request
from runtime.results import Err, Ok
from runtime.retries import Retries
from support import till
from support.till import Till, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runtime.files import File

API = Api(name="shop", base_url="http://127.0.0.1:9")
KEY = "Idempotency-Key"
SOON = {"retry_after_ms": "1"}
FAST = Retries(backoff=0.01)
LOST = [till.close, till.reset, till.hang, till.half_a_head, till.half_a_body, till.garbage]
both = pytest.mark.parametrize("awaited", [False, True], ids=["now", "awaited"])


def _call(options: CallOptions | None) -> Call:
    return Call(API, options, None, {})


@operation("POST", "/charges")
def charge(amount: int, *, options: CallOptions | None = None) -> Request[Any]:
    return Request(json={"amount": amount}, call=_call(options))


@operation("POST", "/charges")
def keyed(
    amount: int, *, key: str | Omit = omit, options: CallOptions | None = None
) -> Request[Any]:
    return Request(
        json={"amount": amount}, headers={KEY: key}, idempotency=KEY, call=_call(options)
    )


@operation("POST", "/search")
def search(*, options: CallOptions | None = None) -> Request[Any]:
    return Request(repeat=True, call=_call(options))


@operation("POST", "/files")
def upload(file: File, *, options: CallOptions | None = None) -> Request[Any]:
    return Request(form={"file": file}, idempotency=KEY, call=_call(options))


def _method(note: str, *, options: CallOptions | None = None) -> Request[Any]:
    return Request(json={"note": note}, call=_call(options))


METHODS = {one: operation(one, "/x")(_method) for one in ("GET", "PUT", "DELETE", "PATCH", "POST")}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    API.client.close()


def configure(server: Till, **settings: Any) -> None:
    usual: dict[str, Any] = {"timeout": 0.2, "retries": FAST}
    API.use(BaseClient(API, {}, base_url=server.url, **{**usual, **settings}))


def outcome(function: Any, *arguments: Any, awaited: bool, **more: Any) -> Ok[Any] | Err:
    if awaited:
        found: Ok[Any] | Err = asyncio.run(function.aio.attempt(*arguments, **more))
        return found
    return function.attempt(*arguments, **more)


@both
@pytest.mark.parametrize("fault", LOST)
def test_a_post_that_may_have_been_received_is_not_sent_again(
    fault: till.Fault, *, awaited: bool
) -> None:
    with Till(fault) as server:
        configure(server)
        found = outcome(charge, 5, awaited=awaited)
    assert isinstance(found, Err)
    assert isinstance(found.error, APIError)
    assert (server.charges, len(server.requests)) == (1, 1)


@both
@pytest.mark.parametrize("code", [408, 409, 425, 500, 502, 503, 504, 529])
def test_nor_one_that_the_service_may_have_done(code: int, *, awaited: bool) -> None:
    with Till(status(code), id="1") as server:
        configure(server)
        found = outcome(charge, 5, awaited=awaited)
    assert isinstance(found, Err)
    assert found.error.status == code
    assert server.charges == 1


@both
@pytest.mark.parametrize(
    "refusal",
    [
        status(429),
        status(429, retry_after="0"),
        status(503, retry_after="0.001"),
        status(503, retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
        status(500, x_should_retry="true", **SOON),
        status(400, x_should_retry="true", **SOON),
    ],
)
def test_one_that_the_service_refused_is(refusal: till.Fault, *, awaited: bool) -> None:
    with Till(refusal, id="1") as server:
        configure(server)
        assert outcome(charge, 5, awaited=awaited) == Ok({"id": "1"})
    assert len(server.requests) == 2


@both
@pytest.mark.parametrize("fault", [*LOST, *map(status, (408, 409, 429, 500, 503))])
def test_a_key_makes_it_safe(fault: till.Fault, *, awaited: bool) -> None:
    with Till(fault, fault, id="1") as server:
        configure(server)
        assert outcome(keyed, 5, awaited=awaited) == Ok({"id": "1"})
    assert (server.charges, len(server.requests)) == (1, 3)
    assert uuid.UUID(server.keys[0] or "").version == 4


@both
def test_each_call_has_a_key_of_its_own(*, awaited: bool) -> None:
    with Till(id="1") as server:
        configure(server)
        for _ in range(3):
            outcome(keyed, 5, awaited=awaited)
    assert server.charges == 3


@pytest.mark.parametrize("how", ["argument", "options"])
def test_a_key_can_be_given(how: str) -> None:
    with Till(till.close, id="1") as server:
        configure(server)
        if how == "argument":
            assert keyed(5, key="order-7") == {"id": "1"}
        else:
            options = CallOptions(headers={"x-idempotency-key": "order-7"})
            assert charge(5, options=options) == {"id": "1"}
            server.header = "x-idempotency-key"
    assert server.keys == ["order-7", "order-7"]


@pytest.mark.parametrize("name", ["X-Idempotent", "Idempotency-Replayed", "X-Key"])
def test_another_header_is_no_key(name: str) -> None:
    with Till(till.close, id="1") as server:
        configure(server)
        found = charge.attempt(5, options=CallOptions(headers={name: "1"}))
    assert isinstance(found, Err)
    assert found.error.idempotency_key is None
    assert len(server.requests) == 1


@both
def test_an_error_has_the_key_for_a_later_call(*, awaited: bool) -> None:
    with Till(till.close, status(400)) as server:
        configure(server)
        found = outcome(keyed, 5, awaited=awaited, options=CallOptions(max_retries=0))
        assert isinstance(found, Err)
        key = found.error.idempotency_key
        assert [key] == server.keys
        again = outcome(keyed, 5, awaited=awaited, key=key)
    assert isinstance(again, Err)
    assert again.error.idempotency_key == key
    assert server.charges == 1


def test_a_setting_adds_the_header_to_each_post_and_patch() -> None:
    with Till(till.close, id="1") as server:
        server.header = "x-token"
        configure(server, idempotency_header="X-Token")
        charge(5)
        for method in METHODS.values():
            method(str(method.method))
    charged, again, *others = server.keys
    assert charged == again
    assert [bool(one) for one in others] == [False, False, False, True, True]


def test_a_profile_adds_it_and_a_setting_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(API, "idempotency_header", "X-Token")
    with Till(header="x-token", id="1") as server:
        configure(server)
        charge(5)
        keyed(6)  # its own header
        configure(server, idempotency_header=None)
        charge(5)
    assert [bool(one) for one in server.keys] == [True, False, False]


def test_one_key_for_all_calls_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="idempotency"):
        BaseClient(API, {}, headers={"idempotency-key": "1"})


@both
@pytest.mark.parametrize("code", [307, 308])
@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize("function", [charge, keyed])
def test_a_redirect_has_the_same_key(
    code: int, function: Any, *, elsewhere: bool, awaited: bool
) -> None:
    with Till(till.close, id="1") as other:
        port = other.url.rpartition(":")[2]
        target = f"http://localhost:{port}/other" if elsewhere else f"{other.url}/other"
        with Till(status(code, location=target)) as server:
            configure(server, follow_redirects=True, timeout=2.0)
            found = outcome(function, 5, awaited=awaited)
    if function is keyed:
        assert found == Ok({"id": "1"})
        assert {*server.keys} == {*other.keys}
        assert len(other.requests) == 2
    else:
        assert isinstance(found, Err)
        assert len(other.requests) == 1


@both
@pytest.mark.parametrize("fault", [till.close, till.hang, status(500), status(409)])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_idempotent_methods_are_sent_again(
    fault: till.Fault, method: str, *, awaited: bool
) -> None:
    with Till(fault, fault, id="1") as server:
        configure(server)
        assert outcome(METHODS[method], "", awaited=awaited) == Ok({"id": "1"})
    assert len(server.requests) == 3


@both
def test_what_was_not_sent_is_sent_again(*, awaited: bool) -> None:
    with Till() as server:
        configure(server)  # and now nobody listens
    found = outcome(charge, 5, awaited=awaited)
    assert isinstance(found, Err)
    assert isinstance(found.error, APIConnectionError)
    assert "attempt 3" in str(found.error)


def test_an_operation_that_only_reads_is_sent_again() -> None:
    with Till(till.close, status(500), id="1") as server:
        configure(server)
        assert search() == {"id": "1"}
    assert len(server.requests) == 3


@pytest.mark.parametrize("where", ["client", "call", "api"])
def test_methods_can_be_declared_safe(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Retries(methods=["post"], backoff=0.01)
    if where == "api":
        monkeypatch.setattr(API, "repeat", ("POST", "PATCH"))
    with Till(till.close, status(500), id="1") as server:
        configure(server, retries=rules if where == "client" else FAST)
        options = CallOptions(retries=rules) if where == "call" else None
        assert charge(5, options=options) == {"id": "1"}
    assert len(server.requests) == 3


def test_the_methods_of_a_user_override_those_of_the_profile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(API, "repeat", ("POST", "PATCH"))
    with Till(till.close, till.close, id="1") as server:
        configure(server, retries=Retries(methods=["GET"], backoff=0.01))
        assert isinstance(charge.attempt(5), Err)
        assert METHODS["GET"]("a") == {"id": "1"}
    assert [method for method, *_ in server.requests] == ["POST", "GET", "GET"]


@both
@pytest.mark.parametrize("fault", [till.close, status(503), status(429)])
def test_a_file_is_paid_for_once(fault: till.Fault, tmp_path: Path, *, awaited: bool) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"data" * 1000)
    with Till(fault, id="1") as server:
        configure(server)
        assert outcome(upload, path, awaited=awaited) == Ok({"id": "1"})
    assert server.charges == 1
    assert [b"data" * 1000 in body for *_, body in server.requests] == [True, True]


def test_the_service_is_paid_once_by_many_threads_and_tasks() -> None:
    async def main() -> None:
        await asyncio.gather(*(keyed.aio(number) for number in range(20)))

    with Till(*[till.close, status(500), till.reset] * 4, id="1") as server:
        configure(server, retries=Retries(max=9, backoff=0.01), timeout=5.0)
        asyncio.run(main())
    assert server.charges == 20
    assert len(server.requests) == 32
