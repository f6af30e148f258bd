package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// announceStep is a step with one announcement.
type announceStep struct {
	Ref string `arg:"" help:"Nomor pengumuman."`
	By  string `required:"" help:"Nama petugas."`
}

// take takes a step that needs nothing but who takes it.
func (c announceStep) take(ctx context.Context, deed store.Deed, act store.Act, reason, message string) error {
	return announcing(ctx, c.Ref, c.By, deed, func(p *parts, a store.Announcement) error {
		_, err := p.ledger.TakeStep(ctx, a.Ref, store.Step{Act: act, By: c.By, Reason: reason}, nil, now())
		return done(err, a.Ref+" "+message)
	})
}

type announceSubmitCmd struct{ announceStep }

// Run hands an announcement to a second person. Those who may approve it are shown it in their chats.
func (c *announceSubmitCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		v, err := p.preview(ctx, os.Stdout, a)
		if err != nil {
			return err
		}
		_, err = p.ledger.TakeStep(ctx, a.Ref, store.Step{Act: store.ActSubmit, By: c.By, Crowd: &v.Crowd}, nil, now())
		return done(err, fmt.Sprintf("\n%s diajukan, isinya dibekukan; yang boleh menyetujui ditanya di percakapannya. Atau: lopo announce approve %s --by NAMA", a.Ref, a.Ref))
	})
}

type announceApproveCmd struct {
	announceStep
	Code string `help:"Kode konfirmasi; tanpa ini ditanyakan."`
}

// Run approves what somebody else wrote, word for word as it is now.
func (c *announceApproveCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToApprove, func(p *parts, a store.Announcement) error {
		v, err := p.preview(ctx, os.Stdout, a)
		if err != nil {
			return err
		}
		rules, err := p.rules()
		if err != nil {
			return err
		}
		step := store.Step{Act: store.ActApprove, By: c.By, Alone: rules.Alone > 0 && v.Planned <= rules.Alone}
		if err := p.weigh(ctx, &step, v); err != nil {
			return err
		}
		if _, err := a.Take(step, now()); err != nil { // before anybody types a code in vain
			return err
		}
		if err := confirm(a, v, c.Code, "menyetujui"); err != nil {
			return err
		}
		_, err = p.ledger.TakeStep(ctx, a.Ref, step, unchanged(a), now())
		return done(err, fmt.Sprintf("%s disetujui. Berikutnya: lopo announce start %s, atau schedule", a.Ref, a.Ref))
	})
}

// unchanged refuses a step when the announcement is not the one that was shown.
func unchanged(shown store.Announcement) func(*store.Announcement) error {
	return func(a *store.Announcement) error {
		if a.Hash() != shown.Hash() {
			return store.ErrChanged
		}
		return nil
	}
}

// confirm asks for the code of what was shown.
func confirm(a store.Announcement, v store.Forecast, typed, what string) error {
	code := a.Confirmation(v.Planned)
	if typed == "" {
		fmt.Printf("\nKetik %s untuk %s: ", code, what)
		typed, _ = bufio.NewReader(os.Stdin).ReadString('\n') // an end of the input is no code
	}
	if !store.Confirms(typed, code) {
		return errors.New("kode tidak cocok dengan yang ditampilkan; tidak ada yang dilakukan")
	}
	return nil
}

type announceRejectCmd struct {
	announceStep
	Reason string `required:"" help:"Alasan; penulisnya membacanya."`
}

// Run gives an announcement back to who wrote it.
func (c *announceRejectCmd) Run(ctx context.Context) error {
	return c.take(ctx, store.ToApprove, store.ActReject, c.Reason, "dikembalikan kepada penulisnya.")
}

// letOut is what everything that lets an announcement go out asks for.
type letOut struct {
	announceStep
	Code  string `help:"Kode konfirmasi; tanpa ini ditanyakan."`
	Again bool   `help:"Kirim juga bila isi yang sama sudah dikirim ke sasaran yang sama dalam 48 jam."`
}

// confirmed shows an announcement once more, and returns nil when whoever asks has typed its code.
func (c letOut) confirmed(ctx context.Context, p *parts, a store.Announcement, step *store.Step) error {
	v, err := p.preview(ctx, os.Stdout, a)
	if err != nil {
		return err
	}
	if err := p.weigh(ctx, step, v); err != nil {
		return err
	}
	if _, err := a.Take(*step, now()); err != nil {
		return err
	}
	same, err := p.ledger.SameSince(ctx, a, now().Add(-store.SameWithin))
	if err != nil {
		return err
	}
	if same != "" && !c.Again {
		return fmt.Errorf("isi yang sama sudah dikirim ke sasaran yang sama kurang dari 48 jam lalu (%s); bila memang dimaksud, tambahkan --again", same)
	}
	if v.Planned == 0 {
		return errors.New("tidak ada penerima; periksa sasarannya")
	}
	return confirm(a, v, c.Code, "mengirim")
}

