"""How time and memory grow with the country: ``make bench-scale`` writes ``docs/scale.md``."""
