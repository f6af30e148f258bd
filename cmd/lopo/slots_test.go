package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"lopo/store/city"
)

// TestParseSlots holds the form in which understanding is measured: a line in, a line out, in order.
func TestParseSlots(t *testing.T) {
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for slot, c := range map[string]struct{ in, out string }{
		"":          {"amount\t5jt\nkelurahan\tnkoten satu\nshoe\t42\n\nbirthdate\tumur 25\nphone\tnomor ini sa\n", "5000000\nNaikoten Satu\nINVALID:slot\nINVALID:slot\nINVALID:age_not_date\nSELF\n"},
		"education": {"kls 2 sma\nundana\n", "smp\nINVALID:level_missing\n"},
		"name":      {"B pung nama Rin\n\nnama sy maria tefa kaka", "Rin\nINVALID:empty\nMaria Tefa\n"},
	} {
		var out bytes.Buffer
		if err := parseSlots(strings.NewReader(c.in), &out, slot, today, city.Default()); err != nil {
			t.Fatal(err)
		}
		if out.String() != c.out {
			t.Errorf("%s: got\n%swant\n%s", slot, out.String(), c.out)
		}
	}
}
