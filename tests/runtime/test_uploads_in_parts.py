"""A file uploaded in parts over a socket, next to `openai`'s `upload_file_chunked`."""

import asyncio
import hashlib
import io
import json
import os
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import openai
import pytest
import trio
from server.forms import parts
from support import packages
from support.documents import STRING, document, operation, ref, thing

WHERE = {"name": "upload_id", "in": "path", "required": True, "schema": STRING}
MADE = {**thing(filename=STRING, purpose=STRING, bytes={"type": "integer"}, mime_type=STRING)}
MADE["required"] = ["filename", "purpose", "bytes", "mime_type"]
DONE = {**thing(part_ids={"type": "array", "items": STRING}, md5=STRING), "required": ["part_ids"]}
PART = {**thing(data={"type": "string", "format": "binary"}), "required": ["data"]}
CONTENT = bytes(range(256)) * 5 + b"the end"
SIZE = 100
PARTS = [CONTENT[start : start + SIZE] for start in range(0, len(CONTENT), SIZE)]


def described():
    """The operations of the service that an upload needs."""
    adding = operation(WHERE, reply=ref("UploadPart"), name="addUploadPart")
    adding["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": PART}}}
    completing = operation(WHERE, body=DONE, reply=ref("Upload"), name="completeUpload")
    return document(
        {
            "/uploads": {"post": operation(body=MADE, reply=ref("Upload"), name="createUpload")},
            "/uploads/{upload_id}/parts": {"post": adding},
            "/uploads/{upload_id}/complete": {"post": completing},
        },
        {
            "Upload": {**thing(id=STRING, status=STRING), "required": ["id", "status"]},
            "UploadPart": {**thing(id=STRING), "required": ["id"]},
        },
    )


