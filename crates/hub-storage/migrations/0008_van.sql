-- The parts fitted in jobs, as the jobs' logs say: folded when a log changes, so that a van's stock reads rows and folds no job.
CREATE TABLE fitted (
  record TEXT NOT NULL,
  job TEXT NOT NULL REFERENCES job (id),
  -- Whose van it came out of.
  person TEXT NOT NULL,
  -- The record's time and its movement, both JSON.
  at TEXT NOT NULL,
  movement TEXT NOT NULL,
  PRIMARY KEY (job, record)
) STRICT;
CREATE INDEX fitted_person ON fitted (person);

-- Vans in short, for their list: JSON, folded when a van's log or what was fitted out of it changes.
CREATE TABLE van_card (
  person TEXT PRIMARY KEY,
  line TEXT NOT NULL
) STRICT;
