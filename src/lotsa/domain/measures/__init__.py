"""Support measures with their versions, need areas and the registry of facts."""
