"""Whether a file is a certificate that can be trusted."""
