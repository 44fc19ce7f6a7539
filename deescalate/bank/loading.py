"""Load a bank: paths of layers in, one checked Bank out, or all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from deescalate.bank import find
from deescalate.bank.items import Contents, read_items
from deescalate.bank.layers import Stack
from deescalate.bank.names import names_of
from deescalate.bank.page import Page, Problems
from deescalate.bank.reader import open_page, parse
from deescalate.bank.vocabulary import extend_vocabulary, is_whole, read_vocabulary
from deescalate.errors import BankError
from deescalate.types import Bank, Vocabulary


def load(
    paths: Sequence[str | Path] | str | Path = (), *, shipped: bool = True, discover: bool = False
) -> Bank:
    """Load the bank that the layers make: shipped < installed < user < project < `paths`, in order.

    A later layer adds items, replaces whole items by id, and drops them by id. Each path is a YAML
    file or a folder of them. With `shipped=False` only the given paths count (and the shipped
    vocabulary, unless the first of them is a folder with a whole one). With `discover=True` the
    banks of the user (~/.config/deescalate/banks) and of the working folder (.deescalate) count too.

    Raises BankError with every problem of every layer, InputError when there is nothing at a path.
    """
    given = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    home = find.shipped_path()
    if not shipped:
        return _load(home, tuple(given), shipped=False)
    found = find.discovered_paths() if discover else []
    layers = (*find.installed_paths(), *found, *given)
    return _load(home, layers) if layers else _load_shipped(home)


@lru_cache(maxsize=1)
def _load_shipped(home: Path) -> Bank:
    return _load(home, ())


def _load(home: Path, layers: tuple[Path, ...], shipped: bool = True) -> Bank:
    problems = Problems()
    vocabulary = _vocabulary(home, layers, shipped, problems)
    words = names_of(vocabulary)
    stack = Stack()
    roots = (home / find.LANGUAGE, *layers) if shipped else layers
    for root in roots:
        contents = Contents()
        for file in find.bank_files(root):
            page = _open(file, home, problems)
            page.words = words
            read_items(page, parse(page), contents)
        stack.lay(contents)
    stack.check()
    _raise(problems)
    return stack.bank(vocabulary, [_shown(root, home) for root in roots])


def _vocabulary(home: Path, layers: tuple[Path, ...], shipped: bool, problems: Problems) -> Vocabulary:
    """Read the vocabulary that holds, and add what the layers add. Raises BankError if it is broken."""
    places = [found for layer in layers if not _same(layer, home) and (found := find.vocabulary_file(layer))]
    pages = [(page, parse(page)) for page in (_open(place, home, problems) for place in places)]
    if not shipped and pages and is_whole(pages[0][1]):
        first, *pages = pages
    else:
        page = _open(home / find.VOCABULARY, home, problems)
        first = (page, parse(page))
    vocabulary = read_vocabulary(*first)
    _raise(problems)
    assert vocabulary is not None
    for page, root in pages:
        vocabulary = extend_vocabulary(vocabulary, page, root)
    return vocabulary


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _open(file: Path, home: Path, problems: Problems) -> Page:
    return open_page(file, _shown(file, home), problems)


def _shown(path: Path, home: Path) -> str:
    """Name a file of the shipped bank alike wherever it is installed, any other as it was given."""
    if path.is_relative_to(home):
        return (Path("phrasebanks") / path.relative_to(home)).as_posix()
    return str(path)


def _raise(problems: Problems) -> None:
    if problems.found:
        ordered = sorted(dict.fromkeys(problems.found), key=lambda one: (one.path, one.line, one.column))
        raise BankError(tuple(ordered))
