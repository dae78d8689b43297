"""Numbers as Indonesian news prints them: each expression has one certain value, or none."""

from __future__ import annotations

import pytest

from extractor.canonical.numbers import find_quantities, read_number

ONE_VALUE = [
    # digits and marks
    ("41 orang guru penggerak", 41),
    ("1.257 sekolah", 1257),
    ("10.673 guru", 10673),
    ("1.234.567 siswa", 1234567),
    ("10357 peserta", 10357),
    ("nilai rata-rata 63,37", 63.37),
    ("1.234,5", 1234.5),
    ("1.234.567,89", 1234567.89),
    ("1,234.5", 1234.5),
    ("0,75", 0.75),
    ("0.5", 0.5),
    ("7,0", 7),
    ("3,14", 3.14),
    ("16.141satuan pendidikan", 16141),
    ("08 sekolah", 8),
    ("63.37", 63.37),
    ("skor 72,456", 72.456),
    ("35,903 sekolah", 35903),
    ("12,450 siswa", 12450),
    ("1,250,000 anak", 1250000),
    ("sebanyak 7 kelas", 7),
    ("(29 sekolah)", 29),
    ("SMA: 124", 124),
    # per cent
    ("52 persen", 52),
    ("98%", 98),
    ("2,4 %", 2.4),
    ("90,1 persen", 90.1),
    ("34.04%", 34.04),
    ("41, 1 persen", 41.1),
    ("34.045 persen", 34.045),
    ("19,775%", 19.775),
    ("100 prosen", 100),
    ("lima persen", 5),
    ("sembilan puluh delapan persen", 98),
    ("30 % siswa", 30),
    # money
    ("Rp 8 miliar", 8_000_000_000),
    ("Rp62,4 miliar", 62_400_000_000),
    ("Rp16,97 triliun", 16_970_000_000_000),
    ("Rp17,5 Miliar", 17_500_000_000),
    ("Rp 1.5 miliar", 1_500_000_000),
    ("Rp227 juta", 227_000_000),
    ("Rp. 25.090.504.000,-", 25_090_504_000),
    ("Rp 45.769.511.193", 45_769_511_193),
    ("Rp 1.250.000,00", 1_250_000),
    ("Rp1.000.000", 1_000_000),
    ("Rp 500 ribu", 500_000),
    ("Rp 750 rb", 750_000),
    ("Rp 3 jt", 3_000_000),
    ("Rp 5 M", 5_000_000_000),
    ("Rp2,7 T", 2_700_000_000_000),
    ("IDR 40 juta", 40_000_000),
    ("Rp 1 miliar 200 juta", 1_200_000_000),
    ("Rp 2 juta 500 ribu", 2_500_000),
    ("1,5 juta rupiah", 1_500_000),
    ("dua miliar rupiah", 2_000_000_000),
    ("Rp1.234 miliar", 1_234_000_000_000),
    ("Rp35,903 miliar", 35_903_000_000),
    # scales without money
    ("1,2 juta siswa", 1_200_000),
    ("3 ribu guru", 3_000),
    ("2,5 milyar", 2_500_000_000),
    ("4 trilyun", 4_000_000_000_000),
    ("27 ribu 500 siswa", 27_500),
    ("3 ratus orang", 300),
    # words
    ("nol persen", 0),
    ("sembilan sekolah", 9),
    ("sepuluh guru", 10),
    ("sebelas kelas", 11),
    ("dua belas anak", 12),
    ("sembilan belas lembaga", 19),
    ("dua puluh satu", 21),
    ("sembilan puluh sembilan", 99),
    ("seratus", 100),
    ("seratus lima", 105),
    ("dua ratus lima puluh", 250),
    ("tujuh ratus sebelas", 711),
    ("seribu", 1000),
    ("seribu lima ratus", 1500),
    ("dua ribu dua puluh dua", 2022),
    ("lima belas ribu", 15_000),
    ("dua ratus lima puluh ribu siswa", 250_000),
    ("sejuta anak", 1_000_000),
    ("tiga juta empat ratus ribu", 3_400_000),
    ("satu miliar dua ratus juta rupiah", 1_200_000_000),
    ("setengah juta", 500_000),
    ("satu setengah miliar rupiah", 1_500_000_000),
    ("dua setengah juta", 2_500_000),
    ("semiliar", 1_000_000_000),
    (
        "seratus dua puluh tiga juta empat ratus lima puluh enam ribu tujuh ratus delapan puluh sembilan",
        123_456_789,
    ),
    # word and digits together
    ("6 (enam) sekolah", 6),
    ("tiga (3) guru", 3),
    ("10 (sepuluh)", 10),
    ("15 ( lima belas ) orang", 15),
    # approximations
    ("sekitar 350 siswa", 350),
    ("kurang lebih 40 peserta", 40),
    ("lebih dari 400 pendaftar", 400),
    ("hampir 2.000 sekolah", 2000),
    ("2.900an guru", 2900),
    ("8.000 an siswa", 8000),
    ("64.250-an anak", 64250),
    ("400 lebih siswa", 400),
    ("Rp 1,2 triliun lebih", 1_200_000_000_000),
    # ordinals
    ("ke-2", 2),
    ("terbaik ke-2", 2),
    ("wisuda ke- 132", 132),
    ("juara 1", 1),
    ("peringkat 800 dunia", 800),
    ("peringkat pertama", 1),
    ("urutan ketiga", 3),
    ("posisi kesebelas", 11),
    ("tertinggi pertama", 1),
    ("nomor satu", 1),
    ("Terbaik I", 1),
    ("juara III", 3),
    ("Peringkat IV nasional", 4),
    ("kelima belas", 15),
    ("kedua puluh satu", 21),
]

