"""The server of `throughput.py`, in a process of its own so that the client's processor time is the client's.

It reads commands from standard input, one a line, and answers each with a line of JSON: `start`, or `start
faults`, opens a server and tells its address; `mark` forgets what was counted; `stop` closes the server and
tells what it counted since.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import throughput_sample as sample
from tests.servers.faults import Fault, Plan, mix, status
from tests.servers.openai_stub import Ledger, OpenAIStub
from tests.servers.readers import asked_for

LATENCY_S = 0.05
SILENCE_S = 3.0
"""How long a request that times out is kept waiting; clients give up after a third of it."""

FAULTS: Mapping[Fault, float] = {
    status(503): 0.10,
    Fault("timeout", seconds=SILENCE_S): 0.05,
    Fault("truncated"): 0.05,
    Fault("refusal"): 0.02,
}
NOTHING = json.dumps({"extractions": []})


class Answers:
    """What the model says to each question, made beforehand so that answering takes no time."""

    def __init__(self, count: int) -> None:
        self.asked_chars = 0
        self._by_question: dict[str, str] = {}
        self._values: list[tuple[str, list[tuple[str, str]]]] = []
        for article in sample.articles(count):
            said = sample.answer(article)
            for messages in sample.questions(article):
                self._by_question[messages[-1]["content"]] = json.dumps(said, ensure_ascii=False)
            self._values.append((article.text, list(sample.values(said, article.text))))

    def __call__(self, body: Mapping[str, Any]) -> str:
        """The answer, valid for whoever asked."""
        self.asked_chars += sum(len(str(message["content"])) for message in body["messages"])
        last = str(body["messages"][-1]["content"])
        if (ready := self._by_question.get(last)) is not None:
            return ready
        if asked_for(body) == "repair":
            return '{"values": []}'
        chunk = last.rpartition("Q: ")[2].removesuffix("A:").removesuffix("A: ").strip()
        found = next((told for text, told in self._values if chunk in text), ())
        told = [{name: words, f"{name}_attributes": {}} for name, words in found if words in chunk]
        return json.dumps({"extractions": told}, ensure_ascii=False) if told else NOTHING


def serve(answers: Answers, plan: Plan | None) -> None:
    """One server from its `start` to its `stop`."""
    with OpenAIStub(answers, plan=plan, latency_s=LATENCY_S, keep=1) as stub:
        tell(base_url=stub.base_url)
        for command in sys.stdin:
            if command.strip() == "stop":
                break
            stub.ledger, answers.asked_chars = Ledger(), 0
            tell()
        ledger = stub.ledger
    tell(requests=ledger.requests, asked_chars=answers.asked_chars, peak=ledger.peak, kinds=ledger.kinds)


def tell(**told: object) -> None:
    """One line of JSON to whoever commands."""
    print(json.dumps(told), flush=True)


def main() -> None:
    """Serve until standard input ends; the first argument is how many articles there are."""
    answers = Answers(int(sys.argv[1]))
    tell()
    for seed, command in enumerate(sys.stdin):
        serve(answers, mix(FAULTS, seed=seed) if "faults" in command else None)


if __name__ == "__main__":
    main()
