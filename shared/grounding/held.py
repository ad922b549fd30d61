"""A finished turn, held against the records it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.discovery.turn import Turn
from shared.faces.result import FaceResult
from shared.grounding.claims import Checked, check, is_plain
from shared.grounding.grounds import ClaimKind, Grounds
from shared.grounding.words import instead


@dataclass(frozen=True)
class Ground:
    """What a shop's replies may rest on besides products: the measured face, the merchant's texts, its name."""

    face: FaceResult | None = None
    policies: Sequence[str] = ()
    names: Sequence[str] = ()

    def under(self, turn: Turn, *, secrets: Sequence[str] = ()) -> Grounds:
        return Grounds.of(
            (*turn.products, *turn.named),
            turn.reply,
            ranked=turn.ranked,
            wishes=turn.wishes,
            face=self.face,
            policies=self.policies,
            names=self.names,
            secrets=secrets,
        )


def held_to_records(turn: Turn, ground: Ground) -> tuple[Turn, tuple[ClaimKind, ...]]:
    """The turn without what does not hold, and the kinds of what was taken out. Something is always said."""
    checked: Checked = check(turn.reply, ground.under(turn), turn.language)
    suggestions = tuple(text for text in turn.suggestions if is_plain(text))
    if not checked.withheld and checked.text == turn.reply and suggestions == turn.suggestions:
        return turn, ()
    reply = checked.text or instead(turn.language, with_frames=bool(turn.products))
    held = replace(turn, reply=reply, suggestions=suggestions, withheld=turn.withheld + len(checked.withheld))
    return held, checked.withheld
