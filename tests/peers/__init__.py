"""What programs that others wrote make of what is issued here."""
