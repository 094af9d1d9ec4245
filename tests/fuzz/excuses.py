"""Where a spoiled file can only be read as what it says: each answer is possible, and no other table knows better."""

POSSIBLE = "each answer by itself is possible, and no other file holds it"

EXCUSES: dict[str, tuple[tuple[str, str], ...]] = {
    "values of two kommuner swapped": (("*", POSSIBLE),),
    "the codes of two kommuner swapped": (("*", POSSIBLE),),
}
