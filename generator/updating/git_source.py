"""Fetch a document from a git repository: `git+https://host/org/repo.git@revision#path`.

The git command does it, so credentials are those of git: a credential helper, or SSH keys.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import SplitResult, quote, unquote, urlsplit

from generator.diagnostics import shown
from generator.digests import sha256_of
from generator.document.origin import FetchedFile, Origin
from generator.document.source import MAX_BYTES
from generator.git_command import GitSettings, run_git
from generator.inputs import SuppliedDocument
from generator.updating.document_location import is_loopback, redacted, refuse
from generator.updating.document_set import DocumentSet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.git_command import GitResult
    from generator.updating.document_set import Known

DEADLINE: Final = 120.0
"""Time in seconds for all commands of one fetch."""

_SOURCE: Final = re.compile(r"git\+([a-z]+)://([^#\s]+)#([^#]+)", re.IGNORECASE)
_REVISION: Final = re.compile(r"(?!-)(?!.*\.\.)[A-Za-z0-9_./+-]{1,250}")  # no option, no range
_FULL_DIGEST: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FEW: Final = 3  # files, which may be fetched one by one
_FORM: Final = (
    "write git+https://host/org/repo.git@REVISION#path/openapi.yaml, with %40 for an @ in a name"
)
_CREDENTIALS: Final = "git takes credentials from its credential helper, or from SSH keys"


@dataclass(frozen=True, slots=True)
class _Source:
    """The parts of a git source.

    Attributes:
        name: the source with all its parts.
        url: of the repository, as git takes it.
        revision: a branch, a tag or a full digest; HEAD is the default branch.
        path: of the document in the repository.
    """

    name: str
    url: str
    revision: str
    path: str


def get_from_git(source: str, log: DiagnosticLog, known: Known | None) -> SuppliedDocument | None:
    """Return a document with its files, or None if the revision is still the known commit.

    Raises:
        OpgenError: the source is invalid, or git cannot fetch it.
    """
    parts = _parse(source, log)
    with tempfile.TemporaryDirectory(prefix="opgen-", ignore_cleanup_errors=True) as folder:
        repository = _Repository(parts, Path(folder), log)
        if known and known.is_complete and known.origin.commit == repository.current_commit():
            return None
        commit = repository.fetch()
        (content,) = repository.read({parts.path: None})
        found = DocumentSet(content, parts.name, f"file:///{quote(parts.path)}", log)
        while missing := found.missing_files():
            for one in missing:
                found.check_place(one)
            paths = {_in_repository(parts.path, one.place): one.at for one in missing}
            for one, file in zip(missing, repository.read(paths), strict=True):
                found.add(one, file)
    origin = Origin(
        url=parts.name,
        sha256=sha256_of(content),
        commit=commit,
        files={name: FetchedFile(sha256=sha256_of(one)) for name, one in found.files.items()},
    )
    return SuppliedDocument(content, parts.name, origin, found.files)


def _parse(source: str, log: DiagnosticLog) -> _Source:
    """Return the parts of a source.

    Raises:
        OpgenError: it is not valid, or has a password.
    """
    match = _SOURCE.fullmatch(source)
    url = _split(f"{match[1].lower()}://{match[2]}") if match else None
    if match is None or url is None:
        _refuse(f"{redacted(source)} is not a valid git source", _FORM, log)
    if url.password is not None:
        _refuse(f"{redacted(source)} has a password, which git would store", _CREDENTIALS, log)
    if url.scheme == "http" and not is_loopback(url.hostname or ""):
        what = f"{redacted(source)} cannot be fetched"
        refuse("http", what, log, secure="git+https:")
    path, at, revision = url.path.rpartition("@")
    path, revision = (path, revision) if at else (url.path, "HEAD")
    is_named = bool(url.netloc) is (url.scheme != "file") and path.startswith("/")
    if not is_named or url.query or (url.hostname or "").startswith("-"):
        _refuse(f"{redacted(source)} does not name a repository", _FORM, log)
    if not _REVISION.fullmatch(revision):
        help_text = "the revision is a branch, a tag, or all digits of a commit"
        _refuse(f"{shown(revision)} is not a revision that opgen can fetch", help_text, log)
    inside = _path_inside(match[3], log)
    repository = url._replace(path=path, fragment="").geturl()
    name = f"git+{repository}{at}{revision if at else ''}#{quote(inside)}"
    return _Source(name, repository, revision, inside)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_valid = parts.port is None or parts.port > 0
    except ValueError:  # the host or the port is invalid
        return None
    return parts if is_valid else None


def _path_inside(quoted: str, log: DiagnosticLog) -> str:
    """Return the path of a file in a repository."""
    path = unquote(quoted)
    steps = path.split("/")
    if not all(steps) or {".", ".."} & set(steps) or not path.isprintable():
        message = f"{shown(path)} is not the path of a file in a repository"
        _refuse(message, "write it without . and .. and without / at its start", log)
    return path


def _in_repository(main: str, place: str) -> str:
    """Return the path of a file from its place relative to the folder of the document."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(main), place))


