"""One turn of the conversation: understand, look, re-read, answer."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from shared.catalogue.index import CatalogueIndex
from shared.discovery import frame_questions, in_words, meaning, searching
from shared.discovery.language import DEFAULT, language_of
from shared.discovery.lexicon import Lexicon
from shared.discovery.linker import links
from shared.discovery.named import named
from shared.discovery.replies import Voice
from shared.discovery.resemblance import Resemblance
from shared.discovery.scene import Read, Scene, Visit
from shared.discovery.taste import Likings
from shared.discovery.terms import Bearings
from shared.discovery.texts import Texts
from shared.discovery.tuning import Tuning
from shared.discovery.turn import Turn
from shared.discovery.understanding import ABOUT_FRAMES, Context, Understanding, understand
from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult
from shared.platform.ports.embeddings import Embeddings
from shared.shopper.conversation import Message

BARE = frozenset({"unclear", "find", "refine", "thanks", "affirm"})  # intents of a message that asks nothing else


def converse(
    message: str,
    *,
    wishes: Wishes,
    history: Sequence[Message],
    face: FaceResult | None,
    index: CatalogueIndex,
    read: Read,
    language: str = DEFAULT,
    visit: Visit | None = None,
    tuning: Tuning | None = None,
    embeddings: Embeddings | None = None,
) -> Turn:
    """Answers any text. `history` is oldest first; `read` fetches products fresh from the store by id; `language` is
    the session's, until the shopper writes in another. Without `embeddings` words go by the lexicon alone.

    Every fact in the reply comes from what `read` returned: what is gone, sold out or past a hard wish since the
    index was built is left out. Raises only what `read` raises.
    """
    answers = [m for m in history if m.role == "assistant"]
    spoken = language_of(message, answers[-1].language or language if answers else language)
    texts, lexicon = Texts.load(spoken), Lexicon.load(spoken)
    visit = visit or Visit()
    meant = embeddings if spoken in meaning.languages() else None
    scene = Scene(
        history=history,
        face=face,
        index=index,
        read=read,
        voice=Voice(texts, len(answers), answers[-1].text if answers else ""),
        lexicon=lexicon,
        bearings=Bearings(
            tuning or Tuning(),
            Likings.of(index, visit.liked, visit.dismissed),
            Resemblance(meant, spoken).to(message) if meant else None,
        ),
        visit=visit,
    )
    context = Context(
        wishes,
        index.coded["brand"].values,
        shown=bool(scene.last_shown),
        linker=partial(links, embeddings=meant, language=spoken) if meant else None,
    )
    heard = understand(message, lexicon, context)
    return replace(
        _answered(message, heard, wishes, scene),
        language=spoken,
        unknown_words=heard.unknown_words,
        no_facts=heard.no_facts,
    )


def _answered(message: str, heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    scene = _without_rejected(heard, scene)
    if heard.rejected and heard.intent == "unclear":
        heard = replace(heard, intent="more")
    frames = scene.pointed(heard.pointed) or _named(message, heard, scene)
    if frames and heard.alike:
        return searching.like(frames[0], heard, wishes, scene)
    question = _question(frames, heard, scene)
    if question and (turn := frame_questions.answered(question, frames, heard, wishes, scene)):
        return turn
    text = in_words.text_for(message, heard, wishes, scene)
    return in_words.spoken(text, heard, wishes, scene) if text else searching.found(heard, wishes, scene, message)


def _named(message: str, heard: Understanding, scene: Scene) -> tuple[str, ...]:
    """Frames named in a message that asks about frames, says nothing else, or names their brand as well: a name can
    be a word of the shopper's language."""
    if not (heard.unknown_words or heard.intents & ABOUT_FRAMES or heard.intent == "unclear"):
        return ()
    frames = named(message, scene.index, heard.wishes, scene.lexicon, scene.last_list)
    if heard.intents & ABOUT_FRAMES or not heard.about_frames:
        return frames
    brands, of_brand = set(heard.wishes.values("brand")), scene.index.coded["brand"]
    return tuple(id for id in frames if of_brand.at(scene.index.row_of[id]) in brands)


def _question(frames: Sequence[str], heard: Understanding, scene: Scene) -> str | None:
    """What is asked about frames; of those that are only named, price and stock are told."""
    asked = next((intent for intent in scene.lexicon.intent_order if intent in heard.intents & ABOUT_FRAMES), None)
    if heard.intent in ABOUT_FRAMES or (frames and asked):
        return asked
    if frames and "faceFit" in heard.intents:
        return "explainFit"
    only_pointed = heard.pointed and heard.about_frames
    return "stock" if frames and not only_pointed and heard.intent in BARE else None


def _without_rejected(heard: Understanding, scene: Scene) -> Scene:
    """With what this message turns down among the dismissed: frames pointed at, or else all that were shown last but
    for those it would keep."""
    rejected = scene.pointed(heard.rejected)
    if heard.intent == "dislike" and not rejected:
        preferred = scene.pointed(heard.pointed)
        rejected = tuple(id for id in scene.last_shown if id not in preferred)
    dismissed = tuple(dict.fromkeys((*scene.visit.dismissed, *rejected)))
    return replace(scene, visit=replace(scene.visit, dismissed=dismissed))
