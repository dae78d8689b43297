"""A unit typed with its figure is not lost."""

from __future__ import annotations

import pytest

from evals.review.page.figures import unit_edit
from evals.review.types import Accept, Edit, Set

VALUE = "/indicators/2/value"


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("41 orang", "orang"),
        ("52%", "persen"),
        ("Rp 1,2 miliar", "rupiah"),
        ("sebelas siswa", "siswa"),
        ("3 satuan pendidikan", "satuan pendidikan"),
    ],
)
def test_the_unit_beside_a_figure_is_edited_too(typed: str, unit: str) -> None:
    assert unit_edit(Set(VALUE, typed)) == Set("/indicators/2/unit", unit)


@pytest.mark.parametrize(
    "edit",
    [
        Set(VALUE, "41"),
        Set(VALUE, "41 foo"),
        Set(VALUE, 41),
        Set(VALUE, None),
        Set(VALUE, "foo"),
        Set("/regulations/0/year", "2022 orang"),
        Accept(VALUE),
    ],
    ids=repr,
)
def test_nothing_else_is_touched(edit: Edit) -> None:
    assert unit_edit(edit) is None
