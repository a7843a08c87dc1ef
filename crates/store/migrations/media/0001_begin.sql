-- The first schema of media.db. A released migration is never edited; what comes later is a new file.

CREATE TABLE blob (
  n           INTEGER PRIMARY KEY,
  digest      BLOB UNIQUE CHECK (length(digest) = 32),     -- null while it is being written
  kind        TEXT    NOT NULL,
  leaves      INTEGER NOT NULL CHECK (leaves IN (0, 1)),   -- 0: never leaves the phone
  size        INTEGER NOT NULL CHECK (size >= 0),
  sent        INTEGER NOT NULL CHECK (sent >= 0),          -- upload offset, bytes
  at_office   INTEGER NOT NULL CHECK (at_office IN (0, 1)),
  freed       INTEGER NOT NULL CHECK (freed IN (0, 1)),    -- 1: its chunks were removed here
  quarantined INTEGER NOT NULL CHECK (quarantined IN (0, 1))
) STRICT;
CREATE INDEX blob_pending ON blob (n) WHERE leaves = 1 AND at_office = 0;

CREATE TABLE chunk (
  blob   INTEGER NOT NULL REFERENCES blob (n) ON DELETE CASCADE,
  place  INTEGER NOT NULL CHECK (place >= 0),              -- 0, 1, 2 ... of 1 MiB each, the last one shorter
  digest BLOB    NOT NULL CHECK (length(digest) = 32),
  bytes  BLOB    NOT NULL,
  PRIMARY KEY (blob, place)
) STRICT;
