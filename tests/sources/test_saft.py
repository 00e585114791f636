"""SAF-T files in both versions: what is read is what was written, and a file that does not agree is refused with the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.sources import saft
from kontroll.sources.formats import FormatContext, Read, formats_of, read_format
from sources.saftfile import Ledger, Line, Transaction, kroner

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "saf-t"
EXAMPLE = PUBLISHED / "ExampleFile SAF-T Financial_888888888_20180228235959.xml"
SCHEMA = PUBLISHED / "Norwegian_SAF-T_Financial_Schema_v_1.30.xsd"
needs_published = pytest.mark.skipif(not SCHEMA.exists(), reason="Skatteetaten's schemas are not beside the repository")

TWO = Ledger(
    opening={"2400": -5000, "4000": 0, "1920": 10000},
    transactions=[
        Transaction(id="1", lines=[Line(account="4000", ore=12550, ansvar=["100"]), Line(account="2400", ore=-12550)]),
        Transaction(id="2", lines=[Line(account="2400", ore=5000, supplier="S1"), Line(account="1920", ore=-5000)]),
    ],
    suppliers=[("S1", "974760673", "86011117947")],
)


def read(tmp_path: Path, content: str | bytes, schemas: Path | None = None) -> Read:
    path = tmp_path / "fil.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_format(saft.FORMAT, path, "fil.xml", FormatContext(rulebook=Rulebook(), schemas=schemas))


def ledger(**changes: object) -> Ledger:
    return Ledger(**{**vars(TWO), **changes})  # type: ignore[arg-type]


def refusals(found: Read) -> list[str]:
    return [f"{p.place} {p.what}" for p in found.problems if p.gravity is not Gravity.NOTICE]


def line_of(content: str, wanted: str) -> int:
    return content[: content.index(wanted)].count("\n") + 1


def column(found: Read, sheet: str, name: str) -> list[str]:
    return found.sheets[sheet].frame.get_column(name).to_list()


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.10", "1.30"])
def test_every_line_is_a_row_with_its_amount_and_place(tmp_path: Path, version: str):
    content = ledger(version=version).xml()

    found = read(tmp_path, content)

    assert [] == found.problems
    assert ["125.50", "-125.50", "50.00", "-50.00"] == column(found, "saft_linje", "belop")
    assert ["4000", "2400", "2400", "1920"] == column(found, "saft_linje", "konto")
    assert ["2026-03"] * 4 == column(found, "saft_linje", "periode")
    assert ["100", "", "", ""] == column(found, "saft_linje", "ansvar")
    assert line_of(content, "<Line>") == column(found, "saft_linje", "_line")[0]


@pytest.mark.parametrize("version", ["1.10", "1.30"])
def test_suppliers_and_accounts_have_their_balances(tmp_path: Path, version: str):
    found = read(tmp_path, ledger(version=version).xml())

    assert [("974760673", "86011117947", "2400", "-1.00", "-2.50")] == found.sheets["saft_leverandor"].frame.select(
        "orgnr", "kontonummer", "konto", "inngaende", "utgaende"
    ).rows()
    assert ["-50.00", "0.00", "100.00"] == column(found, "saft_konto", "inngaende")
    assert ["-75.50", "125.50", "-50.00"] == column(found, "saft_konto", "bevegelse")


def test_a_namespace_prefix_changes_nothing(tmp_path: Path):
    plain = TWO.xml()
    prefixed = plain.replace("</", "</n1:").replace("xmlns=", "xmlns:n1=")
    prefixed = "\n".join(
        line.replace("<", "<n1:", 1) if line[:2] not in ("<?", "</") else line for line in prefixed.split("\n")
    )
    prefixed = prefixed.replace("><", "><n1:").replace("><n1:/", "></")

    assert column(read(tmp_path, plain), "saft_linje", "nokkel") == column(
        read(tmp_path, prefixed), "saft_linje", "nokkel"
    )


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_the_encoding_that_the_file_says_is_the_one_it_is_read_in(tmp_path: Path, encoding: str):
    content = ledger(transactions=[Transaction(id="1", lines=[Line(account="4000", ore=0, text="Æøå")])]).xml()

    found = read(tmp_path, content.replace("UTF-8", encoding).encode(encoding))

    assert ["Æøå"] == column(found, "saft_linje", "tekst")


def test_a_line_that_is_split_has_no_ansvar_and_that_is_told(tmp_path: Path):
    split = [Line(account="4000", ore=5, ansvar=["100", "101"]), Line(account="2400", ore=-5, ansvar=["100", "100"])]

    found = read(tmp_path, ledger(transactions=[Transaction(id="1", lines=split)]).xml())

    assert ["", "100"] == column(found, "saft_linje", "ansvar")
    assert any("1 linje er fordelt på flere" in sentence for sentence in found.told)


def test_a_transaction_number_that_comes_again_hides_nothing(tmp_path: Path):
    found = read(tmp_path, ledger(transactions=[TWO.transactions[0], TWO.transactions[0]]).xml())

    keys = column(found, "saft_linje", "nokkel")
    assert 4 == len(set(keys))
    assert keys[0] + "#2" == keys[2]


def test_an_account_that_stands_twice_is_refused_with_both_places(tmp_path: Path):
    """Its balances contradict each other, or count twice; nobody can say which."""
    content = TWO.xml()
    account = content[content.index("<Account>") : content.index("</Account>") + len("</Account>\n")]
    twice = content.replace("</GeneralLedgerAccounts>", account + "</GeneralLedgerAccounts>")

    found = read(tmp_path, twice)

    first, last = line_of(twice, "<Account>"), twice[: twice.rindex("<Account>")].count("\n") + 1
    assert [f"fil.xml:{last} konto 2400 står to ganger i kontoplanen; den første er på linje {first}"] == refusals(
        found
    )


@pytest.mark.parametrize(("version", "vat"), [("1.10", "-25.00"), ("1.30", "-25.00")])
def test_vat_has_the_sign_of_its_side(tmp_path: Path, version: str, vat: str):
    lines = [Line(account="3000", ore=-10000, vat=("3", 2500)), Line(account="1920", ore=10000)]

    found = read(tmp_path, ledger(version=version, transactions=[Transaction(id="1", lines=lines)]).xml())

    assert [("3", vat), ("", "")] == found.sheets["saft_linje"].frame.select("mva_kode", "mva").rows()


def test_what_nobody_reads_is_passed_by(tmp_path: Path):
    product = "<ProductCode>1</ProductCode><Description>a</Description><UOMBase>1</UOMBase><UOMStandard>1</UOMStandard>"
    products = f"<Products><Product>{product}<UOMToUOMBaseConversionFactor>1</UOMToUOMBaseConversionFactor></Product></Products>"

    found = read(tmp_path, TWO.xml().replace("</MasterFiles>", products + "</MasterFiles>", 1))

    assert [] == found.problems


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("NumberOfEntries", "3", "NumberOfEntries er 3, men bilagene gir 2; forskjellen er 1"),
        ("TotalDebit", "175.51", "TotalDebit er 175,51 kr, men linjene gir 175,50 kr; forskjellen er 0,01 kr"),
        ("TotalCredit", "175.49", "TotalCredit er 175,49 kr, men linjene gir 175,50 kr; forskjellen er −0,01 kr"),
    ],
)
def test_a_total_that_does_not_agree_refuses_the_file(tmp_path: Path, name: str, said: str, told: str):
    content = ledger(said={name: said}).xml()

    found = read(tmp_path, content)

    assert [f"fil.xml:{line_of(content, f'<{name}>')} {told}"] == [one.replace("\xa0", " ") for one in refusals(found)]
    assert {} == found.sheets


def test_a_transaction_out_of_balance_refuses_the_file(tmp_path: Path):
    lopsided = Transaction(id="7", lines=[Line(account="4000", ore=12551), Line(account="2400", ore=-12550)])

    found = read(tmp_path, ledger(transactions=[lopsided]).xml())

    assert 1 == len(refusals(found))
    assert "bilag 7 er ikke i balanse" in refusals(found)[0]


def test_a_balance_that_does_not_agree_is_told_and_the_lines_are_taken(tmp_path: Path):
    found = read(tmp_path, ledger(closing={"1920": 4999}).xml())

    (problem,) = found.problems
    assert Gravity.NOTICE is problem.gravity
    assert "konto 1920" in problem.what
    assert "forskjellen er −0,01" in problem.what
    assert 4 == len(column(found, "saft_linje", "konto"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<AccountID>4000</AccountID>", "", "mangler AccountID"),
        ("<TransactionDate>2026-03-02<", "<TransactionDate>2026-02-30<", "TransactionDate i Transaction er ikke en dato"),
        ("<Amount>125.50<", "<Amount>125,50<", "Amount i DebitAmount er ikke et beløp"),
        ("<Amount>125.50<", "<Amount>125.505<", "Amount i DebitAmount er ikke et beløp"),
        ("<Amount>125.50<", "<Amount>1.2550e2<", "Amount i DebitAmount er ikke et beløp"),
        ("<Description>Bilag<", f"<Description>{'x' * 257}<", "257 tegn; det høyeste er 256"),
        ("<RecordID>1<", "<Pynt>1</Pynt><RecordID>1<", "Pynt hører ikke hjemme i Line"),
        ("<Period>3</Period>\n<PeriodYear>2026</PeriodYear>", "<PeriodYear>2026</PeriodYear>\n<Period>3</Period>", "for sent"),
        ("<DefaultCurrencyCode>NOK<", "<DefaultCurrencyCode>EUR<", "ikke i kroner"),
        ("<AuditFileCountry>NO<", "<AuditFileCountry>SE<", "ikke norsk"),
        ("</AuditFile>", "", "ikke gyldig XML"),
        ("<DebitAmount>", "<Amount>", "ikke gyldig XML"),
        ("<AuditFile ", '<!DOCTYPE AuditFile [<!ENTITY a "b">]>\n<AuditFile ', "dokumenttype"),
        ("<GroupingCode>120</GroupingCode>", "", "mangler GroupingCode"),
        ("Taxation-Financial:NO", "Taxation-CashRegister:NO", "ikke norsk SAF-T Financial"),
        ("<NumberOfEntries>2</NumberOfEntries>", "", "mangler NumberOfEntries"),
    ],
)  # fmt: skip
def test_a_file_with_one_thing_wrong_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, told: str):
    content = TWO.xml()
    assert old in content

    found = read(tmp_path, content.replace(old, new, 1))

    assert any(told in one for one in refusals(found)), refusals(found)
    assert {} == found.sheets


def test_entities_are_not_followed(tmp_path: Path):
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmelig")
    declared = f'<!DOCTYPE AuditFile [<!ENTITY a SYSTEM "{secret.as_uri()}">]>\n<AuditFile '

    found = read(tmp_path, TWO.xml().replace("<AuditFile ", declared, 1).replace("Konto 4000", "&a;", 1))

    assert "hemmelig" not in str(found)
    assert refusals(found)


def test_an_element_that_grows_without_end_is_refused_soon(tmp_path: Path):
    grown = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "x"}">' for i in range(12))
    declared = f"<!DOCTYPE AuditFile [{grown}]>\n<AuditFile "

    assert refusals(read(tmp_path, TWO.xml().replace("<AuditFile ", declared, 1).replace("Konto 4000", "&a11;", 1)))


def test_what_a_person_may_have_written_is_never_repeated(tmp_path: Path):
    content = TWO.xml().replace("<Amount>125.50<", "<Amount>Kari Nordmann<", 1)

    assert not any("Kari" in one for one in refusals(read(tmp_path, content)))


def test_any_saft_file_is_recognised_and_no_other_xml(tmp_path: Path):
    path = tmp_path / "x"
    path.write_text(TWO.xml().replace("Financial:NO", "CashRegister:NO"), encoding="utf-8")
    assert ["saft"] == [one.id for one in formats_of(path, "x")]

    path.write_text("<svar><AuditFile/></svar>", encoding="utf-8")
    assert [] == formats_of(path, "x")


# --- random files -----------------------------------------------------------------------------------------------------

ACCOUNTS = ("1920", "2400", "4000", "5000")
ORE = st.integers(-(10**12), 10**12)


@st.composite
def transactions(draw: st.DrawFn) -> list[Transaction]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        amounts = draw(st.lists(ORE, min_size=1, max_size=5))
        lines = [Line(account=draw(st.sampled_from(ACCOUNTS)), ore=ore) for ore in [*amounts, -sum(amounts)]]
        made.append(Transaction(id=f"T{number}", lines=lines, period=(2026, draw(st.integers(1, 13)))))
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transactions(), st.fixed_dictionaries(dict.fromkeys(ACCOUNTS, ORE)), st.sampled_from(["1.10", "1.30"]))
def test_whatever_is_written_is_read_back_to_the_ore(tmp_path: Path, made, opening, version: str):
    found = read(tmp_path, Ledger(transactions=made, opening=opening, version=version).xml())

    assert [] == found.problems
    assert [kroner(line.ore) for one in made for line in one.lines] == [
        belop if belop != "0.00" else "0.00" for belop in column(found, "saft_linje", "belop")
    ]
    assert len(ACCOUNTS) == len(column(found, "saft_konto", "konto"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    transactions().filter(bool),
    st.sampled_from(["NumberOfEntries", "TotalDebit", "TotalCredit"]),
    st.integers(1, 10**6),
)
def test_no_wrong_total_is_ever_taken(tmp_path: Path, made, name: str, off: int):
    right = Ledger(transactions=made, opening={})
    lines = [line.ore for one in made for line in one.lines]
    figures = {
        "NumberOfEntries": len(made),
        "TotalDebit": sum(o for o in lines if o > 0),
        "TotalCredit": -sum(o for o in lines if o < 0),
    }
    right.said = {name: str(figures[name] + off) if name == "NumberOfEntries" else kroner(figures[name] + off)}

    found = read(tmp_path, right.xml())

    assert 1 == len(refusals(found))
    assert {} == found.sheets


# --- Skatteetaten's own files -----------------------------------------------------------------------------------------


@needs_published
@pytest.mark.parametrize("version", ["1.10", "1.30"])
def test_what_these_tests_write_is_what_the_schema_says(tmp_path: Path, version: str):
    found = read(tmp_path, ledger(version=version).xml(), PUBLISHED)

    assert [] == refusals(found)
    assert any(f"{version}.xsd" in sentence for sentence in found.told)


@needs_published
def test_the_schema_refuses_what_the_own_checks_do_not_read(tmp_path: Path):
    content = TWO.xml().replace("<City>Bygda</City>", "<By>Bygda</By>", 1)

    found = read(tmp_path, content, PUBLISHED)

    assert [line_of(content, "<By>")] == [p.place.line for p in found.problems]
    assert [] == refusals(read(tmp_path, content))


@needs_published
def test_the_published_example_is_taken_with_its_own_totals(tmp_path: Path):
    found = read(tmp_path, EXAMPLE.read_bytes(), PUBLISHED)

    assert [] == refusals(found)
    assert 170 == found.sheets["saft_linje"].frame.height
    assert 53 == len(set(column(found, "saft_linje", "bilag")))
    assert 948704935 == sum(int(cell.replace(".", "")) for cell in column(found, "saft_linje", "debet"))
    told = [p.what.split(":")[0] for p in found.problems]
    assert ["konto 1920", "konto 2711", "konto 2740"] == told
