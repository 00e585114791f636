"""Pages: what is seen in a browser. They ask the report for figures and draw them; they decide nothing."""
