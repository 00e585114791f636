"""How fast kontroll is, measured beside what people would otherwise write. Numbers only; nothing here passes or fails."""
