"""What anybody checks a certificate with: codes, the list of withdrawn numbers, and a page."""
