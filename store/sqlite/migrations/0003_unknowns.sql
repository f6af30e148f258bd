-- +goose Up
CREATE TABLE unknowns ( -- what residents wrote that was not understood, masked, without whom it came from
    text  TEXT    NOT NULL PRIMARY KEY,
    guess TEXT    NOT NULL DEFAULT '', -- what it may have meant, the likeliest first; empty: nothing of ours
    count INTEGER NOT NULL,
    last  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE unknowns;
