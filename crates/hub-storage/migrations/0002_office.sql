-- What the office's page asks: a card a job for lists and search, and requests that must not do a thing twice.

-- A job's card: what lists and the search know of it, folded from both documents when either changes. `state` is the
-- job's or, once a visit has begun, the visit's. Times are Unix milliseconds; `search` is lower case.
CREATE TABLE job_card (
  job TEXT PRIMARY KEY REFERENCES job (id),
  state TEXT NOT NULL,
  pack TEXT NOT NULL,
  customer TEXT NOT NULL,
  phone TEXT NOT NULL,
  phone_digits TEXT NOT NULL,
  address TEXT NOT NULL,
  product TEXT NOT NULL,
  symptom TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  crew TEXT NOT NULL,
  appointment_from INTEGER,
  appointment_to INTEGER,
  promised_by INTEGER,
  external TEXT NOT NULL,
  questions INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  search TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX job_card_updated ON job_card (updated);
CREATE INDEX job_card_state ON job_card (state, updated);
CREATE INDEX job_card_phone ON job_card (phone_digits);
CREATE INDEX job_card_external ON job_card (external) WHERE external <> '';

-- Jobs from before this table. What a visit has said since is folded again at the next change of the job.
INSERT INTO job_card
SELECT id,
  coalesce(fields ->> '$."job.state"', 'queued'),
  coalesce(fields ->> '$."release.pack".name', ''),
  coalesce(fields ->> '$."customer.name"', ''),
  coalesce(fields ->> '$."customer.phone"', ''),
  replace(replace(replace(coalesce(fields ->> '$."customer.phone"', ''), ' ', ''), '-', ''), '+', ''),
  coalesce(fields ->> '$."customer.address"', ''),
  coalesce(fields ->> '$."product.model"', ''),
  coalesce(fields ->> '$."symptom.words"', ''),
  coalesce(fields ->> '$."job.priority"', '') = 'urgent',
  coalesce((SELECT group_concat(each.value ->> '$.name', '、') FROM json_each(fields, '$."assignment.crew"') AS each), ''),
  CAST(unixepoch(fields ->> '$."appointment.from"') * 1000 AS INTEGER),
  CAST(unixepoch(fields ->> '$."appointment.to"') * 1000 AS INTEGER),
  CAST(unixepoch(fields ->> '$."job.promised_by"') * 1000 AS INTEGER),
  coalesce(fields ->> '$."job.external"', ''),
  0,
  updated,
  lower(id || ' ' || coalesce(fields ->> '$."customer.name"', '') || ' ' || coalesce(fields ->> '$."customer.phone"', '')
    || ' ' || coalesce(fields ->> '$."customer.address"', ''))
FROM job;

-- A request the office's page named, and what was answered: asked again, it is answered again and not done again.
CREATE TABLE answered (
  request TEXT PRIMARY KEY,
  act TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answered_at ON answered (at);
