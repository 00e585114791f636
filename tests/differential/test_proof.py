"""The full proof: thousands of trees, hundreds of thousands of cells, every kind of leaf decisive. See full_proof.py."""

from __future__ import annotations

import pytest

from full_proof import prove


@pytest.mark.slow
def test_the_full_proof_holds():
    _figures, unmet = prove()

    assert not unmet
