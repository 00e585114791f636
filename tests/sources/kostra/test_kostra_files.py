"""A KOSTRA account is read by SSB's layout, with its totals told; one that is not as described is refused, all of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain.rulebook import Rulebook
from kontroll.sources.formats import FormatContext, Read, read_format
from kontroll.sources.kostra import FORMAT
from kontroll.texts import number
from sources.kostra.written import Post, written

RULEBOOK = Rulebook(rules={}, indicators={}, parameters={}, datasets={})
NAME = "0A_V2025_K4_R340300.dat"
SHIPPED = Path(__file__).parents[3] / "src" / "kontroll" / "sources" / "kostra" / "filbeskrivelser" / "regnskap.yaml"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    def one(raw: bytes, schemas: Path | None = None) -> Read:
        path = tmp_path / NAME
        path.write_bytes(raw)
        return read_format(FORMAT, path, NAME, FormatContext(rulebook=RULEBOOK, schemas=schemas))

    return one


def rows(found: Read) -> list[dict[str, str]]:
    assert not found.refused, [str(problem) for problem in found.problems]
    return found.sheets["kostra_regnskap"].frame.drop("_line", "_torn").to_dicts()


def places(found: Read) -> list[str]:
    assert found.refused
    assert {} == found.sheets
    return [str(problem.place).removeprefix(NAME) for problem in found.problems]


# --- what is taken --------------------------------------------------------------------------------------------------


def test_each_line_is_a_post_with_the_fields_of_the_layout_and_the_last_day_of_its_period(read):
    (row,) = rows(read(written(Post(function="202", kind="010", amount=-3731))))

    assert {
        "post": "0A-2025-4-340300-1-202-010", "fil": NAME, "periodeslutt": "2025-12-31", "skjema": "0A",
        "aargang": "2025", "kvartal": "4", "region": "340300", "orgnr": "", "foretaksnr": "", "kontoklasse": "1",
        "funksjon_kapittel": "202", "art_sektor": "010", "belop": "-3731",
    } == row  # fmt: skip


@pytest.mark.parametrize(
    ("quarter", "day", "said"),
    [
        ("1", "2025-03-31", "1"),
        ("2", "2025-06-30", "2"),
        ("3", "2025-09-30", "3"),
        ("4", "2025-12-31", "4"),
        (" ", "2025-12-31", "blank"),
    ],
)
def test_a_quarter_ends_on_its_last_day_and_a_blank_one_is_the_whole_year(read, quarter, day, said):
    (row,) = rows(read(written(Post(quarter=quarter))))

    assert (day, said) == (row["periodeslutt"], row["kvartal"])


def test_two_lines_about_the_same_are_two_posts_with_names_of_their_own(read):
    found = rows(read(written(Post(amount=1), Post(kind="020"), Post(amount=2))))

    ending = ["1-120-010", "1-120-020", "1-120-010.2"]
    assert [f"0A-2025-4-340300-{end}" for end in ending] == [row["post"] for row in found]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_a_missing_last_one_and_a_byte_order_mark_change_nothing(read, end, last, mark):
    raw = written(Post(amount=7), Post(kind="020", amount=-8), end=end)

    found = rows(read(mark + (raw if last else raw.removesuffix(end.encode()))))

    assert [("010", "7"), ("020", "-8")] == [(row["art_sektor"], row["belop"]) for row in found]


amounts = st.integers(-99_999_999, 999_999_999)
posts = st.builds(
    Post,
    form=st.sampled_from(["0A", "0B", "0I"]),
    quarter=st.sampled_from([" ", "1", "2", "3", "4"]),
    account_class=st.sampled_from(["0", "1", "2"]),
    function=st.sampled_from(["120", "5900", "", "10"]),
    kind=st.sampled_from(["010", "000", ""]),
    amount=amounts,
)


@settings(deadline=None)
@given(st.lists(posts, min_size=1, max_size=40))
def test_random_files_keep_every_line_and_tell_the_totals_that_another_program_adds(tmp_path_factory, wanted):
    path = tmp_path_factory.mktemp("kostra") / NAME
    path.write_bytes(written(*wanted))

    found = read_format(FORMAT, path, NAME, FormatContext(rulebook=RULEBOOK))

    read_back = rows(found)
    assert [str(post.amount) for post in wanted] == [row["belop"] for row in read_back]
    assert len(wanted) == len({row["post"] for row in read_back})
    told = "\n".join(found.told)
    assert f"Alle poster: {number(sum(post.amount for post in wanted))} tusen kr." in told
    for account_class in {post.account_class for post in wanted}:
        own = [post.amount for post in wanted if post.account_class == account_class]
        (line,) = [line for line in found.told if line.startswith(f"Kontoklasse {account_class} ")]
        assert f": {number(len(own))} {'post' if len(own) == 1 else 'poster'}, " in line
        assert (
            f"over null {number(sum(a for a in own if a > 0))}, under null {number(sum(a for a in own if a < 0))}, "
            in line
        )
        assert f"til sammen {number(sum(own))} tusen kr." in line


# --- what is refused ------------------------------------------------------------------------------------------------

GOOD = Post(amount=100).line


def changed(at: int, text: str) -> bytes:
    """Three lines of which the second has another text from a position, counted from 1."""
    wrong = GOOD[: at - 1] + text + GOOD[at - 1 + len(text) :]
    return "\n".join([GOOD, wrong, GOOD]).encode()


@pytest.mark.parametrize(
    ("raw", "place", "said"),
    [
        (f"{GOOD}\n{GOOD[:-1]}\n".encode(), ":2:48", "linjen har 47 tegn, og skal ha 48; den slutter i feltet «belop»"),
        (f"{GOOD}\n{GOOD} \n".encode(), ":2:49", "linjen har 49 tegn, og skal ha 48"),
        (f"{GOOD}\n\n{GOOD}\n".encode(), ":2:1", "linjen har 0 tegn, og skal ha 48; den slutter i feltet «skjema»"),
        (f"{GOOD}\n{GOOD}\n\n".encode(), ":3:1", "linjen har 0 tegn"),
        (changed(20, "\t"), ":2:20", "U+0009), i feltet «orgnr»"),
        (changed(36, "\u00a0"), ":2:36", "U+00A0), i feltet «funksjon_kapittel»"),
        (f"{GOOD}\n\x1a".encode(), ":2:1", "U+001A"),
        (changed(1, "  "), ":2:1", "feltet må fylles ut (skjema, posisjon 1–2)"),
        (changed(3, "    "), ":2:3", "feltet må fylles ut (aargang, posisjon 3–6)"),
        (changed(8, "      "), ":2:8", "feltet må fylles ut (region, posisjon 8–13)"),
        (changed(40, "         "), ":2:40", "feltet må fylles ut (belop, posisjon 40–48)"),
        (changed(1, "0E"), ":2:1", "er ikke en av kodene (skjema, posisjon 1–2)"),
        (changed(3, "20X5"), ":2:3", "er ikke et årstall"),
        (changed(7, "5"), ":2:7", "«5» er ikke en av kodene (kvartal, posisjon 7–7)"),
        (changed(32, "6"), ":2:32", "«6» er ikke en av kodene (kontoklasse, posisjon 32–32)"),
        (changed(40, "      12O"), ":2:40", "«12O» er ikke et helt tall"),
        (changed(40, "     12,5"), ":2:40", "«12,5» er ikke et helt tall"),
        (changed(40, "100      "), ":2:40", "er ikke et helt tall"),
        (changed(40, "    - 100"), ":2:40", "er ikke et helt tall"),
        (changed(40, "     100-"), ":2:40", "er ikke et helt tall"),
        (changed(40, "     +100"), ":2:40", "er ikke et helt tall"),
    ],
)  # fmt: skip
def test_a_line_that_is_not_as_described_refuses_the_file_with_line_position_and_field(read, raw, place, said):
    found = read(raw)

    assert [place] == places(found)
    assert said in found.problems[0].what


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "filen er tom"),
        (b"\r\n\r\n", "filen er tom"),
        (b" ", "filen er ett mellomrom"),
        (b"PK\x03\x04rest", "zip-fil"),
        (b"0101199912345 en person 11F\n", "ingen av linjene begynner med koden for et regnskap"),
    ],
)
def test_a_file_without_lines_or_of_another_kind_is_refused(read, raw, said):
    found = read(raw)

    assert found.refused
    assert said in found.problems[0].what


def test_every_fault_is_told_at_once_but_a_fault_in_every_line_is_counted(read):
    raw = "\n".join([GOOD, *[GOOD[:-1]] * 30]).encode()

    found = read(raw)

    assert [*(f":{line}:48" for line in range(2, 22)), ""] == places(found)
    assert "det er 10 feil til i filen" == found.problems[-1].what


def test_a_line_that_has_slipped_is_told_before_what_would_follow_from_it(read):
    raw = f"0E{GOOD[2:]}\n{GOOD[:-1]}\n".encode()

    assert [":2:48"] == places(read(raw))


# --- what it is recognised by ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (GOOD.encode() + b"\r\n", "formater/regnskap.txt", True),
        (GOOD.encode(), "uten-endelse", True),
        (b"ikke et regnskap", "0A.DAT", True),
        (b"<?xml version='1.0'?>", "saft.dat", False),
        (b"enhet;indikator;periode;verdi\n", "maalinger/a.csv", False),
        (b"0A20254340300 ;x\n", "a.csv", False),
    ],
)
def test_an_account_is_known_by_its_ending_or_its_first_line(head, name, expected):
    assert expected is FORMAT.recognises(head, name)


# --- the kommune's own layouts --------------------------------------------------------------------------------------


def own_layout(folder: Path, text: str) -> Path:
    (folder / "kostra").mkdir()
    (folder / "kostra" / "regnskap_2027.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_newer_layout_is_used_for_files_of_its_year_and_later_only(read, tmp_path):
    text = SHIPPED.read_text(encoding="utf-8").replace("reportingYear: 2025", "reportingYear: 2027")
    wider = own_layout(tmp_path, text.replace("from: 40\n  size: 9", "from: 40\n  size: 12"))
    later = Post(year="2027").line[:39].encode() + b"1234567890"[:3] + b"456789012"

    assert ["123456789012"] == [row["belop"] for row in rows(read(later, wider))]
    assert ["5"] == [row["belop"] for row in rows(read(written(Post(year="2026", amount=5)), wider))]
    assert [":1:49"] == places(read(later))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("size: 9\n  dataType: \"INTEGER_TYPE\"", "size: nine\n  dataType: \"INTEGER_TYPE\""), "«nine» er ikke et helt tall"),
        (("name: \"belop\"", "name: \"sum\""), "filbeskrivelsen mangler felt: belop"),
        (("from: 37", "from: 36"), "«funksjon_kapittel» og «art_sektor» dekker samme posisjon"),
        (("INTEGER_TYPE", "NUMBER_TYPE"), "NUMBER_TYPE"),
    ],
)  # fmt: skip
def test_a_layout_that_cannot_be_used_refuses_every_file_and_says_what_is_wrong_with_it(read, tmp_path, wrong, said):
    text = SHIPPED.read_text(encoding="utf-8")
    assert wrong[0] in text
    own = own_layout(tmp_path, text.replace(*wrong))

    found = read(written(Post()), own)

    assert found.refused
    assert said in found.problems[0].what


def test_a_field_that_a_layout_calls_a_date_must_hold_one_and_its_text_is_never_repeated(read, tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    start = text.index('"funksjon_kapittel"')
    dated = text[start:].replace("STRING_TYPE", "DATE_TYPE", 1).replace('datePattern: ""', 'datePattern: "MMdd"', 1)
    own = own_layout(tmp_path, (text[:start] + dated).replace("reportingYear: 2025", "reportingYear: 2026"))

    assert 1 == len(rows(read(written(Post(year="2026", function="1231")), own)))
    found = read(written(Post(year="2026", function="1331")), own)

    assert [":1:33"] == places(found)
    assert "feltet er ikke en dato" in found.problems[0].what
    assert "1331" not in found.problems[0].what


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_an_account_in_another_unicode_encoding_is_the_same(read, encoding: str):
    text = written(Post(amount=7), Post(kind="020", amount=-8)).decode()
    bom = "\ufeff" if encoding == "utf-16-le" else ""

    assert rows(read(text.encode())) == rows(read((bom + text).encode(encoding)))
