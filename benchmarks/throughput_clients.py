"""The contestants of `throughput.py`, each run in a process of its own that does nothing else.

The job comes as one line of JSON on standard input. The client warms up, prints `{}`, waits for a line, does
the job, and prints what it took. Each writes what it got as JSON, one article a line.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MODEL = "stub"
KEY = "none"


@dataclass(frozen=True)
class Job:
    """What is to be done: `articles` (id, text) with their `questions`, so many of them at once.

    `home` is an empty folder. All articles are done `passes` times.
    """

    contestant: str
    base_url: str
    home: str
    in_flight: int
    timeout_s: float
    max_output_tokens: int
    passes: int
    articles: list[tuple[str, str]]
    questions: list[list[list[dict[str, str]]]]
    response_format: dict[str, Any]
    shape: dict[str, Any]
    guidance: dict[str, Any]


class Got(NamedTuple):
    """How many articles were done, and how many of them ended with a result; `whole` had a model's in it."""

    articles: int
    usable: int
    whole: int


Work = Callable[[range, TextIO], Got]
"""Does the articles in that range and writes what came."""


def ours(job: Job, *, with_model: bool, is_warm: bool) -> Work:
    """`extractor.batch` as the command line uses it: with the cache on, and all there is to each record."""
    from extractor import Article, Extractor, Settings, batch
    from extractor.cli.extracting import collect_seldom
    from extractor.sinks import Entry, writer

    collect_seldom()
    settings = Settings(
        model=MODEL if with_model else None,
        base_url=job.base_url if with_model else None,
        workers=job.in_flight,
        timeout_s=job.timeout_s,
        max_output_tokens=job.max_output_tokens,
        home=Path(job.home),
    )
    write = writer("jsonl")
    assert write is not None
    statuses: list[str] = []

    def entries(reads: Iterable[batch.Read]) -> Iterable[Entry]:
        for read in reads:
            assert read.made.run is not None
            statuses.append(read.made.run.status)
            yield Entry(read.made, None)

    extractor = Extractor(settings)
    if is_warm:
        with extractor, tempfile.TemporaryFile("w", encoding="utf-8") as stream:
            items = [Article(*told) for told in job.articles]
            write(entries(batch.records(extractor, items)), stream)
        extractor = Extractor(settings)

    def work(which: range, stream: TextIO) -> Got:
        statuses.clear()
        items = (Article(*job.articles[index]) for index in which)
        write(entries(batch.records(extractor, items)), stream)
        return Got(len(statuses), len(statuses) - statuses.count("failed"), statuses.count("ok"))

    return work


def bare_openai(job: Job) -> Work:
    """AsyncOpenAI as it is, its own retries on: the answer's JSON is parsed, and that is all."""
    from openai import AsyncOpenAI

    loop = asyncio.new_event_loop()
    client = AsyncOpenAI(base_url=job.base_url, api_key=KEY, timeout=job.timeout_s)
    create: Any = client.chat.completions.create

    async def ask(messages: Any) -> Any:
        completion = await create(
            model=MODEL,
            messages=messages,
            response_format=job.response_format,
            temperature=0.0,
            seed=0,
            max_completion_tokens=job.max_output_tokens,
        )
        return json.loads(completion.choices[0].message.content or "")

    return _gathered(job, loop, ask)


def bare_instructor(job: Job) -> Work:
    """instructor in its mode JSON_SCHEMA with an answer of the same shape as ours, its own retries on."""
    import instructor
    from openai import AsyncOpenAI

    loop = asyncio.new_event_loop()
    client = instructor.from_openai(
        AsyncOpenAI(base_url=job.base_url, api_key=KEY, timeout=job.timeout_s),
        mode=instructor.Mode.JSON_SCHEMA,
    )
    answer_type = _answer_type(job.shape)

    async def ask(messages: Any) -> Any:
        answer = await client.chat.completions.create(
            model=MODEL,
            messages=list(messages),
            response_model=answer_type,
            temperature=0.0,
            seed=0,
            max_completion_tokens=job.max_output_tokens,
        )
        return answer.model_dump(mode="json")

    return _gathered(job, loop, ask)


