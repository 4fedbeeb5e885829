"""What the API is sent: a TypedDict for each object, under the document's own names.

Each is imported when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .assistants import (
        CreateAssistantRequestToolResources,
        CreateAssistantRequestToolResourcesCodeInterpreter,
        CreateAssistantRequestToolResourcesFileSearch,
        CreateAssistantRequestToolResourcesFileSearchVectorStore,
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategy,
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto,
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic,
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic,
        ModifyAssistantRequestToolResources,
        ModifyAssistantRequestToolResourcesCodeInterpreter,
        ModifyAssistantRequestToolResourcesFileSearch,
    )
    from .shared import (
        AssistantsApiResponseFormatOption,
        AssistantToolsCode,
        AssistantToolsFileSearch,
        AssistantToolsFileSearchFileSearch,
        AssistantToolsFunction,
        FileSearchRankingOptions,
        FunctionObject,
        FunctionParameters,
        ResponseFormatJsonObject,
        ResponseFormatJsonSchema,
        ResponseFormatJsonSchemaJsonSchema,
        ResponseFormatJsonSchemaSchema,
        ResponseFormatText,
        RunObjectTool,
    )
    from .threads import (
        AssistantsApiToolChoiceOption,
        AssistantsNamedToolChoice,
        AssistantsNamedToolChoiceFunction,
        AssistantToolsFileSearchTypeOnly,
        CreateMessageRequest,
        CreateMessageRequestAttachment,
        CreateMessageRequestContentItem,
        CreateThreadAndRunRequestToolResources,
        CreateThreadAndRunRequestToolResourcesCodeInterpreter,
        CreateThreadAndRunRequestToolResourcesFileSearch,
        CreateThreadRequest,
        CreateThreadRequestToolResources,
        CreateThreadRequestToolResourcesCodeInterpreter,
        CreateThreadRequestToolResourcesFileSearch,
        CreateThreadRequestToolResourcesFileSearchVectorStore,
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategy,
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto,
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic,
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic,
        MessageContentImageFileObject,
        MessageContentImageFileObjectImageFile,
        MessageContentImageUrlObject,
        MessageContentImageUrlObjectImageUrl,
        MessageObjectAttachmentTool,
        MessageRequestContentTextObject,
        ModifyThreadRequestToolResources,
        ModifyThreadRequestToolResourcesCodeInterpreter,
        ModifyThreadRequestToolResourcesFileSearch,
        SubmitToolOutputsRunRequestToolOutput,
        TruncationObject,
    )

__all__ = [
    "AssistantToolsCode",
    "AssistantToolsFileSearch",
    "AssistantToolsFileSearchFileSearch",
    "AssistantToolsFileSearchTypeOnly",
    "AssistantToolsFunction",
    "AssistantsApiResponseFormatOption",
    "AssistantsApiToolChoiceOption",
    "AssistantsNamedToolChoice",
    "AssistantsNamedToolChoiceFunction",
    "CreateAssistantRequestToolResources",
    "CreateAssistantRequestToolResourcesCodeInterpreter",
    "CreateAssistantRequestToolResourcesFileSearch",
    "CreateAssistantRequestToolResourcesFileSearchVectorStore",
    "CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategy",
    "CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto",
    "CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic",
    "CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic",
    "CreateMessageRequest",
    "CreateMessageRequestAttachment",
    "CreateMessageRequestContentItem",
    "CreateThreadAndRunRequestToolResources",
    "CreateThreadAndRunRequestToolResourcesCodeInterpreter",
    "CreateThreadAndRunRequestToolResourcesFileSearch",
    "CreateThreadRequest",
    "CreateThreadRequestToolResources",
    "CreateThreadRequestToolResourcesCodeInterpreter",
    "CreateThreadRequestToolResourcesFileSearch",
    "CreateThreadRequestToolResourcesFileSearchVectorStore",
    "CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategy",
    "CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto",
    "CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic",
    "CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic",
    "FileSearchRankingOptions",
    "FunctionObject",
    "FunctionParameters",
    "MessageContentImageFileObject",
    "MessageContentImageFileObjectImageFile",
    "MessageContentImageUrlObject",
    "MessageContentImageUrlObjectImageUrl",
    "MessageObjectAttachmentTool",
    "MessageRequestContentTextObject",
    "ModifyAssistantRequestToolResources",
    "ModifyAssistantRequestToolResourcesCodeInterpreter",
    "ModifyAssistantRequestToolResourcesFileSearch",
    "ModifyThreadRequestToolResources",
    "ModifyThreadRequestToolResourcesCodeInterpreter",
    "ModifyThreadRequestToolResourcesFileSearch",
    "ResponseFormatJsonObject",
    "ResponseFormatJsonSchema",
    "ResponseFormatJsonSchemaJsonSchema",
    "ResponseFormatJsonSchemaSchema",
    "ResponseFormatText",
    "RunObjectTool",
    "SubmitToolOutputsRunRequestToolOutput",
    "TruncationObject",
]

_NAMES = {
    "assistants": """
        CreateAssistantRequestToolResources
        CreateAssistantRequestToolResourcesCodeInterpreter
        CreateAssistantRequestToolResourcesFileSearch
        CreateAssistantRequestToolResourcesFileSearchVectorStore
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategy
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic
        CreateAssistantRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic
        ModifyAssistantRequestToolResources
        ModifyAssistantRequestToolResourcesCodeInterpreter
        ModifyAssistantRequestToolResourcesFileSearch
    """,
    "shared": """
        AssistantToolsCode AssistantToolsFileSearch AssistantToolsFileSearchFileSearch
        AssistantToolsFunction AssistantsApiResponseFormatOption
        FileSearchRankingOptions FunctionObject FunctionParameters
        ResponseFormatJsonObject ResponseFormatJsonSchema
        ResponseFormatJsonSchemaJsonSchema ResponseFormatJsonSchemaSchema
        ResponseFormatText RunObjectTool
    """,
    "threads": """
        AssistantToolsFileSearchTypeOnly AssistantsApiToolChoiceOption
        AssistantsNamedToolChoice AssistantsNamedToolChoiceFunction CreateMessageRequest
        CreateMessageRequestAttachment CreateMessageRequestContentItem
        CreateThreadAndRunRequestToolResources
        CreateThreadAndRunRequestToolResourcesCodeInterpreter
        CreateThreadAndRunRequestToolResourcesFileSearch CreateThreadRequest
        CreateThreadRequestToolResources CreateThreadRequestToolResourcesCodeInterpreter
        CreateThreadRequestToolResourcesFileSearch
        CreateThreadRequestToolResourcesFileSearchVectorStore
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategy
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyAuto
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStatic
        CreateThreadRequestToolResourcesFileSearchVectorStoreChunkingStrategyStaticStatic
        MessageContentImageFileObject MessageContentImageFileObjectImageFile
        MessageContentImageUrlObject MessageContentImageUrlObjectImageUrl
        MessageObjectAttachmentTool MessageRequestContentTextObject
        ModifyThreadRequestToolResources ModifyThreadRequestToolResourcesCodeInterpreter
        ModifyThreadRequestToolResourcesFileSearch SubmitToolOutputsRunRequestToolOutput
        TruncationObject
    """,
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
