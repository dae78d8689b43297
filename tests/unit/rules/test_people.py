"""People come with the post and the organization that the text gives them."""

from __future__ import annotations

import pytest

from extractor.canonical.names import read_person
from extractor.canonical.roles import read_acting, read_role
from extractor.rules.bodies import organizations, regions
from extractor.rules.mentions import Person
from extractor.rules.persons import people
from extractor.rules.scan import scan
from extractor.rules.speech import statements
from extractor.schema.types import Article

LEAD = (
    "Rakor Mutu Pendidikan Digelar\n\n"
    "SINJAI – Dinas Pendidikan Kabupaten Sinjai menggelar rapat, Rabu (2/12/2020).\n\n"
)
CLOSING = "Kegiatan berlangsung hingga sore dan ditutup dengan doa bersama di ruang yang sama."


def read(body: str, lead: str = LEAD) -> tuple[str, tuple[Person, ...]]:
    seen = scan(Article("a", f"{lead}{body}\n\n{CLOSING}"))
    places = regions.find(seen)
    offices = organizations.find(seen, places)
    return seen.text, people.find(seen, places, offices, statements.find_quotations(seen))


ONE_PERSON = [
    # role, organization and name in every order
    (
        "Kepala Dinas Pendidikan Sinjai A. Jefri Asapati hadir.",
        ("A. Jefri Asapati", "Kepala", None, "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Kepala Dinas Pendidikan Kabupaten Sinjai, Drs. A. Jefri Asapati, M.Pd., hadir.",
        ("A. Jefri Asapati", "Kepala", None, "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Sementara itu, Agung Kurnia, Sekretaris Dinas Pendidikan Sinjai menyebut angkanya.",
        ("Agung Kurnia", "Sekretaris", None, "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Rapat dihadiri Andi Samsir selaku Ketua DPRD Sinjai.",
        ("Andi Samsir", "Ketua", None, "DPRD Kabupaten Sinjai"),
    ),
    (
        "Siti Rohmah yang juga Ketua Dewan Pendidikan Sinjai menambahkan hal itu.",
        ("Siti Rohmah", "Ketua", None, "Dewan Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Hadir pula Andi Syamsul, S.Pd. (Kepala SMPN 2 Sinjai) dan rombongan.",
        ("Andi Syamsul", "Kepala Sekolah", None, "SMPN 2 Sinjai"),
    ),
    ("Kepala Dinas Pendidikan Sinjai; Jefri Asapati membuka acara.", ("Jefri Asapati", "Kepala", None, None)),
    # heads of region
    (
        "Bupati Sinjai Andi Satya membuka acara.",
        ("Andi Satya", "Bupati", None, "Pemerintah Kabupaten Sinjai"),
    ),
    ("Acara dibuka Bupati Markusi.", ("Markusi", "Bupati", None, "Pemerintah Kabupaten Sinjai")),
    (
        "Acara dibuka Wakil Bupati Sinjai Hj. A. Kartika Ottong.",
        ("A. Kartika Ottong", "Wakil Bupati", None, "Pemerintah Kabupaten Sinjai"),
    ),
    (
        "Gubernur Sulawesi Selatan Andi Surya hadir.",
        ("Andi Surya", "Gubernur", None, "Pemerintah Provinsi Sulawesi Selatan"),
    ),
    (
        "Bupati Sinjai periode 2025-2030, Ratna Sari membuka acara.",
        ("Ratna Sari", "Bupati", None, "Pemerintah Kabupaten Sinjai"),
    ),
    (
        "Sekretaris Daerah Kabupaten Sinjai Dr. A. Murtadi, M.Si., memantau.",
        ("A. Murtadi", "Sekretaris Daerah", None, "Pemerintah Kabupaten Sinjai"),
    ),
    (
        "Asisten II Setda Sinjai, Sudarman hadir.",
        ("Sudarman", "Asisten II", None, "Pemerintah Kabupaten Sinjai"),
    ),
    # acting
    (
        "Penjabat (Pj) Bupati Sinjai Dr. Mahyudi, M.Si., meninjau.",
        ("Mahyudi", "Bupati", "Pj", "Pemerintah Kabupaten Sinjai"),
    ),
    (
        "Plt. Kadisdik Sinjai Asni Darwan menyampaikan laporan.",
        ("Asni Darwan", "Kepala", "Plt", "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Plh Kepala Dinas (Kadis) Pendidikan Sinjai, Rosma Marpa hadir.",
        ("Rosma Marpa", "Kepala", "Plh", "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Kadisdik Kabupaten Sinjai Plt Kusdian mengatakan hal itu.",
        ("Kusdian", "Kepala", "Plt", "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    # sub-units
    (
        "Dirjen PAUD Dikdasmen Gugun Suharto menambahkan hal itu.",
        ("Gugun Suharto", "Direktur Jenderal PAUD Dikdasmen", None, None),
    ),
    (
        "“Mutu naik,” kata Didik Suhardana, Direktur Pembinaan Sekolah Menengah Pertama, di Sinjai.",
        ("Didik Suhardana", "Direktur Pembinaan Sekolah Menengah Pertama", None, None),
    ),
    (
        "Ketua panitia kegiatan ini Etika Wahyu dalam laporannya berharap banyak.",
        ("Etika Wahyu", "Ketua Panitia", None, None),
    ),
    (
        "Kasi Kelembagaan, Sarana dan Prasarana Disdik Sinjai, Ngakan Samudra hadir.",
        (
            "Ngakan Samudra",
            "Kepala Seksi Kelembagaan, Sarana dan Prasarana",
            None,
            "Dinas Pendidikan Kabupaten Sinjai",
        ),
    ),
    (
        "Kabid PKPMP Dinas Pendidikan Kabupaten Sinjai, Masrin mengatakan hal itu.",
        ("Masrin", "Kepala Bidang PKPMP", None, "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Hal itu dikatakan Kabid SMP Wisnu Purna.",
        ("Wisnu Purna", "Kepala Bidang SMP", None, "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Kepala Seksi Pendidikan Menengah LPMP Sulsel Drs. A. Iskandari hadir.",
        ("A. Iskandari", "Kepala Seksi Pendidikan Menengah", None, "LPMP Provinsi Sulawesi Selatan"),
    ),
    # schools
    (
        "Kepala SD Negeri 12 Sinjai, Mardiana menyambut tamu.",
        ("Mardiana", "Kepala Sekolah", None, "SD Negeri 12 Sinjai"),
    ),
    ("Kepala MTsN 1 Sinjai Drs. Abbasi hadir.", ("Abbasi", "Kepala Madrasah", None, "MTsN 1 Sinjai")),
    (
        "Penata gerak ialah guru SMA Negeri 1 Sinjai, Dian Indri.",
        ("Dian Indri", "Guru", None, "SMA Negeri 1 Sinjai"),
    ),
    # ministers
    (
        "Mendikdasmen Abdul Mu'in memberi sambutan.",
        ("Abdul Mu'in", "Menteri", None, "Kemendikdasmen"),
    ),
    # misprints
    (
        "Krpala Dinas Pendidikan Sinjai A. Jefri Asapati hadir.",
        ("A. Jefri Asapati", "Kepala", None, "Dinas Pendidikan Kabupaten Sinjai"),
    ),
    (
        "Koordinaor Pengawas Sekolah Drs. H. Abd. Azhar hadir.",
        ("Abd. Azhar", "Koordinator Pengawas Sekolah", None, None),
    ),
    # sub-units of a regional secretariat, of a faculty, of a committee
    (
        "Acara dibuka Asisten Pemerintahan dan Kesra Setdakab Sinjai Drs. Rahmat Dauli, M.Si.",
        (
            "Rahmat Dauli",
            "Asisten Pemerintahan dan Kesejahteraan Rakyat",
            None,
            "Pemerintah Kabupaten Sinjai",
        ),
    ),
    (
        "Universitas Hasanuddin mendukung. Dekan Fakultas Kehutanan Dr. Ir. Mira Tandi hadir.",
        ("Mira Tandi", "Dekan Fakultas Kehutanan", None, "Universitas Hasanuddin"),
    ),
    (
        "SMPN 3 Sinjai ramai. Ketua panitia SPMB sekolah itu, Budi Santri, mengatakan kuota penuh.",
        ("Budi Santri", "Ketua Panitia SPMB", None, "SMPN 3 Sinjai"),
    ),
    (
        "SD Negeri 7 Sinjai rusak. Sekolah yang dipimpin Ratna Dewina itu punya 9 kelas.",
        ("Ratna Dewina", "Kepala Sekolah", None, "SD Negeri 7 Sinjai"),
    ),
    # bodies of a kecamatan, of the region, and their heads
    (
        "Hadir pula Kapolsek Bulupoddo, Iptu Yohan Patti, dan warga.",
        ("Yohan Patti", "Kepala", None, "Polsek Bulupoddo"),
    ),
    (
        "Ketua PGRI Kecamatan Bulupoddo, Petra Lumban, meminta guru tambahan.",
        ("Petra Lumban", "Ketua", None, "PGRI Kecamatan Bulupoddo"),
    ),
    (
        "Plt Kepala Satuan Polisi Pamong Praja (Satpol PP) Sinjai Ridho Tarigas mengaku siap.",
        ("Ridho Tarigas", "Kepala", "Plt", "Satpol PP Kabupaten Sinjai"),
    ),
    (
        "Ketua Organda Sinjai, Lukman Sembira, minta kelonggaran.",
        ("Lukman Sembira", "Ketua", None, "Organda Kabupaten Sinjai"),
    ),
    (
        "Narasumber dari BPMP Sulsel, Widyaprada Dr. Mardia Sukri, meminta data baru.",
        ("Mardia Sukri", "Widyaprada", None, "BPMP Provinsi Sulawesi Selatan"),
    ),
    (
        "DPRD Kabupaten Sinjai datang. Rombongan dipimpin Ketua Komisi II Yuni Hartati, SH.",
        ("Yuni Hartati", "Ketua Komisi II", None, "DPRD Kabupaten Sinjai"),
    ),
    (
        "Direktur RSUD Lasinra, dr. Maria Fella, Sp.PD, hadir.",
        ("Maria Fella", "Direktur", None, "RSUD Lasinra"),
    ),
    (
        "Turut hadir Ketua PGRI setempat, Suharyana, bersama pengurus.",
        ("Suharyana", "Ketua", None, "PGRI Kabupaten Sinjai"),
    ),
    ("Hadir Ketua MPD Aceh Besar Fauzan Adima.", ("Fauzan Adima", "Ketua", None, "MPD Kabupaten Aceh Besar")),
    (
        "Kepala SMP Negeri 2 Gadingan, Sinjai, Wahyu Hidayana mengaku terbantu.",
        ("Wahyu Hidayana", "Kepala Sekolah", None, "SMP Negeri 2 Gadingan"),
    ),
    # bystanders
    ("Wulandari (38), warga Mangarabombang, mengaku gagal mendaftar.", ("Wulandari", None, None, None)),
    ("Di aula, nama Baiq Nurhasanah dipanggil pertama.", ("Baiq Nurhasanah", None, None, None)),
    # a team is no role
    (
        "Hal itu dikatakan tim LPMP Sulsel, Boni Ermon di Sinjai.",
        ("Boni Ermon", None, None, "LPMP Provinsi Sulawesi Selatan"),
    ),
    # names without a post
    ("“Kami siap,” kata Halimah.", ("Halimah", None, None, None)),
    ("Turut hadir Drs. H. Abd. Azhar dan rombongan.", ("Abd. Azhar", None, None, None)),
    ("Rombongan dipimpin langsung Sukarni Hadi.", ("Sukarni Hadi", None, None, None)),
    # former posts are no posts
    ("Mantan Bupati Sinjai Andi Rudi hadir.", ("Andi Rudi", None, None, None)),
    ("Camat Bulupoddo Fajar Rahman hadir.", ("Fajar Rahman", "Camat", None, None)),
]


@pytest.mark.parametrize(("body", "person"), ONE_PERSON)
def test_person_is_read_with_post(body: str, person: tuple[str | None, ...]) -> None:
    _, found = read(body)
    assert [(one.name, one.role, one.acting) for one in found] == [person[:3]]
    if person[3] is not None:
        assert found[0].organization == person[3]


@pytest.mark.parametrize(("body", "person"), ONE_PERSON)
def test_evidence_proves_name_role_and_stand_in(body: str, person: tuple[str | None, ...]) -> None:
    text, (found,) = read(body)
    name = read_person(text[found.span.start : found.span.end])
    assert name is not None
    assert name.name == found.name
    for span in found.role_spans:
        role = read_role(text[span.start : span.end])
        assert role is not None
        assert role.role == found.role
    for span in found.acting_spans:
        assert read_acting(text[span.start : span.end]) == found.acting


def names(body: str) -> list[str]:
    return [one.name for one in read(body)[1]]


@pytest.mark.parametrize(
    "body",
    [
        "Kepala Sekolah Binaan dan Kepala Sekolah Imbas SD / SMP hadir.",
        "Tampak hadir Kepala Bappeda, Forkopimda, serta para Kepala Sekolah.",
        "Menurut Dinas Pendidikan Sinjai, angkanya naik.",
        "Sesuai Surat Keputusan Sekjen Kemendikbudristek Nomor: 47 tahun 2023.",
        "Profil Pelajar Pancasila bisa diwujudkan.",
        "Pemkab Sinjai mengatakan hal itu. Bupati Sinjai meminta dukungan.",
        "“Usulan lama,” ujar mantan Camat Tebukan ini.",
        "Ketua panitia Ekspose Sekolah Model mengatakan hal itu.",
        "Kepala Dinas Pendidikan, Senin (3/4), hadir. Ia berharap banyak.",
        "Peserta mengaku senang. Hasilnya menunjukkan hal itu.",
        "Seorang warga Mangarabombang mengatakan hal itu.",
    ],
)
def test_other_capitalised_words_are_no_people(body: str) -> None:
    assert names(body) == []


def test_second_mentions_by_any_part_are_the_same_person() -> None:
    _, found = read(
        "Kepala LPMP Sulsel, Abdul Halim Muharrami hadir. “Baik,” kata Halim. Muharrami menambahkan hal lain."
    )
    assert [one.name for one in found] == ["Abdul Halim Muharrami"]
    assert len(found[0].mentions) == 3


def test_spelling_variants_merge_at_the_fullest_form() -> None:
    assert names("Wakil Bupati Netty Herawan, S. Sos hadir. Nety melanjutkan pidatonya.") == ["Netty Herawan"]


def test_full_names_go_on_a_list_without_a_post() -> None:
    _, found = read(
        "Narasumber dari LPMP Sulsel, Yohan Kiama dan Maria Bernadet Lelo memaparkan rapor pendidikan."
    )
    assert [(one.name, one.role) for one in found] == [("Yohan Kiama", None), ("Maria Bernadet Lelo", None)]
    assert found[0].organization == "LPMP Provinsi Sulawesi Selatan"


def test_sub_unit_of_another_region_takes_no_office_of_this_one() -> None:
    _, (person,) = read("Acara dibuka Kabid GTK Kabupaten Bone H. Akhmad Sujai, S.Pd.")
    assert (person.role, person.organization) == ("Kepala Bidang GTK", None)


def test_two_people_that_share_a_name_stay_apart() -> None:
    assert names("Bupati Sinjai Andi Satya hadir. Ketua DPRD Sinjai Andi Samsir juga hadir.") == [
        "Andi Satya",
        "Andi Samsir",
    ]


def test_list_of_posts_and_names_gives_each_name_its_post() -> None:
    _, found = read(
        "Rapat dihadiri Wakil Bupati Sinjai Hj. A. Kartika Ottong,  Wakil Ketua DPRD Sinjai Andi Sabirin,  "
        "Kepala Bappeda dan Ketua Dewan Pendidikan Sinjai Dra. Hj. Mas Atika."
    )
    assert [(one.name, one.role) for one in found] == [
        ("A. Kartika Ottong", "Wakil Bupati"),
        ("Andi Sabirin", "Wakil Ketua"),
        ("Mas Atika", "Ketua"),
    ]


def test_stand_in_and_fuller_post_come_from_any_mention() -> None:
    _, (person,) = read("Pj Bupati Mahyudi meninjau ujian. Bupati Sinjai Mahyudi juga menyapa siswa.")
    assert (person.role, person.acting, person.organization) == (
        "Bupati",
        "Pj",
        "Pemerintah Kabupaten Sinjai",
    )


def test_headline_alone_names_nobody() -> None:
    text = (
        "Bupati Sinjai Ingatkan Kepsek Jangan Goyah\n\nSINJAI – Rapat digelar di Sinjai, Rabu (2/12/2020).\n"
    )
    assert read("", lead=text)[1] == ()


def test_people_stand_in_order_of_first_mention() -> None:
    _, found = read("Bupati Sinjai Andi Satya hadir. Kepala LPMP Sulsel Halimi Muharram hadir.")
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)


def test_all_of_a_counted_list_hold_the_post() -> None:
    _, found = read("DPRD Sinjai datang. Hadir dua anggota Komisi I, Mahdi Fendi dan Sri Wahyu, pagi itu.")
    assert [(one.name, one.role) for one in found] == [
        ("Mahdi Fendi", "Anggota Komisi I"),
        ("Sri Wahyu", "Anggota Komisi I"),
    ]


def test_a_nickname_is_a_mention_of_its_bearer() -> None:
    body = (
        "Kadisdik Sinjai Andi Sapwana hadir. Sapwana, yang biasa disapa Daeng Liong, senang. "
        "“Ya,” kata Daeng Liong."
    )
    text, found = read(body)
    assert [one.name for one in found] == ["Andi Sapwana"]
    assert text.index("kata Daeng Liong") + 5 in [span.start for span in found[0].mentions]


def test_a_regions_initials_end_the_post_before_a_name() -> None:
    lead = (
        "Rakor Mutu Digelar\n\nINDRALAYA – Dinas Pendidikan Kabupaten Ogan Ilir menggelar rapat, "
        "Rabu (2/12/2020).\n\n"
    )
    _, found = read("Hadir Asisten II Setda OI Mirza Fanani, para camat, dan guru.", lead)
    assert [(one.name, one.role, one.organization) for one in found] == [
        ("Mirza Fanani", "Asisten II", "Pemerintah Kabupaten Ogan Ilir")
    ]


def test_a_sub_unit_serves_the_only_office_that_can_have_it() -> None:
    lead = (
        "Ujian Madrasah Dimulai\n\nSINJAI – Kantor Kementerian Agama Kabupaten Sinjai membuka ujian, "
        "Rabu (3/4/2019).\n\n"
    )
    _, found = read("Kepala Sub Bagian Tata Usaha, Arif Lukmana, hadir.", lead)
    assert [(one.role, one.organization) for one in found] == [
        ("Kepala Subbagian Tata Usaha", "Kantor Kementerian Agama Kabupaten Sinjai")
    ]
