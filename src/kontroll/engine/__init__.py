"""Rules × facts become verdicts: a columnar evaluator, and a plain one that it is held against.

The columnar evaluator (columnar.py) speaks to its engine through narwhals, and through backend.py where engines differ in how
they hold rows. There are two:

* Polars (on_polars.py), in memory: what is used where nothing else is asked for.
* DuckDB (on_duckdb.py), for more than memory holds: the same expressions as plans over Parquet files. Until the verdicts are made
  nothing leaves it but single numbers that bounds are checked with.

Who judges by the same rules many times keeps them compiled (compiled.py): those about enheter are made into expressions once.

What the expressions keep to, so that engines agree: numbers are scaled 64-bit integers, truths nullable Booleans, days and
moments integers counted from 1970-01-01, texts only compared for equality. Floor division and remainder are asked of positive
divisors; what is divided without a remainder to keep is made positive first. Sums are cast back to 64 bits, since SQL widens
them. Bounds are checked before anything is multiplied or added up: Polars wraps around silently, DuckDB raises.

A third engine is one more file like on_duckdb.py. For PySpark, which narwhals speaks to in the same words, these need care:

* Overflow: with `spark.sql.ansi.enabled` off it wraps like Polars. The bounds that are checked hold for it too; let it raise
  all the same.
* Row order: there is none, and `shift` needs `.over(enhet, order_by=month)`, as on DuckDB. The whole grid of an enhet must lie in
  one partition for it: partition by enhet, and let best_blant, which groups by month and service, be the one shuffle.
* `best_blant: {samme: alle}` is one group a month: one partition holds a country's enheter, which is well within one worker.
* Plans: Spark writes the expression of a column into every place that reads it, and doubles it with each. `settled` must cut the
  plan (checkpoint, or Parquet written and read), more often than on DuckDB: after each step of UnitLeaves.prepare.
* Names: columns are held for the same whatever their case, as on DuckDB, and a dot in a name leads into a structure. names.py
  spells both otherwise.
* `unpivot` keeps nulls there and loses them in DuckDB: columnar.py leaves them out itself.
* Weekdays: Sunday is 7 on Polars and DuckDB and 0 or 1 on Spark. No engine is asked; `ukedag` counts days from a known Thursday.
* `join_asof` is missing. Nothing uses it: dated parameters are `when` chains, `gruppert` is a running total.
* Running totals (`gruppert`) have no frame by range to rely on and need none: `cum_sum` over the group, ordered by day, where
  each day is one row.
* A join keeps no order and knows null for no key; look-ups carry a column that says whether the operand is known.
* `min_horizontal`, `sum_horizontal` and `max` pass over nulls on all three; `all_horizontal` and `any_horizontal` are always told
  not to.
"""
