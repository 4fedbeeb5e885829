"""What only the `threads` group answers with.

A model for each object, under the document's own names.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue

from .._runtime.model import Model
from .shared import (
    AssistantsApiResponseFormatOption,
    AssistantToolsCode,
    FileSearchRanker,
    Metadata,
    RunObjectTool,
)


class DoneEvent(Model):
    """The stream is over."""

    event: Literal["done"]
    data: Literal["[DONE]"]


class Error(Model):
    """What went wrong with a request or a stream."""

    code: str | None
    """Short name of the problem, for a program to read."""
    message: str
    """What went wrong, for a person to read."""
    param: str | None
    """The argument at fault, if one is."""
    type: str
    """Family that the problem belongs to."""


class ErrorEvent(Model):
    """Something [went wrong](https://platform.openai.com/docs/guides/error-codes#api-errors),
    for example inside the service or because time ran out.
    """

    event: Literal["error"]
    data: Error
    """What went wrong with a request or a stream."""


class AssistantToolsFileSearchTypeOnly(Model):
    """File search, without settings of its own."""

    type: Literal["file_search"]
    """Kind of tool: always `file_search`."""


MessageObjectAttachmentTool: TypeAlias = Annotated[
    AssistantToolsCode | AssistantToolsFileSearchTypeOnly, Field(discriminator="type")
]


class MessageObjectAttachment(Model):
    file_id: str | None = None
    """File to attach."""
    tools: list[MessageObjectAttachmentTool] | None = None
    """Tools that may read this file."""


class MessageContentImageFileObjectImageFile(Model):
    file_id: str
    """[File](https://platform.openai.com/docs/api-reference/files) that holds the image. Upload
    it with `purpose="vision"` if it is to be shown again.
    """
    detail: Literal["auto", "low", "high"] | None = None
    """How closely to look at the image: `low` saves tokens, `high` sees more."""


class MessageContentImageFileObject(Model):
    """An image in a message, kept as an uploaded
    [file](https://platform.openai.com/docs/api-reference/files).
    """

    type: Literal["image_file"]
    """Kind of part: always `image_file`."""
    image_file: MessageContentImageFileObjectImageFile


class MessageContentImageUrlObjectImageUrl(Model):
    url: str
    """Where the image is: a jpeg, png, gif or webp on the web."""
    detail: Literal["auto", "low", "high"] | None = None
    """How closely to look at the image: `low` saves tokens, `high` sees more, `auto` is the
    default.
    """


class MessageContentImageUrlObject(Model):
    """An image in a message, found at a URL."""

    type: Literal["image_url"]
    """Kind of part: always `image_url`."""
    image_url: MessageContentImageUrlObjectImageUrl


class MessageContentRefusalObject(Model):
    """The assistant's refusal to answer."""

    type: Literal["refusal"]
    """Kind of part: always `refusal`."""
    refusal: str


class MessageContentTextAnnotationsFileCitationObjectFileCitation(Model):
    file_id: str
    """Identifier of the file that is cited."""


class MessageContentTextAnnotationsFileCitationObject(Model):
    """A citation: the place in a file that backs a passage of the message, as file search found
    it.
    """

    type: Literal["file_citation"]
    """Kind of annotation: always `file_citation`."""
    text: str
    """Passage of the message that the annotation stands for."""
    file_citation: MessageContentTextAnnotationsFileCitationObjectFileCitation
    start_index: int
    end_index: int


class MessageContentTextAnnotationsFilePathObjectFilePath(Model):
    file_id: str
    """Identifier of the file that was written."""


class MessageContentTextAnnotationsFilePathObject(Model):
    """A link to a file that the code interpreter wrote."""

    type: Literal["file_path"]
    """Kind of annotation: always `file_path`."""
    text: str
    """Passage of the message that the annotation stands for."""
    file_path: MessageContentTextAnnotationsFilePathObjectFilePath
    start_index: int
    end_index: int


MessageContentTextObjectTextAnnotation: TypeAlias = Annotated[
    MessageContentTextAnnotationsFileCitationObject | MessageContentTextAnnotationsFilePathObject,
    Field(discriminator="type"),
]


class MessageContentTextObjectText(Model):
    value: str
    """The text itself."""
    annotations: list[MessageContentTextObjectTextAnnotation]


class MessageContentTextObject(Model):
    """Text within a message."""

    type: Literal["text"]
    """Kind of part: always `text`."""
    text: MessageContentTextObjectText


MessageObjectContentItem: TypeAlias = Annotated[
    MessageContentImageFileObject
    | MessageContentImageUrlObject
    | MessageContentTextObject
    | MessageContentRefusalObject,
    Field(discriminator="type"),
]


class MessageObjectIncompleteDetails(Model):
    """Why the message stayed unfinished."""

    reason: Literal["content_filter", "max_tokens", "run_cancelled", "run_expired", "run_failed"]
    """Reason that it stayed unfinished."""


class MessageObject(Model):
    """One message of a [thread](https://platform.openai.com/docs/api-reference/threads)."""

    id: str
    """Identifier to name the object by in later requests."""
    object: Literal["thread.message"]
    """Kind of object: always `thread.message`."""
    created_at: int
    """When the message came into being, in Unix seconds."""
    thread_id: str
    """Identifier of the [thread](https://platform.openai.com/docs/api-reference/threads) that
    holds the message.
    """
    status: Literal["in_progress", "incomplete", "completed"]
    """How far the message has come."""
    incomplete_details: MessageObjectIncompleteDetails | None
    """Why the message stayed unfinished."""
    completed_at: int | None
    """When the message was whole, in Unix seconds."""
    incomplete_at: int | None
    """When the message was given up unfinished, in Unix seconds."""
    role: Literal["user", "assistant"]
    """Who wrote the message."""
    content: list[MessageObjectContentItem]
    """The message in parts."""
    assistant_id: str | None
    """Identifier of the assistant that wrote the message, if one did."""
    run_id: str | None
    """Identifier of the [run](https://platform.openai.com/docs/api-reference/runs) that wrote
    the message; `null` for one that was added by a request.
    """
    attachments: list[MessageObjectAttachment] | None
    """Files that came with the message, each with the tools that may read it."""
    metadata: Metadata | None
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """


class MessageStreamEventThreadMessageCompleted(Model):
    """A message is whole."""

    event: Literal["thread.message.completed"]
    data: MessageObject
    """One message of a [thread](https://platform.openai.com/docs/api-reference/threads)."""


class MessageStreamEventThreadMessageCreated(Model):
    """A message was made."""

    event: Literal["thread.message.created"]
    data: MessageObject
    """One message of a [thread](https://platform.openai.com/docs/api-reference/threads)."""


class MessageDeltaContentImageFileObjectImageFile(Model):
    file_id: str | None = None
    """[File](https://platform.openai.com/docs/api-reference/files) that holds the image. Upload
    it with `purpose="vision"` if it is to be shown again.
    """
    detail: Literal["auto", "low", "high"] | None = None
    """How closely to look at the image: `low` saves tokens, `high` sees more."""


class MessageDeltaContentImageFileObject(Model):
    """An image in a message, kept as an uploaded
    [file](https://platform.openai.com/docs/api-reference/files).
    """

    index: int
    """Position of the part within the message."""
    type: Literal["image_file"]
    """Kind of part: always `image_file`."""
    image_file: MessageDeltaContentImageFileObjectImageFile | None = None


class MessageDeltaContentImageUrlObjectImageUrl(Model):
    url: str | None = None
    """Where the image is: a jpeg, png, gif or webp on the web."""
    detail: Literal["auto", "low", "high"] | None = None
    """How closely to look at the image: `low` saves tokens, `high` sees more."""


class MessageDeltaContentImageUrlObject(Model):
    """An image in a message, found at a URL."""

    index: int
    """Position of the part within the message."""
    type: Literal["image_url"]
    """Kind of part: always `image_url`."""
    image_url: MessageDeltaContentImageUrlObjectImageUrl | None = None


class MessageDeltaContentRefusalObject(Model):
    """A piece of the assistant's refusal to answer."""

    index: int
    """Position of the part within the message."""
    type: Literal["refusal"]
    """Kind of part: always `refusal`."""
    refusal: str | None = None


class MessageDeltaContentTextAnnotationsFileCitationObjectFileCitation(Model):
    file_id: str | None = None
    """Identifier of the file that is cited."""
    quote: str | None = None
    """The words that are cited."""


class MessageDeltaContentTextAnnotationsFileCitationObject(Model):
    """A citation: the place in a file that backs a passage of the message, as file search found
    it.
    """

    index: int
    """Position of the annotation within the text."""
    type: Literal["file_citation"]
    """Kind of annotation: always `file_citation`."""
    text: str | None = None
    """Passage of the message that the annotation stands for."""
    file_citation: MessageDeltaContentTextAnnotationsFileCitationObjectFileCitation | None = None
    start_index: int | None = None
    end_index: int | None = None


class MessageDeltaContentTextAnnotationsFilePathObjectFilePath(Model):
    file_id: str | None = None
    """Identifier of the file that was written."""


class MessageDeltaContentTextAnnotationsFilePathObject(Model):
    """A link to a file that the code interpreter wrote."""

    index: int
    """Position of the annotation within the text."""
    type: Literal["file_path"]
    """Kind of annotation: always `file_path`."""
    text: str | None = None
    """Passage of the message that the annotation stands for."""
    file_path: MessageDeltaContentTextAnnotationsFilePathObjectFilePath | None = None
    start_index: int | None = None
    end_index: int | None = None


MessageDeltaContentTextObjectTextAnnotation: TypeAlias = Annotated[
    MessageDeltaContentTextAnnotationsFileCitationObject
    | MessageDeltaContentTextAnnotationsFilePathObject,
    Field(discriminator="type"),
]


class MessageDeltaContentTextObjectText(Model):
    value: str | None = None
    """The text itself."""
    annotations: list[MessageDeltaContentTextObjectTextAnnotation] | None = None


class MessageDeltaContentTextObject(Model):
    """Text within a message."""

    index: int
    """Position of the part within the message."""
    type: Literal["text"]
    """Kind of part: always `text`."""
    text: MessageDeltaContentTextObjectText | None = None


MessageDeltaObjectDeltaContentItem: TypeAlias = Annotated[
    MessageDeltaContentImageFileObject
    | MessageDeltaContentTextObject
    | MessageDeltaContentRefusalObject
    | MessageDeltaContentImageUrlObject,
    Field(discriminator="type"),
]


class MessageDeltaObjectDelta(Model):
    """What is new in the message."""

    role: Literal["user", "assistant"] | None = None
    """Who wrote the message."""
    content: list[MessageDeltaObjectDeltaContentItem] | None = None
    """The message in parts."""


class MessageDeltaObject(Model):
    """A piece of a message that is being streamed."""

    id: str
    """Identifier of the message that grows."""
    object: Literal["thread.message.delta"]
    """Kind of object: always `thread.message.delta`."""
    delta: MessageDeltaObjectDelta
    """What is new in the message."""


class MessageStreamEventThreadMessageDelta(Model):
    """A message grew by a piece."""

    event: Literal["thread.message.delta"]
    data: MessageDeltaObject
    """A piece of a message that is being streamed."""


class MessageStreamEventThreadMessageInProgress(Model):
    """A message is being written."""

    event: Literal["thread.message.in_progress"]
    data: MessageObject
    """One message of a [thread](https://platform.openai.com/docs/api-reference/threads)."""


class MessageStreamEventThreadMessageIncomplete(Model):
    """A message was given up unfinished."""

    event: Literal["thread.message.incomplete"]
    data: MessageObject
    """One message of a [thread](https://platform.openai.com/docs/api-reference/threads)."""


MessageStreamEvent: TypeAlias = Annotated[
    MessageStreamEventThreadMessageCreated
    | MessageStreamEventThreadMessageInProgress
    | MessageStreamEventThreadMessageDelta
    | MessageStreamEventThreadMessageCompleted
    | MessageStreamEventThreadMessageIncomplete,
    Field(discriminator="event"),
]
"""Something happened to a message."""


class RunStepCompletionUsage(Model):
    """Tokens that the step used; `null` as long as the step goes on."""

    completion_tokens: int
    """Completion tokens that the step used."""
    prompt_tokens: int
    """Prompt tokens that the step used."""
    total_tokens: int
    """Prompt and completion tokens together."""


class RunStepObjectLastError(Model):
    """Last error of the step; `null` if it had none."""

    code: Literal["server_error", "rate_limit_exceeded"]
    """Kind of error."""
    message: str
    """What went wrong, for a person to read."""


class RunStepDetailsMessageCreationObjectMessageCreation(Model):
    message_id: str
    """Identifier of the message that the step wrote."""


class RunStepDetailsMessageCreationObject(Model):
    """The step wrote a message."""

    type: Literal["message_creation"]
    """Kind of step: always `message_creation`."""
    message_creation: RunStepDetailsMessageCreationObjectMessageCreation


class RunStepDetailsToolCallsCodeOutputImageObjectImage(Model):
    file_id: str
    """File that holds the image."""


class RunStepDetailsToolCallsCodeOutputImageObject(Model):
    """An image that the code made."""

    type: Literal["image"]
    """Kind of output: always `image`."""
    image: RunStepDetailsToolCallsCodeOutputImageObjectImage


class RunStepDetailsToolCallsCodeOutputLogsObject(Model):
    """Text that the code printed."""

    type: Literal["logs"]
    """Kind of output: always `logs`."""
    logs: str
    """The printed text."""


RunStepDetailsToolCallsCodeObjectCodeInterpreterOutput: TypeAlias = Annotated[
    RunStepDetailsToolCallsCodeOutputLogsObject | RunStepDetailsToolCallsCodeOutputImageObject,
    Field(discriminator="type"),
]


class RunStepDetailsToolCallsCodeObjectCodeInterpreter(Model):
    """The code and what came of it."""

    input: str
    """Code that was run."""
    outputs: list[RunStepDetailsToolCallsCodeObjectCodeInterpreterOutput]
    """What the code gave: text (`logs`) and images (`image`) in any number."""


class RunStepDetailsToolCallsCodeObject(Model):
    """A call of the code interpreter."""

    id: str
    """Identifier of the call."""
    type: Literal["code_interpreter"]
    """Kind of call: always `code_interpreter`."""
    code_interpreter: RunStepDetailsToolCallsCodeObjectCodeInterpreter
    """The code and what came of it."""


class RunStepDetailsToolCallsFileSearchRankingOptionsObject(Model):
    """How the results were ranked."""

    ranker: FileSearchRanker
    """Ranking method of a file search; `auto` unless another is chosen."""
    score_threshold: float
    """Lowest score that a result may have, between 0 and 1."""


class RunStepDetailsToolCallsFileSearchResultObjectContentItem(Model):
    type: Literal["text"] | None = None
    """Kind of content."""
    text: str | None = None
    """A passage of the file."""


class RunStepDetailsToolCallsFileSearchResultObject(Model):
    """One result of a file search."""

    file_id: str
    """Identifier of the file with the result."""
    file_name: str
    """Name of the file with the result."""
    score: float
    """How well the result fits, between 0 and 1."""
    content: list[RunStepDetailsToolCallsFileSearchResultObjectContentItem] | None = None
    """Text of the result, present only when `include[]` asks for it."""


class RunStepDetailsToolCallsFileSearchObjectFileSearch(Model):
    """Empty at present."""

    ranking_options: RunStepDetailsToolCallsFileSearchRankingOptionsObject | None = None
    """How the results were ranked."""
    results: list[RunStepDetailsToolCallsFileSearchResultObject] | None = None
    """What the search found."""


class RunStepDetailsToolCallsFileSearchObject(Model):
    """A call of file search."""

    id: str
    """Identifier of the call."""
    type: Literal["file_search"]
    """Kind of call: always `file_search`."""
    file_search: RunStepDetailsToolCallsFileSearchObjectFileSearch
    """Empty at present."""


class RunStepDetailsToolCallsFunctionObjectFunction(Model):
    """The function, its arguments and its result."""

    name: str
    """Name of the function."""
    arguments: str
    """Arguments of the call, as JSON in a string."""
    output: str | None
    """Result of the function; `null` until you have
    [submitted](https://platform.openai.com/docs/api-reference/runs/submitToolOutputs) it.
    """


class RunStepDetailsToolCallsFunctionObject(Model):
    """A call of one of your functions."""

    id: str
    """Identifier of the call."""
    type: Literal["function"]
    """Kind of call: always `function`."""
    function: RunStepDetailsToolCallsFunctionObjectFunction
    """The function, its arguments and its result."""


RunStepDetailsToolCallsObjectToolCall: TypeAlias = Annotated[
    RunStepDetailsToolCallsCodeObject
    | RunStepDetailsToolCallsFileSearchObject
    | RunStepDetailsToolCallsFunctionObject,
    Field(discriminator="type"),
]


class RunStepDetailsToolCallsObject(Model):
    """The step called tools."""

    type: Literal["tool_calls"]
    """Kind of step: always `tool_calls`."""
    tool_calls: list[RunStepDetailsToolCallsObjectToolCall]
    """Calls that the step made: of the code interpreter, of file search, or of functions."""


RunStepObjectStepDetails: TypeAlias = Annotated[
    RunStepDetailsMessageCreationObject | RunStepDetailsToolCallsObject, Field(discriminator="type")
]
"""What the step did."""


class RunStepObject(Model):
    """One step that a run took."""

    id: str
    """Identifier to name the step by in later requests."""
    object: Literal["thread.run.step"]
    """Kind of object: always `thread.run.step`."""
    created_at: int
    """When the step came into being, in Unix seconds."""
    assistant_id: str
    """Identifier of the assistant that took the step."""
    thread_id: str
    """Identifier of the thread that the run works on."""
    run_id: str
    """Identifier of the run that the step belongs to."""
    type: Literal["message_creation", "tool_calls"]
    """Kind of step."""
    status: Literal["in_progress", "cancelled", "failed", "completed", "expired"]
    """How far the step has come."""
    step_details: RunStepObjectStepDetails
    """What the step did."""
    last_error: RunStepObjectLastError | None
    """Last error of the step; `null` if it had none."""
    expired_at: int | None
    """When the step ran out of time, together with its run, in Unix seconds."""
    cancelled_at: int | None
    """When the step was stopped, in Unix seconds."""
    failed_at: int | None
    """When the step broke down, in Unix seconds."""
    completed_at: int | None
    """When the step was done, in Unix seconds."""
    metadata: Metadata | None
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """
    usage: RunStepCompletionUsage | None
    """Tokens that the step used; `null` as long as the step goes on."""


class RunStepStreamEventThreadRunStepCancelled(Model):
    """A step was stopped."""

    event: Literal["thread.run.step.cancelled"]
    data: RunStepObject
    """One step that a run took."""


class RunStepStreamEventThreadRunStepCompleted(Model):
    """A step is done."""

    event: Literal["thread.run.step.completed"]
    data: RunStepObject
    """One step that a run took."""


class RunStepStreamEventThreadRunStepCreated(Model):
    """A step was made."""

    event: Literal["thread.run.step.created"]
    data: RunStepObject
    """One step that a run took."""


class RunStepDeltaStepDetailsMessageCreationObjectMessageCreation(Model):
    message_id: str | None = None
    """Identifier of the message that the step wrote."""


class RunStepDeltaStepDetailsMessageCreationObject(Model):
    """The step wrote a message."""

    type: Literal["message_creation"]
    """Kind of step: always `message_creation`."""
    message_creation: RunStepDeltaStepDetailsMessageCreationObjectMessageCreation | None = None


class RunStepDeltaStepDetailsToolCallsCodeOutputImageObjectImage(Model):
    file_id: str | None = None
    """File that holds the image."""


class RunStepDeltaStepDetailsToolCallsCodeOutputImageObject(Model):
    """An image that the code made."""

    index: int
    """Position of the output within the call."""
    type: Literal["image"]
    """Kind of output: always `image`."""
    image: RunStepDeltaStepDetailsToolCallsCodeOutputImageObjectImage | None = None


class RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject(Model):
    """Text that the code printed."""

    index: int
    """Position of the output within the call."""
    type: Literal["logs"]
    """Kind of output: always `logs`."""
    logs: str | None = None
    """The printed text."""


RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreterOutput: TypeAlias = Annotated[
    RunStepDeltaStepDetailsToolCallsCodeOutputLogsObject
    | RunStepDeltaStepDetailsToolCallsCodeOutputImageObject,
    Field(discriminator="type"),
]


class RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreter(Model):
    """The code and what came of it."""

    input: str | None = None
    """Code that was run."""
    outputs: list[RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreterOutput] | None = None
    """What the code gave: text (`logs`) and images (`image`) in any number."""


class RunStepDeltaStepDetailsToolCallsCodeObject(Model):
    """A call of the code interpreter."""

    index: int
    """Position of the call within the step."""
    id: str | None = None
    """Identifier of the call."""
    type: Literal["code_interpreter"]
    """Kind of call: always `code_interpreter`."""
    code_interpreter: RunStepDeltaStepDetailsToolCallsCodeObjectCodeInterpreter | None = None
    """The code and what came of it."""


class RunStepDeltaStepDetailsToolCallsFileSearchObject(Model):
    """A call of file search."""

    index: int
    """Position of the call within the step."""
    id: str | None = None
    """Identifier of the call."""
    type: Literal["file_search"]
    """Kind of call: always `file_search`."""
    file_search: dict[str, JsonValue]
    """Empty at present."""


class RunStepDeltaStepDetailsToolCallsFunctionObjectFunction(Model):
    """The function, its arguments and its result."""

    name: str | None = None
    """Name of the function."""
    arguments: str | None = None
    """Arguments of the call, as JSON in a string."""
    output: str | None = None
    """Result of the function; `null` until you have
    [submitted](https://platform.openai.com/docs/api-reference/runs/submitToolOutputs) it.
    """


class RunStepDeltaStepDetailsToolCallsFunctionObject(Model):
    """A call of one of your functions."""

    index: int
    """Position of the call within the step."""
    id: str | None = None
    """Identifier of the call."""
    type: Literal["function"]
    """Kind of call: always `function`."""
    function: RunStepDeltaStepDetailsToolCallsFunctionObjectFunction | None = None
    """The function, its arguments and its result."""


RunStepDeltaStepDetailsToolCallsObjectToolCall: TypeAlias = Annotated[
    RunStepDeltaStepDetailsToolCallsCodeObject
    | RunStepDeltaStepDetailsToolCallsFileSearchObject
    | RunStepDeltaStepDetailsToolCallsFunctionObject,
    Field(discriminator="type"),
]


class RunStepDeltaStepDetailsToolCallsObject(Model):
    """The step called tools."""

    type: Literal["tool_calls"]
    """Kind of step: always `tool_calls`."""
    tool_calls: list[RunStepDeltaStepDetailsToolCallsObjectToolCall] | None = None
    """Calls that the step made: of the code interpreter, of file search, or of functions."""


RunStepDeltaObjectDeltaStepDetails: TypeAlias = Annotated[
    RunStepDeltaStepDetailsMessageCreationObject | RunStepDeltaStepDetailsToolCallsObject,
    Field(discriminator="type"),
]
"""What the step did."""


class RunStepDeltaObjectDelta(Model):
    """What is new in the step."""

    step_details: RunStepDeltaObjectDeltaStepDetails | None = None
    """What the step did."""


class RunStepDeltaObject(Model):
    """A piece of a run step that is being streamed."""

    id: str
    """Identifier to name the step by in later requests."""
    object: Literal["thread.run.step.delta"]
    """Kind of object: always `thread.run.step.delta`."""
    delta: RunStepDeltaObjectDelta
    """What is new in the step."""


class RunStepStreamEventThreadRunStepDelta(Model):
    """A step grew by a piece."""

    event: Literal["thread.run.step.delta"]
    data: RunStepDeltaObject
    """A piece of a run step that is being streamed."""


class RunStepStreamEventThreadRunStepExpired(Model):
    """A step ran out of time."""

    event: Literal["thread.run.step.expired"]
    data: RunStepObject
    """One step that a run took."""


class RunStepStreamEventThreadRunStepFailed(Model):
    """A step broke down."""

    event: Literal["thread.run.step.failed"]
    data: RunStepObject
    """One step that a run took."""


class RunStepStreamEventThreadRunStepInProgress(Model):
    """A step is being worked on."""

    event: Literal["thread.run.step.in_progress"]
    data: RunStepObject
    """One step that a run took."""


RunStepStreamEvent: TypeAlias = Annotated[
    RunStepStreamEventThreadRunStepCreated
    | RunStepStreamEventThreadRunStepInProgress
    | RunStepStreamEventThreadRunStepDelta
    | RunStepStreamEventThreadRunStepCompleted
    | RunStepStreamEventThreadRunStepFailed
    | RunStepStreamEventThreadRunStepCancelled
    | RunStepStreamEventThreadRunStepExpired,
    Field(discriminator="event"),
]
"""Something happened to a run step."""


class AssistantsNamedToolChoiceFunction(Model):
    name: str
    """Name of the function that has to be called."""


class AssistantsNamedToolChoice(Model):
    """One tool that the model has to call."""

    type: Literal["function", "code_interpreter", "file_search"]
    """Kind of tool; for `function` the name of the function is needed too."""
    function: AssistantsNamedToolChoiceFunction | None = None


AssistantsApiToolChoiceOption: TypeAlias = (
    Literal["none", "auto", "required"] | AssistantsNamedToolChoice
)
"""Which tool the model calls, if any. `none`: it answers without tools. `auto`: it decides
by itself, the default. `required`: it has to call one or more before it answers. A tool,
such as `{"type": "function", "function": {"name": "get_weather"}}`: it has to call that
very one.
"""

ParallelToolCalls: TypeAlias = bool
"""Whether the model may call several functions at once; see [parallel
calls](https://platform.openai.com/docs/guides/function-calling#configuring-parallel-function-calling).
"""


class RunCompletionUsage(Model):
    """Tokens that the run used; `null` until the run has ended."""

    completion_tokens: int
    """Completion tokens that the run used."""
    prompt_tokens: int
    """Prompt tokens that the run used."""
    total_tokens: int
    """Prompt and completion tokens together."""


class RunObjectIncompleteDetails(Model):
    """Why the run ended early; `null` if it did not."""

    reason: Literal["max_completion_tokens", "max_prompt_tokens"] | None = None
    """Budget that the run used up."""


class RunObjectLastError(Model):
    """Last error of the run; `null` if it had none."""

    code: Literal["server_error", "rate_limit_exceeded", "invalid_prompt"]
    """Kind of error."""
    message: str
    """What went wrong, for a person to read."""


class RunToolCallObjectFunction(Model):
    """The function to run, with its arguments."""

    name: str
    """Name of the function."""
    arguments: str
    """Arguments for the function, as JSON in a string."""


class RunToolCallObject(Model):
    """A call of one of your functions, whose result the run waits for."""

    id: str
    """Identifier of the call, to be given back with its
    [result](https://platform.openai.com/docs/api-reference/runs/submitToolOutputs).
    """
    type: Literal["function"]
    """Kind of call: always `function`."""
    function: RunToolCallObjectFunction
    """The function to run, with its arguments."""


class RunObjectRequiredActionSubmitToolOutputs(Model):
    """The tool results that the run waits for."""

    tool_calls: list[RunToolCallObject]
    """Tool calls whose results are wanted."""


class RunObjectRequiredAction(Model):
    """What you have to do before the run can go on; `null` if nothing."""

    type: Literal["submit_tool_outputs"]
    """Kind of action: always `submit_tool_outputs`."""
    submit_tool_outputs: RunObjectRequiredActionSubmitToolOutputs
    """The tool results that the run waits for."""


RunObjectStatus: TypeAlias = Literal[
    "queued",
    "in_progress",
    "requires_action",
    "cancelling",
    "cancelled",
    "failed",
    "completed",
    "incomplete",
    "expired",
]
"""How far the run has come."""


class TruncationObject(Model):
    """How much of a long thread the model gets to read."""

    type: Literal["auto", "last_messages"]
    """How to shorten: `last_messages` keeps the newest ones only, `auto` leaves out messages
    from the middle until the rest fits the model and `max_prompt_tokens`.
    """
    last_messages: int | None = None
    """How many of the newest messages to keep."""


class RunObject(Model):
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """

    id: str
    """Identifier to name the object by in later requests."""
    object: Literal["thread.run"]
    """Kind of object: always `thread.run`."""
    created_at: int
    """When the run came into being, in Unix seconds."""
    thread_id: str
    """Identifier of the thread that the run works on."""
    assistant_id: str
    """Identifier of the assistant that does the run."""
    status: RunObjectStatus
    """How far the run has come."""
    required_action: RunObjectRequiredAction | None
    """What you have to do before the run can go on; `null` if nothing."""
    last_error: RunObjectLastError | None
    """Last error of the run; `null` if it had none."""
    expires_at: int | None
    """When the run will run out of time, in Unix seconds."""
    started_at: int | None
    """When work on the run began, in Unix seconds."""
    cancelled_at: int | None
    """When the run was stopped, in Unix seconds."""
    failed_at: int | None
    """When the run broke down, in Unix seconds."""
    completed_at: int | None
    """When the run was done, in Unix seconds."""
    incomplete_details: RunObjectIncompleteDetails | None
    """Why the run ended early; `null` if it did not."""
    model: str
    """Model that the assistant worked with."""
    instructions: str | None
    """Instructions that the assistant worked by."""
    tools: list[RunObjectTool]
    """Tools that the assistant could use."""
    metadata: Metadata | None
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """
    usage: RunCompletionUsage | None
    """Tokens that the run used; `null` until the run has ended."""
    temperature: float | None = None
    """Sampling temperature of the run, 1 unless set."""
    top_p: float | None = None
    """Share of nucleus sampling of the run, 1 unless set."""
    max_prompt_tokens: int | None
    """Budget of prompt tokens that the run was given."""
    max_completion_tokens: int | None
    """Budget of completion tokens that the run was given."""
    truncation_strategy: TruncationObject | None
    """How much of a long thread the model gets to read."""
    tool_choice: AssistantsApiToolChoiceOption | None
    """Which tool the model calls, if any. `none`: it answers without tools. `auto`: it decides
    by itself, the default. `required`: it has to call one or more before it answers. A tool,
    such as `{"type": "function", "function": {"name": "get_weather"}}`: it has to call that
    very one.
    """
    parallel_tool_calls: ParallelToolCalls
    """Whether the model may call several functions at once; see [parallel
    calls](https://platform.openai.com/docs/guides/function-calling#configuring-parallel-function-calling).
    """
    response_format: AssistantsApiResponseFormatOption | None
    """Form of the model's answer.

    `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps to
    the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is JSON of
    any shape.

    **Important:** JSON mode also needs a message that asks for JSON; otherwise the model can
    emit white space until it runs out of tokens. An answer that was cut short
    (`finish_reason="length"`) may be broken JSON.
    """


class RunStreamEventThreadRunCancelled(Model):
    """A run was stopped."""

    event: Literal["thread.run.cancelled"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunCancelling(Model):
    """A run is being stopped."""

    event: Literal["thread.run.cancelling"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunCompleted(Model):
    """A run is done."""

    event: Literal["thread.run.completed"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunCreated(Model):
    """A run was made."""

    event: Literal["thread.run.created"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunExpired(Model):
    """A run ran out of time."""

    event: Literal["thread.run.expired"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunFailed(Model):
    """A run broke down."""

    event: Literal["thread.run.failed"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunInProgress(Model):
    """A run is being worked on."""

    event: Literal["thread.run.in_progress"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunIncomplete(Model):
    """A run ended early."""

    event: Literal["thread.run.incomplete"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunQueued(Model):
    """A run waits for its turn."""

    event: Literal["thread.run.queued"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


class RunStreamEventThreadRunRequiresAction(Model):
    """A run waits for tool results."""

    event: Literal["thread.run.requires_action"]
    data: RunObject
    """One run: an assistant at work on a
    [thread](https://platform.openai.com/docs/api-reference/threads).
    """


RunStreamEvent: TypeAlias = Annotated[
    RunStreamEventThreadRunCreated
    | RunStreamEventThreadRunQueued
    | RunStreamEventThreadRunInProgress
    | RunStreamEventThreadRunRequiresAction
    | RunStreamEventThreadRunCompleted
    | RunStreamEventThreadRunIncomplete
    | RunStreamEventThreadRunFailed
    | RunStreamEventThreadRunCancelling
    | RunStreamEventThreadRunCancelled
    | RunStreamEventThreadRunExpired,
    Field(discriminator="event"),
]
"""Something happened to a run."""


class ThreadObjectToolResourcesCodeInterpreter(Model):
    file_ids: list[str] | None = None
    """[Files](https://platform.openai.com/docs/api-reference/files) that the code interpreter
    can open, at most 20.
    """


class ThreadObjectToolResourcesFileSearch(Model):
    vector_store_ids: list[str] | None = None
    """Vector store that is searched in this thread; at most one."""


class ThreadObjectToolResources(Model):
    """What the assistant's tools work with in this thread, by kind of tool: files for the code
    interpreter, vector stores for file search.
    """

    code_interpreter: ThreadObjectToolResourcesCodeInterpreter | None = None
    file_search: ThreadObjectToolResourcesFileSearch | None = None


class ThreadObject(Model):
    """A conversation: it holds
    [messages](https://platform.openai.com/docs/api-reference/messages).
    """

    id: str
    """Identifier to name the object by in later requests."""
    object: Literal["thread"]
    """Kind of object: always `thread`."""
    created_at: int
    """When the thread came into being, in Unix seconds."""
    tool_resources: ThreadObjectToolResources | None
    """What the assistant's tools work with in this thread, by kind of tool: files for the code
    interpreter, vector stores for file search.
    """
    metadata: Metadata | None
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """


class ThreadStreamEvent(Model):
    """A thread was made."""

    event: Literal["thread.created"]
    data: ThreadObject
    """A conversation: it holds
    [messages](https://platform.openai.com/docs/api-reference/messages).
    """


AssistantStreamEvent: TypeAlias = Annotated[
    ThreadStreamEvent
    | RunStreamEvent
    | RunStepStreamEvent
    | MessageStreamEvent
    | ErrorEvent
    | DoneEvent,
    Field(discriminator="event"),
]
"""One event of a run that is streamed.

The stream is made of server-sent events, each with a name and data:

```
event: thread.run.created
data: {"id": "run_7Hq2", "object": "thread.run"}
```

An event says that an object was made, reached another status, or grew by a piece
(`delta`). A message, for instance, is announced by `thread.message.created`, grows with
each `thread.message.delta` and is whole at `thread.message.completed`. New kinds of
events can appear at any time, so leave room for unknown ones; the
[overview](https://platform.openai.com/docs/assistants/overview) shows how streaming fits
in.
"""

CreateThreadAndRunRequestModel: TypeAlias = Literal[
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-5-2025-08-07",
    "gpt-5-mini-2025-08-07",
    "gpt-5-nano-2025-08-07",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4.1-2025-04-14",
    "gpt-4.1-mini-2025-04-14",
    "gpt-4.1-nano-2025-04-14",
    "gpt-4o",
    "gpt-4o-2024-11-20",
    "gpt-4o-2024-08-06",
    "gpt-4o-2024-05-13",
    "gpt-4o-mini",
    "gpt-4o-mini-2024-07-18",
    "gpt-4.5-preview",
    "gpt-4.5-preview-2025-02-27",
    "gpt-4-turbo",
    "gpt-4-turbo-2024-04-09",
    "gpt-4-0125-preview",
    "gpt-4-turbo-preview",
    "gpt-4-1106-preview",
    "gpt-4-vision-preview",
    "gpt-4",
    "gpt-4-0314",
    "gpt-4-0613",
    "gpt-4-32k",
    "gpt-4-32k-0314",
    "gpt-4-32k-0613",
    "gpt-3.5-turbo",
    "gpt-3.5-turbo-16k",
    "gpt-3.5-turbo-0613",
    "gpt-3.5-turbo-1106",
    "gpt-3.5-turbo-0125",
    "gpt-3.5-turbo-16k-0613",
]


class DeleteMessageResponse(Model):
    """Says that a message is gone."""

    id: str
    """Identifier of the message that was removed."""
    deleted: bool
    """Whether it is gone."""
    object: Literal["thread.message.deleted"]


class DeleteThreadResponse(Model):
    """Says that a thread is gone."""

    id: str
    """Identifier of the thread that was removed."""
    deleted: bool
    """Whether it is gone."""
    object: Literal["thread.deleted"]


class ListMessagesResponse(Model):
    """A page of messages."""

    object: str
    """Kind of object: always `list`."""
    data: list[MessageObject]
    """Objects of this page."""
    first_id: str
    """Identifier of the first object of this page, for `before`."""
    last_id: str
    """Identifier of the last object of this page, for `after`."""
    has_more: bool
    """Whether another page follows."""


class ListRunStepsResponse(Model):
    """A page of run steps."""

    object: str
    """Kind of object: always `list`."""
    data: list[RunStepObject]
    """Objects of this page."""
    first_id: str
    """Identifier of the first object of this page, for `before`."""
    last_id: str
    """Identifier of the last object of this page, for `after`."""
    has_more: bool
    """Whether another page follows."""


class ListRunsResponse(Model):
    """A page of runs."""

    object: str
    """Kind of object: always `list`."""
    data: list[RunObject]
    """Objects of this page."""
    first_id: str
    """Identifier of the first object of this page, for `before`."""
    last_id: str
    """Identifier of the last object of this page, for `after`."""
    has_more: bool
    """Whether another page follows."""
