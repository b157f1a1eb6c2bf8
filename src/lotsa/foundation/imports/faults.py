class TableFault(ValueError):
    """Why a file cannot be read as a table; its text is a sentence for the one who brought it."""
