"""What the API is sent: a TypedDict for each object, under the document's own names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NotRequired, TypeAlias, TypedDict

from . import components
from ._runtime.parameters import Values


class AssistantToolsCode(TypedDict):
    """Lets the assistant write and run Python code."""

    type: Literal["code_interpreter"]
    """Kind of tool: always `code_interpreter`."""


class AssistantToolsFileSearch(TypedDict):
    """Lets the assistant search your files."""

    type: Literal["file_search"]
    """Kind of tool: always `file_search`."""
    file_search: NotRequired[
        AssistantToolsFileSearchFileSearch
        | components.AssistantToolsFileSearchFileSearch
    ]
    """Settings that replace the defaults of file search."""


class AssistantToolsFileSearchFileSearch(TypedDict):
    """Settings that replace the defaults of file search."""

    max_num_results: NotRequired[int]
    """Upper bound on search results, from 1 to 50. Left out, `gpt-3.5-turbo` gets 5 and
    the `gpt-4*` models get 20. A search may find fewer; see [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """
    ranking_options: NotRequired[
        FileSearchRankingOptions | components.FileSearchRankingOptions
    ]
    """How the results of a file search are ranked. Left out, the ranker is `auto` and
    nothing is filtered by score. See [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """


class AssistantToolsFileSearchTypeOnly(TypedDict):
    """File search, without settings of its own."""

    type: Literal["file_search"]
    """Kind of tool: always `file_search`."""


class AssistantToolsFunction(TypedDict):
    """Lets the assistant call a function of yours."""

    type: Literal["function"]
    """Kind of tool: always `function`."""
    function: FunctionObject | components.FunctionObject


class AssistantsNamedToolChoice(TypedDict):
    """One tool that the model has to call."""

    type: Literal["function", "code_interpreter", "file_search"]
    """Kind of tool; for `function` the name of the function is needed too."""
    function: NotRequired[
        AssistantsNamedToolChoiceFunction | components.AssistantsNamedToolChoiceFunction
    ]


class AssistantsNamedToolChoiceFunction(TypedDict):
    name: str
    """Name of the function that has to be called."""


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


class CreateAssistantRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """

    code_interpreter: NotRequired[CreateAssistantRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateAssistantRequestToolResourcesFileSearch]


class CreateAssistantRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open, at most 20.
    """


class CreateAssistantRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Existing vector store that this assistant shall search; at most one."""
    vector_stores: NotRequired[
        Iterable[CreateAssistantRequestToolResourcesFileSearchVectorStore]
    ]
    """New vector store to make from files for this assistant; at most one."""


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


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto(
    TypedDict
):
    """The service chooses the sizes, today chunks of 800 tokens that share 400."""

    type: Literal["auto"]
    """Kind of strategy: always `auto`."""


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic(
    TypedDict
):
    type: Literal["static"]
    """Kind of strategy: always `static`."""
    static: CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic


class CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic(
    TypedDict
):
    max_chunk_size_tokens: int
    """Tokens in a chunk at most, between 100 and 4096; 800 is usual."""
    chunk_overlap_tokens: int
    """Tokens that two neighbouring chunks share, at most half of `max_chunk_size_tokens`;
    400 is usual.
    """


class CreateMessageRequest(TypedDict):
    """A message to be."""

    role: Literal["user", "assistant"]
    """Who speaks: `user` for a person's message, `assistant` to put an earlier answer into
    the conversation.
    """
    content: Iterable[CreateMessageRequestContentVariantItem] | str
    attachments: NotRequired[Iterable[CreateMessageRequestAttachment] | None]
    """Files that come with the message, each with the tools that may read it."""
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class CreateMessageRequestAttachment(TypedDict):
    file_id: NotRequired[str]
    """File to attach."""
    tools: NotRequired[Iterable[CreateMessageRequestAttachmentTool]]
    """Tools that may read this file."""


class CreateRunRequest(TypedDict):
    """What to run, and what is different from the assistant for this run."""

    assistant_id: str
    """Identifier of the assistant that does the run."""
    model: NotRequired[components.AssistantSupportedModels | str | None]
    """[Model](https://platform.openai.com/docs/api-reference/models) for this run alone,
    in place of the assistant's own.
    """
    reasoning_effort: NotRequired[components.ReasoningEffort | None]
    """How much a reasoning model thinks before it answers: less is faster and costs fewer
    tokens. Which values a model accepts is in the [reasoning
    guide](https://platform.openai.com/docs/guides/reasoning).
    """
    instructions: NotRequired[str | None]
    """Instructions for this run alone, in place of [the assistant's
    own](https://platform.openai.com/docs/api-reference/assistants/createAssistant).
    """
    additional_instructions: NotRequired[str | None]
    """Instructions for this run alone, added behind those in force."""
    additional_messages: NotRequired[Iterable[CreateMessageRequest] | None]
    """Messages to add to the thread before the run starts."""
    tools: NotRequired[Iterable[CreateRunRequestTool] | None]
    """Tools for this run alone, in place of the assistant's own."""
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
    stream: NotRequired[bool | None]
    """Whether to reply with server-sent events while the run goes on; `data: [DONE]` is
    the last of them.
    """
    max_prompt_tokens: NotRequired[int | None]
    """Budget of prompt tokens over all turns of the run. A run that would exceed it ends
    as `incomplete`, and `incomplete_details` says why.
    """
    max_completion_tokens: NotRequired[int | None]
    """Budget of completion tokens over all turns of the run. A run that would exceed it
    ends as `incomplete`, and `incomplete_details` says why.
    """
    truncation_strategy: NotRequired[
        TruncationObject | components.TruncationObject | None
    ]
    """How much of a long thread the model gets to read."""
    tool_choice: NotRequired[AssistantsApiToolChoiceOption | None]
    """Which tool the model calls, if any. `none`: it answers without tools. `auto`: it
    decides by itself, the default. `required`: it has to call one or more before it
    answers. A tool, such as `{"type": "function", "function": {"name":
    "get_weather"}}`: it has to call that very one.
    """
    parallel_tool_calls: NotRequired[components.ParallelToolCalls]
    """Whether the model may call several functions at once; see [parallel
    calls](https://platform.openai.com/docs/guides/function-calling#configuring-parallel-function-calling).
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


class CreateThreadAndRunRequest(TypedDict):
    """A thread to start and what to run on it."""

    assistant_id: str
    """Identifier of the assistant that does the run."""
    thread: NotRequired[CreateThreadRequest]
    """What a new thread starts with; with nothing given it is empty."""
    model: NotRequired[components.CreateThreadAndRunRequestModelVariant | str | None]
    """[Model](https://platform.openai.com/docs/api-reference/models) for this run alone,
    in place of the assistant's own.
    """
    instructions: NotRequired[str | None]
    """System message for this run alone, in place of the assistant's own."""
    tools: NotRequired[Iterable[CreateThreadAndRunRequestTool] | None]
    """Tools for this run alone, in place of the assistant's own."""
    tool_resources: NotRequired[CreateThreadAndRunRequestToolResources | None]
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
    stream: NotRequired[bool | None]
    """Whether to reply with server-sent events while the run goes on; `data: [DONE]` is
    the last of them.
    """
    max_prompt_tokens: NotRequired[int | None]
    """Budget of prompt tokens over all turns of the run. A run that would exceed it ends
    as `incomplete`, and `incomplete_details` says why.
    """
    max_completion_tokens: NotRequired[int | None]
    """Budget of completion tokens over all turns of the run. A run that would exceed it
    ends as `incomplete`, and `incomplete_details` says why.
    """
    truncation_strategy: NotRequired[
        TruncationObject | components.TruncationObject | None
    ]
    """How much of a long thread the model gets to read."""
    tool_choice: NotRequired[AssistantsApiToolChoiceOption | None]
    """Which tool the model calls, if any. `none`: it answers without tools. `auto`: it
    decides by itself, the default. `required`: it has to call one or more before it
    answers. A tool, such as `{"type": "function", "function": {"name":
    "get_weather"}}`: it has to call that very one.
    """
    parallel_tool_calls: NotRequired[components.ParallelToolCalls]
    """Whether the model may call several functions at once; see [parallel
    calls](https://platform.openai.com/docs/guides/function-calling#configuring-parallel-function-calling).
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


class CreateThreadAndRunRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """

    code_interpreter: NotRequired[CreateThreadAndRunRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateThreadAndRunRequestToolResourcesFileSearch]


class CreateThreadAndRunRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open, at most 20.
    """


class CreateThreadAndRunRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """[Vector store](https://platform.openai.com/docs/api-reference/vector-stores/object)
    that this assistant searches; at most one.
    """


class CreateThreadRequest(TypedDict):
    """What a new thread starts with; with nothing given it is empty."""

    messages: NotRequired[Iterable[CreateMessageRequest]]
    """[Messages](https://platform.openai.com/docs/api-reference/messages) that the
    conversation starts with.
    """
    tool_resources: NotRequired[CreateThreadRequestToolResources | None]
    """What the assistant's tools work with in this thread, by kind of tool: files for the
    code interpreter, vector stores for file search.
    """
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class CreateThreadRequestToolResources(TypedDict):
    """What the assistant's tools work with in this thread, by kind of tool: files for the
    code interpreter, vector stores for file search.
    """

    code_interpreter: NotRequired[CreateThreadRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateThreadRequestToolResourcesFileSearch]


class CreateThreadRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open, at most 20.
    """


class CreateThreadRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that is searched in this thread; at most one."""
    vector_stores: NotRequired[
        Iterable[CreateThreadRequestToolResourcesFileSearchVectorStore]
    ]
    """New vector store to make from files for this thread; at most one."""


class CreateThreadRequestToolResourcesFileSearchVectorStore(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) to put into the vector
    store. Stores made since November 2025 hold 100,000,000 files, older ones 10,000.
    """
    chunking_strategy: NotRequired[
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategy
    ]
    """How files are cut into chunks. Left out, it is `auto`."""
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto(
    TypedDict
):
    """The service chooses the sizes, today chunks of 800 tokens that share 400."""

    type: Literal["auto"]
    """Kind of strategy: always `auto`."""


class CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic(
    TypedDict
):
    type: Literal["static"]
    """Kind of strategy: always `static`."""
    static: CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic


class CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic(
    TypedDict
):
    max_chunk_size_tokens: int
    """Tokens in a chunk at most, between 100 and 4096; 800 is usual."""
    chunk_overlap_tokens: int
    """Tokens that two neighbouring chunks share, at most half of `max_chunk_size_tokens`;
    400 is usual.
    """


class FileSearchRankingOptions(TypedDict):
    """How the results of a file search are ranked. Left out, the ranker is `auto` and
    nothing is filtered by score. See [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """

    ranker: NotRequired[components.FileSearchRanker]
    """Ranking method of a file search; `auto` unless another is chosen."""
    score_threshold: float
    """Lowest score that a result may have, between 0 and 1."""


class FunctionObject(TypedDict):
    description: NotRequired[str]
    """What the function does; the model decides by it when to call it, and how."""
    name: str
    """Name of the function: up to 64 letters, digits, underscores and dashes."""
    parameters: NotRequired[FunctionParameters]
    """Arguments of the function as a JSON Schema object. [JSON
    Schema](https://json-schema.org/understanding-json-schema/) is explained on its
    site, and [function
    calling](https://platform.openai.com/docs/guides/function-calling) shows examples.
    Without it the function takes no arguments.
    """
    strict: NotRequired[bool | None]
    """Whether the arguments have to keep to `parameters` exactly. Only part of JSON Schema
    is available then; see [function
    calling](https://platform.openai.com/docs/guides/function-calling).
    """


class MessageContentImageFileObject(TypedDict):
    """An image in a message, kept as an uploaded
    [file](https://platform.openai.com/docs/api-reference/files).
    """

    type: Literal["image_file"]
    """Kind of part: always `image_file`."""
    image_file: (
        MessageContentImageFileObjectImageFile
        | components.MessageContentImageFileObjectImageFile
    )


class MessageContentImageFileObjectImageFile(TypedDict):
    file_id: str
    """[File](https://platform.openai.com/docs/api-reference/files) that holds the image.
    Upload it with `purpose="vision"` if it is to be shown again.
    """
    detail: NotRequired[Literal["auto", "low", "high"]]
    """How closely to look at the image: `low` saves tokens, `high` sees more."""


class MessageContentImageUrlObject(TypedDict):
    """An image in a message, found at a URL."""

    type: Literal["image_url"]
    """Kind of part: always `image_url`."""
    image_url: (
        MessageContentImageUrlObjectImageUrl
        | components.MessageContentImageUrlObjectImageUrl
    )


class MessageContentImageUrlObjectImageUrl(TypedDict):
    url: str
    """Where the image is: a jpeg, png, gif or webp on the web."""
    detail: NotRequired[Literal["auto", "low", "high"]]
    """How closely to look at the image: `low` saves tokens, `high` sees more, `auto` is
    the default.
    """


class MessageRequestContentTextObject(TypedDict):
    """Text within a message."""

    type: Literal["text"]
    """Kind of part: always `text`."""
    text: str
    """Text for the model to read."""


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


class ModifyAssistantRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector
    stores for file search.
    """

    code_interpreter: NotRequired[ModifyAssistantRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[ModifyAssistantRequestToolResourcesFileSearch]


class ModifyAssistantRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open from now on, at most 20.
    """


class ModifyAssistantRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that this assistant searches from now on; at most one."""


class ModifyMessageRequest(TypedDict):
    """What to change about a message."""

    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class ModifyRunRequest(TypedDict):
    """What to change about a run."""

    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class ModifyThreadRequest(TypedDict):
    """What to change about a thread."""

    tool_resources: NotRequired[ModifyThreadRequestToolResources | None]
    """What the assistant's tools work with in this thread, by kind of tool: files for the
    code interpreter, vector stores for file search.
    """
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at
    most 64 characters, a value at most 512.
    """


class ModifyThreadRequestToolResources(TypedDict):
    """What the assistant's tools work with in this thread, by kind of tool: files for the
    code interpreter, vector stores for file search.
    """

    code_interpreter: NotRequired[ModifyThreadRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[ModifyThreadRequestToolResourcesFileSearch]


class ModifyThreadRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code
    interpreter can open, at most 20.
    """


class ModifyThreadRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that is searched in this thread; at most one."""


class ResponseFormatJsonObject(TypedDict):
    """JSON of any shape. It is the older way; prefer `json_schema` where a model supports
    it. A message has to ask for JSON as well.
    """

    type: Literal["json_object"]
    """Kind of format: always `json_object`."""


class ResponseFormatJsonSchema(TypedDict):
    """JSON that keeps to a schema, known as [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs).
    """

    type: Literal["json_schema"]
    """Kind of format: always `json_schema`."""
    json_schema: (
        ResponseFormatJsonSchemaJsonSchema
        | components.ResponseFormatJsonSchemaJsonSchema
    )
    """The schema, with a name and settings."""


class ResponseFormatJsonSchemaJsonSchema(TypedDict):
    """The schema, with a name and settings."""

    description: NotRequired[str]
    """What the answer is for; the model reads it to decide how to answer."""
    name: str
    """Name of the format: up to 64 letters, digits, underscores and dashes."""
    schema: NotRequired[ResponseFormatJsonSchemaSchema]
    """Shape of the answer as a JSON Schema object, a language explained at
    [json-schema.org](https://json-schema.org/).
    """
    strict: NotRequired[bool | None]
    """Whether the answer has to keep to `schema` exactly. Only part of JSON Schema is
    available then; see [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs).
    """


class ResponseFormatText(TypedDict):
    """Plain text, the usual form."""

    type: Literal["text"]
    """Kind of format: always `text`."""


class SubmitToolOutputsRunRequest(TypedDict):
    """Results of the calls that a run waits for."""

    tool_outputs: Iterable[SubmitToolOutputsRunRequestToolOutput]
    """Results of the calls, one for each."""
    stream: NotRequired[bool | None]
    """Whether to reply with server-sent events while the run goes on; `data: [DONE]` is
    the last of them.
    """


class SubmitToolOutputsRunRequestToolOutput(TypedDict):
    tool_call_id: NotRequired[str]
    """Identifier of the call that this is the result of, from the run's `required_action`."""
    output: NotRequired[str]
    """The result, as text for the model."""


class TruncationObject(TypedDict):
    """How much of a long thread the model gets to read."""

    type: Literal["auto", "last_messages"]
    """How to shorten: `last_messages` keeps the newest ones only, `auto` leaves out
    messages from the middle until the rest fits the model and `max_prompt_tokens`.
    """
    last_messages: NotRequired[int | None]
    """How many of the newest messages to keep."""


AssistantsApiResponseFormatOption: TypeAlias = (
    Literal["auto"]
    | ResponseFormatText
    | components.ResponseFormatText
    | ResponseFormatJsonObject
    | components.ResponseFormatJsonObject
    | ResponseFormatJsonSchema
    | components.ResponseFormatJsonSchema
)
"""Form of the model's answer.

`{"type": "json_schema", "json_schema": {…}}` turns on [Structured
Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer
keeps to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the
answer is JSON of any shape.

**Important:** JSON mode also needs a message that asks for JSON; otherwise the
model can emit white space until it runs out of tokens. An answer that was cut short
(`finish_reason="length"`) may be broken JSON.
"""

AssistantsApiToolChoiceOption: TypeAlias = (
    Literal["none", "auto", "required"]
    | AssistantsNamedToolChoice
    | components.AssistantsNamedToolChoice
)
"""Which tool the model calls, if any. `none`: it answers without tools. `auto`: it
decides by itself, the default. `required`: it has to call one or more before it
answers. A tool, such as `{"type": "function", "function": {"name":
"get_weather"}}`: it has to call that very one.
"""

CreateAssistantRequestTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)

CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategy: TypeAlias = (
    CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto
    | CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic
)
"""How files are cut into chunks. Left out, it is `auto`."""

CreateMessageRequestAttachmentTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearchTypeOnly
    | components.AssistantToolsFileSearchTypeOnly
)

CreateMessageRequestContentVariantItem: TypeAlias = (
    MessageContentImageFileObject
    | components.MessageContentImageFileObject
    | MessageContentImageUrlObject
    | components.MessageContentImageUrlObject
    | MessageRequestContentTextObject
)

CreateRunRequestTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)

CreateThreadAndRunRequestTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)

CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategy: TypeAlias = (
    CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto
    | CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic
)
"""How files are cut into chunks. Left out, it is `auto`."""

FunctionParameters: TypeAlias = Mapping[str, object]
"""Arguments of the function as a JSON Schema object. [JSON
Schema](https://json-schema.org/understanding-json-schema/) is explained on its
site, and [function
calling](https://platform.openai.com/docs/guides/function-calling) shows examples.
Without it the function takes no arguments.
"""

ModifyAssistantRequestTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)

ResponseFormatJsonSchemaSchema: TypeAlias = Mapping[str, object]
"""Shape of the answer as a JSON Schema object, a language explained at
[json-schema.org](https://json-schema.org/).
"""
