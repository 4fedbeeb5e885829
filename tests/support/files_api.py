"""A small API of files and forms, written as generated code is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from runtime.client import Api
from runtime.credentials import Credential
from runtime.items import Chunks
from runtime.model import Model
from runtime.operation import operation
from runtime.parameters import Omit, omit
from runtime.request import Call, CallOptions, Events, Request, StreamRequest
from runtime.streamed_operation import streamed_operation

from support.runtime_api import Thing  # noqa: TC001  operations evaluate their annotations

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable, Mapping

    from runtime.files import File
    from runtime.results import Sink


API: Final = Api(
    module=__name__,
    name="files",
    base_url="https://files.invalid/v1",
    base_url_environment="SAMPLE_URL",
    credentials=(
        Credential("api_key", header="Authorization", prefix="Bearer ", required=True),
        Credential("admin_key", header="X-Admin", environment=("ADMIN_KEY",), required=True),
    ),
    form_style="brackets",
)
PLAIN: Final = Api(name="plain", base_url="", base_url_environment="SAMPLE_URL")


FORM: Final = "multipart/form-data"


def call(
    options: CallOptions | None,
    *,
    alternatives: tuple[tuple[str, ...], ...] = (),
    api: Api = API,
    **keys: str | None,
) -> Call:
    keys = keys or {"api_key": "sk-long-enough"}
    return Call(api, options, None, keys, alternatives=alternatives)


@operation("POST", "/send")
def send(
    members: Mapping[str, object],
    *,
    part_types: Mapping[str, str] | None = None,
    options: CallOptions | None = None,
) -> Request[Thing]:
    return Request(
        form=members,
        media_type="multipart/form-data",
        part_types=part_types or {},
        json_optional=True,
        call=call(options),
    )


@operation("POST", "/send")
def send_plainly(
    members: Mapping[str, object],
    *,
    media_type: str = "multipart/form-data",
    options: CallOptions | None = None,
) -> Request[Thing]:
    return Request(
        form=members,
        media_type=media_type,
        call=call(options, api=PLAIN),
    )


@operation("POST", "/edits")
def edit(
    prompt: str,
    *,
    image: File | Iterable[File] | Omit = omit,
    images: Iterable[Mapping[str, str]] | Omit = omit,
    mask: File | Mapping[str, str] | Omit = omit,
    n: int | Omit | None = omit,
    media_type: Literal["application/json", "multipart/form-data"] | Omit = omit,
    options: CallOptions | None = None,
) -> Request[Thing]:
    return Request(
        json={"prompt": prompt, "images": images, "mask": mask, "n": n},
        form={"prompt": prompt, "image": image, "mask": mask, "n": n},
        media_types=("application/json", "multipart/form-data"),
        media_type=media_type,
        call=call(options),
    )


@operation("POST", "/calls")
def connect(
    *,
    sdp: str | Omit = omit,
    session: Mapping[str, object] | Omit = omit,
    body: str | Omit = omit,
    media_type: Literal["multipart/form-data", "application/sdp"] | Omit = omit,
    options: CallOptions | None = None,
) -> Request[str]:
    return Request(
        form={"sdp": sdp, "session": session},
        content=body,
        media_types=("multipart/form-data", "application/sdp"),
        media_type=media_type,
        part_types={"sdp": "application/sdp", "session": "application/json"},
        accept="application/sdp",
        call=call(options),
    )


@operation("PUT", "/bytes")
def put_bytes(
    body: File | AsyncIterable[bytes] | Iterable[bytes], *, options: CallOptions | None = None
) -> Request[None]:
    return Request(content=body, items=Chunks, call=call(options))


@operation("PATCH", "/thing")
def patch(body: Any, *, options: CallOptions | None = None) -> Request[None]:
    return Request(
        json=body,
        media_type="application/merge-patch+json",
        call=call(options),
    )


@operation("GET", "/content")
def download(*, options: CallOptions | None = None) -> Request[bytes]:
    return Request(accept="application/zip", call=call(options))


@operation("GET", "/export")
def export(*, options: CallOptions | None = None) -> Request[bytes | Thing]:
    return Request(accept="application/json, application/octet-stream", call=call(options))


@operation("POST", "/transcriptions")
def transcribe(file: File, *, options: CallOptions | None = None) -> Request[Thing | str]:
    return Request(
        form={"file": file},
        media_type="multipart/form-data",
        call=call(options),
    )


@operation("GET", "/subtitles")
def subtitles(*, options: CallOptions | None = None) -> Request[str]:
    return Request(accept="text/vtt", call=call(options))


@operation("POST", "/accept")
def accept_it(*, options: CallOptions | None = None) -> Request[Thing | None]:
    return Request(call=call(options))


@operation("GET", "/admin")
def administer(
    *, key: str | None = None, options: CallOptions | None = None
) -> Request[dict[str, Any]]:
    return Request(call=call(options, admin_key=key))


@operation("GET", "/public")
def look(*, options: CallOptions | None = None) -> Request[dict[str, Any]]:
    return Request(call=call(options, alternatives=(("admin_key",), ()), admin_key=None))


class Said(Model):
    type: Literal["said"]
    text: str


class Completed(Model):
    type: Literal["completed", "failed"]
    thing: Thing | None = None


SAID = Said | Completed


@streamed_operation("POST", "/speak")
def speak(
    *,
    file: File | Omit = omit,
    stream_to: Sink[Thing] | None = None,
    options: CallOptions | None = None,
) -> StreamRequest[Thing, Said | Completed]:
    return StreamRequest(
        form={"file": file},
        media_type="multipart/form-data",
        events=Events(SAID, flag="stream", ends=("completed", "failed")),
        sink=stream_to,
        call=call(options),
    )


@streamed_operation("GET", "/follow")
def follow(*, options: CallOptions | None = None) -> StreamRequest[Thing, Said | Completed]:
    return StreamRequest(
        query={"limit": 1},
        events=Events(SAID, flag="stream", in_query=True, ends=("[DONE]", "completed")),
        call=call(options),
    )