def langextract(job: Job, *, is_one_chunk: bool, is_by_article: bool) -> Work:
    """langextract over all articles at once, as its guide says, or one call for each in threads."""
    import langextract as lx

    guidance = job.guidance
    example = lx.data.ExampleData(
        text=guidance["text"],
        extractions=[lx.data.Extraction(name, words) for name, words in guidance["values"]],
    )
    config = lx.factory.ModelConfig(
        model_id="gpt-4o-mini",
        provider="OpenAILanguageModel",
        provider_kwargs={"base_url": job.base_url, "api_key": KEY, "max_workers": job.in_flight},
    )
    options: dict[str, Any] = {
        "prompt_description": guidance["description"],
        "examples": [example],
        "config": config,
        "show_progress": False,
        "max_workers": job.in_flight,
        # By default ten chunks are sent, and awaited, at a time.
        "batch_length": 10 * job.in_flight,
    }
    if is_one_chunk:
        options["max_char_buffer"] = 100_000

    def count(found: Any, stream: TextIO) -> int:
        told = [[one.extraction_class, one.extraction_text] for one in found.extractions or ()]
        stream.write(json.dumps(told, ensure_ascii=False) + "\n")
        return bool(told)

    def at_once(which: range, stream: TextIO) -> Got:
        asked = [lx.data.Document(job.articles[index][1]) for index in which]
        try:
            found = lx.extract(asked, **options)
        except Exception as error:
            print(f"langextract: {type(error).__name__}", file=sys.stderr)
            return Got(len(asked), 0, 0)
        usable = sum(count(one, stream) for one in found)
        return Got(len(asked), usable, usable)

    def by_article(which: range, stream: TextIO) -> Got:
        def one(index: int) -> Any:
            try:
                return lx.extract(job.articles[index][1], **options)
            except Exception:
                return None

        with ThreadPoolExecutor(job.in_flight) as pool:
            found = list(pool.map(one, which))
        usable = sum(count(one, stream) for one in found if one is not None)
        return Got(len(found), usable, usable)

    return by_article if is_by_article else at_once


def _answer_type(shape: dict[str, Any]) -> Any:
    """The answer as a user of Pydantic writes it down."""
    import pydantic

    make: Any = pydantic.create_model
    fields: dict[str, Any] = {}
    for name, choices in shape["scalars"].items():
        told: Any = Literal[tuple(choices)] if choices else str
        fields[name] = (told | None, None)
    for name, leaves in shape["lists"].items():
        item: Any = make(name.title(), **dict.fromkeys(leaves, (str | None, None))) if leaves else str
        fields[name] = (list[item], [])
    return make("Full", **fields)


def _gathered(job: Job, loop: asyncio.AbstractEventLoop, ask: Callable[[Any], Awaitable[Any]]) -> Work:
    """All articles at once behind a semaphore; an exception costs its own article only."""

    async def one(index: int, gate: asyncio.Semaphore) -> list[Any] | None:
        async with gate:
            try:
                return [await ask(messages) for messages in job.questions[index]]
            except Exception:
                return None

    async def every(which: range) -> Sequence[list[Any] | None]:
        gate = asyncio.Semaphore(job.in_flight)
        return await asyncio.gather(*(one(index, gate) for index in which))

    def work(which: range, stream: TextIO) -> Got:
        answers = loop.run_until_complete(every(which))
        for answer in answers:
            stream.write(json.dumps(answer, ensure_ascii=False) + "\n")
        usable = sum(answer is not None for answer in answers)
        return Got(len(answers), usable, usable)

    return work


CONTESTANTS: dict[str, Callable[[Job], Work]] = {
    "cold": lambda job: ours(job, with_model=True, is_warm=False),
    "warm": lambda job: ours(job, with_model=True, is_warm=True),
    "rules": lambda job: ours(job, with_model=False, is_warm=False),
    "openai": bare_openai,
    "instructor": bare_instructor,
    "langextract": lambda job: langextract(job, is_one_chunk=False, is_by_article=False),
    "langextract-one": lambda job: langextract(job, is_one_chunk=True, is_by_article=False),
    "langextract-each": lambda job: langextract(job, is_one_chunk=True, is_by_article=True),
}


def main() -> None:
    """Do one job."""
    told = json.loads(sys.stdin.readline())
    warm_up = told.pop("warm_up")
    job = Job(**told)
    try:
        work = CONTESTANTS[job.contestant](job)
    except ImportError as error:
        print(json.dumps({"missing": error.name}), flush=True)
        return
    with tempfile.TemporaryFile("w", encoding="utf-8") as stream:
        work(range(warm_up), stream)
        print("{}", flush=True)
        sys.stdin.readline()
        start_s, start_cpu_s = time.perf_counter(), time.process_time()
        done = [work(range(warm_up, len(job.articles)), stream) for _ in range(job.passes)]
        wall_s, cpu_s = time.perf_counter() - start_s, time.process_time() - start_cpu_s
    articles = sum(got.articles for got in done)
    report = {
        "articles": articles,
        "usable": sum(got.usable for got in done),
        "whole": sum(got.whole for got in done),
        "articles_per_s": articles / wall_s,
        "cpu_ms": cpu_s * 1000 / articles,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
