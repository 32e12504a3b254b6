"""The topic that each number belongs to: the wage subsidy, scholarships, claims, contributions or membership; and the programme it is told of.

Belongs here: the programme words and verbs of clause, sentence and the sentence before. Does not: how numbers lie to each other (relations), rules
of measures (measures, rates).
"""

from functools import cache
from itertools import pairwise

from sources.press.constructions import ahead, behind, between, within
from sources.press.frames import Frame
from sources.press.headings import is_heading, programme_of_item
from sources.press.kinds import people, statuses
from sources.press.lexicon import Tag
from sources.press.relations import REACH, Relations, linked
from sources.press.subsidy import told_of_accounts, told_of_subsidy
from sources.reference import programmes, seed

MOST_PROGRAMMES = 12
FIGURES_BACK = 8
GRANTS = ("BSU", "SCHOLARSHIP")


@cache
def sums_paid() -> tuple[str, ...]:
    """The programmes that pay claims."""
    return tuple(row["programme_code"] for row in seed("programme") if row["programme_kind"] == "social_insurance")


def _pays_claims(programme: str | None) -> bool:
    return programme is not None and set(programme.split("+")) <= set(sums_paid())


def set_topic(relations: Relations, index: int, frame: Frame) -> None:
    """bsu, scholarship, claims, contributions or membership, by the programme words and verbs of clause and sentence."""
    said = relations.tags.between("programme_cues", frame.sentence.start, frame.sentence.end)
    before = [tag.value for tag in said if tag.start < frame.right]
    own = _respective_programme(relations, index, said) or _own_programme(relations, index, before)
    own = own or told_of_accounts(relations, frame) or told_of_subsidy(relations, index, before)
    if own == "BSU" or (own is None and "BSU" in before):
        frame.topic, frame.programme = "bsu", "BSU"
    elif own == "SCHOLARSHIP":
        frame.topic, frame.programme = "scholarship", "SCHOLARSHIP"
    elif frame.quantity == "money" and _is_of_contributions(relations, frame):
        frame.topic = "contributions"
    elif frame.quantity == "money" or frame.noun == "case" or _is_listed_case(relations, index, own):
        frame.topic = "claims" if _is_paid(relations, index, own) else None
        frame.programme = own or "ALL"
    elif _are_people_paid(relations, index, own):
        frame.topic, frame.programme = "claims", own or "ALL"
    elif frame.quantity == "percent" and (_pays_claims(own) or _before_is_of_claims(relations, index)):
        # kept for rises and shares of claims; a rate of members has no programme (measures)
        frame.topic, frame.programme = "claims", own
    else:
        frame.topic, frame.programme = "membership", _joined_programme(relations, frame, said)


def _own_programme(relations: Relations, index: int, before: list[str]) -> str | None:
    """The programme of the number's own words, of the number before it, of its sentence, or of the sentence that it goes on from."""
    frame, previous = relations.frames[index], relations.before(index)
    share_before = previous is not None and previous.quantity == "percent"
    of_all = share_before and "whole" in frame.near and frame.noun == "case" and frame.quantity == "count"
    # '90 persen dari total klaim 4.320 kasus'
    if told := frame.programme or _of_cases_together(relations, index) or ("ALL" if of_all else None):
        return told
    if previous is not None and previous.programme and previous.topic:
        return _of_those_paid(relations, index) or previous.programme
    if before and "SCHOLARSHIP" not in before:
        return before[0] if len(set(before)) == 1 else None
    rate_before = previous is not None and previous.quantity == "percent" and previous.topic == "membership"
    if before or (previous is not None and not (rate_before and frame.noun == "case")):
        return None
    return (
        _of_those_paid(relations, index)
        or programme_of_item(relations, frame)
        or _of_sentence_before(relations, index)
        or _granted_before(relations, frame)
    )


def _of_cases_together(relations: Relations, index: int) -> str | None:
    """'Kecelakaan 195 kasus, kematian 104 kasus, santunan Rp4,3 miliar': an amount behind the cases of several programmes is of all of them."""
    frame = relations.frames[index]
    said_anew = frame.place.link == "," and frame.near & {"claims", "whole"}
    if frame.quantity != "money" or not said_anew:
        return None
    before = [f for f in relations.in_sentence(index) if f.place.numeral.start < frame.place.numeral.start]
    told = list(dict.fromkeys(f.programme for f in before if f.programme))
    if len(told) < 2 or any(f.noun != "case" for f in before):
        return None
    apart = within("other_clause", relations.text, before[0].place.numeral.end, before[-1].place.numeral.start)
    if apart or not set(told) <= set(sums_paid()):
        return None
    pair = {"+".join(told), "+".join(reversed(told))} & programmes()
    return pair.pop() if pair else "ALL"


