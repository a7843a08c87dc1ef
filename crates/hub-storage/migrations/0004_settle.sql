-- What waits for a person.

-- The office took over what a change says that was set aside. The change stays where it is.
ALTER TABLE set_aside ADD COLUMN adopted INTEGER;
ALTER TABLE set_aside ADD COLUMN adopted_by TEXT;

CREATE INDEX set_aside_open ON set_aside (job) WHERE adopted IS NULL;
CREATE INDEX job_card_questions ON job_card (job) WHERE questions > 0;

-- The device was given the jobs its person had when it came. From then on it gets new ones as they are assigned.
ALTER TABLE device ADD COLUMN welcomed INTEGER NOT NULL DEFAULT 0;
