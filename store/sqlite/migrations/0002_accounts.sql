-- How the accounts behind the channels are doing, and where staff are told of it.
-- +goose Up

CREATE TABLE accounts ( -- one row for each channel whose account can be limited or lost, or once was
    channel TEXT    NOT NULL PRIMARY KEY,
    state   TEXT    NOT NULL,
    why     TEXT    NOT NULL DEFAULT '',
    since   INTEGER NOT NULL,            -- when the state began
    until   INTEGER NOT NULL DEFAULT 0,  -- when the platform says it ends
    linked  INTEGER NOT NULL DEFAULT 0,  -- it was up once: a number that was never linked cannot be lost
    held    INTEGER NOT NULL DEFAULT 0,  -- since when notices wait for a member of staff; 0: they do not
    cause   TEXT    NOT NULL DEFAULT '', -- why they wait
    told    TEXT    NOT NULL DEFAULT ''  -- the state that staff were last told of
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_chats ( -- where members of staff are told what cannot wait: one chat on each channel
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    name    TEXT    NOT NULL REFERENCES staff (name),
    since   INTEGER NOT NULL,
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX staff_chats_name ON staff_chats (name, channel);

CREATE TABLE staff_codes ( -- one-time codes by which a chat becomes that of a member of staff; a new one replaces the old
    name   TEXT    NOT NULL PRIMARY KEY REFERENCES staff (name),
    number TEXT    NOT NULL UNIQUE,           -- the half of the code by which it is found
    hash   TEXT    NOT NULL,                  -- keyed hash of the whole code
    made   INTEGER NOT NULL,
    misses INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE staff_codes;
DROP TABLE staff_chats;
DROP TABLE accounts;
