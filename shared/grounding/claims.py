"""Between any engine and the shopper: what a reply claims holds, or is not said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from shared.discovery.texts import Texts, sentences
from shared.grounding.facts import false_claims
from shared.grounding.grounds import ClaimKind, Grounds, Subject
from shared.grounding.links import LINK, MARKUP, OTHER_SCRIPT, UNBROKEN
from shared.grounding.names import Names
from shared.grounding.statement import Statement
from shared.grounding.words import LANGUAGES, ClaimWords, fold, strange_words, strings_in

LONGEST = 900  # characters of a reply
LEAKED_WORDS = 8  # so many words in a row as in the instructions are no chance
_ABSENT = ("relaxed", "unmet", "unmetNear")  # groups of texts that only say what is not there
_ABSENT_REPLIES = ("noFact", "foreignCurrency")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+|\n+")
_CONTROLS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_LETTERS = re.compile(r"[\W_]+")
_FILLER = r"(?:[^\d<>@/%€$£]|(?<!\d)\d(?!\d)){1,60}?"


@dataclass(frozen=True)
class Checked:
    """`text` is what may be said; `withheld` names the kind of each claim that was taken out, a sentence each."""

    text: str
    withheld: tuple[ClaimKind, ...]


def check(reply: str, grounds: Grounds, language: str = "en") -> Checked:
    """Leaves out every sentence with a claim that the grounds do not bear out; a reply without one stays as it is."""
    language = language if language in LANGUAGES else "en"
    text = _CONTROLS.sub("", reply)
    if leaks(text, grounds.secrets):
        return Checked("", ("instructions",))
    words = ClaimWords.load(language)
    names = Names.of(grounds.products, grounds.names, words, language)
    said_before = frozenset(sentences(grounds.said))
    kept: list[str] = []
    withheld: list[ClaimKind] = []
    carried = Subject((), grounds.products)
    linked = list(_linked(text))
    for start, sentence, end in _split(text):
        marked = names.marked(sentence)
        kinds = _hygiene(sentence, [span for span in linked if span[0] < end and span[1] > start], grounds)
        if not (sentence in said_before and _is_set_phrase(sentence, language)):
            kinds |= false_claims(Statement(marked, carried, grounds, words))
            if (
                grounds.words is not None
                and sentence not in said_before
                and strange_words(marked.text, grounds.words, language)
            ):
                kinds |= {"wording"}
        if marked.mentions:
            carried = Subject(marked.mentions[-1].groups, grounds.products)
        if len(" ".join([*kept, sentence])) > LONGEST:
            kinds |= {"length"}
        if kinds:
            withheld.append(min(kinds))
        else:
            kept.append(sentence)
    return Checked(" ".join(kept) if withheld or text != reply else reply, tuple(withheld))


def _split(text: str) -> Iterator[tuple[int, str, int]]:
    start = 0
    for gap in [*_SENTENCE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if sentence := text[start:end].strip():
            yield start, sentence, end
        start = gap.end() if gap else end


def _linked(text: str) -> Iterator[tuple[int, int, str]]:
    """Links are looked for in the whole, since a full stop and a space may stand in the middle of one."""
    folded = text if len(fold(text)) != len(text) else fold(text)
    for match in LINK.finditer(folded):
        yield match.start(), match.end(), match.group()


def _hygiene(sentence: str, links: list[tuple[int, int, str]], grounds: Grounds) -> set[ClaimKind]:
    found: set[ClaimKind] = set()
    own = " ".join(grounds.policies)
    if any(link not in own for _, _, link in links) or (not links and _hidden_link(sentence, own)):
        found.add("link")
    if MARKUP.search(sentence) or UNBROKEN.search(sentence) or OTHER_SCRIPT.search(sentence):
        found.add("markup")
    return found


def is_plain(text: str) -> bool:
    """True for a short text, such as a quick reply, that leads nowhere and holds no markup."""
    patterns = (LINK, MARKUP, UNBROKEN, OTHER_SCRIPT, _CONTROLS)
    return not any(pattern.search(form) for form in (text, fold(text)) for pattern in patterns)


def _hidden_link(sentence: str, own: str) -> bool:
    return any(match.group() not in own for match in LINK.finditer(fold(sentence)))


def leaks(text: str, secrets: tuple[str, ...]) -> bool:
    """True when a text holds a secret, also spelled apart or backwards, or eight of its words in a row."""
    squeezed = _LETTERS.sub("", fold(text).casefold())
    tokens = fold(text).casefold().split()
    runs = {tuple(tokens[n : n + LEAKED_WORDS]) for n in range(len(tokens) - LEAKED_WORDS + 1)}
    for secret in secrets:
        bare = _LETTERS.sub("", fold(secret).casefold())
        if bare and (bare in squeezed or bare in squeezed[::-1]):
            return True
        if runs & _word_runs(secret):
            return True
    return False


@cache
def _word_runs(secret: str) -> frozenset[tuple[str, ...]]:
    tokens = fold(secret).casefold().split()
    return frozenset(tuple(tokens[n : n + LEAKED_WORDS]) for n in range(len(tokens) - LEAKED_WORDS + 1))


def _is_set_phrase(sentence: str, language: str) -> bool:
    fixed, absent = _set_phrases(language)
    return sentence in fixed or any(pattern.fullmatch(sentence) for pattern in absent)


@cache
def _set_phrases(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Sentences of the room's own texts without a fact in them, and those that only say what is not there."""
    data: Mapping[str, object] = Texts.load(language).data
    every = [sentence for text in strings_in(data) for sentence in sentences(text)]
    fixed = frozenset(sentence for sentence in every if "{" not in sentence and sentence.endswith((".", "?")))
    replies = data.get("replies", {})
    groups = [data.get(name, {}) for name in _ABSENT]
    groups += [replies.get(name, []) for name in _ABSENT_REPLIES] if isinstance(replies, dict) else []
    absent = {sentence for group in groups for text in strings_in(group) for sentence in sentences(text)}
    return fixed, tuple(_template(sentence) for sentence in sorted(absent) if "{" in sentence)


def _template(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    facts = {"ceiling": r"[^\s<>@/%]{1,20}(?:\s\w{3})?", "floor": r"[^\s<>@/%]{1,20}(?:\s\w{3})?"}
    return re.compile("".join(re.escape(p) if n % 2 == 0 else facts.get(p, _FILLER) for n, p in enumerate(parts)))
