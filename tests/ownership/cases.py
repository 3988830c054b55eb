"""Worked cases: small graphs with the answers of their sources, written down by hand.

One case per block: id | source | listed; edges, one per ``;``, as ``owner owned share [kind]`` with a share of a
number, ``?`` (no percentage) or a band such as ``(25,50]``; then per regime the blocked entities, those not blocked
with ``-`` and the undetermined ones with ``~``.
"""

import re
from typing import Any

import pytest

__all__ = ["CASES", "TRAPS"]

PUBLISHED = """
US-401-1 | OFAC FAQ 401 ex. 1 | X
  X A 50; A B 50
  OFAC: A B; UK: -A -B; CA: A B; CH: -A -B; EU: A B; EU_old: -A -B
US-401-2 | OFAC FAQ 401 ex. 2 | X
  X A 50; X B 50; A C 25; B C 25
  OFAC: A B C; UK: -C; EU: C
US-401-3 | OFAC FAQ 401 ex. 3 | X
  X A 50; X B 10; A B 40
  OFAC: A B; UK: -A -B; EU: B
US-401-4 | OFAC FAQ 401 ex. 4 | X
  X A 50; X B 25; A C 25; B C 25
  OFAC: A -B -C; EU: A -B -C
US-401-5 | OFAC FAQ 401 ex. 5 | X
  X A 25; X B 25; A C 50; B C 50
  OFAC: -A -B -C; EU: -C
US-399 | OFAC FAQ 399: owners are added up, also across programmes | X Y
  X A 25; Y A 25
  OFAC: A; OFAC2008: -A; EU: A; EU_old: -A; UK: -A; CA: -A
US-398 | OFAC FAQ 398: control is not ownership | X
  X A 40; X A ? appoint_board_majority
  OFAC: -A; EU: A; UK: A; CA: A; CH: A
US-2008 | Thomson Reuters DPS help: three at 33.3 % under the rule of 2008 | X Y Z
  X A 33.3; Y A 33.3; Z A 33.3
  OFAC2008: -A; OFAC: A; UK: -A; EU: A
US-MULT | published mistake: 60 x 70 x 80 = 33.6 % is not how a cascade counts | X
  X A 60; A B 70; B C 80
  OFAC: A B C; UK: A B C; EU: A B C; CH: A B C
EU-FAQ8 | Commission FAQ 8 on Reg. 269/2014: 30 + 25 | X Y
  X A 30; Y A 25
  EU: A; EU_old: A; UK: -A; CH: A; OFAC: A; CA: -A
EU-C84/24 | CJEU C-84/24 EM System: exactly 50 % raises a presumption | X
  X A 50
  EU: A; EU_old: -A; UK: -A; CH: -A; OFAC: A; CA: A
UK-AGG | OFSI FAQ: no aggregation without a joint arrangement | X Y
  X A 30; Y A 25
  UK: -A
UK-JA | SI 2019/855 Sch. 1 para 3: each party holds 55 | X Y
  X A 30; Y A 25; X Y ? joint_arrangement:A
  UK: A
UK-JH | SI 2019/855 Sch. 1 para 2: each joint holder holds all of it | X
  J A 60; X J ? joint_holder; U J ? joint_holder
  UK: A
UK-NOM | SI 2019/855 Sch. 1 para 10: a nominee's shares | X
  Nom A 60; X Nom ? nominator:A
  UK: A; OFAC: A; EU: A
UK-COND | SI 2019/855 Sch. 1 para 13: an option that cannot yet be exercised | X
  X A 40; X A 30 option_unexercised
  UK: -A; OFAC: -A
CA-STATE | SEMA s. 2.1(1): deemed ownership does not run through a foreign state | Minister
  Minister State ? dominant_influence; State A 100
  CA: -A
AU-QAL | QAL: minority listed owners are exposure, never clear | X Y
  X R 25.6; Y R 20
  OFAC: -R; UK: -R; AU: ~R
"""

