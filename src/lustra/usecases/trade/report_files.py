"""Writing a detection as files: one report, and the pictures beside it."""

from pathlib import Path

from lustra.errors import WorkspaceError
from lustra.model.corridor import Detection
from lustra.pictures.trade_charts import legs_figure, network_figure, to_png, to_svg
from lustra.pictures.trade_report import money, report_html

__all__ = ["money", "write_report"]

PICTURES = 5
"""Corridors drawn as files of their own."""


def write_report(detection: Detection, folder: Path) -> list[Path]:
    """Write ``corridors.html``, ``network.{svg,png}`` and ``corridor_N.{svg,png}``; the paths, report first.

    Raises:
        WorkspaceError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report = folder / "corridors.html"
        report.write_text(report_html(detection), "utf-8")
        figures = {"network": network_figure(detection)} if detection.corridors else {}
        drawn = [c for c in detection.corridors if c.timeline is not None][:PICTURES]
        figures |= {f"corridor_{n}": legs_figure(corridor, detection) for n, corridor in enumerate(drawn, 1)}
        for name, figure in figures.items():
            (folder / f"{name}.svg").write_text(to_svg(figure), "utf-8")
            (folder / f"{name}.png").write_bytes(to_png(figure))
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be written: {error}", "Choose another --output.") from None
    return [report, *sorted(folder / f"{name}.svg" for name in figures)]
