"""The changes of settings: credentials, servers and their variables, client-wide parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.renames import Rename
from generator.diff.shape_text import code_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.ir import Package


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a comparison needs of a setting.

    Attributes:
        place: where it is sent, in words.
        noun: what a message calls it.
        choices: what each of its values means; empty if it may be any.
        default: the value that counts if none is given.
        environment: the variables that it is read from.
        required: a call without it raises, though no credential is asked for.
    """

    place: str = ""
    noun: str = "setting"
    choices: Mapping[str, str] | None = None
    default: str = ""
    environment: tuple[str, ...] = ()
    required: bool = False


def compare_settings(
    before: Package, after: Package, names: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield the changes of what `Client` and `configure` take, and of where it comes from.

    `names` has the new names of the settings that are renamed.
    """
    old, new = _settings(before), _settings(after)
    for name in [one for one in old if one not in new]:
        target = Target(argument=name)
        if name in names:
            message = f"`Client` and `configure` take `{names[name]}` instead of `{name}`"
            rename = Rename(kind="setting", old=name, new=names[name])
            yield Finding("setting-renamed", Kind.BREAKING, message, target, rename=rename)
            continue
        message = f"`Client` and `configure` no longer take `{name}`"
        yield Finding("setting-removed", Kind.BREAKING, message, target)
    for name in [one for one in new if one not in old and one not in names.values()]:
        required = new[name].required
        message = f"`Client` and `configure` now {'need' if required else 'take'} `{name}`"
        kind = Kind.BREAKING if required else Kind.ADDITIVE
        yield Finding("setting-added", kind, message, Target(argument=name))
    for name, now in [(one, names.get(one, one)) for one in old]:
        if now in new:
            yield from _changes(name, old[name], new[now])
    yield from _variables((before.base_url_environment,), (after.base_url_environment,), "base_url")


def renamed_settings(
    before: Package, after: Package, settled: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the new names of the settings that are sent in the same place as before.

    `settled` has the new names that the user chose; None for a setting that is removed.
    """
    old, new = _settings(before), _settings(after)
    names = {
        name: other
        for name, other in settled.items()
        if other and name in old.keys() - new and other in new.keys() - old
    }
    decided = {*names, *(name for name, other in settled.items() if other is None)}
    for name in [one for one in old if one not in new and one not in decided]:
        same = [
            other
            for other in new
            if other not in old and other not in names.values() and _is_same(old[name], new[other])
        ]
        alike = [one for one in old if one not in new and _is_same(old[one], old[name])]
        if len(same) == len(alike) == 1:
            names[name] = same[0]
    return names


def setting_names(package: Package) -> tuple[str, ...]:
    """Return what `Client` and `configure` take."""
    return tuple(_settings(package))


def _is_same(old: _Setting, new: _Setting) -> bool:
    """Whether two settings are sent in the same place."""
    return bool(old.place) and (old.place, old.noun) == (new.place, new.noun)


def _changes(name: str, old: _Setting, new: _Setting) -> Iterator[Finding]:
    """Yield the changes of one setting."""
    target = Target(argument=name)
    if old.place != new.place:
        places = f"{code_span(new.place)} instead of {code_span(old.place)}"
        message = f"the {old.noun} `{name}` is now sent in {places}"
        yield Finding("address-changed", Kind.BREAKING, message, target, certain=False)
    was, now = old.choices or {}, new.choices or {}
    for value in [one for one in was if now and one not in now]:
        message = f"the setting `{name}` no longer takes {code_span(value)}"
        yield Finding("setting-changed", Kind.BREAKING, message, target)
    for value in [one for one in now if was and one not in was]:
        message = f"the setting `{name}` now takes {code_span(value)}"
        yield Finding("setting-changed", Kind.ADDITIVE, message, target)
    if now and not was:
        message = f"the setting `{name}` takes only {', '.join(map(code_span, now))} now"
        yield Finding("setting-changed", Kind.BREAKING, message, target, certain=False)
    for value in [one for one in now if one in was and now[one] != was[one]]:
        message = f"{code_span(value)} of `{name}` now is {code_span(now[value])}"
        yield Finding("address-changed", Kind.BREAKING, message, target, certain=False)
    if new.required and not old.required:
        message = f"the setting `{name}` has no default now"
        yield Finding("setting-changed", Kind.BREAKING, message, target)
    elif old.required and not new.required:
        message = f"the setting `{name}` now has the default {code_span(new.default)}"
        yield Finding("setting-changed", Kind.ADDITIVE, message, target)
    elif old.default != new.default:
        message = f"the default of the setting `{name}` is now {code_span(new.default)}"
        yield Finding("setting-changed", Kind.BREAKING, message, target, certain=False)
    yield from _variables(old.environment, new.environment, name)


def _variables(
    old: tuple[str | None, ...], new: tuple[str | None, ...], name: str
) -> Iterator[Finding]:
    """Yield a change for each environment variable that a setting no longer reads."""
    for variable in filter(None, old):
        if variable not in new:
            now = " or ".join(code_span(one) for one in new if one) or "nothing"
            message = f"the setting `{name}` is read from {now} instead of {code_span(variable)}"
            target = Target(argument=name)
            yield Finding("setting-changed", Kind.BREAKING, message, target, certain=False)


def _settings(package: Package) -> dict[str, _Setting]:
    found = {
        one.setting: _Setting(one.destination, "secret", environment=one.environment)
        for one in package.credentials
    }
    if package.server_setting:
        urls = {one.name.wire(): one.url.wire() for one in package.servers}
        found[package.server_setting] = _Setting(choices=urls)
    for one in package.variables:
        found[one.setting] = _Setting(
            choices=dict.fromkeys(one.options, ""),
            default=one.default or "",
            environment=one.environment,
            required=one.default is None,
        )
    for sent in package.parameters:
        default = "" if sent.default is None else str(sent.default)
        place = f"{sent.place} {sent.wire.wire()}"
        found[sent.setting] = _Setting(
            place, default=default, environment=sent.environment, required=sent.required
        )
    return found