def _refuse(message: str, advice: str, log: DiagnosticLog) -> NoReturn:
    log.fail("invalid-url", message, help=advice)


class _Repository:
    """A temporary repository with one commit, whose files are fetched when they are read."""

    def __init__(self, source: _Source, folder: Path, log: DiagnosticLog) -> None:
        self._source = source
        self._folder = folder
        self._log = log
        self._end = time.monotonic() + DEADLINE
        self._commit = ""

    def current_commit(self) -> str | None:
        """Return the commit of the revision on the server; None if it has no such name."""
        source = self._source
        if _FULL_DIGEST.fullmatch(source.revision):
            return source.revision
        listed = self._output("is not reachable", "ls-remote", "--", source.url)
        found = {}
        for line in listed.decode(errors="replace").splitlines():
            digest, _, name = line.partition("\t")
            found[name] = digest
        # A tag with a message is an object of its own; `^{}` is the commit of it.
        names = [f"refs/tags/{source.revision}^{{}}", f"refs/tags/{source.revision}"]
        names += [f"refs/heads/{source.revision}", source.revision]
        return next((found[name] for name in names if name in found), None)

    def fetch(self) -> str:
        """Fetch the commit without its files, and return its digest."""
        source = self._source
        revision = shown(source.revision)
        self._output("cannot be fetched", "init", "--quiet", "--bare", "--template=")
        # The name of a remote is needed to fetch files later.
        self._output("cannot be fetched", "config", "remote.origin.url", source.url)
        fetch = ("fetch", "--quiet", "--depth=1", "--no-tags", "--filter=blob:none")
        where = ("--", "origin", source.revision)
        self._output(f"cannot be fetched at {revision}", *fetch, *where)
        verify = ("rev-parse", "--verify", "FETCH_HEAD^{commit}")
        self._commit = self._output(f"has no commit {revision}", *verify).decode().strip()
        return self._commit

    def read(self, paths: Mapping[str, Node | None]) -> list[bytes]:
        """Return the contents of files; symbolic links within the repository are followed.

        Args:
            paths: the paths from the top of the repository, and the references to them.
        """
        if len(paths) > _FEW:
            self._fetch_files(paths)
        queries = "".join(f"{self._commit}:{path}\n" for path in paths).encode()
        command = ("cat-file", "--batch", "--follow-symlinks")
        contents, rest = [], self._output("does not send all files", *command, stdin=queries)
        for path, at in paths.items():
            head, _, rest = rest.partition(b"\n")
            words = head.split()
            if len(words) != 3 or words[1] != b"blob":
                self._fail_without_file(path, words, at)
            size = int(words[2])
            contents.append(rest[:size])
            rest = rest[size + 1 :]
        return contents

    def _fetch_files(self, paths: Collection[str]) -> None:
        """Fetch files together; otherwise git would fetch each when it is read."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._commit)
        digests = []
        for line in listed.output.decode(errors="replace").split("\0"):
            about, _, path = line.partition("\t")
            if path in paths:
                digests.append(about.split()[2])
        # A server that refuses this sends the files one by one.
        self._git(
            *("-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags"),
            *("--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none"),
            *("--stdin", "origin"),
            stdin="".join(f"{one}\n" for one in digests).encode(),
        )

    def _fail_without_file(self, path: str, words: Sequence[bytes], at: Node | None) -> NoReturn:
        is_folder = len(words) == 3 and words[1] == b"tree"
        reason = "is a folder" if is_folder else "does not exist"
        self._log.fail(
            "cannot-fetch",
            f"{shown(path)} {reason} in {shown(self._source.url)} at commit {self._commit[:12]}",
            at=at,
            help="check the path after #; it begins at the top of the repository",
        )

    def _git(self, *arguments: str, stdin: bytes = b"") -> GitResult:
        seconds = max(1.0, self._end - time.monotonic())
        settings = GitSettings(
            seconds=seconds,
            max_output=MAX_BYTES,
            environment={
                # No other protocol, such as ext, which runs a program.
                "GIT_ALLOW_PROTOCOL": "https:http:ssh:file",
                "GIT_DIR": str(self._folder),
                "GIT_LFS_SKIP_SMUDGE": "1",
            },
        )
        return run_git(arguments, self._folder, self._log, stdin=stdin, settings=settings)

    def _output(self, problem: str, *arguments: str, stdin: bytes = b"") -> bytes:
        """Return what a command prints; if it fails, the problem of the repository is the error."""
        result = self._git(*arguments, stdin=stdin)
        if result.code:
            reason = result.message or f"exit code {result.code}"
            self._log.fail(
                "cannot-fetch",
                f"the repository {shown(self._source.url)} {problem}: {reason}",
                help=f"check the URL and the revision; {_CREDENTIALS}. "
                "To see more, run `git ls-remote` with the URL",
            )
        return result.output
