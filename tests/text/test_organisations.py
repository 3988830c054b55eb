"""Legal forms, numbers and words of organisations and vessels are one, whatever the language."""

import pytest
from tools.elf_codes import compile_legal_forms
from tools.phrase_table import compile_phrases

from lustra.data import table, text
from lustra.text.names import analyse, canonical
from lustra.text.tables import form_family


def told(name: str, schema: str = "Organization") -> list[str]:
    """Tokens as ``text``, or ``kind:text`` where not a word, sorted."""
    return sorted(t.text if t.kind == "word" else f"{t.kind}:{t.text}" for t in analyse(name, schema))


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (
            [
                "Limited Liability Company",
                "LLC",
                "L.L.C.",
                "OOO",
                "ООО",
                "О.О.О.",
                "Общество с ограниченной ответственностью",
                "Obshchestvo s ogranichennoy otvetstvennostyu",
                "Obshestvo S Ogranichennoi Otvetstvennostiu",
                "ТАА",
                "Таварыства з абмежаванай адказнасцю",
                "ТОВ",
                "Товариство з обмеженою відповідальністю",
                "GmbH",
                "Gesellschaft mit beschränkter Haftung",
                "S.à r.l.",
                "Société à responsabilité limitée",
                "Sp. z o.o.",
                "Spółka z ograniczoną odpowiedzialnością",
                "d.o.o.",
                "s.r.o.",
                "Kft.",
                "UAB",
                "SIA",
                "OÜ",
                "Ltd. Şti.",
                "Societate cu răspundere limitată",
                "Εταιρεία περιορισμένης ευθύνης",
                "Дружество с ограничена отговорност",
                "شركة ذات مسؤولية محدودة",
                "Pte. Ltd.",
                "Sdn. Bhd.",
                "Co., Ltd.",
            ],
            "llc",
        ),
        (
            [
                "JSC",
                "АО",
                "Joint Stock Company",
                "Joint-Stock Company",
                "Акционерное общество",
                "Акцыянернае таварыства",
                "Aktiengesellschaft",
                "Société anonyme",
                "S.p.A.",
                "Spółka akcyjna",
                "Акционерно дружество",
                "Ανώνυμη Εταιρεία",
                "شركة مساهمة",
                "Societate pe acțiuni",
                "Anonim Şirketi",
            ],
            "jsc",
        ),
        (["PJSC", "ПАО", "Публичное акционерное общество", "Public Joint Stock Company", "PLC"], "pjsc"),
        (["OJSC", "ОАО", "OAO", "ААТ", "Открытое акционерное общество", "Open Joint-Stock Company"], "ojsc"),
        (["CJSC", "ЗАО", "Закрытое акционерное общество", "Closed Joint Stock Company"], "cjsc"),
        (
            [
                "RUE",
                "РУП",
                "Republican Unitary Enterprise",
                "Республиканское унитарное предприятие",
                "Рэспубліканскае ўнітарнае прадпрыемства",
                "FSUE",
                "ФГУП",
                "Federal State Unitary Enterprise",
            ],
            "state",
        ),
        (["Stiftung", "Fondation", "Фонд", "Foundation", "Vakfı"], "foundation"),
    ],
)
def test_forms_of_one_class_meet(forms: list[str], expected: str) -> None:
    """A legal form is its class in every language, in full and in letters, before the name and after it."""
    before = {form: told(f"{form} Zarya") for form in forms}
    after = {form: told(f"Zarya {form}") for form in forms}
    wanted = {form: [f"legal_form:{expected}", "zarya"] for form in forms}
    assert (wanted, wanted) == (before, after)


@pytest.mark.parametrize("form", ["有限公司", "有限责任公司"])
def test_a_chinese_form_is_parted_from_its_name(form: str) -> None:
    """Where a script writes no blanks the table does the parting."""
    assert ["huawei", "legal_form:llc", "technology"] == told(f"华为技术{form}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("JSCARGUMENT", "JSC ARGUMENT"),
        ("JSC Argument", "Argument АО"),
        ("LUKOIL OIL COMP", "Lukoil Oil Company"),
        ("A-B-C Company", "ABC Co."),
        ("A.B.C. Company", "ABC Company"),
        ("Minsk Tractor Plant No. 1", "Мінскі трактарны завод № 1"),
        ("Bank of Belarus", "Банк Беларуси"),
        ("Ministry of Defence of the Russian Federation", "Министерство обороны Российской Федерации"),
        ("Ministry of Defence of the Russian Federation", "Υπουργείο Άμυνας της Ρωσικής Ομοσπονδίας"),
        ("NPO Almaz", "Научно-производственное объединение «Алмаз»"),
        ("Scientific Production Association Almaz", "НПО Алмаз"),
        ("Torgovy Dom Zarya", "Zarya Trading House"),
        ("Design Bureau Luch", "КБ «Луч»"),
        ("33rd Brigade", "33-я бригада"),
        ("Third Brigade", "3 Brigade"),
        ("Plant II Zarya", "Plant 2 Zarya"),
        ("Müller & Söhne GmbH", "Mueller and Sons Ltd"),
        ("Iranian Shipping Company", "Иранская судоходная компания"),
        ("Bank Melli Iran", "بانک ملی ایران"),
        ("Syrian Company for Oil Transport", "الشركة السورية لنقل النفط"),
        ("Korea Trading Bank", "조선무역은행"),
        ("Saratovskiy Zavod", "Саратовский завод"),
    ],
)
def test_two_wordings_of_one_organisation_meet(first: str, second: str) -> None:
    """Translated words, acronyms, numbers and legal forms are one token each."""
    assert set(_content(first)) == set(_content(second))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ОБОРОНЛОГИСТИКА", ["oboronlogistika"]),
        ("ЦЭНТРКУРОРТ", ["tsentrkurort"]),
        ("ААТ «Нафтан»", ["legal_form:ojsc", "naftan"]),
        ("Светъл път", ["pat", "svetal"]),
        ("Khimicheskii Kombinat", ["chemical", "factory"]),
        ("Министерството на отбраната", ["defence", "ministry"]),
        ("Завод имени Морозова", ["factory", "morozov"]),
        ("Завод им. В. И. Козлова", ["factory", "kozlov"]),
        ("Repair Plant No. 144", ["factory", "number:144", "repair"]),
        ("Plant Zarya Order of Lenin", ["factory", "zarya"]),
        ("Организация АО «Дукс»", ["duks", "generic:organization", "legal_form:jsc"]),
        ("Islamic International Brigade (IIB)", ["brigade", "generic:iib", "generic:international", "islamic"]),
        ("Научно-исследовательский радиотехнический институт", ["engineering", "generic:nii", "radio"]),
        ("National Bank of Iran", ["bank", "iran", "national"]),
        ("Ministry of Defence of Ukraine", ["defence", "ministry", "ukraine"]),
        ("Zarya Ukraine LLC", ["generic:ukraine", "legal_form:llc", "zarya"]),
    ],
)
def test_what_tells_an_institution_is_kept_and_what_does_not_is_told_apart(name: str, expected: list[str]) -> None:
    """A compound is a name of its own, an ending is not; initials, orders and number words go, the country may tell."""
    assert expected == told(name)


