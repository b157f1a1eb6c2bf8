"""Pages of those who coordinate: sorting, boards, figures, exports and mail trouble."""
