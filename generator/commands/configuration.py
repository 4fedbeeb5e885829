"""What one run is to do: `[tool.opgen]` of pyproject.toml, or the command line."""

from __future__ import annotations

import keyword
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from generator.diagnostics import did_you_mean, shown
from generator.document.source import read_source
from generator.options import Options

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog, Location
    from generator.document.source import Source


class Settings(TypedDict, total=False):
    """Some of the options, as one place gives them."""

    spec: Path
    output: Path
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    paths: tuple[str, ...]
    all: bool
    overlays: tuple[Path, ...]
    profile: str
    templates: Path


SELECTING = ("groups", "tags", "paths", "all")
_LISTS = ("groups", "tags", "paths", "overlays")
_FILES = ("spec", "output", "templates", "overlays")
_KINDS: dict[str, str] = {
    **dict.fromkeys(("spec", "output", "templates", "profile"), "a string"),
    **dict.fromkeys(_LISTS, "a list of strings"),
    "all": "true or false",
}


def project_settings(folder: Path, log: DiagnosticLog) -> Settings:
    """`[tool.opgen]` of the nearest pyproject.toml, its paths made relative to that file."""
    folder = folder.absolute()
    files = (parent / "pyproject.toml" for parent in (folder, *folder.parents))
    path = next((file for file in files if file.is_file()), None)
    if path is None:
        log.fail(
            "no-configuration",
            "no document is named, and there is no pyproject.toml here or above",
            help="name the document: opgen generate SPEC --group NAME --output DIR",
        )
    source = read_source(_short(path), log, "configuration")
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        log.fail("invalid-toml", f"the TOML cannot be read: {error}", at=_at(source, line, column))
    tool = data.get("tool")
    table = tool.get("opgen") if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        log.fail(
            "no-configuration",
            "no document is named, and pyproject.toml has no [tool.opgen]",
            at=source.location(0),
            help="name the document, or add [tool.opgen] with spec, groups and output",
        )
    return _checked(table, source, path.parent, log)


def make_options(settings: Settings, log: DiagnosticLog) -> Options:
    """Options from settings that were checked; what is missing or unusable is an error."""
    for name, flag in (("spec", "SPEC"), ("output", "--output DIR")):
        if name not in settings:
            log.fail(
                "missing-setting",
                f"{name!r} is not set",
                help=f"add it to [tool.opgen], or give it on the command line: {flag}",
            )
    options = Options(**settings)
    check_package_name(options.output, log)
    if options.all and (options.groups or options.tags or options.paths):
        log.fail(
            "conflicting-settings",
            "'all' leaves nothing to choose with 'groups', 'tags' or 'paths'",
            help="take one of them out of [tool.opgen]",
        )
    if options.templates and not options.templates.is_dir():
        log.fail(
            "no-such-folder",
            f"there is no folder of templates at {shown(str(options.templates))}",
            help="it holds files of the same paths as the built-in templates they replace",
        )
    return options


def check_package_name(output: Path, log: DiagnosticLog) -> None:
    """The last part of the output is the package's name: it must be possible to import it."""
    name = output.name
    if name.isidentifier() and not keyword.iskeyword(name) and name.isascii():
        return
    reason = "is a word of Python's own" if keyword.iskeyword(name) else "is no Python identifier"
    usable = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower() or "client"
    if usable[0].isdigit() or keyword.iskeyword(usable):
        usable = f"{usable}_client" if keyword.iskeyword(usable) else f"client_{usable}"
    log.fail(
        "bad-package-name",
        f"the last part of the output names the package, but {shown(name)} {reason}",
        help=f"write to {shown(str(output.with_name(usable) if name else usable))}",
    )


def _checked(
    table: dict[str, object], source: Source, folder: Path, log: DiagnosticLog
) -> Settings:
    settings: dict[str, object] = {}
    for name, value in table.items():
        if name not in _KINDS:
            log.error(
                "unknown-setting",
                f"[tool.opgen] has no setting {shown(name)}",
                at=_place(source, name),
                help=did_you_mean(name, _KINDS) or "the settings are " + ", ".join(_KINDS),
            )
        elif not _fits(name, value):
            message = f"{name!r} must be {_KINDS[name]}"
            log.error("invalid-setting", message, at=_place(source, name))
        else:
            settings[name] = _converted(name, value, folder)
    log.raise_errors()
    return cast("Settings", settings)  # each member was checked above


def _fits(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, bool if name == "all" else str) and value != ""


def _converted(name: str, value: object, folder: Path) -> object:
    if isinstance(value, list):
        return tuple(_short(folder / item) if name in _FILES else item for item in value)
    return _short(folder / str(value)) if name in _FILES else value


def _short(path: Path) -> Path:
    """A path as a reader would write it from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _place(source: Source, name: str) -> Location:
    start = source.text.find("[tool.opgen")
    found = re.compile(rf"^\s*[\"']?({re.escape(name)})\b", re.MULTILINE).search(
        source.text, max(start, 0)
    )
    return source.location(found.start(1) if found else max(start, 0))


def _at(source: Source, line: int, column: int) -> Location:
    offset = sum(len(text) for text in source.text.splitlines(keepends=True)[: line - 1])
    return source.location(offset + column - 1)