def _content(name: str) -> list[str]:
    return [token.skeleton for token in analyse(name, "Organization")]


def test_abc_company_shares_only_a_generic_word_with_any_company() -> None:
    """nomenklatura#245: ``A-B-C Company`` must not hit every Company."""
    one, other = analyse("A-B-C Company", "Company"), analyse("Zarya Company", "Company")
    assert ["company"] == [t.text for t in one if t in other]
    assert {"generic"} == {t.kind for t in one if t in other}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("M/V Nautica II", ["nautica", "number:2"]),
        ("MT NAUTICA", ["nautica"]),
        ("MV NO.5 STAR", ["no", "number:5", "star"]),
        ("STARK I", ["number:1", "stark"]),
        ("FU YUAN YU 005", ["fu", "number:5", "yu", "yuan"]),
        ("MV", ["mv"]),
    ],
)
def test_vessels_lose_their_prefix_and_keep_their_number(name: str, expected: list[str]) -> None:
    """What a vessel is says nothing of which it is; its number does."""
    assert expected == told(name, "Vessel")


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("Zarya LLC", "Organization"),
        ("Ministry of Defence", "Organization"),
        ("MINSK SHIPPING INDUSTRIES", "Organization"),
        ("Zarya S.R.L.", "Organization"),
        ("M/V Nautica", "Vessel"),
        ("Ivanov S.A.", "Person"),
        ("Henrique Casa Grande", "Person"),
        ("Michelle Jones", "Person"),
        ("Maria Rosa", "Person"),
        ("علي العسكري", "Person"),
    ],
)
def test_a_name_without_schema_is_read_as_what_it_looks_like(name: str, schema: str) -> None:
    """A query that does not say who bears the name has the tokens of the right kind."""
    assert analyse(name, schema) == analyse(name)


def test_pairs_that_differ_by_a_number_stay_apart() -> None:
    """Plant 5 is not Plant 6, in whatever digits."""
    assert told("Plant No. 5") != told("Plant No. VI")


def test_the_packaged_phrases_are_those_of_the_tables() -> None:
    """``phrases.csv`` is made by ``python -m tools.phrase_table`` of the two tables, and nothing else."""
    assert compile_phrases() == text("generated/phrases.csv")


def test_the_iso_codes_of_legal_forms_are_those_of_the_official_list() -> None:
    """The column ``elf`` is what ``python -m tools.elf_codes`` finds in GLEIF's list, and nothing else."""
    assert compile_legal_forms() == text("text/legal_forms.csv")


@pytest.mark.parametrize(
    ("country", "form", "code"),
    [("DE", "GmbH", "2HBR"), ("DE", "AG", "6QQB"), ("GB", "Private Limited Company", "H0PO"), ("US", "LLC", "")],
)
def test_a_form_of_one_code_has_it(country: str, form: str, code: str) -> None:
    """ISO 20275; the LLC has a code per state of the United States, and so none here."""
    assert {code} == {row["elf"] for row in table("legal_forms") if (row["country"], row["form"]) == (country, form)}


@pytest.mark.parametrize("name", ["legal_forms", "org_words", "particles", "titles", "given_names", "skeleton_rules"])
def test_every_row_names_its_source(name: str) -> None:
    """A table of fact says where each row is from."""
    assert [] == [row for row in table(name) if not row["source"]]


def test_every_form_belongs_to_one_family() -> None:
    """Two classes of one family differ less than two of different families."""
    families = {(row["class"], row["family"]) for row in table("legal_forms")}
    assert len(families) == len({name for name, _ in families})
    assert ("limited", "stock", "") == (form_family("llc"), form_family("pjsc"), form_family("zarya"))


def test_the_ampersand_is_a_word() -> None:
    """``&`` and ``and`` are one, and no token holds a sign."""
    assert canonical("A & B") == canonical("A and B")
