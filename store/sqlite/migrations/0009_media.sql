-- +goose Up
CREATE TABLE media_remote ( -- what a platform calls a file that was brought to it: it is brought once and then named
    sum     TEXT    NOT NULL, -- SHA-256 of the bytes
    channel TEXT    NOT NULL,
    account TEXT    NOT NULL, -- a name that one account was given is worth nothing to another
    remote  TEXT    NOT NULL, -- in the channel's own form
    expires INTEGER NOT NULL, -- 0: never
    PRIMARY KEY (sum, channel, account)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE media_remote;
