"""Who signed the text, and the date that the page states of itself."""

from __future__ import annotations

import pytest

from extractor.rules.pages import page
from extractor.rules.scan import scan
from extractor.schema.types import Article, Candidate, Metadata, Node

TITLE = "Rapat Koordinasi Mutu Pendidikan Dibuka"
LEAD = (
    "KENDAL – Dinas Pendidikan setempat menggelar rapat koordinasi penjaminan mutu pendidikan "
    "bersama seluruh "
    "kepala sekolah dasar dan pengawas pada Rabu (16/1/2019). Kegiatan itu dibuka oleh kepala dinas."
)
REST = "Kepala dinas mengatakan kegiatan itu penting bagi mutu sekolah di seluruh wilayah kabupaten tersebut."
QUOTE = "“Kita berharap mutu sekolah terus naik,” pungkasnya."
RELATED = "\n\nBaca Juga: Judul Berita Lain Tentang Kota\nTinggalkan Balasan"


def values(node: Node) -> list[object]:
    assert isinstance(node, list)
    return [item.value for item in node if isinstance(item, Candidate)]


def draft(text: str, metadata: Metadata = Metadata()) -> dict[str, Node]:  # noqa: B008
    return page.draft(scan(Article("a", text, metadata)), ())


def published(text: str) -> object:
    node = draft(text)["published_on"]
    return node.value if isinstance(node, Candidate) else None


@pytest.mark.parametrize(
    ("stamp", "date"),
    [
        ("Rabu, 16/01/2019 14:22 WIB", "2019-01-16"),
        ("Sabtu, 15 Oktober 2016 16:40 WIB", "2016-10-15"),
        ("15 November 2021 17:00", "2021-11-15"),
        ("02 Desember 2020, 4:09 PM WIB Last Updated 2020-12-02T08:09:14Z", "2020-12-02"),
        ("Senin | 08-12-2014 | 13:32 WIB", "2014-12-08"),
        ("humas | 02 Februari 2020 | 166", "2020-02-02"),
        ("By Pemsosbud 30 Mei 2024, 13:56:55 WIB", "2024-05-30"),
        ("pekanbaru | Rabu, 26 November 2025 | 19:30:01 WIB", "2025-11-26"),
        ("Diterbitkan pada: 23/07/2025", "2025-07-23"),
        ("22 Oktober 2022  |  16:38 WIB", "2022-10-22"),
        ("03 Apr 2024 Berita", "2024-04-03"),
        ("Redaksi 04 Februari 2020", "2020-02-04"),
        ("Posted on 12 Juni 2023 by admin", "2023-06-12"),
        ("Kamis, 5 Juni 2025 | Dibaca 214 kali", "2025-06-05"),
        ("Oleh : Humas | Jumat, 3 Maret 2017", "2017-03-03"),
        ("Terakhir diperbarui: Selasa, 9 Januari 2024 | 10:11 WITA", "2024-01-09"),
        ("Mei 30, 2024", "2024-05-30"),
        ("Juni 5, 2025 by redaksi", "2025-06-05"),
        ("3 jam lalu", None),
        ("0", None),
        ("166", None),
    ],
)
def test_a_line_below_the_headline_states_the_page_s_date(stamp: str, date: str | None) -> None:
    text = f"{TITLE}\n\n{stamp}\n\n{LEAD}\n\n{REST}\n"
    assert published(text) == date
    assert values(draft(text)["reporters"]) == []


def test_a_date_before_the_signature_is_the_page_s() -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{REST}\n\nSenin, 28 Maret 2016 (Dw/Hn)\n"
    assert published(text) == "2016-03-28"
    assert values(draft(text)["reporters"]) == ["Dw", "Hn"]


def test_a_clock_long_after_every_date_of_the_text_is_not_the_page_s_date() -> None:
    assert published(f"Kamis, 12 Juni 2025 10:11:12\n{TITLE}\n\n{LEAD}\n\n{REST}\n") is None


