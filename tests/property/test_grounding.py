"""What holds for grounding on any text and any claims: it ends, and its evidence proves what it believes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import rules
from extractor.grounding import check, ground
from extractor.schema.claims import Cite, Claims
from extractor.schema.types import Article
from extractor.text import split_sentences
from tests.strategies import any_texts, news_texts
from tests.timing import growth

HOSTILE = [
    "a ",
    "1 ",
    "Kota Palopo ",
    "Ahmad ",
    "Kepala Dinas Pendidikan ",
    '"',
    "2/11/2022 ",
    "SDN 1 ",
    "BPMP dan ",
]
SIZE = 20_000
MANY = 2_000


def claims_of(cite: Cite, count: int) -> Claims:
    """An answer that claims the same words for every leaf."""
    return {
        "article": {
            **dict.fromkeys(("title", "outlet", "dateline", "published_on"), cite),
            "reporters": [cite] * count,
            "editors": [cite] * count,
        },
        "event": {
            **dict.fromkeys(("type", "date", "end_date", "venue", "region"), cite),
            "parties": [cite] * count,
        },
        "regions": [{"code": cite}] * count,
        "organizations": [{"name": cite}] * count,
        "people": [{"name": cite, "role": cite, "organization": cite}] * count,
        "programs": [cite] * count,
        "indicators": [{"subject": cite, "value": cite, "region": cite, "note": cite}] * count,
        "regulations": [{"kind": cite}] * count,
        "statements": [{"speaker": cite, "quote": cite}] * count,
        "summary": cite,
    }


@given(text=news_texts() | any_texts(), surface=news_texts() | any_texts(), data=st.data())
def test_every_believed_claim_is_proved_by_its_evidence(text: str, surface: str, data: st.DataObject) -> None:
    article, sentences = Article("a", text), split_sentences(text)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    part = text[start : start + data.draw(st.integers(1, 60))]
    number = data.draw(st.none() | st.integers(-1, len(sentences) + 1))
    context = rules.context(article)
    for words in (part, surface):
        draft = ground(claims_of(Cite(words, number), 2), article, sentences, context).draft
        assert check(draft, text).dropped == []


@pytest.mark.parametrize("surface", ["", " ", "\x00", "\ud800", '"', "٣", "½", "\u0301", "x" * 100_000])
def test_no_claim_breaks_it(surface: str) -> None:
    article = Article("a", "Kepala Dinas Pendidikan Palopo Ahmad berkata, “Baik.”")
    claims = claims_of(Cite(surface, 1), MANY)
    found = ground(claims, article, split_sentences(article.text), rules.context(article))
    assert check(found.draft, article.text).dropped == []


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def run(article: Article) -> None:
        ground(claims, article, split_sentences(article.text), rules.context(article))

    claims = claims_of(Cite(piece.strip() or piece, 1), 5)
    once, twice = (Article("a", piece * (size // len(piece))) for size in (SIZE, 2 * SIZE))
    assert growth(run, once, twice) <= 3


def test_a_list_beyond_all_measure_is_cut_and_counted() -> None:
    article = Article("a", "Ahmad Fauzi hadir di Palopo.")
    found = ground(
        {"people": [{"name": Cite("Ahmad Fauzi", 1)}] * MANY},
        article,
        split_sentences(article.text),
        rules.context(article),
    )
    assert sum(drop.reason == "too_many" for drop in found.dropped) > MANY / 2
