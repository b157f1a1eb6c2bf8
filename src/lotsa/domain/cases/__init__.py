"""Companies' matters, from the first question to the follow-up."""
