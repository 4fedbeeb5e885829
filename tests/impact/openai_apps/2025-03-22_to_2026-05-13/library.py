"""The library of the agent: files that are kept in a store that it can search."""

from __future__ import annotations

import asyncio
from pathlib import Path

import openai_client as oa
from agent import Agent, Handler
from openai_client import components, params

CHUNKS: params.StaticChunkingStrategyRequestParam = {
    "type": "static",
    "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 200},
}


def open_library(name: str) -> components.VectorStoreObject:
    """Find the store of a name, or make it."""
    for store in oa.list_vector_stores.iter(order="desc", limit=50):
        if store.name == name and store.status != "expired":
            return store
    return oa.create_vector_store(name=name, metadata={"by": "library"})


def add(store_id: str, path: Path, year: int) -> components.VectorStoreFileObject:
    """Put a file into the store."""
    uploaded = oa.create_file(path, "assistants")
    return oa.create_vector_store_file(
        store_id,
        uploaded.id,
        attributes={"year": year, "title": path.stem},
        chunking_strategy=CHUNKS,
    )


def find(store_id: str, words: str) -> list[tuple[str, float]]:
    """Return the files that hold what is looked for."""
    page = oa.search_vector_store(store_id, words, max_num_results=5, rewrite_query=True)
    return [(one.filename, one.score) for one in page.data if one.score > 0.3]


async def sizes(store_id: str) -> dict[str, int]:
    """Return how big the files in a store are."""
    found: dict[str, int] = {}
    async for one in oa.list_vector_store_files.aio.iter(store_id, filter="completed"):
        found[one.id] = one.usage_bytes
    names = await asyncio.gather(*(oa.retrieve_file.aio(one) for one in found))
    return {one.filename: found[one.id] for one in names}


def clear(store_id: str) -> int:
    """Delete everything that could not be read."""
    gone = 0
    for one in oa.list_vector_store_files.iter(store_id, filter="failed"):
        if one.last_error and one.last_error.code == "server_error":
            continue
        oa.delete_vector_store_file(store_id, one.id)
        gone += oa.delete_file(one.id).deleted
    return gone


def staff(name: str, handlers: dict[str, Handler]) -> Agent:
    """Make an agent that reads in the library."""
    return Agent(handlers, open_library(name).id)


def similar(texts: list[str]) -> list[float]:
    """Return how close each text is to the first one."""
    reply = oa.create_embedding(texts, "text-embedding-3-small", dimensions=256)
    first, *others = [one.embedding for one in reply.data]
    print(reply.usage.prompt_tokens, reply.model)
    return [sum(a * b for a, b in zip(first, other, strict=True)) for other in others]
