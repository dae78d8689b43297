"""From an article to the questions that are asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from extractor.prompts.drafts import Entry, entries, within
from extractor.prompts.lines import Line, lines_of, split
from extractor.prompts.template import Prompt
from extractor.schema.calls import Message, Request
from extractor.schema.types import Article, Sentence, Value
from extractor.text import split_sentences


def requests(
    prompt: Prompt,
    article: Article,
    sentences: Sequence[Sentence],
    *,
    draft: Mapping[str, Value] | None,
    max_output_tokens: int,
) -> tuple[Request, ...]:
    """One request for up to 8,000 characters of text; a longer one is split at the borders of paragraphs.

    Args:
        prompt: The template.
        article: Its text; nothing else of it is shown.
        sentences: All of the article, as `split_sentences` gives them; ids stay those of the whole article.
        draft: What `shown` gave for the rules' draft; a patch needs it, other prompts leave it out.
        max_output_tokens: Bounds each answer.
    """
    parts = split(lines_of(article, sentences))
    known = entries(draft or {}) if prompt.strategy == "patch" else []
    opening = _opening(prompt)
    return tuple(
        Request(
            messages=(
                *opening,
                Message("user", _turn(prompt, part, within(known, part, is_first=not index))),
            ),
            answer_type=prompt.answer_type,
            max_output_tokens=max_output_tokens,
            part=index + 1,
            parts=len(parts),
        )
        for index, part in enumerate(parts)
    )


def examples(prompt: Prompt) -> tuple[Message, ...]:
    """The few-shot turns: the example's article, numbered as any other, and the answer to it."""
    if "example" not in prompt.blocks:
        return ()
    article = Article("example", prompt.block("example"))
    lines = lines_of(article, split_sentences(article.text))
    draft = prompt.block("draft") if "draft" in prompt.blocks else ""
    answer = "".join(prompt.block("answer").splitlines())
    return (
        Message("user", prompt.block("article", {"lines": _joined(lines), "draft": draft})),
        Message("assistant", answer),
    )


@cache
def _opening(prompt: Prompt) -> tuple[Message, ...]:
    """What every request of a prompt begins with, which servers can keep from one to the next."""
    return (Message("system", prompt.block("instructions")), *examples(prompt))


def _turn(prompt: Prompt, part: Sequence[Line], known: Sequence[Entry]) -> str:
    return prompt.block("article", {"lines": _joined(part), "draft": _joined(known)})


def _joined(lines: Iterable[Line | Entry]) -> str:
    return "\n".join(map(str, lines))
