"""The text of the events of a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .stream_paths import ANY, data_of, steps, types_of, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .request import Events
    from .server_events import ServerEvent


class Texts:
    """Finds the text of an event, as the rules of a stream say."""

    def __init__(self, events: Events) -> None:
        self._is_text = events.text
        rules = events.texts or ((ANY, ""),)
        self._ways = {kind: steps(path) for kind, path in rules}

    def of(self, sent: ServerEvent) -> Iterator[str]:
        """Yield the pieces of text in an event that are not empty."""
        data = sent.data.decode() if self._is_text else data_of(sent)
        way = next((self._ways[one] for one in types_of(sent, data) if one in self._ways), None)
        if way is not None:
            for value in values(data, way):
                if isinstance(value, str) and value:
                    yield value