def _of_those_paid(relations: Relations, index: int) -> str | None:
    """'Klaim sebesar Rp15,7 miliar dibayarkan kepada 432 peserta program JKM': an amount is of the programme of those it was paid to."""
    frame = relations.frames[index]
    following = relations.frames[index + 1] if index + 1 < len(relations.frames) else None
    if frame.quantity != "money" or following is None or following.place.sentence != frame.place.sentence:
        return None
    end, begin = frame.place.numeral.end, following.place.numeral.start
    paid_to = ahead("paid_to", frame.ahead) or behind("paid_to_them", relations.text, end, begin)
    return following.programme if paid_to and _pays_claims(following.programme) else None


def _of_sentence_before(relations: Relations, index: int) -> str | None:
    """The programme of the figure before, where the sentence names no benefit of its own and goes on about that one."""
    frame, sentence = relations.frames[index], relations.frames[index].sentence
    earlier = relations.before(index, same_sentence=False)
    if (
        earlier is not None and earlier.place.sentence == frame.place.sentence
    ):  # a rate: 'Pengambilan 10 persen 679 kasus'
        index -= 1
        earlier = relations.before(index, same_sentence=False)
    if earlier is None or earlier.topic not in ("claims", "bsu", "scholarship"):
        return None
    tags = relations.tags
    cues = {tag.value for tag in tags.between("measure_cues", sentence.start, sentence.end)}
    nouns = {tag.value for tag in tags.between("counted_nouns", sentence.start, frame.place.right)}
    granted = earlier.topic != "claims"
    goes_on = frame.quantity == "money" or frame.noun == "case" or "claims" in frame.near
    goes_on = goes_on or (granted and ("recipient" in nouns or "receives" in frame.near))
    same_paragraph = earlier.sentence.paragraph == sentence.paragraph
    if granted and within("claims_said", relations.text, sentence.start, frame.place.right):
        return None  # 'Klaim di Kalimantan Rp4,9 triliun' after a sentence about scholarships
    begin = max(sentence.start, frame.place.numeral.start - REACH)
    own_total = within("divided", relations.text, frame.place.numeral.end, sentence.end) is not None
    own_total = own_total or within("claims_told_anew", relations.text, begin, frame.place.numeral.start) is not None
    own_total = own_total or _is_told_of_all(relations, index, begin)
    if not granted and (own_total or is_heading(relations.text, earlier)):
        return None  # neither a whole whose parts follow, nor the first total under a title that tells the largest part
    if (
        not goes_on
        or ("whole" in frame.near and not granted)
        or "contributions" in cues
        or not (same_paragraph or not granted)
    ):
        return None
    frame.rules.append("topic_of_figure_before")
    told = {f.programme for f in relations.in_sentence(index - 1)}
    return earlier.programme if len(told) == 1 else None


def _is_told_of_all(relations: Relations, index: int, begin: int) -> bool:
    """'JKM Rp6 miliar. JP Rp420 juta. Pada 2015, klaim yang dibayar Rp957 miliar': after several programmes, claims without one are all of them."""
    frame = relations.frames[index]
    told = {f.programme for f in relations.frames[max(0, index - FIGURES_BACK) : index] if _pays_claims(f.programme)}
    claims = len(told) > 1 and frame.programme is None
    return claims and within("claims_in_general", relations.text, begin, frame.place.numeral.start) is not None


def _granted_before(relations: Relations, frame: Frame) -> str | None:
    """'… menyerahkan subsidi upah ini. Ada 2,5 juta pekerja menerimanya': the subsidy or grant that was named before is received."""
    if "receives" not in frame.near and frame.noun not in ("recipient", "child"):
        return None
    told = relations.tags.between("programme_cues", max(0, frame.sentence.start - REACH), frame.sentence.start)
    return told[-1].value if told and told[-1].value in GRANTS else None


def _is_listed_case(relations: Relations, index: int, own: str | None) -> bool:
    """'JKK, JKM dan JHT masing-masing 310, 110 dan 3.900 kasus', 'JKK 70 kasus, JP 215': a bare number of a programme among its cases."""
    frame, previous = relations.frames[index], relations.before(index)
    if frame.quantity != "count" or frame.noun is not None or frame.enrolled:
        return False
    growth = previous is not None and previous.topic == "claims" and previous.quantity == "percent"
    if growth and behind("became", frame.behind):  # 'Jumlah klaim naik 12 persen menjadi 4.320'
        frame.noun = "case"
        return True
    return _pays_claims(own) and any(other.noun == "case" for other in relations.in_sentence(index))


def _is_paid(relations: Relations, index: int, own: str | None) -> bool:
    frame = relations.frames[index]
    earlier = relations.before(index, same_sentence=False)
    goes_on = "topic_of_figure_before" in frame.rules and earlier is not None and within("continued", frame.behind)
    compared = earlier is not None and earlier.topic == "claims" and behind("compared", frame.behind) is not None
    cues = relations.tags.between("measure_cues", frame.sentence.start, frame.sentence.end)
    return bool(
        _pays_claims(own)
        or frame.programme == "ALL"  # several are listed beside it
        or goes_on
        or (
            "topic_of_figure_before" in frame.rules
            and frame.listed
            and earlier is not None
            and earlier.topic == "claims"
        )
        or compared
        or any(tag.value == "claims" for tag in cues)
        or any(other.noun == "case" for other in relations.in_sentence(index))
        or _before_is_of_claims(relations, index)
    )


