"""How an English text feels, by VADER (Hutto and Gilbert, ICWSM 2014): a lexicon rated by people, with rules for
negation, degree words, capitals, exclamation marks, "but" and emoticons."""

from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

MOST_CHARACTERS = 2000


def compound(text: str) -> float:
    """VADER's normalised sum of valences, -1 (most negative) to 1; 0 for a text without feeling words."""
    return float(_analyser().polarity_scores(text[:MOST_CHARACTERS])["compound"])


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