type announceStartCmd struct {
	letOut
	Watch bool `help:"Tampilkan kemajuannya sampai selesai."`
}

// Run lets an approved announcement go out. The running bot sends it.
func (c *announceStartCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		step := store.Step{Act: store.ActStart, By: c.By}
		if err := c.confirmed(ctx, p, a, &step); err != nil {
			return err
		}
		a, err := p.ledger.TakeStep(ctx, a.Ref, step, unchanged(a), now())
		if err := done(err, a.Ref+" berjalan."); err != nil || !c.Watch {
			return err
		}
		return p.watch(ctx, a)
	})
}

type announceScheduleCmd struct {
	letOut
	At string `required:"" help:"Waktu (WITA), misalnya \"2026-12-01 08.00\"."`
}

// Run lets an approved announcement go out at a time. When the bot is away then for more than two hours, staff are asked.
func (c *announceScheduleCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		at, err := momentOf(c.At)
		if err != nil {
			return err
		}
		step := store.Step{Act: store.ActSchedule, By: c.By, SendAt: at}
		if err := c.confirmed(ctx, p, a, &step); err != nil {
			return err
		}
		_, err = p.ledger.TakeStep(ctx, a.Ref, step, unchanged(a), now())
		return done(err, a.Ref+" dikirim "+locales.DateTime(at)+".")
	})
}

type announcePauseCmd struct{ announceStep }

// Run stops an announcement; what is being sent this moment still arrives.
func (c *announcePauseCmd) Run(ctx context.Context) error {
	return c.take(ctx, store.ToAnnounce, store.ActPause, "staff", "dijeda.")
}

type announceResumeCmd struct {
	announceStep
	Code string `help:"Kode konfirmasi, bila belum pernah mulai; tanpa ini ditanyakan."`
}

// Run lets a paused announcement go on. One that has not begun yet, since its time passed while the bot was away, begins now.
func (c *announceResumeCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		step := store.Step{Act: store.ActResume, By: c.By}
		if a.Started.IsZero() {
			out := letOut{announceStep: c.announceStep, Code: c.Code}
			if err := out.confirmed(ctx, p, a, &step); err != nil {
				return err
			}
		} else if err := p.role(ctx, &step); err != nil {
			return err
		}
		_, err := p.ledger.TakeStep(ctx, a.Ref, step, unchanged(a), now())
		return done(err, a.Ref+" berjalan lagi.")
	})
}

type announceCancelCmd struct {
	announceStep
	Reason string `help:"Alasan."`
}

// Run ends an announcement; what has not gone out does not.
func (c *announceCancelCmd) Run(ctx context.Context) error {
	return c.take(ctx, store.ToAnnounce, store.ActCancel, c.Reason, "dibatalkan; yang belum terkirim tidak dikirim.")
}

type announceFixCmd struct {
	announceStep
	Text  string `required:"" help:"Isi pengganti, atau @BERKAS, atau -."`
	Title string `help:"Judul pengganti; kosong: judul yang lama."`
}

// Run begins a correction: what it corrects stops at once, and goes on with the new text when a second person has approved that.
func (c *announceFixCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		text, err := textOf(c.Text)
		if err != nil {
			return err
		}
		fix, err := p.ledger.Correct(ctx, a.Ref, c.Title, text, c.By, now())
		if err != nil {
			return err
		}
		saw, err := p.ledger.SawVersion(ctx, a.ID, a.Version+1)
		if err != nil {
			return err
		}
		fmt.Printf("Ralat %s ditulis. %s dijeda bila sedang berjalan.\nSudah melihat teks yang keliru: %s\n\n", fix.Ref, a.Ref, counts(saw, func(name string) string { return "lewat " + name }))
		if _, err := p.preview(ctx, os.Stdout, fix); err != nil {
			return err
		}
		fmt.Printf("\nBerikutnya: test, submit, approve (orang lain), start %s. Saat itu yang sudah menerima dikoreksi, dan sisanya menerima teks baru.\n", fix.Ref)
		return nil
	})
}

type announceResendCmd struct {
	announceStep
	Unknown bool `help:"Juga yang tidak pasti sampai: sebagian mungkin menerima dua kali."`
}

// Run lets failed deliveries that can be tried again wait once more.
func (c *announceResendCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		var n int64
		err := p.ledger.Do(ctx, func(tx *sqlite.Tx) (err error) {
			if _, err = tx.TakeStep(a.Ref, store.Step{Act: store.ActResend, By: c.By, Reason: fmt.Sprintf("unknown=%t", c.Unknown)}, nil, now()); err != nil {
				return err
			}
			if n, err = tx.Requeue(a.ID, c.Unknown, now()); err == nil && n == 0 {
				err = errors.New("tidak ada kiriman gagal yang bisa diulang")
			}
			return err
		})
		return done(err, fmt.Sprintf("%d kiriman diulang.", n))
	})
}
