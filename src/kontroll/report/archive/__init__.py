"""Archive: decisions as the kommune's archive takes them: documents in PDF/A, and metadata in the shape of Noark 5."""
