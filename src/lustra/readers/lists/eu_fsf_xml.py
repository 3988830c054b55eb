"""The EU's consolidated list of financial sanctions, ``xmlFullSanctionsList_1_1.xml``.

Publisher: European Commission, DG FISMA; schema ``http://eu.europa.ec/fpi/fsd/export`` 1.1. Every block names the act
that last changed it (``regulationSummary``), which each statement carries.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from lustra.model.statement import Problem, Statement
from lustra.readers.lists.entry import iso_day
from lustra.readers.lists.eu_entry import entity_entry
from lustra.readers.tables.text_rows import only_file
from lustra.readers.xml.elements import Form, opening, read_entries

__all__ = ["FIELDS", "published", "read", "recognises"]

NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
_BLOCK = "regulationLanguage logicalId"
_PLACE = "countryIso2Code countryDescription region"
_ACT = "regulationType publicationDate numberTitle publicationUrl"

FIELDS: dict[str, str] = {
    "": "generationDate globalFileId",
    "sanctionEntity": "euReferenceNumber unitedNationId designationDate designationDetails delistingDate logicalId",
    "sanctionEntity/regulation": "regulationType organisationType publicationDate entryIntoForceDate numberTitle "
    "programme logicalId",
    "sanctionEntity/regulation/publicationUrl": "",
    "sanctionEntity/regulation/corrigendum": "",
    "sanctionEntity/subjectType": "code classificationCode",
    "sanctionEntity/nameAlias": "wholeName firstName middleName lastName title function gender nameLanguage strong "
    f"{_BLOCK}",
    "sanctionEntity/citizenship": f"acquisitionDate disenfranchisementDate {_PLACE} {_BLOCK}",
    "sanctionEntity/birthdate": "birthdate dayOfMonth monthOfYear year yearRangeFrom yearRangeTo circa calendarType "
    f"city place zipCode {_PLACE} {_BLOCK}",
    "sanctionEntity/address": f"street poBox zipCode city place asAtListingTime {_PLACE} {_BLOCK}",
    "sanctionEntity/address/contactInfo": "key value",
    "sanctionEntity/identification": "identificationTypeCode identificationTypeDescription number latinNumber "
    "nameOnDocument issuedBy issueDate validFrom validTo diplomatic knownExpired knownFalse reportedLost "
    f"revokedByIssuer {_PLACE} {_BLOCK}",
    **{
        f"sanctionEntity{block}/{extra}": attributes
        for block in ("", "/regulation", "/nameAlias", "/citizenship", "/birthdate", "/address", "/identification")
        for extra, attributes in (("remark", ""), ("additionalInformation", "key value"), ("regulationSummary", _ACT))
    },
}
FORM = Form("EU FSF XML 1.1", "export", ("sanctionEntity",), FIELDS, NAMESPACE)


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of this name with these first bytes is the EU's list."""
    return NAMESPACE.encode() in head


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The day of ``generationDate``, as printed.

    Raises:
        ReadError: the file is not the EU's XML.
    """
    name, stream = only_file(files)
    day = iso_day(opening(stream, name, FORM).get("generationDate")[:10])
    return date.fromisoformat(day) if day else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every entry, in file order.

    Raises:
        ReadError: the file is not the EU's XML, is cut off, or has no entry that can be used.
    """
    name, stream = only_file(files)
    yield from read_entries(stream, name, FORM, lambda node: entity_entry(source, name, node).items())