OWN = """
cycle-unsupported | least fixpoint: companies cannot block themselves | X
  A B 100; B A 100; X A 10
  OFAC: -A -B; EU: -A -B; UK: -A -B
cycle-supported | least fixpoint: support that starts at a listed party counts | X
  A B 60; B A 40; X A 50
  OFAC: A B; UK: -A -B; CH: -A -B
cycle-lifts | a company's daughter adds to the mother's listed share | X
  X A 30; X B 60; A B 40; B A 30
  OFAC: A B; UK: B A; EU_old: B A
self | a company that holds itself does not block itself | X
  X A 49; A A 51
  OFAC: -A; EU: -A
own-votes | SI 2019/855 Sch. 1 para 6: 45 of the 80 votes that count | X
  X A 45; A A 20
  UK: A; OFAC: -A; CA: -A
own-votes-tie | SI 2019/855 Sch. 1 para 6: 40 of 80 is not more than half | X
  X A 40; A A 20
  UK: -A
own-votes-band | the company's own votes lie between 5 and 20 % | X
  X A 45; A A [5,20]
  UK: ~A
own-votes-chain | the majority of the votes that count carries the chain on | X
  X A 45; A A 20; A B 60
  UK: A B
tie-of-thirds | three exact thirds of a half | X Y Z
  X A 16.666666666; Y A 16.666666667; Z A 16.666666667
  OFAC: A; CH: -A
tie-of-long-decimals | six printed twelfths are a hair over a half, exactly as printed | A B C D E F
  A T 8.333333333333334; B T 8.333333333333334; C T 8.333333333333334; D T 8.333333333333334; E T 8.333333333333334; F \
T 8.333333333333334
  OFAC: T; CH: T; UK: -T
tie-of-fractions | three sixths written as fractions | X Y Z
  X A 50/3; Y A 50/3; Z A 50/3
  OFAC: A; CH: -A
tie-of-mills | 0.1 + 0.2 + 49.7 is a half, whatever floats say | X Y Z
  X A 0.1; Y A 0.2; Z A 49.7
  OFAC: A; CH: -A
tie-of-tenths | ten holdings of exactly one tenth of a half | P0 P1 P2 P3 P4 P5 P6 P7 P8 P9
  P0 A 5.1; P1 A 4.9; P2 A 5.1; P3 A 4.9; P4 A 5.1; P5 A 4.9; P6 A 5.1; P7 A 4.9; P8 A 5.1; P9 A 4.9
  OFAC: A; EU: A; EU_old: -A; CH: -A
just-under | Ridotto: 49.99 % is not a half | X
  X A 49.99
  OFAC: -A; EU: -A
just-over | plus one share | X
  X A 50.000000001
  CH: A; UK: A; EU_old: A
band-psc-1 | UK register band (25,50] touches a half | X
  X A (25,50]
  OFAC: ~A; UK: -A; EU: ~A; EU_old: -A; CH: -A
band-psc-2 | UK register band (50,75) exceeds a half | X
  X A (50,75)
  OFAC: A; UK: A; CH: A
band-open-top | a band below a half never reaches it | X
  X A [25,50)
  OFAC: -A; EU: -A
band-open-bottom | more than 50 exceeds 50 | X
  X A (50,60]
  EU_old: A; UK: A
band-closed-bottom | at least 50 may be exactly 50 | X
  X A [50,60]
  OFAC: A; UK: ~A; CH: ~A
band-sum-open | two halves of more than 25 exceed 50 together | X Y
  X A (25,50]; Y A (25,50]
  OFAC: A; EU_old: A; UK: -A
band-sum-closed | two closed quarters meet 50 exactly | X Y
  X A [25,50]; Y A [25,50]
  OFAC: A; EU_old: ~A
band-capped | what an outsider surely holds caps the listed share | X
  X A [20,60]; U A 55
  OFAC: -A; UK: -A
band-capped-open | the outsider holds more than 50, so the listed less than 50 | X
  X A [20,60]; U A (50,75]
  OFAC: -A
unknown-share | an owner without a percentage leaves the answer open | X
  X A ?
  OFAC: ~A; UK: ~A; EU: ~A
unknown-share-capped | the rest belongs to others | X
  X A ?; U A 60
  OFAC: -A
chain-of-bands | an undetermined company leaves its daughter undetermined | X
  X A (25,50]; A B 100
  OFAC: ~A ~B; UK: -A -B
declared-components | a declared indirect interest repeats its components | X
  X A 30 declared_indirect; M A 60; X M ?
  OFAC: ~A ~M
declared-double | components or declaration, never both | X
  X A 30 declared_indirect; X A 20; M A 30; X M 40
  OFAC: -A -M
declared-alone | a declaration without components is a bound, not an edge | X
  X A 60 declared_indirect
  OFAC: ~A
declared-low | a bound under the threshold cannot reach it | X
  X A 30 declared_indirect
  OFAC: -A
duplicate-same | one holding recorded twice counts once | X
  X A 30; X A 30
  OFAC: -A; UK: -A
duplicate-conflict | two figures for one holder: lots or a correction | X
  X A 60; X A 40
  OFAC: ~A
duplicate-both-over | both figures suffice | X
  X A 60; X A 70
  OFAC: A; UK: A
nominee-chain | a nominee of a nominee | X
  N1 A 60; N2 N1 ? nominator:A; X N2 ? nominator:A
  UK: A; OFAC: A
nominee-listed | the nominee is listed, the shares are another's | Nom
  Nom A 60; U Nom ? nominator:A
  UK: -A; OFAC: -A
nominee-adds | own shares and a nominee's are added up | X
  X A 30; Nom A 25; X Nom ? nominator:A
  UK: A; OFAC: A
nominee-elsewhere | the nomination is for another company | X
  Nom A 60; Nom B 60; X Nom ? nominator:B
  OFAC: -A B
nominee-circle | nominees of each other stay where they are | X
  N1 A 60; N2 N1 ? nominator:A; N1 N2 ? nominator:A; X N1 10
  OFAC: -A
two-nominators | whose shares they are is open | X
  Nom A 60; X Nom ? nominator:A; U Nom ? nominator:A
  OFAC: ~A
joint-divided-2 | BODS joint-ownership: OFAC counts each half | X
  J A 60; X J 50; U J 50; X J ? joint_holder; U J ? joint_holder
  OFAC: J A; UK: A
joint-divided-3 | a third of the arrangement is not enough | X
  J A 60; X J ? joint_holder; U J ? joint_holder; V J ? joint_holder
  OFAC: -A; UK: A
joint-two-of-three | two of three joint holders are listed | X Y
  J A 60; X J ? joint_holder; Y J ? joint_holder; V J ? joint_holder
  OFAC: A; UK: A
joint-three-of-six | three equal sixths are exactly a half | X Y Z
  J A 60; X J ? joint_holder; Y J ? joint_holder; Z J ? joint_holder; U J ? joint_holder; V J ? joint_holder; W J ? \
joint_holder
  OFAC: A; CH: -A
arrangement-unlisted | SI 2019/855 Sch. 1 para 3: the other party need not be listed | X
  X A 30; U A 25; X U ? joint_arrangement:A
  UK: A; OFAC: -A
arrangement-of-three | parties joined in pairs act as one | X
  X A 20; U A 20; V A 20; X U ? joint_arrangement:A; U V ? joint_arrangement:A
  UK: A; OFAC: -A
arrangement-elsewhere | the arrangement is over another company | X
  X A 30; U A 25; X U ? joint_arrangement:B; X B 10
  UK: -A -B
arrangement-tie | 25 and 25 do not exceed a half | X
  X A 25; U A 25; X U ? joint_arrangement:A
  UK: -A
arrangement-through-daughter | the party holds through a company it owns | X
  X M 100; M A 30; U A 25; X U ? joint_arrangement:A
  UK: A
rebutted-control | EU Best Practices: control is rebuttable | X
  X A 40; X A ? dominant_influence; X A ? control_rebutted
  EU: -A; CH: -A; UK: A
rebutted-tie | CJEU C-84/24: the presumption at exactly 50 % is rebuttable | X
  X A 50; X A ? control_rebutted
  EU: -A; OFAC: A
rebutted-majority | a majority is ownership, not a presumption of control | X
  X A 51; X A ? control_rebutted
  EU: A
rebutted-by-another | the rebuttal concerns another holder | X Y
  X A ? dominant_influence; Y A ? control_rebutted
  EU: A
firewall | Commission FAQ 42: a firewall removes control | X
  X A ? dominant_influence; F A ? firewall; A B 100
  EU: -A -B; CH: A
consolidated | GLEIF level 2: accounting control, never OFAC ownership | X
  X A ? consolidates
  OFAC: -A; EU: A; CH: A; UK: ~A
golden-share | a veto may amount to control | X
  X A 10; X A ? golden_share
  OFAC: -A; EU: ~A; SOE: A
board-seat | one seat, a manager, a relative: exposure only | X
  X A ? board_member; X S ? family; S A 60
  OFAC: -A; EU: -A; UK: -A
pledge | SI 2019/855 Sch. 1 para 14: the pledgee is not the owner | Bank
  Bank A 60 pledge; U A 60
  UK: -A; OFAC: -A
chargor | SI 2019/855 Sch. 1 para 14: the shares stay with the chargor | X
  Bank A 60; X Bank ? chargor:A
  UK: A
votes-majority | a majority of the votes without one of the shares (27.7 against 62.5) | X
  X A 27.7; X A 62.5 votes
  UK: A; OFAC: -A; CA: A; EU: A; CH: A
votes-none | SI 2019/855 Sch. 1 para 9: shares without votes end a chain | X
  X A 60; X A 10 votes; U A 90 votes; A B 100
  UK: A -B; OFAC: A B
votes-carry | votes carry on what control began | X
  X A 60; X A 60 votes; A B 60
  UK: A B
control-carries | control carries the chain on although the votes are another's | X
  X A ? dominant_influence; U A 90 votes; A B 60
  UK: A B
person-by-person | the same company through two daughters of one person | X
  X A 60; X B 60; A C 30; B C 25
  UK: C; OFAC2008: C; CA: C
two-persons | two persons' daughters are not added up | X Y
  X A 60; Y B 60; A C 30; B C 25
  UK: -C; OFAC2008: -C; OFAC: C
listed-daughter | a listed daughter is a person of its own | X A
  X A 60; X B 30; A B 25
  UK: B; OFAC: B
state-parts | a ministry is its state | State
  Ministry State ? part_of; Ministry A 60
  SOE: A; EU: A
state-not-upward | a listed ministry does not make the state listed | Ministry
  Ministry State ? part_of; State A 60
  EU: -A; OFAC: -A
state-listed | a listed state itself carries the chain on | State
  State A 60; A B 60
  CA: A B
over-100 | sums over 100 do not hide a majority | X
  X A 60; U A 60; V A 60
  OFAC: A
au-chain | indirect benefit is enough for exposure | X
  X A 5; A B 5; U C 100
  AU: ~A ~B -C; OFAC: -A -B
ten-levels | a cascade does not tire | X
  X A1 50; A1 A2 50; A2 A3 50; A3 A4 50; A4 A5 50; A5 A6 50; A6 A7 50; A7 A8 50; A8 A9 50
  OFAC: A9; UK: -A1 -A9
diamond | one owner through many small holdings | X
  X A 100; X B 100; X C 100; A D 17; B D 17; C D 16
  OFAC: D; UK: -D
"""


