-- The job board: schools and their job exchanges (BKK), vacancies, who is interested, who wants to hear of new ones.
-- +goose Up

CREATE TABLE schools (
    id      INTEGER PRIMARY KEY,
    code    TEXT    NOT NULL UNIQUE,
    name    TEXT    NOT NULL,
    has_bkk INTEGER NOT NULL DEFAULT 0,
    number  TEXT    NOT NULL DEFAULT '', -- of the registration by the Dinas
    dated   INTEGER NOT NULL DEFAULT 0,
    officer TEXT    NOT NULL DEFAULT '',
    contact TEXT    NOT NULL DEFAULT '',
    staff   TEXT    NOT NULL DEFAULT '', -- the member of staff who is told who is interested
    example INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE vacancies (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- what residents type; never used again
    code       TEXT    NOT NULL UNIQUE,
    school     INTEGER REFERENCES schools (id),   -- whose BKK posted it; NULL: the Dinas
    alumni     INTEGER NOT NULL DEFAULT 0,
    employer   TEXT    NOT NULL DEFAULT '',
    address    TEXT    NOT NULL DEFAULT '',
    title      TEXT    NOT NULL,
    needed     INTEGER NOT NULL DEFAULT 0,
    field      TEXT    NOT NULL DEFAULT '',
    place      TEXT    NOT NULL DEFAULT '',
    kelurahan  TEXT    NOT NULL DEFAULT '',
    kecamatan  TEXT    NOT NULL DEFAULT '',
    region     TEXT    NOT NULL DEFAULT '',
    far        INTEGER NOT NULL DEFAULT 0,
    wage       TEXT    NOT NULL DEFAULT '',
    contract   TEXT    NOT NULL DEFAULT '',
    education  TEXT    NOT NULL DEFAULT '',
    experience TEXT    NOT NULL DEFAULT '',
    skills     TEXT    NOT NULL DEFAULT '',
    age        TEXT    NOT NULL DEFAULT '',
    sex        TEXT    NOT NULL DEFAULT '',
    looks      TEXT    NOT NULL DEFAULT '',
    reason     TEXT    NOT NULL DEFAULT '',
    other      TEXT    NOT NULL DEFAULT '',
    apply      TEXT    NOT NULL DEFAULT '',
    contact    TEXT    NOT NULL DEFAULT '',
    link       TEXT    NOT NULL DEFAULT '',
    fee        INTEGER CHECK (fee = 0),           -- what applying costs: nothing, or NULL where it is not stated
    closes     INTEGER NOT NULL DEFAULT 0,
    source     TEXT    NOT NULL DEFAULT '',
    example    INTEGER NOT NULL DEFAULT 0,
    terms      TEXT    NOT NULL DEFAULT '',       -- what it is found by: words, and marks of where and for whom it is
    state      TEXT    NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'checked', 'open', 'closed', 'filled')),
    hidden     INTEGER NOT NULL DEFAULT 0,        -- since when reports keep it from residents
    made       INTEGER NOT NULL,
    made_by    TEXT    NOT NULL,
    checked    INTEGER NOT NULL DEFAULT 0,
    checked_by TEXT    NOT NULL DEFAULT '',
    second_by  TEXT    NOT NULL DEFAULT '',
    opened     INTEGER NOT NULL DEFAULT 0,
    wave       TEXT    NOT NULL DEFAULT '',       -- the day on which its digest was made; each vacancy is in one
    interest   INTEGER NOT NULL DEFAULT 0,        -- applications that stand
    -- The last line of defence: nothing that is not complete, or that nobody else has looked at, is ever open.
    CHECK (state <> 'open' OR employer <> '' AND address <> '' AND place <> '' AND closes > 0 AND fee IS NOT NULL),
    CHECK (state NOT IN ('checked', 'open') OR checked_by <> '' AND checked_by <> made_by),
    CHECK (state <> 'open' OR far = 0 OR second_by <> '' AND second_by <> made_by AND second_by <> checked_by),
    CHECK (age || sex || looks = '' OR reason <> '' OR state <> 'open')
) STRICT;
CREATE INDEX vacancies_open ON vacancies (state, hidden, opened);
CREATE INDEX vacancies_closes ON vacancies (state, closes);
CREATE INDEX vacancies_wave ON vacancies (wave);

