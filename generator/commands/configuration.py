"""Check the settings of a package: those of a table of the configuration, or of arguments."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from generator.diagnostics import Location, did_you_mean, shown
from generator.options import Entry, GroupBy, Options, Prefer

if TYPE_CHECKING:
    from generator.commands.toml_table import Table
    from generator.diagnostics import DiagnosticLog
    from generator.options import Settings

_LISTS = ("groups", "tags", "paths", "overlays")
_FLAGS = ("all", "strict", "keep_old_names", "keep_edits")
_TABLES: tuple[str, ...] = (
    "headers",
    "types",
    "renames",
)  # entries; fields of `Options` and `Settings` too
_CHOICES = {"group_by": get_args(GroupBy), "prefer": get_args(Prefer)}
_PATHS = ("spec", "output", "templates", "root", "overlays")
KINDS: dict[str, str] = {
    **dict.fromkeys(("spec", "output", "templates", "root", "profile"), "a string"),
    **dict.fromkeys(_LISTS, "a list of strings"),
    **dict.fromkeys(_FLAGS, "true or false"),
    **dict.fromkeys(_TABLES, "a table of strings"),
    **{name: " or ".join(f'"{one}"' for one in choices) for name, choices in _CHOICES.items()},
}


def check_options(settings: Settings, log: DiagnosticLog) -> Options:
    """Return the options that the settings give; they decide whether the log is strict.

    Raises:
        OpgenError: a setting is missing, or settings cannot be used together.
    """
    for name, flag in (("spec", "SPEC"), ("output", "--output DIR")):
        if name not in settings:
            log.fail(
                "missing-setting",
                f"{name!r} is not set",
                help=f"add it to [tool.opgen], or pass it on the command line: {flag}",
            )
    options = Options(**settings)
    log.strict = options.strict
    _check_paths(options, log)
    check_package_name(options.output, log)
    if options.all and (options.groups or options.tags or options.paths):
        log.fail(
            "conflicting-settings",
            "'all' cannot be set together with 'groups', 'tags' or 'paths'",
            help="remove one of them from [tool.opgen]",
        )
    if options.templates and not options.templates.is_dir():
        log.fail(
            "no-such-folder",
            f"the templates folder {shown(str(options.templates))} does not exist",
            help="pass a folder of templates with the same paths as the built-in ones",
        )
    check_root(options.root, log)
    return options


def _check_paths(options: Options, log: DiagnosticLog) -> None:
    """Check that the paths can name a file, before any code asks the system.

    Raises:
        OpgenError: one cannot.
    """
    places = (options.spec, options.output, options.templates, options.root, *options.overlays)
    if any("\0" in str(path) for path in places):
        log.fail("invalid-setting", "a path contains the character NUL, which no file name can")
    if options.spec.name in {"", ".."}:
        log.fail(
            "not-a-file",
            "the document is a folder, not a file",
            at=Location(str(options.spec), 1, 1),
            help="pass the YAML or JSON file of the document",
        )


def check_root(root: Path | None, log: DiagnosticLog) -> None:
    """Check that the folder whose files references may name exists.

    Raises:
        OpgenError: it does not.
    """
    if root and not root.is_dir():
        log.fail(
            "no-such-folder",
            f"the root folder {shown(str(root))} does not exist",
            help="pass a folder that contains the document and all files that it refers to",
        )


def check_package_name(output: Path, log: DiagnosticLog) -> None:
    """Check that the last part of the output, the name of the package, can be imported.

    Raises:
        OpgenError: it cannot.
    """
    name = output.name
    if name.isidentifier() and not keyword.iskeyword(name) and name.isascii():
        return
    is_keyword = keyword.iskeyword(name)
    reason = "is a Python keyword" if is_keyword else "is not a Python identifier"
    usable = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower() or "client"
    if usable[0].isdigit() or keyword.iskeyword(usable):
        usable = f"{usable}_client" if keyword.iskeyword(usable) else f"client_{usable}"
    log.fail(
        "bad-package-name",
        f"the last part of the output is the name of the package, but {shown(name)} {reason}",
        help=f"write to {shown(str(output.with_name(usable) if name else usable))}",
    )


def check_table(table: Table, log: DiagnosticLog) -> Settings:
    """Return the settings of a table; log those that are wrong, and leave them out.

    Their paths are relative to the folder of the file.
    """
    settings: dict[str, object] = {}
    for name, value in table.content.items():
        if name not in KINDS:
            log.error(
                "unknown-setting",
                f"{table.title} has no setting {shown(name)}",
                at=table.location(name),
                help=did_you_mean(name, KINDS) or "the settings are " + ", ".join(KINDS),
            )
        elif name in _TABLES:
            settings[name] = _check_entries(name, value, table, log)
        elif not _has_type(name, value):
            message = f"{name!r} must be {KINDS[name]}"
            log.error("invalid-setting", message, at=table.location(name))
        else:
            settings[name] = _convert(name, value, table.file.path.parent)
    return cast("Settings", settings)  # each value has been checked


def _check_entries(name: str, value: object, table: Table, log: DiagnosticLog) -> tuple[Entry, ...]:
    """Return the entries of a table among the settings; log those that are not strings."""
    if not isinstance(value, dict):
        log.error(
            "invalid-setting",
            f"{name!r} must be a table of strings",
            at=table.location(name),
            help=f"write it as a table: {table.header(name)}",
        )
        return ()
    entries = []
    for key, text in value.items():
        place = table.location(name, key)
        if isinstance(text, str):
            entries.append(Entry(key, text, place))
        else:
            message = f"{shown(key)} in {name!r} must be a string"
            is_split = isinstance(text, dict)  # an unquoted key with a dot
            quoted = f'write a key with a dot in quotes: "{key}.…"' if is_split else None
            log.error("invalid-setting", message, at=place, help=quoted)
    return tuple(entries)


def _has_type(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name in _CHOICES:
        return value in _CHOICES[name]
    return isinstance(value, bool if name in _FLAGS else str) and value != ""


def _convert(name: str, value: object, folder: Path) -> object:
    if name == "profile" and isinstance(value, str) and value.endswith(".toml"):
        return str(relative(folder / value))
    if isinstance(value, list):
        return tuple(relative(folder / item) if name in _PATHS else item for item in value)
    return relative(folder / str(value)) if name in _PATHS else value


def relative(path: Path) -> Path:
    """Return a path relative to the current folder if it is below it."""
    cwd = Path.cwd()
    return path.relative_to(cwd) if path.is_relative_to(cwd) else path
