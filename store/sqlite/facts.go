package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lopo/store"
)

// One row tells of a chat all that most turns need; the rest is read only where this row says that there is something.
const sqlChat = `SELECT c.first, c.optout, c.consents, c.blocked, c.lang, c.topics, c.kelurahan, c.band, c.person, c.quiet, c.seen, d.body, d.expired, d.copied,
		EXISTS (SELECT 1 FROM registrations r WHERE r.channel = k.channel AND r.chat = k.chat),
		EXISTS (SELECT 1 FROM tickets t WHERE t.channel = k.channel AND t.chat = k.chat AND t.closed = 0)
	FROM (SELECT ? AS channel, ? AS chat) k
	LEFT JOIN contacts c ON c.channel = k.channel AND c.chat = k.chat
	LEFT JOIN drafts d ON d.channel = k.channel AND d.chat = k.chat`

// Facts reads what a decision about this chat may know.
func (tx *Tx) Facts(of store.Address, now time.Time, need store.Need) (store.Facts, error) {
	f := store.Facts{Now: now, City: tx.ledger.city}
	c, err := tx.open()
	if err != nil {
		return f, fmt.Errorf("read trainings: %w", err)
	}
	f.Batches = c.batches
	f.NextNumber = number(tx.ledger.city, now, c.counters[counterOf(now)]+1)
	f.NextTicket = fmt.Sprintf("T-%04d", c.counters["ticket"]+1)
	a, err := tx.about(of)
	if err != nil {
		return f, fmt.Errorf("read contact: %w", err)
	}
	f.Contact, f.Draft = a.contact, a.draft
	if a.contact.Person != 0 {
		if err := tx.factsOfAll(&f, of); err != nil {
			return f, err
		}
		a.registered, a.asked = false, false
	}
	if a.registered {
		if f.Registrations, err = tx.registrationsOf(of); err != nil {
			return f, fmt.Errorf("read registrations: %w", err)
		}
	}
	if a.asked {
		if f.Tickets, err = tx.ticketsOf(of); err != nil {
			return f, fmt.Errorf("read tickets: %w", err)
		}
	}
	if need.Code != "" {
		if f.Code, err = tx.staffCode(need.Code, now); err != nil {
			return f, err
		}
	}
	if need.Consents {
		if f.Consents, err = tx.consentsOf(of, f.Contact); err != nil {
			return f, fmt.Errorf("read consents: %w", err)
		}
	}
	if need.Jobs != (store.JobNeed{}) {
		if err := tx.More(of, need, &f); err != nil {
			return f, err
		}
	}
	switch {
	case need.Applicant != nil:
		f.Twin, err = tx.twin(of, *need.Applicant, need.Batch, "")
	case need.Amend != nil:
		f.Twin, err = tx.amendedTwin(of, f.Registrations, *need.Amend)
	}
	if err != nil {
		return f, fmt.Errorf("look for the same person: %w", err)
	}
	return f, nil
}

// More reads what a decision found out that it wants beside the facts it has.
func (tx *Tx) More(of store.Address, need store.Need, f *store.Facts) (err error) {
	if need.Loan != "" {
		if f.Loan, err = tx.loan(need.Loan); err != nil {
			return fmt.Errorf("read loan terms: %w", err)
		}
	}
	if need.Inquiries {
		for _, chat := range append([]store.Address{of}, f.Linked...) {
			list, err := tx.inquiriesOf(chat)
			if err != nil {
				return fmt.Errorf("read interests: %w", err)
			}
			f.Inquiries = append(f.Inquiries, list...)
		}
	}
	if need.Search != "" {
		if f.Found, err = tx.search(need.Search); err != nil {
			return fmt.Errorf("search articles: %w", err)
		}
	}
	if need.Article != "" {
		if f.Article, err = tx.article(need.Article); err != nil {
			return fmt.Errorf("read article: %w", err)
		}
	}
	if need.Jobs != (store.JobNeed{}) {
		if err := tx.jobs(of, need.Jobs, f); err != nil {
			return fmt.Errorf("read vacancies: %w", err)
		}
	}
	if err := tx.morePeople(of, need, f); err != nil {
		return err
	}
	if err := tx.noticeFacts(of, f, need); err != nil { // behind who writes: some of it is for staff alone
		return err
	}
	f.Read = f.Read.And(need)
	return nil
}