-- What is open is found by words. The index has a row for each open vacancy, and nothing else.
CREATE VIRTUAL TABLE vacancy_terms USING fts5 (terms, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 tokenchars '_'");

-- +goose StatementBegin
CREATE TRIGGER vacancies_found AFTER UPDATE OF state, hidden, terms ON vacancies BEGIN
    DELETE FROM vacancy_terms WHERE rowid = old.id AND old.state = 'open' AND old.hidden = 0;
    INSERT INTO vacancy_terms (rowid, terms) SELECT new.id, new.terms WHERE new.state = 'open' AND new.hidden = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER vacancies_poster BEFORE UPDATE OF state ON vacancies WHEN new.state = 'open' AND new.school IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM schools s WHERE s.id = new.school AND s.has_bkk = 1 AND s.number <> '') BEGIN
    SELECT RAISE(ABORT, 'the poster is not verified');
END;
-- +goose StatementEnd

CREATE TABLE applications ( -- who is interested; name and phone go when it is withdrawn
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    vacancy   INTEGER NOT NULL REFERENCES vacancies (id),
    channel   TEXT    NOT NULL,
    chat      TEXT    NOT NULL,
    name      BLOB,
    phone     BLOB,
    year      TEXT    NOT NULL DEFAULT '',
    consent   TEXT    NOT NULL, -- version of the text that was agreed to
    sent      INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX applications_chat ON applications (channel, chat, vacancy) WHERE withdrawn = 0;
CREATE INDEX applications_vacancy ON applications (vacancy);

-- +goose StatementBegin
CREATE TRIGGER applications_insert AFTER INSERT ON applications BEGIN
    UPDATE vacancies SET interest = interest + 1 WHERE id = new.vacancy AND new.withdrawn = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER applications_withdraw AFTER UPDATE OF withdrawn ON applications BEGIN
    UPDATE vacancies SET interest = interest - (old.withdrawn = 0) + (new.withdrawn = 0) WHERE id = new.vacancy;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER applications_delete AFTER DELETE ON applications BEGIN
    UPDATE vacancies SET interest = interest - 1 WHERE id = old.vacancy AND old.withdrawn = 0;
END;
-- +goose StatementEnd

CREATE TABLE vacancy_reports ( -- one for each chat and vacancy
    vacancy INTEGER NOT NULL REFERENCES vacancies (id),
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    body    BLOB,                        -- what she wrote
    at      INTEGER NOT NULL,
    seen    INTEGER NOT NULL DEFAULT 0,  -- staff have looked: it counts no more
    PRIMARY KEY (vacancy, channel, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX vacancy_reports_chat ON vacancy_reports (channel, chat);

CREATE TABLE job_alerts ( -- what residents want to hear of; empty matches all
    channel   TEXT    NOT NULL,
    chat      TEXT    NOT NULL,
    field     TEXT    NOT NULL,
    area      TEXT    NOT NULL,
    education TEXT    NOT NULL,
    made      INTEGER NOT NULL,
    PRIMARY KEY (channel, chat, field, area, education)
) STRICT, WITHOUT ROWID;

CREATE TABLE vacancy_sent ( -- what was told to whom in a digest: each vacancy once, whatever becomes of its text
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    vacancy INTEGER NOT NULL,
    told    INTEGER NOT NULL DEFAULT 0, -- 0: chosen for a digest that was not sent yet
    PRIMARY KEY (channel, chat, vacancy)
) STRICT, WITHOUT ROWID;
CREATE INDEX vacancy_sent_vacancy ON vacancy_sent (vacancy);

-- +goose Down
DROP TABLE vacancy_sent;
DROP TABLE job_alerts;
DROP TABLE vacancy_reports;
DROP TABLE applications;
DROP TABLE vacancy_terms;
DROP TABLE vacancies;
DROP TABLE schools;
