package nlu

import (
	"slices"
	"strings"
	"time"

	"lopo/store"
)

// slotSelf stands for the number that a message comes from, where no channel has told it.
const slotSelf = "SELF"

// slots are the readers behind ParseSlot.
var slots = map[string]Accept{
	"name": FullName, "nik": NIK, "birthdate": Birthdate, "kelurahan": namedKelurahan, "trade": TradeChoice, "education": Education, "phone": Phone,
	"yesno": plainYesNo, "gender": Gender, "number": Count, "business_type": Business, "amount": Amount,
}

// Slots lists the names that ParseSlot knows.
func Slots() []string {
	names := make([]string, 0, len(slots))
	for n := range slots {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// slotReasons are the reasons that ParseSlot gives, by slot.
var slotReasons = map[string]map[string]bool{
	"name":          set("command digits empty not_a_name question refused too_short"),
	"nik":           set("date deferred length no_ktp non_digit not_text question region repeated sequence unknown"),
	"birthdate":     set("age_not_date day_missing future incomplete no_such_date not_a_birthdate too_old unknown year_missing"),
	"kelurahan":     set("ambiguous kecamatan outside_city question too_general"),
	"trade":         set("ambiguous multiple no_choice not_offered question"),
	"education":     set("level_missing"),
	"phone":         set("deferred length multiple non_digit none not_indonesian not_mobile question unknown"),
	"yesno":         set("contradiction correction deferred off_topic question unclear"),
	"gender":        set("ambiguous refused unclear"),
	"number":        set("multiple negative not_a_number not_integer vague"),
	"business_type": set("none not_allowed too_general unknown"),
	"amount":        set("negative no_amount question range unit_missing zero"),
}

// otherwise is the reason of a slot for what has none of its own there.
var otherwise = map[string]string{
	"name": "not_a_name", "nik": "non_digit", "birthdate": "not_a_birthdate", "kelurahan": "outside_city", "trade": "no_choice", "education": "level_missing",
	"phone": "non_digit", "yesno": "unclear", "gender": "unclear", "number": "not_a_number", "business_type": "unknown", "amount": "no_amount",
}

// ParseSlot reads a text as the value of one slot, away from any conversation: the normalised value, or the reason why it is refused, of
// those that the slot has. An unknown slot refuses with "slot". Where the forms accept more (a year for a birth date) or ask back (Oesapa is
// also the beginning of two other names), this takes the text at its word.
func ParseSlot(slot, text string, today time.Time, city *store.City) (value, reason string) {
	accept := slots[slot]
	if accept == nil {
		return "", "slot"
	}
	r := accept(Input{Text: text, Kind: store.Text, Now: today, City: city, Self: slotSelf})
	if r.Why == "nothing" {
		r.Why = "zero"
	}
	switch {
	case r.Value != "":
		return r.Value, ""
	case slotReasons[slot][r.Why]:
		return "", r.Why
	case len(r.Among) > 0 && slotReasons[slot]["ambiguous"]:
		return "", "ambiguous"
	}
	return "", otherwise[slot]
}

// plainYesNo is YesNo where "belum" answers: only an offer must not be declined by it.
func plainYesNo(in Input) Reading {
	r := YesNo(in)
	if r.Why == "unclear" && yesSaying(read(in.Text)) == "" && speaks(in.Text) {
		return why("off_topic")
	}
	if r.Why == "deferred" && onlyNotYet(normal(words(Clean(in.Text)))) {
		return value("no")
	}
	return r
}

// speaks reports a word that is none of those of an answer: somebody talks of something else. Who is in doubt does not.
func speaks(text string) bool {
	ws := read(text)
	if anyOf(ws, doubtful) {
		return false
	}
	for _, w := range ws {
		vowels := 0
		for i := 0; i < len(w); i++ {
			if strings.IndexByte("aeiou", w[i]) >= 0 {
				vowels++
			}
		}
		if vowels >= 2 && len(w) >= 4 && !known(w) && !isNoise(w) {
			return true
		}
	}
	return false
}

func onlyNotYet(ws []string) bool {
	not := false
	for _, w := range ws {
		not = not || w == "belum"
		if w != "belum" && (!yesFillers[w] || w == "dulu" || w == "sekarang") {
			return false
		}
	}
	return not
}

func namedKelurahan(in Input) Reading { return gazetteerOf(in.City).read(in, true) }
