"""This file is where an export - files, folders, archives in archives - is opened safely and read as one tree.

Names are relative, with "/" and NFC; a name that would leave the export (absolute, "..", drive letter, NTFS stream,
symlink) is refused and told (format specification, sections 0.9 and 0.10).
"""

from core.entry_names import clean_name, fold_name
from core.export.export import Export, lines_of
from core.export.heads import HEAD_BYTES
from core.export.limits import Limits

__all__ = ["HEAD_BYTES", "Export", "Limits", "clean_name", "fold_name", "lines_of"]
