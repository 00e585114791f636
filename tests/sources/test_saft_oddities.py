"""SAF-T files that are written in unusual ways, and what is said of those that are refused: once, by name, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.sources import saft
from kontroll.sources.formats import FormatContext, Read, read_format
from sources.saftfile import Ledger, Line, Transaction

TWO = Ledger(
    opening={"2400": -5000, "4000": 0, "1920": 10000},
    transactions=[
        Transaction(id="1", lines=[Line(account="4000", ore=12550), Line(account="2400", ore=-12550)]),
        Transaction(id="2", lines=[Line(account="2400", ore=5000), Line(account="1920", ore=-5000)]),
    ],
)


def read(tmp_path: Path, content: str) -> Read:
    path = tmp_path / "fil.xml"
    path.write_text(content, encoding="utf-8")
    return read_format(saft.FORMAT, path, "fil.xml", FormatContext(rulebook=Rulebook()))


def ledger(**changes: object) -> Ledger:
    return Ledger(**{**vars(TWO), **changes})  # type: ignore[arg-type]


def refusals(found: Read) -> list[str]:
    return [p.what for p in found.problems if p.gravity is not Gravity.NOTICE]


def column(found: Read, sheet: str, name: str) -> list[str]:
    return found.sheets[sheet].frame.get_column(name).to_list()


@pytest.mark.parametrize("within", ["<!-- 1 -->", "<?merke 1?>", "<![CDATA[]]>"])
def test_what_stands_within_a_text_and_is_no_part_of_it_does_not_end_it(tmp_path: Path, within: str):
    content = (
        TWO.xml().replace("<Amount>125.50<", f"<Amount>1{within}25.50<").replace("Konto 4000", f"Konto{within} 4000")
    )

    found = read(tmp_path, content)

    assert [] == found.problems
    assert "125.50" == column(found, "saft_linje", "debet")[0]
    assert "Konto 4000" in column(found, "saft_konto", "navn")


def test_an_element_within_a_text_refuses_the_file(tmp_path: Path):
    found = read(tmp_path, TWO.xml().replace("<AccountID>4000<", "<AccountID>40<b/>00<", 1))

    assert any("AccountID i Account er ikke en tekst" in one for one in refusals(found)), refusals(found)


def test_nothing_is_said_to_be_taken_of_a_file_that_is_refused(tmp_path: Path):
    found = read(tmp_path, ledger(closing={"1920": 4999}, said={"TotalDebit": "1.00"}).xml())

    assert refusals(found)
    assert not any("tatt med slik de står" in p.why for p in found.problems)


def test_the_same_fault_on_the_same_line_is_told_once(tmp_path: Path):
    content = TWO.xml().replace("<AccountType>GL</AccountType>", "").replace("\n", "")

    assert 1 == sum("mangler AccountType" in one for one in refusals(read(tmp_path, content)))


def test_accounts_that_are_not_in_the_chart_are_named(tmp_path: Path):
    strange = [Line(account="4999", ore=100), Line(account="4998", ore=-100)]

    found = read(tmp_path, ledger(transactions=[Transaction(id="1", lines=strange)]).xml())

    assert "Det er ført på 2 kontoer som ikke står i kontoplanen: 4998 og 4999." in found.told
