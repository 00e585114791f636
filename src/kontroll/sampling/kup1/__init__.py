"""KUP-1: a draw that nobody can steer and everybody can make again.

    plan.py         what is to be drawn, as canonical JSON: its hash is the commitment, published before the seed exists
    population.py   the list that is drawn from, read as a stream and held against the plan
    tickets.py      the numbers that seed and id give together
    draw.py         the plan, the population and the seed become a sample
    sample.py       the sample as a file, and held against what should have been drawn
    refused.py      why a draw is not made, or does not agree with what was promised
    published_verifier.py   what is published beside a draw: the standard library alone, and nothing shared with the rest

Why the seed alone mixes with the id, and not the population's hash: whoever «finds an error in the list» would otherwise get a
whole new sample. So a change of the list changes the sample only where it must.

The rule of selection is Rivest's consistent sampler; amounts and weights are a fixed interval with a start that the seed gives.
There is no float and no random generator here, and a test reads the source to see that it stays so.
"""
