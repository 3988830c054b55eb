"""Answers as text and rows: a JSON line per question, or a CSV or Parquet row per hit."""

import csv
import io
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from lustra.model.query import Answer, Checked, Hit
from lustra.model.time import FOREVER, LONG_AGO, earliest, latest
from lustra.usecases.screening.result_files import COLUMNS, Rendered
from lustra.views.screening import CheckedJson, answer_json, checked_json

__all__ = ["hit_rows", "json_lines", "render", "render_csv"]


def render(suffix: str, answers: Sequence[Answer]) -> Rendered:
    """Render one chunk for a format.

    Args:
        suffix: ``.jsonl``, ``.csv`` or ``.parquet``.
        answers: in the order of the questions.
    """
    hits = [hit for answer in answers for hit in answer.hits]
    text: bytes = b""
    rows: tuple[dict[str, Any], ...] = ()
    if suffix == ".jsonl":
        text = json_lines(answers)
    elif suffix == ".csv":
        text = render_csv(answers)
    else:
        rows = tuple(row for answer in answers for row in hit_rows(answer))
    return Rendered(len(answers), len(hits), sum(hit.match for hit in hits), text, rows)


def json_lines(answers: Sequence[Answer]) -> bytes:
    """One JSON object a line, in the order of the questions."""
    encoder = msgspec.json.Encoder()
    checked: dict[int, CheckedJson] = {}
    out = bytearray()
    for answer in answers:
        key = id(answer.checked)
        if key not in checked:
            encoded = msgspec.Raw(encoder.encode(checked_json(answer.checked)))
            checked[key] = cast(CheckedJson, encoded)  # encodes to the same bytes, once a batch
        out += encoder.encode(answer_json(answer, checked[key]))
        out += b"\n"
    return bytes(out)


def hit_rows(answer: Answer) -> list[dict[str, Any]]:
    """One flat row per hit, with the columns of ``COLUMNS``."""
    return [_hit_row(answer, hit) for hit in answer.hits]


def _hit_row(answer: Answer, hit: Hit) -> dict[str, Any]:
    starts = [listing.start for listing in hit.listings if listing.start != LONG_AGO]
    ends = [listing.end for listing in hit.listings]
    return {
        "id": answer.query.id,
        "name": answer.query.names[0],
        "entity": hit.entity,
        "caption": hit.caption,
        "schema": hit.schema,
        "score": round(hit.score, 4),
        "match": hit.match,
        "query_name": hit.explanation.query_name,
        "listed_name": hit.explanation.listed_name,
        "why": "; ".join(feature.words for feature in hit.explanation.features),
        "programmes": "; ".join(sorted({listing.programme for listing in hit.listings if listing.programme})),
        "listed_from": earliest(*starts).isoformat() if starts else "",
        "listed_to": "" if not ends or FOREVER in ends else latest(*ends).isoformat(),
        "lists_checked": lists_checked(answer.checked),
    }


def lists_checked(checked: Checked) -> str:
    """``eu_fsf 2026-02-26; …``: the versions an answer rests on."""
    return "; ".join(f"{state.version.source} {state.version.published.isoformat()}" for state in checked.lists)


def render_csv(answers: Sequence[Answer]) -> bytes:
    """The header-less CSV rows of some answers, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    for answer in answers:
        writer.writerows(hit_rows(answer))
    return text.getvalue().encode()
