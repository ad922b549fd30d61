"""`python -m local.catalogue OUT_DIR [--jobs 2]`: make the demo catalogue."""

import argparse
import signal
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Event
from types import FrameType

from local.catalogue.generate import generate

_INTERRUPTED = 130
_stopping = Event()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.catalogue", description=__doc__)
    parser.add_argument("out_dir", type=Path, help="folder for products.json and frames/")
    parser.add_argument("--jobs", type=int, default=2, help="processes to use (default 2)")
    arguments = parser.parse_args()
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    started = time.monotonic()
    try:
        made = generate(arguments.out_dir.resolve(), max(1, arguments.jobs), _show)
    except (KeyboardInterrupt, BrokenProcessPool):  # a signal to the whole group ends the workers as well
        if not _stopping.is_set():
            raise
        print("\nStopped. Nothing was changed; run it again to start over.", file=sys.stderr)
        return _INTERRUPTED
    seconds = time.monotonic() - started
    print(f"Demo catalogue ready in {seconds:.0f} s." if made else "Demo catalogue is up to date.")
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Only notes it: an exception raised while a worker is being forked would be lost."""
    _stopping.set()


def _show(done: int, total: int) -> None:
    if _stopping.is_set():
        raise KeyboardInterrupt
    line = f"Drawing frames: {done} of {total}"
    if sys.stdout.isatty():
        print(f"\r{line}", end="\n" if done == total else "", flush=True)
    elif done == total or done * 10 // total != (done - 1) * 10 // total:
        print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
