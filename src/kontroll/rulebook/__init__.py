"""YAML files become a Rulebook: everything about what a rule file may say, and what is wrong when it does not."""
