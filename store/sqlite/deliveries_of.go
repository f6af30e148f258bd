package sqlite

import "lopo/store"

// sqlNamed are the announcements, by which the rows of one chat are found without an index of their own: there are few of them.
const sqlNamed = ` WHERE announcement IN (SELECT id FROM announcements) AND channel = ?1 AND chat = ?2`

// eraseDeliveries lets go of whom deliveries went to. That they were is kept, under the chat's hash, so that the sums of an announcement stay true;
// what waited is not sent, and of what is in hand this very moment nobody will know.
func (tx *Tx) eraseDeliveries(of store.Address, hash string) error {
	_, err := tx.exec(`UPDATE OR REPLACE deliveries SET chat = ?3, kelurahan = '', ref = '', detail = '', why = CASE WHEN state < 2 THEN 'erased' ELSE why END,
		state = CASE state WHEN 0 THEN 6 WHEN 1 THEN 7 ELSE state END`+sqlNamed, of.Channel, of.Chat, hash)
	return err
}

// moveDeliveries gives the deliveries of a chat to the one that it is from now on. Where both have one of the same announcement, the one that is
// further stays; what is in hand stays where it is, and is settled there.
func (tx *Tx) moveDeliveries(from, to store.Address) error {
	for _, query := range []string{
		`DELETE FROM deliveries` + sqlNamed + ` AND state IN (0, 6) AND EXISTS (SELECT 1 FROM deliveries o
			WHERE o.announcement = deliveries.announcement AND o.channel = ?1 AND o.chat = ?3)`,
		`DELETE FROM deliveries WHERE announcement IN (SELECT id FROM announcements) AND channel = ?1 AND chat = ?3 AND state IN (0, 6)
			AND EXISTS (SELECT 1 FROM deliveries o WHERE o.announcement = deliveries.announcement AND o.channel = ?1 AND o.chat = ?2)`,
		`UPDATE OR IGNORE deliveries SET chat = ?3` + sqlNamed + ` AND state <> 1`,
	} {
		if _, err := tx.exec(query, from.Channel, from.Chat, to.Chat); err != nil {
			return err
		}
	}
	return nil
}
