"""The shipped bank and the command in every kind of installation."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("deescalate", "phrasebanks", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")
MESSAGE = "Third time I call. You people lost my parcel!"

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what is needed to build, so that nothing of this checkout helps or is changed."""
    copy = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    run(sys.executable, "-m", "build", "--outdir", "dist", cwd=checkout)
    return next((checkout / "dist").glob("*.whl"))


def environment(folder: Path) -> Path:
    """Make an empty environment and return its folder of commands."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if sys.platform == "win32" else "bin")


def test_the_wheel_holds_the_bank_and_nothing_else_on_top(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "deescalate/_phrasebanks/vocabulary.yaml" in names
    assert "deescalate/py.typed" in names
    assert any(name.startswith("deescalate/_phrasebanks/en/phrases/") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert all(top == "deescalate" or top.endswith(".dist-info") for top in tops)


@pytest.mark.parametrize("kind", ["wheel", "editable", "checkout"])
def test_the_command_the_library_and_the_component_work(
    kind: str, wheel: Path, checkout: Path, tmp_path: Path
) -> None:
    commands = environment(tmp_path / "venv")
    what = {"wheel": (wheel,), "editable": ("-e", checkout), "checkout": (checkout,)}[kind]
    run(commands / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *what, cwd=tmp_path)
    assert "1." in run(commands / "deescalate", "suggest", MESSAGE, cwd=tmp_path)
    library = f"from deescalate import Advisor; print(Advisor().advise({MESSAGE!r}).suggestions[0].text)"
    assert run(commands / "python", "-c", library, cwd=tmp_path).strip()
    component = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('deescalate'); "
        f"print(len(nlp({MESSAGE!r}).spans['deescalate']))"
    )
    assert int(run(commands / "python", "-c", component, cwd=tmp_path)) > 0
