"""Knowledge articles within the reach of who asks: the product's, the platform's, and a client's own."""

from collections.abc import Sequence
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import InvalidCursor
from shared.platform.tenant import ClientDocuments
from shared.support.articles import (
    ARTICLES,
    BUILT_IN_ARTICLES,
    Article,
    Articles,
    article_of,
    search_words,
)
from shared.support.conflict import NotThere, SupportConflict
from shared.web.call import Call
from shared.web.contract.article import (
    ArticleChange,
    ArticleList,
    ArticleNamed,
    ArticleQuery,
    ArticleRemoved,
    ArticleReply,
    ArticleRow,
    ArticleWritten,
    Scope,
)
from shared.web.desk.writing import by, settled
from shared.web.errors import ApiError

Placed = tuple[Article, Scope, str | None]  # the client that it belongs to


def list_articles(call: Call[ArticleQuery]) -> ArticleList:
    """Knowledge articles: the client's, the platform's and those of the product."""
    asked = call.input
    words = search_words(asked.q or "")
    found = [one for one in _every(call) if _is_asked_for(one[0], asked) and one[0].has(words)]
    ordered = sorted(found, key=_position, reverse=True)
    if asked.cursor is not None:
        after = tuple(asked.cursor.split("~"))
        if len(after) != 2:
            raise InvalidCursor(asked.cursor)
        ordered = [one for one in ordered if _position(one) < after]
    page = ordered[: asked.limit]
    more = len(ordered) > len(page)
    return ArticleList(
        items=[ArticleRow.of(*one) for one in page], next_cursor="~".join(_position(page[-1])) if more else None
    )


def show_article(call: Call[ArticleNamed]) -> ArticleReply:
    """One article."""
    article, scope, client_id, own = read(call, call.input.article_id)
    return ArticleReply.whole(article, scope, client_id, may_change=own is not None)


def write_article(call: Call[ArticleWritten]) -> ArticleReply:
    """Writes an article for a client, or for the whole platform."""
    asked, now = call.input, call.platform.clock()
    documents = call.documents_or_system
    article = Article(
        article_id=call.platform.new_id(),
        title=asked.title,
        body=asked.body,
        tags=tuple(asked.tags),
        status=asked.status,
        language=asked.language,
        at=now,
        updated_at=now,
        author=by(call),
    )
    audited = call.audited("article.written", f"article:{article.article_id}", None, _for_audit(article))
    documents.batch([Articles(documents).written(article, now), audited])
    return _whole(article, documents)


def change_article(call: Call[ArticleChange]) -> ArticleReply:
    """Changes an article."""
    asked, now = call.input, call.platform.clock()
    documents = _own(call, asked.article_id)
    given = {name: getattr(asked, name) for name in ("title", "body", "status", "language")}
    given["tags"] = None if asked.tags is None else tuple(asked.tags)
    changes = {name: value for name, value in given.items() if value is not None}

    def attempt() -> tuple[Article, list[Any]]:
        stored = Articles(documents).get(asked.article_id)
        after = stored.article.model_copy(update={**changes, "updated_at": now})
        before, then = _for_audit(stored.article), _for_audit(after)
        audited = call.audited("article.changed", f"article:{asked.article_id}", before, then)
        return after, [Articles.changed(stored, after), audited]

    return _whole(settled(documents, attempt), documents)


def remove_article(call: Call[ArticleNamed]) -> ArticleRemoved:
    """Removes an article."""
    article_id = call.input.article_id
    documents = _own(call, article_id)
    article = Articles(documents).get(article_id).article
    audited = call.audited("article.removed", f"article:{article_id}", _for_audit(article), None)
    documents.batch([Articles.removed(article_id), audited])
    return ArticleRemoved(article_id=article_id)


def read(call: Call[Any], article_id: str) -> tuple[Article, Scope, str | None, ClientDocuments | None]:
    """With where it belongs, and, for who may change it, the documents it lies in. Raises `NotThere`."""
    if article_id in BUILT_IN_ARTICLES:
        return BUILT_IN_ARTICLES[article_id], "product", None, None
    documents = _owned(call, article_id)
    if documents is None:
        article = Articles(call.system).get(article_id).article
        if article.status != "published":
            raise NotThere
        return article, "platform", None, None
    article = Articles(documents).get(article_id).article
    scope, client_id = _place(documents)
    return article, scope, client_id, documents


def linked_articles(call: Call[Any], documents: ClientDocuments, ids: Sequence[str]) -> list[Article]:
    """Of a ticket that lies in `documents`; those that are gone are left out."""
    stored = [id for id in ids if id not in BUILT_IN_ARTICLES]
    found = dict(BUILT_IN_ARTICLES)
    if stored:
        platforms = [article_of(one) for one in call.system.get_many(ARTICLES, stored)]
        found |= {one.article_id: one for one in platforms if one.status == "published"}
        found |= {one.id: article_of(one) for one in documents.get_many(ARTICLES, stored)}
    return [found[id] for id in ids if id in found]


def _every(call: Call[Any]) -> list[Placed]:
    all_of_platform = call.actor.role == "super_admin"
    found: list[Placed] = [(one, "product", None) for one in BUILT_IN_ARTICLES.values()]
    found += [
        (one, "platform", None)
        for one in Articles(call.system).every()
        if all_of_platform or one.status == "published"
    ]
    if call.client_id is not None:
        found += [(one, "client", call.client_id) for one in Articles(call.documents).every()]
    return found


def _own(call: Call[Any], article_id: str) -> ClientDocuments:
    """Raises `SupportConflict` for one of the product."""
    if article_id in BUILT_IN_ARTICLES:
        raise SupportConflict("This article comes with the product: write one of your own instead.")
    return call.owning(ARTICLES, article_id)


def _owned(call: Call[Any], article_id: str) -> ClientDocuments | None:
    try:
        return call.owning(ARTICLES, article_id)
    except ApiError:
        return None


def _whole(article: Article, documents: ClientDocuments) -> ArticleReply:
    scope, client_id = _place(documents)
    return ArticleReply.whole(article, scope, client_id, may_change=True)


def _place(documents: ClientDocuments) -> tuple[Scope, str | None]:
    return ("platform", None) if documents.client_id == SYSTEM else ("client", documents.client_id)


def _is_asked_for(article: Article, asked: ArticleQuery) -> bool:
    return (
        asked.status in (None, article.status)
        and asked.language in (None, article.language)
        and (asked.tag is None or asked.tag in article.tags)
    )


def _position(placed: Placed) -> tuple[str, str]:
    article = placed[0]
    return timestamp(article.updated_at) if article.updated_at else "", article.article_id


def _for_audit(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "status": article.status,
        "language": article.language,
        "tags": list(article.tags),
        "characters": len(article.body),
    }
