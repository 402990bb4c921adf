-- Version 2: one chat in several formats, what each import saw, one person under several accounts.

ALTER TABLE conversations ADD COLUMN has_id INTEGER NOT NULL DEFAULT 0;     -- 1: key is the platform's own id
UPDATE conversations SET has_id = 1 WHERE source IN ('telegram', 'ffr');

-- Keys that we made ourselves begin with "_", so that they can give way to a platform's id that comes later.
UPDATE messages SET key = '_' || key
 WHERE conversation_id IN (SELECT id FROM conversations WHERE source = 'whatsapp') AND length(key) = 16;

-- Messages that an import found already stored; messages.import_id is the one that brought them.
CREATE TABLE sightings (
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  import_id  INTEGER NOT NULL REFERENCES imports (id),
  PRIMARY KEY (message_id, import_id)
) WITHOUT ROWID;

-- Keys that a message has in other formats than the one it is stored under.
CREATE TABLE aliases (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  key             TEXT NOT NULL,
  message_id      INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (conversation_id, key)
) WITHOUT ROWID;
CREATE INDEX aliases_of_message ON aliases (message_id);

-- An import has a part for each format that it met ("discord-csv"); "" is unknown, as before version 2.
ALTER TABLE imports ADD COLUMN part_of INTEGER REFERENCES imports (id);
ALTER TABLE imports ADD COLUMN format TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN undone_at INTEGER;                           -- NULL: what it brought is there

ALTER TABLE people ADD COLUMN same_as INTEGER REFERENCES people (id);       -- the person that they are said to be
CREATE INDEX people_merged ON people (same_as) WHERE same_as IS NOT NULL;
