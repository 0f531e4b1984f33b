"""How dates are written, by language, in place of Django's own way."""
