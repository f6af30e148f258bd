-- Announcements: what staff push, one row for each who is to get it, and how the sender of each channel keeps its pace.
-- +goose Up

CREATE TABLE announcements ( -- what they say is public: nothing in here is sealed
    id        INTEGER PRIMARY KEY,
    ref       TEXT    NOT NULL UNIQUE,      -- PGM-2026-0042
    topic     TEXT    NOT NULL,
    title     TEXT    NOT NULL DEFAULT '',
    body      TEXT    NOT NULL DEFAULT '',
    version   INTEGER NOT NULL DEFAULT 1,   -- of the text; a correction makes a new one
    office    TEXT    NOT NULL DEFAULT '',
    media     TEXT    NOT NULL DEFAULT '',  -- JSON: the file that goes with it
    batch     TEXT    NOT NULL DEFAULT '',
    urgent    INTEGER NOT NULL DEFAULT 0,
    audience  TEXT    NOT NULL,             -- JSON of known fields
    expires   INTEGER NOT NULL DEFAULT 0,
    fixes     INTEGER REFERENCES announcements (id),
    stage     TEXT    NOT NULL,
    send_at   INTEGER NOT NULL DEFAULT 0,
    reason    TEXT    NOT NULL DEFAULT '',
    tested    TEXT    NOT NULL DEFAULT '',
    approved  TEXT    NOT NULL DEFAULT '',
    same      TEXT    NOT NULL DEFAULT '',  -- what says the same to the same has the same
    author    TEXT    NOT NULL,
    approver  TEXT    NOT NULL DEFAULT '',
    made      INTEGER NOT NULL,
    submitted INTEGER NOT NULL DEFAULT 0,
    started   INTEGER NOT NULL DEFAULT 0,
    finished  INTEGER NOT NULL DEFAULT 0,
    filled    INTEGER NOT NULL DEFAULT 0,   -- all its deliveries are written
    upto      TEXT    NOT NULL DEFAULT '',  -- until which chat they are
    wants     INTEGER NOT NULL DEFAULT 0    -- to be shown in chats: 1 to who wrote it, 2 to those who may approve it
) STRICT;
CREATE INDEX announcements_live ON announcements (stage, id) WHERE stage IN ('scheduled', 'running', 'paused');
CREATE INDEX announcements_wanted ON announcements (wants) WHERE wants <> 0;
CREATE INDEX announcements_started ON announcements (started) WHERE started <> 0;
CREATE INDEX announcements_fixes ON announcements (fixes) WHERE fixes IS NOT NULL;

CREATE TABLE announcement_texts ( -- each text that went out or was to, so that it can be said who saw which
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    version      INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (announcement, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE announcement_events ( -- who did what with it; only ever added to
    id           INTEGER PRIMARY KEY,
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    at           INTEGER NOT NULL,
    by           TEXT    NOT NULL DEFAULT '', -- empty: the program
    act          TEXT    NOT NULL,
    stage        TEXT    NOT NULL,            -- the one it led to
    detail       TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX announcement_events_of ON announcement_events (announcement);
-- +goose StatementBegin
CREATE TRIGGER announcement_events_stay BEFORE UPDATE ON announcement_events BEGIN SELECT RAISE(ABORT, 'events of announcements are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER announcement_events_remain BEFORE DELETE ON announcement_events BEGIN SELECT RAISE(ABORT, 'events of announcements are only added'); END;
-- +goose StatementEnd

CREATE TABLE deliveries ( -- one for each who is to get an announcement: the row is the queue, the proof and the report
    announcement INTEGER NOT NULL,
    channel      TEXT    NOT NULL,
    chat         TEXT    NOT NULL,            -- a keyed hash once her data are erased
    grp          INTEGER NOT NULL DEFAULT 0,  -- a post to a group
    kelurahan    TEXT    NOT NULL DEFAULT '',
    state        INTEGER NOT NULL DEFAULT 0,  -- 0 queued, 1 sending, 2 sent, 3 delivered, 4 read, 5 failed, 6 skipped, 7 unknown
    why          TEXT    NOT NULL DEFAULT '', -- one of few codes
    detail       TEXT    NOT NULL DEFAULT '', -- what the channel said
    due          INTEGER NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0,
    version      INTEGER NOT NULL DEFAULT 0,  -- of the text that went out
    ref          TEXT    NOT NULL DEFAULT '', -- the platform's id of it
    claimed      INTEGER NOT NULL DEFAULT 0,
    sent         INTEGER NOT NULL DEFAULT 0,
    delivered    INTEGER NOT NULL DEFAULT 0,
    read         INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (announcement, channel, chat)
) STRICT, WITHOUT ROWID;
-- The next to send is one search in the first of these; what a crash left, in the second; whose a receipt is, in the third.
CREATE INDEX deliveries_todo ON deliveries (channel, announcement, due) WHERE state = 0;
CREATE INDEX deliveries_flight ON deliveries (channel, announcement) WHERE state = 1;
CREATE INDEX deliveries_ref ON deliveries (channel, ref) WHERE ref <> '';

CREATE TABLE tallies ( -- how many deliveries stand where: kept with each change of them, so that nobody has to count
    announcement INTEGER NOT NULL,
    channel      TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    why          TEXT    NOT NULL,
    n            INTEGER NOT NULL,
    PRIMARY KEY (announcement, channel, state, why)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER deliveries_insert AFTER INSERT ON deliveries BEGIN
    INSERT INTO tallies VALUES (new.announcement, new.channel, new.state, new.why, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deliveries_update AFTER UPDATE OF state, why ON deliveries WHEN old.state <> new.state OR old.why <> new.why BEGIN
    UPDATE tallies SET n = n - 1 WHERE announcement = old.announcement AND channel = old.channel AND state = old.state AND why = old.why;
    INSERT INTO tallies VALUES (new.announcement, new.channel, new.state, new.why, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deliveries_delete AFTER DELETE ON deliveries BEGIN
    UPDATE tallies SET n = n - 1 WHERE announcement = old.announcement AND channel = old.channel AND state = old.state AND why = old.why;
END;
-- +goose StatementEnd
-- What a platform has taken was sent, whatever is heard of it later.
-- +goose StatementBegin
CREATE TRIGGER deliveries_rise BEFORE UPDATE OF state ON deliveries WHEN old.state BETWEEN 2 AND 4 AND new.state < old.state BEGIN
    SELECT RAISE(ABORT, 'a delivery does not go back');
END;
-- +goose StatementEnd

CREATE TABLE left_out ( -- how many of an audience do not get it, and why
    announcement INTEGER NOT NULL,
    why          TEXT    NOT NULL,
    n            INTEGER NOT NULL,
    PRIMARY KEY (announcement, why)
) STRICT, WITHOUT ROWID;

CREATE TABLE senders ( -- how the sender of a channel keeps its pace, over a restart too
    channel TEXT    NOT NULL PRIMARY KEY,
    rate    REAL    NOT NULL DEFAULT 0, -- of its allowed pace, 1 for all of it; halved when the platform asks for patience
    until   INTEGER NOT NULL DEFAULT 0, -- nothing goes out before
    day     TEXT    NOT NULL DEFAULT '', -- the day (WITA) that today counts
    today   INTEGER NOT NULL DEFAULT 0,
    last    INTEGER NOT NULL DEFAULT 0, -- when the last one was let go
    since   INTEGER NOT NULL DEFAULT 0  -- the first announcement it ever sent: a young account begins slowly
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE senders;
DROP TABLE left_out;
DROP TABLE tallies;
DROP TABLE deliveries;
DROP TABLE announcement_events;
DROP TABLE announcement_texts;
DROP TABLE announcements;
