"""What `import deescalate` gives, and how little it costs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points, version

import pytest

import deescalate

HEAVY = ("spacy", "jinja2", "click", "rich", "yaml", "rapidfuzz")


def loaded_after(code: str) -> set[str]:
    """Run code in a fresh interpreter and return the names of the modules it loaded."""
    script = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_loads_nothing_heavy() -> None:
    assert loaded_after("import deescalate").isdisjoint(HEAVY)


def test_types_and_errors_load_nothing_heavy() -> None:
    modules = loaded_after("from deescalate import Turn, Advice, BankError, InputError; Turn.customer('hi')")
    assert modules.isdisjoint(HEAVY)
    assert "deescalate.types" in modules


def test_the_advisor_loads_no_terminal() -> None:
    modules = loaded_after("from deescalate import Advisor; Advisor()")
    assert "spacy" in modules
    assert not any(name.startswith("deescalate.cli") for name in modules)


def test_help_loads_no_library() -> None:
    run = "from deescalate.cli import main; main(['--help']); main(['suggest', '--help'])"
    assert loaded_after(run).isdisjoint({"spacy", "jinja2", "rich", "yaml", "deescalate.advisor"})


@pytest.mark.parametrize("name", deescalate.__all__)
def test_every_public_name_resolves(name: str) -> None:
    assert getattr(deescalate, name) is not None
    assert name in dir(deescalate)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Adviser'"):
        deescalate.Adviser  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_that_of_the_distribution() -> None:
    assert version("deescalate-phrases") == deescalate.__version__


def test_spacy_finds_the_component_by_its_entry_point() -> None:
    points = [point for point in entry_points(group="spacy_factories") if point.name == "deescalate"]
    assert [point.value for point in points] == ["deescalate.adapters.spacy_pipe:make_pipe"]
