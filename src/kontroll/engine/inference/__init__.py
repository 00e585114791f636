"""Inference: what composite rules say, once more, by durable-rules, from the truths that the columns saw.

Rules that join leaves or ask about rules are what a forward-chaining engine is for. The columns stay the authority: a rule is
inferred to be held against them, cell by cell (engine.agreement), and a cell in which the two part stops the run.

The way of a verdict: `components` finds the rules that hang together; `compiling` and `writing` make their trees into two
formulas (`formulas`), one for definitely true and one for definitely false; `flatrules` makes each term of those a rule;
`cases` gathers the subjects and months that look alike, `batches` makes them facts, `runner` gives each batch to a process of
its own, and `verdicts` makes result codes of what comes back.

Why so carefully: durable-rules 2.0.28 is silently wrong, or takes its process along, in ways that its users cannot see. What was
measured, and what is done here instead:

* `$or` and groups in a condition that refers to another fact: what stands after them is not looked at, the join neither. A bonus
  went to another enhet; of 2016 cells 53 to 67 were wrong. Here: sums of products outside, one flat rule for each term.
* A join of two facts that ends in a comparison crashed in 340 of 800 runs, by reading outside its memory. With the constants
  first and the equality of keys last: none wrong and none crashed in 4500 random rules.
* Null counts as a value, misses, or stays behind to fail all that follows. Here unknown is no fact at all. A symbol is true of a
  key, or false, or neither; with both polarities positive nothing depends on the order of facts. Both at once is an error.
* Facts are told apart by 32 bits of hash: of 100 000 facts the 78 577th was taken for another one. Here such a fact is told again
  with salt; every fact must come through a rule that takes them all, and the counts must agree afterwards.
* Keys with one hash join each other, or crash (49 of 50). Here the hashes are compared before anything is told.
* More than 63 rules that read one literal from behind another are error 303; 256 that begin with the same one crash; more than
  16 conditions are error 304, more than 4096 rules error 106, and with 512 distinct tests it hangs for ever. Here a literal gets
  another name after 50 (or 200) rules, a formula that grows past 64 terms of 15 literals is cut into named parts, and TooWide
  names a rule that still has more than 400 symbols: before anything runs.
* An exception in an action is swallowed, one slower than ten seconds silently ends its rules, retracting can remove another
  fact, deleting state crashes (251 of 1500), not deleting it leaks 8 kB a fact, timers run in threads of their own. Here actions
  only remember and assert, nothing is retracted or deleted, nothing runs beside, and a process lives for one batch.
* Numbers: 5 is not 5.0 in a join, 1e16 is an error, and a division by zero ends the process. Here there are no numbers at all:
  thresholds, windows over values, peers and counts of records are the columns' work.

Why cases: a rule sees nothing of an enhet but the truths of its leaves. Subjects with the same truths get the same answer, so
that it is inferred once: of 107 000 enheter with a hundred rules, 30 of them composite, 155 000 facts remain, where telling every
value would be millions.
"""

from kontroll.engine.inference.compiling import compiled
from kontroll.engine.inference.inferring import Inferred, infer
from kontroll.engine.inference.limits import Limits, TooWide
from kontroll.engine.inference.program import Program
from kontroll.engine.inference.runner import WorkerFailed

__all__ = ["Inferred", "Limits", "Program", "TooWide", "WorkerFailed", "compiled", "infer"]
