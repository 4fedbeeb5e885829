"""Log what the `[[polling]]` rules of the user's profile have without an effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.diagnostics import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import DiagnosticLog, Help
    from generator.document.select import Selection
    from generator.profiles.polling import PollingRule
    from generator.profiles.profile import Profile
    from generator.translate.polling import PollFinder

_MOST: Final = 10  # names that an advice lists


def log_polling_without_effect(
    found: PollFinder, profile: Profile, selection: Selection, log: DiagnosticLog
) -> None:
    """Log unknown operations, operations that a rule does not fit, and unknown statuses.

    An operation that is not selected is not judged.
    """
    known = [name for one in selection.all_operations for name in one.names]
    logs = [_Log(profile, log, position) for position in range(len(found.rules))]
    for rule, one in zip(found.rules, logs, strict=True):
        one.operations(rule, known)
    for missed in found.misses:
        keys = [missed.miss.key] if getattr(found.rules[missed.position], missed.miss.key) else []
        reason = f"does not fit {shown(missed.identity)}: {missed.miss.reason}"
        one = logs[missed.position]
        one.write(f"this rule of polling {reason}", *keys, advice=missed.miss.advice)
    for position, statuses in found.statuses.items():
        logs[position].statuses(found.rules[position], statuses)


@dataclass(frozen=True, slots=True)
class _Log:
    """Logs what is wrong with the rule at a position."""

    profile: Profile
    log: DiagnosticLog
    position: int

    def write(self, message: str, *key: str | int, advice: Help = None) -> None:
        self.profile.log_without_effect(
            self.log, message, "polling", self.position, *key, advice=advice
        )

    def operations(self, rule: PollingRule, known: Iterable[str]) -> None:
        """Log the operations that the document does not have."""
        names: list[tuple[str, tuple[str | int, ...]]] = [
            (name, ("operations", index)) for index, name in enumerate(rule.operations)
        ]
        for name, key in [*names, *([(rule.read, ("read",))] if rule.read else [])]:
            if name not in known:
                message = f"there is no operation {shown(name)}, so this has no effect"
                self.write(message, *key, advice=did_you_mean(name, known))

    def statuses(self, rule: PollingRule, known: tuple[str, ...]) -> None:
        """Log the statuses that the document does not have, and the first that the rule omits."""
        for key, values in (("final", rule.final), ("pending", rule.pending)):
            for index, value in enumerate(values):
                if value not in known:
                    listed = f"known are {', '.join(map(shown, known[:_MOST]))}"
                    advice = did_you_mean(value, known) or listed
                    self.write(f"no status is {shown(value)}", key, index, advice=advice)
        left = [one for one in known if one not in (*rule.final, *rule.pending)]
        if left and rule.final and rule.pending:
            self.write(f"the status {shown(left[0])} is neither final nor pending", "pending")
