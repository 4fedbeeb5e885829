"""The names of functions: each operation's own, and the same from one run to the next."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Final

from generator.diagnostics import shown
from generator.document.group_words import is_version
from generator.document.mending import addition
from generator.name_history import History, NamedFunction
from generator.naming import BUILTINS, Identifier, is_identifier, snake_case
from generator.reserved_names import RESERVED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.operations.reader import ReadOperation

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")


def function_names(
    operations: Sequence[ReadOperation],
    wanted: Mapping[str, str],
    given: Mapping[str, str],
    exported: Collection[str],
    history: History,
) -> list[Identifier]:
    """Return the name of each operation's function.

    If several operations have the same name, one keeps it: the one that had it in an earlier run,
    else the first whose operation ID or path is exactly the name, else the first. The others get
    a name that contains what is different in their method or path, and keep it in later runs.

    Args:
        operations: those of the package.
        wanted: by method and path, the name that each should have.
        given: by operation ID or method and path, the name that the profile gives it.
        exported: names that the package has already.
        history: the names of an earlier run.
    """
    reserved = reserved_names(exported)
    stems = [snake_case(wanted[_key(one)], taken=reserved) for one in operations]
    if history.is_final:
        names = _past_names(operations, reserved, (), history.functions)
        names = _given_names(operations, given, reserved, names) | names
    else:
        names = _given_names(operations, given, reserved, {})
        taken = reserved | set(names.values())
        names |= _past_names(operations, taken, names, history.functions)
    used = set(names.values())
    exact_first = sorted(
        range(len(stems)),
        key=lambda index: (
            _spelled_out(operations[index]) != stems[index],
            operations[index].selected.path.endswith("/"),
        ),
    )
    for index in exact_first:
        if index not in names and stems[index] not in used:
            names[index] = stems[index]
            used.add(stems[index])
    holders = {name: operations[index] for index, name in names.items()}
    avoided = used | reserved | set(stems)
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for index, (operation, stem) in enumerate(zip(operations, stems, strict=True)):
        if index not in names:
            options = _alternatives(operation, stem, holders.get(stem), numbers[stem])
            names[index] = next(one for one in options if one not in avoided)
            avoided.add(names[index])
    return [names[index] for index in range(len(stems))]


def named_functions(
    operations: Sequence[ReadOperation], names: Sequence[Identifier], exported: Collection[str]
) -> frozenset[NamedFunction]:
    """Return the functions and their names, for later runs."""
    reserved = reserved_names(exported)
    return frozenset(
        NamedFunction(name, _stem(one, reserved), _key(one))
        for one, name in zip(operations, names, strict=True)
    )


def log_duplicates(
    operations: Iterable[ReadOperation], names: Iterable[Identifier], log: DiagnosticLog
) -> None:
    """Log the operations that have the operation ID of an earlier one."""
    first: dict[str, tuple[ReadOperation, Identifier]] = {}
    for operation, name in zip(operations, names, strict=True):
        other, other_name = first.setdefault(operation.identity, (operation, name))
        if other is operation:
            continue
        node = operation.selected.node
        log.fault(
            "duplicate-operation",
            f"{_key(other)} has the operation ID {shown(operation.identity)} too; "
            f"its function is {other_name}, and the one of {_key(operation)} is {name}",
            at=node.get("operationId") or node,
            mend=addition(node, {"operationId": name}),
        )


def reserved_names(exported: Collection[str]) -> frozenset[str]:
    """Return the names that no function can have."""
    return frozenset((*RESERVED, *exported, *BUILTINS))


def _stem(operation: ReadOperation, reserved: Collection[str]) -> Identifier:
    """Return the name that depends on the operation alone, by which a later run knows it."""
    return snake_case(operation.identity, taken=reserved)


def _given_names(
    operations: Sequence[ReadOperation],
    given: Mapping[str, str],
    reserved: Collection[str],
    settled: Mapping[int, Identifier],
) -> dict[int, Identifier]:
    """Return the names that the profile gives, but for operations that have one already."""
    names: dict[int, Identifier] = {}
    for index, one in enumerate(operations):
        name = given.get(_key(one)) or given.get(one.identity)
        is_free = name not in {*names.values(), *settled.values()}  # an ID may occur twice
        if name and is_free and index not in settled:
            names[index] = snake_case(name, taken=reserved)
    return names


def _past_names(
    operations: Sequence[ReadOperation],
    reserved: Collection[str],
    given: Collection[int],
    past: Iterable[NamedFunction],
) -> dict[int, Identifier]:
    """Return the names that the other operations had and still have.

    Another operation ID changes the name.
    """
    known = {one.operation: one for one in past}
    names: dict[int, Identifier] = {}
    used: set[str] = set(reserved)
    for index, operation in enumerate(operations):
        before = known.get(_key(operation))
        stem = _stem(operation, reserved)
        # A lock may have been edited, so its names are checked.
        is_same = before is not None and before.stem == stem and is_identifier(before.name)
        is_same &= index not in given
        if before and is_same and before.name not in used:
            names[index] = Identifier(before.name)
            used.add(before.name)
    return names


def _alternatives(
    operation: ReadOperation, stem: str, holder: ReadOperation | None, numbers: Iterator[int]
) -> Iterator[Identifier]:
    """Yield names for an operation whose name another one has, the best first.

    The numbers are those that no earlier operation of this name has.
    """
    segments = _segments(operation.selected.path)
    others = _segments(holder.selected.path) if holder else segments
    if not operation.selected.operation_id:
        if versions := [one for one in segments if is_version(one) and one not in others]:
            yield snake_case(" ".join((stem, *versions)))
        yield snake_case(_spelled_out(operation))
    elif holder:
        method = snake_case(operation.selected.method)
        if method != snake_case(holder.selected.method) and method not in stem.split("_"):
            yield snake_case(f"{stem} {method}")
        if different := [one for one in segments if one not in others]:
            yield snake_case(" ".join((stem, *different)))
    for number in numbers:
        yield snake_case(f"{stem} {number}")


def _spelled_out(operation: ReadOperation) -> str:
    """Return the operation ID, or a name with all that is in the method and the path."""
    selected = operation.selected
    if selected.operation_id:
        return selected.operation_id
    return snake_case(" ".join((selected.method, *_segments(selected.path))))


def _segments(path: str) -> list[str]:
    """Return the segments of a path as words: `/a/{b}/` has `a`, `by b` and `slash`."""
    segments = [_PARAMETER.sub(r" by \1 ", one) for one in path.split("/")[1:]]
    return [one or "slash" for one in segments]


def _key(operation: ReadOperation) -> str:
    return operation.selected.key
