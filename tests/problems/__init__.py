"""Broken rule files and broken data files: each must end in messages that a control officer can act on."""
