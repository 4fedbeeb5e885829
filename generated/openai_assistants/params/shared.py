"""What several groups are sent.

A TypedDict for each object, under the document's own names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NotRequired, TypeAlias, TypedDict

from .. import components


class AssistantToolsCode(TypedDict):
    """Lets the assistant write and run Python code."""

    type: Literal["code_interpreter"]
    """Kind of tool: always `code_interpreter`."""


class FileSearchRankingOptions(TypedDict):
    """How the results of a file search are ranked. Left out, the ranker is `auto` and nothing is
    filtered by score. See [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """

    ranker: NotRequired[components.FileSearchRanker]
    """Ranking method of a file search; `auto` unless another is chosen."""
    score_threshold: float
    """Lowest score that a result may have, between 0 and 1."""


class AssistantToolsFileSearchFileSearch(TypedDict):
    """Settings that replace the defaults of file search."""

    max_num_results: NotRequired[int]
    """Upper bound on search results, from 1 to 50. Left out, `gpt-3.5-turbo` gets 5 and the
    `gpt-4*` models get 20. A search may find fewer; see [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """
    ranking_options: NotRequired[FileSearchRankingOptions | components.FileSearchRankingOptions]
    """How the results of a file search are ranked. Left out, the ranker is `auto` and nothing is
    filtered by score. See [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """


class AssistantToolsFileSearch(TypedDict):
    """Lets the assistant search your files."""

    type: Literal["file_search"]
    """Kind of tool: always `file_search`."""
    file_search: NotRequired[
        AssistantToolsFileSearchFileSearch | components.AssistantToolsFileSearchFileSearch
    ]
    """Settings that replace the defaults of file search."""


FunctionParameters: TypeAlias = Mapping[str, object]
"""Arguments of the function as a JSON Schema object. [JSON
Schema](https://json-schema.org/understanding-json-schema/) is explained on its site, and
[function calling](https://platform.openai.com/docs/guides/function-calling) shows
examples. Without it the function takes no arguments.
"""


class FunctionObject(TypedDict):
    description: NotRequired[str]
    """What the function does; the model decides by it when to call it, and how."""
    name: str
    """Name of the function: up to 64 letters, digits, underscores and dashes."""
    parameters: NotRequired[FunctionParameters]
    """Arguments of the function as a JSON Schema object. [JSON
    Schema](https://json-schema.org/understanding-json-schema/) is explained on its site, and
    [function calling](https://platform.openai.com/docs/guides/function-calling) shows
    examples. Without it the function takes no arguments.
    """
    strict: NotRequired[bool | None]
    """Whether the arguments have to keep to `parameters` exactly. Only part of JSON Schema is
    available then; see [function
    calling](https://platform.openai.com/docs/guides/function-calling).
    """


class AssistantToolsFunction(TypedDict):
    """Lets the assistant call a function of yours."""

    type: Literal["function"]
    """Kind of tool: always `function`."""
    function: FunctionObject | components.FunctionObject


class ResponseFormatJsonObject(TypedDict):
    """JSON of any shape. It is the older way; prefer `json_schema` where a model supports it. A
    message has to ask for JSON as well.
    """

    type: Literal["json_object"]
    """Kind of format: always `json_object`."""


ResponseFormatJsonSchemaSchema: TypeAlias = Mapping[str, object]
"""Shape of the answer as a JSON Schema object, a language explained at
[json-schema.org](https://json-schema.org/).
"""


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
    """Whether the answer has to keep to `schema` exactly. Only part of JSON Schema is available
    then; see [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs).
    """


class ResponseFormatJsonSchema(TypedDict):
    """JSON that keeps to a schema, known as [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs).
    """

    type: Literal["json_schema"]
    """Kind of format: always `json_schema`."""
    json_schema: ResponseFormatJsonSchemaJsonSchema | components.ResponseFormatJsonSchemaJsonSchema
    """The schema, with a name and settings."""


class ResponseFormatText(TypedDict):
    """Plain text, the usual form."""

    type: Literal["text"]
    """Kind of format: always `text`."""


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
Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps to
the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is JSON of
any shape.

**Important:** JSON mode also needs a message that asks for JSON; otherwise the model can
emit white space until it runs out of tokens. An answer that was cut short
(`finish_reason="length"`) may be broken JSON.
"""

RunObjectTool: TypeAlias = (
    AssistantToolsCode
    | components.AssistantToolsCode
    | AssistantToolsFileSearch
    | components.AssistantToolsFileSearch
    | AssistantToolsFunction
    | components.AssistantToolsFunction
)
