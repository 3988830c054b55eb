"""Numbers that stand in prose: ``INN: 7703010220 BIN: 1027739246490``, ``(УНН/ИНН): 190950894 (Belarus), …``.

Publishers write several numbers, their labels and their countries into one cell. What is labelled is taken apart;
a cell without a known label is one number, as printed. Kinds are FollowTheMoney properties.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lustra.text.countries import country_code
from lustra.text.identifiers import checksum_ok

__all__ = ["Number", "kind_by_digits", "numbers"]


class Number(NamedTuple):
    """One number found in a cell."""

    value: str
    kind: str
    """Property; the caller's own kind where no label says more."""
    country: str = ""
    label: str = ""
    """The words with which it was printed."""


_REGISTER = (
    r"Business identification (?:number|no)"
    r"|(?:Business |Company |Commercial |Trade |State )?regist(?:ration|er|ry) (?:number|no)"
)
_OTHER_REGISTERS = (
    r"Company(?: House)? (?:number|no)|SRN|CRN|BRN|BIN|(?<!\d)[CB]R(?: No| Number)?|UEN ID|CIN|LLPIN Number|UID Number"
    r"|CH-ID|USREOU code|SPARK code|NIP|PAN|ISN Number|BvD(?: ID)?(?: account)?(?: number)?|Acuris Unique ID"
    r"|IP Identification|(?:USA )?OFAC UID Number|Cedar Rose number|Licen[cs]e(?: number| no)?|ICP|OKTMO|CBLS"
)
_CARD = (
    r"(?:national |identity |identification |ration |residential |military |federal |civil |personal |voter )*"
    r"(?:ID|identity|identification|card|tazkira)\)?(?: card)?(?: \(tazkira\))? (?:number|no)"
)
_TAX = (
    r"Tax(?:payer)?(?: Identification)? ?(?:ID|Identifier|Number|No)?(?: No)?(?: Number)?|TIN(?: number)?|UNP|УНП|УНН"
)
_LABELS: tuple[tuple[str, str], ...] = (  # wording → property; the first that matches counts
    (r"SWIFT(?:\s*/\s*|\s*)(?:BIC|BIN|CODE)?|BIC", "swiftBic"),
    (r"Russian Bank Identification Code|(?:Kyrgz )?BIK(?: number)?(?: \(RU\))?", "bikCode"),
    (r"Legal Entity (?:Identifier|Number)|LEI(?: code)?", "leiCode"),
    (r"(?:BIN|Registration Number)\s*/\s*OGRN|OGRN(?:IP)?(?: number)?|ОГРН(?:ИП)?|PSRN", "ogrnCode"),
    (r"KPP|КПП|PPC", "kppCode"),
    (r"OKPO|ОКПО|Government Gazette Number", "okpoCode"),
    (r"УНН/ИНН|Tax ID(?:entification)? Number(?:/|: )INN|INN(?:/TIN| number)?|ИНН", "taxNumber"),
    (r"VAT(?: Tax)?(?: -)? (?:number|no)", "vatCode"),
    (_TAX, "taxNumber"),
    (r"Unified Social Credit Code|USCC", "registrationNumber"),
    (r"IMO(?: number)?", "imoNumber"),
    (r"MMSI", "mmsi"),
    (r"passport(?: (?:number|no|nr))?", "passportNumber"),
    (_REGISTER, "registrationNumber"),
    (_OTHER_REGISTERS, "registrationNumber"),
    (_CARD, "idNumber"),
    (r"ID Number|national number|number", ""),
)
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(f"(?P<_{i}>{words})" for i, (words, _) in enumerate(_LABELS))
    + r")(?![^\W\d_])\.?\)?[\s:.–-]*",
    re.IGNORECASE,
)
_CHARACTER = r"(?:\d|[A-ZА-ЯЁ](?![a-zа-яё])|[./_-](?=\w))"
_NUMBER = re.compile(
    rf"{_CHARACTER}*\d{_CHARACTER}*(?: (?={_CHARACTER}*\d){_CHARACTER}+)*|\b[A-Z]{{8}}(?:[A-Z0-9]{{3}})?\b"
)
_LABEL_BEHIND = re.compile(
    r"([\w-]+) ?[(–-] ?(?:(Russian?) )?([A-Za-z ]*(?:number|code|INN|TIN|OGRN))\)?", re.IGNORECASE
)
_PLACE_BEFORE = re.compile(r"(?:^|[\s\d(])([A-Z][a-z]{3,}|UK|USA),? ?[-–]? ?$")
_PLACE_BEHIND = re.compile(r"^(.*?)\s*\(([^()]*)\)$")
_INN_AND_KPP = re.compile(r"(\d{10}) ?/ ?(\d{9})")
_DATED = re.compile(r"\s+(?:dated|issued)\b.*$")


