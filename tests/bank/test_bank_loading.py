"""YAML layers become one Bank: what is read, what overlays what, and where the shipped bank is."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate.bank import find, load, shipped_path
from deescalate.bank.sections import SECTIONS
from deescalate.errors import BankError, InputError, Problem
from deescalate.types import ALWAYS, Bank, Condition, Insertion, Turn


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of its own, so that banks have short names."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ship a small bank instead of the large one."""
    home = Path("home").resolve()
    Path(home, "en").mkdir(parents=True)
    shutil.copy(shipped_path() / "vocabulary.yaml", home)
    Path(home, "en", "core.yaml").write_text(
        "classes: [{id: you, words: [you]}]\nphrases:" + phrase("Shipped.")
    )
    monkeypatch.setattr(find, "shipped_path", lambda: home)


def bank_of(*layers: str, vocabulary: str = "") -> Bank:
    """Load texts as the layers of a bank."""
    for number, text in enumerate(layers):
        Path(f"layer{number}").mkdir()
        Path(f"layer{number}/items.yaml").write_text(text)
    if vocabulary:
        Path("layer0/vocabulary.yaml").write_text(vocabulary)
    return load([f"layer{number}" for number in range(len(layers))], shipped=False)


def cue(id: str = "blame/lost", extra: str = "") -> str:
    """Write a cue."""
    return f"""
  - id: {id}
    label: blame
    patterns: ["you lost my"]
    because: they lost it
    source: taxonomy#blame
    hits: ["You lost my bag."]
    misses: ["I lost my bag."]
    {extra}"""


def phrase(text: str, id: str = "p", extra: str = "") -> str:
    """Write a phrase."""
    return f"""
  - id: {id}
    move: apologize
    text: {text}
    source: four-ways#4
    {extra}"""


# --- the shipped bank --------------------------------------------------------------------------


def test_the_shipped_bank_is_sound() -> None:
    bank = load()
    assert bank.layers == ("phrasebanks/en",)
    assert bank.classes
    assert bank.verbs


@pytest.mark.usefixtures("small")
def test_the_shipped_bank_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "entry_points", lambda group: [])
    assert load() is load()


def test_the_moves_of_the_vocabulary_come_from_known_documents() -> None:
    vocabulary = load(shipped=False).vocabulary
    documents = {source.partition("#")[0] for move in vocabulary.moves.values() for source in move.sources}
    assert documents <= vocabulary.sources.keys()
    assert all(move.sources for move in vocabulary.moves.values())


def test_the_shipped_bank_is_found_in_a_wheel_and_in_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("lib/deescalate/_phrasebanks").mkdir(parents=True)
    Path("lib/phrasebanks").mkdir()
    monkeypatch.setattr(find, "files", lambda package: Path("lib") / package)
    with pytest.raises(InputError, match=r"no vocabulary\.yaml in .*_phrasebanks and .*phrasebanks"):
        shipped_path()
    Path("lib/phrasebanks/vocabulary.yaml").touch()
    assert shipped_path() == Path("lib/phrasebanks")
    Path("lib/deescalate/_phrasebanks/vocabulary.yaml").touch()
    assert shipped_path() == Path("lib/deescalate/_phrasebanks")


# --- what is read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "1:30", "007", "1e3", "null", "~", "2024-01-02", ".5", "=", "0x1F"]
)
def test_every_scalar_stays_the_text_it_is(word: str) -> None:
    bank = bank_of(f"classes:\n  - id: {word}\n    words: [{word}, '{word}']")
    assert bank.classes[word].words == (word, word)


def test_a_cue_has_its_place_and_what_was_left_out() -> None:
    found = bank_of("cues:" + cue()).cues["blame/lost"]
    assert str(found.place) == str(Path("layer0/items.yaml")) + ":2:5"
    assert found.kind is None
    assert found.strength == 0.7
    assert found.unless == ("negated", "hypothetical", "other_people", "idiom")
    assert found.hits == ("You lost my bag.",)


def test_an_empty_list_of_contexts_is_not_the_same_as_none() -> None:
    assert bank_of("cues:" + cue(extra="unless: []")).cues["blame/lost"].unless == ()