def test_the_date_below_the_headline_beats_the_clock_above_it() -> None:
    text = f"Kamis, 12 Juni 2025\n{TITLE}\n\n18 Januari 2019 - 10:00\n{LEAD}\n\n{REST}\n"
    assert published(text) == "2019-01-18"


def test_an_event_s_date_in_a_sentence_is_not_the_page_s() -> None:
    assert published(f"{TITLE}\n\n{LEAD}\n\n{REST}\n\nRapat digelar Kamis, 17 Januari 2019.\n") is None


@pytest.mark.parametrize("gap", [" ", RELATED])
@pytest.mark.parametrize(
    ("signature", "reporters", "editors"),
    [
        ("(fachrul)", ["fachrul"], []),
        ("( Udi)", ["Udi"], []),
        ("(Ant)", ["Ant"], []),
        ("(Ads)", ["Ads"], []),
        ("(asp)", ["asp"], []),
        ("(*)", [], []),
        ("*", [], []),
        ("***", [], []),
        ("(Jajang Sukmana)***", ["Jajang Sukmana"], []),
        ("*(Billy Antoro)", ["Billy Antoro"], []),
        ("(Bas/Nuh)", ["Bas", "Nuh"], []),
        ("(NKR/D-1)", ["NKR", "D-1"], []),
        ("(esy/jpnn)", ["esy", "jpnn"], []),
        ("(adi/MMC Kalteng)", ["adi"], []),
        ("(C-21)", ["C-21"], []),
        ("(mmckalteng)", [], []),
        ("(adpim)", [], []),
        ("— iq/rf", ["iq", "rf"], []),
        ("\n\nEditor : Amran", [], ["Amran"]),
        ("\nEditor: Red", [], []),
        ("\nRedaktur: Ridho Hidayat", [], ["Ridho Hidayat"]),
        ("\nRedaktur: Untung S - 157", [], ["Untung S"]),
        ("\nPewarta: Siti Aminah", ["Siti Aminah"], []),
        ("\nReporter :  Bambang", ["Bambang"], []),
        ("\nPenulis: Andi Rais | Editor: Sony", ["Andi Rais"], ["Sony"]),
        ("\nOleh : Rina Wati", ["Rina Wati"], []),
        ("\nReporter : Rina Wati\nEditor   : Sony", ["Rina Wati"], ["Sony"]),
        ("\n\nPemkab Kendal Lelang Jabatan\n\n(mus)\nEditor: Sony", ["mus"], ["Sony"]),
        ("\nLaporan: Nana // Editor: Sony", ["Nana"], ["Sony"]),
        ("(*)\n\nReporter: Andi\nEditor: Budi S", ["Andi"], ["Budi S"]),
        ("(Rahmat Hidayat/Editor)", ["Rahmat Hidayat"], []),
        ("\nDG.", ["DG"], []),
        ("(red)", [], []),
        ("(tim)", [], []),
        ("(humas)", [], []),
        ("\n\nPenulis: Tim Redaksi", [], []),
        ("(rls/yan)", ["yan"], []),
        ("\n(Ahmad Yani)", ["Ahmad Yani"], []),
        ("(zal)", ["zal"], []),
        ("[adv]", ["adv"], []),
        ("(Adv)", ["Adv"], []),
        ("\nReporter: Andi Saputra Editor: Rina", ["Andi Saputra"], ["Rina"]),
    ],
)
def test_signatures_at_the_end(signature: str, reporters: list[str], editors: list[str], gap: str) -> None:
    found = draft(f"{TITLE}\n\n{LEAD}\n\n{REST}\n\n{QUOTE} {signature}{gap}\n")
    assert (values(found["reporters"]), values(found["editors"])) == (reporters, editors)


