-- What a brief says, apart from its job: the job's row is written anew by every tap, and stays short. With the verdicts
-- beside the fields, work from a phone is judged without opening the brief; null where they were not mirrored yet.
CREATE TABLE brief_mirror (
  job TEXT PRIMARY KEY REFERENCES job (id),
  fields TEXT NOT NULL,
  verdicts TEXT
) STRICT;
INSERT INTO brief_mirror (job, fields) SELECT id, fields FROM job;
ALTER TABLE job DROP COLUMN fields;
