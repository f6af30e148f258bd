CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
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
CREATE TABLE sessions ( -- where each chat stands: all of them without Redis, else only those that Redis has not confirmed
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    rev     INTEGER NOT NULL,
    body    BLOB    NOT NULL,
    day     INTEGER NOT NULL, -- days since 1970 when it was last touched: coarse, so that few turns touch the index
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE TABLE drafts ( -- unfinished forms
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    body    BLOB    NOT NULL,
    touched INTEGER NOT NULL,
    expired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
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
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-23 00:01:39');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-23 00:01:39');
INSERT INTO inbox VALUES (1, 'telegram', '7', 'offer:KPG-2026-0001#1', X'E3B862C2C5727AD50C9A591D19210A1B1C0BE9A20F8A9FBDF27C2053CB370FC3C766CDB62D7AD694749F6359656E13CD73BF9D55D3B91A240FDC01847F6A7ABF5E90E960DD62B87A5A3D6092B37713C4437A33E9F511B382AAF46E399F2772AAFCEAEA825E9B331FA82905EE21A60A3A284ACCC36FC16BDC8B83C2992CC61525146D644DA0D4FF5B8B2E6C60B6D14FFB34727F78D22752B73CD3E1AFC4534F37AD89FD837A1AB49DD8923FB070F3E2AA45CBF2F6', 1795406400000, 0, 0, '', 1795406400000, NULL);
INSERT INTO inbox VALUES (2, 'telegram', '7', 'offer_half:KPG-2026-0001#1', X'520ACBD05994DF9FA0DC2C6CCD0114D0375B67CD58E86F28BA6876111B4BC99DDEC1359DC9E80FAE44843AE4CA22359AFB8AAB85EF1E2A035F7F0EBEA489DAB9A4923C3E321D96FEE859BEC887BE17F0470671A2F222F70FEAF5652C95DB22CDFBA6D9C5272350F8D1E6EBE69F22E8ADCAB2A9696D443597F660E46C1500429F48980248E74B15AB05179DFAC092EC49CC270A56B00E4A2CB47BA76BE2AE3D4E654ED184D7A2F0A8321D38ED7E7FC5A944442DC6089F97124586FF819C23', 1795492800000, 0, 0, '', 1795406400000, NULL);
INSERT INTO inbox VALUES (3, 'telegram', '7', 'offer_end:KPG-2026-0001#1', X'3DE12BCEB717D589BE7D60A3ACCA272B2E690BF5EF26D2C7562535DBA8AD605004560D8288C6D13DF7ED6A1CEE8B170C553DA95645131185312F55E9F3E832B9A9E63E4ABF4B7FD49668072A1D076605B131AA9394162F282F43A43BC2420736F4FBCFA9F6E8BA4A790B9EA305FCE0B7FB3870F57B7219ADC6A56AA781CFBCD93A659CF25B57B8787AF539DDE72266D77707B02A72757C20F57220370A904DE6280875C62EB265415B669F73EC1275D14F28749197609676F80B1E2F', 1795579200000, 0, 0, '', 1795406400000, NULL);
INSERT INTO inbox VALUES (4, 'telegram', '7', 'm1', X'4244AD79C01866FB2AE2FFEF270A104EE17364B58FC1105EBDFA5F7BE67F4CDEF45C7FE984EC585CDC179138968467CD6FF5125BE93FFD856419FD633A7A33A4CBEFA83C99E8D268B43AA970EF09B423DE38F59C458C4FDD052955044A3AB5561B99DFB44FEA3D1142B7435946EDD8E05E423DBA9257B2C5734A47E4A6C4B2CB0FCD135FAACEC82F', 1795406400000, 0, 0, '', 1795406400000, NULL);
INSERT INTO outbox VALUES (1, 'telegram:7/m1/0', 'test', '1', X'CAE98EC37E5D69ECD6886072E89D4FBBBAAEF82906E3637A259CE7841F43ABFB55938F61A4A6D05F3AE1983EF08573C60B102584B20B690812FF0D773F8C24C2B68A529A79DF472883619684C14882AB6B967DEC3FD06F4AFE0A6080005DF20EA858F14147F0CAC1A44A337590414B8477C8B6F7A26DD85899954BB7DBB7738D1E7121F74F643E50B413A6288D5E', 0, 1795406400000, 0, 0, 0, '', '', 1795406400000, NULL);
INSERT INTO sessions VALUES ('telegram', '7', 3, X'2EE091FF22397804A0E5B5AE60D44C9BD2C2ED613DF29711939619C644BCE0F93DDFBEA6B8C37AA9F8DC71E25271BA5A87338144E5308AE40A04820FE93CE92BA5', 20780);
INSERT INTO drafts VALUES ('telegram', '7', X'02A7E0363CE04514E40AFB541FE8C9C22C903150F5A6ADD51EF2CD07297D5D2140A0FE7CCAA485C481C87B14462BB5257B6211A57CD44FED8117622E803A500DF394686CAA257ABCCD622E83C24C1562E105C7E704185630CA46933DC86FD928699AF4BE4B99577E0A8EBE991175AE0D1DF7CC07CDCC45004FCAD4D11E970781846E0729203CE2C4E5C3EEA8C87C024CCAD4B904EF', 1795406400000, 0);
INSERT INTO contacts VALUES ('telegram', '7', 1795406400000, 'lowongan', 'training=v1', 0);
INSERT INTO consents VALUES (1, 'telegram', '7', 'training', 'v1', 1795406400000, 1);
INSERT INTO trainings VALUES (1, 'menjahit-2026-1', 'menjahit-2026-1', 'menjahit', 2026, 'KTP', 0, 0, '', 1, 0, '', 0);
INSERT INTO batches VALUES (1, 'menjahit-2026-1', 1, 'menjahit-2026-1', '', 1797998400000, 0, '', 0, 20, 2, 0, 1, 0, 1, 1);
INSERT INTO registrations VALUES (1, 'KPG-2026-0001', 'telegram', '7', 'Maria Nale', '1998-06-12', 'P', 'Naikoten Satu', 'sma', 'bekerja', X'108FB55CC3485BCB88645C29FABFA227199EA8416A47E87D89A1CFBA54B1900E356B766E91C07379FD2B', X'C0A469227C807CA02CCAF4F98507E011061E771923CDF7CF0E568DCCE3B97138BC776E9918FD2F1F68D8C02A', 'baf45baa816b7e327dfd630fcaa2a377', 'f2b91d6df737ee50d7515a3aff6ad9aa', 1, NULL, 1, 'offered', 100, 1, 1795579200000, '', 'age', 1795406400000, 1795406400000);
INSERT INTO tickets VALUES (1, 'T-0001', 'telegram', '7', 'Alak', X'DE59BBBDCF0923F724179C498C17229C407EB9101096FE23052A9C65EEA77F848B7A0D8921919BB6', 'menu.pick', 1795406400000, 0, '', NULL);
INSERT INTO staff VALUES ('Ibu Ana', 'admin', '', 0);
INSERT INTO audit VALUES (1, 1795406400000, 'Ibu Ana', 'put batch', 'menjahit-2026-1', '', 'seats=20', '');
INSERT INTO audit VALUES (2, 1795406400000, 'Ibu Ana', 'put staff', 'Ibu Ana', '', 'admin  revoked=false', '');
INSERT INTO flags VALUES (1, 1795406400000, 'telegram', '786d9d9708a273bf069163e181a35ab0', 'echo', 'until 2026-11-23T04:00:00Z');
INSERT INTO counters VALUES ('registration-2026', 1);
INSERT INTO counters VALUES ('ticket', 1);
INSERT INTO meta VALUES ('key_check', 'ed1e52ca6e5177101b57feb64f51b9047efed2b5687e1beacc6650257aac29ff');
CREATE INDEX inbox_due ON inbox (due) WHERE state = 0;
CREATE INDEX outbox_due ON outbox (due, id) WHERE state = 0;
CREATE INDEX sessions_day ON sessions (day);
CREATE INDEX drafts_touched ON drafts (touched);
CREATE INDEX consents_chat ON consents (channel, chat);
CREATE UNIQUE INDEX registrations_person ON registrations (batch, person) WHERE status <> 'cancelled';
CREATE UNIQUE INDEX registrations_nik ON registrations (batch, nik_hash) WHERE nik_hash IS NOT NULL AND status <> 'cancelled';
CREATE INDEX registrations_chat ON registrations (channel, chat);
CREATE INDEX registrations_line ON registrations (batch, status, rank, sent, id);
CREATE INDEX registrations_second ON registrations (second, status, rank, sent, id) WHERE second IS NOT NULL;
CREATE INDEX registrations_seat ON registrations (seat, kelurahan) WHERE seat IS NOT NULL;
CREATE TRIGGER registrations_insert AFTER INSERT ON registrations BEGIN
    UPDATE batches SET applicants = applicants + 1 WHERE id = new.batch AND new.status <> 'cancelled';
    UPDATE batches SET held = held + 1 WHERE id = new.seat AND new.status IN ('offered', 'accepted', 'finished');
END;
CREATE TRIGGER registrations_update AFTER UPDATE OF batch, seat, status ON registrations BEGIN
    UPDATE batches SET applicants = applicants - 1 WHERE id = old.batch AND old.status <> 'cancelled';
    UPDATE batches SET held = held - 1 WHERE id = old.seat AND old.status IN ('offered', 'accepted', 'finished');
    UPDATE batches SET applicants = applicants + 1 WHERE id = new.batch AND new.status <> 'cancelled';
    UPDATE batches SET held = held + 1 WHERE id = new.seat AND new.status IN ('offered', 'accepted', 'finished');
END;
CREATE TRIGGER registrations_delete AFTER DELETE ON registrations BEGIN
    UPDATE batches SET applicants = applicants - 1 WHERE id = old.batch AND old.status <> 'cancelled';
    UPDATE batches SET held = held - 1 WHERE id = old.seat AND old.status IN ('offered', 'accepted', 'finished');
END;
CREATE INDEX tickets_chat ON tickets (channel, chat);
CREATE INDEX tickets_open ON tickets (opened) WHERE closed = 0;
