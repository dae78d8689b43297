"""From what a model claims to what the article proves: every claim gets its place and its canonical value.

The model only points. The value is read by code from the text that the claim points at, and the claim's own
words must mean the same value; what does not hold is dropped with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, get_args

from extractor.canonical.context import Context
from extractor.canonical.regions import region
from extractor.grounding import amounts, instruments, names, posts, printed, retelling, when
from extractor.grounding.bodies import Grounded as Body
from extractor.grounding.found import COMPLETED, Found, Miss, proves
from extractor.grounding.merge import Item, draft_list
from extractor.grounding.page import Page
from extractor.grounding.walk import Walk, part
from extractor.schema.claims import Cite, Claim, Claims, Drop, Failed
from extractor.schema.types import Article, Candidate, Draft, EventType, Node, Sentence

_EVENT_TYPE = 0.75


class Grounded(NamedTuple):
    """The draft that the article proves, what was not believed, and which of that is worth asking again."""

    draft: Draft
    dropped: tuple[Drop, ...]
    failed: tuple[Failed, ...]


def ground(
    claims: Claims,
    article: Article,
    sentences: Sequence[Sentence],
    context: Context,
    *,
    canaries: frozenset[str] = frozenset(),
    repaired: frozenset[str] = frozenset(),
) -> Grounded:
    """Find every claim in `article`, compute its canonical value, and drop what the text does not say.

    Args:
        claims: The record's shape with a `Cite` at each leaf that a model fills.
        article: Offsets of the draft point into its text.
        sentences: All sentences of the text, in the order by which the claims count them from 1.
        context: What completes words that leave a region or a year out; nothing grounds in its noise.
        canaries: Names of the prompt's examples; a claim with one that the text does not print is dropped.
        repaired: Pointers of claims that were asked again; their candidates say so.

    Returns:
        The draft in the shape of the rules' (without `in_scope`), which passes `check`. Never raises on
        account of a claim; the time is bounded by text and number of claims.
    """
    walk = Walk(Page(article, sentences, context), canaries, repaired)
    offices = _organizations(walk, claims.get("organizations"))
    persons = _people(walk, claims.get("people"))
    draft: Draft = {
        "in_scope": None,
        "article": _article(walk, claims.get("article")),
        "event": _event(walk, claims.get("event")),
        "regions": _regions(walk, claims.get("regions")),
        "organizations": offices,
        "people": persons,
        "programs": _programs(walk, claims.get("programs")),
        "indicators": _indicators(walk, claims.get("indicators")),
        "regulations": _regulations(walk, claims.get("regulations")),
        "statements": _statements(walk, claims.get("statements"), _known(persons)),
        "summary": walk.leaf(
            "/summary", "summary", claims.get("summary"), partial(retelling.summary, walk.page)
        ),
    }
    return Grounded(draft, tuple(walk.dropped), tuple(walk.failed))


def _article(walk: Walk, claims: Claim) -> dict[str, Node]:
    page = walk.page

    def leaf(name: str, read: Callable[[Page, Cite], Found | Miss]) -> Candidate | None:
        return walk.leaf(f"/article/{name}", f"article.{name}", part(claims, name), partial(read, page))

    def bylines(name: str) -> list[Node]:
        items = []
        for pointer, item in walk.items(f"/article/{name}", part(claims, name)):
            found = walk.leaf(pointer, f"article.{name}[]", item, partial(printed.byline, page))
            if found is not None:
                items.append(Item(found.spans[0].start, str(found.value), found))
        return draft_list(items)

    return {
        "title": leaf("title", printed.phrase),
        "outlet": leaf("outlet", printed.byline),
        "dateline": leaf("dateline", printed.town),
        "published_on": leaf("published_on", when.page_day),
        "reporters": bylines("reporters"),
        "editors": bylines("editors"),
    }


def _event(walk: Walk, claims: Claim) -> dict[str, Node] | None:
    page = walk.page
    date = part(claims, "date")
    event: dict[str, Node] = {
        "type": _event_type(walk, part(claims, "type")),
        "date": walk.leaf("/event/date", "event.date", date, partial(when.first_day, page)),
        "end_date": walk.leaf(
            "/event/end_date", "event.end_date", part(claims, "end_date"), partial(when.last_day, page)
        ),
        "venue": walk.leaf(
            "/event/venue", "event.venue", part(claims, "venue"), partial(printed.venue, page)
        ),
        "region": walk.leaf("/event/region", "event.region", part(claims, "region"), walk.regions.ground),
        "parties": _parties(walk, part(claims, "parties")),
    }
    if event["end_date"] is None and event["date"] is not None and isinstance(date, Cite):
        event["end_date"] = walk.candidate("/event/date", when.end_of(page, date))
    if _value(event["end_date"]) == _value(event["date"]):
        event["end_date"] = None
    return event if any(event.values()) else None


def _event_type(walk: Walk, claim: Claim) -> Candidate | None:
    def read(cite: Cite) -> Found | Miss:
        # The one value that no words prove: where orders stand in the text, it may be theirs.
        if walk.page.context.machine_talk:
            return Miss("in_noise")
        word = cite.text.strip().lower()
        return Found(word, (), "anywhere") if word in get_args(EventType) else Miss("wrong_kind")

    found = walk.ground("/event/type", "event.type", claim, read)
    return walk.candidate("/event/type", found, _EVENT_TYPE)


def _parties(walk: Walk, claims: Claim) -> list[Node]:
    items = []
    for pointer, item in walk.items("/event/parties", claims):
        body = walk.ground(pointer, "event.parties[]", item, walk.bodies.ground)
        leaf = walk.candidate(pointer, body.name if body else None)
        if leaf is not None:
            items.append(Item(leaf.spans[0].start, str(leaf.value), leaf))
    return draft_list(items)


def _regions(walk: Walk, claims: Claim) -> list[Node]:
    items = []
    for pointer, item in walk.items("/regions", claims):
        found = walk.ground(f"{pointer}/code", "regions[].code", part(item, "code"), walk.regions.ground)
        if found is None:
            walk.hollow(pointer)
            continue
        known = region(str(found.value))
        first = walk.regions.first(known.code) or found.spans[0]
        node: Node = {
            "code": walk.candidate(f"{pointer}/code", found),
            "name": walk.candidate(f"{pointer}/code", found._replace(value=known.name)),
            "level": walk.candidate(f"{pointer}/code", found._replace(value=known.level)),
        }
        items.append(Item(first.start, known.code, node))
    return draft_list(items)


def _organizations(walk: Walk, claims: Claim) -> list[Node]:
    items = []
    for pointer, item in walk.items("/organizations", claims):
        name = f"{pointer}/name"
        body = walk.ground(name, "organizations[].name", part(item, "name"), walk.bodies.ground)
        if body is None:
            walk.hollow(pointer)
            continue
        node: Node = {
            "name": walk.candidate(name, body.name),
            "kind": walk.candidate(
                name, body.name._replace(value=body.kind, spans=body.name.spans[:1], flags=())
            ),
            "region": walk.candidate(name, _seat(walk, body)),
        }
        items.append(Item(body.name.spans[0].start, str(body.name.value), node))
    return draft_list(items)


def _seat(walk: Walk, body: Body) -> Found | None:
    """The organization's region, where its name or its context proves it."""
    if body.region is None:
        return None
    home = walk.regions.first(body.region)
    for spans in (body.name.spans, (*body.name.spans, home) if home else ()):
        if proves("seat", walk.page, spans, body.region):
            return body.name._replace(value=body.region, spans=spans)
    return None


