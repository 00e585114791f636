"""Sources: one module (or package) per file format; the folder is the register.

A **source** reads a file that is one table, told by its ending: a module with `SOURCE = Source(suffixes=(".xyz",), read=...)`.

A **format** reads a file of another form, told by its content, that becomes several tables: a module with

    FORMAT = Format(id="xyz", name=N_("XYZ-fil"), kinds=("maalinger", "xyz_linje"), recognises=..., read=...)

* `recognises(head: bytes, name: str) -> bool`: the file's first bytes (`formats.HEAD`) and its name with `/`. Never true of
  a file that another format or a plain table may be: where two say yes, the file is refused.
* `read(path: Path, shown_as: str, context: FormatContext) -> Read`: `Read(sheets, told, problems)`.
  `sheets`: by kind, one of `kinds`: `maalinger` or the id of a data set; `formats.table(shown_as, headings, rows)` makes one of
  rows `(line of the file, cells)`. `told`: bokmål sentences of what was read and what it was reconciled against.
  A problem graver than a notice refuses the file, all of it: no sheet of it is used, and nothing is stored.
* A data set of a format is described in rules/datasett like all others; `kolonne` is the heading that the reader gives.

`kontroll importer FIL` takes such files anywhere, and from `formater/` (any depth) in the inbox; `kontroll vurder --data DIR`
reads `DIR/formater/`. Nothing else needs to know: see flows/deliveries/checked_format.py for the way in.
"""
