"""Disclosure: which figures must not be published, so that no figure that few persons stand behind can be worked out.

Pure: numbers in, decisions out; the same numbers always give the same decisions.
"""
