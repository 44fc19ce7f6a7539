"""A broken bank is shown: what is wrong, where, and the nearest valid word."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from deescalate.bank import load, reader
from deescalate.errors import BankError, InputError, Problem

CUE = """\
cues:
  - id: blame/lost
    label: blame
    kind: company
    patterns: ["{you} <lose> my"]
    because: they lost it
    source: taxonomy#blame
    hits: ["You lost my bag."]
    misses: ["I lost my bag."]
classes:
  - {id: you, words: [you, "you guys"]}
verbs:
  - {id: lose, forms: [loses, lost, lost, losing]}
"""
RULE = """\
rules:
  - id: broken-promise
    when: {tag: [repeat], anger: 1+}
    ways:
      - [restate, apologize]
    because: a promise was broken
    source: seven-steps#5c
    hits: ["Third time I call!"]
    misses: ["Hello."]
"""
ADJUST = """\
rules:
  - id: ask-name
    when: {not: {fact: name}}
    add: [{move: ask_name, at: end}]
    because: names matter
    source: ten-techniques#do4
    hits: ["Hello."]
    misses: ["I'm Sam."]
"""
PHRASE = """\
phrases:
  - id: apologize/that
    move: apologize
    text: "I'm sorry that {{ concern_that }}."
    source: four-ways#4
"""
AVOID = """\
avoid:
  - id: calm-down
    finding: dismissing
    patterns: ["calm down"]
    message: it tells them how to feel
    instead: I can hear how much this matters.
    level: error
    source: five-tips#1
    hits: ["Calm down."]
    misses: ["I will slow down."]
"""
CASE = """\
cases:
  - id: router
    text: Third time I call about my router!
    slots: {time: 5 pm}
    tags: [anger, "repeat:contact"]
    anger: 1-2
    moves: [apologize]
"""
WEIGHTS = (
    CUE
    + """\
weights:
  - {id: blame, bias: -2.1, thresholds: [0.5], cues: {blame/lost: 1.9, shape/question: -0.3},
     words: {0.2: "again, not work"}}
"""
)
RESTATE = """\
restatements:
  - id: lost
    when: {verb: lose, subject: [company, person]}
    np: "{thing} being lost"
    source: deescalate#restating
    hits: [{text: You lost my bag, np: your bag being lost}]
