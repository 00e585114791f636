"""The way in: `kontroll` and `python -m kontroll`."""

from __future__ import annotations

from kontroll.cli.main import app


def main() -> None:
    app()


if __name__ == "__main__":
    main()
