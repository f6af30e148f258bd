-- What protects the accounts behind the channels, and how long it is kept who got what.
-- +goose Up

ALTER TABLE contacts ADD COLUMN seen INTEGER NOT NULL DEFAULT 0; -- the day on which she last wrote, since 1970
UPDATE contacts SET seen = max(first / 86400000,
    coalesce((SELECT s.day FROM sessions s WHERE s.channel = contacts.channel AND s.chat = contacts.chat), 0),
    coalesce((SELECT max(i.received) / 86400000 FROM inbox i WHERE i.channel = contacts.channel AND i.chat = contacts.chat), 0));

ALTER TABLE announcements ADD COLUMN crowd  TEXT    NOT NULL DEFAULT ''; -- JSON: the channel through which it is for more people than may be without an administrator; as last counted
ALTER TABLE announcements ADD COLUMN lifted TEXT    NOT NULL DEFAULT ''; -- the administrator who lets it go to them all the same
ALTER TABLE announcements ADD COLUMN per_week INTEGER NOT NULL DEFAULT 0; -- notices that one chat may get in a week, as it was when the audience was fixed; 0: no limit
ALTER TABLE announcements ADD COLUMN let_go INTEGER NOT NULL DEFAULT 0;  -- since when it is not kept any more who got it: its tallies alone are

CREATE INDEX announcements_over ON announcements (finished) WHERE let_go = 0 AND stage IN ('done', 'cancelled', 'expired');

-- The tallies of an announcement outlive the deliveries that they count.
DROP TRIGGER deliveries_delete;
-- +goose StatementBegin
CREATE TRIGGER deliveries_delete AFTER DELETE ON deliveries WHEN NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = old.announcement AND a.let_go <> 0) BEGIN
    UPDATE tallies SET n = n - 1 WHERE announcement = old.announcement AND channel = old.channel AND state = old.state AND why = old.why;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER deliveries_delete;
-- +goose StatementBegin
CREATE TRIGGER deliveries_delete AFTER DELETE ON deliveries BEGIN
    UPDATE tallies SET n = n - 1 WHERE announcement = old.announcement AND channel = old.channel AND state = old.state AND why = old.why;
END;
-- +goose StatementEnd
DROP INDEX announcements_over;
ALTER TABLE announcements DROP COLUMN let_go;
ALTER TABLE announcements DROP COLUMN per_week;
ALTER TABLE announcements DROP COLUMN lifted;
ALTER TABLE announcements DROP COLUMN crowd;
ALTER TABLE contacts DROP COLUMN seen;