PATTERNS = [
    "{you} ~2 <lose> my (bag|{you} a|<lose> it)? ~ $$",
    "^ (the )?bag",
    "(a (b|c)|d) e?",
    "^^ _ ~9 _ ?",
    "where 's my {#number} !",
    "really (? |!|?!) ??",
    "i don't (really|quite)? know",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_sound_patterns_are_taken_as_they_are(pattern: str) -> None:
    words = (
        "classes: [{id: you, words: [you]}]\nverbs: [{id: lose, forms: [loses, lost, lost, losing]}]\ncues:"
    )
    found = bank_of(words + cue().replace('"you lost my"', f'"{pattern}"')).cues["blame/lost"]
    assert found.patterns == (pattern,)


def test_a_verb_has_its_four_forms() -> None:
    verb = bank_of("verbs: [{id: lose, forms: [loses, lost, gone, losing], takes: object}]").verbs["lose"]
    assert (verb.third, verb.past, verb.participle, verb.gerund) == ("loses", "lost", "gone", "losing")


CONDITIONS = [
    ("{}", ALWAYS),
    ("{tag: repeat}", Condition("tag", frozenset({"repeat"}))),
    ("{tag: [repeat, 'blame:company']}", Condition("tag", frozenset({"repeat", "blame:company"}))),
    ("{anger: '2'}", Condition("anger", low=2, high=2)),
    ("{anger: 2+}", Condition("anger", low=2)),
    ("{anger: 1-2}", Condition("anger", low=1, high=2)),
    ("{warned: 0}", Condition("warned", low=0, high=0)),
    (
        "{main: delivery, turn: 2+}",
        Condition("all", parts=(Condition("main", frozenset({"delivery"})), Condition("turn", low=2))),
    ),
    ("{not: {stage: close}}", Condition("not", parts=(Condition("stage", frozenset({"close"})),))),
    (
        "{any: [{asks: refund}, {slot: order}]}",
        Condition(
            "any", parts=(Condition("asks", frozenset({"refund"})), Condition("slot", frozenset({"order"})))
        ),
    ),
    ("{policy: 'apology:none'}", Condition("policy", frozenset({"apology:none"}))),
    (
        "{asked: [ask_name, order, ask_when]}",
        Condition("asked", frozenset({"ask_name", "order", "ask_when"})),
    ),
]


@pytest.mark.parametrize(("written", "read"), CONDITIONS)
def test_conditions_are_read(written: str, read: Condition) -> None:
    assert bank_of("phrases:" + phrase("Sorry.", extra=f"when: {written}")).phrases["p"].when == read


TEMPLATES = [
    ("Sorry.", (), ()),
    ("{{ name }}, sorry about {{concern_np|capitalize}}.", ("name", "concern_np"), ()),
    ("Sorry{% if name %}, {{ name }}{% endif %}.", ("name",), ("name",)),
    ("Sorry{%- if name -%}, {{ name }} by {{ time }}{% endif %}.", ("name", "time"), ("name",)),
    (
        "{% if name %}{{ name }}{% elif team %}{{ team }}{% else %}{{ time }}{% endif %}",
        ("name", "team", "time"),
        ("name", "team"),
    ),
    ("{% if name and order %}{{ name }}{{ order }}{% endif %}{{ order }}", ("name", "order"), ("name",)),
    ("{% if not name %}{{ name }}{% endif %}", ("name",), ()),
    ("{% if name or team %}{{ name }}{% endif %}", ("name", "team"), ("team",)),
    ("{% if name %}Thank you.{% endif %}", ("name",), ("name",)),
    (
        "{% if name %}{% if time %}{{ name }} {{ time }}{% endif %}{% endif %}",
        ("name", "time"),
        ("name", "time"),
    ),
]


@pytest.mark.parametrize(("text", "slots", "optional"), TEMPLATES)
def test_the_slots_of_a_template_are_found(
    text: str, slots: tuple[str, ...], optional: tuple[str, ...]
) -> None:
    found = bank_of("phrases:" + phrase(f"'{text}'")).phrases["p"]
    assert (found.slots, found.optional_slots) == (slots, optional)
    assert found.text == text
    assert found.channels == ("chat", "email", "phone", "social")


def test_a_rule_gives_ways_or_adjusts() -> None:
    more = "because: b\n    source: deescalate#x\n    hits: ['']"
    bank = bank_of(f"""
rules:
  - id: first
    ways: [[restate, own], [cushion]]
    {more}
  - id: second
    when: {{anger: 2+}}
    add: [{{move: own, after: restate}}, {{move: thank, before: own}}, {{move: greet, at: start}}]
    drop: [thank]
    priority: -5
    {more}
    misses: [Hello.]
""")
    first, second = bank.rules["first"], bank.rules["second"]
    assert first.ways == (("restate", "own"), ("cushion",))
    assert (first.when, first.priority, first.stop, first.hits) == (ALWAYS, 50, None, ("",))
    assert second.add == (
        Insertion("own", "after", "restate"),
        Insertion("thank", "before", "own"),
        Insertion("greet", "start"),
    )
    assert (second.drop, second.priority) == (("thank",), -5)


def test_a_case_is_a_text_or_turns() -> None:
    bank = bank_of("""
cases:
  - {id: a, text: "Hi. ", anger: 1+}
  - id: b
    turns: [{customer: Hi., at: 2024-01-02T10:00}, {agent: Hello.}, {customer: "no", contact: 2}]
""")
    assert bank.cases["a"].turns == (Turn.customer("Hi. "),)
    assert bank.cases["a"].anger == (1, 10**9)
    assert bank.cases["b"].turns == (
        Turn.customer("Hi.", "2024-01-02T10:00"),
        Turn.agent("Hello."),
        Turn.customer("no", contact=2),
    )


def test_restatements_and_weights_are_read() -> None:
    bank = bank_of(
        "cues:"
        + cue()
        + """
weights:
  - id: blame:company
    bias: -2
    thresholds: [.5]
    cues: {blame/lost: 1.5, blame/lost@negated: -1, shape/first: 0}
    words: {+0.30: "again, not work, ^ why", -0.1: "<thank>, {gone}"}
restatements:
  - id: lost
    when: {verb: lose, subject: [company, person]}
    noun: "{thing}"
    source: deescalate#restating
    hits: [{text: You lost my bag, noun: your bag}]
"""
    )
    assert bank.weights["blame:company"].cues == {
        "blame/lost": 1.5,
        "blame/lost@negated": -1.0,
        "shape/first": 0.0,
    }
    assert bank.weights["blame:company"].words == {
        "again": 0.3,
        "not work": 0.3,
        "^ why": 0.3,
        "<thank>": -0.1,
        "{gone}": -0.1,
    }
    row = bank.restatements["lost"]
    assert row.when == {"verb": ("lose",), "subject": ("company", "person")}
    assert (row.noun, row.np) == ("{thing}", None)


@pytest.mark.parametrize("text", ["", "# only a remark\n", "---\n", "cues:\n", "cues: []\ndrop: []\n", "{}"])
def test_a_file_with_nothing_in_it_is_fine(text: str) -> None:
    assert bank_of(text).cues == {}


def test_a_folder_is_read_in_order_without_hidden_and_other_files() -> None:
    for name in ("b/2.yml", "b/sub/1.yaml", "b/.git/x.yaml", "b/.x.yaml", "b/notes.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"classes: [{{id: '{Path(name).name}', words: [a]}}]")
    assert list(load("b", shipped=False).classes) == ["2.yml", "1.yaml"]


# --- layers ------------------------------------------------------------------------------------


def test_a_later_layer_replaces_adds_and_drops_whole_items() -> None:
    bank = bank_of(
        "phrases:" + phrase("One.", "a", "also: [thank]") + phrase("Two.", "b") + phrase("Three.", "c"),
        "drop: [phrases/b]\nphrases:" + phrase("New.", "a") + phrase("Four.", "d"),
    )
    assert {id: item.text for id, item in bank.phrases.items()} == {"a": "New.", "c": "Three.", "d": "Four."}
    assert bank.phrases["a"].also == ()
    assert bank.layers == ("layer0", "layer1")


def test_a_layer_may_drop_an_item_and_define_it_anew() -> None:
    bank = bank_of("phrases:" + phrase("One."), "drop: [phrases/p]\nphrases:" + phrase("Two."))
    assert bank.phrases["p"].text == "Two."


def test_an_id_may_have_slashes() -> None:
    assert bank_of("cues:" + cue("a/b/c"), "drop: [cues/a/b/c]").cues == {}


def test_a_dropped_cue_leaves_the_weights_sound() -> None:
    weighed = "{a/x: 1, a/x@negated: 1, b/y: 2, shape/long: 3}"
    weights = f"\nweights: [{{id: blame, bias: 1, thresholds: [0.5], cues: {weighed}}}]"
    bank = bank_of("cues:" + cue("a/x") + cue("b/y") + weights, "drop: [cues/a/x]")
    assert bank.weights["blame"].cues == {"b/y": 2.0, "shape/long": 3.0}


def test_a_dropped_class_that_is_still_named_is_a_problem() -> None:
    first = "classes: [{id: a, words: [x]}, {id: b, words: ['{a} y']}]"
    with pytest.raises(BankError, match="unknown word class 'a'"):
        bank_of(first, "drop: [classes/a]")


def test_a_replaced_item_no_longer_names_what_was_dropped() -> None:
    first = "classes: [{id: a, words: [x]}, {id: b, words: ['{a} y']}]"
    assert list(bank_of(first, "drop: [classes/a]\nclasses: [{id: b, words: [z]}]").classes) == ["b"]


@pytest.mark.usefixtures("small")
def test_a_layer_lies_over_the_shipped_bank() -> None:
    Path("mine.yaml").write_text("phrases:" + phrase("Mine.", "mine/p"))
    bank = load("mine.yaml")
    assert {id: item.text for id, item in bank.phrases.items()} == {"p": "Shipped.", "mine/p": "Mine."}
    assert str(bank.phrases["p"].place) == "phrasebanks/en/core.yaml:3:5"
    assert bank.classes == load().classes
    assert bank.layers == ("phrasebanks/en", "mine.yaml")


def test_a_layer_may_add_slots_and_sources() -> None:
    names = (
        "slots:\n  plan: {meaning: the plan, origin: agent, example: Gold}\nsources: {handbook: Our handbook}"
    )
    text = "phrases:" + phrase('"Your {{ plan }} plan."').replace("four-ways#4", "handbook#3")
    bank = bank_of(text, vocabulary=names)
    assert bank.phrases["p"].slots == ("plan",)
    assert bank.vocabulary.slots["plan"].example == "Gold"
    assert "name" in bank.vocabulary.slots


VOCABULARIES = [
    ("stages: [x]", "1:1: a bank may add slots and sources to the vocabulary, not stages"),
    ("slot: {}", "1:1: unknown section 'slot' (did you mean 'slots'?)"),
    (
        "slots: {plan: {meaning: a, origin: agnt, example: b}}",
        "1:36: unknown origin 'agnt' (did you mean 'agent'?)",
    ),
    (
        "slots: {my-plan: {meaning: a, origin: agent, example: b}}",
        "1:9: templates cannot name the slot 'my-plan'",
    ),
    ("slots: {plan: {meaning: a, origin: agent, example: b, x: y}}", "1:55: unknown field 'x'"),
    ("sources: {handbook: [a]}", "1:21: expected a text, not a list"),
    ("slots: {plan: {meaning: a, origin: agent}}", "1:9: this lacks example"),
]


@pytest.mark.parametrize(("vocabulary", "message"), VOCABULARIES)
def test_a_vocabulary_page_that_is_wrong_is_shown(vocabulary: str, message: str) -> None:
    with pytest.raises(BankError) as caught:
        bank_of("", vocabulary=vocabulary)
    assert f"vocabulary.yaml:{message}" in str(caught.value)


def test_a_whole_vocabulary_takes_the_place_of_the_shipped_one() -> None:
    shipped = (shipped_path() / "vocabulary.yaml").read_text(encoding="utf-8")
    bank = bank_of("", vocabulary=shipped.replace("stops: [safety,", "stops: [halt,"))
    assert bank.vocabulary.stops[0] == "halt"


@pytest.mark.usefixtures("small")
def test_the_shipped_folder_may_be_given_as_a_bank() -> None:
    assert load(["home"], shipped=False).classes.keys() == load("home").classes.keys() == {"you"}


@pytest.mark.usefixtures("small")
def test_user_and_project_banks_count_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path("config").resolve()))
    for number, folder in enumerate(("config/deescalate/banks", ".deescalate", "given")):
        Path(folder).mkdir(parents=True)
        own = phrase(f"From {number}.", "p") + phrase("Own.", f"own/{number}")
        Path(folder, "x.yaml").write_text("phrases:" + own)
    with_all = load(["given"], discover=True).phrases
    assert {"own/0", "own/1", "own/2"} <= with_all.keys()
    assert with_all["p"].text == "From 2."
    assert load(discover=True).phrases["p"].text == "From 1."
    assert load().phrases["p"].text == "Shipped."


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("value", ["installed_bank:PATH", "installed_bank:path"])
def test_installed_banks_are_paths_or_give_them(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("installed_bank.py").write_text("PATH = 'extra.yaml'\ndef path(): return PATH\n")
    Path("extra.yaml").write_text("phrases:" + phrase("Extra.", "extra"))
    monkeypatch.syspath_prepend(str(Path.cwd()))
    monkeypatch.setattr(find, "entry_points", lambda group: [EntryPoint("extra", value, group)])
    assert load().phrases["extra"].text == "Extra."
    assert "extra" not in load(shipped=False).phrases


def test_an_installed_bank_that_cannot_be_found_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "entry_points", lambda group: [EntryPoint("lost", "no_such_module:x", group)])
    with pytest.raises(InputError, match="the installed bank 'lost'"):
        load()