// Lang is the language that a chat asked for; "" also where it cannot be read: what is said then must be said all the same.
func (l *Ledger) Lang(ctx context.Context, of store.Address) (lang string) {
	_ = l.read.QueryRowContext(ctx, `SELECT lang FROM contacts WHERE channel = ? AND chat = ?`, of.Channel, of.Chat).Scan(&lang)
	return lang
}

// consents reads the proofs of those consents of a chat that are in force: the last word on each purpose.
func (tx *Tx) consents(of store.Address, inForce map[string]string) (list []store.Consent, err error) {
	rows, err := tx.rows(`SELECT purpose, version, channel, at, given, max(id) FROM consents WHERE channel = ? AND chat = ? GROUP BY purpose ORDER BY max(id)`, of.Channel, of.Chat)
	last, err := all(rows, err, func(rows *sql.Rows) (c store.Consent, err error) {
		var when, id int64
		err = rows.Scan(&c.Purpose, &c.Version, &c.Channel, &when, &c.Given, &id)
		c.At = at(when)
		return c, err
	})
	for _, c := range last {
		if c.Given && inForce[c.Purpose] != "" {
			list = append(list, c)
		}
	}
	return list, err
}

// amendedTwin looks for another application of the person that a change would make of an applicant.
func (tx *Tx) amendedTwin(of store.Address, mine []store.RegistrationView, e store.Amend) (*store.Twin, error) {
	for _, v := range mine {
		if v.Number == e.Number && amended(&v.Applicant, e) == nil {
			return tx.twin(of, v.Applicant, v.Registration.Batch, v.Number)
		}
	}
	return nil, nil
}

// about is what is known of a chat, or read of it now.
func (tx *Tx) about(of store.Address) (about, error) {
	a, ok := tx.known.get(of)
	if ok && tx.ledger.doubt == nil {
		return a, nil
	}
	now, err := tx.readAbout(of)
	if err != nil {
		return now, err
	}
	if ok && a.String() != now.String() {
		tx.ledger.doubt(a.String(), now.String())
	}
	tx.known.put(now)
	return now, nil
}

func (tx *Tx) readAbout(of store.Address) (a about, err error) {
	var first, blocked, person, quiet, seen, expired, copied sql.NullInt64
	var optout, consents, lang, wanted, kelurahan, band sql.NullString
	var draft []byte
	err = tx.row(sqlChat, of.Channel, of.Chat).
		Scan(&first, &optout, &consents, &blocked, &lang, &wanted, &kelurahan, &band, &person, &quiet, &seen, &draft, &expired, &copied, &a.registered, &a.asked)
	if err != nil {
		return a, err
	}
	a.contact = store.Contact{Of: of, First: at(first.Int64), Blocked: blocked.Int64 != 0, OptOut: topics(optout.String), Consents: pairs(consents.String), Lang: lang.String,
		Topics: listed(wanted.String), Kelurahan: kelurahan.String, Band: store.Band(band.String), Person: person.Int64, Quiet: quiet.Int64 != 0}
	if seen.Int64 != 0 {
		a.contact.Seen = time.Unix(seen.Int64*86400, 0).UTC()
	}
	if draft != nil {
		a.draft = &store.Draft{}
		if err := tx.ledger.open(draft, a.draft); err != nil {
			return a, fmt.Errorf("draft: %w", err)
		}
		a.draft.Expired, a.draft.Copied = expired.Int64 != 0, copied.Int64 != 0
	}
	return a, nil
}

// Two looks into an index each: with OR it would read the whole batch.
const sqlTwin = `SELECT number, channel, chat FROM registrations WHERE batch = ?1 AND person = ?3 AND status <> 'cancelled' AND number <> ?2
	UNION ALL SELECT number, channel, chat FROM registrations
	WHERE batch = ?1 AND nik_hash = ?4 AND nik_hash IS NOT NULL AND status <> 'cancelled' AND number <> ?2 LIMIT 1`

