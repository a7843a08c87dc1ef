-- The hub's database: one company, one file. Times are Unix milliseconds; digests, keys and actors are raw bytes.
-- `document` is 1 for the brief and 2 for the log (docs/formats.md).

-- Who we are. `hub` names this hub in every request proof.
CREATE TABLE company (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  hub TEXT NOT NULL,
  root BLOB NOT NULL,
  issuing BLOB NOT NULL,
  office BLOB NOT NULL,
  offset_minutes INTEGER NOT NULL,
  founded INTEGER NOT NULL
) STRICT;

-- The one row every write that others shall see takes its number from. `secured` is what the last backup holds.
CREATE TABLE feed_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch BLOB NOT NULL CHECK (length(epoch) = 16),
  number INTEGER NOT NULL,
  chain BLOB NOT NULL CHECK (length(chain) = 32),
  secured INTEGER
) STRICT;

-- Every life of this database. A device that names another one has seen what this one has lost.
CREATE TABLE epoch (
  epoch BLOB PRIMARY KEY CHECK (length(epoch) = 16),
  begun INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `after` and `upto` bound the changes of a job that a grant row carries: those numbered after < n <= upto.
CREATE TABLE feed (
  number INTEGER PRIMARY KEY,
  audience TEXT NOT NULL,
  kind INTEGER NOT NULL,
  job TEXT,
  document INTEGER,
  payload BLOB NOT NULL CHECK (length(payload) = 32),
  chain BLOB NOT NULL CHECK (length(chain) = 32),
  after INTEGER NOT NULL,
  upto INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_audience ON feed (audience, number);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  badge TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `certificate` is the newest; `certificate_issued` keeps them all.
CREATE TABLE device (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 8),
  spki BLOB NOT NULL,
  certificate BLOB NOT NULL,
  facts TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'lost')),
  enrolled INTEGER NOT NULL,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX device_person ON device (person);

CREATE TABLE certificate_issued (
  digest BLOB PRIMARY KEY,
  key BLOB NOT NULL,
  der BLOB NOT NULL,
  issued INTEGER NOT NULL
) STRICT;

-- Only the token's SHA-256: who reads the database cannot enrol.
CREATE TABLE enrolment (
  token BLOB PRIMARY KEY CHECK (length(token) = 32),
  person TEXT NOT NULL REFERENCES person (id),
  expires INTEGER NOT NULL,
  used INTEGER,
  device TEXT
) STRICT;

-- What a key may prove its next request with. `known` is 0 for keys of no enrolled device; those are few and short-lived.
CREATE TABLE nonce (
  nonce BLOB PRIMARY KEY,
  key BLOB NOT NULL,
  known INTEGER NOT NULL,
  issued INTEGER NOT NULL
) STRICT;
CREATE INDEX nonce_key ON nonce (key, issued);
CREATE INDEX nonce_stranger ON nonce (issued) WHERE known = 0;

-- `fields` mirrors the brief, for lists.
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  fields TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
) STRICT;
CREATE INDEX job_updated ON job (updated);

-- The last job number dealt on a day (`261120`).
CREATE TABLE job_number (
  day TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `number` is the feed row that announces it; null only inside the transaction that stores it. `late` marks work made
-- before its author learnt that the grant had ended.
CREATE TABLE change (
  n INTEGER PRIMARY KEY,
  job TEXT NOT NULL REFERENCES job (id),
  document INTEGER NOT NULL CHECK (document IN (1, 2)),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  actor BLOB NOT NULL,
  seq INTEGER NOT NULL,
  raw BLOB NOT NULL,
  number INTEGER,
  bearer TEXT,
  late INTEGER NOT NULL,
  received INTEGER NOT NULL,
  UNIQUE (job, document, hash)
) STRICT;
CREATE INDEX change_number ON change (job, number);

-- Stored durably, a parent is missing.
CREATE TABLE held (
  job TEXT NOT NULL,
  document INTEGER NOT NULL,
  hash BLOB NOT NULL,
  raw BLOB NOT NULL,
  bearer TEXT NOT NULL,
  place INTEGER NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (job, document, hash)
) STRICT;
CREATE INDEX held_bearer ON held (bearer);

-- Not applied and never will be by itself; the office can look at it.
CREATE TABLE set_aside (
  job TEXT NOT NULL,
  document INTEGER NOT NULL,
  hash BLOB NOT NULL,
  raw BLOB NOT NULL,
  rule TEXT NOT NULL,
  bearer TEXT NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (job, document, hash)
) STRICT;
CREATE INDEX set_aside_bearer ON set_aside (bearer);

-- The author device's signature over a change; it covers the actor's earlier ones.
CREATE TABLE authorship (
  job TEXT NOT NULL,
  document INTEGER NOT NULL,
  actor BLOB NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  key BLOB NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (job, document, actor, seq, hash)
) STRICT, WITHOUT ROWID;

-- Whose actor it is, signed by the device (or office) key.
CREATE TABLE actor (
  actor BLOB PRIMARY KEY,
  key BLOB NOT NULL,
  certificate BLOB NOT NULL,
  received INTEGER NOT NULL
) STRICT;

CREATE TABLE assignment (
  job TEXT NOT NULL REFERENCES job (id),
  person TEXT NOT NULL REFERENCES person (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (job, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_person ON assignment (person);

-- What a device may see of a job: feed numbers number <= n, and below `ended` once it has ended.
CREATE TABLE job_grant (
  job TEXT NOT NULL REFERENCES job (id),
  device TEXT NOT NULL REFERENCES device (id),
  letter TEXT NOT NULL,
  number INTEGER NOT NULL,
  ended INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (job, device, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_grant_device ON job_grant (device);

CREATE TABLE release (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  digest BLOB NOT NULL,
  bytes BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (kind, name, version)
) STRICT;
CREATE UNIQUE INDEX release_number ON release (number);

-- Media: what has arrived of each. The bytes lie in the blob folder.
CREATE TABLE blob (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  size INTEGER NOT NULL,
  device TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('arriving', 'stored')),
  changed INTEGER NOT NULL
) STRICT;

-- Bytes that were not what their digest said. The upload may begin anew.
CREATE TABLE quarantine (
  n INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,
  found BLOB NOT NULL,
  size INTEGER NOT NULL,
  device TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- `password` is an Argon2id PHC string. A one-time password must be replaced at the first session.
CREATE TABLE admin (
  name TEXT PRIMARY KEY,
  password TEXT NOT NULL,
  one_time INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token BLOB PRIMARY KEY CHECK (length(token) = 32),
  admin TEXT NOT NULL REFERENCES admin (name),
  expires INTEGER NOT NULL
) STRICT;
