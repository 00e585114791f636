"""What people read: bokmål texts, and numbers and dates the Norwegian way."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kontroll import texts
from kontroll.domain.month import Month
from kontroll.texts import _, amount, day, day_from, language, listed, moment, month_name, ngettext, number

ROOT = Path(__file__).parents[1]


@pytest.fixture
def nynorsk(tmp_path, monkeypatch):
    """A small catalogue, made as `make texts` makes it."""
    source = tmp_path / "kontroll.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
        'msgid "enheten mangler leder"\nmsgstr "eininga manglar leiar"\n'
        'msgid "{n} enhet"\nmsgid_plural "{n} enheter"\nmsgstr[0] "{n} eining"\nmsgstr[1] "{n} einingar"\n',
        encoding="utf-8",
    )
    folder = tmp_path / "nn" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with source.open("rb") as po, (folder / "kontroll.mo").open("wb") as mo:
        write_mo(mo, read_po(po, locale="nn"))
    monkeypatch.setattr(texts, "CATALOGUES", tmp_path)
    texts._catalogue.cache_clear()
    yield
    texts._catalogue.cache_clear()


def test_a_message_is_shown_in_bokmal_as_it_is_written():
    assert "enheten mangler leder" == _("enheten mangler leder")


def test_one_is_singular_and_every_other_count_is_plural():
    assert ["enheter", "enhet", "enheter"] == [ngettext("enhet", "enheter", n) for n in (0, 1, 2)]


def test_a_kommune_that_writes_nynorsk_reads_nynorsk(nynorsk):
    with language("nn"):
        assert "eininga manglar leiar" == _("enheten mangler leder")
        assert "2 einingar" == ngettext("{n} enhet", "{n} enheter", 2).format(n=2)
    assert "enheten mangler leder" == _("enheten mangler leder")


def test_a_message_without_a_translation_is_still_norwegian(nynorsk):
    with language("nn"):
        assert "filen er tom" == _("filen er tom")


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="'en'"), language("en"):
        pass


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5"), "1 234,5"),
        (Decimal("1.50"), "1,50"),
        (Decimal("-0.5"), "−0,5"),
        (1234567, "1 234 567"),
        (0, "0"),
        (Decimal("1E+3"), "1 000"),
    ],
)
def test_a_number_has_decimal_comma_and_spaced_thousands(value, shown):
    assert shown == plain(number(value))


@pytest.mark.parametrize(
    ("value", "shown"), [("0.05", "0,1"), ("0.04", "0,0"), ("-0.05", "−0,1"), ("-0.04", "0,0"), ("2.25", "2,3")]
)
def test_rounding_goes_half_away_from_zero_as_in_the_rule_language(value, shown):
    assert shown == number(Decimal(value), 1)


def test_a_long_number_loses_no_digit():
    assert "123 456 789 012 345 678 901 234 567 890 123,45" == plain(
        number(Decimal("123456789012345678901234567890123.45"))
    )


def test_a_float_is_refused_because_its_digits_are_not_exact():
    with pytest.raises(TypeError, match="float"):
        number(1.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ore", "shown"), [(123450, "1 234,50 kr"), (123400, "1 234 kr"), (-5, "−0,05 kr"), (0, "0 kr")]
)
def test_ore_are_shown_as_kroner(ore, shown):
    assert shown == plain(amount(ore))


def test_dates_are_written_out():
    assert "23. november 2026" == day(date(2026, 11, 23))
    assert "oktober 2026" == month_name(Month(2026, 10))


def test_the_year_of_a_day_is_told_where_it_is_not_obvious():
    today = date(2026, 11, 26)

    assert "4. desember" == day_from(date(2026, 12, 4), today)
    assert "fredag 4. desember" == day_from(date(2026, 12, 4), today, weekday=True)
    assert "5. september 2025" == day_from(date(2025, 9, 5), today, weekday=True)
    assert ("31. mai", "30. mai 2026") == (day_from(date(2026, 5, 31), today), day_from(date(2026, 5, 30), today))


def test_a_moment_is_shown_on_norwegian_clocks_in_winter_and_summer():
    assert "23. november 2026 kl. 14.05" == plain(moment(datetime(2026, 11, 23, 13, 5, tzinfo=UTC)))
    assert "1. juli 2026 kl. 00.30" == plain(moment(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2026, 11, 23, 13, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("items", "shown"), [([], ""), (["leder"], "leder"), (["leder", "overordnet", "HR"], "leder, overordnet og HR")]
)
def test_a_list_ends_with_og(items, shown):
    assert shown == listed(items)


def test_extraction_finds_the_messages_of_the_source(tmp_path):
    found = tmp_path / "kontroll.pot"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            "-F",
            "src/kontroll/locales/babel.cfg",
            "-k",
            "N_",
            "-o",
            found,
            "src",
        ],
        cwd=ROOT,
        check=True,
    )
    assert 'msgid "mappen finnes ikke"' in found.read_text(encoding="utf-8")


def plain(text: str) -> str:
    """The text with ordinary spaces; that they do not break is Babel's matter."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
