package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"

	"lopo/bot/sheet"
	"lopo/bot/whatsapp"
	"lopo/locales"
	"lopo/store"
)

// hears reports whether a channel says how far a message came. Where it does not, nobody knows, which is not nought.
var hears = map[string]bool{whatsapp.Name: true}

type announceReportCmd struct {
	Ref string `arg:"" help:"Nomor pengumuman."`
	Out string `help:"Berkas .xlsx atau .csv: satu baris untuk setiap penerima, kontaknya disamarkan." type:"path"`
	By  string `help:"Nama petugas; perlu dengan --out."`
}

// Run reports what has become of an announcement.
func (c *announceReportCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToLook, func(p *parts, a store.Announcement) error {
		n, err := p.ledger.Counts(ctx, a.ID)
		if err != nil {
			return err
		}
		groups, err := p.postsOf(ctx, a, n)
		if err != nil {
			return err
		}
		fmt.Printf("%s, %s\n\n", a.Ref, stageWords[a.Stage])
		if err := reportTable(os.Stdout, n, groups); err != nil {
			return err
		}
		if !a.LetGo.IsZero() {
			fmt.Printf("Siapa penerimanya tidak disimpan lagi sejak %s; jumlahnya tetap.\n", locales.DateTime(a.LetGo))
		}
		if err := p.reportReasons(ctx, os.Stdout, a, n); err != nil || c.Out == "" {
			return err
		}
		if c.By == "" {
			return fmt.Errorf("--out perlu --by NAMA")
		}
		if !a.LetGo.IsZero() {
			return &store.LetGoError{Ref: a.Ref}
		}
		return p.reportFile(ctx, a, c.Out, c.By)
	})
}

// reportReasons says why some did not get it, and who saw a text that was replaced.
func (p *parts) reportReasons(ctx context.Context, out io.Writer, a store.Announcement, n []store.Count) error {
	why := map[string]int{}
	for _, c := range n {
		if c.Why != "" {
			why[c.Why] += c.N
		}
	}
	words, err := locales.Load("id")
	if err != nil {
		return err
	}
	named := whyWord(words)
	if len(why) > 0 {
		fmt.Fprintf(out, "Sebab: %s\n", counts(why, named))
	}
	left, err := p.ledger.LeftOut(ctx, a.ID)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		fmt.Fprintf(out, "Tidak termasuk sejak awal: %s\n", counts(left, named))
	}
	if a.Version > 1 {
		saw, err := p.ledger.SawVersion(ctx, a.ID, a.Version)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Melihat teks yang diralat: %s\n", counts(saw, func(name string) string { return "lewat " + name }))
	}
	return nil
}

// fateWords say what has become of a delivery.
var fateWords = map[store.Fate]string{store.FateQueued: "antre", store.FateSending: "sedang dikirim", store.FateSent: "terkirim", store.FateDelivered: "sampai", store.FateRead: "dibaca",
	store.FateFailed: "gagal", store.FateSkipped: "dilewati", store.FateUnsure: "tidak pasti"}

// reportFile writes a line for each recipient. Contacts are masked.
func (p *parts) reportFile(ctx context.Context, a store.Announcement, path, by string) error {
	headers := []string{"Kanal", "Kontak", "Grup", "Kelurahan", "Keadaan", "Sebab", "Versi", "Dikirim (WITA)", "Sampai (WITA)", "Dibaca (WITA)"}
	var rows [][]string
	behind := store.Address{}
	words, err := locales.Load("id")
	if err != nil {
		return err
	}
	why := whyWord(words)
	for {
		list, err := p.ledger.Deliveries(ctx, a.ID, behind, 5000)
		if err != nil {
			return err
		}
		for _, d := range list {
			rows = append(rows, reportRow(d, why))
		}
		if len(list) == 0 {
			break
		}
		behind = list[len(list)-1].To
	}
	if err := p.ledger.Audit(ctx, by, "report announcement", a.Ref, path, now()); err != nil {
		return err
	}
	return done(sheet.Write(path, headers, rows), fmt.Sprintf("%d baris ditulis ke %s.", len(rows), path))
}

