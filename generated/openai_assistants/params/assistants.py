"""What only the `assistants` group is sent.

A TypedDict for each object, under the document's own names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NotRequired, TypeAlias, TypedDict

from .. import components
from .._runtime.parameters import Values
from .shared import (
    AssistantsApiResponseFormatOption,
    AssistantToolsCode,
    AssistantToolsFileSearch,
    AssistantToolsFunction,
)

CreateAssistantRequestTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)


class CreateAssistantRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open, at most 20.
    """


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto(
    TypedDict
):
    """The service chooses the sizes, today chunks of 800 tokens that share 400."""

    type: Literal["auto"]
    """Kind of strategy: always `auto`."""


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic(
    TypedDict
):
    max_chunk_size_tokens: int
    """Tokens in a chunk at most, between 100 and 4096; 800 is usual."""
    chunk_overlap_tokens: int
    """Tokens that two neighbouring chunks share, at most half of `max_chunk_size_tokens`;
    400 is usual.
    """


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic(
    TypedDict
):
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
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class CreateAssistantRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Existing vector store that this assistant shall search; at most one."""
    vector_stores: NotRequired[
        Iterable[CreateAssistantRequestToolResourcesFileSearchVectorStore]
    ]
    """New vector store to make from files for this assistant; at most one."""


class CreateAssistantRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """

    code_interpreter: NotRequired[CreateAssistantRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateAssistantRequestToolResourcesFileSearch]


class CreateAssistantRequest(TypedDict):
    """An assistant to be."""

    model: components.AssistantSupportedModels | str
    """Model that does the work. [List
    models](https://platform.openai.com/docs/api-reference/models/list) shows those open
    to you; the [model overview](https://platform.openai.com/docs/models) says what each
    is good at.
    """
    name: NotRequired[str | None]
    """Display name of the assistant, at most 256 characters."""
    description: NotRequired[str | None]
    """What the assistant is for, at most 512 characters."""
    instructions: NotRequired[str | None]
    """System instructions that steer the assistant, at most 256,000 characters."""
    reasoning_effort: NotRequired[components.ReasoningEffort | None]
    """How much a reasoning model thinks before it answers: less is faster and costs fewer
    tokens. Which values a model accepts is in the [reasoning
    guide](https://platform.openai.com/docs/guides/reasoning).
    """
    tools: NotRequired[Iterable[CreateAssistantRequestTool]]
    """Tools that the assistant may use, at most 128: code interpreter, file search, or
    functions of your own.
    """
    tool_resources: NotRequired[CreateAssistantRequestToolResources | None]
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """
    temperature: NotRequired[float | None]
    """Sampling temperature between 0 and 2. A low value such as 0.2 gives steadier text, a
    high one such as 0.8 more varied text.
    """
    top_p: NotRequired[float | None]
    """Nucleus sampling: choose among the most likely tokens whose probabilities add up to
    this share, for example 0.1 for the top tenth. Change either this or the
    temperature.
    """
    response_format: NotRequired[AssistantsApiResponseFormatOption | None]
    """Form of the model's answer.

    `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer
    keeps to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the
    answer is JSON of any shape.

    **Important:** JSON mode also needs a message that asks for JSON; otherwise the
    model can emit white space until it runs out of tokens. An answer that was cut short
    (`finish_reason="length"`) may be broken JSON.
    """


ModifyAssistantRequestTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)


class ModifyAssistantRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open from now on, at most 20.
    """


class ModifyAssistantRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that this assistant searches from now on; at most one."""


class ModifyAssistantRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """

    code_interpreter: NotRequired[ModifyAssistantRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[ModifyAssistantRequestToolResourcesFileSearch]


class ModifyAssistantRequest(TypedDict):
    """What to change about an assistant."""

    model: NotRequired[components.AssistantSupportedModels | str]
    """Model that does the work. [List
    models](https://platform.openai.com/docs/api-reference/models/list) shows those open
    to you; the [model overview](https://platform.openai.com/docs/models) says what each
    is good at.
    """
    reasoning_effort: NotRequired[components.ReasoningEffort | None]
    """How much a reasoning model thinks before it answers: less is faster and costs fewer
    tokens. Which values a model accepts is in the [reasoning
    guide](https://platform.openai.com/docs/guides/reasoning).
    """
    name: NotRequired[str | None]
    """Display name of the assistant, at most 256 characters."""
    description: NotRequired[str | None]
    """What the assistant is for, at most 512 characters."""
    instructions: NotRequired[str | None]
    """System instructions that steer the assistant, at most 256,000 characters."""
    tools: NotRequired[Iterable[ModifyAssistantRequestTool]]
    """Tools that the assistant may use, at most 128: code interpreter, file search, or
    functions of your own.
    """
    tool_resources: NotRequired[ModifyAssistantRequestToolResources | None]
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """
    temperature: NotRequired[float | None]
    """Sampling temperature between 0 and 2. A low value such as 0.2 gives steadier text, a
    high one such as 0.8 more varied text.
    """
    top_p: NotRequired[float | None]
    """Nucleus sampling: choose among the most likely tokens whose probabilities add up to
    this share, for example 0.1 for the top tenth. Change either this or the
    temperature.
    """
    response_format: NotRequired[AssistantsApiResponseFormatOption | None]
    """Form of the model's answer.

    `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer
    keeps to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the
    answer is JSON of any shape.

    **Important:** JSON mode also needs a message that asks for JSON; otherwise the
    model can emit white space until it runs out of tokens. An answer that was cut short
    (`finish_reason="length"`) may be broken JSON.
    """
