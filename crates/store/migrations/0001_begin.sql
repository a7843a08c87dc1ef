-- The first schema of store.db. A released migration is never edited; what comes later is a new file.

-- The changes of every job's two documents, own and foreign, in the order they were saved: parents before children.
CREATE TABLE change (
  n       INTEGER PRIMARY KEY,
  job     TEXT    NOT NULL,
  kind    INTEGER NOT NULL CHECK (kind IN (1, 2)),        -- 1 brief, 2 log
  hash    BLOB    NOT NULL CHECK (length(hash) = 32),
  actor   BLOB    NOT NULL CHECK (length(actor) = 16),
  seq     INTEGER NOT NULL CHECK (seq >= 1),
  own     INTEGER NOT NULL CHECK (own IN (0, 1)),         -- 1: written on this device
  pending INTEGER NOT NULL CHECK (pending IN (0, 1)),     -- 1: in the outbox
  answer  TEXT CHECK (answer IN ('stored', 'held', 'set_aside')),
  rule    TEXT,                                           -- why it was set aside
  number  INTEGER,                                        -- feed number of the answer 'stored'
  raw     BLOB    NOT NULL,
  UNIQUE (job, kind, hash)
) STRICT;
-- An actor of this device never writes two changes with one number: a stale document in memory is refused here.
CREATE UNIQUE INDEX change_own_chain ON change (job, kind, actor, seq) WHERE own = 1;
CREATE INDEX change_hash ON change (hash);
CREATE INDEX change_pending ON change (job, n) WHERE pending = 1;

-- Signatures over an actor's newest change in a document. All are kept until a later one is acknowledged, so that an
-- outbox can be cut between any two changes.
CREATE TABLE authorship (
  job       TEXT    NOT NULL,
  kind      INTEGER NOT NULL CHECK (kind IN (1, 2)),
  actor     BLOB    NOT NULL CHECK (length(actor) = 16),
  seq       INTEGER NOT NULL CHECK (seq >= 1),
  hash      BLOB    NOT NULL CHECK (length(hash) = 32),
  key       BLOB    NOT NULL CHECK (length(key) = 8),
  signature BLOB    NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (job, kind, actor, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor_certificate (
  actor  BLOB    NOT NULL PRIMARY KEY CHECK (length(actor) = 16),
  raw    BLOB    NOT NULL,
  own    INTEGER NOT NULL CHECK (own IN (0, 1)),
  handed INTEGER NOT NULL CHECK (handed IN (0, 1))        -- 1: the hub has it
) STRICT, WITHOUT ROWID;

CREATE TABLE device_certificate (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 8),
  der BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Projections: everything below up to `job_search` can be rebuilt from the changes.

CREATE TABLE record (
  job        TEXT NOT NULL,
  id         TEXT NOT NULL,
  change     BLOB NOT NULL CHECK (length(change) = 32),
  kind       TEXT NOT NULL,                               -- '' where this version cannot read the record
  visit      INTEGER,
  item       TEXT,
  unit       TEXT,
  text       TEXT NOT NULL,                               -- as it stands in the document
  knew_seals TEXT NOT NULL,                               -- JSON list of record ids
  sealed_by  TEXT NOT NULL,                               -- JSON list of record ids
  PRIMARY KEY (job, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_kind ON record (kind, job);

CREATE TABLE brief (
  job  TEXT NOT NULL PRIMARY KEY,
  json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a list shows of a job. Times are Unix milliseconds.
CREATE TABLE job (
  n                INTEGER PRIMARY KEY,                   -- also the row of job_search
  job              TEXT    NOT NULL UNIQUE,
  state            TEXT    NOT NULL,
  open             INTEGER NOT NULL CHECK (open IN (0, 1)),
  urgent           INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  promised_by      INTEGER,
  appointment_from INTEGER,
  appointment_to   INTEGER,
  customer         TEXT    NOT NULL,
  phone            TEXT    NOT NULL,
  address          TEXT    NOT NULL,
  product          TEXT    NOT NULL,
  symptom          TEXT    NOT NULL,
  questions        INTEGER NOT NULL,                      -- differing answers for a person to settle
  updated          INTEGER NOT NULL,
  due              INTEGER NOT NULL AS (coalesce(appointment_from, promised_by, 9223372036854775807)) STORED
) STRICT;
CREATE INDEX job_due ON job (open, due, job);
CREATE INDEX job_updated ON job (open, updated DESC, job);
CREATE INDEX job_state ON job (open, state);

-- Apart from `job`, so that a list never reads past it.
CREATE TABLE job_card (
  n     INTEGER PRIMARY KEY REFERENCES job (n) ON DELETE CASCADE,
  words TEXT NOT NULL,                                    -- what else the search finds the job by
  more  TEXT NOT NULL                                     -- JSON for the card on the screen
) STRICT;

-- A space around each CJK character and phrase queries find two-character words; `numbers` holds the tails of digit
-- runs. Contentless: the words stand in job and job_card.
CREATE VIRTUAL TABLE job_search USING fts5 (
  job, customer, address, product, symptom, words, numbers,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);

CREATE TABLE draft (
  job   TEXT    NOT NULL,
  slot  TEXT    NOT NULL,
  value TEXT    NOT NULL,
  at    INTEGER NOT NULL,                                 -- Unix milliseconds
  PRIMARY KEY (job, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  version TEXT NOT NULL,
  digest  BLOB NOT NULL CHECK (length(digest) = 32),
  bytes   BLOB NOT NULL,
  PRIMARY KEY (kind, name, version, digest)
) STRICT;
CREATE INDEX release_digest ON release (digest);

CREATE TABLE grant (
  job    TEXT    NOT NULL PRIMARY KEY,
  letter TEXT    NOT NULL,                                -- for the numbers of papers made offline
  ended  INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
