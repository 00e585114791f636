"""arkiv.yaml: what goes to the archive, and that nothing is shielded without a law."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.archiving import ArchiveKind, ArchivePolicy, Shielded
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies


def chosen(folder: Path, series: str) -> tuple[ArchivePolicy, list[str]]:
    (folder / "arkiv.yaml").write_text(f"arkiv: {{tittel: Arkivet, serier: [{series}]}}\n", encoding="utf-8")
    policies, problems = read_policies([folder])
    return policies.archive, [str(problem) for problem in problems]


def test_every_kind_has_a_series_where_nobody_has_chosen_and_pay_is_shielded() -> None:
    policies, problems = read_policies([shipped_policies()])

    assert [one.kind for one in policies.archive.series] == list(ArchiveKind)
    pay = policies.archive.of(ArchiveKind.PAY)
    assert pay is not None
    assert pay.shielded is Shielded.ALL
    assert "offentleglova § 23" == pay.basis
    assert not problems


def test_a_kommune_may_leave_a_kind_out_and_say_how_long_another_is_kept(tmp_path: Path) -> None:
    policy, problems = chosen(tmp_path, "{hva: sak, tittel: Saker, aar: 10, klasse: '216', kassasjonshjemmel: planen}")

    assert problems == []
    (series,) = policy.series
    assert (series.years, series.code, series.discard_basis, series.basis) == (10, "216", "planen", "")
    assert policy.of(ArchiveKind.BONUS) is None


@pytest.mark.parametrize(
    ("series", "told"),
    [
        ("{hva: sak, tittel: Saker, skjermes: alle}", "«hjemmel» mangler"),
        ("{hva: sak, tittel: A}, {hva: sak, tittel: B}", "sak"),
        ("{hva: samtale, tittel: Samtaler}", "samtale"),
        ("{hva: sak}", "«tittel» mangler"),
        ("{hva: sak, tittel: A, aar: 0}", "0"),
    ],
)
def test_what_says_nothing_or_two_things_is_refused(tmp_path: Path, series: str, told: str) -> None:
    policy, problems = chosen(tmp_path, series)

    assert len(policy.series) < 2
    assert any(told in problem for problem in problems)
