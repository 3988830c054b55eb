"""The immutable screening index: entities in, named arrays and blobs out, and the arrays opened again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from lustra.errors import WorkspaceError
from lustra.kernels.names.alignment import Names
from lustra.kernels.names.candidate_arrays import IndexView, Postings
from lustra.kernels.names.words import LONGEST, Tokens
from lustra.model.entity import Entity, Identifier, Listing
from lustra.model.time import OPEN_ORDINAL, AsOf, ImpreciseDate
from lustra.screening.analysis import KIND_NAMES, Interner, decode, encode, frozen, runs
from lustra.screening.identifiers import forms, identifier_key, identifier_keys
from lustra.screening.lexicon import largest, lexicon_arrays, lexicon_of, postings
from lustra.screening.qualify import birth_arrays, births_of
from lustra.screening.shortening import Shortenings, lookup
from lustra.text.names import Token

__all__ = ["Card", "Index", "IndexParts", "build", "schema_mask"]

Array = NDArray[Any]

BETWEEN = "\x1f"
"""Stands between the words of a name in the blob ``name_words``."""
FORMAT = 5
"""Version of the layout; an index of another version is refused."""

MASKS = {
    "Person": 1,
    "Vessel": 4,
    "Airplane": 8,
    "CryptoWallet": 16,
    "LegalEntity": 3,
    "Thing": 31,
    "": 31,
    "Asset": 28,
}
"""Groups a schema may stand for: 1 person, 2 organisation, 4 vessel, 8 aircraft, 16 wallet; anything else is 2."""


class Card(NamedTuple):
    """What a hit says of an entity."""

    id: str
    schema: str
    caption: str
    listings: tuple[Listing, ...]
    birth_dates: tuple[ImpreciseDate, ...]
    countries: tuple[str, ...]
    genders: tuple[str, ...]
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True)
class IndexParts:
    """Named arrays and blobs: what the store writes and maps back."""

    arrays: dict[str, Array]
    blobs: dict[str, bytes]


def schema_mask(schema: str) -> int:
    """The groups of entity a schema may stand for, as bits."""
    return MASKS.get(schema, 2)


def build(entities: Iterable[Entity], progress: Callable[[int], None] | None = None) -> IndexParts:
    """Turn entities into an index; the order in which they come does not matter.

    Args:
        entities: what to index.
        progress: called with the number of entities done so far.

    Returns:
        arrays and blobs for ``Index``.
    """
    ordered = sorted(entities, key=lambda entity: entity.id)
    interner = Interner()
    owners: list[int] = []
    shortenings = Shortenings()
    for number, entity in enumerate(ordered):
        for name in entity.names:
            shortenings.add(len(owners), name.text, entity.schema, interner.add(name.text, entity.schema))
            owners.append(number)
        if progress is not None and number % 1000 == 999:
            progress(number + 1)
    arrays = {
        **_token_arrays(interner),
        **_name_arrays(ordered),
        **_entity_arrays(ordered),
        **_identifier_arrays(ordered),
        **shortenings.arrays(),
        "name_entity": np.array(owners, np.int32),
        "format": np.array([FORMAT], np.int32),
    }
    if progress is not None:
        progress(len(ordered))
    words = _blob("name_words", [BETWEEN.join(run).encode() for run in interner.origins], arrays)
    return IndexParts(
        arrays, {**words, **_texts(ordered, arrays), **_cards(ordered, arrays), **_sources(ordered, arrays)}
    )


def _token_arrays(interner: Interner) -> dict[str, Array]:
    tokens = interner.tokens()
    token_runs = interner.token_runs
    cut = [key[1][:LONGEST] for key in interner.keys]
    skeletons = {word: number for number, word in enumerate(sorted(set(cut), key=lambda word: (len(word), word)))}
    word_of = np.array([skeletons[word] for word in cut], np.int32)
    items, at = runs(token_runs)
    word_letters, word_at = encode(list(skeletons))
    names = np.repeat(np.arange(len(token_runs), dtype=np.int32), np.diff(at))
    weights = np.bincount(names, tokens.weight[items], len(token_runs)).astype(np.float64)
    firsts = np.int64(1) << (tokens.letters[tokens.letters_at[:-1]].astype(np.int64) - 1)
    word_first = np.zeros(len(skeletons), np.int64)
    np.bitwise_or.at(word_first, word_of, firsts)
    return {
        **{f"token_{field}": getattr(tokens, field) for field in Tokens._fields},
        "name_token": items,
        "name_token_at": at,
        "name_weight": weights,
        "word_letters": word_letters,
        "word_at": word_at,
        "word_first": word_first,
        "word_weight": largest(word_of, tokens.weight, len(skeletons)),
        "token_word": word_of,
        "name_word": word_of[items] if len(items) else items,
        **_by_weight(postings("word_names", word_of[items] if len(items) else items, names, len(skeletons)), weights),
        **lexicon_arrays([key[:2] for key in interner.keys], tokens, word_of),
    }


def _by_weight(word_names: dict[str, Array], weights: Array) -> dict[str, Array]:
    """The names of each word, light ones first, so that those of a wanted weight stand together."""
    names, at = word_names["word_names"], word_names["word_names_at"]
    words = np.repeat(np.arange(len(at) - 1), np.diff(at))
    return {**word_names, "word_names": names[np.lexsort((names, weights[names], words))]}


def _name_arrays(entities: Sequence[Entity]) -> dict[str, Array]:
    names = [name for entity in entities for name in entity.names]
    return {
        "name_start": np.array([name.start.ordinal for name in names], np.int32),
        "name_end": np.array([name.end.ordinal for name in names], np.int32),
        "name_weak": np.array([name.kind == "weakAlias" for name in names], np.uint8),
    }


def _entity_arrays(entities: Sequence[Entity]) -> dict[str, Array]:
    listings = [(number, listing) for number, entity in enumerate(entities) for listing in entity.listings]
    sources = sorted({_source(entity) for entity in entities})
    return {
        "entity_mask": np.array([schema_mask(entity.schema) for entity in entities], np.uint8),
        "entity_source": np.array([sources.index(_source(entity)) for entity in entities], np.int32),
        **birth_arrays([entity.birth_dates for entity in entities]),
        "listing_entity": np.array([number for number, _ in listings], np.int32),
        "listing_start": np.array([listing.start.ordinal for _, listing in listings], np.int32),
        "listing_end": np.array([listing.end.ordinal for _, listing in listings], np.int32),
        "listing_known": np.array([listing.known_from.ordinal for _, listing in listings], np.int32),
    }


def _identifier_arrays(entities: Sequence[Entity]) -> dict[str, Array]:
    keys = sorted(
        {(key, number) for number, e in enumerate(entities) for i in e.identifiers for key in identifier_keys(i)}
    )
    return {
        "identifier_key": np.array([key for key, _ in keys], np.int64),
        "identifier_entity": np.array([number for _, number in keys], np.int32),
    }


def _texts(entities: Sequence[Entity], arrays: dict[str, Array]) -> dict[str, bytes]:
    return _blob("name_text", [n.text.encode() for e in entities for n in e.names], arrays)


def _cards(entities: Sequence[Entity], arrays: dict[str, Array]) -> dict[str, bytes]:
    encode_card = msgspec.msgpack.Encoder().encode
    cards = [
        encode_card(Card(e.id, e.schema, e.caption, e.listings, e.birth_dates, e.countries, e.genders, e.identifiers))
        for e in entities
    ]
    return _blob("card", cards, arrays)


def _sources(entities: Sequence[Entity], arrays: dict[str, Array]) -> dict[str, bytes]:
    return {"sources": msgspec.json.encode(sorted({_source(entity) for entity in entities}))}


def _blob(name: str, pieces: Sequence[bytes], arrays: dict[str, Array]) -> dict[str, bytes]:
    arrays[f"{name}_at"] = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).astype(np.int64)
    return {name: b"".join(pieces)}


def _source(entity: Entity) -> str:
    return entity.id.partition(":")[0]


class Index:
    """An opened index; nothing in it changes, so that any number of threads may ask it at once.

    Tables that only a question needs are made by the first question; two threads that both make one make the same.

    Args:
        arrays: as ``build`` made them, possibly memory-mapped.
        blobs: as ``build`` made them, possibly memory-mapped.

    Raises:
        WorkspaceError: the arrays are of another layout.
    """

    def __init__(self, arrays: Mapping[str, Array], blobs: Mapping[str, bytes | memoryview]) -> None:
        if "format" not in arrays or int(arrays["format"][0]) != FORMAT:
            raise WorkspaceError("the index was built by another version", "Build it again with `lustra update`.")
        self.arrays = {name: frozen(array) for name, array in arrays.items()}
        self.blobs = dict(blobs)
        a = self.arrays
        self.tokens = Tokens(*(a[f"token_{field}"] for field in Tokens._fields))
        self.names = Names(a["name_token"], a["name_token_at"])
        self.births = births_of(self.arrays)
        self.lexicon = lexicon_of(self.arrays)
        self.word_names = Postings(a["word_names"], a["word_names_at"])
        self.sources: tuple[str, ...] = tuple(msgspec.json.decode(bytes(self.blobs["sources"])))
        self._decoder = msgspec.msgpack.Decoder(Card)

    @property
    def entity_count(self) -> int:
        """Entities held."""
        return len(self.arrays["entity_mask"])

    @property
    def name_count(self) -> int:
        """Names held."""
        return len(self.arrays["name_entity"])

    def card(self, entity: int) -> Card:
        """What a hit says of entity number ``entity``."""
        at = self.arrays["card_at"]
        return self._decoder.decode(self.blobs["card"][int(at[entity]) : int(at[entity + 1])])

    def name_text(self, name: int) -> str:
        """The printed text of name number ``name``."""
        return self._text("name_text", name)

    def name_tokens(self, name: int) -> tuple[Token, ...]:
        """The tokens of name number ``name``, each with the word as printed."""
        first, last = self.names.at[name : name + 2].tolist()
        words = self._text("name_words", name).split(BETWEEN)
        return tuple(map(self._token, self.names.token[first:last].tolist(), words))

    def _token(self, token: int, word: str) -> Token:
        t = self.tokens
        text = decode(t.letters[t.letters_at[token] : t.letters_at[token + 1]])
        skeleton = decode(t.skeleton[t.skeleton_at[token] : t.skeleton_at[token + 1]])
        return Token(text, skeleton, KIND_NAMES[int(t.kind[token])], word)

    def _text(self, blob: str, number: int) -> str:
        first, last = self.arrays[f"{blob}_at"][number : number + 2].tolist()
        return bytes(self.blobs[blob][first:last]).decode()

    def entities_with(self, identifier: Identifier) -> list[int]:
        """Entities that print this identifier, by its normal form."""
        keys, entities = self.arrays["identifier_key"], self.arrays["identifier_entity"]
        bearers: set[int] = set()
        for form in forms(identifier):
            first, last = np.searchsorted(keys, [(key := identifier_key(form)), key + 1]).tolist()
            bearers.update(entities[first:last].tolist())
        return sorted(bearers)

    def names_of_acronym(self, letters: str) -> list[int]:
        """Numbers of the names of organisations of which these may be the initials."""
        return lookup(self.arrays["acronym_key"], self.arrays["acronym_name"], letters)

    def names_of_one_word(self, word: str) -> list[int]:
        """Numbers of the names of organisations that are this one word, forms and generic words aside."""
        return lookup(self.arrays["short_key"], self.arrays["short_name"], word)

    def names_of(self, entity: int) -> range:
        """Numbers of an entity's names."""
        first, last = np.searchsorted(self.arrays["name_entity"], [entity, entity + 1]).tolist()
        return range(first, last)

    @cached_property
    def word_of_code(self) -> dict[bytes, int]:
        """Number of every listed skeleton, by its letters."""
        letters, at = self.arrays["word_letters"].tobytes(), self.arrays["word_at"].tolist()
        return {letters[at[i] : at[i + 1]]: i for i in range(len(at) - 1)}

    @cached_property
    def variants(self) -> dict[int, list[int]]:
        """Listed skeletons of each group of variants, in order; a group that no list prints has none."""
        a = self.arrays
        groups: defaultdict[int, list[int]] = defaultdict(list)
        pairs = np.unique(np.stack([a["token_variant"], a["token_word"]]), axis=1)
        for group, word in pairs[:, pairs[0] >= 0].T.tolist():
            groups[group].append(word)
        return dict(groups)

    @cached_property
    def word_of_text(self) -> dict[str, int]:
        """Number of the skeleton of every listed token, by the token's text."""
        a = self.arrays
        texts, at = decode(a["token_letters"]), a["token_letters_at"].tolist()
        words = a["token_word"].tolist()
        return {texts[at[i] : at[i + 1]]: words[i] for i in range(len(words))}

    def view(self, allowed: NDArray[np.uint8]) -> IndexView:
        """The listed names as the search for candidates reads them, given which may answer."""
        a = self.arrays
        name_words = Postings(a["name_word"], a["name_token_at"])
        return IndexView(self.word_names, a["word_weight"], a["word_first"], name_words, a["name_weight"], allowed)

    def allowed(self, as_of: AsOf, lists: Sequence[str]) -> NDArray[np.uint8]:
        """For each name its entity's schema bits where it may answer as of a day, else 0.

        The end of a listing, and of a name, is published when it comes: see ``AsOf.admits``.
        """
        a = self.arrays
        entity = np.ones(self.entity_count, bool)
        if lists:
            entity &= np.isin(a["entity_source"], [i for i, source in enumerate(self.sources) if source in lists])
        days, known = (a["listing_start"], a["listing_end"]), (a["listing_known"], OPEN_ORDINAL)
        in_force = as_of.admitted(days, known, a["listing_end"])
        listed = np.zeros(self.entity_count, bool)
        listed[a["listing_entity"][in_force]] = True
        unlisted = np.ones(self.entity_count, bool)
        unlisted[a["listing_entity"]] = False
        entity &= listed | unlisted
        days, known = (a["name_start"], a["name_end"]), (a["name_start"], OPEN_ORDINAL)
        printed = as_of.admitted(days, known, a["name_end"])
        return np.where(entity[a["name_entity"]] & printed, a["entity_mask"][a["name_entity"]], 0).astype(np.uint8)
