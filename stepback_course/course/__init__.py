"""The course as data: what is done, read and judged."""