@pytest.mark.parametrize(
    ("line", "reporters", "editors"),
    [
        ("Baehaqi Almutoif\n\nSenin, 27 Mei 2019 - 09:21", ["Baehaqi Almutoif"], []),
        ("Penulis : / Editor : / Editor :", [], []),
        ("Penulis : Ani Sari / Editor : Budi", ["Ani Sari"], ["Budi"]),
        ("Oleh: Dewi Lestari", ["Dewi Lestari"], []),
        ("By Agus Salim", ["Agus Salim"], []),
        ("Rabu, 16 Januari 2019\nHendra Saputra", ["Hendra Saputra"], []),
        ("Rudi Hartono - Rabu, 16 Januari 2019 | 10:00 WIB", ["Rudi Hartono"], []),
        ("Rudi Hartono, Jurnalis Okezone-Rabu, 16 Januari 2019", ["Rudi Hartono"], []),
        ("Redaksi by Redaksi", [], []),
        ("Reporter: Maya Sari | Editor: Tono", ["Maya Sari"], ["Tono"]),
        ("Admin - 16 Januari 2019", [], []),
    ],
)
def test_author_lines_above_the_lead(line: str, reporters: list[str], editors: list[str]) -> None:
    found = draft(f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{REST}\n")
    assert (values(found["reporters"]), values(found["editors"])) == (reporters, editors)


@pytest.mark.parametrize(
    "ending",
    [
        "Kegiatan ini didukung Badan Akreditasi Nasional (BAN).",
        "Acara ditutup Rabu (16/1/2019).",
        "Peserta berasal dari satuan pendidikan anak usia dini (PAUD)",
        "Ia hadir bersama istri (kiri).",
    ],
)
def test_brackets_inside_a_sentence_sign_nothing(ending: str) -> None:
    assert values(draft(f"{TITLE}\n\n{LEAD}\n\n{REST}\n\n{ending}\n")["reporters"]) == []


def test_a_signature_is_no_content() -> None:
    seen = scan(Article("a", f"{TITLE}\n\n{LEAD}\n\n{QUOTE}(fachrul)\n\nEditor : Amran\n"))
    assert seen.layout.is_noise(seen.text.index("fachrul"))
    assert seen.layout.is_noise(seen.text.index("Amran"))
    assert not seen.layout.is_noise(seen.text.index("pungkasnya"))


def test_metadata_fills_what_the_text_does_not_print_and_says_so() -> None:
    metadata = Metadata(title="Judul", outlet="Kabar.id", published_on="2024-05-01")
    found = draft(f"{LEAD}\n\n{REST}\n", metadata)
    for name, value in (("title", "Judul"), ("outlet", "Kabar.id"), ("published_on", "2024-05-01")):
        node = found[name]
        assert isinstance(node, Candidate)
        assert (node.value, node.source, node.spans, node.flags) == (value, "input", (), ("from_metadata",))


def test_what_the_text_prints_wins_over_metadata() -> None:
    node = draft(f"{TITLE}\n\n{LEAD}\n\n{REST}\n", Metadata(title="Lain"))["title"]
    assert isinstance(node, Candidate)
    assert (node.value, node.source) == (TITLE, "rules")


def test_metadata_that_say_something_else_are_kept_beside_what_the_text_prints() -> None:
    metadata = Metadata(title="Judul Lain", outlet="Lain.com", published_on="2020-01-01")
    found = draft(f"{TITLE}\n\nKENDAL, kabarkendal.com – {LEAD}\n\n{REST}\n", metadata)
    for field, other in (("title", "Judul Lain"), ("outlet", "Lain.com")):
        leaf = found[field]
        assert isinstance(leaf, Candidate)
        assert [(one.value, one.source) for one in leaf.alternatives] == [(other, "input")]


def test_metadata_that_say_the_same_are_no_alternative() -> None:
    title = draft(f"{TITLE}\n\n{LEAD}\n\n{REST}\n", Metadata(title=f" {TITLE}\n"))["title"]
    assert isinstance(title, Candidate)
    assert title.alternatives == ()


def test_the_copyright_line_tells_the_year() -> None:
    seen = scan(Article("a", f"{TITLE}\n\n{LEAD}\n\n{REST}\n\nCOPYRIGHT © ANTARA 2023\n"))
    assert page.copyright_year(seen) == 2023
    assert page.published_on(seen) is None
