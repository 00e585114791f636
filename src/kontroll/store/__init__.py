"""The state: the only place that knows the database. SQLite in the kommune's home by default, PostgreSQL by setting.

How it is used: a flow opens `database.transaction(actor, at)` and works with one object per noun on it (`tx.saker`,
`tx.trail` …), which take and return the domain's frozen dataclasses. Everything in one transaction is there or is not.

Why no ORM objects outside: read, somebody else saves, save again, and the other's change is lost. Every change here is
compare-and-set on `version`, and the second of two gets a `Conflict`.
"""
