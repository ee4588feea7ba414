"""Drawings as SVG made on the server: each with its title, its units and words for it. Decides nothing."""