def _people(walk: Walk, claims: Claim) -> list[Node]:
    people: list[tuple[names.Known, Item]] = []
    for pointer, item in walk.items("/people", claims):
        name = walk.ground(
            f"{pointer}/name", "people[].name", part(item, "name"), partial(names.person, walk.page)
        )
        if name is None:
            walk.hollow(pointer)
            continue
        person = names.known(name)
        order = names.first_mention(walk.page, person)
        people.append((person, Item(order, person, _person(walk, pointer, item, person))))
    return draft_list(_by_person(people))


def _by_person(people: list[tuple[names.Known, Item]]) -> list[Item]:
    """The items under the fullest name claimed for each person, which comes first."""
    fullest: list[names.Known] = []
    items: list[Item] = []
    for person, item in sorted(people, key=lambda one: -len(one[0].words)):
        same = names.same_person(person.words, fullest)
        if same is None:
            fullest.append(person)
        items.append(item._replace(key=(same or person).words))
    return items


def _person(walk: Walk, pointer: str, item: Claim, person: names.Known) -> dict[str, Node]:
    """Name, post and organization; a post without an organization tells the one that it implies."""
    near = walk.page.sentence_number(person.found.spans[0].start)
    read_post = partial(posts.post, walk.page, holder=person.words)
    post = walk.ground(f"{pointer}/role", "people[].role", _near(part(item, "role"), near), read_post)
    office = part(item, "organization")
    body = walk.ground(
        f"{pointer}/organization", "people[].organization", _near(office, near), walk.bodies.ground
    )
    organization = walk.candidate(f"{pointer}/organization", body.name if body else None)
    if office is None and post is not None and (implied := walk.bodies.employer_at(post.span)):
        sure = implied.name.confidence - COMPLETED
        organization = walk.candidate(f"{pointer}/role", implied.name, sure)
    return {
        "name": walk.candidate(f"{pointer}/name", person.found),
        "role": walk.candidate(f"{pointer}/role", post.role if post else None),
        "acting": walk.candidate(f"{pointer}/role", post.acting if post else None),
        "organization": organization,
    }


def _near(claim: Claim, number: int) -> Claim:
    """A claim without a sentence is looked for beside the name that it belongs to."""
    return Cite(claim.text, number) if isinstance(claim, Cite) and claim.sentence is None else claim


