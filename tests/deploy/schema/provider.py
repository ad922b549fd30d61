"""`python -m tests.deploy.schema.provider FOLDER` serves the kept schema to Terraform, one socket per provider.

Terraform starts no provider itself then but talks to these sockets (TF_REATTACH_PROVIDERS). It can validate and plan
against the true schema; nothing is ever created, because apply is refused. When both sockets are there, one line on
standard output names them (JSON: provider to socket). The server ends when its standard input does.
"""

import json
import sys
from concurrent import futures
from functools import cache
from pathlib import Path
from typing import Any

import grpc
from tf.gen import grpc_controller_pb2, grpc_controller_pb2_grpc, grpc_stdio_pb2_grpc, tfplugin_pb2_grpc
from tf.gen import tfplugin_pb2 as pb

from tests.deploy.schema import snapshot, wire
from tests.deploy.schema.planned import pack, set_but_computed, unpack, with_unknowns

REFUSED = "This is a schema check: the provider knows the schema alone, so nothing can be created, changed or read."


class SchemaOnly(tfplugin_pb2_grpc.ProviderServicer):
    """Plans against the schema, refuses everything that would need the cloud."""

    def __init__(self, schema: snapshot.Schema) -> None:
        self._schema = schema
        self._described = cache(self._describe)

    def _describe(self) -> pb.GetProviderSchema.Response:
        return pb.GetProviderSchema.Response(
            provider=wire.schema(self._schema.configuration),
            resource_schemas={name: wire.schema(block) for name, block in self._schema.resources.items()},
            server_capabilities=pb.ServerCapabilities(get_provider_schema_optional=True),
        )

    def GetProviderSchema(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802  the protocol's
        return self._described()

    def ValidateProviderConfig(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return pb.ValidateProviderConfig.Response()

    def ConfigureProvider(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return pb.ConfigureProvider.Response()

    def ValidateResourceConfig(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        block = self._schema.resources[request.type_name]
        paths = set_but_computed(block, unpack(request.config.msgpack))
        return pb.ValidateResourceConfig.Response(diagnostics=[_not_settable(path) for path in paths])

    def UpgradeResourceState(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        state = pb.DynamicValue(json=request.raw_state.json)
        return pb.UpgradeResourceState.Response(upgraded_state=state)

    def ReadResource(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return pb.ReadResource.Response(new_state=request.current_state)

    def PlanResourceChange(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        block = self._schema.resources[request.type_name]
        planned = with_unknowns(block, unpack(request.proposed_new_state.msgpack))
        return pb.PlanResourceChange.Response(
            planned_state=pb.DynamicValue(msgpack=pack(planned)),
            legacy_type_system=True,  # the real provider plans so, and Terraform is then as lenient as with it
        )

    def ApplyResourceChange(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        refusal = pb.Diagnostic(severity=pb.Diagnostic.ERROR, summary="Apply is refused", detail=REFUSED)
        return pb.ApplyResourceChange.Response(new_state=request.prior_state, diagnostics=[refusal])

    def ImportResourceState(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        refusal = pb.Diagnostic(severity=pb.Diagnostic.ERROR, summary="Import is refused", detail=REFUSED)
        return pb.ImportResourceState.Response(diagnostics=[refusal])

    def GetFunctions(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return pb.GetFunctions.Response()

    def StopProvider(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return pb.StopProvider.Response()


class Controller(grpc_controller_pb2_grpc.GRPCControllerServicer):
    """Terraform may ask a plugin to end; this one serves several commands in a row and stays."""

    def Shutdown(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return grpc_controller_pb2.Empty()


class Silence(grpc_stdio_pb2_grpc.GRPCStdioServicer):
    """The plugin's own output, of which there is none."""

    def StreamStdio(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return iter(())


def _not_settable(path: tuple[str | int, ...]) -> pb.Diagnostic:
    steps = [_step(part) for part in path]
    return pb.Diagnostic(
        severity=pb.Diagnostic.ERROR,
        summary="Value for unconfigurable attribute",
        detail=f'Can\'t configure a value for "{".".join(map(str, path))}": only the provider sets it.',
        attribute=pb.AttributePath(steps=steps),
    )


def _step(part: str | int) -> pb.AttributePath.Step:
    if isinstance(part, int):
        return pb.AttributePath.Step(element_key_int=part)
    return pb.AttributePath.Step(attribute_name=part)


def serve(provider: str, socket: Path) -> grpc.Server:
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))
    tfplugin_pb2_grpc.add_ProviderServicer_to_server(SchemaOnly(snapshot.read(provider)), server)
    grpc_controller_pb2_grpc.add_GRPCControllerServicer_to_server(Controller(), server)
    grpc_stdio_pb2_grpc.add_GRPCStdioServicer_to_server(Silence(), server)
    server.add_insecure_port(f"unix://{socket}")
    server.start()
    return server


def main(folder: Path) -> None:
    sockets = {provider: folder / f"{provider}.sock" for provider in snapshot.wanted()["providers"]}
    servers = [serve(provider, socket) for provider, socket in sockets.items()]
    print(json.dumps({provider: str(socket) for provider, socket in sockets.items()}), flush=True)
    sys.stdin.read()
    for server in servers:
        server.stop(grace=None).wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