func reportRow(d store.Delivery, why func(string) string) []string {
	reason := ""
	if d.Why != "" {
		reason = why(d.Why)
	}
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(store.WITA).Format("2006-01-02 15.04")
	}
	delivered, read := moment(d.Delivered), moment(d.Read)
	if !hears[d.To.Channel] && d.Fate.Reached() {
		delivered, read = "tidak diketahui", "tidak diketahui"
	}
	group := ""
	if d.Group {
		group, delivered, read = "ya", notOne, notOne
	}
	return []string{d.To.Channel, store.MaskChat(d.To.Chat), group, d.Kelurahan, fateWords[d.Fate], reason, fmt.Sprint(d.Version), moment(d.Sent), delivered, read}
}

type announceShowCmd struct {
	Ref   string `arg:"" help:"Nomor pengumuman."`
	Watch bool   `help:"Tampilkan kemajuannya sampai selesai."`
}

// Run shows one announcement: what it says and to whom, how far it is, and what was done with it.
func (c *announceShowCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, "", store.ToLook, func(p *parts, a store.Announcement) error {
		if c.Watch {
			return p.watch(ctx, a)
		}
		if _, err := p.preview(ctx, os.Stdout, a); err != nil {
			return err
		}
		n, err := p.ledger.Counts(ctx, a.ID)
		if err != nil {
			return err
		}
		if len(n) > 0 {
			groups, err := p.postsOf(ctx, a, n)
			if err != nil {
				return err
			}
			fmt.Println()
			if err := reportTable(os.Stdout, n, groups); err != nil {
				return err
			}
		}
		acts, err := p.ledger.Acts(ctx, a.ID)
		if err != nil {
			return err
		}
		fmt.Println("\nRiwayat:")
		for _, act := range acts {
			by := act.By
			if by == "" {
				by = "(sistem)"
			}
			fmt.Printf("  %s  %-18s %s %s\n", locales.DateTime(act.At), act.Act, by, act.Detail)
		}
		return nil
	})
}

// watch shows how far an announcement is, until it is over.
func (p *parts) watch(ctx context.Context, a store.Announcement) error {
	line := isatty.IsTerminal(os.Stdout.Fd())
	begun, before := now(), -1
	for {
		var err error
		if a, err = p.ledger.Announcement(ctx, a.Ref); err != nil {
			return err
		}
		n, err := p.ledger.Counts(ctx, a.ID)
		if err != nil {
			return err
		}
		s := store.Sum(n)
		if before < 0 {
			before = s.Planned - s.Left()
		}
		text := bar(s, s.Planned-s.Left()-before, now().Sub(begun), now()) + " " + stageWords[a.Stage]
		if line {
			fmt.Printf("\r\033[K%s", text)
		} else {
			fmt.Println(text)
		}
		if a.Stage != store.StageRunning {
			fmt.Println()
			return nil
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			fmt.Println()
			return nil
		}
	}
}

// bar draws how far it is, how fast, and when it will be done: "█████░░░░░ 50% 500/1000, 20/detik, selesai …". done is how many ended while it was
// watched, for so long.
func bar(s store.Progress, done int, took time.Duration, now time.Time) string {
	const wide = 24
	ended, part := s.Planned-s.Left(), 0
	if s.Planned > 0 {
		part = ended * wide / s.Planned
	}
	text := strings.Repeat("█", part) + strings.Repeat("░", wide-part)
	text += fmt.Sprintf(" %d/%d, gagal %d, tidak pasti %d", ended, s.Planned, s.Failed, s.Unsure)
	if done > 0 && took > 0 {
		rate := float64(done) / took.Seconds()
		text += fmt.Sprintf(", %.1f per detik", rate)
		if left := s.Left(); left > 0 {
			text += ", selesai kira-kira " + locales.DateTime(now.Add(time.Duration(float64(left)/rate*float64(time.Second))))
		}
	}
	return text
}
