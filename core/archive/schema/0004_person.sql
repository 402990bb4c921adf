-- Version 4: what the person did: questions asked and saved, judgements of answers, imports that wait.

CREATE TABLE questions (
  id       INTEGER PRIMARY KEY,
  text     TEXT NOT NULL UNIQUE,
  asked_at INTEGER NOT NULL,                -- the last time; instants as everywhere
  times    INTEGER NOT NULL DEFAULT 1,
  name     TEXT                             -- NULL: only history
);
CREATE INDEX questions_by_time ON questions (asked_at);

-- Whether an answer was right, as the person says. Neither message nor attachment: the whole result of a conversation.
CREATE TABLE judgements (
  id              INTEGER PRIMARY KEY,
  question        TEXT NOT NULL,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  message_id      INTEGER REFERENCES messages (id) ON DELETE CASCADE,
  attachment_id   INTEGER REFERENCES attachments (id) ON DELETE CASCADE,
  verdict         INTEGER NOT NULL,         -- 1: right, 0: wrong
  confidence      REAL,                     -- of the reader, when it was judged; NULL: it had not answered
  reader          TEXT NOT NULL,
  judged_at       INTEGER NOT NULL
);
CREATE UNIQUE INDEX judgements_once
  ON judgements (question, conversation_id, coalesce(message_id, 0), coalesce(attachment_id, 0));
CREATE INDEX judgements_of_conversation ON judgements (conversation_id);
CREATE INDEX judgements_of_message ON judgements (message_id);
CREATE INDEX judgements_of_attachment ON judgements (attachment_id);

-- Imports that were asked for and are not over: what is left of them is taken up again after a restart.
CREATE TABLE waiting_imports (
  id       INTEGER PRIMARY KEY,
  paths    TEXT NOT NULL,                   -- JSON: absolute paths
  answers  TEXT NOT NULL,                   -- JSON: what the person had said of them
  added_at INTEGER NOT NULL
);
