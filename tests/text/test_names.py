"""Names as typed become canonical tokens; spellings of one name meet."""

import time

import pytest

from lustra.text.names import Token, analyse, canonical
from lustra.text.skeleton import skeleton
from lustra.text.sounds import sound_key
from lustra.text.tables import name_variants


def texts(name: str, schema: str = "") -> list[str]:
    """Canonical texts of the tokens, sorted."""
    return sorted(token.text for token in analyse(name, schema))


def skeletons(name: str, schema: str = "") -> list[str]:
    """Skeletons of the tokens, sorted."""
    return sorted(token.skeleton for token in analyse(name, schema))


def kinds(name: str, schema: str = "") -> list[tuple[str, str]]:
    """Kind and text of each token, in order."""
    return [(token.kind, token.text) for token in analyse(name, schema)]


def one_name(first: str, second: str) -> bool:
    """Whether two words are spellings of one name by skeleton, sound or the table of given names."""
    alike = skeleton(first) == skeleton(second) or sound_key(first) == sound_key(second) != ""
    return alike or bool(name_variants(first) & name_variants(second))


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(
            "Лукашенко Лукашэнка Łukašenka Lukashenko Lukashenka Loukachenko Lukaschenko Łukaszenko Lukašenko",
            id="belarusian and russian, lacinka, english, french, german, polish, accents left out, iso 9",
        ),
        pytest.param("Хрущёв Хрущев Khrushchev Khrouchtchev Khrushchov Hruschev", id="shch and yo"),
        pytest.param("Чайковский Tchaikovsky Tschaikowski Chaikovskii Czajkowski Chaykovskiy", id="ch, sky"),
        pytest.param("Зеленский Zelensky Zelenskyy Zelenskiy Zelenskyj Zelenski Zelenskii", id="sky of ukraine"),
        pytest.param("Горбачёв Gorbachev Gorbatschow Gorbatchev Gorbachyov", id="ow"),
        pytest.param("Сергеев Sergeev Sergeyev Sergejew Serguéïev Sergueev", id="e after a vowel"),
        pytest.param("Киселёв Киселев Kiselyov Kiselev Kiselëv", id="yo after a consonant"),
        pytest.param("Евгений Evgeny Yevgeny Yevgeniy Evgenii Jewgenij Jevgenij Evgueni", id="initial e"),
        pytest.param("Юрий Юрій Yuri Yury Yuriy Iouri Jurij Iurii", id="initial yu"),
        pytest.param("Мария Марія Maria Mariya Marija Mariia", id="iya"),
        pytest.param("Татьяна Tatyana Tatiana Tatjana", id="soft sign"),
        pytest.param("Андрей Andrei Andrey Andrej Andreï", id="ey"),
        pytest.param("Путин Putin Poutine Putine", id="french silent e"),
        pytest.param("Гончаров Goncharov Gontjarov Gontscharow Gontcharov Goncharow", id="swedish tj"),
        pytest.param("Захарова Zakharova Zacharova Zacharowa", id="ch for kh"),
        pytest.param("Владимирович Vladimirovich Wladimirowitsch Vladimirovitj Vladimirovič Vladimirovitch", id="son"),
        pytest.param("Николаевна Nikolaevna Nikolajevna Nikolayevna Nikolajewna", id="daughter"),
        pytest.param("Смирнов Smirnov Smirnoff Smirnow", id="off, ow"),
        pytest.param("Милошевић Milošević Milosevic Miloshevich Milošević", id="south slavic"),
        pytest.param("محمد Muhammad Mohammad", id="muhammad"),
        pytest.param("حسين Hussein Husayn Hussain Husein Hossein", id="hussein"),
        pytest.param("خالد Khaled Khalid Haled", id="khaled"),
        pytest.param("داود Dawud Daoud Daud Dawood", id="daoud"),
        pytest.param("سعيد Said Saeed Sayed Sa'id Sa‘eed", id="said"),
        pytest.param("Fatima Fatimah Fatemeh", id="final h"),
        pytest.param("Nasrallah Nasrollah Nasrullah نصرالله", id="case ending before Allah"),
        pytest.param("Nureddin Nouraldine Nooruddin نورالدين", id="article before din"),
        pytest.param("Moein Moin معین", id="Persian ayn"),
        pytest.param("Kachanava Качанава Качанова", id="akanne in women's surnames"),
        pytest.param("Karpiankou Karpenkov Карпенков", id="yakanne before -kou"),
        pytest.param("Փաշինյան Pashinyan", id="Armenian breath"),
        pytest.param("Müller Mueller Muller", id="umlaut"),
        pytest.param("Jørgensen Joergensen Jorgensen", id="scandinavian"),
        pytest.param("Νικολάου Nikolaou", id="greek"),
        pytest.param("გიორგი Giorgi", id="georgian"),
        pytest.param("Սարգսյան Sargsyan", id="armenian"),
        pytest.param("Nguyễn Nguyen", id="vietnamese"),
        pytest.param("Şahin Sahin Shahin", id="turkish"),
        pytest.param("משה Moshe", id="hebrew"),
    ],
)
def test_spellings_of_one_word_have_one_skeleton(spellings: str) -> None:
    """However a name is written, its skeleton is the same."""
    assert len({skeletons(word, "Person")[0] for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Alaksandr Łukašenka", "Александр Лукашенко"),
        ("Alaksandr Łukašenka", "Аляксандр Лукашэнка"),
        ("Олександр Лукашенко", "Alexandre Loukachenko"),
        ("Alexander Lukaschenko", "Аляксандр Лукашэнка"),
        ("Уладзімір Пуцін", "Volodymyr Putsin"),
        ("Сяргей Іваноў", "Sergey Ivanov"),
        ("Міхаіл Мясніковіч", "Mikhail Myasnikovich"),
        ("Наталля Качанава", "Natalia Kochanova"),
        ("بشار الأسد", "Bashar al-Assad"),
        ("عبد الرحمن", "Abdurrahman"),
        ("Abd al-Rahman", "Abdul Rahman"),
        ("أبو بكر البغدادي", "Abu Bakr al-Baghdadi"),
        ("معمر القذافي", "Muammar al-Qaddafi"),
        ("محمود احمدی نژاد", "Mahmoud Ahmadi Nejad"),
        ("김정은", "KIM Jong Un"),
        ("박영식", "PAK Yong Sik"),
        ("최룡해", "CHOE Ryong Hae"),
        ("习近平", "XI Jinping"),
        ("習近平", "XI Jinping"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("田中 太郎", "Tanaka Taro"),
        ("Αλέξανδρος Παπαδόπουλος", "Alexandros Papadopoulos"),
    ],
)
def test_names_meet_across_scripts(first: str, second: str) -> None:
    """Every word of a name finds itself in the other script."""
    one = [t for t in analyse(first, "Person") if t.kind not in {"particle", "kunya"}]
    other = [t for t in analyse(second, "Person") if t.kind not in {"particle", "kunya"}]
    unmet = [t.text for t in one if not any(one_name(t.text, u.text) for u in other)]
    assert (len(other), []) == (len(one), unmet)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hassan", "Ghassan"),
        ("Hassan", "Hussein"),
        ("Ivanov", "Ivanova"),
        ("Ivan", "Igor"),
        ("Kim", "Kin"),
        ("Chen", "Chan"),
        ("Chen", "Shen"),
        ("Li", "Le"),
        ("Wang", "Wan"),
        ("Zhang", "Zang"),
        ("Salim", "Salam"),
        ("Petrov", "Pavlov"),
        ("Marina", "Mirna"),
        ("Omar", "Amr"),
        ("Bush", "Bosch"),
        ("Habash", "Bush"),
    ],
)
def test_different_words_keep_different_skeletons(first: str, second: str) -> None:
    """The skeleton does not make one of two names that are two."""
    assert skeletons(first, "Person") != skeletons(second, "Person")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Alexander", "Aliaksandr"),
        ("Oleksandr", "Iskandar"),
        ("Sergei", "Siarhei"),
        ("Uladzimir", "Volodymyr"),
        ("Mikalai", "Nikolai"),
        ("Aleh", "Oleg"),
        ("Ihar", "Igor"),
        ("Mohammed", "Mehmet"),
        ("Choe", "Choi"),
        ("Jeong", "Chung"),
        ("Pak", "Park"),
        ("Ri", "Lee"),
        ("Uladzimiravich", "Vladimirovich"),
        ("Mykolayivna", "Nikolaevna"),
        ("Siarheevich", "Sergejevitj"),
    ],
)
def test_variants_of_one_given_name_share_a_group(first: str, second: str) -> None:
    """The table of given names knows what no rule of spelling can."""
    assert name_variants(canonical(first)) & name_variants(canonical(second))