def numbers(text: str, kind: str, country: str = "") -> list[Number]:
    """Take a cell apart.

    Args:
        text: the cell, blanks cleaned.
        kind: property of a number without a label.
        country: issuing country of a number that has none of its own, lower-case alpha-2.

    Returns:
        At least one number, in printed order; the whole cell as one number where it cannot be taken apart.
    """
    behind = _LABEL_BEHIND.findall(text)
    if behind and not _LABEL_BEHIND.sub("", text).strip(" ,;"):
        return [_labelled(number, label, country_code(place) or country, kind) for number, place, label in behind]
    labels = list(_LABEL.finditer(text))
    found = [n for i, m in enumerate(labels) for n in _after(text, m, labels[i + 1 : i + 2], kind, country)]
    return [*_before(text[: labels[0].start()], kind, country), *found] if found else _plain(text, kind, country)


def kind_by_digits(kind: str, number: str, country: str) -> str:
    """``innCode`` or ``ogrnCode`` where length and check digit say so and the country does not deny it, else ``kind``.

    A company's ten digits are taken for an INN only where they are printed as a tax number, or in Russia.
    """
    if country not in ("", "ru") or not number.isascii() or not number.isdigit():
        return kind
    general = kind in {"taxNumber", "registrationNumber", "idNumber"}
    if general and len(number) in {13, 15} and checksum_ok("ogrnCode", number):
        return "ogrnCode"
    company = len(number) == 10 and (kind == "taxNumber" or (kind == "registrationNumber" and country == "ru"))
    return "innCode" if general and (len(number) == 12 or company) and checksum_ok("innCode", number) else kind


def _before(text: str, kind: str, country: str) -> list[Number]:
    """A number that comes before the first label has none of its own."""
    number = _NUMBER.search(text)
    return [Number(number[0], kind, country)] if number and len(number[0]) > 4 else []


def _after(
    text: str, label: re.Match[str], following: list[re.Match[str]], kind: str, country: str
) -> Iterator[Number]:
    """The numbers between one label and the next."""
    words = label[0].strip(" :.–-")
    kind = _kind(label) or kind
    own = _PLACE_BEFORE.search(text[: label.start()])
    country = (country_code(own[1]) if own else "") or country
    for part in re.split(r"[,;·]", text[label.end() : following[0].start() if following else len(text)]):
        place = _PLACE_BEHIND.match(part.strip())
        where = (country_code(place[2]) if place else "") or country
        if pair := _INN_AND_KPP.search(part):
            yield Number(pair[1], kind, where, words)
            yield Number(pair[2], "kppCode", where, words)
        elif number := _NUMBER.search(part):
            yield Number(number[0], kind, where, words)


def _kind(label: re.Match[str]) -> str:
    return _LABELS[int((label.lastgroup or "_0")[1:])][1]


def _labelled(number: str, label: str, country: str, kind: str) -> Number:
    match = _LABEL.match(label)
    return Number(number, (_kind(match) if match else "") or kind, country, label)


def _plain(text: str, kind: str, country: str) -> list[Number]:
    """Cells without a label: ``1037739635890 (Russia)``, ``7725824287 / 772201001``, ``60 · FC005874``."""
    pair = _INN_AND_KPP.fullmatch(text.strip())
    if pair:
        return [Number(pair[1], "taxNumber", country), Number(pair[2], "kppCode", country)]
    return [_whole(part, kind, country) for part in text.split("·") if part.strip()]


def _whole(text: str, kind: str, country: str) -> Number:
    number = _DATED.sub("", text.strip())
    before, dash, rest = number.partition(" - ")
    if dash and (place := country_code(before)):
        return Number(rest, kind, place)
    bracket = _PLACE_BEHIND.match(number)
    place = country_code(bracket[2]) if bracket else ""
    if bracket and (place or (re.search(r"\d", bracket[1]) and re.search(r"[a-z]{3}", bracket[2]))):
        return Number(bracket[1], kind, place or country, "" if place else bracket[2])
    return Number(number, kind, country)
