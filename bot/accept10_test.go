package bot_test

import (
	"strings"
	"testing"

	"lopo/bot/bottest"
)

// Same person, same batch, other phone: no second row, nothing about her is said, and a way to help is.
func TestAccept10DuplicateApplicant(t *testing.T) {
	first := bottest.Maria(0)
	for name, change := range map[string]func(*bottest.Answers){
		"same NIK, other spelling": func(a *bottest.Answers) { a.Name = "Maria Magdalena Tefa" },
		"same name and birth date": func(a *bottest.Answers) { a.NIK = bottest.Maria(5).NIK },
		"same name in other case":  func(a *bottest.Answers) { a.Name, a.NIK = strings.ToUpper(a.Name), bottest.Maria(6).NIK },
	} {
		t.Run(name, func(t *testing.T) {
			h := bottest.Start(t, bottest.With(bottest.Sewing()))
			if got := h.OnTelegram(7, "Maria Nale").Talk(first.Lines()...); !strings.Contains(got, "KPG-2026-0001") {
				t.Fatalf("the first one hears %q", got)
			}
			second := first
			second.Phone = "081299988877"
			change(&second)
			h.Notes.Secret(second.Secrets()...)
			got := h.OnWeb().Talk(second.Lines()...)
			for _, leak := range append(first.Secrets(), "KPG-", "Naikoten", "1998") {
				if strings.Contains(got, leak) {
					t.Errorf("the answer to a stranger holds %q: %s", leak, got)
				}
			}
			if !strings.Contains(got, "PETUGAS") || !strings.Contains(got, "sudah") {
				t.Errorf("no way to help: %q", got)
			}
			if rows := h.Registrations(); len(rows) != 1 {
				t.Errorf("%d rows", len(rows))
			}
			// The first one, asking again on her own phone, is told her number.
			again := append(append(first.Form()[:4:4], first.Form()[5:]...), "ya") // she has consented already
			if got := h.OnTelegram(7, "Maria Nale").Talk(again...); !strings.Contains(got, "KPG-2026-0001") {
				t.Errorf("on her own phone: %q", got)
			}
		})
	}
}

// A NIK of somebody else does not collide, and a withdrawn application makes room for a new one.
func TestAccept10WithdrawnMakesRoom(t *testing.T) {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	a := bottest.Maria(0)
	r := h.OnTelegram(7, "Maria Nale")
	r.Talk(a.Lines()...)
	if got := r.Talk("batal", "1", "1"); !strings.Contains(got, "dibatalkan") {
		t.Fatalf("after batal: %q", got)
	}
	if got := h.OnWeb().Talk(a.Lines()...); !strings.Contains(got, "KPG-2026-0002") {
		t.Errorf("after a withdrawal: %q", got)
	}
}
