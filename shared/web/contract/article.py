"""Knowledge articles."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.support.articles import Article, ArticleStatus
from shared.support.record import Author
from shared.web.contract.base import Contract, Id, Listed, Time
from shared.web.contract.written import Essay, Label, Title

Scope = Literal["product", "platform", "client"]
Tags = Annotated[list[Label], Field(max_length=12)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
EXCERPT = 240  # characters


class ArticleQuery(Listed):
    client_id: Id | None = None
    q: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        default=None, description="Words that must all stand in it, whole or as the beginning of a word"
    )
    tag: Label | None = None
    status: ArticleStatus | None = None
    language: Language | None = None


class ArticleWritten(Contract):
    """A super admin who names no client writes for the whole platform."""

    client_id: Id | None = None
    title: Title
    body: Annotated[Essay, Field(description="Markdown")]
    tags: Tags = Field(default_factory=list)
    status: ArticleStatus = "draft"
    language: Language = "en"


class ArticleNamed(Contract):
    article_id: Id


class ArticleChange(ArticleNamed):
    """What is left out stays."""

    title: Title | None = None
    body: Essay | None = None
    tags: Tags | None = None
    status: ArticleStatus | None = None
    language: Language | None = None


class ArticleForTicket(ArticleNamed):
    ticket_id: Id


class ArticleOfTicket(ArticleForTicket):
    """Both in the path."""


class ArticleRow(Contract):
    article_id: str
    scope: Annotated[
        Scope, Field(description="product: comes with it and cannot be changed; platform: for all shops")
    ]
    client_id: str | None
    title: str
    excerpt: str
    tags: list[str]
    status: ArticleStatus
    language: str
    tickets: Annotated[
        int, Field(description="How many tickets it is linked to, of articles that are a client's own")
    ]
    updated_at: Time | None

    @classmethod
    def of(cls, article: Article, scope: Scope, client_id: str | None) -> "ArticleRow":
        return cls(
            article_id=article.article_id,
            scope=scope,
            client_id=client_id,
            title=article.title,
            excerpt=article.body[:EXCERPT],
            tags=list(article.tags),
            status=article.status,
            language=article.language,
            tickets=len(article.ticket_ids),
            updated_at=article.updated_at,
        )


class ArticleList(Contract):
    items: list[ArticleRow]
    next_cursor: str | None


class ArticleReply(ArticleRow):
    body: str
    ticket_ids: list[str]
    author: Author | None
    may_change: bool

    @classmethod
    def whole(cls, article: Article, scope: Scope, client_id: str | None, *, may_change: bool) -> "ArticleReply":
        return cls(
            **dict(ArticleRow.of(article, scope, client_id)),
            body=article.body,
            ticket_ids=list(article.ticket_ids),
            author=article.author,
            may_change=may_change,
        )


class ArticleRemoved(Contract):
    article_id: str
