"""Labels of this project's own by message id in, labelled messages out: the texts come from the corpora.

`labels/messages.jsonl` holds what a careful reader of ours found in messages of the public sets: id, anger,
and blame, request and tags with offsets. The messages themselves are not ours to ship.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gold import read_rows

LABELS = Path(__file__).with_name("labels") / "messages.jsonl"
FILES = {  # source of a message -> the file of the corpora it stands in
    "tweetsumm": "conversations-dev.jsonl",
    "twcs_frustration": "frustration-dev.jsonl",
    "complaints_xci": "complaints-dev.jsonl",
    "cesamard": "reviews-dev.jsonl",
    "convabuse": "abuse-dev.jsonl",
    "churn_en": "churn-dev.jsonl",
    "nlupp": "requests-banking-hotel-dev.jsonl",
    "multidogo": "service-chats-dev.jsonl",
}


def read_ours(corpora: Path) -> list[dict[str, Any]]:
    """Read our labels as rows in the form of gold-dev; what a missing file would hold is left out."""
    texts = {source: dict(_texts(corpora / name)) for source, name in FILES.items()}
    found = []
    for row in read_rows(LABELS):
        source, _, name = row["id"].partition(":")
        if name in texts[source]:
            found.append(_with_text(row, texts[source][name]))
    return found


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of every message of a file; a turn is `conversation#turn`."""
    if not path.exists():
        return
    for row in read_rows(path):
        if "turns" in row:
            yield from ((f"{row['id']}#{at}", turn["text"].strip()) for at, turn in enumerate(row["turns"]))
        else:
            yield row["id"], row["text"].strip()


def _with_text(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Turn offsets into the words they stand for."""

    def spelled(tags: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**tag, "span": text[tag["start"] : tag["end"]]} for tag in tags]

    parts = {name: spelled(row.get(name, [])) for name in ("blame", "request", "tags")}
    return {"id": row["id"], "text": text, "anger": row.get("anger", 0), "ours": True, **parts}


def write_ours(rows: list[dict[str, Any]], path: Path = LABELS) -> None:
    """Write labelled messages without their texts."""
    path.write_text("".join(json.dumps(_without_text(row)) + "\n" for row in rows), encoding="utf-8")


def _without_text(row: Mapping[str, Any]) -> dict[str, Any]:
    def placed(tag: Mapping[str, Any]) -> dict[str, Any]:
        start = row["text"].find(tag["span"])
        named = {name: value for name, value in tag.items() if name != "span" and value is not None}
        return {**named, "start": start, "end": start + len(tag["span"])}

    parts = {name: [placed(tag) for tag in row[name]] for name in ("blame", "request", "tags") if row[name]}
    return {"id": row["id"], **({"anger": row["anger"]} if row["anger"] else {}), **parts}