# --- what always holds -------------------------------------------------------------------------

_PIECES = (
    "id when { } [ ] text {{ name }} *a &a # ' drop patterns ( | )? {you} <lose> ~2 not all tag slots é !!x"
)
_words = st.sampled_from([*SECTIONS, *_PIECES.split(), ": ", "- ", " ", "\n", "\n  ", "\t"])


def _tree(leaf: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    names = [field for section in SECTIONS.values() for field in section.fields] + [
        "id",
        "not",
        "any",
        "tag",
        "anger",
    ]
    keys = st.sampled_from(names) | leaf
    return st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)
    )


_leaves = st.sampled_from(
    ["", "a b", "{you", "1-2", "{{ name }}", "apologize", "anger", "taxonomy#x", "~ {a} (b|c)?"]
)
_trees = st.dictionaries(
    st.sampled_from([*SECTIONS, "drop", "x"]), st.lists(_tree(_leaves), max_size=3), max_size=3
)


def _problems(text: bytes, name: str) -> tuple[Problem, ...]:
    """Load any text as a file of a bank; anything but a BankError fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(text)
        try:
            load(folder, shipped=False)
        except BankError as error:
            return error.problems
    return ()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_any_file_is_a_bank_or_refused_with_its_problems(data: bytes) -> None:
    assert all(problem.line >= 1 and problem.column >= 1 for problem in _problems(data, "any.yaml"))


@settings(max_examples=200, deadline=None)
@given(st.lists(_words, max_size=25).map("".join), st.sampled_from(["any.yaml", "vocabulary.yaml"]))
def test_any_pieces_of_a_bank_are_a_bank_or_refused(text: str, name: str) -> None:
    assert all(problem.message for problem in _problems(text.encode(), name))


@settings(max_examples=250, deadline=None)
@given(_trees)
def test_items_of_any_shape_are_read_or_refused(tree: dict[str, list[object]]) -> None:
    found = _problems(repr(tree).encode(), "any.yaml")
    assert not any("YAML" in problem.message for problem in found)
    assert found if "x" in tree else not found or any(tree.values())


def test_a_bank_of_fifteen_thousand_lines_loads_at_once() -> None:
    cues = "".join(cue(f"c/{n}") for n in range(1000))
    phrases = "".join(phrase("'Sorry, {{ name }}, that {{ concern_that }}.'", f"p/{n}") for n in range(1200))
    text = "cues:" + cues + "\nphrases:" + phrases
    assert text.count("\n") > 14_000
    start = time.process_time()
    bank = bank_of(text)
    assert time.process_time() - start < 0.6 * (4 if os.environ.get("CI") else 2)
    assert len(bank.cues) == 1000
