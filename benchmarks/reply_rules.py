"""A reply and what came before it in, the wording rules it breaks out; each rule is a property of any reply.

`tests/say/test_wording_rules.py` holds the project's own cases to them, `conversations.py` whole corpora.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

PLACEHOLDER = re.compile(r"\[[a-z_]+\]")
_END = re.compile(r"(?<=[.!?…])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)[”\"]?\s+|\n+")
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_LETTERS = re.compile(r"[^\W_]+")
_HOLE = "something"  # stands for the customer's own words where only ours are judged

LONGEST = {"chat": 34, "phone": 34, "social": 34, "email": 36}  # words of a sentence
MOST_SENTENCES = {"chat": 7, "phone": 8, "social": 5, "email": 11}
QUESTIONS = {"chat": 1, "social": 1, "phone": 2, "email": 2}
FEELINGS = re.compile(r"\b(?:frustrat|angr|anger|upset|annoy|furious|disappoint|livid|worri|stress)\w*")
PROMISES = re.compile(
    r"\b(?:i|we)(?:'ll| will| can| shall)? (?:refund|compensate|guarantee|promise|reimburse|waive|credit)\b"
    r"|\byou'll (?:get|have|receive) (?:a|your|the) (?:refund|money|credit|voucher)\b"
    r"|\b(?:never happen again|within (?:the )?(?:next )?\d+ (?:minutes|hours|days)|by tomorrow)\b"
)
WE_FOR_I = re.compile(
    r"(?:^|[.!?;:] |\band |\bso )"
    r"we(?:'ll| will|'re (?:now )?\w+ing| are (?:now )?\w+ing|'ve (?:noted|read|asked)|'d like)\b"
)
LONG_FORMS = re.compile(
    r"\b(?:i am|i will(?= \w)|i would|do not|does not|did not|is not|are not|was not|cannot|can not\b"
    r"|will not|would not"
    r"|should not|could not|have not|has not|(?:you|we|they) are \w|let us|i have (?:read|noted|got"
    r"|put|made|taken)"
    r"|(?<!of )(?<!behind )(?:it|that|there) is "
    r"(?!what|where|how|right|and\b|for\b|now\b|by\b|on\b|in\b|at\b|with\b)\w)"
)
SEAMS = re.compile(
    r"  |\s[,.;:?!]|[.,;:!?]\s*,|\.\.(?!\.)|[?!]\.|\.\?|,\.|:\.|\(\s|\b(\w+) \1\b(?<!had had)(?<!that that)"
    r"|\b(?:the|a|an|your|my) (?:the|a|an|your|my)\b|\b(?:because|of|and|the|your)[.?!,]"
    r"|\bnot not\b|\bthat that\b",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    r"\byou wrote|i've read|\bread(?:ing)? your|\bclick\b|://|\babove\b(?! all)|\breply here\b"
)
SORRY = re.compile(r"\bsorry\b|\bapolog(?:y|ies|i[sz]e)\b")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply, the channel it is for, and what the rules need to know of the conversation.

    customer: all the customer wrote. theirs: restatements and facts of the customer that a reply may carry.
    said: normalised sentences of the agent so far. opened: how the agent's last turn began.
    given: the slots the agent filled. praise: whether the customer only praised. name: theirs.
    """

    text: str
    channel: str = "chat"
    customer: str = ""
    theirs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    said: Collection[str] = ()
    opened: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    praise: bool = False
    name: str = ""

    @property
    def body(self) -> str:
        """The reply without the greeting, closing and signature of a letter."""
        parts = self.text.split("\n\n")
        return "\n\n".join(parts[1:-1]) if self.channel == "email" and len(parts) > 2 else self.text

    @property
    def ours(self) -> str:
        """What the reply says in words of ours, lower-case, the customer's own taken out."""
        text = _plain(self.body)
        for value in sorted((*self.theirs, *self.given.values()), key=len, reverse=True):
            if len(value) > 2:
                text = text.replace(_plain(value), _HOLE)
        return text


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def sentences(text: str) -> list[str]:
    """Split a text into sentences and lines."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def normalised(sentence: str) -> str:
    """Reduce a sentence to its letters and digits."""
    return " ".join(_LETTERS.findall(sentence.lower()))


def said_in(text: str) -> set[str]:
    """List what a turn of the agent said, sentence by sentence."""
    return {said for sentence in sentences(text) if (said := normalised(sentence))}


def opening(text: str) -> str:
    """Return the first three words of a text."""
    return " ".join(_LETTERS.findall(text.lower())[:3])


def template_shows(reply: Reply) -> object:
    shown = re.findall(r"\{\{|\}\}|\{%|%\}|Undefined", reply.text)
    return [mark for mark in shown if mark not in reply.customer]


def said_before(reply: Reply) -> object:
    return [one for one in sentences(reply.body) if normalised(one) in reply.said]


def said_twice(reply: Reply) -> object:
    counts = Counter(map(normalised, sentences(reply.body)))
    return [said for said, times in counts.items() if times > 1]


def opens_like_the_last(reply: Reply) -> object:
    return (
        bool(reply.opened) and opening(reply.text if reply.channel != "email" else reply.body) == reply.opened
    )


def promises(reply: Reply) -> object:
    return PROMISES.search(reply.ours)


def sorry_for_praise(reply: Reply) -> object:
    return reply.praise and SORRY.search(reply.ours)


def two_apologies(reply: Reply) -> object:
    return len(SORRY.findall(reply.ours)) > 1


def we_for_i(reply: Reply) -> object:
    return WE_FOR_I.search(reply.ours)


def names_a_feeling(reply: Reply) -> object:
    text, theirs = _plain(reply.body), _plain(reply.customer)
    return [word for word in FEELINGS.findall(text) if word[:5] not in theirs]


def says_but(reply: Reply) -> object:
    return re.search(r"\b(?:but|however)\b", reply.ours)


def says_unfortunately(reply: Reply) -> object:
    return "unfortunately" in reply.ours


def long_forms(reply: Reply) -> object:
    return reply.channel in ("chat", "social", "phone") and LONG_FORMS.search(reply.ours)


def long_sentence(reply: Reply) -> object:
    given = sum(len(value.split()) for value in reply.given.values())
    return [s for s in sentences(reply.body) if len(s.split()) > LONGEST[reply.channel] + given]


def many_sentences(reply: Reply) -> object:
    return len(sentences(reply.body)) > MOST_SENTENCES[reply.channel]


def too_long_in_public(reply: Reply) -> object:
    return reply.channel == "social" and len(reply.text) > 280


def many_questions(reply: Reply) -> object:
    return reply.ours.count("?") > QUESTIONS[reply.channel]


def two_times(reply: Reply) -> object:
    times = reply.body.count("[time]")
    return times > 1 or (reply.given.get("time") and reply.body.count(reply.given["time"]) > 1)


def name_twice(reply: Reply) -> object:
    first = reply.name.split()[0] if reply.name.split() else ""
    return first and len(re.findall(rf"\b{re.escape(first)}\b", reply.text)) > 1


def concern_twice(reply: Reply) -> object:
    text = _plain(reply.body)
    spans: set[tuple[int, int]] = set()
    for form in sorted(set(map(_plain, reply.forms)), key=len, reverse=True):
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(low <= found.start() < high for low, high in spans):
                spans.add(found.span())
    return len(spans) > 1


def stutters(reply: Reply) -> object:
    words = (word for word in _WORD.findall(reply.ours) if len(word) > 4 and word != _HOLE)
    return [word for word, times in Counter(words).items() if times > 2 and word not in _COMMON]


_COMMON = {
    "about",
    "there",
    "their",
    "which",
    "where",
    "you're",
    "what's",
    "you've",
    "while",
    "first",
    "other",
}


def bad_seam(reply: Reply) -> object:
    found = SEAMS.search(reply.body if reply.channel != "email" else reply.body.replace("\n\n", "\n"))
    return found and found.group().strip().lower() not in _plain(reply.customer).split() and found


def lower_case_start(reply: Reply) -> object:
    starts = (one for one in sentences(reply.text) if one[:1].islower() and not one[1:2].isupper())
    agent = reply.given.get("agent", "")
    return [one for one in starts if one != agent]


def same_start_running(reply: Reply) -> object:
    starts = [" ".join(_WORD.findall(_plain(one))[:2]) for one in sentences(reply.body)]
    return [one for one, other in pairwise(starts) if one == other and " " in one]


def written_words_aloud(reply: Reply) -> object:
    return reply.channel == "phone" and WRITTEN.search(reply.ours)


RULES: dict[str, Callable[[Reply], object]] = {
    "no unfilled template syntax": template_shows,
    "no sentence repeated in a conversation": said_before,
    "no sentence twice in a reply": said_twice,
    "no opening twice running": opens_like_the_last,
    "no promise without a slot": promises,
    "no apology for praise": sorry_for_praise,
    "one apology": two_apologies,
    "I, not we, for the agent's own act": we_for_i,
    "no feeling named that they did not name": names_a_feeling,
    "no but": says_but,
    "no unfortunately": says_unfortunately,
    "contractions where one talks": long_forms,
    "short sentences": long_sentence,
    "few sentences": many_sentences,
    "short in public": too_long_in_public,
    "few questions": many_questions,
    "one time in a reply": two_times,
    "the name once": name_twice,
    "a concern in one form": concern_twice,
    "no word three times": stutters,
    "no bad seam": bad_seam,
    "sentences start with a capital": lower_case_start,
    "neighbours start differently": same_start_running,
    "phone lines can be spoken": written_words_aloud,
}


def broken(reply: Reply) -> list[str]:
    """List the rules a reply breaks."""
    return [name for name, rule in RULES.items() if rule(reply)]
