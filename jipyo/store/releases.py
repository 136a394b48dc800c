"""Which articles are copies of one announcement.

Two articles are copies where they share enough sentences (the series room says how many are enough)
and were published within `WINDOW_DAYS` of each other. It is asked of pairs that share two pieces of
evidence which are not everywhere, or one where the text has no other sentence: fewer show no copy.
A release is a connected component of that relation, named by the smallest article id in it.
Components do not depend on the order in which articles came, so any number of workers in any order
gives the same releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import psycopg

from jipyo.series.model import Evidence
from jipyo.store.queries import query

WINDOW_DAYS = 10
"""Copies of a release appear within days; the same boilerplate a year later is another release."""

COMMON_SENTENCE_ARTICLES = 200
"""A sentence in more articles than this (a slogan, a standing notice) does not suggest a copy.

Nor does one that is shared beside it: it is as if it were alone.
"""

_LOCK = "jipyo releases"


def group_releases(
    connection: psycopg.Connection[Any], same_release: Callable[[Evidence, Evidence], bool]
) -> int:
    """Give every article that waits for it its release; return how many articles were compared.

    One transaction under a lock of its own: two groupings at once would not see each other's
    articles. A kill leaves the articles waiting, and the next run groups them.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (_LOCK,))
        # The sentences of a large night fit; with less they are sorted on the disk.
        connection.execute("SET LOCAL work_mem = '64MB'")
        due = {row[0] for row in connection.execute(query("releases_due")).fetchall()}
        if not due:
            return 0
        mates = _ids(connection, "release_mates", due)
        components = _components(connection, due | mates, same_release)
        members = [
            (article_id, min(component)) for component in components for article_id in component
        ]
        connection.execute(
            query("assign_releases"),
            {
                "article_ids": [article_id for article_id, _ in members],
                "release_ids": [release_id for _, release_id in members],
            },
        )
        return len(due)


def _ids(connection: psycopg.Connection[Any], name: str, article_ids: Iterable[UUID]) -> set[UUID]:
    rows = connection.execute(query(name), {"article_ids": list(article_ids)}).fetchall()
    return {row[0] for row in rows}


def _components(
    connection: psycopg.Connection[Any],
    start: set[UUID],
    same_release: Callable[[Evidence, Evidence], bool],
) -> list[set[UUID]]:
    """Every component of the copy relation that touches ``start``, walked edge by edge."""
    parent: dict[UUID, UUID] = {article_id: article_id for article_id in start}

    def root(article_id: UUID) -> UUID:
        while parent[article_id] != article_id:
            parent[article_id] = parent[parent[article_id]]
            article_id = parent[article_id]
        return article_id

    sentences: dict[UUID, Evidence] = {}
    frontier = set(start)
    while frontier:
        pairs = connection.execute(
            query("release_candidates"),
            {
                "article_ids": list(frontier),
                "window_days": WINDOW_DAYS,
                "common": COMMON_SENTENCE_ARTICLES,
            },
        ).fetchall()
        involved = {article_id for pair in pairs for article_id in pair}
        _fetch_sentences(connection, involved - sentences.keys(), sentences)
        reached: set[UUID] = set()
        for one, other in pairs:
            if other in parent and root(one) == root(other):
                continue
            if same_release(sentences[one], sentences[other]):
                if other not in parent:
                    parent[other] = other
                    reached.add(other)
                parent[root(one)] = root(other)
        frontier = reached
    groups: dict[UUID, set[UUID]] = {}
    for article_id in parent:
        groups.setdefault(root(article_id), set()).add(article_id)
    return list(groups.values())


def _fetch_sentences(
    connection: psycopg.Connection[Any],
    article_ids: set[UUID],
    into: dict[UUID, Evidence],
) -> None:
    if not article_ids:
        return
    rows = connection.execute(query("release_sentences"), {"article_ids": list(article_ids)})
    into.update((article_id, Evidence.of(hashes)) for article_id, hashes in rows)
