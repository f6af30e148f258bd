-- The language a chat is spoken to in, also by what comes by itself.
-- +goose Up
ALTER TABLE contacts ADD COLUMN lang TEXT NOT NULL DEFAULT ''; -- empty: that of the house

-- +goose Down
ALTER TABLE contacts DROP COLUMN lang;
