"""How the state of a job is read until it is final: the `[[polling]]` rules of a profile.

They are matched in `translate.polling`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.profiles.toml_tables import Table

USUAL_INTERVAL: Final = 1.0
"""Seconds; the default of the runtime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingRule:
    """Operations that start a job or read its state. They get `.until_done`.

    A member of a response may be in another one: `status.phase`.

    Attributes:
        operations: The operation IDs, or methods and paths, that the rule is for. Without it, they
            are `read`, and each one whose response has the same schema.
        read: The operation that reads the state, a `GET`. Without it, `url` or `url_header` says
            where the state is.
        values: By variable in the path of `read`, the member of the response that is its value.
            Without it, a variable is the argument or the member of its name; the last one is also
            `id`.
        url: The member of the response that is the URL of the state.
        url_header: The header of the response that is this URL, such as `Operation-Location`.
        status: The member of the state that says whether it is final. Of a boolean, true is final.
        final: The statuses that end the job, well or not. Without it, all that are not pending.
        pending: The other statuses. Without it, all that are not final.
        interval: The seconds between two requests.
        wait: The header of responses with the seconds until the next request, or milliseconds if
            its name ends with `-ms`. `Retry-After` is always read.
    """

    operations: tuple[str, ...] = ()
    read: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None
    url_header: str | None = None
    status: str = "status"
    final: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    interval: float = USUAL_INTERVAL
    wait: str | None = None


def read_polling(table: Table) -> PollingRule:
    """Return the rule of a `[[polling]]` table."""
    rule = table.read(PollingRule)
    table.check_names("a header", "url_header", "wait")
    if rule.url and rule.url_header:
        table.reject("url_header", "excludes 'url'", "use one of them")
    if not (rule.read or rule.url or rule.url_header):
        table.reject("polling", "needs one of 'read', 'url' and 'url_header'")
    if not (rule.read or rule.operations):
        table.reject("operations", "is missing, and there is no 'read'")
    if rule.values and (rule.url or rule.url_header):
        table.reject("values", "has no effect where a response has the URL")
    if both := [one for one in rule.final if one in rule.pending]:
        table.reject("pending", f"has {both[0]!r}, which is in 'final' too")
    if not rule.interval > 0:
        table.reject("interval", "is not a positive number of seconds")
    return rule
