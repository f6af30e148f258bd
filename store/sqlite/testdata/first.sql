CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
CREATE TABLE inbox ( -- every message that reached us, once; also what falls due later (a reminder is a message with a due in the future)
    id       INTEGER PRIMARY KEY,
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
    id       INTEGER PRIMARY KEY,
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
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-22 23:37:00');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-22 23:37:00');
INSERT INTO inbox VALUES (1, 'telegram', '7', 'offer:KPG-2026-0001#1', X'2634121A1DE3778F74C4EADA4E9F9E70C60AE4639CD66B1FE82902380E5876D337260D24E619FA5124CD96E3EAD96C34F95462E19D408F6259D52BE63FEA4E6A36DABEE387099294E7B89714790FD3F7EE80454AC284847561D0874D1DBD5AA2296A38B84144F28933480F3CF8E323C269C2CD84A78AE60BBE41AAB15EC0C33DEE44ACE271C7D798DB64AD969F71B040A00C7E536B5FBE4321F8E472A28EDA0D70139CEE3928CC7F30B15868968887ADBCC35AE1', 1795406400000, 0, 0, '', 1795406400000, NULL);
INSERT INTO inbox VALUES (2, 'telegram', '7', 'offer_half:KPG-2026-0001#1', X'86E66EE083E4D76DA4E174FA3DE03FEDD3C1BEF63474391BC9DB41133F937DC32A8A0C4197AA0B66464BC4542C9C1CE00D88803B031ED34DAB18744E83990612EA7EA8070BEB7347C6B023F1D6A106FFD450352F57B9F735C4B17F226B665AE396AFDDD0BAD3328AF022B37012DDC2A6A7C00CD84913B75DC3CAA405D110850A6A6F4BFECDFA18FB9DCC0D31A11B8AECD10235AE2D615AFE57D519B913B70443B8DBF271AD3BBE31DECA97BCFF1604FC5ECA54D84D8CE406A1C05BC67D30', 1795492800000, 0, 0, '', 1795406400000, NULL);
INSERT INTO inbox VALUES (3, 'telegram', '7', 'offer_end:KPG-2026-0001#1', X'802D5D68734444700A852B340B8FBD5B03CF775BA02A922C812F78699783E96827BF5E6C5BC08980C7C16EF0971D7FFA598AF7535A5554D0CC55F44D7CED8F6A569393BFD0223541EB8BA2F755133AF4D2182FAF9BDCC504D0483A16C9F99C94BF42FDA2D64C99B52D9C234CA9DD8D70404BD86193E317781DA94ECA6933A5DC178E608B6677B59A59C4B22857F7ABF72B1805D3EEEDEB0057A7037508BFEC953D6C84BC336150727A4172C6D0113CF8A77F2363185D750D8BA1DC8E', 1795579200000, 0, 0, '', 1795406400000, NULL);
INSERT INTO inbox VALUES (4, 'telegram', '7', 'm1', X'F76F2532BA5DF9DE90D4A3EC21F67834B52F37D726107222CCF7FC66F724BE98186E161220D3BE24A2E408E23A3DE6687F21E21A847DEAA0D4F433100E2EFA917E420512A55B255812E94896D1512365151F6BE0D5F4556A6EB757145602FF59695A8C9F101FE502CC16D62A4DCDF93F2DAD7B2F6C6B460D989C4E164D03402758D495131D4D109E', 1795406400000, 0, 0, '', 1795406400000, NULL);
INSERT INTO outbox VALUES (1, 'telegram:7/m1/0', 'test', '1', X'E29EB4A7347B983BA1452A844CAE4F5C7200BBDA7FA6BA9547E1DE412EF62E044AC6A4A3C8D4DCB9A3D8C3C1CF9449988F0DA35D3300DFE5025AC83548F37DC4D23B40FBB98C514296A9892D2ED7588C0E693BD85386D36267C6AC8C119B8ABB3D4C31E4D2C72AC84547B118ECC2E9FD5AA77F69B943F9CA95B54A3D3C8DE40DF952405595501A4EBDACF5F989C6', 0, 1795406400000, 0, 0, 0, '', '', 1795406400000, NULL);
INSERT INTO sessions VALUES ('telegram', '7', 3, X'CB8B668CF1A68056E1F6A67A72A0DF656913084C5FF14C9C100B79E7A397A43706FB3DC7FA78DD51A15DC637DC2F5C4321980C4E89B1AB9BEF181FA7EDF597C5B8', 20780);
INSERT INTO drafts VALUES ('telegram', '7', X'525E7890F42F3A81BB3027F715079F2E102784E92CC4DD717D309382745D7906CBB57B193E1B90B443B8BBA9ECD3B689FFE8A61C3D52E5BAC158BF011C4C7F29BDD615134222864AF836D1FAD9CCD9D409C6917D6CC98BC7C0BCAC22BE45A62BDADD5FBB2138E4C7DE94C26114A8F3CA81E55B10187B73CE0A5EA6673C19656308D49FDBFDF0ACB4AC767E9423BA30FBF82395950E', 1795406400000, 0);
INSERT INTO contacts VALUES ('telegram', '7', 1795406400000, 'lowongan', 'training=v1', 0);
INSERT INTO consents VALUES (1, 'telegram', '7', 'training', 'v1', 1795406400000, 1);
INSERT INTO trainings VALUES (1, 'menjahit-2026-1', 'menjahit-2026-1', 'menjahit', 2026, 'KTP', 0, 0, '', 1, 0, '', 0);
INSERT INTO batches VALUES (1, 'menjahit-2026-1', 1, 'menjahit-2026-1', '', 1797998400000, 0, '', 0, 20, 2, 0, 1, 0, 1, 1);
INSERT INTO registrations VALUES (1, 'KPG-2026-0001', 'telegram', '7', 'Maria Nale', '1998-06-12', 'P', 'Naikoten Satu', 'sma', 'bekerja', X'69664EECBE38DE761C63328E64C836B3B062E8ED9A99046C26E484EA4DBAA4296A8BC2B82D85AEC4B464', X'EE0D8F9F39E5ACF811F391F7872146AC1E9BECB2AA5971362C228B432870B25EDF4F62C0C41A6737BCE42CDB', 'baf45baa816b7e327dfd630fcaa2a377', 'f2b91d6df737ee50d7515a3aff6ad9aa', 1, NULL, 1, 'offered', 100, 1, 1795579200000, '', 'age', 1795406400000, 1795406400000);
INSERT INTO tickets VALUES (1, 'T-0001', 'telegram', '7', 'Alak', X'E3DA77F3CDF353F68787A716A6179379CC1C95771F4EA4F8812A25508372A1C813A0EBF2DF281E2D', 'menu.pick', 1795406400000, 0, '', NULL);
INSERT INTO staff VALUES ('Ibu Ana', 'admin', '', 0);
INSERT INTO audit VALUES (1, 1795406400000, 'Ibu Ana', 'put batch', 'menjahit-2026-1', '', 'seats=20', '');
INSERT INTO audit VALUES (2, 1795406400000, 'Ibu Ana', 'put staff', 'Ibu Ana', '', 'admin  revoked=false', '');
INSERT INTO flags VALUES (1, 1795406400000, 'telegram', '786d9d9708a273bf069163e181a35ab0', 'echo', 'until 2026-11-23T04:00:00Z');
INSERT INTO counters VALUES ('registration-2026', 1);
INSERT INTO counters VALUES ('ticket', 1);
INSERT INTO meta VALUES ('key_check', 'a6fd73b27ddc164c7b7acbdb769c5201c4b849f11b457e4fb9f4c02020004858');
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