class Service(ThreadingHTTPServer):
    """Takes uploads; a part fails as often as `failing` says, by its content."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.made, self.completed, self.received = [], [], []
        self.failing, self.waiting, self.most = {}, 0, 0
        self.lock, self.together = threading.Lock(), threading.Event()

    def answer(self, path, body, kind):
        if path.endswith("/uploads"):
            self.made.append(json.loads(body))
            return 200, {"id": "up_1", "status": "pending"}
        if path.endswith("/complete"):
            self.completed.append(json.loads(body))
            return 200, {"id": "up_1", "status": "completed"}
        data = parts(body, kind)[0].content
        with self.lock:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
        self.together.wait(0.005)
        with self.lock:
            self.waiting -= 1
            self.received.append(data)
            left = self.failing.get(data, 0)
            self.failing[data] = left - 1
        return (500, {"error": {"message": "no"}}) if left > 0 else (200, {"id": name_of(data)})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, data = self.server.answer(self.path, body, self.headers["content-type"])
        said = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        """Write nothing."""


def name_of(data):
    return f"part_{hashlib.sha256(data).hexdigest()[:12]}"


@pytest.fixture(scope="module")
def uploads(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts") / "uploads_client"
    return packages.imported(folder, described(), profile="openai")


@pytest.fixture
def service():
    with Service() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture(params=["now", "asyncio"])
def upload(request, uploads, service):
    """Upload in a blocking call, and in an awaited one of each kind of loop."""

    def call(*args, max_retries=0, **settings):
        client = uploads.Client(
            api_key="k",
            base_url=f"http://127.0.0.1:{service.server_port}/v1",
            retries=uploads.Retries(max=max_retries, backoff=0.001),
        )
        settings = {"part_size": SIZE, "options": uploads.CallOptions(client=client), **settings}

        async def main():
            async with client:
                return await uploads.upload_in_parts.aio(*args, **settings)

        if request.param == "now":
            with client:
                return uploads.upload_in_parts(*args, **settings)
        return trio.run(main) if request.param == "trio" else asyncio.run(main())

    return call


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "talk é.jsonl"
    made.write_bytes(CONTENT)
    return made


def ordered():
    return [name_of(one) for one in PARTS]


@pytest.mark.parametrize("upload", ["now", "asyncio", "trio"], indirect=True)
def test_parts_are_sent_at_the_same_time_and_joined_in_order(service, upload, path):
    seen = []
    done = upload(path, "batch", mime_type="text/jsonl", progress=seen.append, parallel=3)
    assert done.status == "completed"
    assert service.made == [
        {
            "filename": "talk é.jsonl",
            "purpose": "batch",
            "bytes": len(CONTENT),
            "mime_type": "text/jsonl",
        }
    ]
    assert sorted(service.received) == sorted(PARTS)
    assert service.completed == [{"part_ids": ordered()}]
    assert 1 < service.most <= 3
    assert [one.sent for one in seen] == sorted(one.sent for one in seen)
    assert (seen[-1].sent, seen[-1].size, len(seen)) == (len(CONTENT), len(CONTENT), len(PARTS))


class Pipe(io.RawIOBase):
    """A file that cannot be sought, and gives a few bytes at a time."""

    def __init__(self):
        self.left = CONTENT

    def readable(self):
        return True

    def read(self, size=-1):
        taken, self.left = self.left[: min(size, 7)], self.left[min(size, 7) :]
        return taken


@pytest.mark.parametrize(
    ("file", "settings"),
    [
        (lambda: CONTENT, {"filename": "a.pdf"}),
        (lambda: io.BytesIO(CONTENT), {"filename": "a.pdf"}),
        (Pipe, {"filename": "a.pdf", "size": len(CONTENT)}),
    ],
    ids=["bytes", "file", "pipe"],
)
def test_each_kind_of_file(service, upload, file, settings):
    upload(file(), "assistants", md5=True, **settings)
    assert service.made[0]["mime_type"] == "application/pdf"
    md5 = hashlib.md5(CONTENT).hexdigest()
    assert service.completed == [{"part_ids": ordered(), "md5": md5}]


def test_a_part_that_fails_is_sent_again(service, upload, path):
    service.failing = {PARTS[3]: 2}
    upload(path, "batch", max_retries=2)
    assert service.received.count(PARTS[3]) == 3
    assert service.completed == [{"part_ids": ordered()}]


@pytest.mark.parametrize("md5", [False, True])
def test_an_upload_that_failed_is_resumed(uploads, service, upload, path, md5):
    service.failing = {PARTS[5]: 1}
    with pytest.raises(uploads.UploadInPartsError, match=r"of 13 parts of up_1") as caught:
        upload(path, "batch", parallel=2)
    error = caught.value
    assert isinstance(error.__cause__, uploads.InternalServerError)
    resume = pickle.loads(pickle.dumps(error)).resume
    assert resume == uploads.SentParts("up_1", len(CONTENT), SIZE, resume.parts)
    assert (5 in resume.parts, service.completed) == (False, [])
    sent, service.received = service.received, []
    upload(path, "batch", resume=resume, part_size=7, md5=md5)
    assert len(service.made) == 1
    assert sorted(service.received) == sorted(set(PARTS) - {*sent} | {PARTS[5]})
    assert service.completed[0]["part_ids"] == ordered()
    assert service.completed[0].get("md5") == (hashlib.md5(CONTENT).hexdigest() if md5 else None)


def test_a_file_that_cannot_be_read_for_a_while_is_resumed(uploads, service, upload):
    class Failing(io.BytesIO):
        reads = 0

        def read(self, size=-1, /):
            self.reads += 1
            if self.reads == 4:
                raise OSError("the disk is away")
            return super().read(size)

    file = Failing(CONTENT)
    with pytest.raises(uploads.UploadInPartsError, match="the disk is away") as caught:
        upload(file, "batch", filename="a", parallel=1)
    assert len(caught.value.resume.parts) == 3
    upload(file, "batch", filename="a", resume=caught.value.resume)
    assert (len(service.made), service.completed[0]["part_ids"]) == (1, ordered())


def test_a_failure_ends_the_upload_soon(uploads, service, upload, path):
    service.failing = {PARTS[0]: 1}
    with pytest.raises(uploads.UploadInPartsError):
        upload(path, "batch", parallel=2)
    assert len(service.received) < len(PARTS)


@pytest.mark.parametrize(
    ("file", "settings", "error", "message"),
    [
        ("a.pdf", {}, TypeError, r"give Path\('a.pdf'\)"),
        (b"", {"filename": "a"}, ValueError, "a is empty"),
        (b"x", {}, TypeError, "give filename"),
        (b"x", {"filename": "a", "parallel": 0}, ValueError, "parallel is 0"),
        (b"x", {"filename": "a", "part_size": -1}, ValueError, "part_size is -1"),
        (b"x", {"filename": "a", "chunk": 5}, TypeError, "called chunk; there are filename"),
        (io.StringIO("x"), {"filename": "a"}, TypeError, "open it in binary mode"),
        (("a", b"x"), {}, TypeError, "a tuple is not a file"),
        ({"a": b"x"}, {}, TypeError, "a dict is not a file"),
    ],
)
def test_a_wrong_argument(service, upload, file, settings, error, message):
    with pytest.raises(error, match=message):
        upload(file, "batch", **settings)
    assert service.made == []


def test_another_file_is_not_resumed(uploads, upload, path):
    resume = uploads.SentParts("up_1", 3, 2, {0: "part_1"})
    with pytest.raises(ValueError, match="but the upload is of 3"):
        upload(path, "batch", resume=resume)


def test_a_file_that_shrinks_is_an_error(service, upload):
    with pytest.raises(ValueError, match="shorter than its size says"):
        upload(Pipe(), "batch", filename="a", size=len(CONTENT) + 1)
    assert service.completed == []


def test_memory_has_a_few_parts_only(service, upload, tmp_path):
    held, most = [], [0]

    class Watched(io.FileIO):
        def read(self, size=-1):
            data = super().read(size)
            held.append(len(data))
            most[0] = max(most[0], len(data))
            return data

    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(1 << 20)
    with Watched(os.fspath(big)) as file:
        upload(file, "batch", part_size=1 << 16, parallel=2)
    assert (most[0], sum(held)) == (1 << 16, 1 << 20)
    assert service.most <= 2


def test_the_official_client_sends_the_same(uploads, service, path):
    url = f"http://127.0.0.1:{service.server_port}/v1"
    with openai.OpenAI(api_key="k", base_url=url) as official:
        official.uploads.upload_file_chunked(
            file=path, mime_type="text/jsonl", purpose="batch", part_size=SIZE
        )
    with uploads.Client(api_key="k", base_url=url) as client:
        options = uploads.CallOptions(client=client)
        uploads.upload_in_parts(
            path, "batch", mime_type="text/jsonl", part_size=SIZE, options=options
        )
    theirs, ours = service.completed
    assert ours == theirs
    theirs, ours = service.made
    assert ours == theirs
    assert sorted(service.received) == sorted(PARTS * 2)
