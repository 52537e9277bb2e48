"""What falls short of its goal says so in the same words, which `scripts/bench` gathers at the end."""


def short(is_short: bool, why: str = "") -> str:
    """The end of a line; empty where the goal is reached."""
    if not is_short:
        return ""
    return f"  FALLS SHORT: {why}" if why else "  FALLS SHORT"