def test_a_patronymic_is_not_the_given_name_it_comes_from() -> None:
    """``Ivanovich`` is Ivan's son, not Ivan."""
    assert not name_variants("ivanovich") & name_variants("ivan")


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("A.G.Lukashenko", "", [("initial", "a"), ("initial", "g"), ("word", "lukashenko")]),
        ("Lukashenko A. G.", "", [("word", "lukashenko"), ("initial", "a"), ("initial", "g")]),
        ("Bashar AL-ASSAD", "", [("word", "bashar"), ("particle", "al"), ("word", "assad")]),
        ("BIN LADEN, Usama", "", [("particle", "bin"), ("word", "laden"), ("word", "usama")]),
        ("Osama ibn Ladin", "", [("word", "osama"), ("particle", "bin"), ("word", "ladin")]),
        ("Abu Nidal", "", [("kunya", "abu"), ("word", "nidal")]),
        ("Umm Sayyaf", "", [("kunya", "umm"), ("word", "sayyaf")]),
        ("Abdurrahman Said", "", [("particle", "abdul"), ("word", "rahman"), ("word", "said")]),
        ("Abd ar-Rahman", "", [("particle", "abdul"), ("word", "rahman")]),
        ("Dr. Haji Omar Khan", "", [("title", "dr"), ("title", "haji"), ("word", "omar"), ("word", "khan")]),
        ("Mullah Omar", "", [("title", "mullah"), ("word", "omar")]),
        ("Mohammad ALMAHDI", "", [("word", "mohammad"), ("particle", "al"), ("word", "mahdi")]),
        ("Emir Kusturica", "", [("word", "emir"), ("word", "kusturica")]),
        ("Dame", "", [("word", "dame")]),
        ("John Smith Jr.", "", [("word", "john"), ("word", "smith"), ("title", "jr")]),
        ("John Smith III", "", [("word", "john"), ("word", "smith"), ("number", "3")]),
        ("Ludwig van Beethoven", "", [("word", "ludwig"), ("particle", "van"), ("word", "beethoven")]),
        ("Juan de la Cruz", "", [("word", "juan"), ("particle", "de"), ("particle", "la"), ("word", "cruz")]),
        ("LE, Van Dat", "", [("word", "le"), ("particle", "van"), ("word", "dat")]),
        ("Ed Davis", "", [("word", "ed"), ("word", "davis")]),
        ("Ben Smith", "", [("word", "ben"), ("word", "smith")]),
        ("Ivan Petrovich Sidorov", "", [("word", "ivan"), ("patronymic", "petrovich"), ("word", "sidorov")]),
        ("AKULOVICH, Irina Borisovna", "", [("word", "akulovich"), ("word", "irina"), ("patronymic", "borisovna")]),
        ("Irina Borisovna AKULOVICH", "", [("word", "irina"), ("patronymic", "borisovna"), ("word", "akulovich")]),
        ("Igor Vladimirovitj Kizejev", "", [("word", "igor"), ("patronymic", "vladimirovitj"), ("word", "kizejev")]),
        ("Slobodan Milosevic", "", [("word", "slobodan"), ("word", "milosevic")]),
        ("Heydar oglu Aliyev", "", [("patronymic", "heydar"), ("particle", "oglu"), ("word", "aliyev")]),
        ("오 지민", "", [("word", "o"), ("word", "ji"), ("word", "min")]),
        ("Y. Petrov", "", [("initial", "y"), ("word", "petrov")]),
    ],
)  # fmt: skip
def test_parts_of_a_persons_name(name: str, schema: str, expected: list[tuple[str, str]]) -> None:
    """Particles, titles, initials, kunyas, patronymics and generations are told from the name itself."""
    assert expected == kinds(name, schema)


