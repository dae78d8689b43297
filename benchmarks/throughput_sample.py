"""What all contestants of `throughput.py` get: the same articles and questions, each in its own form."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor import Article, grounding, prompts, rules
from extractor.models.shapes import shape
from extractor.prompts.wire import EVENT, EVENT_TYPES, LISTS, SCALARS
from extractor.text import split_sentences
from tests.servers.readers import read_by_rules

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ("seeds/*.txt", "gold/corpus/articles/*.txt", "gold/heldout/articles/*.txt")
MAX_OUTPUT_TOKENS = 4096
SAID = re.compile(r"^s\d+ ")
"""In front of the words of a value in our answers."""

DESCRIPTION = """Salin fakta berita pendidikan dengan kata persis yang tercetak, urut seperti dalam teks:
judul, media, tanggal, tempat, wartawan dan penyunting, lembaga penyelenggara, wilayah, organisasi, program,
peraturan, orang dengan jabatannya, angka pendidikan dengan yang dihitung, dan tiap kutipan langsung."""


def articles(count: int) -> Iterator[Article]:
    """So many articles, each with words of its own in it, so that no two are the same."""
    texts = [path.read_text(encoding="utf-8") for pattern in PATTERNS for path in sorted(ROOT.glob(pattern))]
    chance = random.Random(1)
    for number in range(count):
        words = texts[number % len(texts)].split(" ")
        name = "".join(chance.choices("aeiukmnrst", k=8)).title()
        words[chance.randrange(len(words))] = f"Kepala Dinas Pendidikan {name} {name[::-1].title()}"
        yield Article(f"article-{number:05}", " ".join(words))


def questions(article: Article) -> list[list[dict[str, str]]]:
    """What is asked about an article, as lists of messages: one request, or several for a long text."""
    prompt, sentences = prompts.load("full"), tuple(split_sentences(article.text))
    asked = prompts.requests(prompt, article, sentences, draft=None, max_output_tokens=MAX_OUTPUT_TOKENS)
    return [[message._asdict() for message in request.messages] for request in asked]


def response_format() -> dict[str, Any]:
    """The strict JSON schema of the answer, as a request to an OpenAI-compatible server has it."""
    schema = shape(prompts.load("full").answer_type, is_strict=True).model_json_schema()
    return {"type": "json_schema", "json_schema": {"name": "Full", "strict": True, "schema": schema}}


def guidance() -> dict[str, Any]:
    """The same task for langextract: a description, and the prompt's own example with its values."""
    prompt = prompts.load("full")
    example = Article("example", prompt.block("example"))
    said = json.loads("".join(prompt.block("answer").splitlines()))
    return {"description": DESCRIPTION, "text": example.text, "values": list(values(said, example.text))}


def values(answer: Mapping[str, Any], text: str) -> Iterator[tuple[str, str]]:
    """Class and words of each value of an answer that stands in `text` as it is told."""
    for name, told in answer.items():
        if isinstance(told, list):
            for item in told:
                yield from values(item if isinstance(item, dict) else {name: item}, text)
        elif told and (words := SAID.sub("", told)) in text:
            yield name, words


def answer(article: Article) -> dict[str, Any]:
    """What a good model says about an article: what the rules read, but for values that are not found again.

    Those would be asked for once more, and how often that happens is the model's doing.
    """
    said, prompt = read_by_rules(article), prompts.load("full")
    claims = prompts.read(prompt, [said], None).claims
    sentences = tuple(split_sentences(article.text))
    grounded = grounding.ground(claims, article, sentences, rules.context(article), canaries=prompt.canaries)
    return dict(_without(said, frozenset(failed.cite.text for failed in grounded.failed)))


def shape_of_answer() -> dict[str, Any]:
    """The answer's keys: `null` for words, choices for the event, `[]` or a list of keys for a list."""
    choices = {slot.name: list(EVENT_TYPES) if slot.path == EVENT else None for slot in SCALARS}
    return {"scalars": choices, "lists": {slot.name: list(slot.leaves) for slot in LISTS}}


def _without(told: Any, failed: frozenset[str]) -> Any:
    if isinstance(told, dict):
        return {name: _without(item, failed) for name, item in told.items()}
    if isinstance(told, list):
        kept = (_without(item, failed) for item in told)
        return [item for item in kept if item is not None]
    return None if isinstance(told, str) and SAID.sub("", told) in failed else told
