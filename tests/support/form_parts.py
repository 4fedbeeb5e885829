"""An independent reading of forms."""

import io
from dataclasses import dataclass

from werkzeug.formparser import parse_form_data

from support.scripted_server import Asked


@dataclass(frozen=True)
class Part:
    """A part of a multipart form, as Werkzeug reads it."""

    name: str
    value: bytes
    filename: str | None = None
    kind: str | None = None


def parts(asked: Asked) -> list[Part]:
    """The fields of a form, then its files; parts that are not as they should be raise."""
    environ = {
        "REQUEST_METHOD": asked.method,
        "CONTENT_TYPE": asked.headers["content-type"],
        "CONTENT_LENGTH": str(asked.size),
        "wsgi.input": io.BytesIO(asked.body),
    }
    _, fields, files = parse_form_data(
        environ, silent=False, stream_factory=lambda **_: io.BytesIO()
    )
    return [Part(n, value.encode()) for n, value in fields.items(multi=True)] + [
        Part(n, file.read(), file.filename, file.mimetype) for n, file in files.items(multi=True)
    ]
