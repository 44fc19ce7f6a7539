"""A spaCy `Doc` in, the same `Doc` with what deescalate heard out: `nlp.add_pipe("deescalate")`.

The spans of the tags are in `doc.spans["deescalate"]`, labelled `label` or `label:kind`, with the id of
the cue; the whole `Reading` is in `doc._.deescalate`.
"""

# No postponed annotations here: older releases of spaCy 3.8 need the types of a factory as they are.
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from deescalate.types import Reading

KEY = "deescalate"


class DeescalatePipe:
    """Reads each document as one message of a customer."""

    def __init__(self, banks: Sequence[str] = ()) -> None:
        from deescalate.advisor import Advisor  # spaCy imports this module for every pipeline it makes

        self._advisor = Advisor(banks)

    def __call__(self, doc: Doc) -> Doc:
        """Read the document and write the reading and its spans into it."""
        self.set_annotations(doc, self.match(doc))
        return doc

    def match(self, doc: Doc) -> Reading:
        """Read the text of a document."""
        return self._advisor.read(doc.text)

    def set_annotations(self, doc: Doc, reading: Reading) -> None:
        """Write a reading and the spans of its tags into a document."""
        spans = []
        for tag in reading.tags:
            label = f"{tag.label}:{tag.kind}" if tag.kind else tag.label
            span = doc.char_span(tag.start, tag.end, label=label, alignment_mode="expand")
            if span is not None:
                spans.append(Span(doc, span.start, span.end, label=label, span_id=tag.cue))
        doc.spans[KEY] = spans
        doc._.deescalate = reading


@Language.factory(KEY, default_config={"banks": []})
def make_pipe(nlp: Language, name: str, banks: list[str]) -> DeescalatePipe:
    """Make the component; `banks` are paths laid over the shipped bank."""
    if not Doc.has_extension(KEY):
        Doc.set_extension(KEY, default=None)
    return DeescalatePipe(banks)
