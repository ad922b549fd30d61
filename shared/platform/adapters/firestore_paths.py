"""Dotted field paths as Firestore writes them: names other than plain ones stand in backticks."""

import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def escaped(path: str) -> str:
    return ".".join(map(_name, path.split(".")))


def _name(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
