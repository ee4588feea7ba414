"""Vigie keeps watch on the car industry: who does what with whom, how surely, and who says so."""

__version__ = "0.1.0"

__all__ = ["__version__"]
