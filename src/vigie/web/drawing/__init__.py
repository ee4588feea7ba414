"""Drawings as SVG made on the server: each with its title, units and what stands for it in words. Decides nothing about the subject."""
