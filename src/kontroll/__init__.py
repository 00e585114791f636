"""kontroll: a municipality's rules as files, evaluated against its data."""
