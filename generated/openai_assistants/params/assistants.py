"""What only the `assistants` group is sent.

A TypedDict for each object, under the document's own names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NotRequired, TypeAlias, TypedDict

from .. import components
from .._runtime.parameters import Values


class CreateAssistantRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code interpreter
    can open, at most 20.
    """


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto(TypedDict):
    """The service chooses the sizes, today chunks of 800 tokens that share 400."""

    type: Literal["auto"]
    """Kind of strategy: always `auto`."""


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic(
    TypedDict
):
    max_chunk_size_tokens: int
    """Tokens in a chunk at most, between 100 and 4096; 800 is usual."""
    chunk_overlap_tokens: int
    """Tokens that two neighbouring chunks share, at most half of `max_chunk_size_tokens`; 400 is
    usual.
    """


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic(TypedDict):
    type: Literal["static"]
    """Kind of strategy: always `static`."""
    static: CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic


CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategy: TypeAlias = (
    CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto
    | CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic
)
"""How files are cut into chunks. Left out, it is `auto`."""


class CreateAssistantRequestToolResourcesFileSearchVectorStore(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) to put into the vector
    store. Stores made since November 2025 hold 100,000,000 files, older ones 10,000.
    """
    chunking_strategy: NotRequired[
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategy
    ]
    """How files are cut into chunks. Left out, it is `auto`."""
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """


class CreateAssistantRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Existing vector store that this assistant shall search; at most one."""
    vector_stores: NotRequired[Iterable[CreateAssistantRequestToolResourcesFileSearchVectorStore]]
    """New vector store to make from files for this assistant; at most one."""


class CreateAssistantRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector stores
    for file search.
    """

    code_interpreter: NotRequired[CreateAssistantRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateAssistantRequestToolResourcesFileSearch]


class ModifyAssistantRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code interpreter
    can open from now on, at most 20.
    """


class ModifyAssistantRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that this assistant searches from now on; at most one."""


class ModifyAssistantRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector stores
    for file search.
    """

    code_interpreter: NotRequired[ModifyAssistantRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[ModifyAssistantRequestToolResourcesFileSearch]
