-- What heals a hub, and how phones leave.

-- Blobs that records name and that are not here. Every answer to a phone that may see the job names them.
CREATE TABLE blob_missing (
  job TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  since INTEGER NOT NULL,
  PRIMARY KEY (job, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_missing_digest ON blob_missing (digest);

-- The last word of a phone that wiped itself: how much of its work never came. After it the phone is let in no more.
CREATE TABLE farewell (
  device TEXT PRIMARY KEY REFERENCES device (id),
  changes INTEGER NOT NULL,
  blobs INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest schema a phone's app knows, as it last said; 1 for apps that say nothing.
ALTER TABLE device ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;