// twin looks for an application of the same person for the same batch: the same NIK, or the same name and birth date. The application
// numbered apart does not count.
func (tx *Tx) twin(of store.Address, a store.Applicant, batch int64, apart string) (*store.Twin, error) {
	var t store.Twin
	var channel, chat string
	err := tx.row(sqlTwin, batch, apart, tx.ledger.person(a), tx.ledger.nikHash(a.NIK)).Scan(&t.Number, &channel, &chat)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		t.Own, err = tx.same(of, store.Address{Channel: channel, Chat: chat})
	}
	return &t, err
}

// person is the keyed hash by which the same applicant is known again.
func (l *Ledger) person(a store.Applicant) string {
	return l.box.Hash("person", strings.ToLower(strings.Join(strings.Fields(a.Name), " "))+"/"+a.Born)
}

// nikHash is NULL for an unknown NIK, which equals nothing.
func (l *Ledger) nikHash(nik string) any {
	if nik == "" {
		return nil
	}
	return l.box.Hash("nik", nik)
}

// catalogue is what is open, kept between turns: it changes far less often than it is read.
type catalogue struct {
	batches  []store.Batch
	counters map[string]int64
}

func (tx *Tx) open() (*catalogue, error) {
	if tx.catalogue != nil {
		return tx.catalogue, nil
	}
	rows, err := tx.rows(sqlBatches)
	c := &catalogue{counters: map[string]int64{}}
	if c.batches, err = all(rows, err, scanBatch); err != nil {
		return nil, err
	}
	rows, err = tx.rows(`SELECT name, value FROM counters`)
	_, err = all(rows, err, func(rows *sql.Rows) (int, error) {
		var name string
		var value int64
		err := rows.Scan(&name, &value)
		c.counters[name] = value
		return 0, err
	})
	if err != nil {
		return nil, err
	}
	tx.catalogue = c
	return c, nil
}

// change gives what is remembered a new version that edit has changed; facts that were handed out keep the old one.
func (c *catalogue) change(edit func(*catalogue)) *catalogue {
	if c == nil {
		return nil
	}
	next := &catalogue{batches: slices.Clone(c.batches), counters: maps.Clone(c.counters)}
	edit(next)
	return next
}

// find is one batch of those that are remembered.
func (tx *Tx) find(batch int64) (store.Batch, error) {
	c, err := tx.open()
	if err != nil {
		return store.Batch{}, fmt.Errorf("read trainings: %w", err)
	}
	for _, b := range c.batches {
		if b.ID == batch {
			return b, nil
		}
	}
	return store.Batch{}, fmt.Errorf("batch %d: %w", batch, sql.ErrNoRows)
}

// count takes the next value of a counter. What is remembered of the catalogue follows.
func (tx *Tx) count(name string) error {
	_, err := tx.exec(`INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1`, name)
	tx.catalogue = tx.catalogue.change(func(c *catalogue) { c.counters[name]++ })
	return err
}

func counterOf(now time.Time) string {
	return fmt.Sprintf("registration-%d", now.In(store.WITA).Year())
}

// number writes a registration number, "KPG-2026-0042". The letters are the city's own (fact "kode_nomor").
func number(city *store.City, now time.Time, n int64) string {
	code, known := city.Fact("kode_nomor")
	if !known {
		code = "KPG"
	}
	return fmt.Sprintf("%s-%d-%04d", code, now.In(store.WITA).Year(), n)
}

func topics(list string) map[string]bool {
	if list == "" {
		return nil
	}
	m := map[string]bool{}
	for topic := range strings.SplitSeq(list, ",") {
		m[topic] = true
	}
	return m
}

func pairs(list string) map[string]string {
	if list == "" {
		return nil
	}
	m := map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		key, value, _ := strings.Cut(pair, "=")
		m[key] = value
	}
	return m
}
