"""All that a package lets its users name, and the changes of it."""

from __future__ import annotations

import ast
import inspect
import json
import re
import shutil
import typing

from pydantic import BaseModel

from support.command import done
from support.packages import load


def packages(folder, old, new):
    """Generate a package, and again from the other document, as an app keeps it."""
    made = []
    for name, document in (("before", old), ("after", new)):
        spec, output = folder / "spec.json", folder / "client"
        spec.write_text(json.dumps(document))
        done("generate", spec, "--all", "--output", output)
        shutil.copytree(output, folder / name)
        made.append(load(folder / name))
    return made


def functions(package):
    found = {name: getattr(package, name) for name in package.__all__}
    return {name: one for name, one in found.items() if hasattr(one, "attempt")}


def types(module):
    """The types of a module, as it is written."""
    tree = ast.parse(inspect.getsource(module))
    classes = [one.name for one in tree.body if isinstance(one, ast.ClassDef)]
    aliases = [one.target for one in tree.body if isinstance(one, ast.AnnAssign)]
    return {name: getattr(module, name) for name in (*classes, *map(ast.unparse, aliases))}


def is_class(one):
    return inspect.isclass(one) and (issubclass(one, BaseModel) or typing.is_typeddict(one))


def attributes(one):
    """The attributes of a type, and whether a request must have each."""
    if not is_class(one):
        return {}
    if issubclass(one, BaseModel):
        return dict.fromkeys(one.model_fields, False)
    hints = typing.get_type_hints(one, include_extras=True)
    return {name: typing.get_origin(hint) is not typing.NotRequired for name, hint in hints.items()}


class Surface:
    """All that a package lets its users name."""

    def __init__(self, package):
        operations = functions(package)
        signatures = {name: inspect.signature(one) for name, one in operations.items()}
        self.functions = set(operations)
        self.views = {
            (name, view)
            for name, one in operations.items()
            for view in ("iter", "stream")
            if hasattr(one, view)
        }
        self.arguments = {
            (name, one.name): (one.default is one.empty, one.kind is not one.KEYWORD_ONLY)
            for name, signature in signatures.items()
            for one in signature.parameters.values()
        }
        found = [(name, types(getattr(package, name))) for name in ("components", "params")]
        self.types = {name for _, held in found for name in held}
        self.classes = {
            (where, name) for where, held in found for name, one in held.items() if is_class(one)
        }
        meant = mentioned(signatures.values(), dict(found)["params"])
        self.attributes = {
            (where, name, key): is_required
            for where, held in found
            for name, one in held.items()
            if where == "components" or name in meant
            for key, is_required in attributes(one).items()
        }


def mentioned(signatures, types):
    """The types of requests that a call can be given; a body spread into arguments is none."""
    given = (str(one.annotation) for each in signatures for one in each.parameters.values())
    waiting = [word for text in given for word in re.findall(r"\w+", text)]
    found = set()
    while waiting:
        name = waiting.pop()
        if name in types and name not in found:
            found.add(name)
            held = getattr(types[name], "__annotations__", types[name])
            waiting += re.findall(r"\w+", str(held))
    return found


def said(found, code, *names):
    """What the changes of a code are about."""
    chosen = [one["target"] for one in found if one["code"] == code]
    return {tuple(one.get(name) for name in names) for one in chosen}


class Renamed:
    """A package in which everything that is renamed has its new name, as the report says."""

    def __init__(self, old, found):
        def names(code, *of):
            chosen = [one for one in found if one["code"] == code]
            return {tuple(one["target"][k] for k in of): one["rename"]["new"] for one in chosen}

        functions = {old: new for (old,), new in names("function-renamed", "function").items()}
        kinds = {old: new for (old,), new in names("type-renamed", "type").items()}
        arguments = names("argument-renamed", "function", "argument")
        attributes = names("attribute-renamed", "type", "attribute")
        self.functions = {functions.get(one, one) for one in old.functions}
        self.views = {(functions.get(one, one), view) for one, view in old.views}
        self.arguments = {
            (functions.get(one, one), arguments.get((one, name), name)): held
            for (one, name), held in old.arguments.items()
        }
        self.types = {kinds.get(one, one) for one in old.types}
        self.classes = {(where, kinds.get(one, one)) for where, one in old.classes}
        self.attributes = {
            (where, kinds.get(one, one), attributes.get((one, key), key)): held
            for (where, one, key), held in old.attributes.items()
        }


def with_new_names(found):
    """The changes, with new names in their targets."""
    told = {}
    for one in found:
        if "rename" in one:
            at, name = one["target"], one["rename"]
            owner = at.get("function") or at.get("type")
            kind = name["kind"]
            told[kind, owner if kind in {"argument", "attribute"} else None, name["old"]] = name[
                "new"
            ]
    changed = []
    for one in found:
        at = dict(one["target"])
        for kind, owner in (
            ("argument", at.get("function")),
            ("attribute", at.get("type")),
            ("function", None),
            ("type", None),
        ):
            if kind in at:
                at[kind] = told.get((kind, owner, at[kind]), at[kind])
        changed.append({**one, "target": at})
    return changed


def check(found, old, new):
    """Check that the reported changes are exactly the differences of the two packages."""
    old, found = Renamed(old, found), with_new_names(found)
    both = old.functions & new.functions
    read = {("read_webhook",)}
    assert said(found, "function-removed", "function") - read == {
        (n,) for n in old.functions - both
    }
    assert said(found, "function-added", "function") - read == {(n,) for n in new.functions - both}
    for code, less, more in (("removed", old, new), ("added", new, old)):
        views = {one for one in less.views - more.views if one[0] in both}
        assert said(found, f"view-{code}", "function", "view") == views
        arguments = {one for one in less.arguments.keys() - more.arguments if one[0] in both}
        assert said(found, f"argument-{code}", "function", "argument") == arguments
        gone = {(name,) for name in less.types - more.types}
        moved = {(name,) for name in less.types & more.types}
        assert said(found, f"type-{code}", "type") - moved == gone
        attributes = {
            (name, key)
            for where, name, key in less.attributes.keys() - more.attributes
            if (where, name) in more.classes
        }
        assert said(found, f"attribute-{code}", "type", "attribute") == attributes
    kept = old.arguments.keys() & new.arguments.keys()
    moves = {one: (old.arguments[one], new.arguments[one]) for one in kept}
    required = {one for one, ((before, _), (after, _)) in moves.items() if after and not before}
    optional = {one for one, ((before, _), (after, _)) in moves.items() if before and not after}
    named = {one for one, ((_, before), (_, after)) in moves.items() if before and not after}
    assert said(found, "argument-required", "function", "argument") == required
    assert said(found, "argument-optional", "function", "argument") == optional
    assert said(found, "argument-position", "function", "argument") == named
    same = old.attributes.keys() & new.attributes.keys()
    demanded = {one[1:] for one in same if new.attributes[one] and not old.attributes[one]}
    left_free = {one[1:] for one in same if old.attributes[one] and not new.attributes[one]}
    assert said(found, "attribute-required", "type", "attribute") == demanded
    assert said(found, "attribute-optional", "type", "attribute") == left_free
