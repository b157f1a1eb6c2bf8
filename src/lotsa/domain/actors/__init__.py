"""The organisations of the support system."""
