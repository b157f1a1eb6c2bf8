"""The catalogue and its organisations as pages to look around in."""
