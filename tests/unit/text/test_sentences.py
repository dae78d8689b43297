"""Where Indonesian news ends its sentences: in `TEXTS` a bar stands there, and nowhere else."""

from __future__ import annotations

import pytest

from extractor.schema.types import Sentence
from extractor.text import split_sentences

BAR = "¦"


def sentences(text: str) -> list[str]:
    return [text[found.start : found.end] for found in split_sentences(text)]


TEXTS = {
    "full stops": "Rapat dibuka bupati. ¦Semua kepala sekolah hadir. ¦Acara lancar.",
    "no stop at the end": "Rapat dibuka bupati. ¦Semua hadir",
    "question and exclamation marks": "Sudah siap? ¦Siap! ¦Mari mulai.",
    "several marks": "Luar biasa!!! ¦Benarkah?! ¦Ya.",
    "small letter after a mark": "Apa kabar? tanya guru itu. ¦Baik.",
    "one-letter honorific": "Wakil bupati H. Rahmat membuka acara. ¦Ia senang.",
    "Hj.": "Acara dibuka Hj. Siti Rahmah. ¦Ia senang.",
    "Drs. H.": "Hadir Drs. H. Abd. Rauf dan stafnya.",
    "Dra. Hj.": "Sambutan Dra. Hj. Nurhayati singkat. ¦Acara usai.",
    "Prof. Dr.": "Rektor Prof. Dr. Bambang Setiadi hadir. ¦Ia lega.",
    "Ir.": "Bupati Ir. Suryanto meninjau SMP. ¦Ia lega.",
    "dr.": "Wali kota dr. Melati menyapa siswa.",
    "K.H. and KH.": "Hadir K.H. Hasan Basri serta KH. Ahmad Dahlan.",
    "R.A.": "Sekolah R.A. Kartini direnovasi.",
    "initial": "Kepala seksi A. Iskandar hadir. ¦Ia lega.",
    "initial M.": "Sekretaris M. Taufik melapor. ¦Rapat usai.",
    "two initials": "Tokoh H. A. Malik hadir.",
    "joined initials": "Tokoh H.M. Yusuf dan A.A.G. Putra hadir. ¦Rapat usai.",
    "shortened given name": "Hadir Moh. Ridwan, Muh. Arif dan Abd. Kadir. ¦Rapat usai.",
    "degree inside": "Kepala dinas Budi Santoso, S.Pd., M.Si. menyampaikan laporan.",
    "degree at the end": "Acara dibuka Budi Santoso, S.Pd. ¦Ia berterima kasih.",
    "degree of capitals at the end": "Acara dibuka Budi Santoso, S.H. ¦Ia berterima kasih.",
    "degree before degree": "Narasumber Rina Wati, S.Pd. M.Si. menjawab.",
    "degrees at the end": "Narasumber Rina Wati, S.Pd. M.Si. ¦Ia menjawab.",
    "degrees of capitals": "Narasumber Rina Wati, S.H. M.H., menjawab.",
    "degree with a space": "Hadir Netti, S. Sos, dan Yustia, M. Pd serta staf. ¦Rapat usai.",
    "spaced degree at the end": "Hadir Yustia, S. Pd. ¦Rapat usai.",
    "spaced degree before degree": "Hadir Yustia, S. Pd. M. Si. menjawab.",
    "ST in capitals is a degree": "Hadir Hendra, ST. ¦Rapat usai.",
    "St. in small letters is a name": "Hadir St. Aminah dari dinas.",
    "acting heads": "Sambutan Plt. Kepala Dinas, Pj. Gubernur, Plh. Sekda dan Pjs. Bupati dibacakan.",
    "number": "Peraturan No. 10 Tahun 2020 berlaku. ¦Siswa patuh.",
    "number with a letter": "Kantor di Jl. Melati No. A5 ramai.",
    "page, date, hour before a figure": "Lihat hal. 5 tgl. 7 Mei pkl. 09.00 di Km. 3.",
    "the same words at the end": "Itu banyak hal. ¦Siswa PKL. ¦Jarak 5 km. ¦Naik.",
    "rupiah": "Bantuan Rp. 5 juta cair. ¦Guru senang.",
    "s.d.": "Pendaftaran Senin s.d. Rabu di kantor. ¦Gratis.",
    "s.d. after a comma": "Senin, s.d. Rabu di kantor.",
    "SD at the end is a school": "Bantuan mengalir sampai SD. ¦Harapan kami besar.",
    "sd. before a figure": "Tanggal 1 sd. 5 Mei libur.",
    "a.n.": "Surat diteken a.n. Bupati kemarin. ¦Selesai.",
    "AN at the end is the test": "Semua sekolah ikut AN. ¦Hasil bulan depan.",
    "street, alley, hamlet": "Alamat Jl. Jend. Sudirman Gg. Mawar Dsn. Krajan.",
    "kabupaten, kecamatan, kelurahan, provinsi": "Warga Kel. Baru Kec. Lama Kab. Luwu Prov. Sulsel hadir.",
    "firms": "Sponsor PT. Maju Jaya, CV. Abadi dan UD. Makmur.",
    "military ranks": "Hadir Kol. Inf. Suharto serta Brigjen. Pol. Rudi dan Letjen TNI (Purn.) Agus.",
    "honorary doctorate": "Gubernur Dr. (H.C.) Rahman dan H. Salim (alm.) Daeng dikenang.",
    "dll. at the end": "Ada buku, pensil, dll. ¦Selain itu ada meja.",
    "dll. inside": "Ada buku, dll. yang dibagikan.",
    "dkk. inside": "Penelitian Suryana dkk. dikutip.",
    "decimal": "Rata-rata 3.14 dan 62,24. ¦Naik tipis.",
    "thousands at the end": "Anggaran Rp 45.769.511.193. ¦Angka itu naik.",
    "time": "Mulai pukul 09.00. ¦Siswa berkumpul pukul 07.30 WIB. ¦Doa dibaca.",
    "year at the end": "Berlaku sejak 2020. ¦Semua patuh.",
    "date in brackets": "Ujarnya, Rabu (2/11/2022). ¦Ia lega.",
    "bracket after the stop": "(Peserta 50 orang.) ¦Acara lancar.",
    "sign-off in brackets": "Acara selesai. ¦(Ads)",
    "sign-off without a space": "Acara selesai.(fachrul)",
    "web address": "Daftar di ppdb.dinas.go.id. ¦Gratis.",
    "outlet in the dateline": "PALOPO, KABARSATU.com – Dinas rapat. ¦Semua hadir.",
    "quotation closing after the stop": '"Kami siap." ¦Ia tersenyum.',
    "curly quotation closing after the stop": "“Kami siap.” ¦Ia tersenyum.",
    "quotation closing after the stop, small letter": '"Kami siap." kata dia. ¦Rapat usai.',
    "quotation closing after a question mark": '"Sudah siap?" tanya bupati. ¦"Siap!" jawab siswa.',
    "quotation closing before the stop": 'Ia berkata "kami siap". ¦Rapat usai.',
    "sentences in one quotation": "“Kami siap. ¦Semua siap. ¦Mari mulai,” kata Rina.",
    "quotation opening": "Ia tersenyum. ¦“Kami siap,” katanya. ¦‘Benar,’ sahutnya.",
    "quotation opening with a small letter": "Ia tersenyum. ¦“kami siap,” katanya.",
    "quotation mark with a space behind it": "Ia tersenyum. ¦“ Kami siap,” katanya.",
    "closing mark with a space before it": '"Semua baik. " tandasnya.',
    "ellipsis inside": "Kami ... belum tahu… mungkin besok.",
    "ellipsis at the end": "Kami menunggu... ¦Lalu pulang… ¦Usai.",
    "item numbers": "1. Mutu guru naik. ¦Nilai juga.\n¦2. Sarana cukup.\n¦a. Meja\n¦II. Penutup",
    "section number": "2.1. Latar belakang disusun. ¦Usai.",
    "one-line paragraphs": "Judul Berita\n¦PALOPO – Rapat digelar.\n¦Selesai",
    "line end without a stop": "Tinggalkan Balasan\n\n \n¦Komentar",
    "Windows line ends": "Satu.\r\n¦Dua.\r\n",
    "spaces that are not plain": "Satu.\u00a0\u00a0¦Dua.\u3000¦Tiga.",
    "accented opener": "Selesai. ¦Éva pulang.",
    "missing space after a stop": "Selesai.Semua pulang.",
    "only marks": "... !!!",
    "lone quotation mark": '"',
}


@pytest.mark.parametrize("marked", TEXTS.values(), ids=TEXTS.keys())
def test_a_sentence_ends_only_where_the_bar_stands(marked: str) -> None:
    expected = [part.strip() for part in marked.split(BAR)]
    assert sentences(marked.replace(BAR, "")) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\r\n\t"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_ids_and_paragraphs_count_in_reading_order() -> None:
    assert split_sentences("Satu. Dua.\n\n  Tiga.") == [
        Sentence("s1", 0, 5, 0),
        Sentence("s2", 6, 10, 0),
        Sentence("s3", 14, 19, 1),
    ]
