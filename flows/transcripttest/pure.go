package transcripttest

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"testing"
	"time"

	"lopo/flows"
	"lopo/flows/transcript"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// Pure is the first stage: the engine and the ledger, without any other room.
type Pure struct {
	testing.TB
	Stored bool          // every turn has an engine of its own, and the session only as it is stored
	Flows  []*flows.Flow // nil: those of the program
	// Turn, when set, sees every decision: what it was made of, and what came out.
	Turn func(before store.Session, f store.Facts, m store.Message, out flows.Outcome)

	ledger   *sqlite.Ledger
	engine   *flows.Engine
	now      time.Time
	tidied   time.Time
	phones   map[string]*Phone
	sessions map[store.Address]store.Session
	said     []Said
	did      []Did
}

// Open opens the ledger at path; it is closed at the end of the test.
func (p *Pure) Open(path string) *Pure {
	p.Helper()
	p.ledger = sqlitetest.At(p, path)
	p.Cleanup(func() { p.ledger.Close() })
	p.phones, p.sessions = map[string]*Phone{}, map[store.Address]store.Session{}
	p.engine = p.newEngine()
	return p
}

func (p *Pure) newEngine() *flows.Engine {
	p.Helper()
	words, err := locales.Load("id")
	if err != nil {
		p.Fatal(err)
	}
	list := p.Flows
	if list == nil {
		list = flows.All()
	}
	e, err := flows.New(words, list...)
	if err != nil {
		p.Fatal(err)
	}
	return e
}

// Engine is the engine of the next turn.
func (p *Pure) Engine() *flows.Engine { return p.engine }

// Ledger is where everything is.
func (p *Pure) Ledger() *sqlite.Ledger { return p.ledger }

// Of is the chat of a resident.
func (p *Pure) Of(who string) store.Address { return p.phone(who).Of }

// At sets the time.
func (p *Pure) At(now time.Time) { p.now = now }

// Restart begins with a new engine.
func (p *Pure) Restart() { p.engine = p.newEngine() }

// Lose forgets where the chats stand.
func (p *Pure) Lose() {
	for of := range p.sessions {
		if err := (sqlite.Sessions{Ledger: p.ledger}).Drop(context.Background(), of); err != nil {
			p.Fatal(err)
		}
	}
	clear(p.sessions)
}

// Took returns what was said and done since the last call.
func (p *Pure) Took() ([]Said, []Did) {
	said, did := p.said, p.did
	p.said, p.did = nil, nil
	return said, did
}

func (p *Pure) phone(who string) *Phone {
	if p.phones[who] == nil {
		p.phones[who] = &Phone{Of: store.Address{Channel: Channel, Chat: who}}
	}
	return p.phones[who]
}

// Hear lets a resident do something, and handles it.
func (p *Pure) Hear(who, number string, a transcript.Act) {
	p.Helper()
	phone := p.phone(who)
	phone.Number = number
	m, err := phone.Write(a, p.now)
	if err != nil {
		p.Fatalf("line %d: %v", a.Line, err)
	}
	p.Deliver(m)
}

// Deliver handles a message.
func (p *Pure) Deliver(m store.Message) {
	p.Helper()
	fresh, err := p.ledger.Arrive(context.Background(), p.now, m)
	if err != nil {
		p.Fatal(err)
	}
	for _, a := range fresh {
		p.turn(a)
	}
}

// Tend handles what is due, then what is old.
func (p *Pure) Tend() {
	p.Helper()
	if _, _, err := p.ledger.Digests(context.Background(), p.now); err != nil {
		p.Fatal(err)
	}
	for {
		list, err := p.ledger.Waiting(context.Background(), p.now, 0, 100)
		if err != nil {
			p.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, a := range list {
			p.turn(a)
		}
	}
	if p.now.Sub(p.tidied) < time.Hour {
		return
	}
	p.tidied = p.now
	if err := p.ledger.Retain(context.Background(), p.now); err != nil {
		p.Fatal(err)
	}
}

// turn decides about one message and carries the decision out.
func (p *Pure) turn(a sqlite.Arrived) {
	p.Helper()
	of := a.Message.From
	if p.Stored {
		p.engine = p.newEngine()
	}
	var out flows.Outcome
	err := p.ledger.Do(context.Background(), func(tx *sqlite.Tx) error {
		if fresh, err := tx.Take(a.Row, a.Message.From, p.now); !fresh || err != nil {
			return err
		}
		before, err := p.session(tx, of)
		if err != nil {
			return err
		}
		f, err := tx.Facts(of, p.now, p.engine.Needs(before, a.Message))
		if err != nil {
			return err
		}
		if err := tx.Heard(of, f.Contact, a.Message, p.now); err != nil {
			return err
		}
		out, err = p.engine.Decide(before, &f, a.Message, func(n store.Need, f *store.Facts) error { return tx.More(of, n, f) })
		if err != nil {
			return err
		}
		if p.Turn != nil {
			p.Turn(before, f, a.Message, out)
		}
		if err := tx.Apply(of, out.Effects, p.now); err != nil {
			return err
		}
		return tx.PutSession(out.Session, p.now)
	})
	var panicked *sqlite.PanicError
	if errors.As(err, &panicked) {
		p.Fatalf("%s %q: %v\n%s", a.Message.Kind, a.Message.Text, panicked.Value, panicked.Stack)
	}
	if err != nil {
		p.Fatalf("%s %q: %v", a.Message.Kind, a.Message.Text, err)
	}
	if out.Erases() { // there is no channel that would have to forget her too
		if err := p.ledger.Forgotten(context.Background(), of); err != nil {
			p.Fatal(err)
		}
	}
	p.sessions[of] = out.Session
	for _, m := range out.Replies {
		p.said = append(p.said, Said{of.Chat, m})
		p.phone(of.Chat).See(m)
	}
	for _, e := range out.Effects {
		p.did = append(p.did, Did{of.Chat, e})
	}
}

// session is where a chat stands: as it is in memory, or as it is stored and read again.
func (p *Pure) session(tx *sqlite.Tx, of store.Address) (store.Session, error) {
	if !p.Stored {
		s := p.sessions[of]
		s.Of, s.Slots = of, maps.Clone(s.Slots)
		return s, nil
	}
	s, err := tx.Session(of)
	if err != nil {
		return s, err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	again := store.Session{Of: of}
	return again, json.Unmarshal(body, &again)
}
