"""Who is named in the article, with the post and the organization that the text gives them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from extractor.canonical.names import read_person, skip_degrees
from extractor.rules.mentions import Office, Person, Place, Quotation, Scan
from extractor.rules.persons.coreference import Somebody, add_mentions, gather, join_nicknames
from extractor.rules.persons.employers import Employer, Employers
from extractor.rules.persons.landmarks import Landmarks
from extractor.rules.persons.naming import Naming, find_namings
from extractor.rules.persons.posts import Post, find_posts
from extractor.schema.types import Candidate, Node, Span

_WIDEST_TITLE = 16
_LED_SCHOOL = re.compile(r"(?:sekolah|madrasah) yang", re.IGNORECASE)
_THAT_SCHOOL = re.compile(r"(?: (?:sekolah|madrasah))? (?:itu|ini|tersebut)\b")
_THAT_OFFICE = re.compile(r" (?P<head>dinas|badan|balai|lembaga|kantor)(?: (?:itu|ini|tersebut|setempat))?,")
_HEADED_KINDS = {
    "dinas": ("education_office", "local_government"),
    "badan": ("local_government",),
    "balai": ("quality_agency", "ministry"),
    "lembaga": ("quality_agency",),
    "kantor": ("ministry",),
}
_SCHOOLS_BACK = 12
_PARTS_OF_PARLIAMENT = re.compile(r" (?:Komisi|Fraksi)\b")
_RELIGIOUS = re.compile(
    r"\b(?:Madrasah|Pendidikan Islam|Pesantren|Diniyah|Pendis|Pendma|Penmad|PAIS|PAI|Pontren|Pakis)\b"
)
_OWNERS = (
    dict.fromkeys(("kabid", "sekbid", "kadis", "sekdis"), ("education_office",))
    | dict.fromkeys(("kasi", "kasubag", "kasubbid"), ("education_office", "quality_agency", "ministry"))
    | {"kasubdit": ("ministry",)}
    | dict.fromkeys(("dekan", "wakil_dekan", "rektor", "wakil_rektor"), ("university",))
)


def find(
    scan: Scan, places: tuple[Place, ...], offices: tuple[Office, ...], quotations: tuple[Quotation, ...]
) -> tuple[Person, ...]:
    """Every person that the content names, in order of first mention, with post and all mentions."""
    landmarks = Landmarks(scan, offices, places)
    posts = find_posts(scan, landmarks, Employers(scan, places))
    namings = (
        naming
        for naming in find_namings(scan, posts, landmarks)
        if not scan.layout.is_noise(naming.span.start)
    )
    people = gather(_doubting_quoted(naming, quotations) for naming in namings)
    add_mentions(scan, people, landmarks)
    people = join_nicknames(scan, people)
    return tuple(
        _person(scan.text, somebody, offices) for somebody in sorted(people, key=lambda one: one.mentions[0])
    )


def draft(persons: tuple[Person, ...]) -> list[Node]:
    """The record's `people`."""
    return [
        {
            "name": Candidate(person.name, (person.span,), person.confidence, "person"),
            "role": _role(person),
            "acting": _acting(person),
            "organization": _organization(person),
        }
        for person in persons
    ]


def _role(person: Person) -> Candidate | None:
    if person.role is None:
        return None
    return Candidate(person.role, person.role_spans, person.confidence - 0.02, "post", person.role_flags)


def _acting(person: Person) -> Candidate | None:
    if person.acting is None:
        return None
    return Candidate(person.acting, person.acting_spans, person.confidence, "post")


def _organization(person: Person) -> Candidate | None:
    if person.organization is None:
        return None
    return Candidate(
        person.organization, person.organization_spans, person.confidence - 0.05, "employer", person.flags
    )


def _doubting_quoted(naming: Naming, quotations: tuple[Quotation, ...]) -> Naming:
    """A single name without post inside a quotation proves no person: the verb there is spoken too."""
    if naming.post is not None or " " in naming.name or not quotations:
        return naming
    index = bisect_right(quotations, naming.span.start, key=lambda quotation: quotation.span.start) - 1
    is_quoted = index >= 0 and naming.span.start < quotations[index].span.end
    return replace(naming, is_proof=False) if is_quoted else naming


