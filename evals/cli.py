"""The commands `evals …`: did a change make extraction better? Data to stdout, everything else to stderr.

Exit codes: 0 done or passed, 1 an article failed or the gate blocks, 2 usage or nothing matched, 3 the
evaluation is not valid. What a command needs is imported when it runs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup

from extractor.cli import options
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from evals.store import Stored
    from extractor.settings import Settings

EXIT_FAILED, EXIT_USAGE, EXIT_INVALID = 1, 2, 3
CORPUS = Path("gold/corpus")
GOLD = (Path("gold"), CORPUS, Path("gold/heldout"))
_WIDE = 120


class Commands(TyperGroup):
    """Ends what the operator can mend with one line on stderr."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a settings error is exit code 2."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(EXIT_USAGE) from error


app = typer.Typer(
    cls=Commands,
    help="Tell whether a change made extraction better, and block it when it did not.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

GoldFolder: TypeAlias = Annotated[Path, typer.Option(metavar="DIR", help="Folder of gold records.")]
Articles: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of the texts; default: DIR/articles, else seeds/.")
]
Only: TypeAlias = Annotated[str, typer.Option(help="Pattern of article ids, such as 'd1_*'.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Run: TypeAlias = Annotated[str, typer.Argument(metavar="RUN", help="Name of a run, or a report.json.")]


def main() -> None:
    """Run the command line and leave with its exit code."""
    app(prog_name="evals")


@app.command("run")
def run_engine(
    *,
    engine: Annotated[str, typer.Option(help="rules, llm or hybrid.")] = "rules",
    gold: GoldFolder = CORPUS,
    articles: Articles = None,
    only: Only = "*",
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    record_to: Annotated[
        Path | None, typer.Option("--record", metavar="FILE", help="Add the model's answers to FILE.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the answers of FILE instead of a model's.")
    ] = None,
    repeat: Annotated[int, typer.Option(help="Passes, each asked anew; reports how often slots flip.")] = 1,
    name: Annotated[str | None, typer.Option(help="Name of the run; default: gold, engine, number.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a run of that name.")] = False,
    matrix: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Run all engines, prompts and models of a YAML file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Let an engine read the gold's articles; score and keep what it found."""
    from evals.record import Task, record

    if matrix is not None:
        _run_matrix(matrix)
        return
    settings = _settings(engine, model, prompt, base_url)
    task = Task(gold, articles, only, settings, repeat, record_to, replay)
    stored = record(task, name, replace=replace)
    typer.echo(f"run {stored.name}: {stored.folder}", err=True)
    _show(stored.report, as_json=as_json)
    raise typer.Exit(_exit_code(stored.report, is_fresh=True))


@app.command()
def score(
    *,
    gold: GoldFolder,
    pred: Annotated[Path, typer.Option(metavar="DIR|FILE", help="Folder of records, or a JSONL file.")],
    articles: Articles = None,
    only: Only = "*",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write report.json there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Score predictions that came from anywhere."""
    from evals import predictions, store
    from evals.record import choose, rescore

    chosen = choose(gold, articles, only)
    found = predictions.read(pred)
    report = rescore(chosen, found.predictions, faults=found.faults)
    if output is not None:
        store.write_json(output, report)
    _show(report, as_json=as_json)
    raise typer.Exit(_exit_code(report))


@app.command("list")
def list_runs() -> None:
    """List the stored runs."""
    from evals import store
    from evals.view import percent, read

    found = store.all_runs()
    if not found:
        typer.echo(f"no runs in {store.runs_folder()}; `evals run` makes one", err=True)
    for stored in found:
        view = read(stored.report)
        created = stored.facts.get("created_at", "")
        typer.echo(f"{stored.name:28} H {percent(view.h):>5}  {len(view.articles):3} articles  {created}")


@app.command()
def diff(first: Run, second: Run) -> None:
    """List the slots that one run has right and the other has not."""
    from evals import store
    from evals.side_by_side import changed_errors

    for line in changed_errors(store.load(first).report, store.load(second).report):
        typer.echo(line)


@app.command()
def compare(first: Run, second: Run, *, as_json: AsJson = False) -> None:
    """Put two runs side by side: scores, the paired difference with its interval, cost and latency."""
    from evals import store
    from evals.side_by_side import side_by_side

    before, after = store.load(first), store.load(second)
    found = side_by_side(before, after)
    typer.echo(store.render(found.to_json()) if as_json else found.render(), nl=not as_json)
    raise typer.Exit(EXIT_INVALID if found.problems else 0)


@app.command()
def gate(
    run_name: Annotated[
        str | None, typer.Argument(metavar="[RUN]", help="Run to judge; default: the rules, here and now.")
    ] = None,
    *,
    gold: GoldFolder = CORPUS,
    articles: Articles = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="RUN|FILE", help="What to hold it against; default: the blessed one."),
    ] = None,
    floor: Annotated[float | None, typer.Option(help="Least headline, 0 to 1.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail when the data cannot tell.")] = False,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit XML, too.")] = None,
) -> None:
    """Decide whether a run may replace the baseline: exit 0 pass, 1 blocked, 3 not comparable."""
    from evals import baselines, store
    from evals.gate import GateSettings, decide, render

    report = store.load(run_name).report if run_name else _fresh(gold, articles)
    known = (
        store.load(baseline).report
        if baseline
        else baselines.load(baselines.path_of(_gold_of(run_name, gold), _engine(report)))
    )
    verdict = decide(known, report, settings=GateSettings(floor=floor, strict=strict))
    typer.echo(render(verdict))
    if junit is not None:
        from evals.junit import write

        write(report, junit, verdict=verdict)
    raise typer.Exit(verdict.exit_code)


@app.command()
def bless(
    run_name: Run,
    *,
    reason: Annotated[str, typer.Option(help="Why this is the new standard.")],
    gold: Annotated[Path | None, typer.Option(metavar="DIR", help="Its gold; default: the run's.")] = None,
    floor: Annotated[float | None, typer.Option(help="Headline under which the gate blocks, 0 to 1.")] = None,
    lower_floor: Annotated[bool, typer.Option("--lower-floor", help="Accept a lower floor.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
) -> None:
    """Make a run the baseline of its gold and engine."""
    from evals import baselines, store

    stored = store.load(run_name)
    path = output or baselines.path_of(gold or _gold_of(run_name, CORPUS), _engine(stored.report))
    baselines.bless(stored.report, path=path, reason=reason, floor=floor, lower_floor=lower_floor)
    typer.echo(f"wrote {path}", err=True)


@app.command()
def report(
    run_name: Run,
    *,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write one self-contained page.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit XML.")] = None,
    against: Annotated[str | None, typer.Option(metavar="RUN", help="Set the page against a run.")] = None,
    articles: Articles = None,
    as_json: AsJson = False,
) -> None:
    """Show a run as a table, a page, JUnit XML or JSON."""
    from evals import store

    stored = store.load(run_name)
    if html is not None:
        from evals.page import render

        other = store.load(against).report if against else None
        html.write_text(render(stored.report, _texts(stored, articles), other=other), encoding="utf-8")
        typer.echo(f"wrote {html}", err=True)
    if junit is not None:
        from evals.junit import write

        write(stored.report, junit)
        typer.echo(f"wrote {junit}", err=True)
    if as_json or (html is None and junit is None):
        _show(stored.report, as_json=as_json)


@app.command()
def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="Records of one annotator.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Records of another.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Tell how far two annotators agree."""
    from evals import agreement, store

    found = agreement.agree(first, second)
    typer.echo(store.render(found.to_json()) if as_json else agreement.render(found), nl=not as_json)


@app.command()
def calibrate(
    *,
    gold: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Folder of gold; repeat it. Default: all in gold/."),
    ] = None,
    articles: Articles = None,
    unseen: Annotated[str, typer.Option(help="Ids of the articles that no rule was written from.")] = "u4_*",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the table there.")] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Renew the report on this Markdown page.")
    ] = None,
) -> None:
    """Fit how likely the rules' values are right, and report how far the probabilities hold."""
    from evals import calibrate as fitting

    found = fitting.calibrate(gold or GOLD, articles, unseen)
    typer.echo(f"fitted now: {found.origin}\nin use:     {fitting.in_use()}\n\n{found.report}")
    if output is not None:
        output.write_text(found.table, encoding="utf-8")
    if page is not None:
        fitting.show_on(page, found)


def _run_matrix(path: Path) -> None:
    from evals.experiment import Cell, Matrix, run_matrix, show
    from evals.record import Task, record

    def one(matrix: Matrix, cell: Cell) -> Mapping[str, object]:
        settings = _settings(cell.engine, cell.model, cell.prompt, None)
        task = Task(matrix.gold, matrix.articles, "*", settings, matrix.repeat)
        return record(task, f"{matrix.name}.{cell.name}", replace=True).report

    show(run_matrix(path, one), _console())


def _settings(engine: str, model: str | None, prompt: str | None, base_url: str | None) -> Settings:
    """The settings of a run: these, the environment's and the file's.

    Raises:
        SettingsError: A model or a prompt is given to an engine that uses none.
    """
    from extractor.settings import load

    if engine == "rules" and (model or prompt):
        raise SettingsError("engine 'rules' reads without a model; leave --model and --prompt out")
    return load({"engine": engine, "model": model, "prompt": prompt, "base_url": base_url})


def _fresh(gold: Path, articles: Path | None) -> dict[str, object]:
    """The report of the rules as they are now; nothing is stored."""
    from evals import run
    from evals.record import choose, rescore

    chosen = choose(gold, articles, "*")
    return rescore(chosen, run.predict(chosen.items).predictions)


def _show(report: Mapping[str, object], *, as_json: bool) -> None:
    """Print a report, as JSON without the latencies, which differ from run to run."""
    if as_json:
        from evals import store

        typer.echo(store.render(store.bare(report)), nl=False)
        return
    from evals.terminal import show

    show(report, _console())


def _console() -> Console:
    """Wide enough for all columns where nobody looks at it: in a pipe or a log."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDE)


def _exit_code(report: Mapping[str, object], *, is_fresh: bool = False) -> int:
    """3 for what says nothing; 1 where an article of a fresh run failed; else 0."""
    if report.get("invalid"):
        return EXIT_INVALID
    labels = report.get("labels")
    failed = isinstance(labels, dict) and (labels.get("PARSE_FAIL") or labels.get("SCHEMA_INVALID"))
    return EXIT_FAILED if is_fresh and failed else 0


def _engine(report: Mapping[str, object]) -> str:
    info = report.get("run")
    return str(info.get("engine")) if isinstance(info, dict) else "unknown"


def _gold_of(run_name: str | None, default: Path) -> Path:
    """The gold that a stored run was scored against."""
    from evals import store

    folder = store.load(run_name).facts.get("gold") if run_name else None
    return Path(folder) if isinstance(folder, str) else default


def _texts(stored: Stored, articles: Path | None) -> dict[str, str]:
    """The texts of a run's articles, as far as its gold is still there."""
    from evals import gold

    folder, own = stored.facts.get("gold"), stored.facts.get("articles")
    if not isinstance(folder, str):
        return {}
    place = articles or (Path(own) if isinstance(own, str) else None)
    try:
        return {item.id: item.text for item in gold.load(Path(folder), place)}
    except SettingsError as error:
        typer.echo(f"without the articles' words: {error}", err=True)
        return {}
