-- People: what they want to be told, which chats are one person's, the groups in which a notice may be posted, and what staff may do.
-- +goose Up

-- What is told of a chat stays in its one row, which every turn has read already.
ALTER TABLE contacts ADD COLUMN topics    TEXT    NOT NULL DEFAULT ''; -- what she asked to be told of, comma separated: "lowongan,pelatihan/menjahit"; see store.Topic…
ALTER TABLE contacts ADD COLUMN kelurahan TEXT    NOT NULL DEFAULT ''; -- whose news she wants; '' the city's alone
ALTER TABLE contacts ADD COLUMN band      TEXT    NOT NULL DEFAULT ''; -- 'minor' or 'adult' as she said; '' not asked
ALTER TABLE contacts ADD COLUMN person    INTEGER NOT NULL DEFAULT 0;  -- the same number in each chat of one person; 0: nothing is linked with this one
ALTER TABLE contacts ADD COLUMN quiet     INTEGER NOT NULL DEFAULT 0;  -- 1: notices go to another chat of the same person
CREATE INDEX contacts_person ON contacts (person) WHERE person <> 0;
-- "berhenti pengumuman" once meant general notices alone, though it says all; who wrote it gets nothing.
UPDATE contacts SET optout = replace(optout, 'pengumuman', 'all') WHERE instr(optout, 'pengumuman') > 0;
UPDATE optouts SET topic = replace(topic, 'pengumuman', 'all') WHERE instr(topic, 'pengumuman') > 0;

ALTER TABLE drafts ADD COLUMN copied INTEGER NOT NULL DEFAULT 0; -- begun in another chat of the same person: it goes when the two are put apart

CREATE TABLE link_codes ( -- six digits by which another chat says that it is the same person's; a new one replaces the old
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    number  TEXT    NOT NULL,           -- the half of the code by which wrong tries find it
    hash    TEXT    NOT NULL,           -- keyed hash of the whole code
    made    INTEGER NOT NULL,
    misses  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_codes_number ON link_codes (number);

CREATE TABLE misses ( -- who wrote wrong codes lately, so that nobody tries them all; outlives an erasure, for an hour
    who   TEXT    NOT NULL PRIMARY KEY, -- keyed hash of the chat, or in a group of who wrote
    since INTEGER NOT NULL,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX misses_since ON misses (since);

CREATE TABLE groups ( -- groups of residents that a coordinator has bound: a notice is one post in each
    channel     TEXT    NOT NULL,
    chat        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,            -- karang-taruna, rt-rw, kelurahan
    kelurahan   TEXT    NOT NULL DEFAULT '', -- '' the whole city
    state       TEXT    NOT NULL,            -- bound; muted: we may not write there; left: we are out; unbound
    since       INTEGER NOT NULL,            -- when the state began
    bound       INTEGER NOT NULL,            -- when the code was written there
    coordinator TEXT    NOT NULL DEFAULT '', -- keyed hash of who wrote it: she may end it in the group
    by          TEXT    NOT NULL,            -- who of staff had issued the code
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX groups_place ON groups (kelurahan, kind) WHERE state = 'bound';

CREATE TABLE group_codes ( -- one-time codes by which a group is bound
    number    TEXT    NOT NULL PRIMARY KEY,  -- the half of the code by which it is found
    hash      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    kelurahan TEXT    NOT NULL,
    by        TEXT    NOT NULL,
    made      INTEGER NOT NULL,
    misses    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

ALTER TABLE staff ADD COLUMN until INTEGER NOT NULL DEFAULT 0; -- when the role ends by itself; 0: it does not

ALTER TABLE tickets ADD COLUMN told INTEGER NOT NULL DEFAULT 0; -- how far it was carried up: 1 its owner was reminded, 2 the admins

-- +goose Down
ALTER TABLE tickets DROP COLUMN told;
ALTER TABLE drafts DROP COLUMN copied;
ALTER TABLE staff DROP COLUMN until;
DROP TABLE group_codes;
DROP TABLE groups;
DROP TABLE misses;
DROP TABLE link_codes;
DROP INDEX contacts_person;
ALTER TABLE contacts DROP COLUMN quiet;
ALTER TABLE contacts DROP COLUMN person;
ALTER TABLE contacts DROP COLUMN band;
ALTER TABLE contacts DROP COLUMN kelurahan;
ALTER TABLE contacts DROP COLUMN topics;
