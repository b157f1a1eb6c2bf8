"""The company's face: opening a case, and its own page for following it."""
