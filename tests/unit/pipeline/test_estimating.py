"""What an article would cost, and how what was paid corrects the next estimate."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor import Article, Extractor, Settings, prompts, rules
from extractor.models import QueueModel
from extractor.pipeline.estimating import Estimate
from extractor.pipeline.measures import FILE, MOST_IN_A_RUN, Measures
from extractor.schema.calls import NO_USAGE, Outcome, Usage
from extractor.text import split_sentences
from tests.injections import NEWS
from tests.servers.readers import read_by_rules

TEXT = next(iter(NEWS.values()))
PAID = Usage(calls=1, input_tokens=900, output_tokens=30)
ONE = Usage(calls=1, input_tokens=1000, output_tokens=100)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(model="m", base_url="http://127.0.0.1:9/v1", home=tmp_path)


def estimated(settings: Settings, article: Article) -> Estimate:
    with Extractor(settings, model=QueueModel()) as extractor:
        return extractor.estimate(article)


def answered(settings: Settings, *articles: Article, outcome: Outcome | None = None) -> None:
    with Extractor(
        settings, model=QueueModel(lambda _: outcome or Outcome("complete", {}, PAID))
    ) as extractor:
        for article in articles:
            extractor.extract(article)


def test_the_rules_cost_nothing() -> None:
    assert Extractor().estimate(Article("a", TEXT)) == Extractor().measured() == Estimate()


def test_a_question_is_a_call_until_its_answer_is_kept(settings: Settings) -> None:
    article = Article("a", TEXT)
    before = estimated(settings, article)
    assert (before.ahead.calls, before.foretold, before.paid) == (1, NO_USAGE, NO_USAGE)
    answered(settings, article)
    after = estimated(settings, article)
    assert (after.ahead, after.foretold, after.paid) == (NO_USAGE, before.ahead, PAID)


def test_a_long_article_is_a_call_for_each_part(settings: Settings) -> None:
    text = "\n".join(f"Rapat nomor {number} digelar di Palopo, kata kepala sekolah." for number in range(400))
    assert estimated(settings, Article("a", text)).ahead.calls == 3


@pytest.mark.parametrize("kind", ["truncated", "refused"])
def test_what_failed_for_good_is_not_asked_again(settings: Settings, kind: Any) -> None:
    article = Article("a", "\n".join([TEXT] * 20))
    assert estimated(settings, article).ahead.calls > 1
    answered(settings, article, outcome=Outcome(kind, None, PAID, "why"))
    assert estimated(settings, article).ahead == NO_USAGE


def test_an_article_that_breaks_the_rules_is_asked_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "extract", lambda _: 1 / 0)
    assert estimated(settings, Article("a", TEXT)) == Estimate()


@pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
def test_the_expected_answer_is_as_long_as_one_that_says_what_the_rules_say(text: str) -> None:
    article, prompt = Article("a", text), prompts.load("full")
    said = json.dumps(read_by_rules(article), ensure_ascii=False, separators=(",", ":"))
    told = prompts.expected_answer(prompt, article, split_sentences(text), rules.extract(article))
    assert json.loads(told).keys() == json.loads(said).keys()
    assert len(told) == pytest.approx(len(said), rel=0.1)
    assert prompt.answer_type.model_validate_json(told)


def test_a_patch_is_expected_to_be_one(settings: Settings) -> None:
    article, prompt = Article("a", TEXT), prompts.load("patch")
    told = prompts.expected_answer(prompt, article, split_sentences(TEXT), rules.extract(article))
    assert prompt.answer_type.model_validate_json(told)
    full = estimated(settings, article).ahead.output_tokens
    assert estimated(replace(settings, prompt="patch"), article).ahead.output_tokens < full / 2


def test_what_is_ahead_is_corrected_by_how_much_was_paid_before() -> None:
    paid = Usage(calls=6, retries=1, input_tokens=2500, output_tokens=1000)
    five = Usage(calls=5, input_tokens=5000, output_tokens=500)
    ahead = Usage(calls=10, input_tokens=10_000, output_tokens=1000)
    assert Estimate(ahead, five, paid).corrected == Usage(calls=12, input_tokens=5000, output_tokens=2000)


def test_a_few_answers_are_no_measure() -> None:
    four = Usage(calls=4, input_tokens=4000, output_tokens=400)
    assert Estimate(ONE, four, PAID).corrected == ONE


def test_the_first_answers_of_a_run_are_measured_for_later_ones(settings: Settings) -> None:
    articles = [
        Article(str(number), f"{TEXT}\nSebanyak {number} guru.\n") for number in range(MOST_IN_A_RUN + 9)
    ]
    answered(settings, *articles)
    with Extractor(settings, model=QueueModel()) as extractor:
        known = extractor.measured()
    assert known.foretold.calls == known.paid.calls == MOST_IN_A_RUN
    assert known.paid.input_tokens == MOST_IN_A_RUN * PAID.input_tokens
    with Extractor(replace(settings, prompt="patch"), model=QueueModel()) as other:
        assert other.measured() == Estimate()


def test_kept_answers_and_failures_are_no_new_measure(settings: Settings) -> None:
    answered(settings, Article("a", TEXT), Article("b", TEXT))
    answered(settings, Article("c", f"{TEXT}!"), outcome=Outcome("truncated", None, PAID, "why"))
    with Extractor(settings, model=QueueModel()) as extractor:
        assert extractor.measured().paid == PAID


def test_old_measures_fade(settings: Settings) -> None:
    prompt = prompts.load("full")
    for calls, expected in ((1000, 1000), (500, 750), (100, 850)):
        measures = Measures(settings, prompt)
        measures.add(Usage(calls=calls), Usage(calls=calls))
        measures.save()
        assert Measures(settings, prompt).kept.foretold.calls == expected


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 1}', "\x00"])
def test_a_damaged_file_is_no_measure_and_is_made_anew(settings: Settings, content: str) -> None:
    measures = Measures(settings, prompts.load("full"))
    key = measures._key
    for damaged in (content, json.dumps({key: content}), json.dumps({key: {"foretold": [1], "paid": "x"}})):
        (settings.home / FILE).write_text(damaged, encoding="utf-8")
        assert measures.kept == Estimate()
    measures.add(ONE, PAID)
    measures.save()
    assert measures.kept == Estimate(foretold=ONE, paid=PAID)


def test_where_nothing_can_be_written_nothing_is_said(settings: Settings) -> None:
    (settings.home / "file").touch()
    measures = Measures(replace(settings, home=settings.home / "file"), prompts.load("full"))
    measures.add(ONE, PAID)
    measures.save()
    assert measures.kept == Estimate()
