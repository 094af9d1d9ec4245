"""From orders to delivered packages: what each customer gets, checked, at the right moment, as one archive."""
