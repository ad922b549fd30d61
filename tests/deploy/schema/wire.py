"""The kept schema in the words of Terraform's plugin protocol, version 6."""

import json
from typing import Any

from tf.gen import tfplugin_pb2 as pb

NESTING = pb.Schema.NestedBlock.NestingMode


def schema(block: dict[str, Any]) -> pb.Schema:
    return pb.Schema(version=0, block=_block(block))


def _block(block: dict[str, Any]) -> pb.Schema.Block:
    attributes = [_attribute(name, kind, mode) for name, (kind, mode) in block["attributes"].items()]
    return pb.Schema.Block(attributes=attributes, block_types=[_nested(*item) for item in block["blocks"].items()])


def _attribute(name: str, kind: Any, mode: str) -> pb.Schema.Attribute:
    return pb.Schema.Attribute(
        name=name,
        type=json.dumps(kind).encode(),
        required=mode == "required",
        optional=mode.startswith("optional"),
        computed=mode.endswith("computed"),
    )


def _nested(name: str, nested: dict[str, Any]) -> pb.Schema.NestedBlock:
    return pb.Schema.NestedBlock(
        type_name=name,
        block=_block(nested["block"]),
        nesting=NESTING.Value(nested["nesting"].upper()),
        min_items=nested["min"],
        max_items=nested["max"],
    )
