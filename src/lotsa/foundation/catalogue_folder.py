"""Reads and writes a catalogue as files in a folder."""

from importlib.resources import as_file, files
from pathlib import Path

from lotsa.core.catalogue.faults import CatalogueRefused, Fault
from lotsa.core.catalogue.files import ITEMS, Catalogue, read_catalogue, write_catalogue
from lotsa.core.catalogue.reading import MAX_BYTES


def read_texts(folder: Path) -> dict[str, bytes]:
    """Return the catalogue files of ``folder`` as bytes, by name.

    Raises:
        CatalogueRefused: the folder does not exist or cannot be read.
    """
    found: dict[str, bytes] = {}
    try:
        if not folder.is_dir():
            raise NotADirectoryError(folder)
        for name in ITEMS:
            path = folder / name
            if path.is_file():
                with path.open("rb") as file:
                    found[name] = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CatalogueRefused((_no_folder(folder),)) from error
    return found


def read_folder(folder: Path) -> Catalogue:
    """Return the catalogue in ``folder``.

    Raises:
        CatalogueRefused: the folder or a file in it cannot be read as a catalogue.
    """
    catalogue, faults = read_catalogue(read_texts(folder))
    if catalogue is None:
        raise CatalogueRefused(faults)
    return catalogue


def write_folder(folder: Path, catalogue: Catalogue) -> tuple[Path, ...]:
    """Write the catalogue into ``folder``, made if needed, and return the files written.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in write_catalogue(catalogue).items():
        path = folder / name
        path.write_bytes(text.encode("utf-8"))
        written.append(path)
    return tuple(written)


def packaged() -> Catalogue:
    """Return the catalogue that comes with the system."""
    with as_file(files("lotsa.data") / "catalogue") as folder:
        return read_folder(folder)


def _no_folder(folder: Path) -> Fault:
    return Fault(
        str(folder),
        "",
        "",
        "folder-missing",
        "Mappen finns inte eller går inte att läsa.",
        "The folder does not exist or cannot be read.",
        "Ange en mapp med fields.yaml och measures.yaml.",
        "Name a folder with fields.yaml and measures.yaml.",
    )
