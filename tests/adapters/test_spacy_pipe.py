"""deescalate as a component of a spaCy pipeline."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from deescalate import Reading


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("deescalate")
    return pipeline


def test_the_reading_is_on_the_document(nlp: Language) -> None:
    doc = nlp("You lost my parcel and nobody answers. Refund me!")
    assert isinstance(doc._.deescalate, Reading)
    assert doc._.deescalate.has("request", "refund")


def test_spans_carry_label_kind_and_cue(nlp: Language) -> None:
    doc = nlp("You lost my parcel and nobody answers. Refund me!")
    spans = {(span.label_, span.text) for span in doc.spans["deescalate"]}
    assert ("request:refund", "Refund me") in spans
    assert all(span.id_ for span in doc.spans["deescalate"])


def test_an_empty_document_has_no_spans(nlp: Language) -> None:
    assert list(nlp("").spans["deescalate"]) == []
