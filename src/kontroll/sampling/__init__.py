"""Samples: how many to look at, which, and what may be said of the rest.

    rates       shares and amounts as they were written: exact, never a binary float
    tails       how probable it is to find so few; near the decision the arithmetic is exact
    size        the least sample for a plan           precision   the least for a wanted precision
    staged      stop-or-go plans                      bounds      what a finished sample says of the population
    money       the share of an amount that is wrong  estimates   how large the error most likely is
    strata      one bound from those of the parts     asked       plans and outcomes as somebody wrote them
    staged_bounds  what a sample in stages says       wanted      every kind of plan that can be asked for, and its sample
    frozen      records become the list that is drawn from, and the keys to it
    parts       how many there are in each part       sized       how many a control of the plan draws from each
    kup1/       draws that nobody can steer and everybody can make again

Why no float decides: a rate of 0.06 is not 0.06 in binary, and 0.07 · 1300 is more than 91 there. Of 6 437 published plans such
steps make 288 samples too small or too large. Floats only rule out what is far from the limit; the rest is settled with whole
numbers, or with sixty digits where the probability is not a fraction.

Sources: research on audit sampling; the likelihoods are those of ISA 530's usual tables (AICPA, Audit Guide: Audit Sampling).
"""
