-- +goose Up
ALTER TABLE groups ADD COLUMN name TEXT NOT NULL DEFAULT ''; -- what its members call it, where the platform tells: for staff, who else see a hash

-- +goose Down
ALTER TABLE groups DROP COLUMN name;
