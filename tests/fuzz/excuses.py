"""Where a spoiled file can only be read as what it says: each answer is possible, and no other table knows better."""

POSSIBLE = "each answer by itself is possible, and no other table holds it"
NEW = "a question that is new this year, or has another meaning, has no earlier answers to be held against"
ONE = "a source of a single question answered by yes or no holds too little for a part that has slipped to be seen"

EXCUSES: dict[str, tuple[tuple[str, str], ...]] = {
    "values of two kommuner swapped": (("*", POSSIBLE),),
    "the codes of two kommuner swapped": (("*", POSSIBLE),),
    "one yes is a no": (("*", POSSIBLE),),
    "one value of 90 or less has its digits swapped": (("kommunenkät", POSSIBLE), ("Kolada", POSSIBLE)),
    "yes and no turned round": (("kommunenkät", NEW),),
    "values of 40 rows in the middle moved one row down": (("Senior alert", ONE), ("webbplatser", POSSIBLE)),
}