"""
ALL = (CUE, RULE, ADJUST, PHRASE, AVOID, CASE, WEIGHTS, RESTATE)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of its own, so that banks have short names."""
    monkeypatch.chdir(tmp_path)


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    """Load a text as a bank and give what is wrong with it."""
    Path("b.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BankError) as caught:
        load(["b.yaml"], shipped=False)
    return caught.value.problems


@pytest.mark.parametrize("text", ALL)
def test_the_sound_banks_of_these_tests_load(text: str) -> None:
    Path("b.yaml").write_text(text)
    assert load(["b.yaml"], shipped=False)


def without(bank: str, part: str) -> str:
    """Take a part out of a bank."""
    assert part in bank
    return bank.replace(part, "")


# bank, what is changed, what it becomes (» stands where the problem is shown), message, nearest word
BROKEN = [
    # sections, fields, ids
    (CUE, "cues:", "»ceus:", "unknown section 'ceus'", "cues"),
    (CUE, "because:", "»becuase:", "unknown field of cues 'becuase'", "because"),
    (
        without(CUE, "    source: taxonomy#blame\n"),
        "id: blame",
        "»id: blame",
        "this item of cues lacks source",
        None,
    ),
    (without(CUE, "id: lose, "), "{forms", "»{forms", "this item of verbs lacks id", None),
    (CUE, '["You lost my bag."]', "»[]", "0 here, at least 1 expected", None),
    (CUE, "because: they lost it", "because:»", "the text is missing", None),
    (CUE, "because: they lost it", "because: »[a]", "expected a text, not a list", None),
    (CUE, "id: blame/lost", "id: »{}", "expected a text, not a mapping", None),
    (CUE, "kind: company", "»label: anger", "'label' stands twice in the same mapping", None),
    (CUE, "kind: company", "»[a]: company", "a key is one word", None),
    (CUE, "{id: you,", '{id: "you»{a",', "'{' cannot stand in the id", None),
    (CUE, "id: blame/lost", "id: »blame@lost", "'@' cannot stand in the id of a cue", None),
    (CUE, '- {id: you, words: [you, "you guys"]}', "- »you", "expected a mapping", None),
    (CUE, '  - {id: you, words: [you, "you guys"]}', "  »words: you", "expected a list", None),
    # words of the vocabulary
    (CUE, "label: blame", "label: »blam", "unknown label 'blam'", "blame"),
    (CUE, "kind: company", "kind: »compny", "unknown kind of blame 'compny'", "company"),
    (
        CUE,
        "label: blame\n    kind: company",
        "label: anger\n    kind: »company",
        "'anger' has no kinds",
        None,
    ),
    (
        CUE,
        "label: blame\n    kind: company",
        "label: »context",
        "a cue for 'context' needs a kind: negator",
        None,
    ),
    (CUE, "kind: company", "unless: [»negatd]", "unknown context 'negatd'", "negated"),
    (CUE, "kind: company", "strength: »1.2", "1.2 is not between 0 and 1", None),
    (CUE, "kind: company", "strength: »high", "expected a number, not 'high'", None),
    (CUE, "kind: company", "strength: »nan", "expected a number, not 'nan'", None),
    (CUE, "taxonomy#blame", "»taxonmy#blame", "unknown source document 'taxonmy'", "taxonomy"),
    (CUE, "taxonomy#blame", "»taxonomy", "the place in the document is missing: write taxonomy#place", None),
    # patterns: the place is that of the name, not of the item
    (CUE, "{you}", "{»yuo}", "unknown word class 'yuo'", "you"),
    (CUE, "<lose>", "<»loose>", "unknown verb 'loose'", "lose"),
    (CUE, "{you} <lose> my", "{#»numbr} my", "unknown token shape 'numbr'", "number"),
    (CUE, "{you} <lose> my", "»(lost|gone my", "this ( is never closed", None),
    (CUE, "{you} <lose> my", "lost») my", "this ) was never opened", None),
    (CUE, "{you} <lose> my", "lost»|gone my", "| stands only inside ( )", None),
    (CUE, "{you} <lose> my", "(lost|») my", "an empty alternative", None),
    (CUE, "{you} <lose> my", "(lost| ») my", "an empty alternative", None),
    (CUE, "{you} <lose> my", "(lost (it|»{yuo)) my", "'{' without its other half", None),
    (CUE, "{you} <lose> my", "(lost (it|{»yuo})) my", "unknown word class 'yuo'", "you"),
    (CUE, "{you} <lose> my", "»{you <lose> my", "'{' without its other half", None),
    (CUE, "{you} <lose> my", "»<lose my", "'<' without its other half", None),
    (CUE, "{you} <lose> my", "{you}»r bag", "put a blank before 'r'", None),
    (CUE, "{you} <lose> my", "lost»(it) bag", "put a blank before '('", None),
    (CUE, "{you} <lose> my", "lost my b?»ag", "put a blank before 'ag'", None),
    (CUE, "{you} <lose> my", "{you}?»<lose> my", "put a blank before '<lose>'", None),
    (CUE, "{you} <lose> my", "lost ~1»2 my", "a gap is ~", None),
    (CUE, "{you} <lose> my", "lost ~»? my", "a gap is ~", None),
    # lexicon
    (CUE, '"you guys"', '"{»ya} guys"', "unknown word class 'ya'", None),
    (CUE, '"you guys"', '"{»you} guys"', "a word class holds itself: you > you", None),
    (CUE, "[loses, lost, lost, losing]", "»[loses, lost]", "2 here, 4 expected", None),
    (CUE, "losing]", "losing], takes: »objct", "unknown takes 'objct'", "object"),
    (CUE, '[you, "you guys"]', "»you", "expected a list, such as [you]", None),
    (CUE, "verbs:", "respellings:\n  - {id: you, words: [»y u]}\nverbs:", "a respelling is one word", None),
    # weights
    (WEIGHTS, "blame/lost: 1.9", "»blame/losst: 1.9", "unknown cue 'blame/losst'", "blame/lost"),
    (WEIGHTS, "blame/lost: 1.9", "blame/lost@»negatd: 1.9", "unknown context 'negatd'", "negated"),
    (WEIGHTS, "shape/question", "shape/»qestion", "unknown shape 'qestion'", "question"),
    (WEIGHTS, "words: {0.2", "words: {»a lot", "expected a number, not 'a lot'", None),
    (WEIGHTS, '"again, not', '»"again, did it not', "'did it not work' is not one word", None),
    (WEIGHTS, '"again, not work"', '»"again, again"', "'again' has a weight already", None),
    (
        WEIGHTS,
        "{id: blame, bias: -2.1, thresholds: ",
        "{id: anger, bias: 1, thresholds: »",
        "has 3 thresholds",
        None,
    ),
    (WEIGHTS, "{id: blame,", "{id: »blames,", "unknown target 'blames'", "blame"),
    (
        WEIGHTS,
        "{id: blame, bias: -2.1, thresholds: [0.5]",
        "{id: anger, bias: 1e-1, thresholds: »[0.2, 0.1, 0.4]",
        "must rise",
        None,
    ),
    # rules and their conditions
    (RULE, "tag: [repeat]", "»tagg: [repeat]", "unknown test 'tagg'", "tag"),
    (RULE, "tag: [repeat]", "tag: [»repat]", "unknown tag 'repat'", "repeat"),
    (RULE, "tag: [repeat]", 'tag: "»repeat:conact"', "unknown tag 'repeat:conact'", "repeat:contact"),
    (RULE, "tag: [repeat]", "tag: »repeat:conact", "unknown tag 'repeat:conact'", "repeat:contact"),
    (RULE, "tag: [repeat]", "stage: »listn", "unknown stage 'listn'", "listen"),
    (RULE, "tag: [repeat]", "trend: »risng", "unknown trend 'risng'", "rising"),
    (RULE, "tag: [repeat]", "channel: »fax", "unknown channel 'fax': known are chat, email", None),
    (RULE, "tag: [repeat]", "asks: »refnd", "unknown request 'refnd'", "refund"),
    (RULE, "tag: [repeat]", "main: »delivry", "unknown concern 'delivry'", "delivery"),
    (RULE, "tag: [repeat]", "open: [»delivry]", "unknown concern 'delivry'", "delivery"),
    (RULE, "tag: [repeat]", "fact: »ordr", "unknown slot 'ordr'", "order"),
    (RULE, "tag: [repeat]", "slot: »tme", "unknown slot 'tme'", "time"),
    (RULE, "tag: [repeat]", "notice: »emty", "unknown notice 'emty'", "empty"),
    (RULE, "tag: [repeat]", "policy: »apology:regrets", "unknown policy", "apology:regret"),
    (RULE, "tag: [repeat]", "done: »apologise", "unknown move 'apologise'", "apologize"),
    (RULE, "tag: [repeat]", "asked: »ask_ordr", "unknown question 'ask_ordr'", "ask_order"),
    (RULE, "tag: [repeat]", "any: [{not: {tag: »repat}}]", "unknown tag 'repat'", "repeat"),
    (RULE, "tag: [repeat]", "any: »[]", "'any' of nothing", None),
    (RULE, "tag: [repeat]", "any: »{tag: repeat}", "expected a list", None),
    (RULE, "tag: [repeat]", "not: »[tag]", "expected a mapping", None),
    (RULE, "tag: [repeat]", "tag: »[]", "'tag' of nothing", None),
    (RULE, "anger: 1+", "anger: »some", "expected a range (2, 2+ or 1-2), not 'some'", None),
    (RULE, "anger: 1+", "anger: »2-1", "the range 2-1 is empty", None),
    (RULE, "apologize]", "»apologise]", "unknown move 'apologise'", "apologize"),
    (RULE, "- [restate, apologize]", "- »[]", "0 here, at least 1 expected", None),
    (
        RULE,
        "\n      - [restate, apologize]",
        " »[[thank], [thank], [thank], [thank]]",
        "4 here, 1 to 3 expected",
        None,
    ),
    (
        without(RULE, "    ways:\n      - [restate, apologize]\n"),
        "id: ",
        "id: »",
        "a rule does something",
        None,
    ),
    (RULE, "because:", "drop: »[thank]\n    because:", "no 'drop' beside ways", None),
    (RULE, '["Hello."]', "»[]", "'misses' is missing", None),
    (RULE, '["Third time I call!"]', "»[]", "'hits' is missing", None),
    (RULE, "because:", "priority: »1.5\n    because:", "expected a whole number", None),
    (RULE, "because:", "stop: »safty\n    because:", "unknown stop 'safty'", "safety"),
    (ADJUST, "at: end", "at: »and", "unknown end 'and'", "end"),
    (ADJUST, "at: end", "after: »thanks", "unknown move 'thanks'", "thank"),
    (ADJUST, "{move: ask_name, at: end}", "»{move: ask_name}", "an addition has a move, and one of", None),
    (ADJUST, "{move: ask_name, at: end}", "»{at: end}", "an addition has a move, and one of", None),
    (ADJUST, "{move: ask_name, at: end}", "»ask_name", "expected a mapping", None),
    (ADJUST, "at: end", "at: end, »aftr: thank", "unknown field 'aftr'", "after"),
    # phrases
    (PHRASE, "concern_that", "»concern_tat", "unknown slot 'concern_tat'", "concern_that"),
    (PHRASE, "{{ concern_that }}", "{{ name | »uper }}", "unknown filter 'uper'", "upper"),
    (PHRASE, "{{ concern_that }}", "{{ name».x }}", "'.' has no place in a template", None),
    (PHRASE, "{{ concern_that }}", "{{ name »time }}", "one slot in {{ }}", None),
    (PHRASE, "{{ concern_that }}", "{{» }}", "{{ }} needs a slot", None),
    (PHRASE, "{{ concern_that }}", "»{{ name }", "'{{' without its other half", None),
    (PHRASE, "{{ concern_that }}", "{% »for x %}", "unknown template word 'for'", None),
    (PHRASE, "{{ concern_that }}", "{% »if name %}x", "this if has no endif", None),
    (PHRASE, "{{ concern_that }}", "{% if »nme %}x{% endif %}", "unknown slot 'nme'", "name"),
    (PHRASE, "{{ concern_that }}", "x{% »endif %}", "'endif' without an if", None),
    (PHRASE, "source:", "channels: [»sms]\n    source:", "unknown channel 'sms'", None),
    (PHRASE, "source:", "also: [»thnk]\n    source:", "unknown move 'thnk'", "thank"),
    # avoid, cases, restatements
    (AVOID, "dismissing", "»dismising", "unknown finding 'dismising'", "dismissing"),
    (AVOID, "level: error", "level: »eror", "unknown level 'eror'", "error"),
    (CASE, "time: 5 pm", "»tme: 5 pm", "unknown slot 'tme'", "time"),
    (
        CASE,
        "text: Third",
        "turns: [{»costumer: a, agent: b}]\n    text: Third",
        "unknown field 'costumer'",
        "customer",
    ),
    (
        CASE,
        "text: Third",
        "turns: [»{customer: a, agent: b}]\n    texts: Third",
        "a turn is customer: TEXT",
        None,
    ),
    (
        CASE,
        "id: router",
        "turns: [{customer: a}]\n    id: »router",
        "a case has either a text or turns",
        None,
    ),
    (
        without(CASE, "    text: Third time I call about my router!\n"),
        "id: ",
        "id: »",
        "either a text or turns",
        None,
    ),
    (CASE, "tags: [anger", "tags: [»angr", "unknown tag 'angr'", "anger"),
    (
        RESTATE,
        'np: "{thing}',
        '»nq: "{thing}',
        "unknown field of restatements 'nq': known are id, when",
        None,
    ),
    # drops
    (CUE, "cues:", "drop: [phrases/»nothing]\ncues:", "unknown item of phrases 'nothing'", None),
    (CUE, "cues:", "drop: [»blame]\ncues:", "a drop names the section and the id", None),
    (CUE, "cues:", "drop: [»cuse/x]\ncues:", "unknown section 'cuse'", "cues"),
]


@pytest.mark.parametrize(("bank", "right", "wrong", "message", "suggestion"), BROKEN)
def test_a_mistake_is_shown_where_it_is(
    bank: str, right: str, wrong: str, message: str, suggestion: str | None
) -> None:
    assert bank.count(right) >= 1
    marked = bank.replace(right, wrong, 1)
    before, _, after = marked.partition("»")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    found = problems_of(before + after)
    shown = [problem for problem in found if message in problem.message]
    assert shown, str(BankError(found))
    assert str(shown[0]).startswith(f"b.yaml:{line}:{column}: ")
    assert shown[0].suggestion == suggestion
    assert shown[0].excerpt == (before + after).splitlines()[line - 1].strip()[:120]


# the text (» where the problem is shown) and what is said
UNREADABLE = [
    ("cues:\n»\t- a", "a tab: indent with blanks"),
    ("cues: [a\n»", "broken YAML"),
    ("a: b»: c", "a text with ': ' in it stands in quotation marks"),
    ("cues: []\n»---\ncues: []", "a second document"),
    ("cues: »&all []\nverbs: *all", "anchors and aliases"),
    ("cues: »!!python/object:os.system []", "tags"),
    ("cues: »!new []", "tags"),
    ("cues: »\x01", "a control character (U+0001)"),
    ("classes: [{id: a, words: [»\ufffe]}]", "a control character (U+FFFE)"),
    ("»%YAML 9.0\n---\na: b", "incompatible"),
    ("[" * 39 + "»" + "[" * 50_000, "nested more than 40 deep"),
    ("»just words", "expected a mapping"),
    ("»[a, b]", "expected a mapping"),
    ("'»': a", "unknown section ''"),
]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(("marked", "message"), UNREADABLE)
def test_a_file_that_is_no_bank_is_shown_with_either_yaml_parser(
    marked: str, message: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_Loader", getattr(yaml, loader, yaml.SafeLoader))
    before, _, after = marked.partition("»")
    (problem,) = problems_of(before + after)
    assert message in problem.message
    line = before.count("\n") + 1
    if loader == "CSafeLoader" or "broken YAML" not in message:
        assert (problem.line, problem.column) == (line, len(before) - before.rfind("\n"))


def test_bytes_that_are_no_utf8_are_shown_where_they_are() -> None:
    (problem,) = problems_of("classes:\n  - {id: café, words: [a".encode() + b"\xff]}")
    assert (problem.line, problem.column) == (2, 25)
    assert "UTF-8" in problem.message


def test_a_byte_order_mark_is_no_mistake() -> None:
    Path("b.yaml").write_bytes("classes: [{id: a, words: [b]}]".encode("utf-8-sig"))
    assert load(["b.yaml"], shipped=False).classes["a"].words == ("b",)


def test_many_aliases_of_aliases_cost_nothing() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert len(problems_of("\n".join(rows))) == 1


def test_all_problems_of_all_files_are_raised_at_once_in_order() -> None:
    Path("x").mkdir()
    Path("x/a.yaml").write_text(CUE.replace("label: blame", "label: blam").replace("{you}", "{yuo}"))
    Path("x/b.yaml").write_text(AVOID.replace("error", "eror").replace("dismissing", "dismising"))
    Path("c.yaml").write_text("cues: [\n")
    with pytest.raises(BankError) as caught:
        load(["x", "c.yaml"], shipped=False)
    places = [(Path(p.path).name, p.line) for p in caught.value.problems]
    assert places == [("c.yaml", 2), ("a.yaml", 3), ("b.yaml", 3), ("b.yaml", 7)]
    assert str(caught.value).startswith("4 problems in the phrase bank")


def test_a_broken_item_is_not_called_missing_as_well() -> None:
    found = problems_of(WEIGHTS.replace("strength", "x").replace("kind: company", "kind: compny"))
    assert [problem.suggestion for problem in found] == ["company"]


def test_a_circle_of_word_classes_is_shown_once() -> None:
    rows = [("a", "{b} x"), ("b", "{c}"), ("c", "{a}"), ("d", "{a}")]
    text = "classes:\n" + "".join(f'  - {{id: {name}, words: ["{word}"]}}\n' for name, word in rows)
    (problem,) = problems_of(text)
    assert problem.message == "a word class holds itself: a > b > c > a"


def test_the_same_id_twice_in_a_layer_says_where_the_first_is() -> None:
    Path("b").mkdir()
    Path("b/1.yaml").write_text(PHRASE)
    Path("b/2.yaml").write_text(PHRASE)
    with pytest.raises(
        BankError, match=r"2\.yaml:2:9: 'apologize/that' stands in phrases already, at b.1\.yaml:2:9"
    ):
        load(["b"], shipped=False)


def test_an_escaped_text_is_shown_at_its_start() -> None:
    (problem,) = problems_of(CUE.replace("{you} <lose>", "\\x20caf\\xe9 {yuo} <lose>"))
    assert (problem.line, problem.column) == (5, 16)


def test_a_bank_that_is_wrong_all_over_is_told_fast() -> None:
    cues = ", ".join(f"cue/{n}: 1" for n in range(5000))
    items = "".join(f"  - {{id: you{n}, words: [a]}}\n" for n in range(5000))
    text = WEIGHTS.replace("blame/lost: 1.9", cues).replace("classes:\n", "classes:\n" + items)
    assert len(problems_of(text)) == 5000


def test_nothing_at_a_path_is_said_with_the_path() -> None:
    with pytest.raises(InputError, match=r"no phrase bank at nowhere\.yaml"):
        load(["nowhere.yaml"], shipped=False)
