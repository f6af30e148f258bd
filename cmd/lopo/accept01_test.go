package main

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

const list = `kode_pelatihan,pelatihan,kejuruan,tahun,tanya_nik,kode_angkatan,angkatan,kursi
menjahit,Menjahit,menjahit,2026,ya,menjahit-1,Angkatan 1,20
`

// stocked is an office with an admin and one batch, put there as staff do.
func stocked(t testing.TB, set ...string) *office {
	t.Helper()
	o := newOffice(t, set...)
	o.does("staff", "add", "Ibu Ana", "--role", "admin")
	if err := os.WriteFile(o.path("list.csv"), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	o.does("import", "trainings", o.path("list.csv"), "--write", "--by", "Ibu Ana")
	return o
}

// onTelegram are the settings of a bot on the stand-in.
func onTelegram(srv *telegramtest.Server) []string {
	return []string{"LOPO_TELEGRAM_TOKEN=" + telegramtest.Token, "LOPO_TELEGRAM_API=" + srv.URL}
}

// tells says one line after the other, each after an answer, and returns the last answer.
func tells(t testing.TB, o *office, p *telegramtest.Person, lines ...string) string {
	t.Helper()
	for _, text := range lines {
		n := len(p.Inbox())
		p.Say(text)
		if _, err := p.Wait(o.ctx, n+1); err != nil {
			t.Fatalf("to %q: %v", text, err)
		}
	}
	seen := p.Inbox()
	return seen[len(seen)-1].Text
}

// exported reads what export writes: one map for each row.
func (o *office) exported(args ...string) (rows []map[string]string) {
	o.Helper()
	path := o.path("out.csv")
	os.Remove(path)
	o.does(append([]string{"export", "registrations", path}, args...)...)
	f, err := os.Open(path)
	if err != nil {
		o.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';' // as spreadsheets here expect it
	table, err := r.ReadAll()
	if err != nil || len(table) == 0 {
		o.Fatalf("%v, %v", table, err)
	}
	table[0][0] = strings.TrimPrefix(table[0][0], "\ufeff")
	for _, line := range table[1:] {
		row := map[string]string{}
		for i, h := range table[0] {
			row[h] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// From the first word to the row that staff read: the program as it is shipped, on both channels, with the same lines.
func TestAccept01RegisterEndToEnd(t *testing.T) {
	a := bottest.Maria(3)
	for name, talk := range map[string]func(t *testing.T, o *office, s *serving, srv *telegramtest.Server) (answers string){
		"telegram": func(t *testing.T, o *office, _ *serving, srv *telegramtest.Server) string {
			p := srv.Person(7, "Maria Nale")
			tells(t, o, p, a.Lines()...)
			var all []string
			for _, m := range p.Inbox() {
				all = append(all, m.Text)
			}
			return strings.Join(all, "\n")
		},
		"web chat": func(t *testing.T, _ *office, s *serving, _ *telegramtest.Server) string {
			b := bottest.NewBrowser(t, s.URL)
			for _, text := range a.Lines() {
				if b.Ask(text) == "" {
					t.Fatalf("no answer to %q", text)
				}
			}
			return strings.Join(b.Lines(), "\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := telegramtest.New(telegramtest.Options{})
			t.Cleanup(srv.Close)
			o := stocked(t, onTelegram(srv)...)
			s := o.serve()
			heard := talk(t, o, s, srv)
			for _, want := range []string{"Apa yang bisa kami bantu", "Setuju", "1. Pelatihan: Menjahit", "Nama: " + a.Name, "Pendaftaran terkirim. Nomor Bapak/Ibu: KPG-"} {
				if !strings.Contains(heard, want) {
					t.Errorf("%q is missing in\n%s", want, heard)
				}
			}
			s.stop()
			for _, word := range append(a.Secrets(), strings.Split(telegramtest.Token, ":")[1], secret) {
				if strings.Contains(s.log.String(), word) {
					t.Errorf("%q is in the log", word)
				}
			}
			rows := o.exported()
			if len(rows) != 1 {
				t.Fatalf("%d rows", len(rows))
			}
			want := map[string]string{"Pelatihan": "Menjahit", "Angkatan": "Angkatan 1", "Nama": a.Name, "Tanggal lahir": "1998-06-12", "L/P": "P", "Kelurahan": "Naikoten Satu",
				"Pendidikan": "SMA", "HP": store.MaskPhone(a.Phone), "NIK": store.MaskNIK(a.NIK)}
			for column, value := range want {
				if !strings.EqualFold(rows[0][column], value) {
					t.Errorf("%s is %q, want %q", column, rows[0][column], value)
				}
			}
			if !strings.Contains(heard, rows[0]["Nomor"]) {
				t.Errorf("she was not told her number %s", rows[0]["Nomor"])
			}
		})
	}
}

// The shipped program is killed in the middle of every single answer, before it arrived or after, and started again: one row, and no question
// without an answer.
func TestAccept02KilledProgram(t *testing.T) {
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	a := bottest.Maria(0)
	o := stocked(t, onTelegram(srv)...)
	p := srv.Person(7, "Maria Nale")
	for i, text := range a.Lines() {
		s := o.serve()
		fault, more := telegramtest.Fault{Method: "sendMessage", Hang: telegramtest.Before}, 1
		if i%2 == 1 {
			fault, more = telegramtest.Fault{Method: "sendMessage", Hang: telegramtest.After}, 2
		}
		srv.Fail(fault)
		sends, n := srv.Count("sendMessage"), len(p.Inbox())
		p.Say(text)
		if err := srv.Wait(o.ctx, func() bool { return srv.Count("sendMessage") > sends && len(p.Inbox()) >= n+more-1 }); err != nil {
			t.Fatal(err)
		}
		s.kill()
		srv.Heal()
		s = o.serve()
		if _, err := p.Wait(o.ctx, n+more); err != nil {
			t.Fatalf("after %q: %v", text, err)
		}
		s.stop()
	}
	if rows := o.exported(); len(rows) != 1 || rows[0]["Nama"] != a.Name {
		t.Errorf("rows %v", rows)
	}
}
