"""The companies that have turned to the support desk."""
