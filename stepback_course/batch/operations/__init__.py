"""What one line of a batch can ask for; each operation is one call of a service.

Operations lie together by the desk that they are for. Their order in `Operation` is the order of
the guide.
"""

from typing import Annotated

from pydantic import Field

from stepback_course.batch.operations.appeals import (
    AnswerAppeal,
    EndAppeal,
    LookAgain,
    RaiseAppeal,
)
from stepback_course.batch.operations.awards import (
    ConfirmName,
    Issue,
    ReplaceCertificate,
    RevokeCertificate,
    SettleFee,
)
from stepback_course.batch.operations.base import OperationBase
from stepback_course.batch.operations.marking import (
    Allocate,
    Claim,
    Decide,
    Hold,
    LetGo,
    Release,
    Reopen,
)
from stepback_course.batch.operations.people import (
    AddPerson,
    Attend,
    Deactivate,
    DeclareConflict,
    EndConflict,
    Enrol,
    MakeCohort,
    Reactivate,
)
from stepback_course.batch.operations.portfolios import (
    AllowNames,
    Attach,
    BeginAgain,
    Detach,
    Erase,
    RecordConsent,
    Respond,
    Submit,
    Withdraw,
)
from stepback_course.batch.operations.practice import AgreeOnExemplar, KeepComment, Practise
from stepback_course.batch.operations.quality import (
    Adjudicate,
    DrawSamples,
    MarkAgain,
    PlanSamples,
    RecordException,
    TakeSample,
    Verify,
)

__all__ = ["Operation", "OperationBase"]

Operation = Annotated[
    AddPerson
    | Deactivate
    | Reactivate
    | DeclareConflict
    | EndConflict
    | MakeCohort
    | Enrol
    | Attend
    | ConfirmName
    | RecordConsent
    | BeginAgain
    | Respond
    | AllowNames
    | Attach
    | Detach
    | Submit
    | Withdraw
    | Allocate
    | Claim
    | Decide
    | Hold
    | LetGo
    | Release
    | Reopen
    | Verify
    | TakeSample
    | MarkAgain
    | Adjudicate
    | PlanSamples
    | DrawSamples
    | RecordException
    | RaiseAppeal
    | AnswerAppeal
    | EndAppeal
    | LookAgain
    | Practise
    | AgreeOnExemplar
    | KeepComment
    | Erase
    | SettleFee
    | Issue
    | ReplaceCertificate
    | RevokeCertificate,
    Field(discriminator="op"),
]
