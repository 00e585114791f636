"""Document: what a report says, and the files it is read in. One model; a page, a PDF, a workbook, a saksframlegg and open data
are made of it, so that they cannot say different things.
"""
