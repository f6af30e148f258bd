package transcripttest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"lopo/flows/transcript"
	"lopo/store"
	"lopo/store/sqlite"
)

// Stage is a bot on which transcripts are played.
type Stage interface {
	// At sets the time. It never goes back.
	At(now time.Time)
	// Hear lets a resident do something; number is set on a channel that vouches for it. It may return before there is an answer.
	Hear(who, number string, a transcript.Act)
	// Tend handles what is due, and returns when everything is said that is to be said.
	Tend()
	// Took returns what was said and done since the last call: in order within a chat. A stage that cannot see effects returns none.
	Took() (said []Said, did []Did)
	Restart()
	// Lose forgets where the chats stand.
	Lose()
	Of(who string) store.Address
	Ledger() *sqlite.Ledger
}

// Said is a message as it reached somebody.
type Said struct {
	Who     string
	Message store.Outgoing
}

// Did is a change that was decided in somebody's chat.
type Did struct {
	Who    string
	Effect store.Effect
}

// player is one run of a script.
type player struct {
	testing.TB
	stage  Stage
	now    time.Time
	who    string
	number map[string]string
}

// pace is how long a resident takes for a message.
const pace = 10 * time.Second

// Play plays a script and returns the answers, act by act. After each act it calls after, when there is one.
func Play(t testing.TB, s *transcript.Script, stage Stage, after func(act int)) [][]string {
	t.Helper()
	p := &player{TB: t, stage: stage, now: Begin, who: "A", number: map[string]string{}}
	stage.At(p.now)
	answers := make([][]string, len(s.Acts))
	for i, a := range s.Acts {
		if err := p.act(a, i == 0); err != nil {
			t.Fatalf("%s:%d: %v", s.Name, a.Line, err)
		}
		answers[i] = p.lines(stage.Took())
		if after != nil {
			after(i)
		}
	}
	return answers
}

func (p *player) act(a transcript.Act, first bool) error {
	verb, rest, _ := strings.Cut(a.Text, " ")
	switch {
	case a.Mark == '@':
		return p.turnTo(a.Text, first)
	case a.Mark == '!' && verb == "restart":
		p.stage.Restart()
	case a.Mark == '!' && verb == "lose":
		p.stage.Lose()
	case a.Mark == '!' && verb == "applied":
		p.move(pace)
		if err := applied(p.stage.Ledger(), p.stage.Of(p.who), rest, p.now); err != nil {
			return err
		}
	case a.Mark == '!' && verb == "staff":
		if err := staff(p.stage.Ledger(), rest, p.now); err != nil {
			return err
		}
	default:
		p.move(pace)
		p.stage.Hear(p.who, p.number[p.who], a)
	}
	p.stage.Tend()
	return nil
}

// turnTo moves the time, or turns to another resident.
func (p *player) turnTo(what string, first bool) error {
	if name, number, _ := strings.Cut(what, " "); len(name) == 1 && name[0] >= 'A' && name[0] <= 'Z' {
		p.who = name
		p.number[name] = number
		return nil
	}
	if pass, ok := strings.CutPrefix(what, "+"); ok {
		var n int
		var unit byte
		if _, err := fmt.Sscanf(pass, "%d%c", &n, &unit); err != nil {
			return err
		}
		span := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[unit]
		if span == 0 {
			return fmt.Errorf("%q is no time: write +20m, +6h or +3d", what)
		}
		return p.pass(p.now.Add(time.Duration(n) * span))
	}
	to, err := time.ParseInLocation("2006-01-02 15:04", what, store.WITA)
	if err != nil {
		return err
	}
	if to.Before(p.now) {
		return fmt.Errorf("%s is over already", what)
	}
	if first {
		p.move(to.Sub(p.now))
		return nil
	}
	return p.pass(to)
}

func (p *player) move(d time.Duration) {
	p.now = p.now.Add(d)
	p.stage.At(p.now)
}

