"""The demo's support desk: invented people, companies and cases at real organisations."""
