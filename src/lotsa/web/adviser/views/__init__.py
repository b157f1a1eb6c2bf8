"""The adviser pages, by what one does there."""
