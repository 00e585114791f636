"""Typeset: what is made for paper and archive: typst templates, the type they are set in, and `pdf`, which sets them.

Every file is PDF/UA-1 (whoever cannot see it reads it) and PDF/A-2a (whoever opens it in thirty years reads it). What is shown
goes in as data, and is never read as markup. `fonts` holds Inter (OFL), regular and bold, cut from the variable font of the
pages; a template takes `base.typ`, so that all of them look like one house.
"""

from kontroll.report.typeset.pdf import NotSet, pdf

__all__ = ["NotSet", "pdf"]
