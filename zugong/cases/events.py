"""What higher apps need to follow of cases, sent inside the transaction that records a step.

`counting_open`: case, step, on. A receiver returns how many things it knows of that must be settled before that step.
`step_taken`: case (as it was before), act, entry. `step_taken_back`: the same for a step entered by mistake.
"""

from django.dispatch import Signal

counting_open = Signal()
step_taken = Signal()
step_taken_back = Signal()
