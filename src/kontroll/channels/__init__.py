"""Channels: one file per way to reach a person; the folder is the register.

To add one: a module here with `OPENING = Opening(id="…", open=…)`, where `open` takes the settings and gives a Channel.
Nothing else needs to know: `policies/varsling.yaml` may name its id.
"""
