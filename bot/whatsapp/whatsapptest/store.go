package whatsapptest

import (
	"context"
	"database/sql"
	"fmt"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// dsn opens a resident's store. One connection, and every transaction takes the write lock first: else a message that arrives while one is
// sent to the same person can spoil their session. Nothing here has to survive a power cut.
const dsn = "file:%s?_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_txlock=immediate"

// openStore opens the file of a whatsmeow client, and creates it if it is not there.
func openStore(ctx context.Context, file string) (*sql.DB, *sqlstore.Container, error) {
	db, err := sql.Open("sqlite", fmt.Sprintf(dsn, file))
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	box := sqlstore.NewWithDB(db, "sqlite", nil)
	if err := box.Upgrade(ctx); err != nil {
		db.Close()
		return nil, nil, fmt.Errorf("prepare store: %w", err)
	}
	if err := box.LIDMap.FillCache(ctx); err != nil {
		db.Close()
		return nil, nil, fmt.Errorf("read names: %w", err)
	}
	return db, box, nil
}

// phoneKeys is how many one-time keys a phone of ours leaves with the server. A linked device brings hundreds.
const phoneKeys = 40

// installPhone makes a store that is the account's own phone: device 0, with the account's key. A phone is not linked to anything, so
// the keys go to the server by this way and not over the wire.
func (a *Account) installPhone(ctx context.Context, box *sqlstore.Container) (*store.Device, error) {
	d := box.NewDevice()
	d.IdentityKey, d.SignedPreKey, d.RegistrationID = a.key, a.signed, phoneRegistration
	a.s.mu.Lock()
	phone := a.devices[0]
	account, err := a.vouch(phone)
	d.PushName = a.name
	a.s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	j := a.JID()
	d.ID, d.LID, d.Account, d.Platform = &j, a.LIDJID(), account, "android"
	if err := box.PutDevice(ctx, d); err != nil {
		return nil, fmt.Errorf("write store: %w", err)
	}
	if err := d.LIDs.PutLIDMapping(ctx, a.LIDJID(), a.JID()); err != nil {
		return nil, err
	}
	fresh, err := d.PreKeys.GetOrGenPreKeys(ctx, phoneKeys)
	if err != nil {
		return nil, err
	}
	if err := d.PreKeys.MarkPreKeysAsUploaded(ctx, fresh[len(fresh)-1].KeyID); err != nil {
		return nil, err
	}
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	phone.noise, phone.used = *d.NoiseKey.Pub, true
	for _, k := range fresh {
		phone.leave(oneTimeKey{uint32Bytes(k.KeyID)[1:], k.Pub[:]})
	}
	return d, nil
}
