-- Version 1. Instants are milliseconds since 1970-01-01 UTC; local_time is wall time as exported, ISO without zone.

CREATE TABLE imports (
  id          INTEGER PRIMARY KEY,
  path        TEXT NOT NULL,
  importer    TEXT NOT NULL,
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,                      -- NULL: cancelled, killed or still running
  new         INTEGER NOT NULL DEFAULT 0,
  known       INTEGER NOT NULL DEFAULT 0,
  report      TEXT                          -- JSON of the FileReport
);

CREATE TABLE conversations (
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL,
  key      TEXT NOT NULL,
  title    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  owner    TEXT,
  messages INTEGER NOT NULL DEFAULT 0,
  notices  INTEGER NOT NULL DEFAULT 0,
  first_at INTEGER,
  last_at  INTEGER,
  UNIQUE (source, key)
);

CREATE TABLE people (
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL,
  key      TEXT NOT NULL,
  name     TEXT NOT NULL,
  named_at INTEGER NOT NULL,                -- the latest message that bore this name
  UNIQUE (source, key)
);

CREATE TABLE participants (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  person_id       INTEGER NOT NULL REFERENCES people (id),
  messages        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, person_id)
) WITHOUT ROWID;

CREATE TABLE messages (
  id              INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  key             TEXT NOT NULL,
  sender_id       INTEGER REFERENCES people (id),
  sent_at         INTEGER,
  local_time      TEXT,
  ordinal         INTEGER NOT NULL,         -- sent_at, or that of the message before where there is none
  kind            TEXT NOT NULL,
  text            TEXT NOT NULL,
  reply_to        TEXT,
  edited          INTEGER NOT NULL DEFAULT 0,
  edited_at       INTEGER,
  deleted         INTEGER NOT NULL DEFAULT 0,
  forwarded_from  TEXT,
  reactions       TEXT,                     -- JSON: [[emoji, count, [senders]], ...]
  import_id       INTEGER REFERENCES imports (id),
  fragment_id     INTEGER,                  -- NULL: not indexed yet
  UNIQUE (conversation_id, key)
);
CREATE INDEX messages_in_order ON messages (conversation_id, ordinal, id);
CREATE INDEX messages_by_fragment ON messages (fragment_id);

CREATE TABLE media (
  sha256     TEXT PRIMARY KEY,
  size       INTEGER NOT NULL,
  media_type TEXT,
  width      INTEGER,
  height     INTEGER,
  reference  TEXT                           -- path of the original when it is not copied
) WITHOUT ROWID;

CREATE TABLE attachments (
  id         INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  status     TEXT NOT NULL,
  sha256     TEXT REFERENCES media (sha256),
  caption    TEXT NOT NULL DEFAULT '',
  ocr_text   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX attachments_of_message ON attachments (message_id);
CREATE INDEX attachments_of_media ON attachments (sha256);
CREATE INDEX attachments_found ON attachments (status) WHERE status = 'found';

CREATE TABLE fragments (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,   -- never reused: the dense index knows fragments by id
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  first_at        INTEGER,
  last_at         INTEGER,
  tags            TEXT NOT NULL,
  model           TEXT,                     -- name of the embedder that made the vector
  vector          BLOB,                     -- float16, little endian, unit length
  listed          INTEGER NOT NULL DEFAULT 0  -- 1: the dense index has it
);
CREATE INDEX fragments_of_conversation ON fragments (conversation_id, last_at);
CREATE INDEX fragments_of_model ON fragments (model);
CREATE INDEX fragments_not_listed ON fragments (listed) WHERE listed = 0;

-- Fragments that were cut anew: the dense index must forget these ids.
CREATE TABLE dropped_fragments (id INTEGER PRIMARY KEY);

-- Words of messages, scripts without spaces split into characters (core/archive/words.py). Contentless: the text
-- lives in messages. tags: c<conversation> p<person> y<yyyy> m<yyyymm> h<image|file|link|voice>.
CREATE VIRTUAL TABLE words USING fts5 (
  text, tags, content = '', prefix = '2',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'"
);

-- The union of the tags of a fragment's messages.
CREATE VIRTUAL TABLE fragment_tags USING fts5 (tags, content = '', detail = none);
