"""Operations as JSON lines: every screen made scriptable."""
