"""Files that people hand in: checked, kept in the database, gone with what they belong to."""