NO_VALUE = [
    "pukul 08.00 WIB",
    "Pkl 09.00 s/d 11.30 Wib",
    "19:30:01",
    "jam 7 pagi",
    "0812-3456-7890",
    "(0411) 873565",
    "tahun pelajaran 2018/2019",
    "51/2018",
    "K13",
    "SMPN1",
    "covid-19",
    "1990an",
    "-81%",
    "35,903 saja",
    "1.250 persen",
    "versi 1.2.3",
    "12.34.56",
    "6 (tujuh) sekolah",
    "2 05 orang",
    "puluhan sekolah",
    "salah satu guru",
    "satu per satu",
    "satu-satunya sekolah",
    "No. 3",
    "Jl. Merdeka no.15",
    "5x lipat",
    "setengah dari siswa",
    "guru",
    "",
]

SEVERAL = [
    ("Rp100-150 juta", [100_000_000, 150_000_000]),
    ("Rp 5 hingga 10 miliar", [5_000_000_000, 10_000_000_000]),
    ("sekitar 5 hingga 10 juta rupiah", [5_000_000, 10_000_000]),
    ("3 hingga 4,5 juta", [3_000_000, 4_500_000]),
    ("Rp 500 ribu hingga Rp 1 juta", [500_000, 1_000_000]),
    ("10-13 persen", [10, 13]),
    ("70 – 81%", [70, 81]),
    ("23 s.d. 25 orang", [23, 25]),
    ("20 sampai dengan 30 siswa", [20, 30]),
    ("dua-tiga orang", [2, 3]),
    ("lima hingga sepuluh sekolah", [5, 10]),
    ("160.000 dari 250.000", [160_000, 250_000]),
    ("dari 15 persen menjadi 25 persen", [15, 25]),
    ("SD 29 sekolah, SMP 4 sekolah", [29, 4]),
    ("juara 1, 2, 3 dan 4", [1, 2, 3, 4]),
    ("urutan empat dan lima diisi", [4, 5]),
    ("23 orang dan 22 orang", [23, 22]),
    ("51.979 guru dan 35,903 sekolah", [51979, 35903]),
    ("dari 51.979 (34.04%) baru 35,903 yang terdata", [51979, 34.04, 35903]),
]


@pytest.mark.parametrize(("surface", "value"), ONE_VALUE)
def test_an_expression_has_its_value(surface: str, value: float) -> None:
    assert read_number(surface) == value


@pytest.mark.parametrize("surface", NO_VALUE)
def test_what_is_undecided_or_no_quantity_has_no_value(surface: str) -> None:
    assert read_number(surface) is None


@pytest.mark.parametrize(("surface", "values"), SEVERAL)
def test_ranges_and_lists_give_every_number(surface: str, values: list[float]) -> None:
    assert [quantity.value for quantity in find_quantities(surface)] == values


@pytest.mark.parametrize(("surface", "value"), [*ONE_VALUE])
def test_a_whole_number_is_an_int(surface: str, value: float) -> None:
    assert isinstance(read_number(surface), int) == float(value).is_integer()


@pytest.mark.parametrize(
    ("surface", "printed", "unit"),
    [
        ("anggaran Rp 1,2 miliar untuk sekolah", "1,2 miliar", "Rp"),
        ("sudah 52 persen", "52", "persen"),
        ("sudah 98% data", "98", "%"),
        ("senilai 3 juta rupiah", "3 juta", "rupiah"),
        ("ada 6 (enam) sekolah", "6 (enam)", ""),
        ("ada 41 orang", "41", ""),
    ],
)
def test_the_span_covers_the_number_and_its_scale_only(surface: str, printed: str, unit: str) -> None:
    (quantity,) = find_quantities(surface)
    assert surface[quantity.start : quantity.end] == printed
    assert (
        surface[quantity.unit_start : quantity.unit_end].strip() == unit
        if unit
        else quantity.unit_start == -1
    )


def test_a_borrowed_scale_says_where_it_stands() -> None:
    surface = "bantuan Rp100-150 juta"
    first, second = find_quantities(surface)
    assert surface[first.scale_start : first.scale_end] == "juta"
    assert second.scale_start == -1
    assert first.is_money
    assert second.is_money


@pytest.mark.parametrize(
    ("surface", "flags"),
    [
        ("sekitar 40 guru", ("approximate",)),
        ("sekitar empat puluh guru", ("approximate", "number_word")),
        ("empat puluh guru", ("number_word",)),
        ("40 guru", ()),
        ("2.900an", ("approximate",)),
        ("ketiga", ("number_word",)),
    ],
)
def test_flags_tell_words_and_approximations(surface: str, flags: tuple[str, ...]) -> None:
    assert find_quantities(surface)[0].flags == flags


@pytest.mark.parametrize("surface", ["juara 1", "ke-2", "peringkat pertama", "Terbaik II", "nomor satu"])
def test_ranks_are_ordinal(surface: str) -> None:
    assert find_quantities(surface)[0].is_ordinal


@pytest.mark.parametrize("surface", ["40 guru", "52 persen", "Rp 5 juta", "empat sekolah"])
def test_counts_are_not_ordinal(surface: str) -> None:
    assert not find_quantities(surface)[0].is_ordinal


@pytest.mark.parametrize(
    "junk", ["9" * 5000, "1." * 3000, "1,234 " * 2000, "Rp" * 3000, "satu " * 2000, "(" * 5000]
)
def test_hostile_text_is_read_without_failing(junk: str) -> None:
    assert isinstance(find_quantities(junk), list)
