"""The colours: calm, one accent, and never the only sign of anything."""

from textual.theme import Theme

LIGHT = Theme(
    name="stepback-light",
    primary="#1f5c63",
    secondary="#5b6b73",
    accent="#1f5c63",
    foreground="#1d2529",
    background="#fbfaf6",
    surface="#f3f1ea",
    panel="#e8e5db",
    success="#2c6e49",
    warning="#8a5a00",
    error="#a3262a",
    dark=False,
    variables={
        "footer-key-foreground": "#1f5c63",
        "input-selection-background": "#1f5c63 25%",
        "border": "#1f5c63",
        "border-blurred": "#b9b5a8",
        "block-cursor-background": "#1f5c63",
        "block-cursor-foreground": "#fbfaf6",
    },
)

DARK = Theme(
    name="stepback-dark",
    primary="#7cc4c1",
    secondary="#9fb0b5",
    accent="#7cc4c1",
    foreground="#e6e9e6",
    background="#14191b",
    surface="#1b2225",
    panel="#263034",
    success="#86c79b",
    warning="#e0b25c",
    error="#f08a84",
    dark=True,
    variables={
        "footer-key-foreground": "#7cc4c1",
        "input-selection-background": "#7cc4c1 30%",
        "border": "#7cc4c1",
        "border-blurred": "#45545a",
        "block-cursor-background": "#7cc4c1",
        "block-cursor-foreground": "#14191b",
    },
)

CONTRAST = Theme(
    name="stepback-contrast",
    primary="#ffe14d",
    secondary="#ffffff",
    accent="#ffe14d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#101010",
    success="#8df0a8",
    warning="#ffc76b",
    error="#ff9d98",
    dark=True,
    variables={
        "footer-key-foreground": "#ffe14d",
        "input-selection-background": "#0a3fa8",
        "input-selection-foreground": "#ffffff",
        "border": "#ffe14d",
        "border-blurred": "#ffffff",
        "block-cursor-background": "#ffe14d",
        "block-cursor-foreground": "#000000",
        "text-muted": "#ffffff",
        "text-disabled": "#d8d8d8",
        "foreground-muted": "#ffffff",
        "foreground-disabled": "#d8d8d8",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffe14d",
        "scrollbar-active": "#ffe14d",
        "scrollbar-background": "#000000",
    },
)
"""Every text at least 7:1 against what lies behind it (WCAG 2.2, 1.4.6)."""

THEMES = (LIGHT, DARK, CONTRAST)
