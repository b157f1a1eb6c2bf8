"""What organisations write about themselves: limits, places and sheets, read and checked."""
