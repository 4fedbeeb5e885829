"""Write the generated parts of docs/reference from the code: `python docs/build.py`.

A page has prose, and regions between `<!-- build: NAME -->` and `<!-- /build -->`. The function
`NAME` of this file returns the content of the region.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import types
from dataclasses import MISSING, Field, fields, is_dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "templates")]
sys.path.append(str(ROOT / "docs"))  # the last: this file is named as a library is

import introspection  # noqa: E402  needs the path above
import json_schemas  # noqa: E402  as above
from introspection import inside, summary  # noqa: E402  as above

from generator import reserved_names, resources  # noqa: E402  as above
from generator.cli import main  # noqa: E402  as above
from generator.diagnostic_codes import explanations  # noqa: E402  as above
from generator.options import Entry  # noqa: E402  as above
from generator.profiles.profile import Profile  # noqa: E402  as above
from generator.vocabulary.openapi_fields import TABLES  # noqa: E402  as above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.vocabulary.keyword import Table

_REGION = re.compile(r"(<!-- build: (\w+) -->\n).*?(<!-- /build -->)", re.DOTALL)
_EFFECTS = {"read": "reads it", "no effect": "ignores it", "degraded": "counts it as degraded"}
_TYPES = {str: "string", bool: "true or false", int: "integer", float: "number", Path: "path"}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [tuple(head), *map(tuple, rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# The command line


def commands() -> str:
    """Return a section for each subcommand."""
    return "\n".join(_command(name, one) for name, one in sorted(main.commands.items()))


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"opgen {name}")
    usage = " ".join((f"opgen {name}", *command.collect_usage_pieces(context)))
    options = [one for one in command.params if isinstance(one, click.Option)]
    rows = ((f"`{_option(one, context)}`", _option_help(one)) for one in options)
    help_text = inspect.cleandoc(command.help or "")
    return (
        f"## opgen {name}\n\n```text\n{usage}\n```\n\n{help_text}\n\n{table(('option', ''), rows)}"
    )


def _option(option: click.Option, context: click.Context) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.make_metavar(context)}"


def _option_help(option: click.Option) -> str:
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"{option.help}{default}"


# Settings


def settings() -> str:
    """Return a table of the settings of `[tool.opgen]`."""
    rows = ((f"`{one.name}`", _type(one.type), one.meaning) for one in introspection.settings())
    return table(("setting", "type", "meaning"), rows)


# The profile file


def profile_keys() -> str:
    """Return a table of the keys of a profile, and one for each kind of table in it."""
    return "\n".join(_keys(None, Profile))


def _keys(key: str | None, kind: type) -> Iterator[str]:
    keys = introspection.profile_keys(kind)
    rows = [(f"`{one.name}`", _type(one.type), _default(one.field), one.meaning) for one in keys]
    title = f"## `{key}`\n\n{summary(kind)}\n\n" if key else ""
    yield title + table(("key", "type", "default", ""), rows)
    for one in keys:
        for inner in inside(one.type):
            if isinstance(inner, type) and is_dataclass(inner):
                name = f"{key.strip('[]')}.{one.name}" if key else one.name
                yield from _keys(f"[{name}]" if inner is one.type else f"[[{name}]]", inner)


def _default(field: Field[object]) -> str:
    if field.default_factory is not MISSING:
        return "none"
    if field.default is MISSING:
        return "required"
    if isinstance(field.default, bool):
        return str(field.default).lower()
    if isinstance(field.default, (int, float)):
        return f"{field.default:g}"
    return f'`"{field.default}"`' if field.default else "none"


def _type(hint: Any) -> str:
    """Return a type as TOML names it."""
    arguments = [one for one in get_args(hint) if one not in (type(None), ...)]
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(map(_type, arguments))
    if origin is Literal:
        return " or ".join(f'`"{one}"`' for one in arguments)
    if origin is tuple and arguments[0] is Entry:
        return "table of strings"
    if origin is tuple:
        has_tables = any(map(is_dataclass, inside(arguments[0])))
        return "list of tables" if has_tables else f"list of {_type(arguments[0])}s"
    return "table" if origin else _TYPES.get(hint, "table")


# Diagnostics


def diagnostics() -> str:
    """Return a table of all codes."""
    rows = (
        (f"`{code}`", ", ".join(one.severities), one.meaning, one.action)
        for code, one in explanations().items()
    )
    return table(("code", "severity", "meaning", "what to do"), rows)


# Keywords


def keywords() -> str:
    """Return a table of the keywords of each kind of object."""
    return "\n".join(f"## {kind.capitalize()}\n\n{_keywords(one)}" for kind, one in TABLES.items())


def _keywords(one: Table) -> str:
    alike: dict[tuple[str, str], list[str]] = {}
    for name, word in one.items():
        effect = f"reports it as `{word.code}`" if word.code else _EFFECTS[word.effect]
        what = f"{effect}: {word.note}" if word.note else effect
        alike.setdefault((word.since, what), []).append(f"`{name}`")
    rows = ((", ".join(names), *shared) for shared, names in alike.items())
    return table(("keyword", "since", "opgen"), rows)


# The runtime


def views() -> str:
    """Return the views of each kind of operation."""
    kinds = {
        "operation": "Operation",
        "paged_operation": "PagedOperation",
        "streamed_operation": "StreamedOperation",
        "polled_operation": "PolledOperation",
    }
    return "\n".join(_export(import_module(f"runtime.{one}"), name) for one, name in kinds.items())


def errors() -> str:
    """Return a table of the exceptions and warnings."""
    found = [(name, value) for _, name, value in _exports() if _is_error(value)]
    rows = ((f"`{name}`", f"`{one.__base__.__name__}`", summary(one)) for name, one in found)
    return table(("class", "base", "raised when"), rows)


def exports() -> str:
    """Return what else a package exports of its runtime."""
    return "\n".join(
        _export(module, name) for module, name, value in _exports() if not _is_error(value)
    )


def _exports() -> Iterator[tuple[types.ModuleType, str, Any]]:
    names = {
        **reserved_names.RUNTIME_EXPORTS,
        reserved_names.WEBHOOKS: reserved_names.WEBHOOK_EXPORTS,
    }
    for module, exported in names.items():
        source = import_module(f"runtime.{module}")
        yield from ((source, name, getattr(source, name)) for name in exported)


def _is_error(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, Exception)


def _export(module: types.ModuleType, name: str) -> str:
    value = getattr(module, name)
    if not inspect.isclass(value) or value.__module__ != module.__name__:
        return f"### `{name}`\n\n{_alias_text(module, name)}\n"
    of_data = fields(value) if is_dataclass(value) else ()
    arguments = f"({', '.join(one.name for one in of_data)})" if of_data else ""
    rows = [*_notes(value), *((f"`{one}`", summary(member)) for one, member in _members(value))]
    members = f"\n{table(('member', ''), rows)}" if rows else ""
    return f"### `{name}{arguments}`\n\n{summary(value)}\n{members}"


_INTERNAL = {"calls", "client_of", "delay", "setting"}  # other modules of the runtime use them


def _notes(kind: type) -> Iterator[tuple[str, str]]:
    """Yield the members of a class that its source explains: in a comment, or a string below."""
    source = inspect.getsource(kind)
    lines, body = source.splitlines(), ast.parse(source).body[0]
    members = body.body if isinstance(body, ast.ClassDef) else []
    for one, after in pairwise([*members, ast.Pass()]):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            note = lines[one.lineno - 1].partition("  # ")[2]
            if isinstance(after, ast.Expr):
                note = " ".join(ast.literal_eval(after.value).split())
            if note:
                yield f"`{one.target.id}`", f"{note[0].upper()}{note[1:].rstrip('.')}."


def _members(kind: type) -> Iterator[tuple[str, object]]:
    """Yield the public members with a docstring that come from the module of the class.

    A paged operation has its own only: the others are those of every operation.
    """
    own = [one for one in kind.__mro__ if one.__module__ == kind.__module__]
    if kind.__name__.endswith("dOperation"):
        own = [one for one in own if not one.__name__.startswith("_")]
    found = {name: value for one in reversed(own) for name, value in vars(one).items()}
    for name, value in found.items():
        is_callable = inspect.isfunction(value)
        is_public = not name.startswith("_") and name not in _INTERNAL
        if is_public and (is_callable or isinstance(value, property)):
            yield f"{name}{_arguments(value) if is_callable else ''}", value


def _arguments(function: Any) -> str:
    names = list(inspect.signature(function).parameters)[1:]
    is_operation = names == ["args", "kwargs"]
    return "(…)" if is_operation else f"({', '.join(names)})"


def _alias_text(module: types.ModuleType, name: str) -> str:
    """Return the string below an assignment, or the docstring of the value's class."""
    body = ast.parse(inspect.getsource(module)).body
    for one, after in pairwise(body):
        target = one.targets[0] if isinstance(one, ast.Assign) else getattr(one, "target", None)
        if isinstance(target, ast.Name) and target.id == name and isinstance(after, ast.Expr):
            return inspect.cleandoc(ast.literal_eval(after.value))
    return summary(getattr(module, name))


def built(page: Path) -> str:
    """Return a page with its generated regions written again."""
    text = page.read_text(encoding="utf-8")
    return _REGION.sub(lambda one: f"{one[1]}{globals()[one[2]]()}{one[3]}", text)


def pages() -> list[Path]:
    """Return the pages that have such regions."""
    return sorted(ROOT.glob("docs/reference/*.md"))


def written() -> dict[Path, str]:
    """Return the content of each file that this script writes."""
    schemas = {
        resources.schema_file("profile"): json_schemas.profile_schema(),
        resources.schema_file("pyproject"): json_schemas.pyproject_schema(),
    }
    texts = {path: json_schemas.text_of(one) for path, one in schemas.items()}
    return {path: built(path) for path in pages()} | texts


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")
