"""The practitioner's workbook as plain lines, for screen readers, braille displays, slow links."""
