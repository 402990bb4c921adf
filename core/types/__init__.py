"""This package is where the things the whole program talks about are defined.

What an importer reads (`Exported...`) and what the archive holds (`Message`, `Attachment`, ...) are two sets of
types, so that no field is ever "None until saved". All instants are integers: milliseconds since 1970-01-01 UTC.
Wall times are ISO 8601 strings without zone, as the exporting device wrote them ("2024-05-01T12:33:05").
"""

from core.types.exported import (
    Ambiguity,
    ExportedAttachment,
    ExportedConversation,
    ExportedMessage,
    Problem,
    Reaction,
    Repair,
)
from core.types.gallery import MEDIA_KINDS, MediaItem, MediaKind, MediaRows, PictureDetails
from core.types.grounds import Evidence, Grounds
from core.types.judging import Judgement, Place
from core.types.kinds import AttachmentKind, AttachmentStatus, ConversationKind, DateOrder, FoundBy, MessageKind
from core.types.reading import ReaderWork, Reading
from core.types.reports import (
    Account,
    ConversationReport,
    FileReport,
    ImportRecord,
    ImportReport,
    MediaCount,
    Progress,
    WaitingImport,
)
from core.types.searching import Answer, Candidate, PastQuestion, Query, SearchResult, Span, SpanImage, SpanMessage
from core.types.stored import Attachment, Conversation, Fragment, Message, Person, StoredMedia

__all__ = [
    "MEDIA_KINDS",
    "Account",
    "Ambiguity",
    "Answer",
    "Attachment",
    "AttachmentKind",
    "AttachmentStatus",
    "Candidate",
    "Conversation",
    "ConversationKind",
    "ConversationReport",
    "DateOrder",
    "Evidence",
    "ExportedAttachment",
    "ExportedConversation",
    "ExportedMessage",
    "FileReport",
    "FoundBy",
    "Fragment",
    "Grounds",
    "ImportRecord",
    "ImportReport",
    "Judgement",
    "MediaCount",
    "MediaItem",
    "MediaKind",
    "MediaRows",
    "Message",
    "MessageKind",
    "PastQuestion",
    "Person",
    "PictureDetails",
    "Place",
    "Problem",
    "Progress",
    "Query",
    "Reaction",
    "ReaderWork",
    "Reading",
    "Repair",
    "SearchResult",
    "Span",
    "SpanImage",
    "SpanMessage",
    "StoredMedia",
    "WaitingImport",
]
