"""The region that an office speaks for, where that is not the office's own town or work area.

Belongs here: deciding so for a report as a whole. Does not: the report's main area (places.py), the area of one number (areas.py).
"""

from collections.abc import Callable, Sequence

from sources.press.constructions import behind, within
from sources.press.gazetteer import Area
from sources.press.place_roles import OFFICES
from sources.press.places import Mention

RANKED = 30  # characters before a place in which 'terbanyak se-' stands
TOLD_OF_ITSELF = ("locative", "government", "bare")


def region_spoken_for(
    text: str, mentions: Sequence[Mention], default: Area, told: Callable[[int], bool]
) -> Area | None:
    """'Cabang Kendari menargetkan 155 ribu pekerja yang ada di Sultra': the one province that the figures are told of, where the report's main
    area is nothing in it but the name of the office; None otherwise. `told` says of an offset whether its sentence holds figures."""
    own = [mention for mention in mentions if mention.area.code == default.code]
    if default.kind in ("nation", "province") or any(mention.role in TOLD_OF_ITSELF for mention in own):
        return None
    if not any(mention.role in OFFICES or mention.role == "title" for mention in own):
        return None
    regions = {
        mention.area.code: mention.area
        for mention in mentions
        if mention.role == "locative"
        and mention.area.kind != "nation"
        and told(mention.start)
        and not is_compared_within(text, mention)
    }
    if len(regions) != 1:
        return None
    region = next(iter(regions.values()))
    around = all(code.startswith(region.code) for code in default.codes)
    inside = region.codes < default.codes
    return region if region.kind == "province" and (around or inside) else None


def is_compared_within(text: str, mention: Mention) -> bool:
    """Whether the place is only what another is compared within or with: 'terbanyak se-Jawa Timur', 'melampaui target nasional'."""
    begin = max(0, mention.start - RANKED)
    if mention.area.kind == "nation":
        return behind("beside_the_nation", text, begin, mention.start) is not None
    return within("superlative", text, begin, mention.start) is not None
