package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

var reach = sqlite.Reach{Channels: []string{"line", "post"}, PerWeek: 2}

// folk fills contacts, one row for each line: channel chat and what differs from somebody grown up in Oesapa who follows general news.
func folk(t testing.TB, l *sqlite.Ledger, lines ...string) {
	t.Helper()
	raw := file(t, l)
	for _, line := range lines {
		f := strings.Fields(line)
		set := map[string]string{"consents": "siaran=1", "topics": "umum", "kelurahan": "Oesapa", "band": "adult", "optout": "", "blocked": "0", "person": "0", "quiet": "0", "silent": "0"}
		for _, pair := range f[2:] {
			name, value, _ := strings.Cut(pair, "=")
			set[name] = strings.ReplaceAll(value, "_", " ")
		}
		if _, err := raw.Exec(`INSERT INTO contacts (channel, chat, first, consents, topics, kelurahan, band, optout, blocked, person, quiet, seen) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ? - ?)`,
			f[0], f[1], set["consents"], set["topics"], set["kelurahan"], set["band"], set["optout"], set["blocked"], set["person"], set["quiet"],
			noon.Unix()/86400, set["silent"]); err != nil {
			t.Fatal(err)
		}
	}
}

// launch brings an announcement to where it runs, and writes its deliveries.
func launch(t testing.TB, l *sqlite.Ledger, a store.Announcement) store.Announcement {
	t.Helper()
	a = begun(t, l, a)
	for more := true; more; {
		var err error
		if more, err = l.Fill(context.Background(), a.ID, reach, noon); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func begun(t testing.TB, l *sqlite.Ledger, a store.Announcement) store.Announcement {
	t.Helper()
	if a.Topic == "" {
		a.Topic = store.TopicGeneral
	}
	a.Body = "Posyandu Senin pukul 08.00."
	ctx := context.Background()
	err := l.Do(ctx, func(tx *sqlite.Tx) (err error) {
		a, err = tx.NewAnnouncement(a, "Ana", noon)
		return err
	})
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}, {Act: store.ActStart, By: "Ana"}} {
		if err == nil {
			a, err = l.TakeStep(ctx, a.Ref, s, nil, noon)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// goesTo lists who gets an announcement.
func goesTo(t testing.TB, l *sqlite.Ledger, a store.Announcement) string {
	t.Helper()
	list, err := l.Deliveries(t.Context(), a.ID, store.Address{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var chats []string
	for _, d := range list {
		chats = append(chats, d.To.Chat)
	}
	return strings.Join(chats, " ")
}

// Each audience: who gets it, who is left out and why; and the preview says the same before as the ledger does after.
func TestAudience(t *testing.T) {
	everybody := store.Audience{People: true}
	for name, c := range map[string]struct {
		folk []string
		a    store.Announcement
		gets string
		out  string
	}{
		"all who follow it":           {folk: []string{"post a", "post b topics=lowongan", "post c consents=-=", "line d"}, a: store.Announcement{To: everybody}, gets: "d a", out: "unasked=2"},
		"stopped":                     {folk: []string{"post a optout=all", "post b optout=umum", "post c optout=pem", "post d optout=lowongan,umum"}, a: store.Announcement{To: everybody}, gets: "c", out: "optout=3"},
		"blocked":                     {folk: []string{"post a blocked=1", "post b"}, a: store.Announcement{To: everybody}, gets: "b", out: "blocked=1"},
		"a kelurahan":                 {folk: []string{"post a", "post b kelurahan=Alak", "post c kelurahan="}, a: store.Announcement{To: store.Audience{People: true, Kelurahan: []string{"Alak"}}}, gets: "b"},
		"a kecamatan":                 {folk: []string{"post a", "post b kelurahan=Alak"}, a: store.Announcement{To: store.Audience{People: true, Kecamatan: []string{"Kelapa Lima"}}}, gets: "a"},
		"nowhere":                     {folk: []string{"post a"}, a: store.Announcement{To: store.Audience{People: true, Kecamatan: []string{"Jakarta"}}}, gets: ""},
		"a channel":                   {folk: []string{"post a", "line b"}, a: store.Announcement{To: store.Audience{People: true, Channels: []string{"line"}}}, gets: "b"},
		"a channel that is not there": {folk: []string{"post a", "pigeon b"}, a: store.Announcement{To: everybody}, gets: "a"},
		"a trade":                     {folk: []string{"post a topics=pelatihan", "post b topics=pelatihan/menjahit", "post c topics=pelatihan/bengkel"}, a: store.Announcement{Topic: "pelatihan", To: store.Audience{People: true, Trades: []string{"menjahit"}}}, gets: "a b", out: "unasked=1"},
		"no trade":                    {folk: []string{"post a topics=pelatihan", "post b topics=pelatihan/menjahit"}, a: store.Announcement{Topic: "pelatihan", To: everybody}, gets: "a", out: "unasked=1"},
		"minors":                      {folk: []string{"post a topics=lowongan band=minor", "post b topics=lowongan band=minor consents=siaran=1,wali=1"}, a: store.Announcement{Topic: "lowongan", To: everybody}, gets: "b", out: "minor=1"},
		"general news":                {folk: []string{"post a band=minor"}, a: store.Announcement{To: everybody}, gets: "a"},
		"two chats":                   {folk: []string{"post a person=7", "line b person=7 quiet=1"}, a: store.Announcement{To: everybody}, gets: "a", out: "twin=1"},
		"the other chat is blocked":   {folk: []string{"post a person=7 blocked=1", "line b person=7 quiet=1"}, a: store.Announcement{To: everybody}, gets: "b", out: "blocked=1"},
		"prefix of a topic":           {folk: []string{"post a topics=umumnya", "post b optout=umumnya,alle"}, a: store.Announcement{To: everybody}, gets: "b", out: "unasked=1"},
	} {
		t.Run(name, func(t *testing.T) {
			l := sqlitetest.Open(t)
			folk(t, l, c.folk...)
			preview, err := l.Preview(t.Context(), withTopic(c.a), reach, noon)
			if err != nil {
				t.Fatal(err)
			}
			a := launch(t, l, c.a)
			if got := goesTo(t, l, a); got != c.gets {
				t.Errorf("goes to %q, want %q", got, c.gets)
			}
			out, err := l.LeftOut(t.Context(), a.ID)
			if err != nil || said(out) != c.out {
				t.Errorf("left out %q, want %q (%v)", said(out), c.out, err)
			}
			if preview.Planned != len(strings.Fields(c.gets)) || said(preview.Excluded) != c.out {
				t.Errorf("the preview said %+v", preview)
			}
		})
	}
}

func said(out map[string]int) string {
	var list []string
	for _, why := range slices.Sorted(maps.Keys(out)) {
		list = append(list, fmt.Sprintf("%s=%d", why, out[why]))
	}
	return strings.Join(list, " ")
}

// A group gets one post, however many of its members are residents of ours; only groups that are bound do, of the area and of the kind.
func TestAudienceGroups(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a", "post g1")
	raw := file(t, l)
	for _, g := range []string{"'post','g1','karang-taruna','Oesapa','bound'", "'post','g2','rt-rw','Oesapa','bound'", "'post','g3','karang-taruna','Alak','bound'",
		"'post','g4','karang-taruna','Oesapa','left'", "'post','g5','karang-taruna','Oesapa','muted'"} {
		if _, err := raw.Exec(`INSERT INTO groups (channel, chat, kind, kelurahan, state, since, bound, by) VALUES (` + g + `, 1, 1, 'Ana')`); err != nil {
			t.Fatal(err)
		}
	}
	youth := store.Audience{Groups: true, Kinds: []string{string(store.YouthGroup)}, Kecamatan: []string{"Kelapa Lima"}}
	if a := launch(t, l, store.Announcement{To: youth}); goesTo(t, l, a) != "g1" {
		t.Errorf("youth groups: %q", goesTo(t, l, a))
	}
	both := launch(t, l, store.Announcement{To: store.Audience{Groups: true, People: true}})
	if got := goesTo(t, l, both); got != "a g1 g2 g3" {
		t.Errorf("all: %q", got)
	}
	if c := counted(t, l, both.ID); c != 4 {
		t.Errorf("tally %d", c)
	}
}

// A cohort is told of its training whatever else it follows, but not who stopped or is under age.
func TestAudienceCohort(t *testing.T) {
	l := sqlitetest.Open(t)
	if err := l.PutBatches(t.Context(), []store.Batch{batch("menjahit-1", 20, 0, false)}, "test", noon); err != nil {
		t.Fatal(err)
	}
	folk(t, l, "post a topics= consents=", "post b optout=all", "post c band= topics=", "post d")
	for i, chat := range []string{"a", "b", "c"} {
		apply(t, l, store.Address{Channel: "post", Chat: chat}, fmt.Sprintf("Maria %d", i), []string{"1990-01-01", "1990-01-01", "2012-05-05"}[i])
	}
	a := launch(t, l, store.Announcement{Topic: "pelatihan", To: store.Audience{People: true, Batches: []string{"menjahit-1"}}})
	if got := goesTo(t, l, a); got != "a" {
		t.Errorf("goes to %q", got)
	}
	if out, err := l.LeftOut(t.Context(), a.ID); err != nil || said(out) != "minor=1 optout=1" {
		t.Errorf("left out %v %v", out, err)
	}
	if a := launch(t, l, store.Announcement{Topic: "pelatihan", To: store.Audience{People: true, Batches: []string{"gone"}}}); goesTo(t, l, a) != "" {
		t.Errorf("a batch that is not there goes to %q", goesTo(t, l, a))
	}
}

func apply(t testing.TB, l *sqlite.Ledger, of store.Address, name, born string) {
	t.Helper()
	err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
		f, err := tx.Facts(of, noon, store.Need{})
		if err != nil {
			return err
		}
		return tx.Apply(of, []store.Effect{store.Register{Registration: store.Registration{Number: f.NextNumber, Of: of, Batch: f.Batches[0].ID,
			Applicant: store.Applicant{Name: name, Born: born, Gender: "P", Kelurahan: "Oesapa", Education: "sma", Work: "bekerja", Phone: "+6281234567890"}}}}, noon)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// counted is how many deliveries the tallies of an announcement know.
func counted(t testing.TB, l *sqlite.Ledger, id int64) int {
	t.Helper()
	counts, err := l.Counts(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return store.Sum(counts).Planned
}

// The next delivery is one search in an index, also where it stands behind many that are not its announcement's.
func TestClaimUsesTheIndex(t *testing.T) {
	l := sqlitetest.Open(t)
	raw := file(t, l)
	for query, want := range map[string]string{
		sqlite.NextQuery:    "SEARCH deliveries USING INDEX deliveries_todo (channel=? AND announcement=? AND due<?)",
		sqlite.FlightQuery:  "SEARCH deliveries USING INDEX deliveries_flight (channel=? AND announcement=?)",
		sqlite.Candidates:   "SEARCH c USING PRIMARY KEY ((channel,chat)>(?,?) AND (channel,chat)<(?,?))",
		sqlite.ReceiptQuery: "SEARCH deliveries USING INDEX deliveries_ref (channel=? AND ref=?)",
	} {
		plan := explain(t, raw, query)
		if !strings.Contains(plan, want) || strings.Contains(plan, "SCAN deliveries") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s\nruns as\n%s", query, plan)
		}
	}
}

func explain(t testing.TB, db *sql.DB, query string) string {
	t.Helper()
	args := make([]any, strings.Count(query, "?"))
	if strings.Contains(query, "?1") {
		args = args[:0]
		for n := 1; strings.Contains(query, fmt.Sprint("?", n)); n++ {
			args = append(args, 1)
		}
	}
	rows, err := db.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id, parent, x int
		var detail string
		if err := rows.Scan(&id, &parent, &x, &detail); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, detail)
	}
	return strings.Join(lines, "\n")
}

// A history is only added to.
func TestHistoryStays(t *testing.T) {
	l := sqlitetest.Open(t)
	a := begun(t, l, store.Announcement{To: store.Audience{People: true}})
	raw := file(t, l)
	for _, s := range []string{`DELETE FROM announcement_events`, `UPDATE announcement_events SET by = 'Budi'`} {
		if _, err := raw.Exec(s); err == nil {
			t.Errorf("%s: it was done", s)
		}
	}
	acts, err := l.Acts(t.Context(), a.ID)
	if err != nil || len(acts) != 5 || acts[4].Act != "start" || acts[4].By != "Ana" {
		t.Errorf("%v %v", acts, err)
	}
}

// A claim that came back twice, or late, is written once, and a sent delivery does not go back.
func TestSettleOnce(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a")
	a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
	claim := func() *sqlite.Claimed {
		c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon)
		if err != nil || c == nil {
			t.Fatal(c, err)
		}
		return c
	}
	first := claim()
	back := first.Delivery
	back.Fate, back.Due = store.FateQueued, noon
	if mine, err := l.Settle(t.Context(), back, first.Tries, "", noon); err != nil || !mine {
		t.Fatal(mine, err)
	}
	second := claim()
	sent := second.Delivery
	sent.Fate, sent.Ref = store.FateSent, "m1"
	if mine, _ := l.Settle(t.Context(), sent, first.Tries, "", noon); mine {
		t.Error("the result of another try counted")
	}
	if mine, _ := l.Settle(t.Context(), sent, second.Tries, "", noon); !mine {
		t.Error("its own result did not")
	}
	read := store.Receipt{To: sent.To, ID: "m1", Read: true, At: noon}
	came := store.Receipt{To: sent.To, ID: "m1", At: noon.Add(time.Second)}
	if err := l.Receive(t.Context(), read, came, came, store.Receipt{To: sent.To, ID: "nobody's", At: noon}); err != nil {
		t.Fatal(err)
	}
	list, err := l.Deliveries(t.Context(), a.ID, store.Address{}, 10)
	if err != nil || list[0].Fate != store.FateRead || list[0].Delivered.IsZero() || list[0].Read.IsZero() {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := file(t, l).Exec(`UPDATE deliveries SET state = 2`); err == nil {
		t.Error("a read delivery went back")
	}
}

func withTopic(a store.Announcement) store.Announcement {
	if a.Topic == "" {
		a.Topic = store.TopicGeneral
	}
	return a
}
