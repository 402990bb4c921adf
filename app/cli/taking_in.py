"""This file is where `chattrove import` is: store, index, and tell what was read."""

import sys
from argparse import Namespace

from app.cli import codes
from app.cli.console import complain, dump_json, progress
from app.cli.pictures import IMPORT_SECONDS, read_pictures
from app.cli.tables import save_used
from app.cli.telling import as_json, tell
from app.session import Session
from core.errors import ArchiveError, ChatTroveError
from core.importing.together import together
from core.instants import local_zone
from core.protocols import ReadOptions
from core.types import FileReport, ImportReport, Problem


def import_exports(chosen: Namespace) -> int:
    """Imports every path; one that fails is told and the others go on. The worst code is returned."""
    options = ReadOptions(chosen.date_order, chosen.zone or local_zone(), chosen.mapping)
    importer = chosen.importer or ("table" if chosen.mapping else None)
    total, code = ImportReport(), codes.FINE
    with Session(chosen.archive) as session, progress(quiet=chosen.json) as report:
        for group in together(chosen.paths):
            try:
                one = session.import_exports(
                    group,
                    report=report,
                    options=options,
                    importer=importer,
                    copy_media=session.settings.copy_media and not chosen.reference,
                )
            except ChatTroveError as error:
                complain(str(error))
                code = max(code, codes.code_of(error))
                name = ", ".join(str(path) for path in group)
                total.files.append(FileReport(name, "", problems=[Problem(name, str(error))]))
                if isinstance(error, ArchiveError):
                    break  # a full disk or another writer stops the next export, and the indexing, as well
                continue
            total.files += one.files
            total.new += one.new
            total.known += one.known
            if chosen.save_mapping:
                code = max(code, save_used(session, group, one.files, chosen))
        indexed = not chosen.no_index and code != codes.ARCHIVE
        if indexed:
            session.index(report)
    if any(file.ambiguous for file in total.files):
        code = max(code, codes.AMBIGUOUS)
    if chosen.json:
        dump_json(as_json(total))
    else:
        tell(total, indexed=indexed)
    sys.stdout.flush()  # what was imported is told before the pictures are read
    if indexed and not chosen.no_ocr:
        with Session(chosen.archive) as session:
            read_pictures(session, seconds=IMPORT_SECONDS, quiet=chosen.json)
    return code
