-- Few rows each among many changes and jobs: found without reading past all of them.
CREATE INDEX change_aside ON change (n) WHERE answer = 'set_aside';
CREATE INDEX change_sent ON change (answer, number) WHERE own = 1;
CREATE INDEX job_questions ON job (due, job) WHERE questions > 0;
