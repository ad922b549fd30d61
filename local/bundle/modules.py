"""Which modules a function needs, worked out from the sources: also what it imports late, inside its functions.

Imports for type checkers alone do not count.
"""

from collections.abc import Collection
from functools import cache

import grimp

from local.bundle.problem import CannotBundle


@cache
def import_graph() -> grimp.ImportGraph:
    return grimp.build_graph("functions", "shared", exclude_type_checking_imports=True, cache_dir=None)


def modules_of(function: str, left_out: Collection[str] = (), *, graph: grimp.ImportGraph | None = None) -> set[str]:
    """The modules of `shared` that `functions.<function>.main` needs, packages included, but for `left_out`.

    `graph` says who imports whom; by default it is read from the sources.
    Raises CannotBundle for a name in `left_out` that is no module, and when the function needs another one's code.
    """
    graph = graph or import_graph()
    if unknown := set(left_out) - graph.modules:
        raise CannotBundle(f"There is no module {', '.join(sorted(unknown))}: see local/bundle/data/rules.json.")
    main = f"functions.{function}.main"
    reached: set[str] = set()
    waiting = {main}
    while waiting:
        module = waiting.pop()
        reached.add(module)
        waiting |= (graph.find_modules_directly_imported_by(module) | _packages(module)) - reached - set(left_out)
    return _of_shared(reached - {main}, function)


def _packages(module: str) -> set[str]:
    """Python runs these first: `a` and `a.b` for `a.b.c`. The folders of functions are no packages when deployed."""
    if module.startswith("functions."):
        return set()
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


def _of_shared(modules: set[str], function: str) -> set[str]:
    if foreign := sorted(module for module in modules if not f"{module}.".startswith("shared.")):
        raise CannotBundle(f"{function} imports {', '.join(foreign)}: what functions share belongs in shared/.")
    return modules
