"""Every write of a secret vote. Votes never go through the recorder of facts: that would give each an author and a moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.debug import sensitive_variables

from zugong.activities.queries import person_names
from zugong.ballots import errors, rules, sealing
from zugong.ballots.models import Ballot, Box, Elector
from zugong.ballots.queries import Eligible, form_of, kinds, may_hold, turnout
from zugong.ballots.scrubbing import forget_what_was_deleted, is_possible_now, wipe_what_is_deleted
from zugong.kernel.facts.recording import Source, recording
from zugong.kernel.time import now
from zugong.offices.access import Access
from zugong.offices.models import User

#: On the form: not counted among those due, for a reason that the rule knows.
EXCUSED = "excused"
_KEYS = 2


@dataclass(frozen=True)
class Draft:
    """What is voted on, by whom, and who keeps the codes. `ways`: person → phone, paper or excused."""

    kind: str
    organisation: int
    on: date
    title: str
    lines: tuple[str, ...]
    roster: tuple[Eligible, ...]
    ways: Mapping[int, str]
    tellers: tuple[str, str]
    seats: int = 0
    meeting: int | None = None


@dataclass(frozen=True)
class By:
    """Who acts, with which rights."""

    user: User
    access: Access

    def source(self, ballot: Ballot, what: str) -> Source:
        return Source("form", self.user.username, note=f"ballot {ballot.pk}: {what}")


def prepare(*, draft: Draft, by: By) -> Ballot:
    """Freeze roster and lines. Nobody votes before both tellers have their codes.

    Raises NotYours, TooFewVoters, TooManyVoters, TellersUnfit, and what `rules.check_lines` raises.
    """
    kind = kinds()[draft.kind]
    _require_hold(by, kind.ballot, draft.organisation)
    voters = [one for one in draft.roster if draft.ways.get(one.person) != EXCUSED]
    lines, persons = draft.lines, []
    if kind.lines == "electors":
        lines, persons = _voters_as_lines(voters), [one.person for one in voters]
    rules.check_lines(lines, draft.seats, kind)
    _check_tellers(draft.tellers, () if persons else lines)
    _check_number(voters, draft.ways)
    rows = [(one.person, one.name, draft.ways.get(one.person, Elector.PAPER)) for one in voters]
    ballot = Ballot(
        kind=kind.ballot, organisation_id=draft.organisation, meeting_id=draft.meeting, title=draft.title, on=draft.on,
        lines=list(lines), persons=persons, seats=draft.seats if kind.is_limited else 0,
        excused=len(draft.roster) - len(voters), roster_hash=rules.roster_hash(rows), tellers=list(draft.tellers),
        prepared_at=now(), prepared_by=by.user, salts=["", ""], public_keys=["", ""],
    )  # fmt: skip
    with transaction.atomic():
        ballot.save()
        Elector.objects.bulk_create(Elector(ballot=ballot, person_id=person, way=way) for person, _, way in rows)
        with recording(by.source(ballot, f"prepared, roster {ballot.roster_hash[:16]}")):
            pass  # the entry itself says who froze the roster, and when
    return ballot


def _voters_as_lines(voters: Sequence[Eligible]) -> tuple[str, ...]:
    """Names as lines; of several who bear one name each gets a number."""
    seen: dict[str, int] = {}
    lines = []
    for one in voters:
        seen[one.name] = seen.get(one.name, 0) + 1
        lines.append(one.name if seen[one.name] == 1 else f"{one.name}（{seen[one.name]}）")
    return tuple(lines)


def _check_tellers(tellers: Sequence[str], lines: Sequence[str]) -> None:
    if not all(tellers) or len(set(tellers)) < _KEYS or any(name in lines for name in tellers):
        raise errors.TellersUnfit


def _check_number(voters: Sequence[Eligible], ways: Mapping[int, str]) -> None:
    by_phone = sum(ways.get(one.person) == Elector.PHONE for one in voters)
    if by_phone < rules.LEAST_VOTES:
        raise errors.TooFewVoters(count=by_phone, least=rules.LEAST_VOTES)
    if len(voters) > rules.MOST_VOTERS:
        raise errors.TooManyVoters(count=len(voters), most=rules.MOST_VOTERS)


def _require_hold(by: By, kind: str, organisation: int) -> None:
    known = kinds().get(kind)
    if known is None or not may_hold(by.access, known, organisation):
        name = by.access.tree.name(organisation) if organisation in by.access.tree else str(organisation)
        raise errors.NotYours(name=name)


@sensitive_variables("code")
@transaction.atomic
def give_code(*, ballot: int, which: int, by: By) -> str:
    """The code of a teller, told once and kept nowhere; with the second one the vote is open. Raises NotNow, CodeGiven."""
    found = _locked(ballot, Ballot.PREPARED, by)
    if found.public_keys[which]:
        raise errors.CodeGiven
    code, salt = sealing.new_code(), sealing.new_salt()
    found.salts[which] = salt.hex()
    found.public_keys[which] = sealing.public_half(sealing.key_of(code, salt)).hex()
    if all(found.public_keys):
        found.state, found.lock = Ballot.OPEN, _lock_of(found)
        wipe_what_is_deleted()  # a new box may make the database move others about
        Box.objects.create(ballot=found)
    found.save(update_fields=["salts", "public_keys", "state", "lock"])
    return code


def _lock_of(ballot: Ballot) -> str:
    """What only the key of the site makes of both public keys: whoever has the database alone cannot put in others."""
    said = json.dumps([ballot.pk, ballot.roster_hash, ballot.salts, ballot.public_keys])
    return salted_hmac("zugong.ballots.lock", said, algorithm="sha256").hexdigest()


def _locked(ballot: int, state: str, by: By) -> Ballot:
    """The ballot in that state, held until the transaction ends. Raises NotNow, NotYours."""
    found = Ballot.objects.select_for_update().get(pk=ballot)
    _require_hold(by, found.kind, found.organisation_id)
    if found.state != state:
        raise errors.NotNow
    return found


@sensitive_variables()
@transaction.atomic
def cast(*, ballot: int, person: int, vote: rules.Vote) -> bool:
    """Put one vote into the box; False where this person's lies in it already, and then nothing changes.

    Raises NotNow, NotAVoter, LockChanged, and what `rules.check_vote` raises. Mark and vote are written together or not
    at all.
    """
    found = Ballot.objects.select_for_update().get(pk=ballot)
    elector = found.electors.filter(person=person, way=Elector.PHONE).first()
    if elector is None:
        raise errors.NotAVoter
    if elector.has_voted:
        return False
    if found.state != Ballot.OPEN:
        raise errors.NotNow
    form = form_of(found)
    rules.check_vote(vote, form)
    if not constant_time_compare(found.lock, _lock_of(found)):
        raise errors.LockChanged
    wipe_what_is_deleted()
    box = Box.objects.get(ballot=found)
    box.sealed = _with_one_more(box.sealed, rules.packed(vote, form), found)
    box.codes = _with_one_more(box.codes, vote.code.encode().ljust(sealing.CHECK_LENGTH), found)
    box.save(update_fields=["sealed", "codes"])
    # Every mark is written, so that no row of the roster is younger than another.
    mark = Case(When(person=person, then=Value(True)), default=F("has_voted"))
    found.electors.update(has_voted=mark)
    return True


@sensitive_variables()
def _with_one_more(kept: bytes, said: bytes, ballot: Ballot) -> bytes:
    """A value of the box with one more seal in it, at the place that its random bytes give it."""
    keys = [bytes.fromhex(key) for key in ballot.public_keys]
    return b"".join(sorted([*_pieces(kept, len(said)), sealing.sealed(said, keys, _about(ballot))]))


def _pieces(kept: bytes, size: int) -> list[bytes]:
    """The seals that lie in a value of the box, around so many bytes each."""
    whole, width = bytes(kept), size + sealing.SEALS_BYTES
    return [whole[start : start + width] for start in range(0, len(whole), width)]


def _about(ballot: Ballot) -> str:
    return f"zugong ballot {ballot.pk} {ballot.roster_hash}"


@transaction.atomic
def close(*, ballot: int, by: By) -> None:
    """From now on nobody votes any more. Raises NotNow, NotYours."""
    found = _locked(ballot, Ballot.OPEN, by)
    found.state, found.closed_at = Ballot.CLOSED, now()
    found.save(update_fields=["state", "closed_at"])


@dataclass(frozen=True)
class Counting:
    """What is said when the box is opened: both codes, how many came, and what the ballots on paper say, line by line."""

    codes: tuple[str, str]
    present: int
    paper: tuple[tuple[int, ...], ...] = ()


@sensitive_variables()
@transaction.atomic
def count(*, ballot: int, counting: Counting, by: By) -> Ballot:
    """Open the box, add up, and destroy every single vote with the marks of the roster; the totals stay.

    Fewer votes than `rules.LEAST_VOTES` are destroyed uncounted. Raises NotNow, NotYours, WrongCode, BoxDisagrees,
    PresentCannotBe, PaperCannotBe; then nothing is counted and the box stays shut.
    """
    found = _locked(ballot, Ballot.CLOSED, by)
    form, came = form_of(found), turnout(found)
    paper = counting.paper or tuple((0,) * form.choices for _ in form.lines)
    on_paper = max((sum(line) for line in paper), default=0)
    rules.check_paper(paper, form.lines, came.paper)
    if not came.voted + on_paper <= counting.present <= came.due:
        raise errors.PresentCannotBe(least=came.voted + on_paper, most=came.due)
    votes, codes = _opened(found, form, counting.codes)
    if not len(votes) == len(codes) == came.voted:
        raise errors.BoxDisagrees(votes=len(votes), marks=came.voted)
    found.cast, found.present, found.on_paper, found.counted_at = len(votes), counting.present, on_paper, now()
    if len(votes) < rules.LEAST_VOTES:
        found.state = Ballot.TOO_FEW
    else:
        _keep_totals(found, rules.with_paper(rules.counted(votes, form, codes), paper))
    _forget_votes(found)
    found.save()
    with recording(by.source(found, f"{found.state}, totals {_digest(found)}")):
        pass  # the entry says who had it counted, and holds the totals fast
    return found


def _opened(ballot: Ballot, form: rules.Form, codes: Sequence[str]) -> tuple[list[rules.Vote], list[str]]:
    """Every vote in clear, and every check code; which belongs to which is not in the box. Raises WrongCode, BoxDisagrees."""
    keys = []
    for code, salt, public, teller in zip(codes, ballot.salts, ballot.public_keys, ballot.tellers, strict=True):
        key = sealing.key_of(code, bytes.fromhex(salt))
        if sealing.public_half(key).hex() != public:
            raise errors.WrongCode(teller=teller)
        keys.append(key)
    box, about = Box.objects.get(ballot=ballot), _about(ballot)
    sealed = _pieces(box.sealed, form.size)
    try:
        votes = [rules.unpacked(sealing.opened(one, keys, about), form) for one in sealed]
        checks = [sealing.opened(one, keys, about).decode() for one in _pieces(box.codes, sealing.CHECK_LENGTH)]
    except sealing.NotSealedHere:
        raise errors.BoxDisagrees(votes=len(sealed), marks=turnout(ballot).voted) from None
    return votes, checks


def _keep_totals(ballot: Ballot, totals: rules.Totals) -> None:
    names = person_names(list(totals.written), ballot.on)
    ballot.state = Ballot.COUNTED
    ballot.totals = [list(line) for line in totals.of_lines]
    ballot.written_in = [[names.get(person, f"№{person}"), votes] for person, votes in totals.written.items()]
    ballot.codes = " ".join(totals.codes)


def _digest(ballot: Ballot) -> str:
    """What holds the outcome fast in the entry: other totals would give another one."""
    said = json.dumps([ballot.totals, ballot.written_in, ballot.cast, ballot.on_paper, ballot.present, ballot.codes])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _forget_votes(ballot: Ballot) -> None:
    """The box is emptied and goes, all marks go; what the files still hold of them is overwritten after the commit."""
    wipe_what_is_deleted()
    box = Box.objects.filter(ballot=ballot).first()
    if box is not None:
        box.sealed, box.codes = bytes(len(bytes(box.sealed))), bytes(len(bytes(box.codes)))
        box.save(update_fields=["sealed", "codes"])
        box.delete()
    ballot.electors.update(has_voted=False)
    ballot.is_left_over = True
    transaction.on_commit(forget_what_is_left_over)


def forget_what_is_left_over() -> None:
    """Overwrite what the files still hold of votes that were destroyed. Where somebody reads old pages just now, it is
    done again when a page of a vote is opened next; nobody waits for it."""
    left = list(Ballot.objects.filter(is_left_over=True).values_list("pk", flat=True)) if is_possible_now() else []
    if left and forget_what_was_deleted():
        Ballot.objects.filter(pk__in=left).update(is_left_over=False)


@transaction.atomic
def cancel(*, ballot: int, by: By) -> None:
    """Call the vote off before it is counted; the votes in the box are destroyed unread. Raises NotNow, NotYours."""
    found = Ballot.objects.select_for_update().get(pk=ballot)
    _require_hold(by, found.kind, found.organisation_id)
    if found.state not in (Ballot.PREPARED, Ballot.OPEN, Ballot.CLOSED):
        raise errors.NotNow
    _forget_votes(found)
    found.state = Ballot.CANCELLED
    found.save(update_fields=["state", "is_left_over"])
    with recording(by.source(found, "cancelled")):
        pass  # the entry says who called it off
