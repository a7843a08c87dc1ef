-- Papers that records name, by the digest of the file as the device signed it. `receipt` is the digest of the same file with
-- the office's receipt on it; `refused` says why it got none. While both are null it waits for the file, or for its turn.
CREATE TABLE paper (
  pdf BLOB PRIMARY KEY CHECK (length(pdf) = 32),
  job TEXT NOT NULL,
  number TEXT NOT NULL,
  facts BLOB NOT NULL CHECK (length(facts) = 32),
  named INTEGER NOT NULL,
  -- The facts of the paper it corrects.
  replaces BLOB,
  settled INTEGER,
  receipt BLOB,
  refused TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_job ON paper (job);
CREATE INDEX paper_number ON paper (number);
CREATE INDEX paper_replaces ON paper (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX paper_waiting ON paper (named) WHERE settled IS NULL;

-- Certificates that hold no more, and the lists the issuing CA has signed over them.
CREATE TABLE revoked (
  serial BLOB PRIMARY KEY,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('lost', 'retired'))
) STRICT, WITHOUT ROWID;
CREATE TABLE revocation_list (
  number INTEGER PRIMARY KEY,
  der BLOB NOT NULL,
  made INTEGER NOT NULL
) STRICT;
