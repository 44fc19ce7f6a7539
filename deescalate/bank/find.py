"""Find where banks are: names and settings in, the folders and files of each layer out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path

from deescalate.errors import InputError

GROUP = "deescalate.banks"
LANGUAGE = "en"
MOST_FILES = 5_000  # below the folder of a bank
VOCABULARY = "vocabulary.yaml"


def shipped_path() -> Path:
    """Find the folder of the shipped bank, in a wheel, an editable install or a checkout.

    Raises InputError when the installation has lost it.
    """
    package = Path(str(files("deescalate")))
    places = (package / "_phrasebanks", package.parent / "phrasebanks")
    for place in places:
        if (place / VOCABULARY).is_file():
            return place
    looked = " and ".join(map(str, places))
    raise InputError(f"the shipped phrase bank is missing: no {VOCABULARY} in {looked}; reinstall deescalate")


def installed_paths() -> list[Path]:
    """Find the banks of installed packages: entry points that are, or return, a path."""
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return [_installed(point) for point in points]


def _installed(point: EntryPoint) -> Path:
    try:
        found = point.load()
        found = found() if callable(found) else found
        return Path(found)
    except Exception as error:  # whatever another package raises, say which one it was
        raise InputError(f"the installed bank '{point.name}' ({point.value}) has no path: {error}") from error


def discovered_paths() -> list[Path]:
    """Find the user's bank (XDG_CONFIG_HOME or ~/.config) and the one of the folder we are in."""
    settings = os.environ.get("XDG_CONFIG_HOME")
    home = Path(settings or os.path.expanduser("~/.config"))  # noqa: PTH111 - Path's raises without a home
    places = (home / "deescalate" / "banks", Path(".deescalate"))
    return [place for place in places if place.is_dir()]


def vocabulary_file(layer: Path) -> Path | None:
    """Find the page of names that a layer has of its own."""
    place = layer if layer.is_file() and layer.name == VOCABULARY else layer / VOCABULARY
    return place if place.is_file() else None


def bank_files(layer: Path) -> list[Path]:
    """List the files with the items of a layer, in the order of their names; the file itself if it is one.

    Raises InputError when there is nothing at the path.
    """
    try:
        if layer.is_file():
            return [layer] if layer.name != VOCABULARY else []
        if not layer.is_dir():
            raise InputError(f"no phrase bank at {layer}: give a YAML file or a folder of them")
    except OSError as error:  # a link that leads to itself, a folder that may not be read
        raise InputError(f"no phrase bank at {layer}: {error.strerror}") from error
    found = (file for file in _yaml_below(layer) if file != layer / VOCABULARY)
    return sorted(found, key=lambda file: file.relative_to(layer).as_posix())


def _yaml_below(folder: Path) -> Iterable[Path]:
    for count, file in enumerate(folder.rglob("*")):
        if count >= MOST_FILES:
            raise InputError(
                f"{folder} holds more than {MOST_FILES} files: name the folder of the bank itself"
            )
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.suffix in (".yaml", ".yml") and not hidden and file.is_file():
            yield file
