"""What a document says about its groups: the descriptions of their tags."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from generator import ir
from generator.document.group_words import tag_chains
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.document.document import Document, Node
    from generator.document.select import Selection


def group_descriptions(selection: Selection, document: Document) -> dict[str, ir.GroupDescription]:
    """Return by group the description of the tag, or of its parent, that all its operations have.

    A tag describes no group of paths if other groups have it too.
    """
    tags = {one.text("name") or "": one for one in document.root.items("tags")}
    by_group: defaultdict[str, set[str | None]] = defaultdict(set)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for one in selection.all_operations:
        by_group[one.group].add(one.tags[0] if one.tags else None)
        for tag in one.tags:
            groups[tag].add(one.group)
    chains = tag_chains(document, groups)
    found: dict[str, ir.GroupDescription] = {}
    for group, used in by_group.items():
        name = _shared_tag(used, chains)
        is_own = selection.division.by == "tag" or groups[name] == {group}
        found[group] = _description(tags.get(name) if is_own else None)
    return found


def _shared_tag(tags: Iterable[str | None], chains: Mapping[str, tuple[str, ...]]) -> str:
    """Return the innermost tag that all these have or are; an empty string for none."""
    first, *others = (chains[tag] if tag else () for tag in tags)
    return next((tag for tag in reversed(first) if all(tag in one for one in others)), "")


def _description(tag: Node | None) -> ir.GroupDescription:
    documentation = tag.get("externalDocs") if tag else None
    texts = (
        tag.text("summary") if tag else None,
        tag.text("description") if tag else None,
        documentation.text("url") if documentation else None,
    )
    return ir.GroupDescription(*(Untrusted(text or "") for text in texts))
