"""Administration of vector stores and of the files in them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TypedDict

import openai_client as oa
from openai_client import components, params
from openai_client.vector_stores import (
    create_vector_store,
    delete_vector_store,
    get_vector_store,
    list_vector_store_files,
    list_vector_stores,
    modify_vector_store,
)

WEEK: params.VectorStoreExpirationAfter = {"anchor": "last_active_at", "days": 7}


class Size(TypedDict):
    """How big a store is."""

    name: str
    size: int
    files: int


def size(store: components.VectorStoreObject) -> Size:
    """Measure a store."""
    return {
        "name": store.name,
        "size": store.bytes,  # touched: attribute-removed
        "files": store.file_counts.total,
    }


def total(stores: Iterable[components.VectorStoreObject]) -> int:
    """Add up what all stores hold."""
    return sum(store.bytes for store in stores)  # touched: attribute-removed


async def sizes() -> AsyncIterator[Size]:
    """Measure every store."""
    async for store in list_vector_stores.aio.iter(limit=100, order="desc"):
        if store.status == "completed":
            yield size(store)


def make(name: str, paths: list[Path]) -> components.VectorStoreObject:
    """Make a store of files."""
    ids = [oa.create_file(path, "assistants").id for path in paths]
    store = create_vector_store(name=name, expires_after=WEEK, metadata={"files": len(ids)})
    batch = oa.create_vector_store_file_batch(store.id, ids)
    while batch.status == "in_progress":
        batch = oa.get_vector_store_file_batch(store.id, batch.id)
    if batch.file_counts.failed:
        raise RuntimeError(f"{batch.file_counts.failed} of {batch.file_counts.total} failed")
    return get_vector_store(store.id)


def broken(store_id: str) -> dict[str, list[str]]:
    """Return the files that could not be read, by the reason."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for one in list_vector_store_files.iter(store_id, filter="failed"):
        if one.last_error:
            reasons[one.last_error.code].append(one.id)
    return dict(reasons)


def trim(limit: int) -> list[str]:
    """Delete the stores that nobody used, biggest first, until the rest is small enough."""
    stores = list(list_vector_stores.iter())
    stores.sort(key=lambda store: -store.bytes)  # touched: attribute-removed
    stores.sort(key=lambda store: store.last_active_at or 0)
    gone: list[str] = []
    while stores and total(stores) > limit:
        store = stores.pop(0)
        if delete_vector_store(store.id).deleted:
            gone.append(store.id)
    return gone


def keep(store_id: str, days: int | None) -> str:
    """Keep a store for some days, or for ever."""
    if days is None:
        return modify_vector_store(store_id, expires_after=None).id
    changed = modify_vector_store(
        store_id, expires_after={"anchor": "last_active_at", "days": days}
    )
    after = changed.expires_after
    return f"{changed.name}: {after.days if after else 'for ever'}"


def by_purpose(purpose: str | None = None) -> dict[str, int]:
    """Count the bytes of our files by purpose."""
    listed = oa.list_files(purpose=purpose) if purpose else oa.list_files()
    counts: dict[str, int] = {}
    for one in listed.data:
        match one.purpose:  # may: attribute-widened
            case "assistants" | "assistants_output":
                key = "assistants"
            case "fine-tune" | "fine-tune-results":
                key = "tuning"
        counts[key] = counts.get(key, 0) + one.bytes
    return counts


async def describe(ids: list[str]) -> list[str]:
    """Describe many stores at once."""
    found = await asyncio.gather(*(get_vector_store.aio(one) for one in ids))
    return [f"{one.name}: {one.bytes >> 20} MB" for one in found]  # touched: attribute-removed


def megabytes(store):
    """Return the size of a store in megabytes."""
    return get_vector_store(store).bytes / 2**20  # touched: attribute-removed