def _before_is_of_claims(relations: Relations, index: int) -> bool:
    previous = relations.before(index)
    return previous is not None and previous.topic == "claims"


def _are_people_paid(relations: Relations, index: int, own: str | None) -> bool:
    """Whether persons are counted who were paid, and not members."""
    frame, previous = relations.frames[index], relations.before(index)
    counted = frame.quantity == "count" and frame.noun in (*people(), "recipient", None)
    if not counted or frame.status in statuses("specific"):
        return False
    beside_money = _beside_money(relations, index)
    paid_to_them = "claims" in frame.near and behind("paid_to_them", frame.behind) is not None
    if frame.enrolled and not paid_to_them and not (beside_money and "claims" not in frame.cues):
        return False
    cues = relations.tags.between("measure_cues", frame.sentence.start, frame.sentence.end)
    money = any(other.quantity == "money" for other in relations.in_sentence(index))
    return bool(
        (beside_money and (_pays_claims(own) or any(tag.value == "claims" for tag in cues)))
        or "claims" in frame.near
        or _compared_with_claims(frame, previous)
        or (money and _pays_claims(frame.programme))
    )


def _is_of_contributions(relations: Relations, frame: Frame) -> bool:
    """An amount of a sentence about contributions, or of one that goes on after it and names nothing else."""
    sentence, tags = frame.sentence, relations.tags
    said = {tag.value for tag in tags.between("measure_cues", sentence.start, frame.right)}
    if "arrears" in said:
        return False
    if "contributions" in said:
        return "claims" not in frame.near
    cues = {tag.value for tag in tags.between("measure_cues", sentence.start, sentence.end)}
    last = [tag.value for tag in tags.between("measure_cues", max(0, sentence.start - REACH), sentence.start)]
    told = [value for value in last if value in ("contributions", "claims", "arrears")]
    goes_on = bool(told) and told[-1] == "contributions"
    return goes_on and bool(cues & {"achievement", "target"}) and "claims" not in cues


def _respective_programme(relations: Relations, index: int, said: list[Tag]) -> str | None:
    """'JKM dan JKK 311 orang dan 5.893 orang dengan nilai masing-masing …': the first of the one to the first of the other."""
    frame, text = relations.frames[index], relations.text
    values = list(dict.fromkeys(tag.value for tag in said))
    begin = max(frame.sentence.start, frame.place.numeral.start - REACH)
    end = min(frame.sentence.end, frame.place.numeral.end + REACH)
    if not 2 <= len(values) <= len(said) <= MOST_PROGRAMMES or not within("respectively", text, begin, end):
        return None
    alike = [f for f in relations.in_sentence(index) if f.quantity == frame.quantity]
    joined = all(between("list_joiner", text, a.end, b.start) for a, b in pairwise(said))
    if not joined or len(alike) != len(values) or alike[0].place.numeral.start < said[-1].end:
        return None
    return values[next(i for i, f in enumerate(alike) if f is frame)]


def _joined_programme(relations: Relations, frame: Frame, said: list[Tag]) -> str | None:
    """'Jaminan pensiun diikuti 2.715 perusahaan', 'peserta JP 20 ribu orang': members of one programme alone."""
    if not said or said[0].value not in sums_paid() or frame.quantity != "count":
        return None
    tag, text = said[0], relations.text
    if len({tag.value for tag in said}) > 1:  # 'Peserta JP 81.200 orang, JHT 98.700 orang'
        members = behind("members_of_programme", text, max(frame.sentence.start, tag.start - 40), tag.start)
        return frame.programme if members and frame.programme != "ALL" else None
    joined = behind("members_of_programme", text, max(frame.sentence.start, tag.start - 40), tag.start) is not None
    joined = joined or ahead("followed_by", text, tag.end, frame.sentence.end) is not None
    return tag.value if joined and tag.start < frame.place.numeral.start else None


def _compared_with_claims(frame: Frame, previous: Frame | None) -> bool:
    """'98.739 peserta yang mengajukan, sedangkan periode yang sama tahun lalu 100.941 peserta'."""
    told = previous is not None and previous.topic == "claims" and previous.quantity == "count"
    return (
        told and previous is not None and previous.noun == frame.noun and behind("compared", frame.behind) is not None
    )


def _beside_money(relations: Relations, index: int) -> bool:
    """Whether the number right before or after is an amount that is told of these people: 'Rp2,57 triliun untuk 214 ribu peserta'."""
    frames = relations.frames
    for first, second, other in ((index - 1, index, index - 1), (index, index + 1, index + 1)):
        if first < 0 or second >= len(frames) or frames[first].place.sentence != frames[second].place.sentence:
            continue
        if frames[other].quantity == "money" and linked("link_paid", frames[second]):
            return True
    return False