def _programs(walk: Walk, claims: Claim) -> list[Node]:
    items = []
    for pointer, item in walk.items("/programs", claims):
        found = walk.ground(pointer, "programs[]", item, partial(instruments.programs, walk.page))
        for one in found or ():
            items.append(Item(one.spans[0].start, str(one.value), walk.candidate(pointer, one)))
    return draft_list(items)


def _indicators(walk: Walk, claims: Claim) -> list[Node]:
    items = []
    for pointer, item in walk.items("/indicators", claims):
        value = part(item, "value")
        figure = walk.ground(
            f"{pointer}/value", "indicators[].value", value, partial(amounts.figure, walk.page)
        )
        subject = _subject(walk, f"{pointer}/subject", part(item, "subject"), figure)
        if figure is None or subject is None:
            walk.hollow(pointer)
            continue
        node: dict[str, Node] = {
            "subject": subject,
            "value": walk.candidate(f"{pointer}/value", figure.value),
            "unit": walk.candidate(f"{pointer}/value", figure.unit),
            "region": walk.leaf(
                f"{pointer}/region", "indicators[].region", part(item, "region"), walk.regions.ground
            ),
            "note": walk.leaf(
                f"{pointer}/note", "indicators[].note", part(item, "note"), partial(printed.phrase, walk.page)
            ),
        }
        key = (figure.value.spans, str(subject.value).lower())
        items.append(Item(figure.value.spans[0].start, key, node))
    return draft_list(items)


def _subject(walk: Walk, pointer: str, claim: Claim, figure: amounts.Figure | None) -> Candidate | None:
    """What a figure counts; a figure from a sentence that was not cited must have its subject there too."""
    page = walk.page
    if figure is None or not isinstance(claim, Cite):
        return walk.leaf(pointer, "indicators[].subject", claim, partial(printed.subject, page))
    near = page.sentence_number(figure.value.spans[0].start)
    is_cited = figure.value.how != "neighbour"
    cite = claim if is_cited and claim.sentence is not None else Cite(claim.text, near)

    def read(cite: Cite) -> Found | Miss:
        found = printed.subject(page, cite)
        is_far = isinstance(found, Found) and found.how == "neighbour" and not is_cited
        return Miss("not_in_article") if is_far else found

    return walk.leaf(pointer, "indicators[].subject", cite, read)


def _regulations(walk: Walk, claims: Claim) -> list[Node]:
    items = []
    for pointer, item in walk.items("/regulations", claims):
        kind = f"{pointer}/kind"
        found = walk.ground(
            kind, "regulations[].kind", part(item, "kind"), partial(instruments.regulation, walk.page)
        )
        if found is None:
            walk.hollow(pointer)
            continue
        node: Node = {
            "kind": walk.candidate(kind, found.kind),
            "number": walk.candidate(kind, found.number),
            "year": walk.candidate(kind, found.year),
        }
        key = (found.kind.value, found.number.value, found.year.value if found.year else None)
        items.append(Item(found.kind.spans[0].start, key, node))
    return draft_list(items)


def _statements(walk: Walk, claims: Claim, people: list[names.Known]) -> list[Node]:
    items = []
    for pointer, item in walk.items("/statements", claims):
        quote = walk.leaf(
            f"{pointer}/quote", "statements[].quote", part(item, "quote"), partial(printed.quote, walk.page)
        )
        if quote is None:
            walk.hollow(pointer)
            continue
        near = walk.page.sentence_number(quote.spans[0].start)
        speaker = walk.leaf(
            f"{pointer}/speaker",
            "statements[].speaker",
            part(item, "speaker"),
            partial(_speaker, walk, people, near),
        )
        node: Node = {"speaker": speaker, "quote": quote}
        items.append(Item(quote.spans[0].start, str(quote.value), node))
    return draft_list(items)


def _speaker(walk: Walk, people: list[names.Known], near: int, cite: Cite) -> Found | Miss:
    """A person by the full name, or a body that speaks; without a sentence, beside the quotation first."""
    beside = _named_speaker(walk, people, cite if cite.sentence else Cite(cite.text, near))
    if isinstance(beside, Found) or cite.sentence:
        return beside
    elsewhere = _named_speaker(walk, people, cite)
    return elsewhere if isinstance(elsewhere, Found) else beside


def _named_speaker(walk: Walk, people: list[names.Known], cite: Cite) -> Found | Miss:
    somebody = names.speaking(walk.page, cite, people)
    if isinstance(somebody, Found) or somebody.reason != "wrong_kind":
        return somebody
    body = walk.bodies.ground(cite)
    return body if isinstance(body, Miss) else body.name


def _known(people: list[Node]) -> list[names.Known]:
    """The people of the draft, for whoever is quoted by a part of the name."""
    leaves = [person["name"] for person in people if isinstance(person, dict)]
    return [
        names.known(Found(leaf.value, leaf.spans, "exact")) for leaf in leaves if isinstance(leaf, Candidate)
    ]


def _value(node: Node) -> object:
    return node.value if isinstance(node, Candidate) else None
