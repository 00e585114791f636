"""How many are drawn from each part, by what somebody wants to be able to say."""

from __future__ import annotations

import pytest

from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.strata import MAIN, UNCERTAIN, WITHOUT_AMOUNT
from kontroll.flows.samples.size_draw import Wish, sized_for
from kontroll.sampling.parts import Part
from kontroll.sampling.partsize import AMOUNT


@pytest.mark.parametrize("name", [UNCERTAIN, WITHOUT_AMOUNT])
@pytest.mark.parametrize(("count", "method"), [(1, "alle"), (3000, "enkel")])
def test_what_may_have_no_amount_is_not_drawn_by_amount(name, count, method):
    parts = {MAIN: Part(2000, 5_000_000, 5_000_000), name: Part(count, 0, count)}

    sized = sized_for(Wish(confidence="0.95", tolerable="0.1", method=AMOUNT), parts, PlanChoices())

    main, other = sized.strata
    assert (main.method, main.n) == (AMOUNT, 29)
    assert other.method == method
    assert other.n <= count
