"""The dashboard in the service: every mark leads to the articles that it counts, and text stays text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from extractor import Settings
from extractor.service.app import create_app
from extractor.service.dashboard import database as opening
from extractor.service.options import ServiceOptions
from tests.news_database import HOSTILE, corpus_records, made_records, write_database

# A per cent sign is decoded twice by the test client; the browser's test has one.
ODD_ID = 'a/b?c#d&"<é'


class Links(HTMLParser):
    """The links of a page: address → accessible name, and all tags and attributes that there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        told = dict(attrs)
        if tag == "a" and told.get("href"):
            self._open = [told["href"] or "", told.get("aria-label") or ""]

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            self.links.append((self._open[0], self._open[1]))
            self._open = None


def client(records: Path | None, home: Path) -> TestClient:
    app = create_app(Settings(), ServiceOptions(records=records, home=home))
    return TestClient(app, base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def corpus(home: Path) -> TestClient:
    return client(write_database(home / "corpus.sqlite", corpus_records()), home)


@pytest.fixture(scope="module")
def made(home: Path) -> TestClient:
    odd = made_records()[0].model_copy(update={"article_id": ODD_ID})
    return client(write_database(home / "made.sqlite", [*made_records(), odd]), home)


@pytest.fixture
def fresh(home: Path) -> Iterator[Path]:
    path = home / "fresh.sqlite"
    yield path
    path.unlink(missing_ok=True)


def told(name: str) -> int | None:
    """The number of articles that a link tells of."""
    found = re.search(r"(\d[\d,]*)\s+articles?\b", name)
    return int(found[1].replace(",", "")) if found else None


@pytest.mark.parametrize("page", ["/", "/?region=35", "/?type=training", "/?since=2022&scope=in"])
def test_every_mark_leads_to_as_many_articles_as_it_counts(corpus: TestClient, page: str) -> None:
    links = {
        (address, count)
        for address, name in Links(corpus.get(page).text).links
        if address.startswith("/articles") and (count := told(name)) is not None
    }
    assert len(links) > 30
    wrong = {}
    for address, count in links:
        heading = re.search(r"<h1>(\d+) article", corpus.get(address).text)
        if heading is None or int(heading[1]) != count:
            wrong[address] = (count, heading and heading[1])
    assert not wrong


def test_every_link_of_every_page_is_answered(made: TestClient) -> None:
    seen, waiting = set[str](), ["/", "/?lang=id&region=63", "/articles", "/articles?speaker=Ibnu+Sina"]
    while waiting:
        address = waiting.pop()
        answer = made.get(address)
        assert answer.status_code == 200, address
        found = {link for link, _ in Links(answer.text).links if link.startswith("/")}
        # One step from where we began: filters combine without end.
        if len(seen) < 60:
            waiting += sorted(found - seen)[:40]
        seen |= found
    assert any(link.startswith("/articles/") for link in seen)


@pytest.mark.parametrize("page", ["/", "/articles", "/articles/hostile", "/articles?q=%3Cscript%3E"])
def test_a_hostile_title_is_text(made: TestClient, page: str) -> None:
    answer = made.get(page, headers={"accept-language": "id"})
    found = Links(answer.text)
    assert "script" not in found.tags
    assert not {name for name in found.attributes if name.startswith("on") or name == "style"}
    assert "alert(1)" not in re.sub(r"&lt;script&gt;alert\(1\)", "", answer.text)
    assert "49" not in HOSTILE.replace("7*7", "")
    assert "{{ 7*7 }}" in answer.text or "7*7" not in answer.text


def test_hostile_filters_are_text(made: TestClient) -> None:
    for name in ("region", "program", "type", "month", "speaker", "organization", "outlet", "q", "status"):
        answer = made.get("/articles", params={name: "\"><svg onload=alert(1)>'--\x00", "page": "9e9"})
        assert answer.status_code == 200
        assert "onload" not in Links(answer.text).attributes
        overview = made.get("/", params={name: "\"><svg onload=alert(1)>'--\x00"})
        assert overview.status_code == 200
        assert "onload" not in Links(overview.text).attributes


def test_pages_load_nothing_but_their_own_styles(made: TestClient) -> None:
    answer = made.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "style" not in Links(answer.text).tags | Links(answer.text).attributes
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', answer.text)
    assert len(sheets) == 2
    for sheet in sheets:
        style = made.get(sheet)
        assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")


def test_an_article_of_any_id_is_found_by_its_link(made: TestClient) -> None:
    (address,) = {
        link
        for link, _ in Links(made.get("/articles?region=63.71&type=training").text).links
        if link.startswith("/articles/a")
    }
    answer = made.get(address)
    assert answer.status_code == 200
    assert "a/b?c#d&amp;&#34;&lt;é" in answer.text
    back = next(link for link, name in Links(answer.text).links if name.startswith("←"))
    assert dict(parse_qsl(urlsplit(back).query)) == {"region": "63.71", "type": "training"}
    # The other language is of the same article.
    other = next(link for link, name in Links(answer.text).links if name == "Bahasa Indonesia")
    assert "a/b?c#d&amp;&#34;&lt;é" in made.get(other).text


def test_an_article_shows_its_record(corpus: TestClient) -> None:
    record = corpus_records()[0]
    text = corpus.get(f"/articles/{record.article_id}").text
    assert record.event is not None
    for value in (
        (record.article.title, record.people[0].name, record.indicators[0].subject) if record.article else ()
    ):
        assert value is None or value.replace("&", "&amp;").split('"')[0] in text
    assert "rules ·" in text
    assert record.text_sha256 is not None
    assert record.text_sha256 in text


def test_a_private_person_leads_nowhere(made: TestClient) -> None:
    for page in ("/", "/articles/bjm-2"):
        links = Links(made.get(page).text).links
        assert any("speaker=Ibnu+Sina" in link for link, _ in links)
        assert not any("Budi" in link for link, _ in links)
    assert "0 articles" in made.get("/articles?speaker=Budi").text


def test_the_reader_gets_their_language(made: TestClient) -> None:
    assert '<html lang="id">' in made.get("/", headers={"accept-language": "id-ID,en;q=0.5"}).text
    english = made.get("/?lang=en", headers={"accept-language": "id"})
    assert '<html lang="en">' in english.text
    assert english.headers["vary"] == "Accept-Language"
    # The choice goes along.
    articles = next(link for link, name in Links(english.text).links if name == "Articles")
    assert articles == "/articles?lang=en"


def test_an_unknown_article_is_404(made: TestClient) -> None:
    answer = made.get("/articles/nothing-of-this-name")
    assert answer.status_code == 404
    assert "There is no such article" in answer.text


def test_without_records_the_page_says_how_to_make_them(home: Path) -> None:
    for page in ("/", "/articles", "/articles/x"):
        answer = client(None, home).get(page)
        assert answer.status_code == 200
        assert "--format sqlite --output" in answer.text


def test_an_empty_database_says_so(home: Path, fresh: Path) -> None:
    answer = client(write_database(fresh, []), home).get("/")
    assert answer.status_code == 200
    assert "The database is empty" in answer.text
    assert "extract" in answer.text


def test_what_cannot_be_read_is_a_page_and_no_crash(
    home: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAIT_S", 0.05)
    service = client(fresh, home)
    assert "The database is not there" in service.get("/").text
    fresh.write_bytes(b"something else " * 100)
    assert "This is no database of records" in service.get("/articles").text
    fresh.unlink()
    write_database(fresh, made_records())
    assert service.get("/").status_code == 200
    with closing(sqlite3.connect(fresh, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        answer = service.get("/articles")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "The database is being written" in answer.text
    with closing(sqlite3.connect(fresh)) as other:
        other.execute("PRAGMA user_version = 9")
    assert "of another version" in service.get("/").text


def test_a_new_run_is_seen_at_once(home: Path, fresh: Path) -> None:
    write_database(fresh, made_records())
    service = client(fresh, home)
    assert "<h1>7 articles</h1>" in service.get("/articles").text
    write_database(fresh, [made_records()[0].model_copy(update={"article_id": "new"})])
    assert "<h1>8 articles</h1>" in service.get("/articles").text
    assert re.search(r">8</a></dd>", service.get("/").text)


def test_only_reading_is_taken(made: TestClient) -> None:
    assert made.post("/articles").status_code == 405
