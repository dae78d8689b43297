"""Town, outlet and lead at the start of the text, in the families of datelines that Indonesian news uses."""

from __future__ import annotations

import pytest

from extractor.rules.pages import page
from extractor.rules.scan import scan
from extractor.schema.types import Article, Candidate, Node

TITLE = "Rapat Koordinasi Mutu Pendidikan Dibuka"
LEAD = (
    "Dinas Pendidikan setempat menggelar rapat koordinasi penjaminan mutu pendidikan bersama seluruh kepala "
    "sekolah dasar dan pengawas pada pekan ini. Kegiatan itu dibuka oleh kepala dinas."
)
REST = "\n\nKepala dinas mengatakan kegiatan itu penting bagi mutu sekolah di seluruh wilayah tersebut.\n"


def value(node: Node) -> object:
    assert node is None or isinstance(node, Candidate)
    return node.value if node else None


FAMILIES = pytest.mark.parametrize(
    ("dateline", "outlet", "town"),
    [
        ("SUARAKENDAL.COM, KENDAL – ", "SUARAKENDAL.COM", "Kendal"),
        ("SUARAKENDAL.COM, KENDAL\n- ", "SUARAKENDAL.COM", "Kendal"),
        ("SUARAKENDAL.COM-KENDAL-", "SUARAKENDAL.COM", "Kendal"),
        ("lensapost.id | SAROLANGUN ", "lensapost.id", "Sarolangun"),
        ("lensapost.net - SAROLANGUN - ", "lensapost.net", "Sarolangun"),
        ("LENSAPOST, SAROLANGUN -- ", "LENSAPOST", "Sarolangun"),
        ("Lensapost.com, Sarolangun — ", "Lensapost.com", "Sarolangun"),
        ("lensapost.com | Sarolangun – ", "lensapost.com", "Sarolangun"),
        ("LENSAPOST,SAROLANGUN – ", "LENSAPOST", "Sarolangun"),
        ("KENDAL, suarakendal.com – ", "suarakendal.com", "Kendal"),
        ("Kendal, Lingkar – ", "Lingkar", "Kendal"),
        ("KENDAL, LINGKAR—", "LINGKAR", "Kendal"),
        ("KENDAL,LINGKAR---", "LINGKAR", "Kendal"),
        ("Kendal | Lingkar — ", "Lingkar", "Kendal"),
        ("Kendal – Lingkarjateng\n", "Lingkarjateng", "Kendal"),
        ("Manado, Barometer.id: ", "Barometer.id", "Manado"),
        ("PADANG SUMBAR, Spiritnews – ", "Spiritnews", "Padang"),
        ("GORONTALO, HIBATA.ID – ", "HIBATA.ID", "Gorontalo"),
        ("KENDAL – ", None, "Kendal"),
        ("Kendal – ", None, "Kendal"),
        ("SUNGAILIAT – ", None, "Sungailiat"),
        ("MUARA TEWEH – ", None, "Muara Teweh"),
        ("KENDAL-", None, "Kendal"),
        ("Kendal: ", None, "Kendal"),
        ("SUARAKENDAL.COM – ", "SUARAKENDAL.COM", None),
        ("suarakendal.id - ", "suarakendal.id", None),
        ("Suarakendal.com. ", "Suarakendal.com", None),
        ("Kendari (ANTARA) - ", "ANTARA", "Kendari"),
        ("Surabaya (Antaranews Jatim) - ", "Antaranews Jatim", "Surabaya"),
        ("BATAM (HK) – ", None, "Batam"),
        ("Pekanbaru (pewarta.co) – ", "pewarta.co", "Pekanbaru"),
        ("Jakarta (Dikdas): ", None, "Jakarta"),
        ("Banda Aceh (Humas)---", None, "Banda Aceh"),
        ("Sekayu, Muba (ANTARA) - ", "ANTARA", "Sekayu"),
        ("BGP NTB – ", None, None),
        ("SOLO BARU, LPMP JAWA TENGAH – ", None, "Solo Baru"),
        ("Ternate, BPMPMalut – ", None, "Ternate"),
        ("Jayapura, Kemendikdasmen – ", None, "Jayapura"),
        ("Bula, 15 Mei 2025 – ", None, "Bula"),
        ("Jayapura (13/12) – ", None, "Jayapura"),
        ("(Semarang 23 Juni 2025). ", None, "Semarang"),
        ("BANDA ACEH, SERAMBINEWS.COM - ", "SERAMBINEWS.COM", "Banda Aceh"),
        ("TRIBUNJATENG.COM, SEMARANG - ", "TRIBUNJATENG.COM", "Semarang"),
        ("Liputan6.com, Jakarta ", "Liputan6.com", "Jakarta"),
        ("JAKARTA, KOMPAS.com - ", "KOMPAS.com", "Jakarta"),
        ("KOMPAS.com - ", "KOMPAS.com", None),
        ("Suara.com - ", "Suara.com", None),
        ("Jakarta, CNN Indonesia -- ", "CNN Indonesia", "Jakarta"),
        ("Bisnis.com, JAKARTA – ", "Bisnis.com", "Jakarta"),
        ("TEMPO.CO, Jakarta - ", "TEMPO.CO", "Jakarta"),
        ("RADARSAMPIT.COM, SAMPIT – ", "RADARSAMPIT.COM", "Sampit"),
        ("KUALA KAPUAS, KALTENGPOS.CO – ", "KALTENGPOS.CO", "Kuala Kapuas"),
        ("PALANGKA RAYA – ", None, "Palangka Raya"),
        ("TANJUNGPINANG (HAKA) - ", None, "Tanjungpinang"),
        ("Kab. Bogor, Radar Bogor – ", "Radar Bogor", "Bogor"),
        ("KOTA BIMA, Kahaba.net – ", "Kahaba.net", "Bima"),
        ("BENGKULU, bengkuluekspress.com -", "bengkuluekspress.com", "Bengkulu"),
        ("MATARAM – Suara NTB – ", "Suara NTB", "Mataram"),
        ("SIDOARJO | duta.co – ", "duta.co", "Sidoarjo"),
        ("SOPPPENG, RAKYAT.COM – ", "RAKYAT.COM", "Soppeng"),
        ("BAU-BAU, KENDARIPOS.CO.ID – ", "KENDARIPOS.CO.ID", "Bau-Bau"),
        ("TOLITOLI, Metrosulteng.com - ", "Metrosulteng.com", "Tolitoli"),
        ("", None, None),
    ],
)


