"""What only the `threads` group is sent.

A TypedDict for each object, under the document's own names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NotRequired, TypeAlias, TypedDict

from .. import components
from .._runtime.parameters import Values
from .shared import AssistantToolsCode


class AssistantToolsFileSearchTypeOnly(TypedDict):
    """File search, without settings of its own."""

    type: Literal["file_search"]
    """Kind of tool: always `file_search`."""


class AssistantsNamedToolChoiceFunction(TypedDict):
    name: str
    """Name of the function that has to be called."""


class AssistantsNamedToolChoice(TypedDict):
    """One tool that the model has to call."""

    type: Literal["function", "code_interpreter", "file_search"]
    """Kind of tool; for `function` the name of the function is needed too."""
    function: NotRequired[
        AssistantsNamedToolChoiceFunction | components.AssistantsNamedToolChoiceFunction
    ]


AssistantsApiToolChoiceOption: TypeAlias = (
    Literal["none", "auto", "required"]
    | AssistantsNamedToolChoice
    | components.AssistantsNamedToolChoice
)
"""Which tool the model calls, if any. `none`: it answers without tools. `auto`: it decides
by itself, the default. `required`: it has to call one or more before it answers. A tool,
such as `{"type": "function", "function": {"name": "get_weather"}}`: it has to call that
very one.
"""

MessageObjectAttachmentTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearchTypeOnly
    | components.AssistantToolsFileSearchTypeOnly
)


class CreateMessageRequestAttachment(TypedDict):
    file_id: NotRequired[str]
    """File to attach."""
    tools: NotRequired[Iterable[MessageObjectAttachmentTool]]
    """Tools that may read this file."""


class MessageContentImageFileObjectImageFile(TypedDict):
    file_id: str
    """[File](https://platform.openai.com/docs/api-reference/files) that holds the image. Upload
    it with `purpose="vision"` if it is to be shown again.
    """
    detail: NotRequired[Literal["auto", "low", "high"]]
    """How closely to look at the image: `low` saves tokens, `high` sees more."""


class MessageContentImageFileObject(TypedDict):
    """An image in a message, kept as an uploaded
    [file](https://platform.openai.com/docs/api-reference/files).
    """

    type: Literal["image_file"]
    """Kind of part: always `image_file`."""
    image_file: (
        MessageContentImageFileObjectImageFile | components.MessageContentImageFileObjectImageFile
    )


class MessageContentImageUrlObjectImageUrl(TypedDict):
    url: str
    """Where the image is: a jpeg, png, gif or webp on the web."""
    detail: NotRequired[Literal["auto", "low", "high"]]
    """How closely to look at the image: `low` saves tokens, `high` sees more, `auto` is the
    default.
    """


class MessageContentImageUrlObject(TypedDict):
    """An image in a message, found at a URL."""

    type: Literal["image_url"]
    """Kind of part: always `image_url`."""
    image_url: (
        MessageContentImageUrlObjectImageUrl | components.MessageContentImageUrlObjectImageUrl
    )


class MessageRequestContentTextObject(TypedDict):
    """Text within a message."""

    type: Literal["text"]
    """Kind of part: always `text`."""
    text: str
    """Text for the model to read."""


CreateMessageRequestContentItem: TypeAlias = (
    MessageContentImageFileObject
    | components.MessageContentImageFileObject
    | MessageContentImageUrlObject
    | components.MessageContentImageUrlObject
    | MessageRequestContentTextObject
)


class CreateMessageRequest(TypedDict):
    """A message to be."""

    role: Literal["user", "assistant"]
    """Who speaks: `user` for a person's message, `assistant` to put an earlier answer into the
    conversation.
    """
    content: Iterable[CreateMessageRequestContentItem] | str
    attachments: NotRequired[Iterable[CreateMessageRequestAttachment] | None]
    """Files that come with the message, each with the tools that may read it."""
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """


class TruncationObject(TypedDict):
    """How much of a long thread the model gets to read."""

    type: Literal["auto", "last_messages"]
    """How to shorten: `last_messages` keeps the newest ones only, `auto` leaves out messages
    from the middle until the rest fits the model and `max_prompt_tokens`.
    """
    last_messages: NotRequired[int | None]
    """How many of the newest messages to keep."""


class CreateThreadAndRunRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code interpreter
    can open, at most 20.
    """


class CreateThreadAndRunRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """[Vector store](https://platform.openai.com/docs/api-reference/vector-stores/object) that
    this assistant searches; at most one.
    """


class CreateThreadAndRunRequestToolResources(TypedDict):
    """What the tools work with, by kind of tool: files for the code interpreter, vector stores
    for file search.
    """

    code_interpreter: NotRequired[CreateThreadAndRunRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateThreadAndRunRequestToolResourcesFileSearch]


class CreateThreadRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code interpreter
    can open, at most 20.
    """


class CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto(TypedDict):
    """The service chooses the sizes, today chunks of 800 tokens that share 400."""

    type: Literal["auto"]
    """Kind of strategy: always `auto`."""


class CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic(TypedDict):
    max_chunk_size_tokens: int
    """Tokens in a chunk at most, between 100 and 4096; 800 is usual."""
    chunk_overlap_tokens: int
    """Tokens that two neighbouring chunks share, at most half of `max_chunk_size_tokens`; 400 is
    usual.
    """


class CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic(TypedDict):
    type: Literal["static"]
    """Kind of strategy: always `static`."""
    static: CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic


CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategy: TypeAlias = (
    CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto
    | CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic
)
"""How files are cut into chunks. Left out, it is `auto`."""


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
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """


class CreateThreadRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that is searched in this thread; at most one."""
    vector_stores: NotRequired[Iterable[CreateThreadRequestToolResourcesFileSearchVectorStore]]
    """New vector store to make from files for this thread; at most one."""


class CreateThreadRequestToolResources(TypedDict):
    """What the assistant's tools work with in this thread, by kind of tool: files for the code
    interpreter, vector stores for file search.
    """

    code_interpreter: NotRequired[CreateThreadRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[CreateThreadRequestToolResourcesFileSearch]


class CreateThreadRequest(TypedDict):
    """What a new thread starts with; with nothing given it is empty."""

    messages: NotRequired[Iterable[CreateMessageRequest]]
    """[Messages](https://platform.openai.com/docs/api-reference/messages) that the conversation
    starts with.
    """
    tool_resources: NotRequired[CreateThreadRequestToolResources | None]
    """What the assistant's tools work with in this thread, by kind of tool: files for the code
    interpreter, vector stores for file search.
    """
    metadata: NotRequired[components.Metadata | None]
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """


class ModifyThreadRequestToolResourcesCodeInterpreter(TypedDict):
    file_ids: NotRequired[Values[str]]
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code interpreter
    can open, at most 20.
    """


class ModifyThreadRequestToolResourcesFileSearch(TypedDict):
    vector_store_ids: NotRequired[Values[str]]
    """Vector store that is searched in this thread; at most one."""


class ModifyThreadRequestToolResources(TypedDict):
    """What the assistant's tools work with in this thread, by kind of tool: files for the code
    interpreter, vector stores for file search.
    """

    code_interpreter: NotRequired[ModifyThreadRequestToolResourcesCodeInterpreter]
    file_search: NotRequired[ModifyThreadRequestToolResourcesFileSearch]


class SubmitToolOutputsRunRequestToolOutput(TypedDict):
    tool_call_id: NotRequired[str]
    """Identifier of the call that this is the result of, from the run's `required_action`."""
    output: NotRequired[str]
    """The result, as text for the model."""