def _person(text: str, somebody: Somebody, offices: tuple[Office, ...]) -> Person:
    naming = somebody.fullest
    span = _proof(text, naming)
    confidence = min(
        0.98, max(one.confidence for one in somebody.namings) + 0.02 * (len(somebody.mentions) > 1)
    )
    mentions = tuple(somebody.mentions)
    post = _main_post([post for post, _ in somebody.posts])
    if post is None:
        return Person(naming.name, span, mentions, confidence=confidence)
    acting = next((p for p, _ in somebody.posts if p.acting and p.kind.id == post.kind.id), None)
    employer = (
        post.employer
        or _school_meant(text, post, offices)
        or _office_meant(text, post, offices)
        or _shared_employer(post, offices)
    )
    return Person(
        naming.name,
        span,
        mentions,
        post.role,
        (post.role_span,) if post.role else (),
        acting.acting if acting else None,
        (acting.acting_span,) if acting and acting.acting_span else (),
        employer.name if employer else None,
        employer.spans if employer else (),
        employer.flags if employer else (),
        confidence,
        post.flags,
    )


def _proof(text: str, naming: Naming) -> Span:
    """The name's span, with the title or degree that it takes to read it alone ("Hj. Mas Ati" is Mas Ati)."""
    start, end = naming.span
    if _reads_as(text[start:end], naming.name):
        return naming.span
    ends = (end, skip_degrees(text, end))
    for first in (start, *(max(0, start - size) for size in range(2, _WIDEST_TITLE))):
        for last in ends:
            if _reads_as(text[first:last], naming.name):
                return Span(first, last)
    return naming.span


def _reads_as(surface: str, name: str) -> bool:
    found = read_person(surface)
    return found is not None and found.name == name


def _main_post(posts: list[Post]) -> Post | None:
    """The post that the person holds now: the first one, in the fullest of its printed forms."""
    current = [post for post in posts if not post.is_former and (post.role or post.employer)]
    first = next((post for post in current if post.role), current[0] if current else None)
    if first is None:
        return None
    same = [post for post in current if post.kind.id == first.kind.id]
    if len(same) == 1:
        return first
    fullest = max(same, key=lambda post: (len(post.role or ""), _is_printed(post), -post.start))
    printed = max(same, key=lambda post: (_is_printed(post), -post.start))
    return replace(fullest, employer=printed.employer)


def _is_printed(post: Post) -> int:
    """2 when the organization stands beside the post, 1 when the context gave it, 0 when it is unknown."""
    if post.employer is None:
        return 0
    return 1 if "from_context" in post.employer.flags else 2


def _shared_employer(post: Post, offices: tuple[Office, ...]) -> Employer | None:
    """The one office of the article to which a sub-unit can belong; None when there are several."""
    owners = ("legislature",) if _is_in_legislature(post) else _OWNERS.get(post.kind.id, ())
    is_religious = post.role is not None and _RELIGIOUS.search(post.role) is not None
    named = {
        office.name: office
        for office in sorted(offices, key=lambda office: len(office.flags), reverse=True)
        if office.kind in owners
        and (not is_religious or office.name.startswith("Kantor Kementerian Agama"))
        and post.region in (None, office.region)
        and (office.kind != "ministry" or office.region is not None or post.kind.id == "kasubdit")
    }
    if len(named) != 1:
        return None
    office = next(iter(named.values()))
    return Employer(office.name, (post.role_span, *office.spans), ("from_context",))


def _is_in_legislature(post: Post) -> bool:
    """True for posts of a commission or a fraction, which only parliaments have."""
    return post.kind.tail == "branch" and _PARTS_OF_PARLIAMENT.search(post.role or "") is not None


def _office_meant(text: str, post: Post, offices: tuple[Office, ...]) -> Employer | None:
    """The office named last before a post that points back to it (`Kepala dinas tersebut, X`)."""
    that = _THAT_OFFICE.match(text, post.role_span.end) if post.kind.id == "kepala" else None
    if that is None:
        return None
    kinds = _HEADED_KINDS[that["head"]]
    last = bisect_left(offices, post.start, key=lambda office: office.span.start)
    before = offices[max(0, last - _SCHOOLS_BACK) : last]
    office = next(
        (one for one in reversed(before) if one.kind in kinds and "Pemerintah" not in one.name), None
    )
    if office is None:
        return None
    return Employer(office.name, (post.role_span, *office.spans), ("from_context",))


def _school_meant(text: str, post: Post, offices: tuple[Office, ...]) -> Employer | None:
    """The school named last before a post that points back to it (`Sekolah yang dipimpin X`)."""
    if post.kind.employer != "school":
        return None
    is_of_last = post.kind.id == "ketua_komite" and post.region is None
    if not (is_of_last or _LED_SCHOOL.match(text, post.start) or _THAT_SCHOOL.match(text, post.end)):
        return None
    last = bisect_left(offices, post.start, key=lambda office: office.span.start)
    before = offices[max(0, last - _SCHOOLS_BACK) : last]
    school = next((office for office in reversed(before) if office.kind == "school"), None)
    if school is None:
        return None
    return Employer(school.name, (post.role_span, *school.spans), ("from_context",))
