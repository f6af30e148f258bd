-- The PEM loan of each kelurahan, interests left with its LPM, and articles. Times are unix milliseconds. NULL where staff have not filled it in.
-- +goose Up

CREATE TABLE loan_terms ( -- what staff of a kelurahan have filled in; every change of it is in audit
    kelurahan    TEXT    NOT NULL PRIMARY KEY,
    status       TEXT    NOT NULL DEFAULT '', -- buka, tutup, daftar tunggu
    min          INTEGER,                     -- rupiah
    max          INTEGER,
    charge       INTEGER,                     -- thousandths of a percent, flat
    charge_per   TEXT    NOT NULL DEFAULT '', -- bulan, tahun, pinjaman
    tenor        INTEGER,                     -- months
    grace        INTEGER,                     -- months
    collateral   INTEGER,                     -- rupiah above which something is pledged; 0: always; -1: never
    requirements TEXT    NOT NULL DEFAULT '', -- one to a line
    contact      TEXT    NOT NULL DEFAULT '',
    hours        TEXT    NOT NULL DEFAULT '',
    basis        TEXT    NOT NULL DEFAULT '',
    as_of        INTEGER NOT NULL DEFAULT 0,
    source       TEXT    NOT NULL DEFAULT '',
    example      INTEGER NOT NULL DEFAULT 0,
    by           TEXT    NOT NULL DEFAULT '',
    changed      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE loan_inquiries ( -- interests left with the LPM; need and phone are sealed
    id        INTEGER PRIMARY KEY,
    channel   TEXT    NOT NULL,
    chat      TEXT    NOT NULL,
    kelurahan TEXT    NOT NULL,
    business  TEXT    NOT NULL,
    need      BLOB    NOT NULL,
    phone     BLOB,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX loan_inquiries_chat ON loan_inquiries (channel, chat);
CREATE INDEX loan_inquiries_at ON loan_inquiries (at);

CREATE TABLE articles (
    id      INTEGER PRIMARY KEY,
    code    TEXT    NOT NULL UNIQUE,
    title   TEXT    NOT NULL,
    body    TEXT    NOT NULL DEFAULT '', -- empty: not shown
    asks    TEXT    NOT NULL DEFAULT '', -- one to a line
    source  TEXT    NOT NULL DEFAULT '',
    as_of   INTEGER NOT NULL DEFAULT 0,
    by      TEXT    NOT NULL DEFAULT '', -- empty: as shipped, and a newer version of the program may bring a newer one
    changed INTEGER NOT NULL
) STRICT;

-- The same in the form in which words are compared; rowid is that of the article. Who writes an article brings its terms.
CREATE VIRTUAL TABLE article_terms USING fts5 (title, asks, body);

-- +goose Down
DROP TABLE article_terms;
DROP TABLE articles;
DROP TABLE loan_inquiries;
DROP TABLE loan_terms;
