package sqlite_test

import (
	"context"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// populace is how many residents have written to the bot of a city like ours, one day.
const populace = 400_000

// populate fills the ledger with residents who follow general news; one in ten has stopped it, one in twenty never asked.
func populate(t testing.TB, l *sqlite.Ledger, n int) {
	t.Helper()
	_, err := file(t, l).Exec(`WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ?)
		INSERT INTO contacts (channel, chat, first, consents, topics, kelurahan, band, optout)
		SELECT CASE i % 4 WHEN 0 THEN 'line' ELSE 'post' END, printf('628%09d', i), 1, 'siaran=1,training=abcdef', CASE i % 20 WHEN 7 THEN 'lowongan' ELSE 'lowongan,umum' END,
			CASE i % 3 WHEN 0 THEN 'Oesapa' WHEN 1 THEN 'Alak' ELSE 'Naikoten Satu' END, 'adult', CASE i % 10 WHEN 3 THEN 'umum' ELSE '' END FROM c`, n)
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFreeze fixes an audience of all residents of a city ("freeze": seconds, the goal is under 3), reads its progress ("progress": ms, under 5)
// and claims the next delivery behind a paused announcement of the same size ("claim": ms). longest-commit is what a reply waits for at most.
func BenchmarkFreeze(b *testing.B) {
	for range b.N {
		l := sqlitetest.Open(b)
		populate(b, l, populace)
		ctx := context.Background()
		a := begun(b, l, store.Announcement{To: store.Audience{People: true}})
		begin, longest := time.Now(), time.Duration(0)
		for more := true; more; {
			part := time.Now()
			var err error
			if more, err = l.Fill(ctx, a.ID, reach, noon); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(part))
		}
		b.ReportMetric(time.Since(begin).Seconds(), "freeze-s")
		b.ReportMetric(longest.Seconds()*1000, "longest-commit-ms")
		if n := counted(b, l, a.ID); n < populace*8/10 {
			b.Fatalf("%d deliveries", n)
		}
		if _, err := l.TakeStep(ctx, a.Ref, store.Step{Act: store.ActPause, By: "Ana"}, nil, noon); err != nil {
			b.Fatal(err)
		}
		next := launch(b, l, store.Announcement{To: store.Audience{People: true, Kelurahan: []string{"Alak"}}})

		const rounds = 500
		begin = time.Now()
		for range rounds {
			if counted(b, l, a.ID) == 0 {
				b.Fatal("nothing counted")
			}
		}
		b.ReportMetric(time.Since(begin).Seconds()*1000/rounds, "progress-ms")
		begin = time.Now()
		for range rounds {
			c, _, err := l.ClaimDelivery(ctx, "post", []int64{a.ID, next.ID}, nil, noon)
			if err != nil || c == nil || c.Announcement != next.ID {
				b.Fatal(c, err)
			}
		}
		b.ReportMetric(time.Since(begin).Seconds()*1000/rounds, "claim-ms")
		begin = time.Now()
		if _, err := l.Preview(ctx, withTopic(store.Announcement{To: store.Audience{People: true}}), reach, noon); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begin).Seconds(), "preview-s")
		b.ReportMetric(0, "ns/op")
	}
}
