package main

import (
	"fmt"
	"strings"
	"testing"
)

// A notice to more people on WhatsApp than one number should write to: each step says so with its numbers, and what else there is; only an
// administrator who did not write it lets it go, and that is written down.
func TestAccept14CrowdByCommand(t *testing.T) {
	o := staffed(t, "LOPO_CITY="+cityWith(t, always, "siaran_whatsapp_paling_banyak,30", "siaran_whatsapp_per_hari,10"))
	o.does("staff", "add", "Edi", "--role", "operator", "--by", "Ibu Ana")
	var chats []string
	for i := range 31 {
		chats = append(chats, fmt.Sprintf("62812345%05d@s.whatsapp.net", i))
	}
	subscribe(t, o.path("lopo.db"), "whatsapp", chats...)
	says := func(what, out string) {
		t.Helper()
		for _, want := range []string{"31 warga lewat whatsapp", "lebih dari 30", " hari, dan nomornya", "grup", "Telegram", "administrator"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s does not say %q:\n%s", what, want, out)
			}
		}
	}
	out := o.does("announce", "draft", "--by", "Edi", "--text", "Posyandu Senin pukul 08.00.")
	ref := refForm.FindString(out)
	says("the draft", out)
	o.does("announce", "test", ref, "--here", "--by", "Edi")
	says("to submit", o.does("announce", "submit", ref, "--by", "Edi"))
	says("an approver", o.refuses("administrator", "announce", "approve", ref, "--by", "Pak Budi", "--code", "AAAA"))
	o.confirms("announce", "approve", ref, "--by", "Ibu Ana")
	out = o.confirms("announce", "start", ref, "--by", "Edi")
	if strings.Contains(out, "administrator") {
		t.Errorf("after it was let go:\n%s", out)
	}
	if show := o.does("announce", "show", ref); !strings.Contains(show, "lift") || !strings.Contains(show, "whatsapp: 31 > 30") {
		t.Errorf("the history:\n%s", show)
	}
}
