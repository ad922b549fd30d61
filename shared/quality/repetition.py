"""Who repeats themselves: a shopper who was not understood, or an assistant that says the same again."""

from collections.abc import Mapping, Sequence

from shared.discovery.wording import words


def overlap(first: str, second: str) -> float:
    """Jaccard index of the two texts' words, 0 to 1."""
    one, other = set(words(first)), set(words(second))
    return len(one & other) / len(one | other) if one | other else 0.0


def repeats(texts: Sequence[str], rule: Mapping[str, float]) -> list[float]:
    """For each text, how far it repeats one of the `turns` before it: 0 below `alikeFrom`, 1 for the same words.

    Texts shorter than `leastWords` ("show me others", "yes") are said again for good reasons and count 0.
    """
    turns = int(rule["turns"])
    return [_repeat(text, texts[max(0, place - turns) : place], rule) for place, text in enumerate(texts)]


def _repeat(text: str, before: Sequence[str], rule: Mapping[str, float]) -> float:
    if len(words(text)) < rule["leastWords"]:
        return 0.0
    closest = max((overlap(text, other) for other in before), default=0.0)
    return max(0.0, (closest - rule["alikeFrom"]) / (1 - rule["alikeFrom"]))
