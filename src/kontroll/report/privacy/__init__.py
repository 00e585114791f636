"""Privacy: the record that art. 30 of the GDPR asks for, and drafts of what art. 35 asks for, made of what kontroll knows.

What nobody has said is not filled in: it is told, in its place and in a list of its own.
"""
