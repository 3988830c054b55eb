"""The embedded sample: read by the same readers as real lists, indexed in memory."""

import hashlib
from collections.abc import Iterator
from datetime import date
from importlib.resources.abc import Traversable
from io import BytesIO

from lustra.data import folder
from lustra.model.entity import Entity
from lustra.model.entity_assembly import NAME_PROPS, entities
from lustra.model.list_version import ListVersion
from lustra.model.log import log_of
from lustra.model.statement import LoggedStatement, Statement, only_statements
from lustra.readers.lists.formats import READERS, recognise
from lustra.screening.index import IndexParts, build
from lustra.usecases.lists.sources import SOURCES, list_title, max_age_days

__all__ = ["sample_index", "sample_log", "sample_sources"]


def sample_sources() -> tuple[str, ...]:
    """The lists of which the sample holds extracts."""
    return tuple(sorted(entry.name for entry in folder("sample").iterdir() if entry.name in SOURCES))


def sample_log(source: str) -> list[LoggedStatement]:
    """Every statement of one of the sample's lists, with its days."""
    return log_of({day: statements for day, _, statements in _versions(source)})


def sample_index() -> tuple[IndexParts, list[ListVersion]]:
    """The sample's index and the versions behind it."""
    list_versions: list[ListVersion] = []
    listed: list[Entity] = []
    for source in sample_sources():
        versions = list(_versions(source))
        list_versions += [_version(source, day, sha256, statements) for day, sha256, statements in versions]
        log = log_of({day: statements for day, _, statements in versions})
        listed += entities(log, list_title(source))
    return build(listed), list_versions


def _versions(source: str) -> Iterator[tuple[date, str, list[Statement]]]:
    for version in sorted(folder(f"sample/{source}").iterdir(), key=lambda entry: entry.name):
        files = {entry.name.lower(): entry.read_bytes() for entry in _files(version)}
        reader = READERS[recognise(files) or SOURCES[source].format]
        streams = {name: BytesIO(content) for name, content in files.items()}
        sha256 = hashlib.sha256(b"".join(files.values())).hexdigest()
        yield date.fromisoformat(version.name), sha256, list(only_statements(reader.read(source, streams)))


def _files(version: Traversable) -> list[Traversable]:
    return sorted((entry for entry in version.iterdir() if entry.is_file()), key=lambda entry: entry.name)


def _version(source: str, day: date, sha256: str, statements: list[Statement]) -> ListVersion:
    named = [s for s in statements if s.prop in NAME_PROPS]
    entities_named = len({s.entity for s in named})
    return ListVersion(source, list_title(source), day, sha256, entities_named, len(named), max_age_days(source))
