"""Is this line of an inventory that registration? Pairs with a score and its evidence, and what follows from them."""

from typing import Final

#: Raise it with every change of which pairs there are, or of their scores.
VERSION: Final = 7
