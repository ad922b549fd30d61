"""Prices on usage, as the table of docs/deploy.md. List prices in US dollars, before tax."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from local.costs.served import Facts
from local.costs.usage import WARM, Usage, month


def table(facts: Facts, functions: Facts) -> str:
    """Markdown: a row for each part; totals with and without ready instances, and for each shop."""
    months = [month(facts, functions, shops) for shops in facts["shops"]]
    priced = [{row: price(facts, usage) for row, usage in each.items()} for each in months]
    off = [free(facts, each) for each in months]
    total = [sum(each.values()) - less for each, less in zip(priced, off, strict=True)]
    lines = [(row, [each[row] for each in priced]) for row in priced[0]]
    lines.append(("Free tiers", [-less for less in off]))
    lines.append(("**A month**", total))
    lines.append(("without ready instances", [all - each[WARM] for all, each in zip(total, priced, strict=True)]))
    lines.append(("**A month and shop**", [all / shops for all, shops in zip(total, facts["shops"], strict=True)]))
    return _markdown(facts["shops"], lines)


def price(facts: Facts, usage: Usage) -> float:
    """At list price, without free tiers."""
    return float(sum(quantity * facts["prices"][name]["usd"] for name, quantity in usage.items()))


def free(facts: Facts, rows: Mapping[str, Usage]) -> float:
    """What the free tiers of one billing account take off."""
    total: dict[str, float] = defaultdict(float)
    for usage in rows.values():
        for name, quantity in usage.items():
            total[name] += quantity
    return price(facts, {name: min(quantity, facts["prices"][name]["free"]) for name, quantity in total.items()})


def dollars(amount: float) -> str:
    """Two digits: an estimate deserves no more."""
    rounded = float(f"{amount:.2g}")
    if abs(rounded) < 0.005:
        return "0"
    return f"{rounded:,.0f}" if abs(rounded) >= 10 else f"{rounded:g}"


def prices(facts: Facts) -> str:
    """Markdown: each price with what is free of it and where it is from."""
    lines = ["| USD | for a | free a month | from |\n", "|---:|---|---:|---|\n"]
    for one in facts["prices"].values():
        source = one["source"] if one["read"] else f"{one['source']}; from memory, check"
        lines.append(
            f"| {one['usd']:.10f}".rstrip("0").rstrip(".") + f" | {one['unit']} | {one['free']:,} | {source} |\n"
        )
    return "".join(lines)


def _markdown(shops: Sequence[int], lines: Sequence[tuple[str, Sequence[float]]]) -> str:
    head = " | ".join(f"{number:,} shop{'' if number == 1 else 's'}" for number in shops)
    rows = "".join(f"| {name} | {' | '.join(map(dollars, amounts))} |\n" for name, amounts in lines)
    return f"| USD a month | {head} |\n|---|{'---:|' * len(shops)}\n{rows}"
