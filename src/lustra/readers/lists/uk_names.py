"""Names of the UK Sanctions List: six parts, kinds in several spellings, and the column of non-Latin names."""

from lustra.model.statement import WEAK
from lustra.readers.lists.entry import Details, Entry, clean_value, latin
from lustra.readers.lists.uk_blocks import Designation, Value

__all__ = ["add_names"]

_KINDS = {"primary name": "name", "primary name variation": "alias", "alias": "alias"}
"""``NameType`` without case: the list writes ``Primary name variation``, ``ALias`` …"""
_STRENGTHS = {"good quality a.k.a": "", "low quality a.k.a": WEAK}
_LANGUAGES = {
    "arabic": "ar",
    "armenian": "hy",
    "azerbaijani": "az",
    "belarusian": "be",
    "bulgarian": "bg",
    "burmese": "my",
    "chinese": "zh",
    "mandarin": "zh",
    "dari": "prs",
    "farsi": "fa",
    "french": "fr",
    "georgian": "ka",
    "greek": "el",
    "hebrew": "he",
    "japanese": "ja",
    "kazakh": "kk",
    "korean": "ko",
    "kurdish": "ku",
    "kyrgyz": "ky",
    "macedonian": "mk",
    "pashto": "ps",
    "persian": "fa",
    "russian": "ru",
    "serbian": "sr",
    "tajik": "tg",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "uzbek": "uz",
}
"""``NonLatinScriptLanguage`` → ISO 639; others stay in the note."""


def add_names(entry: Entry, designation: Designation) -> None:
    """Hold every name; a name that is no more than its type is none."""
    for value in designation.all("name"):
        _name(entry, value)
    for value in designation.all("script"):
        _script(entry, value)
    if not designation.all("name") and not designation.all("script"):
        entry.problem(designation.line, "no name", severity="error")


def _name(entry: Entry, value: Value) -> None:
    *given, family, printed_kind, printed_strength = (clean_value(text) for text in value.fields)
    whole = " ".join(part for part in (*given, family) if part)
    if not whole:
        return
    kind = _told(entry, value.line, "NameType", printed_kind, _KINDS, "alias")
    grade = _told(entry, value.line, "AliasStrength", printed_strength.rstrip("."), _STRENGTHS, "")
    weak = grade == WEAK and kind != "name"
    entry.add("weakAlias" if weak else kind, whole, value.line, grade=WEAK if weak else "", note=_note(printed_kind))
    if entry.schema == "Person" and family and any(given):
        entry.add("lastName", family, value.line)
        entry.add("firstName", given[0], value.line)
        entry.add("middleName", " ".join(part for part in given[1:] if part), value.line)


def _told(entry: Entry, line: int, what: str, printed: str, known: dict[str, str], default: str) -> str:
    """What a wording means; an unknown one is told as a problem."""
    if printed and printed.lower() not in known:
        entry.problem(line, f"{what} is not known; read as {default or 'not graded'}", printed)
    return known.get(printed.lower(), default)


def _note(kind: str) -> str:
    return "spelling variation" if "variation" in kind.lower() else ""


def _script(entry: Entry, value: Value) -> None:
    name, script, language = (clean_value(text) for text in value.fields)
    said: Details = {
        "lang": _LANGUAGES.get(language.lower(), ""),
        "note": "; ".join(filter(None, ("non-Latin script", script, language))),
    }
    entry.add("alias" if latin(name) else "name", name, value.line, **said)
