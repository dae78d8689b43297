"""A finished record as JSON text that is passed on without being read.

Where nothing has changed, reading a record and writing it again would take longer than all the rest. Only its
`run` is read, for that tells of the present run; the rest is read for those who ask for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.schema.record import Record

# A record is kept without the id of its article, since another one may have the same text.
_OPENING = '{"schema_version":"1","article_id":'
_NO_ID = '""'
_RUN = ',"run":'


class Kept:
    """The record of one article; `run` may be changed until `record` is asked for.

    Raises:
        ValueError: The text is none that `packed` made.
    """

    __slots__ = ("_before_run", "_record", "article_id", "run")

    def __init__(self, text: str, article_id: str) -> None:
        from extractor.schema.record import Run

        before_run, _, run = text.rpartition(_RUN)
        if not before_run.startswith(_OPENING + _NO_ID):
            raise ValueError("this is no kept record")
        self.article_id = article_id
        self.run = Run.model_validate_json(run.removesuffix("}"))
        self._before_run = before_run[len(_OPENING + _NO_ID) :]
        self._record: Record | None = None

    @property
    def json_text(self) -> str:
        """The whole record, as `record.model_dump_json()` gives it."""
        told_id = json.dumps(self.article_id, ensure_ascii=False)
        return f"{_OPENING}{told_id}{self._before_run}{_RUN}{self.run.model_dump_json()}}}"

    @property
    def record(self) -> Record:
        """The whole record, the same one each time.

        Raises:
            ValueError: The text is damaged.
        """
        from extractor.schema.record import Record

        if self._record is None:
            self._record = Record.model_validate_json(self.json_text)
        return self._record


def packed(record: Record) -> str:
    """The text under which a record is kept."""
    return record.model_copy(update={"article_id": ""}).model_dump_json()
