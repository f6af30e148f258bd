package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/telegram"
	"lopo/bot/webchat"
	"lopo/bot/whatsapp"
	"lopo/flows"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

type announceCmd struct {
	Draft    announceDraftCmd    `cmd:"" help:"Tulis pengumuman baru."`
	Edit     announceEditCmd     `cmd:"" help:"Ubah pengumuman; ujian dan persetujuannya gugur."`
	Test     announceTestCmd     `cmd:"" help:"Kirim ke percakapan sendiri, bertanda UJI COBA."`
	Submit   announceSubmitCmd   `cmd:"" help:"Ajukan untuk disetujui orang lain."`
	Approve  announceApproveCmd  `cmd:"" help:"Setujui pengumuman yang ditulis orang lain."`
	Reject   announceRejectCmd   `cmd:"" help:"Kembalikan kepada penulisnya, dengan alasan."`
	Start    announceStartCmd    `cmd:"" help:"Mulai mengirim sekarang; perlu kode konfirmasi."`
	Schedule announceScheduleCmd `cmd:"" help:"Kirim pada waktu tertentu; perlu kode konfirmasi."`
	Pause    announcePauseCmd    `cmd:"" help:"Hentikan sementara, langsung berlaku."`
	Resume   announceResumeCmd   `cmd:"" help:"Lanjutkan yang dijeda."`
	Cancel   announceCancelCmd   `cmd:"" help:"Batalkan; yang belum terkirim tidak dikirim."`
	Fix      announceFixCmd      `cmd:"" help:"Ralat: tulis teks pengganti; pengiriman dijeda."`
	List     announceListCmd     `cmd:"" help:"Daftar pengumuman."`
	Show     announceShowCmd     `cmd:"" help:"Satu pengumuman: isi, sasaran, kemajuan, riwayat."`
	Report   announceReportCmd   `cmd:"" help:"Laporan pengiriman, sebagai tabel atau berkas .xlsx/.csv."`
	Resend   announceResendCmd   `cmd:"" help:"Kirim ulang yang gagal dan masih bisa dicoba."`
	Invite   announceInviteCmd   `cmd:"" help:"Ubah daftar nomor yang belum pernah menulis menjadi undangan."`
}

// reference lets staff write 42 for PGM-2026-0042 of this year.
func reference(text string) string {
	if n, err := strconv.Atoi(text); err == nil {
		return fmt.Sprintf("PGM-%d-%04d", now().In(store.WITA).Year(), n)
	}
	return strings.ToUpper(text)
}

// stageWords say to staff where an announcement stands.
var stageWords = map[store.Stage]string{
	store.StageDraft: "draf", store.StageTested: "diuji", store.StageSubmitted: "menunggu persetujuan", store.StageApproved: "disetujui", store.StageScheduled: "terjadwal",
	store.StageRunning: "berjalan", store.StagePaused: "dijeda", store.StageDone: "selesai", store.StageCancelled: "dibatalkan", store.StageExpired: "kedaluwarsa",
}

// whyWord says to staff why somebody does not get an announcement, as it is said in their chats.
func whyWord(words *locales.Words) func(why string) string {
	return func(why string) string { return words.Text("announce.out."+why, nil) }
}

// notices are how quickly each channel lets notices out.
var notices = map[string]channel.Limits{telegram.Name: telegram.Notices, whatsapp.Name: whatsapp.Notices, webchat.Name: webchat.Notices}

// inWords says to staff why a step was not taken.
func stepRefused(err error) error {
	var l *store.LifeError
	var many *store.ManyError
	var letGo *store.LetGoError
	switch {
	case errors.As(err, &l):
		acts := make([]string, 0, 4)
		for _, a := range l.Stage.Acts() {
			if a != store.ActFinish && a != store.ActExpire {
				acts = append(acts, string(a))
			}
		}
		return fmt.Errorf("%s sekarang %q, jadi tidak bisa %s. Yang bisa: %s", l.Ref, stageWords[l.Stage], l.Act, strings.Join(acts, ", "))
	case errors.Is(err, store.ErrUntested):
		return errors.New("isi ini belum diuji: kirim dulu ke diri sendiri dengan lopo announce test")
	case errors.Is(err, store.ErrChanged):
		return errors.New("isinya bukan lagi yang disetujui: uji, ajukan, dan mintakan persetujuan lagi")
	case errors.Is(err, store.ErrSamePerson):
		return errors.New("penulis tidak boleh menyetujui pengumumannya sendiri; minta petugas lain")
	case errors.Is(err, store.ErrOver):
		return errors.New("masa berlakunya sudah lewat")
	case errors.Is(err, store.ErrPast):
		return errors.New("waktu itu sudah lewat, atau sesudah masa berlakunya")
	case errors.Is(err, store.ErrEmpty):
		return errors.New("pengumuman perlu isi (--text) dan sasaran (warga atau --groups)")
	case errors.Is(err, store.ErrBringing):
		return errors.New("lampirannya masih diambil dari percakapan petugas; tunggu sebentar, lalu ulangi")
	case errors.Is(err, sqlite.ErrBatchClosed):
		return errors.New("pendaftaran angkatan yang diumumkan sudah tutup")
	case errors.As(err, &letGo):
		return fmt.Errorf("siapa yang menerima %s tidak disimpan lagi, jadi tidak bisa dipakai untuk ini", letGo.Ref)
	case errors.As(err, &many):
		return errors.New(tooMany(many.Ref, many.Crowd))
	case sqlite.IsMissing(err):
		return fmt.Errorf("tidak ditemukan; periksa nomornya (%w)", err)
	}
	return refused(err)
}

