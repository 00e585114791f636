"""The API for other systems, /api/v1: what the pages show and take, as JSON, by key and never by cookie."""
