"""Knowledge articles: a client's own, the platform's, and those that come with the product."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from shared.platform.ports.documents import Create, Delete, Document, Query, Update
from shared.platform.tenant import ClientDocuments
from shared.support.conflict import NotThere, SupportConflict
from shared.support.record import Author, Record, Time

ARTICLES = "articles"
KEPT = timedelta(days=10 * 365)  # from the last change
MOST_ARTICLES = 200  # of one client: a list is read whole and looked through
MOST_TICKETS = 200
BUILT_IN = "builtin:"

ArticleStatus = Literal["draft", "published"]


class Article(Record):
    article_id: str
    title: str
    body: str  # Markdown
    tags: tuple[str, ...] = ()
    status: ArticleStatus = "draft"
    language: str = "en"
    ticket_ids: tuple[str, ...] = ()
    at: Time | None = None  # None: it came with the product
    updated_at: Time | None = None
    author: Author | None = None

    def has(self, words: list[str]) -> bool:
        """Every word stands in it, as the beginning of one of its words."""
        text = " ".join(["", *_words(" ".join((self.title, self.body, *self.tags)))])
        return all(f" {word}" in text for word in words)


@dataclass(frozen=True)
class StoredArticle:
    article: Article
    version: str


class Articles:
    """One client's, or, of `SYSTEM`, the platform's."""

    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def every(self) -> list[Article]:
        page = self._documents.query(Query(ARTICLES, {}, limit=MOST_ARTICLES))
        return [article_of(document) for document in page.items]

    def get(self, article_id: str) -> StoredArticle:
        """Raises `NotThere`."""
        stored = self._documents.get(ARTICLES, article_id)
        if stored is None:
            raise NotThere("article")
        return StoredArticle(article_of(stored), stored.version)

    def written(self, article: Article, now: datetime) -> Create:
        """Raises `SupportConflict` when there are as many as there may be."""
        kept = self._documents.query(Query(ARTICLES, {}, limit=MOST_ARTICLES, fields=("articleId",))).items
        if len(kept) >= MOST_ARTICLES:
            raise SupportConflict(f"There are {MOST_ARTICLES} articles, the most there can be: remove one first.")
        return Create(ARTICLES, article.article_id, article.to_body(), expires_at=now + KEPT)

    @staticmethod
    def changed(before: StoredArticle, after: Article) -> Update:
        """To the article as it was read, else `Stale`."""
        return Update(ARTICLES, after.article_id, after.differing(before.article), before.version)

    @staticmethod
    def removed(article_id: str) -> Delete:
        return Delete(ARTICLES, article_id)


def linked(article: Article, ticket_id: str) -> Article:
    """The newest tickets stay when it has more than it can hold."""
    others = tuple(id for id in article.ticket_ids if id != ticket_id)
    return article.model_copy(update={"ticket_ids": (*others, ticket_id)[-MOST_TICKETS:]})


def unlinked(article: Article, ticket_id: str) -> Article:
    return article.model_copy(update={"ticket_ids": tuple(id for id in article.ticket_ids if id != ticket_id)})


def search_words(text: str) -> list[str]:
    return _words(text)


def article_of(document: Document) -> Article:
    return Article.model_validate(document.body)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _built_in() -> Mapping[str, Article]:
    data = json.loads((Path(__file__).parent / "data" / "articles.json").read_text("utf-8"))
    return {f"{BUILT_IN}{entry['id']}": _article(entry, data["headings"]) for entry in data["articles"]}


def _article(entry: Mapping[str, Any], headings: Mapping[str, str]) -> Article:
    parts = [f"## {heading}\n\n{_listed(entry[name])}" for name, heading in headings.items()]
    return Article(
        article_id=f"{BUILT_IN}{entry['id']}",
        title=entry["title"],
        body="\n\n".join(parts),
        tags=tuple(entry["tags"]),
        status="published",
    )


def _listed(lines: list[str]) -> str:
    return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))


BUILT_IN_ARTICLES: Mapping[str, Article] = _built_in()
