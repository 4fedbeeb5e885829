"""What the names of a file are bound to, and in which scope: nothing is worked out yet."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Element:
    """What going through it gives."""


@dataclass(frozen=True, slots=True)
class Item:
    """What stands at an index of it, counted from its end where that is negative."""

    index: int


@dataclass(frozen=True, slots=True)
class Entered:
    """What `with` gives of it."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A list that holds it."""


@dataclass(frozen=True, slots=True)
class Key:
    """What stands under a key of it."""

    key: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """It, as far as it is of the class that a pattern names."""

    to: ast.expr


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute of it."""

    name: str


Step: TypeAlias = Element | Item | Entered | Collected | Key | Narrowed | Member


@dataclass(frozen=True, slots=True)
class Assigned:
    """A part of the value of an expression."""

    value: ast.expr
    scope: Scope
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """Whatever is of a type; `many` is `item`, or `keyed`, for `*args` and `**kwargs`."""

    annotation: ast.expr
    scope: Scope
    many: Literal["", "item", "keyed"] = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A module, or with a name what the module calls so; `*` for all of it."""

    parts: tuple[str, ...]
    level: int
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Defined:
    """A function or class of the app."""

    node: FunctionNode | ast.ClassDef
    scope: Scope


@dataclass(frozen=True, slots=True)
class Own:
    """The first parameter of a method: an instance of the class, or the class."""

    node: ast.ClassDef
    scope: Scope
    instance: bool


@dataclass(frozen=True, slots=True)
class Opaque:
    """Nothing that reading the code tells."""


Binding: TypeAlias = Assigned | Annotated | Imported | Defined | Own | Opaque


@dataclass(eq=False, slots=True)
class Scope:
    """One scope of names.

    Attributes:
        node: what opens it.
        names: what each name is bound to, at all places of the scope.
        elsewhere: names that are bound in another scope (`global`, `nonlocal`).
        stars: modules of which all names are imported.
        collected: what is added to the lists of a name in this scope.
        attributes: of a class: what its methods bind by `self.name`.
        inner: of a module: the scopes that its nodes open.
        altered: of a module: the names of what is altered where it is, anywhere in the file.
        owner: the class of which this is a method, and its scope; `instance` is its `self`.
        returns: of a function.
        yields: of a function.
    """

    kind: Literal["module", "class", "function", "comprehension"]
    path: Path
    parent: Scope | None
    node: ast.AST | None = None
    names: dict[str, list[Binding]] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    stars: list[Imported] = field(default_factory=list)
    collected: dict[str, list[Assigned]] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)
    inner: dict[ast.AST, Scope] = field(default_factory=dict)
    altered: set[str] = field(default_factory=set)
    instance: tuple[str, Scope] | None = None
    returns: list[ast.expr] = field(default_factory=list)
    yields: list[ast.expr] = field(default_factory=list)

    @property
    def module(self) -> Scope:
        """The scope of the file."""
        scope = self
        while scope.parent:
            scope = scope.parent
        return scope

    @property
    def function(self) -> Scope:
        """This scope, or the one around the comprehensions it belongs to."""
        scope = self
        while scope.kind == "comprehension" and scope.parent:
            scope = scope.parent
        return scope

    def open(self, kind: Literal["class", "function", "comprehension"], node: ast.AST) -> Scope:
        """Open the scope of a node inside this one."""
        scope = Scope(kind, self.path, self, node)
        if self.kind == "comprehension" or kind == "comprehension":
            scope.instance = self.instance
        self.module.inner[node] = scope
        return scope

    def bind(self, name: str, binding: Binding) -> None:
        """Bind a name here, or where this scope says that it belongs."""
        home = self.elsewhere.get(name, self)
        home.names.setdefault(name, []).append(binding)

    def holding(self, name: str) -> Scope | None:
        """Return the scope in which a name that is read here is bound."""
        scope: Scope | None = self.elsewhere.get(name, self)
        while scope:
            visible = scope.kind != "class" or scope is self
            if visible and name in scope.names:
                return scope
            scope = scope.parent
        return None

    def self_of(self, name: str) -> Scope | None:
        """Return the class whose instance a name is in a method, or in a function inside one."""
        scope: Scope | None = self
        while scope:
            if scope.instance and scope.instance[0] == name:
                return scope.instance[1]
            if name in scope.names:
                return None
            scope = scope.parent
        return None
