"""The codes of diagnostics, and what each means.

The texts are data, in `diagnostic_codes.toml`; only the documentation and tests read them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Code: TypeAlias = Literal[
    "additional-members",
    "alias-bomb",
    "already-configured",
    "bad-date",
    "bad-lock",
    "bad-netrc",
    "bad-number",
    "bad-package-name",
    "bad-template",
    "callback",
    "cannot-fetch",
    "cannot-read",
    "cannot-write",
    "changing-package",
    "checker-failed",
    "circular-alias",
    "circular-ref",
    "code-changed",
    "conflicting-settings",
    "document-changed",
    "document-exists",
    "duplicate-key",
    "duplicate-operation",
    "edit-conflict",
    "edited-file",
    "edited-reference",
    "empty-document",
    "fetch-timeout",
    "foreign-files",
    "git-failed",
    "half-character",
    "ignored-siblings",
    "indentation",
    "insecure-source",
    "internal",
    "invalid-header",
    "invalid-json",
    "invalid-key",
    "invalid-merge",
    "invalid-profile",
    "invalid-setting",
    "invalid-toml",
    "invalid-url",
    "invalid-yaml",
    "line-ends",
    "locked-folder",
    "malformed-discriminator",
    "malformed-object",
    "malformed-parameter",
    "malformed-path",
    "malformed-schema",
    "malformed-security",
    "merge-conflict",
    "missing-file",
    "missing-setting",
    "missing-variable",
    "no-address",
    "no-checker",
    "no-code",
    "no-configuration",
    "no-git",
    "no-package",
    "no-repository",
    "no-rewriter",
    "no-source",
    "no-such-file",
    "no-such-folder",
    "not-a-file",
    "not-an-operation",
    "not-in-revision",
    "not-openapi",
    "not-overlay",
    "not-text",
    "nothing-selected",
    "open-tuple",
    "openapi-version",
    "operation-server",
    "other-checker",
    "other-document",
    "outside-ref",
    "overlapping-folders",
    "overlay-actions",
    "overlay-copy",
    "overlay-extends",
    "overlay-field",
    "overlay-limit",
    "overlay-mismatch",
    "overlay-no-match",
    "overlay-target",
    "overlay-version",
    "package-not-used",
    "parameter-content",
    "parameter-style",
    "ref-target",
    "referenced-properties",
    "remote-ref",
    "request-media-type",
    "response-media-type",
    "rule-without-effect",
    "secret-in-settings",
    "server-variable",
    "swagger-2",
    "system",
    "too-deep",
    "too-large",
    "too-many-redirects",
    "type-error",
    "type-without-effect",
    "undeclared-path-parameter",
    "unexplained-use",
    "unknown-group",
    "unknown-http-scheme",
    "unknown-keyword",
    "unknown-path",
    "unknown-profile",
    "unknown-revision",
    "unknown-schema",
    "unknown-setting",
    "unknown-tag",
    "unknown-type",
    "unknown-yaml-tag",
    "unmerged-all-of",
    "unread-keyword",
    "unreadable-code",
    "unresolved-ref",
    "unsupported-source",
    "unusable-ref",
    "unused-path-parameter",
    "unused-rename",
    "vendored-package",
    "version-not-raised",
    "webhook-without-json",
    "wheel",
]
"""Every code that a diagnostic can have: a type checker refuses others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a code means.

    Attributes:
        severities: those that it is reported with, as `diagnostics.Severity` names them, or
            `fault`: a warning, and an error with `--strict`.
        action: what a user can do about it.
    """

    severities: tuple[str, ...]
    meaning: str
    action: str


def explanations() -> dict[str, Explanation]:
    """Return the explanation of each code, in alphabetical order."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {
        code: Explanation(
            severities=tuple(entry["severities"]), meaning=entry["meaning"], action=entry["action"]
        )
        for code, entry in tomllib.loads(text).items()
    }
