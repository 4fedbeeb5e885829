"""A company's FastAPI service: opgen reads the document that it serves."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager

import pytest
import uvicorn
from support.command import done
from support.packages import load

from apps.fastapi_service import STORE, app


@contextmanager
def running():
    """Serve the app on a free port of the loopback address while the block runs."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    socket = server.config.bind_socket()
    socket.listen()  # a client may connect before the server accepts
    thread = threading.Thread(target=server.run, args=([socket],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def url():
    with running() as url:
        yield url


@pytest.fixture(scope="module")
def shop(url, tmp_path_factory):
    """The package that `opgen generate URL` writes."""
    folder = tmp_path_factory.mktemp("fastapi") / "shop"
    places = ("--output", folder / "shop", "--spec", folder / "shop.json")
    done("generate", f"{url}/openapi.json", "--all", *places)
    return load(folder / "shop")


@pytest.fixture
def items(shop):
    STORE.clear()
    with shop.configure(http_bearer="tok_1", max_retries=0):
        yield [shop.create_item(name, price).id for name, price in (("a", 1), ("b", 2), ("c", 3))]


def test_functions_have_the_names_of_the_python_functions(shop):
    assert {"create_item", "list_items", "read_item", "upload_photo"} <= set(shop.__all__)


@pytest.mark.usefixtures("items")
def test_items_are_listed_through_pages(shop):
    assert [item.name for item in shop.list_items.iter(limit=2)] == ["a", "b", "c"]

    async def awaited():
        return [item.name async for item in shop.list_items.aio.iter(limit=2)]

    assert asyncio.run(awaited()) == ["a", "b", "c"]


@pytest.mark.usefixtures("items")
def test_a_missing_item_has_the_detail_as_its_message(shop):
    with pytest.raises(shop.NotFoundError, match=r"404 There is no item 99\."):
        shop.read_item(99)


@pytest.mark.usefixtures("items")
def test_a_validation_error_is_typed(shop):
    with pytest.raises(shop.UnprocessableEntityError) as caught:
        shop.create_item("", 1)
    [detail] = caught.value.data.detail
    assert detail.loc == ["body", "name"]
    assert "name" in caught.value.reason


def test_a_photo_is_uploaded(shop, items, tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(bytes(1000))
    assert shop.upload_photo(items[0], path) == {"item": 1, "size": 1000}
