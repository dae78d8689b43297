"""`--explain` names the rule, the words that it read and why others lost."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from extractor.knowledge.tables import rows
from extractor.pipeline import Extractor
from extractor.schema.types import Article
from extractor.settings import Settings
from extractor.sinks import Entry, writer

ROOT = Path(__file__).resolve().parents[3]
TEXTS = sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("gold/*/articles/*.txt")])
KNOWN = {row["id"]: row for row in rows("reasons")}
VISIT = (
    "Kunjungan di Kota Palopo\n\nMAKASSAR – Kepala BPMP mengunjungi SMP Negeri 3 Palopo, Rabu (5/6/2024). "
    "Rapat koordinasi digelar Kamis (6/6/2024).\n"
)


def explained(article: Article) -> str:
    record = Extractor(Settings(format="explain")).extract(article)
    stream = io.StringIO()
    writer("explain")([Entry(record, article.text)], stream)
    return stream.getvalue()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_leaf_of_an_article_has_a_rule_that_the_table_explains(path: Path) -> None:
    article = Article(id=path.stem, text=path.read_text(encoding="utf-8"))
    record = Extractor(Settings(format="explain")).extract(article)
    assert record.provenance.keys() <= record.reasons.keys()
    assert {record.reasons[pointer] for pointer in record.provenance} <= KNOWN.keys()


def test_a_block_holds_value_rule_words_and_what_lost() -> None:
    article = Article(id="a", text=VISIT)
    record = Extractor(Settings(format="explain")).extract(article)
    assert record.event is not None
    origin = record.provenance["/event/date"]
    start, end = origin.evidence[0].start, origin.evidence[0].end
    block = explained(article).split("/event/date = ")[1].split("\n/")[0]
    row = KNOWN[record.reasons["/event/date"]]
    assert block.startswith(str(record.event.date))
    assert f"read   [{start}:{end}] {article.text[start:end]}" in block
    assert row["rule"] in block
    (lost,) = origin.alternatives
    assert f"lost   {lost.value} (rules): {row['others']}" in block


def test_without_being_asked_for_no_reasons_are_gathered() -> None:
    assert Extractor().extract(Article(id="a", text=VISIT)).reasons == {}


def test_an_article_cannot_command_the_terminal() -> None:
    text = VISIT.replace("Kunjungan di", "Kunjungan \x1b[31m\u202edi")
    assert not {"\x1b", "\u202e"} & set(explained(Article(id="a", text=text)))


def test_reasons_are_no_part_of_a_stored_record() -> None:
    record = Extractor(Settings(format="explain")).extract(Article(id="a", text=VISIT))
    assert "reasons" not in record.model_dump_json()