// announcing opens the ledger for a step with one announcement, by somebody who may take it in all of its area.
func announcing(ctx context.Context, ref, by string, deed store.Deed, do func(*parts, store.Announcement) error) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	a, err := p.ledger.Announcement(ctx, reference(ref))
	if err != nil {
		return stepRefused(err)
	}
	if by != "" {
		if err := p.mayAnnounce(ctx, by, deed, a); err != nil {
			return err
		}
	}
	return stepRefused(do(p, a))
}

// mayAnnounce refuses who may not do something with an announcement somewhere in its area. A correction has the area of what it corrects.
func (p *parts) mayAnnounce(ctx context.Context, by string, deed store.Deed, a store.Announcement) error {
	to := a.To
	if a.Fixes != 0 {
		root, err := p.ledger.AnnouncementByID(ctx, a.Fixes)
		if err != nil {
			return err
		}
		to = root.To
	}
	area := to.Area(p.city)
	if area == nil {
		area = []string{""}
	}
	for _, in := range area {
		if err := p.may(ctx, by, deed, in); err != nil {
			return err
		}
	}
	return nil
}

// rules are the numbers that staff have set.
func (p *parts) rules() (broadcast.Rules, error) { return broadcast.NewRules(p.city) }

// reach is what limits every audience.
func (p *parts) reach(ctx context.Context) (sqlite.Reach, error) {
	rules, err := p.rules()
	if err != nil {
		return sqlite.Reach{}, err
	}
	served, err := p.ledger.ServedChannels(ctx)
	if served == nil {
		served = slices.Sorted(maps.Keys(notices)) // it has never run: all that it may be on
	}
	limits := map[string]channel.Limits{}
	for _, name := range served {
		limits[name] = notices[name]
	}
	return rules.Reach(limits), err
}

// preview shows what an announcement comes to, and returns how many it goes to.
func (p *parts) preview(ctx context.Context, w io.Writer, a store.Announcement) (store.Forecast, error) {
	v, err := p.forecast(ctx, a)
	if err != nil {
		return v, err
	}
	words, err := locales.Load("id")
	if err != nil {
		return v, err
	}
	fmt.Fprintf(w, "%s, %s, topik %s\n\n%s\n\n", a.Ref, stageWords[a.Stage], a.Topic, indent(flows.Notice(words, a, false)))
	switch {
	case a.Bring != nil:
		fmt.Fprintln(w, "Lampiran: masih diambil dari percakapan petugas")
	case a.Media != nil:
		fmt.Fprintf(w, "Lampiran: %s, %d KB\n", a.Media.Kind, a.Media.Size/1024)
	}
	if !a.SendAt.IsZero() {
		fmt.Fprintf(w, "Dikirim: %s\n", locales.DateTime(a.SendAt))
	}
	fmt.Fprintf(w, "Penerima: %d", v.Planned)
	if v.Groups > 0 {
		fmt.Fprintf(w, ", di antaranya %d grup", v.Groups)
	}
	fmt.Fprintln(w)
	for _, name := range slices.Sorted(maps.Keys(v.Channels)) {
		fmt.Fprintf(w, "  %-10s %6d  selesai kira-kira %s\n", name, v.Channels[name], locales.DateTime(v.Ends[name]))
	}
	if v.Crowd.Over() && a.Lifted == "" && a.Fixes == 0 {
		fmt.Fprintf(w, "\n%s\n\n", tooMany(a.Ref, v.Crowd))
	}
	if len(v.Kelurahan) > 1 {
		fmt.Fprintf(w, "Menurut kelurahan: %s\n", counts(v.Kelurahan, func(name string) string {
			if name == "" {
				return "tidak diketahui"
			}
			return name
		}))
	}
	if len(v.Excluded) > 0 {
		fmt.Fprintf(w, "Tidak dikirim: %s\n", counts(v.Excluded, whyWord(words)))
	}
	return v, nil
}

// forecast is what an announcement comes to.
func (p *parts) forecast(ctx context.Context, a store.Announcement) (v store.Forecast, err error) {
	reach, err := p.reach(ctx)
	if err != nil {
		return v, err
	}
	rules, err := p.rules()
	if err != nil {
		return v, err
	}
	return rules.Forecast(ctx, p.ledger, a, reach, notices, now())
}

// counts writes "51 a, 12 b", the greatest first.
func counts(m map[string]int, name func(string) string) string {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		return strings.Compare(a, b)
	})
	var list []string
	for _, key := range keys {
		list = append(list, fmt.Sprintf("%d %s", m[key], name(key)))
	}
	return strings.Join(list, ", ")
}

func indent(text string) string { return "  | " + strings.ReplaceAll(text, "\n", "\n  | ") }

type announceListCmd struct {
	Most int `help:"Paling banyak sekian, yang terbaru dulu." default:"30"`
}

// Run lists announcements.
func (c *announceListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Announcements(ctx, c.Most)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "NOMOR\tKEADAAN\tTOPIK\tPENERIMA\tTERKIRIM\tSISA\tPENULIS\tJUDUL")
		for _, a := range list {
			n, err := p.ledger.Counts(ctx, a.ID)
			if err != nil {
				return err
			}
			s := store.Sum(n)
			fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\n", a.Ref, stageWords[a.Stage], a.Topic, s.Planned, s.Sent, s.Left(), a.Author, short(a.Title+" "+a.Body))
		}
		return w.Flush()
	})
}

// moment reads "2026-12-01 08.00" as WITA.
func momentOf(text string) (time.Time, error) {
	for _, form := range []string{"2006-01-02 15.04", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(form, strings.TrimSpace(text), store.WITA); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("waktu %q tidak terbaca; tulis misalnya \"2026-12-01 08.00\" (WITA)", text)
}
