"""The guide: from what a company tells to what it can get, from whom and when."""
