"""The real Terraform without a registry or a cloud: a schema check of one folder of configuration.

    with schema_providers() as environment:
        workspace = Workspace.of(ROOT / "terraform", folder, environment)
        workspace.init()
        plan = workspace.plan({"project_id": "some-project"})

From a shell: `python -m tests.deploy.check`.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local.setup.places import ROOT
from local.setup.tools import tool_python

TIMEOUT_S = 60.0
NAMESPACE = "hashicorp"
NOT_COPIED = shutil.ignore_patterns(".terraform", ".terraform.lock.hcl", "*.tfstate*", "*.tfplan", "__pycache__")
FRAME = "│╷╵├─ "
LOCAL_BACKEND = 'terraform {\n  backend "local" {}\n}\n'


class TerraformFailed(Exception):
    """Terraform refused; the message is what it said, without colours and frames."""


def missing() -> list[str]:
    """What this machine lacks for the schema check, by name; empty when all is there."""
    lacks = [] if shutil.which("terraform") else ["terraform"]
    return lacks if tool_python("terraform").exists() else [*lacks, ".cache/tools/terraform (make test sets it up)"]


@contextmanager
def schema_providers() -> Iterator[dict[str, str]]:
    """Serve the schemas of google and google-beta while the block runs; gives the environment for Terraform."""
    with TemporaryDirectory(prefix="schema-") as folder, _server(Path(folder)) as sockets:
        configuration = Path(folder) / "terraform.rc"
        configuration.touch()
        attached = {f"{NAMESPACE}/{provider}": _attachment(socket) for provider, socket in sockets.items()}
        yield {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TF_", "GOOGLE_"))},
            "TF_REATTACH_PROVIDERS": json.dumps(attached),
            "TF_CLI_CONFIG_FILE": str(configuration),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "CHECKPOINT_DISABLE": "1",
        }


@contextmanager
def _server(folder: Path) -> Iterator[dict[str, str]]:
    command = [str(tool_python("terraform")), "-m", "tests.deploy.schema.provider", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise TerraformFailed("the schema provider did not start")
            yield json.loads(line)
        finally:
            process.terminate()


def _attachment(socket: str) -> dict[str, Any]:
    address = {"Network": "unix", "String": socket}
    return {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": os.getpid(), "Test": True, "Addr": address}


@dataclass(frozen=True)
class Workspace:
    """A copy of a folder of configuration, to work on without touching the original. State is local."""

    folder: Path  # commands run here
    whole: Path  # all that was copied
    environment: Mapping[str, str]

    @classmethod
    def of(cls, configuration: Path, scratch: Path, environment: Mapping[str, str], root: str = ".") -> "Workspace":
        """Copy `configuration` whole, local modules included; commands run in its part `root`.

        What lies beside it is linked, so that a path such as `${path.module}/../shared/...` leads where it should.
        """
        copy = scratch / configuration.name
        for beside in configuration.resolve().parent.iterdir():
            if beside.name not in (copy.name, scratch.name):
                (scratch / beside.name).symlink_to(beside)
        shutil.copytree(configuration, copy, ignore=NOT_COPIED)
        folder = (copy / root).resolve()
        (folder / "backend_override.tf").write_text(LOCAL_BACKEND)
        return cls(folder, copy, environment)

    def init(self) -> str:
        return self.run("init", "-no-color")

    def validate(self) -> str:
        return self.run("validate", "-no-color")

    def plan(self, variables: Mapping[str, Any] | None = None, files: tuple[Path, ...] = ()) -> dict[str, Any]:
        """The plan as `terraform show -json` gives it. Values that are no strings are passed as JSON."""
        given = [f"-var={name}={_text(value)}" for name, value in (variables or {}).items()]
        given += [f"-var-file={file.resolve()}" for file in files]
        self.run("plan", "-no-color", "-lock=false", "-out=check.tfplan", *given)
        return dict(json.loads(self.run("show", "-json", "check.tfplan")))

    def test(self, *arguments: str) -> str:
        """`terraform test`: the assertions beside the configuration (*.tftest.hcl)."""
        return self.run("test", "-no-color", *arguments)

    def fmt_check(self) -> str:
        """Raises with each file of the whole copy that `terraform fmt` would change, and how."""
        return self.run("fmt", "-check", "-recursive", "-no-color", "-diff", str(self.whole))

    def run(self, *arguments: str, timeout_s: float = TIMEOUT_S) -> str:
        """Standard output of one Terraform command. Raises TerraformFailed with the errors it named."""
        command = ["terraform", *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=dict(self.environment),
                capture_output=True,
                text=True,
                timeout=timeout_s,
            )
        except subprocess.TimeoutExpired as late:
            raise TerraformFailed(f"terraform {arguments[0]} took more than {timeout_s:.0f} s") from late
        if done.returncode != 0:
            raise TerraformFailed(f"terraform {arguments[0]} failed:\n{_plain(done.stderr or done.stdout)}")
        return done.stdout


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _plain(said: str) -> str:
    """Without the frame that Terraform draws around each message."""
    return "\n".join(line.lstrip(FRAME).rstrip() for line in said.splitlines() if line.strip(FRAME))
