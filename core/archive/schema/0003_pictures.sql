-- Version 3: what is written in pictures. It is kept once per file; attachments.ocr_text follows, message by message,
-- together with the words by which the message is found.

ALTER TABLE media ADD COLUMN text TEXT;                                     -- '' nothing; NULL: not read
ALTER TABLE media ADD COLUMN text_tries INTEGER NOT NULL DEFAULT 0;         -- readings that began and did not end
ALTER TABLE media ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0;         -- 1: no picture, damaged, or it ends us
