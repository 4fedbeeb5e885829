"""What the API answers with: a model for each object, under the document's own names.

Each is imported when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .assistants import (
        AssistantObject,
        AssistantObjectToolResources,
        AssistantObjectToolResourcesCodeInterpreter,
        AssistantObjectToolResourcesFileSearch,
        DeleteAssistantResponse,
        ListAssistantsResponse,
    )
    from .shared import (
        AssistantsApiResponseFormatOption,
        AssistantSupportedModels,
        AssistantToolsCode,
        AssistantToolsFileSearch,
        AssistantToolsFileSearchFileSearch,
        AssistantToolsFunction,
        FileSearchRanker,
        FileSearchRankingOptions,
        FunctionObject,
        FunctionParameters,
        Metadata,
        ReasoningEffort,
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
        AssistantStreamEvent,
        AssistantToolsFileSearchTypeOnly,
        CreateThreadAndRunRequestModel,
        DeleteMessageResponse,
        DeleteThreadResponse,
        DoneEvent,
        Error,
        ErrorEvent,
        ListMessagesResponse,
        ListRunsResponse,
        ListRunStepsResponse,
        MessageContentImageFileObject,
        MessageContentImageFileObjectImageFile,
        MessageContentImageUrlObject,
        MessageContentImageUrlObjectImageUrl,
        MessageContentRefusalObject,
        MessageContentTextAnnotationsFileCitationObject,
        MessageContentTextAnnotationsFileCitationObjectFileCitation,
        MessageContentTextAnnotationsFilePathObject,
        MessageContentTextAnnotationsFilePathObjectFilePath,
        MessageContentTextObject,
        MessageContentTextObjectText,
        MessageContentTextObjectTextAnnotation,
        MessageDeltaContentImageFileObject,
        MessageDeltaContentImageFileObjectImageFile,
        MessageDeltaContentImageUrlObject,
        MessageDeltaContentImageUrlObjectImageUrl,
        MessageDeltaContentRefusalObject,
        MessageDeltaContentTextAnnotationsFileCitationObject,
        MessageDeltaContentTextAnnotationsFileCitationObjectFileCitation,
        MessageDeltaContentTextAnnotationsFilePathObject,
        MessageDeltaContentTextAnnotationsFilePathObjectFilePath,
        MessageDeltaContentTextObject,
        MessageDeltaContentTextObjectText,
        MessageDeltaContentTextObjectTextAnnotation,
        MessageDeltaObject,
        MessageDeltaObjectDelta,
        MessageDeltaObjectDeltaContentItem,
        MessageObject,
        MessageObjectAttachment,
        MessageObjectAttachmentTool,
        MessageObjectContentItem,
        MessageObjectIncompleteDetails,
        MessageStreamEvent,
        MessageStreamEventThreadMessageCompleted,
        MessageStreamEventThreadMessageCreated,
        MessageStreamEventThreadMessageDelta,
        MessageStreamEventThreadMessageIncomplete,
        MessageStreamEventThreadMessageInProgress,
        ParallelToolCalls,
        RunCompletionUsage,
        RunObject,
        RunObjectIncompleteDetails,
        RunObjectLastError,
        RunObjectRequiredAction,
        RunObjectRequiredActionSubmitToolOutputs,
        RunObjectStatus,
        RunStepCompletionUsage,
        RunStepDeltaObject,
        RunStepDeltaObjectDelta,
        RunStepDeltaObjectDeltaStepDetails,
        RunStepDeltaStepDetailsMessageCreationObject,
        RunStepDeltaStepDetailsMessageCreationObjectMessageCreation,
        RunStepDeltaStepDetailsToolCallsCodeObject,
        RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreter,
        RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreterOutput,
        RunStepDeltaStepDetailsToolCallsCodeOutputImageObject,
        RunStepDeltaStepDetailsToolCallsCodeOutputImageObjectImage,
        RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject,
        RunStepDeltaStepDetailsToolCallsFileSearchObject,
        RunStepDeltaStepDetailsToolCallsFunctionObject,
        RunStepDeltaStepDetailsToolCallsFunctionObjectFunction,
        RunStepDeltaStepDetailsToolCallsObject,
        RunStepDeltaStepDetailsToolCallsObjectToolCall,
        RunStepDetailsMessageCreationObject,
        RunStepDetailsMessageCreationObjectMessageCreation,
        RunStepDetailsToolCallsCodeObject,
        RunStepDetailsToolCallsCodeObjectCodeInterpreter,
        RunStepDetailsToolCallsCodeObjectCodeInterpreterOutput,
        RunStepDetailsToolCallsCodeOutputImageObject,
        RunStepDetailsToolCallsCodeOutputImageObjectImage,
        RunStepDetailsToolCallsCodeOutputLogsObject,
        RunStepDetailsToolCallsFileSearchObject,
        RunStepDetailsToolCallsFileSearchObjectFileSearch,
        RunStepDetailsToolCallsFileSearchRankingOptionsObject,
        RunStepDetailsToolCallsFileSearchResultObject,
        RunStepDetailsToolCallsFileSearchResultObjectContentItem,
        RunStepDetailsToolCallsFunctionObject,
        RunStepDetailsToolCallsFunctionObjectFunction,
        RunStepDetailsToolCallsObject,
        RunStepDetailsToolCallsObjectToolCall,
        RunStepObject,
        RunStepObjectLastError,
        RunStepObjectStepDetails,
        RunStepStreamEvent,
        RunStepStreamEventThreadRunStepCancelled,
        RunStepStreamEventThreadRunStepCompleted,
        RunStepStreamEventThreadRunStepCreated,
        RunStepStreamEventThreadRunStepDelta,
        RunStepStreamEventThreadRunStepExpired,
        RunStepStreamEventThreadRunStepFailed,
        RunStepStreamEventThreadRunStepInProgress,
        RunStreamEvent,
        RunStreamEventThreadRunCancelled,
        RunStreamEventThreadRunCancelling,
        RunStreamEventThreadRunCompleted,
        RunStreamEventThreadRunCreated,
        RunStreamEventThreadRunExpired,
        RunStreamEventThreadRunFailed,
        RunStreamEventThreadRunIncomplete,
        RunStreamEventThreadRunInProgress,
        RunStreamEventThreadRunQueued,
        RunStreamEventThreadRunRequiresAction,
        RunToolCallObject,
        RunToolCallObjectFunction,
        ThreadObject,
        ThreadObjectToolResources,
        ThreadObjectToolResourcesCodeInterpreter,
        ThreadObjectToolResourcesFileSearch,
        ThreadStreamEvent,
        TruncationObject,
    )

__all__ = [
    "AssistantObject",
    "AssistantObjectToolResources",
    "AssistantObjectToolResourcesCodeInterpreter",
    "AssistantObjectToolResourcesFileSearch",
    "AssistantStreamEvent",
    "AssistantSupportedModels",
    "AssistantToolsCode",
    "AssistantToolsFileSearch",
    "AssistantToolsFileSearchFileSearch",
    "AssistantToolsFileSearchTypeOnly",
    "AssistantToolsFunction",
    "AssistantsApiResponseFormatOption",
    "AssistantsApiToolChoiceOption",
    "AssistantsNamedToolChoice",
    "AssistantsNamedToolChoiceFunction",
    "CreateThreadAndRunRequestModel",
    "DeleteAssistantResponse",
    "DeleteMessageResponse",
    "DeleteThreadResponse",
    "DoneEvent",
    "Error",
    "ErrorEvent",
    "FileSearchRanker",
    "FileSearchRankingOptions",
    "FunctionObject",
    "FunctionParameters",
    "ListAssistantsResponse",
    "ListMessagesResponse",
    "ListRunStepsResponse",
    "ListRunsResponse",
    "MessageContentImageFileObject",
    "MessageContentImageFileObjectImageFile",
    "MessageContentImageUrlObject",
    "MessageContentImageUrlObjectImageUrl",
    "MessageContentRefusalObject",
    "MessageContentTextAnnotationsFileCitationObject",
    "MessageContentTextAnnotationsFileCitationObjectFileCitation",
    "MessageContentTextAnnotationsFilePathObject",
    "MessageContentTextAnnotationsFilePathObjectFilePath",
    "MessageContentTextObject",
    "MessageContentTextObjectText",
    "MessageContentTextObjectTextAnnotation",
    "MessageDeltaContentImageFileObject",
    "MessageDeltaContentImageFileObjectImageFile",
    "MessageDeltaContentImageUrlObject",
    "MessageDeltaContentImageUrlObjectImageUrl",
    "MessageDeltaContentRefusalObject",
    "MessageDeltaContentTextAnnotationsFileCitationObject",
    "MessageDeltaContentTextAnnotationsFileCitationObjectFileCitation",
    "MessageDeltaContentTextAnnotationsFilePathObject",
    "MessageDeltaContentTextAnnotationsFilePathObjectFilePath",
    "MessageDeltaContentTextObject",
    "MessageDeltaContentTextObjectText",
    "MessageDeltaContentTextObjectTextAnnotation",
    "MessageDeltaObject",
    "MessageDeltaObjectDelta",
    "MessageDeltaObjectDeltaContentItem",
    "MessageObject",
    "MessageObjectAttachment",
    "MessageObjectAttachmentTool",
    "MessageObjectContentItem",
    "MessageObjectIncompleteDetails",
    "MessageStreamEvent",
    "MessageStreamEventThreadMessageCompleted",
    "MessageStreamEventThreadMessageCreated",
    "MessageStreamEventThreadMessageDelta",
    "MessageStreamEventThreadMessageInProgress",
    "MessageStreamEventThreadMessageIncomplete",
    "Metadata",
    "ParallelToolCalls",
    "ReasoningEffort",
    "ResponseFormatJsonObject",
    "ResponseFormatJsonSchema",
    "ResponseFormatJsonSchemaJsonSchema",
    "ResponseFormatJsonSchemaSchema",
    "ResponseFormatText",
    "RunCompletionUsage",
    "RunObject",
    "RunObjectIncompleteDetails",
    "RunObjectLastError",
    "RunObjectRequiredAction",
    "RunObjectRequiredActionSubmitToolOutputs",
    "RunObjectStatus",
    "RunObjectTool",
    "RunStepCompletionUsage",
    "RunStepDeltaObject",
    "RunStepDeltaObjectDelta",
    "RunStepDeltaObjectDeltaStepDetails",
    "RunStepDeltaStepDetailsMessageCreationObject",
    "RunStepDeltaStepDetailsMessageCreationObjectMessageCreation",
    "RunStepDeltaStepDetailsToolCallsCodeObject",
    "RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreter",
    "RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreterOutput",
    "RunStepDeltaStepDetailsToolCallsCodeOutputImageObject",
    "RunStepDeltaStepDetailsToolCallsCodeOutputImageObjectImage",
    "RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject",
    "RunStepDeltaStepDetailsToolCallsFileSearchObject",
    "RunStepDeltaStepDetailsToolCallsFunctionObject",
    "RunStepDeltaStepDetailsToolCallsFunctionObjectFunction",
    "RunStepDeltaStepDetailsToolCallsObject",
    "RunStepDeltaStepDetailsToolCallsObjectToolCall",
    "RunStepDetailsMessageCreationObject",
    "RunStepDetailsMessageCreationObjectMessageCreation",
    "RunStepDetailsToolCallsCodeObject",
    "RunStepDetailsToolCallsCodeObjectCodeInterpreter",
    "RunStepDetailsToolCallsCodeObjectCodeInterpreterOutput",
    "RunStepDetailsToolCallsCodeOutputImageObject",
    "RunStepDetailsToolCallsCodeOutputImageObjectImage",
    "RunStepDetailsToolCallsCodeOutputLogsObject",
    "RunStepDetailsToolCallsFileSearchObject",
    "RunStepDetailsToolCallsFileSearchObjectFileSearch",
    "RunStepDetailsToolCallsFileSearchRankingOptionsObject",
    "RunStepDetailsToolCallsFileSearchResultObject",
    "RunStepDetailsToolCallsFileSearchResultObjectContentItem",
    "RunStepDetailsToolCallsFunctionObject",
    "RunStepDetailsToolCallsFunctionObjectFunction",
    "RunStepDetailsToolCallsObject",
    "RunStepDetailsToolCallsObjectToolCall",
    "RunStepObject",
    "RunStepObjectLastError",
    "RunStepObjectStepDetails",
    "RunStepStreamEvent",
    "RunStepStreamEventThreadRunStepCancelled",
    "RunStepStreamEventThreadRunStepCompleted",
    "RunStepStreamEventThreadRunStepCreated",
    "RunStepStreamEventThreadRunStepDelta",
    "RunStepStreamEventThreadRunStepExpired",
    "RunStepStreamEventThreadRunStepFailed",
    "RunStepStreamEventThreadRunStepInProgress",
    "RunStreamEvent",
    "RunStreamEventThreadRunCancelled",
    "RunStreamEventThreadRunCancelling",
    "RunStreamEventThreadRunCompleted",
    "RunStreamEventThreadRunCreated",
    "RunStreamEventThreadRunExpired",
    "RunStreamEventThreadRunFailed",
    "RunStreamEventThreadRunInProgress",
    "RunStreamEventThreadRunIncomplete",
    "RunStreamEventThreadRunQueued",
    "RunStreamEventThreadRunRequiresAction",
    "RunToolCallObject",
    "RunToolCallObjectFunction",
    "ThreadObject",
    "ThreadObjectToolResources",
    "ThreadObjectToolResourcesCodeInterpreter",
    "ThreadObjectToolResourcesFileSearch",
    "ThreadStreamEvent",
    "TruncationObject",
]

_NAMES = {
    "assistants": """
        AssistantObject AssistantObjectToolResources
        AssistantObjectToolResourcesCodeInterpreter
        AssistantObjectToolResourcesFileSearch DeleteAssistantResponse
        ListAssistantsResponse
    """,
    "shared": """
        AssistantSupportedModels AssistantToolsCode AssistantToolsFileSearch
        AssistantToolsFileSearchFileSearch AssistantToolsFunction
        AssistantsApiResponseFormatOption FileSearchRanker FileSearchRankingOptions
        FunctionObject FunctionParameters Metadata ReasoningEffort
        ResponseFormatJsonObject ResponseFormatJsonSchema
        ResponseFormatJsonSchemaJsonSchema ResponseFormatJsonSchemaSchema
        ResponseFormatText RunObjectTool
    """,
    "threads": """
        AssistantStreamEvent AssistantToolsFileSearchTypeOnly
        AssistantsApiToolChoiceOption AssistantsNamedToolChoice
        AssistantsNamedToolChoiceFunction CreateThreadAndRunRequestModel
        DeleteMessageResponse DeleteThreadResponse DoneEvent Error ErrorEvent
        ListMessagesResponse ListRunStepsResponse ListRunsResponse
        MessageContentImageFileObject MessageContentImageFileObjectImageFile
        MessageContentImageUrlObject MessageContentImageUrlObjectImageUrl
        MessageContentRefusalObject MessageContentTextAnnotationsFileCitationObject
        MessageContentTextAnnotationsFileCitationObjectFileCitation
        MessageContentTextAnnotationsFilePathObject
        MessageContentTextAnnotationsFilePathObjectFilePath MessageContentTextObject
        MessageContentTextObjectText MessageContentTextObjectTextAnnotation
        MessageDeltaContentImageFileObject MessageDeltaContentImageFileObjectImageFile
        MessageDeltaContentImageUrlObject MessageDeltaContentImageUrlObjectImageUrl
        MessageDeltaContentRefusalObject
        MessageDeltaContentTextAnnotationsFileCitationObject
        MessageDeltaContentTextAnnotationsFileCitationObjectFileCitation
        MessageDeltaContentTextAnnotationsFilePathObject
        MessageDeltaContentTextAnnotationsFilePathObjectFilePath
        MessageDeltaContentTextObject MessageDeltaContentTextObjectText
        MessageDeltaContentTextObjectTextAnnotation MessageDeltaObject
        MessageDeltaObjectDelta MessageDeltaObjectDeltaContentItem MessageObject
        MessageObjectAttachment MessageObjectAttachmentTool MessageObjectContentItem
        MessageObjectIncompleteDetails MessageStreamEvent
        MessageStreamEventThreadMessageCompleted MessageStreamEventThreadMessageCreated
        MessageStreamEventThreadMessageDelta MessageStreamEventThreadMessageInProgress
        MessageStreamEventThreadMessageIncomplete ParallelToolCalls RunCompletionUsage
        RunObject RunObjectIncompleteDetails RunObjectLastError RunObjectRequiredAction
        RunObjectRequiredActionSubmitToolOutputs RunObjectStatus RunStepCompletionUsage
        RunStepDeltaObject RunStepDeltaObjectDelta RunStepDeltaObjectDeltaStepDetails
        RunStepDeltaStepDetailsMessageCreationObject
        RunStepDeltaStepDetailsMessageCreationObjectMessageCreation
        RunStepDeltaStepDetailsToolCallsCodeObject
        RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreter
        RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreterOutput
        RunStepDeltaStepDetailsToolCallsCodeOutputImageObject
        RunStepDeltaStepDetailsToolCallsCodeOutputImageObjectImage
        RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject
        RunStepDeltaStepDetailsToolCallsFileSearchObject
        RunStepDeltaStepDetailsToolCallsFunctionObject
        RunStepDeltaStepDetailsToolCallsFunctionObjectFunction
        RunStepDeltaStepDetailsToolCallsObject
        RunStepDeltaStepDetailsToolCallsObjectToolCall
        RunStepDetailsMessageCreationObject
        RunStepDetailsMessageCreationObjectMessageCreation
        RunStepDetailsToolCallsCodeObject
        RunStepDetailsToolCallsCodeObjectCodeInterpreter
        RunStepDetailsToolCallsCodeObjectCodeInterpreterOutput
        RunStepDetailsToolCallsCodeOutputImageObject
        RunStepDetailsToolCallsCodeOutputImageObjectImage
        RunStepDetailsToolCallsCodeOutputLogsObject
        RunStepDetailsToolCallsFileSearchObject
        RunStepDetailsToolCallsFileSearchObjectFileSearch
        RunStepDetailsToolCallsFileSearchRankingOptionsObject
        RunStepDetailsToolCallsFileSearchResultObject
        RunStepDetailsToolCallsFileSearchResultObjectContentItem
        RunStepDetailsToolCallsFunctionObject
        RunStepDetailsToolCallsFunctionObjectFunction RunStepDetailsToolCallsObject
        RunStepDetailsToolCallsObjectToolCall RunStepObject RunStepObjectLastError
        RunStepObjectStepDetails RunStepStreamEvent
        RunStepStreamEventThreadRunStepCancelled
        RunStepStreamEventThreadRunStepCompleted RunStepStreamEventThreadRunStepCreated
        RunStepStreamEventThreadRunStepDelta RunStepStreamEventThreadRunStepExpired
        RunStepStreamEventThreadRunStepFailed RunStepStreamEventThreadRunStepInProgress
        RunStreamEvent RunStreamEventThreadRunCancelled
        RunStreamEventThreadRunCancelling RunStreamEventThreadRunCompleted
        RunStreamEventThreadRunCreated RunStreamEventThreadRunExpired
        RunStreamEventThreadRunFailed RunStreamEventThreadRunInProgress
        RunStreamEventThreadRunIncomplete RunStreamEventThreadRunQueued
        RunStreamEventThreadRunRequiresAction RunToolCallObject
        RunToolCallObjectFunction ThreadObject ThreadObjectToolResources
        ThreadObjectToolResourcesCodeInterpreter ThreadObjectToolResourcesFileSearch
        ThreadStreamEvent TruncationObject
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