def test_particles_titles_and_kunyas_are_written_one_way() -> None:
    """The same particle in two spellings is one token."""
    assert texts("Abou Ali ben Omar", "Person") == texts("Abu Ali ibn Omar", "Person")


def test_commas_say_nothing() -> None:
    """``FAMILY, Given`` has the tokens of ``Given FAMILY``."""
    assert texts("LUKASHENKO, Alexander") == texts("Alexander Lukashenko")


def test_a_token_remembers_what_was_typed() -> None:
    """An explanation shows the word as it stood in the query."""
    assert [Token("lukashenka", "lukasinku", "word", "Лукашэнка")] == list(analyse("Лукашэнка"))


@pytest.mark.parametrize("name", ["", " ", "…", "!!!", "\u200b\u200e", "😀", "\x00\x1f", "٭"])
def test_nothing_readable_gives_no_token(name: str) -> None:
    """A name without a letter or digit is no name."""
    assert ((), "") == (analyse(name), canonical(name))


HOSTILE = {
    "letters": "a" * 100_000,
    "words": "Abd al " * 20_000,
    "marks": "e" + "\u0301" * 100_000,
    "stacked": "ä̸̶̷" * 25_000,
    "arabic": "ال" * 50_000,
    "hyphens": "a-" * 50_000,
    "initials": "A." * 50_000,
    "legal forms": "OOO LLC " * 12_000,
    "mixed": "Аa" * 50_000,
    "han": "中" * 100_000,
    "vowels": "y" * 1_990 + "ov",
    "consonants": "sch" * 600,
    "zero-width": "\u200d" * 100_000 + "Ivan",
    "ligatures": "ﷺ" * 50_000,
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
@pytest.mark.parametrize("schema", ["", "Person", "Company", "Vessel"])
def test_hostile_names_are_answered_fast(kind: str, schema: str) -> None:
    """A hundred thousand characters cost no more than a glance, and raise nothing."""
    started = time.perf_counter()
    tokens = analyse(HOSTILE[kind], schema)
    elapsed_seconds = time.perf_counter() - started
    assert all(token.text.isalnum() and token.text.isascii() for token in tokens)
    assert elapsed_seconds < 1.0


@pytest.mark.parametrize(
    ("name", "ancestors"),
    [
        ("Ali ben Taher ben Faleh Ouni Harzi", ["Taher", "Faleh"]),
        ("Adel ben al-Azhar ben Youssef ben Soltane", ["Azhar", "Youssef"]),
        ("Osama bin Laden", []),
        ("Mohamad Rafi bin Udin", []),
        ("Sid Ahmed Ould Bah Mokhtar", ["Bah"]),
    ],
)
def test_a_name_after_bin_is_an_ancestor_where_the_name_goes_on(name: str, ancestors: list[str]) -> None:
    """The last name of all is the family's or the father's, and never left out."""
    assert ancestors == [token.origin for token in analyse(name, "Person") if token.kind == "ancestor"]
