"""One dimension of a table: its categories in the order in which the cells run, as a list or as places."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kontroll.sources.jsonstat.cube import Category, Dimension
from kontroll.texts import _, number

#: Takes the way inside `dimension` and what is wrong there.
Refuse = Callable[[tuple[str | int, ...], str], None]


def dimension_of(id: str, size: int, given: object, refuse: Refuse) -> Dimension | None:
    """None where it does not fit its size or contradicts itself; `refuse` has then been told."""
    category = given.get("category") if isinstance(given, dict) else None
    if not isinstance(given, dict) or not isinstance(category, dict):
        refuse((id,), _("dimensjonen «{id}» er ikke beskrevet").format(id=id[:60]))
        return None
    where = (id, "category")
    codes = _codes(id, category, where, refuse)
    if codes is None:
        return None
    if len(codes) != size:
        what = _("dimensjonen «{id}» har {found} verdier, men «size» sier {expected}")
        refuse(where, what.format(id=id[:60], found=number(len(codes)), expected=number(size)))
        return None
    labels, units = _mapping(category.get("label")), _mapping(category.get("unit"))
    for part, named in (("label", labels), ("unit", units)):
        if strange := [code for code in named if code not in codes]:
            what = _("dimensjonen «{id}» har «{part}» for «{code}», som ikke er blant verdiene")
            refuse((*where, part), what.format(id=id[:60], part=part, code=strange[0][:40]))
            return None
    if not _hierarchy_holds(id, category.get("child"), codes, where, refuse):
        return None
    label = given.get("label")
    return Dimension(
        id=id,
        label=label if isinstance(label, str) else id,
        categories=tuple(_category(code, labels.get(code), units.get(code)) for code in codes),
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _codes(id: str, category: Mapping[str, object], where: tuple[str, str], refuse: Refuse) -> list[str] | None:
    """In order. A dimension of one value may have a label only."""
    index = category.get("index")
    if index is None:
        index = list(_mapping(category.get("label")))
        if len(index) != 1:
            refuse(where, _("dimensjonen «{id}» sier ikke rekkefølgen på verdiene (index)").format(id=id[:60]))
            return None
    if isinstance(index, list) and all(isinstance(code, str) for code in index):
        if len(set(index)) == len(index):
            return index
        refuse((*where, "index"), _("dimensjonen «{id}» har den samme verdien to ganger").format(id=id[:60]))
        return None
    if isinstance(index, dict) and all(type(place) is int for place in index.values()):
        places = {place: code for code, place in index.items()}
        if sorted(places) == list(range(len(index))):
            return [places[place] for place in range(len(index))]
    refuse((*where, "index"), _("plassene til verdiene i dimensjonen «{id}» er ikke 0, 1, 2 …").format(id=id[:60]))
    return None


def _hierarchy_holds(id: str, child: object, codes: list[str], where: tuple[str, str], refuse: Refuse) -> bool:
    """Whether what lies under what names values of the dimension, and nothing lies under itself."""
    below = {code: kids for code, kids in _mapping(child).items() if isinstance(kids, list)}
    named = set(codes)
    if any(code not in named or any(kid not in named for kid in kids) for code, kids in below.items()):
        what = _("hierarkiet i dimensjonen «{id}» viser til en verdi som ikke finnes (child)")
        refuse((*where, "child"), what.format(id=id[:60]))
        return False
    for start in below:
        seen, waiting = set[str](), list(below[start])
        while waiting:
            code = waiting.pop()
            if code == start:
                refuse((*where, "child"), _("hierarkiet i dimensjonen «{id}» går i ring").format(id=id[:60]))
                return False
            if code not in seen:
                seen.add(code)
                waiting += below.get(code, [])
    return True


def _category(code: str, label: object, unit: object) -> Category:
    given = _mapping(unit)
    called = given.get("base") or given.get("label")
    decimals = given.get("decimals")
    return Category(
        code=code,
        label=label if isinstance(label, str) else code,
        unit=called if isinstance(called, str) else "",
        decimals=decimals if type(decimals) is int and 0 <= decimals <= 15 else None,
    )
