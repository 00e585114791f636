"""EHF invoices and credit notes: what is read is what was written, and one that does not add up is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.sources.ehf import FORMAT
from kontroll.sources.formats import FormatContext, Read, formats_of, read_format
from sources.ehffile import BILLING, Invoice, Line, rounded

PLAIN = Invoice(
    lines=[
        Line(quantity=Decimal(3), price=Decimal("33.333")),
        Line(quantity=Decimal("1.5"), price=Decimal(200), rate=Decimal(15)),
    ]
)


def read(tmp_path: Path, content: str) -> Read:
    path = tmp_path / "faktura.xml"
    path.write_text(content, encoding="utf-8")
    return read_format(FORMAT, path, "faktura.xml", FormatContext(rulebook=Rulebook()))


def invoice(**changes: object) -> Invoice:
    return Invoice(**{**vars(PLAIN), **changes})  # type: ignore[arg-type]


def told(found: Read) -> list[str]:
    return [p.what for p in found.problems if p.gravity is not Gravity.NOTICE]


def row(found: Read) -> dict[str, str]:
    (only,) = found.sheets["ehf_faktura"].frame.to_dicts()
    return only


# --- what is read -----------------------------------------------------------------------------------------------------


def test_an_invoice_is_a_row_and_its_lines_are_rows(tmp_path: Path):
    found = read(tmp_path, PLAIN.xml())

    assert [] == found.problems
    assert {
        "nokkel": "974760673/F-1", "bilagstype": "faktura", "fakturadato": "2026-03-02", "forfallsdato": "2026-04-01",
        "selger_orgnr": "974760673", "ordre_ref": "B-7", "kontrakt_ref": "K-3", "kid": "0012", "belop": "400.00",
        "mva": "70.00", "a_betale": "470.00", "kontonummer": "86011117947", "iban": "NO9386011117947", "linjer": "2",
    }.items() <= row(found).items()  # fmt: skip
    assert ["100.00", "300.00"] == found.sheets["ehf_linje"].frame["belop"].to_list()


def test_a_comment_within_a_text_does_not_end_it(tmp_path: Path):
    found = read(tmp_path, PLAIN.xml().replace(">470.00<", ">4<!-- syv -->70.00<").replace("F-1<", "F<!-- -->-1<"))

    assert [] == found.problems
    assert ("F-1", "470.00") == (row(found)["fakturanr"], row(found)["a_betale"])


def test_the_word_doctype_in_a_comment_is_no_document_type(tmp_path: Path):
    assert [] == read(tmp_path, PLAIN.xml().replace("<cbc:ID>", "<!-- <!DOCTYPE a> --><cbc:ID>", 1)).problems


def test_a_credit_note_that_lacks_lines_is_called_by_its_name(tmp_path: Path):
    content = invoice(credit=True).xml().replace("cac:CreditNoteLine", "cac:Annet")

    assert "CreditNote mangler CreditNoteLine" in told(read(tmp_path, content))


def test_what_a_credit_note_says_is_not_to_be_paid(tmp_path: Path):
    assert "470,00 NOK til gode" in read(tmp_path, invoice(credit=True).xml()).told[1]
    assert "470,00 NOK å betale" in read(tmp_path, PLAIN.xml()).told[1]


def test_a_credit_note_is_negative(tmp_path: Path):
    found = read(tmp_path, invoice(credit=True).xml())

    assert {"bilagstype": "kreditnota", "belop": "-400.00", "a_betale": "-470.00"}.items() <= row(found).items()
    assert ["-100.00", "-300.00"] == found.sheets["ehf_linje"].frame["belop"].to_list()


def test_an_amount_in_another_currency_is_no_amount_in_kroner(tmp_path: Path):
    found = read(tmp_path, invoice(currency="EUR").xml())

    assert {"belop": "", "a_betale": "", "valuta": "EUR", "belop_i_valuta": "400.00"}.items() <= row(found).items()
    assert any("EUR" in sentence for sentence in found.told)


@pytest.mark.parametrize(
    ("account", "number", "iban"),
    [
        ("86011117947", "86011117947", ""),
        ("8601.11.17947", "86011117947", ""),
        ("NO93 8601 1117 947", "86011117947", "NO9386011117947"),
        ("SE4550000000058398257466", "", "SE4550000000058398257466"),
    ],
)
def test_the_account_is_norwegian_or_an_iban(tmp_path: Path, account: str, number: str, iban: str):
    found = row(read(tmp_path, invoice(account=account).xml()))

    assert (number, iban) == (found["kontonummer"], found["iban"])


def test_an_allowance_a_charge_and_what_is_paid_are_in_the_sums(tmp_path: Path):
    found = read(tmp_path, invoice(less=Decimal("12.50"), more=Decimal(20), paid=Decimal(100)).xml())

    assert [] == told(found)
    assert {"belop": "407.50", "mva": "71.88", "a_betale": "379.38"}.items() <= row(found).items()


def test_the_envelope_it_was_sent_in_changes_nothing(tmp_path: Path):
    inner = PLAIN.xml().split("\n", 1)[1]
    space = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    enveloped = (
        f'<StandardBusinessDocument xmlns="{space}"><StandardBusinessDocumentHeader/>{inner}</StandardBusinessDocument>'
    )

    assert "400.00" == row(read(tmp_path, enveloped))["belop"]


def test_a_large_enclosed_document_is_no_hindrance(tmp_path: Path):
    enclosed = (
        "<cac:AdditionalDocumentReference><cbc:ID>" + "A" * 11_000_000 + "</cbc:ID></cac:AdditionalDocumentReference>"
    )

    found = read(
        tmp_path, PLAIN.xml().replace("<cac:AccountingSupplierParty>", enclosed + "<cac:AccountingSupplierParty>")
    )

    assert [] == found.problems


def test_invoices_and_credit_notes_are_recognised_by_their_content(tmp_path: Path):
    path = tmp_path / "noe"
    for content, ids in ((PLAIN.xml(), ["ehf"]), (invoice(credit=True).xml(), ["ehf"]), ("<Invoice/>", [])):
        path.write_text(content, encoding="utf-8")
        assert ids == [one.id for one in formats_of(path, "noe")]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known_as", "said", "rule"),
    [
        ("LineExtensionAmount", "400.01", "BR-CO-10"),
        ("AllowanceTotalAmount", "12.49", "BR-CO-11"),
        ("ChargeTotalAmount", "20.01", "BR-CO-12"),
        ("TaxExclusiveAmount", "407.49", "BR-CO-13"),
        ("vat", "71.87", "BR-CO-14"),
        ("TaxInclusiveAmount", "479.39", "BR-CO-15"),
        ("PayableAmount", "379.37", "BR-CO-16"),
    ],
)
def test_a_sum_that_is_an_ore_wrong_refuses_the_invoice(tmp_path: Path, known_as: str, said: str, rule: str):
    wrong = invoice(less=Decimal("12.50"), more=Decimal(20), paid=Decimal(100), said={known_as: said})

    found = read(tmp_path, wrong.xml())

    assert any(rule in one and "forskjellen er" in one for one in told(found)), told(found)
    assert {} == found.sheets


@pytest.mark.parametrize(("net", "refused"), [("100.00", False), ("100.02", False), ("100.03", True), ("99.97", True)])
def test_a_line_is_its_quantity_times_its_price_but_for_two_ore(tmp_path: Path, net: str, refused: bool):
    value = Decimal(net)
    sums = {
        "line": net, "LineExtensionAmount": net, "TaxExclusiveAmount": net, "base": net, "vat": "25.00", "rate": "25.00",
        "TaxInclusiveAmount": str(value + 25), "PayableAmount": str(value + 25),
    }  # fmt: skip

    found = read(tmp_path, Invoice(lines=[Line(quantity=Decimal(1), price=Decimal(100))], said=sums).xml())

    assert refused == any("R120" in one for one in told(found))
    assert refused == bool(told(found))


@pytest.mark.parametrize(("vat", "refused"), [("26.00", False), ("26.01", True)])
def test_the_vat_of_a_rate_is_its_share_but_for_one_krone(tmp_path: Path, vat: str, refused: bool):
    gross = str(100 + Decimal(vat))
    sums = {"vat": vat, "rate": vat, "TaxInclusiveAmount": gross, "PayableAmount": gross}

    found = read(tmp_path, Invoice(lines=[Line(quantity=Decimal(1), price=Decimal(100))], said=sums).xml())

    assert refused == any("BR-CO-17" in one for one in told(found))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (BILLING, "urn:www.cenbii.eu:transaction:biitrns010:ver2.0", "ikke EHF Billing 3"),
        ("<cbc:ID>F-1</cbc:ID>", "", "mangler ID"),
        ("<cbc:IssueDate>2026-03-02<", "<cbc:IssueDate>02.03.2026<", "IssueDate er ikke en dato"),
        ("<cbc:RegistrationName>Selger &amp; sønn AS</cbc:RegistrationName>", "", "RegistrationName"),
        ('currencyID="NOK">470.00', 'currencyID="SEK">470.00', "annen valuta"),
        (">470.00</cbc:Payable", ">470.000001</cbc:Payable", "høyst to desimaler"),
        (">470.00</cbc:Payable", ">470,00</cbc:Payable", "høyst to desimaler"),
        ("</Invoice>", "", "ikke gyldig XML"),
        ("<Invoice ", '<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice ', "dokumenttype"),
        ("<cbc:Name>Vare</cbc:Name>", "", "Item/Name"),
        ("cac:LegalMonetaryTotal", "cac:Annet", "LegalMonetaryTotal"),
    ],
)
def test_an_invoice_with_one_thing_wrong_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, reason: str):
    content = PLAIN.xml()
    assert old in content

    found = read(tmp_path, content.replace(old, new))

    assert any(reason in one for one in told(found)), told(found)
    assert {} == found.sheets


def test_the_place_is_where_the_sum_stands(tmp_path: Path):
    content = invoice(said={"PayableAmount": "1.00"}).xml()

    (problem,) = read(tmp_path, content).problems

    assert content[: content.index("<cac:LegalMonetaryTotal>")].count("\n") + 1 == problem.place.line


# --- random invoices --------------------------------------------------------------------------------------------------

QUANTITY = st.decimals(-1000, 1000, places=3, allow_nan=False)
PRICE = st.decimals(0, 100000, places=4, allow_nan=False)
LINES = st.builds(
    lambda q, p, r: Line(quantity=q, price=p, rate=Decimal(r)), QUANTITY, PRICE, st.sampled_from([0, 12, 15, 25])
)
SOME = st.decimals(0, 1000, places=2, allow_nan=False)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, min_size=1, max_size=6), SOME, SOME, SOME, st.booleans())
def test_whatever_adds_up_is_read_back_to_the_ore(tmp_path: Path, lines, less, more, paid, credit: bool):
    found = read(tmp_path, Invoice(lines=lines, less=less, more=more, paid=paid, credit=credit).xml())

    assert [] == found.problems
    sign = -1 if credit else 1
    net = sum((rounded(line.quantity * line.price) for line in lines), Decimal())
    assert sign * (net - less + more) == Decimal(row(found)["belop"])
    assert net * sign == sum(Decimal(cell) for cell in found.sheets["ehf_linje"].frame["belop"])


SUMS = ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount", "vat")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(SUMS), SOME.filter(bool))
def test_no_wrong_sum_is_ever_taken(tmp_path: Path, lines, known_as: str, off: Decimal):
    net = sum((rounded(line.quantity * line.price) for line in lines), Decimal())
    vat = Decimal()
    for rate in {line.rate for line in lines}:
        base = sum((rounded(one.quantity * one.price) for one in lines if one.rate == rate), Decimal())
        vat += rounded(base * rate / 100)
    right = dict.fromkeys(SUMS[:2], net) | dict.fromkeys(SUMS[2:4], net + vat) | {"vat": vat}

    found = read(tmp_path, Invoice(lines=lines, said={known_as: str(right[known_as] + off)}).xml())

    assert told(found)
    assert {} == found.sheets
