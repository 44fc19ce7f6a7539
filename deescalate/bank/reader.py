"""Read a YAML file into nodes that know their place; every scalar is text, nothing is guessed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml import events as happened

from deescalate.bank.page import Node, Page, Problems, Scalar, Sequence, Table, blank
from deescalate.errors import InputError

MAX_DEPTH = 40
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ODD = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def open_page(file: Path, shown: str, problems: Problems) -> Page:
    """Read a file as UTF-8 text. Raises InputError when it cannot be opened."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read the phrase bank {file}: {error.strerror}") from error
    try:
        return Page(shown, data.decode("utf-8-sig"), problems)
    except UnicodeDecodeError as error:
        page = Page(shown, data.decode("utf-8", "replace"), problems)
        page.report_index(len(data[: error.start].decode("utf-8")), "not UTF-8: save the file as UTF-8 text")
        return Page(shown, "", problems)


def parse(page: Page) -> Node | None:
    """Parse the text of a page. None when it is empty, or broken: then the problem is noted."""
    odd = _ODD.search(page.text)
    if odd:
        page.report_index(odd.start(), f"a control character (U+{ord(odd[0]):04X}): remove it")
        return None
    try:
        try:
            return _build(page, _Loader)
        except yaml.MarkedYAMLError as error:
            if "nesting" not in (error.problem or ""):
                raise
            return _build(page, yaml.SafeLoader)  # libyaml has a limit of its own, and scans ahead to it
    except yaml.MarkedYAMLError as error:
        _report_yaml(page, error)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        page.report_at(0, 0, f"broken YAML: {error}")
    return None


def _report_yaml(page: Page, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if page.line(line)[column : column + 1] == "\t":
        page.report_at(line, column, "a tab: indent with blanks")
        return
    told = f"broken YAML: {error.problem or error.context}"
    if "mapping values" in told:
        told += " (a text with ': ' in it stands in quotation marks)"
    elif error.context and error.context_mark:
        told += f" ({error.context} from line {error.context_mark.line + 1})"
    page.report_at(line, column, told)


def _build(page: Page, loader: Any) -> Node | None:
    # From events, not from PyYAML's own nodes: its composer recurses without a limit and follows aliases.
    root = Sequence(0, 0)
    stack: list[Sequence | Table] = [root]
    items = root.items
    events: Any = yaml.parse(page.text, Loader=loader)
    for event in events:
        kind = type(event)
        if kind is happened.ScalarEvent:
            mark = event.start_mark
            items.append(Scalar(event.value, mark.line, mark.column, 1 if event.style in ("'", '"') else 0))
        elif kind is happened.MappingStartEvent or kind is happened.SequenceStartEvent:
            mark = event.start_mark
            opened = (Table if kind is happened.MappingStartEvent else Sequence)(mark.line, mark.column)
            items.append(opened)
            stack.append(opened)
            items = opened.items
        elif kind is happened.MappingEndEvent or kind is happened.SequenceEndEvent:
            stack.pop()
            items = stack[-1].items
        refused = _refused(event, len(stack), len(root.items))
        if refused:
            page.report_at(event.start_mark.line, event.start_mark.column, refused)
            return None
    return root.items[0] if root.items and not blank(root.items[0]) else None


def _refused(event: Any, depth: int, documents: int) -> str | None:
    """Say what an event uses of YAML that banks do without."""
    if getattr(event, "anchor", None):
        return "anchors and aliases (&name, *name) are not used in banks: write it out"
    if getattr(event, "tag", None):
        return f"tags ({event.tag}) are not used in banks: everything is text"
    if depth > MAX_DEPTH:
        return f"nested more than {MAX_DEPTH} deep"
    if documents and type(event) is happened.DocumentStartEvent:
        return "a second document: a file of a bank holds one"
    return None