// pass lets time go by while the bot runs: what falls due happens at its hour, and not all at the end.
func (p *player) pass(to time.Time) error {
	db, err := sql.Open("sqlite", "file:"+p.stage.Ledger().Path()+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	for {
		var due sql.NullInt64
		if err := db.QueryRow(`SELECT min(due) FROM inbox WHERE state = 0 AND due > ? AND due <= ?`, p.now.UnixMilli(), to.UnixMilli()).Scan(&due); err != nil {
			return err
		}
		next, err := untold(db, p.now)
		if err != nil {
			return err
		}
		if due.Valid && (next.IsZero() || time.UnixMilli(due.Int64).Before(next)) {
			next = time.UnixMilli(due.Int64)
		}
		if next.IsZero() || next.After(to) {
			break
		}
		p.reach(next)
	}
	p.reach(to)
	return nil
}

// reach moves the time and lets the bot see to what is due. What is old by then has been removed before, as it is every hour.
func (p *player) reach(to time.Time) {
	if to.Sub(p.now) > time.Hour {
		p.move(to.Sub(p.now) - time.Minute)
		p.stage.Tend()
	}
	p.move(to.Sub(p.now))
	p.stage.Tend()
}

// lines writes an answer: what was said to who speaks, then to the others, then what was changed.
func (p *player) lines(said []Said, did []Did) (lines []string) {
	sort.SliceStable(said, func(i, j int) bool { return p.before(said[i].Who, said[j].Who) })
	sort.SliceStable(did, func(i, j int) bool { return p.before(did[i].Who, did[j].Who) })
	last := ""
	for i, s := range said {
		to := ""
		if s.Who != p.who && s.Who != last {
			to = s.Who
		}
		lines = append(lines, transcript.Line(s.Message, to, i > 0)...)
		last = s.Who
	}
	code := func(id int64) string { return codes(p, p.stage.Ledger())(id) }
	for _, d := range did {
		line := transcript.Effect(d.Effect, code)
		if line != "" && d.Who != p.who {
			line = "= " + d.Who + ":" + line[1:]
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (p *player) before(a, b string) bool {
	if (a == p.who) != (b == p.who) {
		return a == p.who
	}
	return a < b
}

// applied is an application that was sent before: "CODE NAME, BORN, KELURAHAN" and, if there is one, the code of the second choice.
func applied(l *sqlite.Ledger, of store.Address, what string, now time.Time) error {
	code, rest, _ := strings.Cut(what, " ")
	fields := append(strings.Split(rest, ", "), "")
	if len(fields) < 4 {
		return fmt.Errorf("applied %q: write CODE NAME, BORN, KELURAHAN", what)
	}
	list, err := l.Batches(context.Background())
	if err != nil {
		return err
	}
	batch := func(code string) int64 {
		i := slices.IndexFunc(list, func(b store.Batch) bool { return b.Code == code })
		if i < 0 {
			return 0
		}
		return list[i].ID
	}
	a := store.Applicant{Name: fields[0], Born: fields[1], Gender: "P", Kelurahan: fields[2], Education: "sma", Work: "belum_bekerja", Phone: "+6281200000001"}
	return l.Do(context.Background(), func(tx *sqlite.Tx) error {
		f, err := tx.Facts(of, now, store.Need{})
		if err != nil {
			return err
		}
		if err := tx.Meet(of, now); err != nil {
			return err
		}
		r := store.Registration{Number: f.NextNumber, Of: of, Applicant: a, Batch: batch(code), Second: batch(fields[3])}
		return tx.Apply(of, []store.Effect{store.Register{Registration: r}}, now)
	})
}

// staff carries out a command of staff, as their command line does.
func staff(l *sqlite.Ledger, command string, now time.Time) error {
	const by = "petugas"
	ctx := context.Background()
	words := strings.Fields(command)
	rest := func(n int) string { return strings.Join(words[min(n, len(words)):], " ") }
	if len(words) < 2 {
		return fmt.Errorf("staff %q: about what?", command)
	}
	if ok, err := vacancyStaff(l, words, now); ok {
		return err
	}
	switch words[0] {
	case "select":
		_, err := l.Select(ctx, words[1], by, false, now)
		return err
	case "decide":
		return l.Decide(ctx, words[1], store.Status(rest(2)[:len(words[2])]), by, rest(3), now)
	case "answer":
		return l.CloseTicket(ctx, words[1], rest(2), by, now)
	case "close":
		return l.CloseBatch(ctx, words[1], true, by, now)
	case "member":
		s := store.Staff{Name: words[1], Role: store.Role(words[2]), Scope: rest(3)}
		return errors.Join(l.PutStaff(ctx, s, by, now), l.PutStaffCode(ctx, s.Name, "k7qf9d2m", by, now))
	case "revoke":
		return l.PutStaff(ctx, store.Staff{Name: words[1], Role: store.Reader, Revoked: true}, by, now)
	case "appoint":
		if err := l.PutStaff(ctx, store.Staff{Name: words[1], Role: store.Role(words[2]), Scope: rest(4)}, by, now); err != nil {
			return err
		}
		return l.PutStaffCode(ctx, words[1], words[3], by, now)
	case "notice":
		return notice(l, words[1], rest(2), now)
	case "group":
		return l.PutGroupCode(ctx, words[1], store.GroupKind(words[2]), rest(3), by, now)
	case "pem":
		for _, terms := range Loans() {
			if terms.Kelurahan == rest(2) {
				terms.Status, terms.AsOf = store.LoanStatus(words[1]), now
				return l.PutLoans(ctx, []store.LoanTerms{terms}, by, now)
			}
		}
		return fmt.Errorf("there are no terms of %q", rest(2))
	case "seats", "start":
		return change(l, words[1], words[0], rest(2), by, now)
	}
	return fmt.Errorf("staff cannot %q", words[0])
}

// change writes a batch anew, with one thing different.
func change(l *sqlite.Ledger, code, what, value, by string, now time.Time) error {
	list, err := l.Batches(context.Background())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(b store.Batch) bool { return b.Code == code })
	if i < 0 {
		return fmt.Errorf("there is no batch %q", code)
	}
	b := list[i]
	if what == "seats" {
		_, err = fmt.Sscan(value, &b.Seats)
	} else {
		b.Starts, err = time.ParseInLocation("2006-01-02 15:04", value, store.WITA)
	}
	if err != nil {
		return err
	}
	return l.PutBatches(context.Background(), []store.Batch{b}, by, now)
}
