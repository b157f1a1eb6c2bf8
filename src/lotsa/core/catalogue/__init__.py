"""The catalogue as files and as documents: reading, writing, versions and inheritance. Pure."""
