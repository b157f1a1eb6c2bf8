"""What a company's identity tells of it."""
