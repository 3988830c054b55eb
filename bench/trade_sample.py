"""Make the embedded sample's flow table: a planted corridor, honest noise, and published totals.

Run once: ``python bench/trade_sample.py > src/lustra/data/sample/trade/flows.csv``. The product rows are made up; the
TOTAL rows are Eurostat's EU27 exports to ten partners in 2021 and 2023 (CC BY 4.0, in EUR m), and Kyrgyzstan's own
imports from the EU at the published ratios to them.
"""

import csv
import sys
from collections.abc import Callable

import numpy as np

YEARS = range(2019, 2025)
LISTED = ("847130", "847141", "847150", "847170", "854231", "854232", "854233", "854239")
OTHER = ("180690", "220421", "300490", "330499", "640399", "940360")
PLACES = ("AE", "AM", "BR", "EG", "GE", "IN", "KG", "KZ", "MX", "MY", "RS", "TR", "UZ", "VN")
PLANTED = {("854231", "KG"): 9e6, ("854239", "KG"): 14e6, ("847150", "KG"): 6e6}
TOTALS = {
    "KG": (263, 2734),
    "AM": (757, 2162),
    "KZ": (5487, 12110),
    "UZ": (2299, 4355),
    "GE": (2045, 3623),
    "TR": (79128, 111429),
    "AE": (29806, 38818),
    "RS": (18299, 23369),
    "BY": (6878, 8122),
    "RU": (89169, 38182),
}
KG_IMPORTS = (245, 902)
"""EUR m: 93 % of what the EU reports in 2021, and EUR 1,832m less than it in 2023."""


def main() -> None:
    """Write the table to standard output."""
    random = np.random.default_rng(833)
    write = csv.writer(sys.stdout, lineterminator="\n").writerow
    write(["exporter", "importer", "product", "period", "value", "quantity", "vintage", "currency", "unit", "side"])
    size = {place: float(np.exp(random.normal(0, 0.8))) for place in (*PLACES, "RU")} | {"EU27": 12.0, "RU": 4.0}
    size["KG"] = 0.25
    for product in (*LISTED, *OTHER):
        for exporter in ("EU27", *PLACES, "RU"):
            for importer in (*PLACES, "RU"):
                known = exporter == "EU27" or random.random() < 0.3 or (product, exporter, importer) in _onward()
                if known and exporter != importer:
                    _flow(random, write, (exporter, importer, product), size)
    for place, values in sorted(TOTALS.items()):
        for year, value in zip((2021, 2023), values, strict=True):
            write(["EU27", place, "TOTAL", year, value * 1_000_000, "", "", "EUR", "", "exporter"])
    for year, value in zip((2021, 2023), KG_IMPORTS, strict=True):
        write(["EU27", "KG", "TOTAL", year, value * 1_000_000, "", "", "EUR", "", "importer"])


def _onward() -> set[tuple[str, str, str]]:
    return {(product, via, "RU") for product, via in PLANTED}


def _flow(
    random: np.random.Generator,
    write: Callable[[list[object]], object],
    key: tuple[str, str, str],
    size: dict[str, float],
) -> None:
    exporter, importer, product = key
    base = np.exp(13 + random.normal(0, 1.0)) * (size[exporter] * size[importer]) ** 0.8
    price = float(np.exp(random.normal(3, 0.5)))
    walk = np.cumsum(random.normal(0, 0.08, 6))
    values = base * np.exp(walk + random.normal(0, 0.2, 6) + 0.03 * np.arange(6))
    if exporter == "EU27" and importer == "RU" and product in LISTED:
        values[3:] *= np.array([0.35, 0.1, 0.08])
    planted = PLANTED.get((product, importer if exporter == "EU27" else exporter))
    if planted and (exporter == "EU27" or importer == "RU"):
        values[3:] += planted * np.array([0.5, 1.0, 1.1]) * np.exp(random.normal(0, 0.1, 3))
    for year, value in zip(YEARS, values, strict=True):
        if value >= 1000:
            quantity = value / price * np.exp(random.normal(0, 0.05))
            write([exporter, importer, product, year, round(value), round(quantity), "HS2022", "EUR", "kg", "exporter"])


if __name__ == "__main__":
    main()
