"""Reads one resource's schema out of the JavaScript that cdktf generated from the provider's own schema.

The generator writes the same few shapes for every resource, so regular expressions are enough:

- `synthesizeHclAttributes` and `...ToHclTerraform(struct)` name what may be set, with its type, and say if it is a
  block;
- a `reset...()` beside a property means that it may be left out;
- `// name - computed: true, ...` stands before what only the provider sets;
- a block made by an `...OutputReference` occurs once, one made by a `...List` any number of times.

Lost on the way to JavaScript, so unknown here: "optional and computed", sensitive, write-only, deprecated,
ConflictsWith, allowed values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]  # {"attributes": {name: [type, mode]}, "blocks": {name: {nesting, min, max, block}}}

CLASS = re.compile(r"^class (\w+) extends cdktf\.(\w+) \{$(.*?)^\}$", re.M | re.S)
FUNCTION = re.compile(r"^function (\w+)ToHclTerraform\(struct\) \{$(.*?)^\}$", re.M | re.S)
MAIN_HCL = re.compile(r"^    synthesizeHclAttributes\(\) \{$(.*?)^    \}$", re.M | re.S)
HCL = re.compile(
    r'^\s+(\w+): \{\n\s+value: .*\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)"', re.M
)
NESTED = re.compile(
    r"// (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n"
    r'\s+this\._\w+ = new ([\w.]+)\(this, "\w+"(?:, (true|false))?\)'
)
COMPUTED = re.compile(
    r"// (\w+) - computed: true, optional: false, required: false\n\s+get \w+\(\) \{\n\s+return (.*);"
)
RESET = re.compile(r"^    reset(\w+)\(\) \{$", re.M)
GETTERS = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": ["list", "string"],
    "NumberList": ["list", "number"],
    "StringMap": ["map", "string"],
}
PLAIN = {"string": "string", "number": "number", "boolean": "bool"}


class NotUnderstood(Exception):
    """The source holds a shape that this reader does not know; nothing is guessed."""


@dataclass
class Source:
    """One `index.js`: its classes by name, and by class name the body that lists what may be set."""

    text: str
    classes: dict[str, tuple[str, str]] = field(init=False)
    settable: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.classes = {name: (base, body) for name, base, body in CLASS.findall(self.text)}
        self.settable = {name[0].upper() + name[1:]: body for name, body in FUNCTION.findall(self.text)}

    def main(self, base: str) -> str:
        """The body of the one class that extends `base` ("TerraformResource" or "TerraformProvider")."""
        bodies = [body for kind, body in self.classes.values() if kind == base]
        if len(bodies) != 1:
            raise NotUnderstood(f"{len(bodies)} classes extend {base}")
        return bodies[0]


def resource_block(text: str) -> Block:
    """The schema of the resource in `index.js`. Raises NotUnderstood."""
    return _main_block(Source(text), "TerraformResource")


def provider_block(text: str) -> Block:
    """The schema of the provider's own configuration, in which nothing is required. Raises NotUnderstood."""
    return _main_block(Source(text), "TerraformProvider")


def _main_block(source: Source, base: str) -> Block:
    body = source.main(base)
    settable = MAIN_HCL.search(body)
    if settable is None:
        raise NotUnderstood("no list of what may be set")
    return _block(source, body, settable.group(1))


def _block(source: Source, body: str, settable: str) -> Block:
    nested = {name: (required == "true", made_by) for name, _, _, required, made_by, _ in NESTED.findall(body)}
    attributes: dict[str, Any] = {}
    blocks: dict[str, Any] = {}
    for name, is_block, kind, storage in HCL.findall(settable):
        if is_block == "true":
            blocks[name] = _nested_block(source, kind, storage, *nested.get(name, (False, "OutputReference")))
        else:
            attributes[name] = [_settable_type(kind, storage), _mode(body, name)]
    attributes.update(_computed(source, body))
    return {"attributes": dict(sorted(attributes.items())), "blocks": dict(sorted(blocks.items()))}


def _mode(body: str, name: str) -> str:
    """A property without a way to take it back is required. A block without a class shows no ways: all is optional.

    Compared without case and underscores: md5hash becomes resetMd5Hash.
    """
    taken_back = {reset.lower() for reset in RESET.findall(body)}
    return "optional" if name.replace("_", "") in taken_back or not body else "required"


def _settable_type(kind: str, storage: str) -> Any:
    element = PLAIN.get(storage.removesuffix("List").removesuffix("Map"))
    if element is None or kind not in ("simple", "list", "set", "map"):
        raise NotUnderstood(f"an attribute of type {kind} of {storage}")
    return element if kind == "simple" else [kind, element]


def _nested_block(source: Source, kind: str, storage: str, required: bool, made_by: str) -> dict[str, Any]:
    name = storage.removesuffix("List").removesuffix("Map")
    _, body = source.classes.get(f"{name}OutputReference", ("", ""))
    if kind not in ("list", "set", "struct") or name not in source.settable:
        raise NotUnderstood(f"a block of type {kind} of {storage}")
    return {
        "nesting": "single" if kind == "struct" else kind,
        "min": int(required),
        "max": int(kind != "struct" and made_by.endswith("OutputReference")),
        "block": _block(source, body, source.settable[name]),
    }


def _computed(source: Source, body: str) -> Iterator[tuple[str, Any]]:
    for name, returned in COMPUTED.findall(body):
        if not returned.startswith("this._"):
            yield name, [_getter_type(returned), "computed"]
    for name, computed, _, _, made_by, wraps_set in NESTED.findall(body):
        if computed == "true":
            yield name, [_made_type(source, made_by, wraps_set == "true"), "computed"]


def _getter_type(returned: str) -> Any:
    found = re.search(r"this\.get(\w+?)Attribute\(", returned)
    if found is None or found.group(1) not in GETTERS:
        raise NotUnderstood(f"a computed attribute that returns {returned}")
    kind = GETTERS[found.group(1)]
    return ["set", *kind[1:]] if returned.startswith("cdktf.Fn.tolist(") else kind


def _made_type(source: Source, made_by: str, is_set: bool) -> Any:
    if made_by == "cdktf.StringMap":
        return ["map", "string"]
    name = made_by.removesuffix("List")
    base, body = source.classes.get(f"{name}OutputReference", ("", ""))
    if base != "ComplexObject" or name == made_by:
        raise NotUnderstood(f"a computed attribute made by {made_by}")
    fields = {field: kind for field, (kind, _) in _computed(source, body)}
    return ["set" if is_set else "list", ["object", dict(sorted(fields.items()))]]
