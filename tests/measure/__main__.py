"""`make faces PORTRAITS=folder`: every table of docs/faces.md, one after the other.

Without the folder only what the public-domain photo of the set-up can show is measured, and the rest is named.
"""

import subprocess
import sys

ON_ONE_PHOTO = ("known_sizes", "tryon_width")
ON_PORTRAITS = ("robustness", "covers", "known_shapes", "iris_response")


def main() -> int:
    portraits = sys.argv[1:2]
    failed = [name for name in (*ON_ONE_PHOTO, *(ON_PORTRAITS if portraits else ())) if _measure(name, portraits)]
    if not portraits:
        print(f"\nNOT MEASURED without portraits: {', '.join(ON_PORTRAITS)}: make faces PORTRAITS=folder")
    return 1 if failed else 0


def _measure(name: str, portraits: list[str]) -> int:
    print(f"\n== {name.replace('_', ' ')} ==\n", flush=True)
    given = [] if name == "tryon_width" else portraits
    return subprocess.run([sys.executable, "-m", f"tests.measure.{name}", *given]).returncode


if __name__ == "__main__":
    sys.exit(main())
