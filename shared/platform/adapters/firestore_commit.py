"""Writes of the port as one commit, with the port's errors.

Firestore itself guards what it can by preconditions. What it cannot know is the expiry: an update needs to be told
that its document has expired, and a creation may take an expired document's place. Both are settled by what a version
says, or by reading the expiry alone first; the commit that follows is bound to what was read, or is harmless.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_stored import Stored, Version, micros
from shared.platform.adapters.firestore_writes import expiry_of, to_write
from shared.platform.adapters.limits import can_be_id
from shared.platform.indexes import EXPIRY_FIELD
from shared.platform.ports.documents import AlreadyExists, Create, Delete, Missing, Replace, Stale, Update, Write

_Known = dict[str, Version]  # by name; documents that exist, expired or not


def commit(store: Firestore, asked: Sequence[Write], now: datetime) -> list[Version | None]:
    """All or nothing; each document's version after the write, None after a deletion."""
    writes = [write for write in asked if not isinstance(write, Delete) or can_be_id(write.id)]
    for write in writes:
        if isinstance(write, Update | Replace):
            _check_version(store, write, now)
    known = read_versions(store, _unbound(store, writes))
    _check_order(store, writes, known, now)
    try:
        return _send(store, writes, known, {})
    except AlreadyExists:
        return _send_over_expired(store, writes, known, now)
    except (Missing, Stale) as refused:
        raise _reason(store, writes, now, refused) from refused


def read_versions(store: Firestore, names: Iterable[str]) -> _Known:
    wanted = list(dict.fromkeys(names))
    found = store.documents(wanted, [EXPIRY_FIELD]) if wanted else []
    return {raw.name: Stored(raw).version for raw in found}


def _check_version(store: Firestore, write: Update | Replace, now: datetime) -> None:
    """Raises `Missing`, `Stale` for a version that is past its time or was never one, and for what no id can be."""
    if isinstance(write, Update) and not can_be_id(write.id):
        raise Missing(_label(write))
    if write.if_version is None:
        return
    version = Version.parse(write.if_version)
    if version is None or version.expires_at <= micros(now):
        raise _reason(store, [write], now, Stale(_label(write)))


def _unbound(store: Firestore, writes: Sequence[Write]) -> list[str]:
    """Names of the documents updated whatever their version, unless an earlier write of the batch settles it."""
    names, settled = [], set()
    for write in writes:
        name = _name(store, write)
        if isinstance(write, Update) and write.if_version is None and name not in settled:
            names.append(name)
        settled.add(name)
    return names


def _check_order(store: Firestore, writes: Sequence[Write], known: _Known, now: datetime) -> None:
    """Raises what one write means for a later one of the same document, which Firestore calls an invalid request."""
    there = {name: name in known and known[name].expires_at > micros(now) for name in _unbound(store, writes)}
    for write in writes:
        name = _name(store, write)
        if isinstance(write, Update) and not there.get(name, True):
            raise Missing(_label(write))
        if isinstance(write, Create) and there.get(name, False):
            raise AlreadyExists(_label(write))
        there[name] = not isinstance(write, Delete)


def _send(
    store: Firestore, writes: Sequence[Write], known: _Known, over: Mapping[str, Version]
) -> list[Version | None]:
    """`over`: expired documents whose places the creations take."""
    expiries = {name: version.expires_at for name, version in known.items()}
    made, kept, begun = [], [], set[str]()
    for write in writes:
        name = _name(store, write)
        bound = over.get(name) if isinstance(write, Create) and name not in begun else _bound(write)
        begun.add(name)
        made.append(to_write(name, write, bound))
        if isinstance(write, Create | Replace):
            expiries[name] = micros(expiry_of(write))
        elif bound is not None:
            expiries[name] = bound.expires_at
        kept.append(expiries.get(name, 0))
    changed = store.commit(made)
    return [
        None if isinstance(write, Delete) else Version.of(at, expires_at)
        for write, at, expires_at in zip(writes, changed, kept, strict=True)
    ]


def _send_over_expired(
    store: Firestore, writes: Sequence[Write], known: _Known, now: datetime
) -> list[Version | None]:
    """Raises `AlreadyExists` when a document in the way lives, or came meanwhile."""
    there = read_versions(store, (_name(store, write) for write in writes if isinstance(write, Create)))
    over = {name: version for name, version in there.items() if version.expires_at <= micros(now)}
    if over.keys() != there.keys():
        raise AlreadyExists(", ".join(name.split("/documents/")[1] for name in there.keys() - over.keys()))
    try:
        return _send(store, writes, known, over)
    except (Missing, Stale) as refused:
        raise _reason(store, writes, now, AlreadyExists("created meanwhile")) from refused


def _reason(store: Firestore, writes: Sequence[Write], now: datetime, otherwise: Exception) -> Exception:
    """Which write was refused and why, by what is stored now."""
    guarded = [write for write in writes if isinstance(write, Update | Replace)]
    known = read_versions(store, (_name(store, write) for write in guarded if can_be_id(write.id)))
    live = {name: version for name, version in known.items() if version.expires_at > micros(now)}
    for write in guarded:
        version = live.get(_name(store, write))
        if isinstance(write, Update) and version is None:
            return Missing(_label(write))
        if write.if_version is not None and str(version) != write.if_version:
            return Stale(_label(write))
    return otherwise


def _bound(write: Write) -> Version | None:
    if isinstance(write, Update | Replace) and write.if_version is not None:
        return Version.parse(write.if_version)
    return None


def _name(store: Firestore, write: Write) -> str:
    return store.name(write.collection, write.id)


def _label(write: Write) -> str:
    return f"{write.collection}/{write.id}"
