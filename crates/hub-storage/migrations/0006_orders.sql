-- What the office recorded of a job so that it may move it, and how it moved it. Both are histories: rows are added, never
-- changed, and the newest of a fact counts. What they mean is the hub's matter.
CREATE TABLE office_fact (
  number INTEGER PRIMARY KEY,
  job TEXT NOT NULL REFERENCES job (id),
  fact TEXT NOT NULL,
  at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX office_fact_job ON office_fact (job, number);

CREATE TABLE office_move (
  number INTEGER PRIMARY KEY,
  job TEXT NOT NULL REFERENCES job (id),
  -- The number of the transition in the standard.
  row INTEGER NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  -- The visit it planned.
  visit INTEGER,
  at INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- The last fact of the job that was recorded before it; 0 where there was none.
  after_fact INTEGER NOT NULL
) STRICT;
CREATE INDEX office_move_job ON office_move (job, number);
