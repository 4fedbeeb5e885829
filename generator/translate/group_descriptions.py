"""What a document says about a group: the description of its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir
from generator.document.group_words import tag_chain
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.document.document import Document, Node
    from generator.document.operations import SelectedOperation
    from generator.document.select import Selection


def described(group: str, selection: Selection, document: Document) -> ir.GroupDescription:
    """Return the description of the tag, or of its parent, that all operations of a group have.

    The tag describes no group of paths if other groups have it too.
    """
    members = [one for one in selection.all_operations if one.group == group]
    tag = _shared_tag(members, document)
    if tag is not None and selection.division.by != "tag":
        others = (one for one in selection.all_operations if one.group != group)
        tag = None if any(tag.text("name") in one.tags for one in others) else tag
    if tag is None:
        return ir.GroupDescription(Untrusted(""), Untrusted(""), Untrusted(""))
    summary, description = tag.text("summary"), tag.text("description")
    documentation = tag.get("externalDocs")
    url = documentation.text("url") if documentation else None
    return ir.GroupDescription(
        Untrusted(summary or ""), Untrusted(description or ""), Untrusted(url or "")
    )


def _shared_tag(members: Iterable[SelectedOperation], document: Document) -> Node | None:
    """Return the innermost tag of all of them (OpenAPI 3.2, 4.8.22 "Tag Object")."""
    tags = {one.tags[0] if one.tags else None for one in members}
    first, *others = (tag_chain(tag, document) if tag else () for tag in tags)
    shared = [tag for tag in first if all(tag in chain for chain in others)]
    found = (one for one in document.root.items("tags") if shared[-1:] == [one.text("name")])
    return next(found, None)
