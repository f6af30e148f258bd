-- The ledger: everything that must survive. Times are unix milliseconds, 0 or NULL where unknown. "body", "phone" and "nik" are sealed.
-- +goose Up

CREATE TABLE inbox ( -- every message that reached us, once; also what falls due later (a reminder is a message with a due in the future)
    id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: the rooms know a row by it, also one that is deleted meanwhile
    channel  TEXT    NOT NULL,
    chat     TEXT    NOT NULL,
    message  TEXT    NOT NULL,
    body     BLOB,                       -- gone once the turn is done
    due      INTEGER NOT NULL,
    state    INTEGER NOT NULL DEFAULT 0, -- 0 waiting, 1 done, 2 dead letter
    tries    INTEGER NOT NULL DEFAULT 0,
    why      TEXT    NOT NULL DEFAULT '',
    received INTEGER NOT NULL,
    done     INTEGER,
    UNIQUE (channel, chat, message)      -- the same message twice is one message, also after a restart
) STRICT;
CREATE INDEX inbox_due ON inbox (due) WHERE state = 0;

CREATE TABLE outbox ( -- every message to be sent; the row is the queue
    id       INTEGER PRIMARY KEY AUTOINCREMENT, -- as in the inbox
    key      TEXT    NOT NULL UNIQUE,    -- begins with the chat, so that this index finds all of a chat too
    channel  TEXT    NOT NULL,
    chat     TEXT    NOT NULL,
    body     BLOB,                       -- gone once it was sent
    priority INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    state    INTEGER NOT NULL DEFAULT 0, -- 0 queued, 1 sent, 2 failed, 3 gone, 4 unknown
    tries    INTEGER NOT NULL DEFAULT 0,
    doubt    INTEGER NOT NULL DEFAULT 0, -- it may have arrived already
    why      TEXT    NOT NULL DEFAULT '',
    platform TEXT    NOT NULL DEFAULT '', -- the platform's id of what was sent
    made     INTEGER NOT NULL,
    done     INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (due, id) WHERE state = 0;

CREATE TABLE sessions ( -- where each chat stands: all of them without Redis, else only those that Redis has not confirmed
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    rev     INTEGER NOT NULL,
    body    BLOB    NOT NULL,
    day     INTEGER NOT NULL, -- days since 1970 when it was last touched: coarse, so that few turns touch the index
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_day ON sessions (day);

CREATE TABLE drafts ( -- unfinished forms
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    body    BLOB    NOT NULL,
    touched INTEGER NOT NULL,
    expired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_touched ON drafts (touched);

CREATE TABLE contacts (
    channel  TEXT    NOT NULL,
    chat     TEXT    NOT NULL,
    first    INTEGER NOT NULL,
    optout   TEXT    NOT NULL DEFAULT '', -- topics, comma separated
    consents TEXT    NOT NULL DEFAULT '', -- purpose=version, comma separated; the proof is in table consents
    blocked  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents ( -- the proof of each yes, no and withdrawal (UU 27/2022 art. 22 and 24)
    id      INTEGER PRIMARY KEY,
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    purpose TEXT    NOT NULL,
    version TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    given   INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_chat ON consents (channel, chat);

CREATE TABLE optouts ( -- kept by keyed hash when a person's data are erased, so that her "stop" stays honoured
    hash  TEXT NOT NULL PRIMARY KEY,
    topic TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE trainings (
    id           INTEGER PRIMARY KEY,
    code         TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    trade        TEXT    NOT NULL,
    year         INTEGER NOT NULL,
    requirements TEXT    NOT NULL DEFAULT '', -- one to a line
    min_age      INTEGER NOT NULL DEFAULT 0,
    max_age      INTEGER NOT NULL DEFAULT 0,
    education    TEXT    NOT NULL DEFAULT '',
    ask_nik      INTEGER NOT NULL DEFAULT 0,
    example      INTEGER NOT NULL DEFAULT 0,
    source       TEXT    NOT NULL DEFAULT '',
    as_of        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE batches (
    id            INTEGER PRIMARY KEY,
    code          TEXT    NOT NULL UNIQUE,
    training      INTEGER NOT NULL REFERENCES trainings (id),
    name          TEXT    NOT NULL,
    place         TEXT    NOT NULL DEFAULT '',
    starts        INTEGER NOT NULL DEFAULT 0,
    ends          INTEGER NOT NULL DEFAULT 0,
    hours         TEXT    NOT NULL DEFAULT '',
    closes        INTEGER NOT NULL DEFAULT 0,
    seats         INTEGER NOT NULL CHECK (seats >= 0),
    per_kelurahan INTEGER NOT NULL DEFAULT 0,
    endorsed      INTEGER NOT NULL DEFAULT 0,
    offering      INTEGER NOT NULL DEFAULT 0,
    closed        INTEGER NOT NULL DEFAULT 0,
    applicants    INTEGER NOT NULL DEFAULT 0,
    held          INTEGER NOT NULL DEFAULT 0,
    CHECK (held <= seats) -- the last line of defence: no path of the program can sell a seat twice
) STRICT;

CREATE TABLE registrations (
    id        INTEGER PRIMARY KEY,
    number    TEXT    NOT NULL UNIQUE,
    channel   TEXT    NOT NULL,
    chat      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    born      TEXT    NOT NULL,
    gender    TEXT    NOT NULL,
    kelurahan TEXT    NOT NULL,
    education TEXT    NOT NULL,
    work      TEXT    NOT NULL,
    phone     BLOB,
    nik       BLOB,
    person    TEXT    NOT NULL,             -- keyed hash of name and birth date
    nik_hash  TEXT,                         -- keyed hash of the NIK
    batch     INTEGER NOT NULL REFERENCES batches (id),
    second    INTEGER REFERENCES batches (id),
    seat      INTEGER REFERENCES batches (id),
    status    TEXT    NOT NULL,
    rank      INTEGER NOT NULL DEFAULT 100, -- staff may put somebody before (1 to 99) or behind the rest
    offers    INTEGER NOT NULL DEFAULT 0,
    deadline  INTEGER NOT NULL DEFAULT 0,
    reason    TEXT    NOT NULL DEFAULT '',
    flags     TEXT    NOT NULL DEFAULT '',
    sent      INTEGER NOT NULL,
    changed   INTEGER NOT NULL
) STRICT;
-- One person, and one NIK, applies once for a batch; a withdrawn application does not count.
CREATE UNIQUE INDEX registrations_person ON registrations (batch, person) WHERE status <> 'cancelled';
CREATE UNIQUE INDEX registrations_nik ON registrations (batch, nik_hash) WHERE nik_hash IS NOT NULL AND status <> 'cancelled';
CREATE INDEX registrations_chat ON registrations (channel, chat);
CREATE INDEX registrations_line ON registrations (batch, status, rank, sent, id);
CREATE INDEX registrations_second ON registrations (second, status, rank, sent, id) WHERE second IS NOT NULL;
CREATE INDEX registrations_seat ON registrations (seat, kelurahan) WHERE seat IS NOT NULL;

-- The two counters of a batch follow every change, from whatever command it comes.
-- +goose StatementBegin
CREATE TRIGGER registrations_insert AFTER INSERT ON registrations BEGIN
    UPDATE batches SET applicants = applicants + 1 WHERE id = new.batch AND new.status <> 'cancelled';
    UPDATE batches SET held = held + 1 WHERE id = new.seat AND new.status IN ('offered', 'accepted', 'finished');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER registrations_update AFTER UPDATE OF batch, seat, status ON registrations BEGIN
    UPDATE batches SET applicants = applicants - 1 WHERE id = old.batch AND old.status <> 'cancelled';
    UPDATE batches SET held = held - 1 WHERE id = old.seat AND old.status IN ('offered', 'accepted', 'finished');
    UPDATE batches SET applicants = applicants + 1 WHERE id = new.batch AND new.status <> 'cancelled';
    UPDATE batches SET held = held + 1 WHERE id = new.seat AND new.status IN ('offered', 'accepted', 'finished');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER registrations_delete AFTER DELETE ON registrations BEGIN
    UPDATE batches SET applicants = applicants - 1 WHERE id = old.batch AND old.status <> 'cancelled';
    UPDATE batches SET held = held - 1 WHERE id = old.seat AND old.status IN ('offered', 'accepted', 'finished');
END;
-- +goose StatementEnd

CREATE TABLE tickets (
    id        INTEGER PRIMARY KEY,
    number    TEXT    NOT NULL UNIQUE,
    channel   TEXT    NOT NULL,
    chat      TEXT    NOT NULL,
    kelurahan TEXT    NOT NULL DEFAULT '',
    body      BLOB,                          -- what the resident wrote
    context   TEXT    NOT NULL DEFAULT '',
    opened    INTEGER NOT NULL,
    closed    INTEGER NOT NULL DEFAULT 0,
    by        TEXT    NOT NULL DEFAULT '',
    answer    BLOB
) STRICT;
CREATE INDEX tickets_chat ON tickets (channel, chat);
CREATE INDEX tickets_open ON tickets (opened) WHERE closed = 0;

CREATE TABLE staff (
    name    TEXT    NOT NULL PRIMARY KEY,
    role    TEXT    NOT NULL,
    scope   TEXT    NOT NULL DEFAULT '',
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE audit ( -- who did or saw what, and why; never the personal data themselves
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    by     TEXT    NOT NULL,
    action TEXT    NOT NULL,
    object TEXT    NOT NULL DEFAULT '',
    before TEXT    NOT NULL DEFAULT '',
    after  TEXT    NOT NULL DEFAULT '',
    reason TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE flags ( -- what staff should look at: dead letters, chats that talk like machines, messages no platform would take
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL, -- keyed hash
    why     TEXT    NOT NULL,
    detail  TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE erasures ( -- the tombstone of erased data: that it happened, nothing about whom
    id            INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    channel       TEXT    NOT NULL,
    registrations INTEGER NOT NULL,
    pending       TEXT    NOT NULL DEFAULT '' -- the chat whose channel must still forget it; empty once it has
) STRICT;

CREATE TABLE counters (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT RAISE(ABORT, 'the first schema is not taken back: restore a backup');
