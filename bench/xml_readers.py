"""Figures of the XML readers: seconds per real list, and peak memory on a made-up EU list of 200 MB.

Usage: python bench/xml_readers.py [MEGABYTES]

Without ``../shared/data`` only the made-up list is read. Exits with 1 where it takes more than 400 MB.
"""

import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from lustra.readers.lists.formats import READERS

LISTS = Path(__file__).parent.parent.parent / "shared" / "data" / "lists"
FILES = (
    ("eu_fsf_xml", "eu_fsf", "eu/2026-02-26/xmlFullSanctionsList_1_1.xml"),
    ("un_xml", "un_sc", "un/2026-02-27/UN_consolidated.xml"),
    ("uk_xml", "uk_fcdo", "uk/2026-08-22/UK_Sanctions_List.xml"),
    ("ca_xml", "ca_sema", "ca/2026-08-22/sema-lmes.xml"),
)
LIMIT_MB = 400
ENTRY = """<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.{n}.1" logicalId="{n}">
<regulation publicationDate="2021-06-21" entryIntoForceDate="2021-06-21" numberTitle="2021/997" programme="BLR"/>
<subjectType code="person" classificationCode="P"/>{names}</sanctionEntity>
"""
NAME = """<nameAlias wholeName="Name {i} of {n}" strong="true" nameLanguage="EN" logicalId="{n}{i}">
<regulationSummary publicationDate="2021-06-21" numberTitle="2021/997" publicationUrl="https://eur-lex.europa.eu/"/>
</nameAlias>"""


def read(reader: str, source: str, path: Path) -> tuple[int, float]:
    """Statements and problems of a file, and the seconds that reading them took."""
    start = time.perf_counter()
    with path.open("rb") as file:
        count = sum(1 for _ in READERS[reader].read(source, {path.name.lower(): file}))
    return count, time.perf_counter() - start


def write(path: Path, megabytes: int) -> None:
    """A made-up EU list of so many megabytes."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-26T00:00:00.000+01:00">')
        n = 0
        while file.tell() < megabytes << 20:
            n += 1
            file.write(ENTRY.format(n=n, names="".join(NAME.format(n=n, i=i) for i in range(6))))
        file.write("</export>")


def peak_mb() -> int:
    """Peak resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Print the figures; 1 where the limit is passed."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for reader, source, path in FILES if LISTS.is_dir() else ():
        count, seconds = read(reader, source, LISTS / path)
        print(f"{path}: {count:,} statements and problems in {seconds:.1f} s, peak {peak_mb()} MB")
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made.xml"
        write(made, megabytes)
        size = made.stat().st_size / (1 << 20)
        count, seconds = read("eu_fsf_xml", "eu_fsf", made)
    print(f"made-up EU list of {size:.0f} MB: {count:,} in {seconds:.1f} s, peak {peak_mb()} MB (limit {LIMIT_MB} MB)")
    return int(peak_mb() > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
