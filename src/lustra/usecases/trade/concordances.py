"""Correspondences between HS editions: given as a folder, held in the workspace, or the packaged subset."""

from datetime import date
from pathlib import Path

from lustra.errors import ReadError, WorkspaceError
from lustra.store.flows import CONCORDANCE, held_concordance, publish_concordance
from lustra.store.layout import dataset_names, open_root
from lustra.trade.vintages import FILE_NAME, Concordance, packaged, read_tables

__all__ = ["concordance_in", "keep_concordance", "read_folder"]


def read_folder(folder: Path) -> Concordance:
    """Read a folder of ``hsA_hsB.csv`` (A newer; HS0 = 1992 … HS6 = 2022), two columns of six-digit codes.

    Raises:
        ReadError: the folder holds no such file, a file is not UTF-8, or a row is not two six-digit codes.
    """
    files = _files(folder)
    if not files:
        raise ReadError(f"{folder} holds no correspondence", "It needs files named hs6_hs5.csv, hs6_hs0.csv and so on.")
    return read_tables({name: _lines(path) for name, path in files.items()})


def _files(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.glob("hs?_hs?.csv")) if FILE_NAME.fullmatch(path.name)}


def _lines(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(stream)
    except UnicodeDecodeError as error:
        raise ReadError(f"{path} is not UTF-8: {error}", "Save it as UTF-8, and load it again.") from None


def keep_concordance(root: Path, source: Path, today: date | None = None) -> int:
    """Check a folder of correspondences and publish it in the workspace; how many tables it holds.

    Args:
        root: the workspace, made where nothing is there yet.
        source: the folder.
        today: day of loading.

    Raises:
        ReadError: the folder holds no correspondence, or a row is not two codes.
        WorkspaceError: the workspace is damaged or being written to.
    """
    tables = read_folder(source).tables
    publish_concordance(open_root(root, create=True), _files(source), (today or date.today()).isoformat())
    return len(tables)


def concordance_in(root: Path | None, given: str = "") -> Concordance:
    """The correspondences given, those in the workspace, or the packaged subset.

    Raises:
        ReadError: the folder given holds none.
        WorkspaceError: those in the workspace are damaged.
    """
    if given:
        return read_folder(Path(given))
    if root is None:
        return packaged()
    if CONCORDANCE in dataset_names(root, "concordance"):
        return read_tables(held_concordance(open_root(root)))
    if (root / "trade-concordance").is_dir():
        raise WorkspaceError(
            f"{root / 'trade-concordance'} was written by an older Lustra, without the hashes that show damage.",
            "Load it again: lustra trade concordance load FOLDER; then remove the old folder.",
        )
    return packaged()