def _parse(text: str) -> list[Any]:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return [pytest.param(_case(*lines[i : i + 3]), id=lines[i].split(" ")[0]) for i in range(0, len(lines), 3)]


def _case(head: str, edges: str, answers: str) -> dict[str, Any]:
    name, source, listed = (part.strip() for part in head.split("|"))
    rows = [_edge(edge.split()) for edge in edges.split(";")]
    expect = {}
    for answer in answers.split(";"):
        regime, _, entities = answer.partition(":")
        expect[regime.strip()] = dict(_answer(entity) for entity in entities.split())
    return {"id": name, "src": source, "listed": listed.split(), "edges": rows, "expect": expect}


def _edge(parts: list[str]) -> list[Any]:
    band = re.fullmatch(r"([\[(])([\d.]+),([\d.]+)([\])])", parts[2])
    share: Any = None if parts[2] == "?" else parts[2]
    if band:
        share = [band[2], band[3], band[1] + band[4]]
    return [parts[0], parts[1], share, *parts[3:]]


def _answer(entity: str) -> tuple[str, str]:
    return entity.lstrip("-~"), {"-": "not", "~": "indeterminate"}.get(entity[0], "blocked")


CASES = _parse(PUBLISHED)
"""Cases that a source works out."""
TRAPS = _parse(OWN)
"""Our own application of the sources to what goes wrong easily."""