@FAMILIES
def test_outlet_town_and_lead_are_told_apart(dateline: str, outlet: str | None, town: str | None) -> None:
    seen = scan(Article("a", f"{TITLE}\n\n{dateline}{LEAD}{REST}"))
    draft = page.draft(seen, ())
    assert (value(draft["outlet"]), value(draft["dateline"])) == (outlet, town)
    assert seen.text[seen.layout.body :].startswith(LEAD)


@FAMILIES
def test_a_lead_is_never_promoted_to_a_title(dateline: str, outlet: str | None, town: str | None) -> None:
    seen = scan(Article("a", f"{dateline}{LEAD}{REST}"))
    assert seen.layout.title is None
    assert seen.text[seen.layout.body :].startswith(LEAD)


@pytest.mark.parametrize(
    "lead",
    [
        "Anak-anak sekolah dasar di pesisir kini dapat belajar dengan tenang karena gedungnya "
        "selesai diperbaiki.",
        "Bupati Sinjai - didampingi wakilnya - membuka rapat koordinasi penjaminan mutu di aula "
        "dinas pendidikan.",
        "Gubernur Sulawesi Utara, Prof. Dr. Olly Dondokambey, menyerahkan penghargaan kepada dua "
        "puluh sekolah itu.",
        "Sebanyak 1.200 guru penggerak – hampir semuanya dari sekolah dasar – mengikuti lokakarya "
        "di kota itu.",
    ],
)
def test_running_words_before_a_dash_are_no_dateline(lead: str) -> None:
    seen = scan(Article("a", f"{TITLE}\n\n{lead}{REST}"))
    assert (seen.layout.outlet, seen.layout.dateline) == (None, None)
    assert seen.text[seen.layout.body :].startswith(lead)
