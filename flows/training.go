package flows

import (
	"slices"
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

const (
	adult      = 18 // under this age: general information only (UU 27/2022 art. 25)
	reviewStep = "review"
)

// Training registers a resident for a job-skills training. What the training is comes before consent; the birth date is the first
// personal question, because nothing more may be asked of a minor.
var Training = &Flow{Name: "training", Version: 1, Form: true, Steps: []Step{
	{Name: "pick", Slot: "training", Kept: true, Options: openTrainings, Accept: tradeWords, Why: "trade", Then: trainingPicked, Show: showTraining},
	{Name: "batch", Slot: "batch", Kept: true, Options: openBatches, Accept: batchWords, With: batchData},
	{Name: "card", Slot: "card", Kept: true, Options: fixed("training.card", "yes", "else"), Accept: text(nlu.YesNo), With: batchData, Then: cardAnswered},
	{Name: "consent", Slot: "consent", Kept: true, When: noConsent, Options: fixed("training.consent", "yes", "no", "more"), Accept: text(nlu.YesNo),
		With: consentData, Why: "yesno", Then: consentAnswered},
	{Name: "born", Slot: "born", With: whose, Accept: text(nlu.Birth), Why: "birthdate", Then: bornAnswered, Show: showBorn},
	{Name: "name", Slot: "name", With: whose, Accept: fullName, Why: "name", Show: shown("name", same)},
	{Name: "gender", Slot: "gender", Options: fixed("gender", "L", "P"), Accept: text(nlu.Gender), Why: "gender", Show: worded("gender")},
	{Name: "kelurahan", Slot: "kelurahan", With: whose, Options: byKecamatan, Accept: kelurahan, Why: "kelurahan", Show: shown("kelurahan", same)},
	{Name: "education", Slot: "education", Options: fixed("education", educations...), Accept: text(nlu.Education), Why: "education", Show: worded("education")},
	{Name: "work", Slot: "work", Options: fixed("work", works...), Accept: text(nlu.Work), Why: "work", Show: worded("work")},
	{Name: "second", Slot: "second", When: hasSecond, Options: secondChoices, Accept: secondWords, Show: showSecond},
	{Name: "phone", Slot: "phone", Options: ownPhone, Accept: text(nlu.Phone), Why: "phone", WantTel: true, Show: shown("phone", store.LocalPhone)},
	{Name: "nik", Slot: "nik", When: asksNIK, Accept: text(nlu.NIK), Why: "nik", Then: nikAnswered, Show: shown("nik", store.MaskNIK)},
	{Name: "nikborn", Slot: "nikborn", When: nikDisagrees, Options: fixed("training.nikborn", "born", "nik", "both"), Accept: nikbornWords, With: nikbornData, Then: nikbornAnswered},
	{Name: "domicile", Slot: "domicile", When: nikFromOutside, Options: fixed("training.domicile", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno",
		With: func(t *Turn) map[string]any { return map[string]any{"Kelurahan": t.slot("kelurahan")} }},
	{Name: reviewStep, Words: true, Options: fixed("training.review", "ya", "ubah"), Accept: reviewWords, With: reviewData, Why: "yesno", Then: reviewed},
}}

var (
	educations = []string{"tidak_sekolah", "sd", "smp", "sma", "smk", "d3", "s1"}
	works      = []string{"belum_bekerja", "pernah_bekerja", "usaha_sendiri", "bekerja", "bersekolah"}
)

// same is how an answer is shown that needs no rewriting.
func same(value string) string { return value }

// shown makes a Show of a label and a way to write the value.
func shown(slot string, write func(string) string) func(*Turn, string) (string, string) {
	return func(t *Turn, value string) (string, string) { return t.word("field."+slot, nil), write(value) }
}

func showBorn(t *Turn, value string) (label, said string) {
	return t.word("field.born", nil), t.words.Born(value)
}

// worded makes a Show for a slot whose values have words of their own.
func worded(slot string) func(*Turn, string) (string, string) {
	return func(t *Turn, value string) (label, said string) {
		if label = t.word("field."+slot, nil); value != "" {
			said = t.word(slot+"."+value, nil)
		}
		return label, said
	}
}

// begin starts a registration, with the trade that was named, unless an unfinished one waits.
func (t *Turn) begin(trade string) {
	if t.Facts.Draft != nil {
		t.enter("resume", nil)
		t.ask()
		return
	}
	t.enter("training", nil)
	if len(openTrainings(t, "")) == 0 {
		t.say("training.none", nil)
		t.home()
		return
	}
	for _, c := range openTrainings(t, "") {
		if trade != "" && t.tradeOf(c.Value) == trade {
			t.accept(t.e.flows["training"].step("pick"), c.Value, t.Message)
			return
		}
	}
	if trade != "" {
		t.say("training.notoffered", nil)
	}
	t.ask()
}

func openTrainings(t *Turn, _ string) (list []store.Choice) {
	seen := map[int64]bool{}
	for _, b := range t.Facts.Batches {
		if b.Open(t.Facts.Now) && !seen[b.Training.ID] {
			seen[b.Training.ID] = true
			list = append(list, store.Choice{Value: strconv.FormatInt(b.Training.ID, 10), Label: t.trainingName(b.Training)})
		}
	}
	return list
}

// trainingName marks what is only an example.
func (t *Turn) trainingName(tr store.Training) string {
	if tr.Example && !strings.Contains(strings.ToLower(tr.Name), "contoh") {
		return tr.Name + " (" + t.word("training.example", nil) + ")"
	}
	return tr.Name
}

// batchName is the training with the name of the batch, where it has one.
func (t *Turn) batchName(b store.Batch) string {
	if b.Name == "" {
		return t.trainingName(b.Training)
	}
	return t.trainingName(b.Training) + ", " + b.Name
}

func (t *Turn) batchesOf(training int64) (list []store.Batch) {
	for _, b := range t.Facts.Batches {
		if b.Training.ID == training && b.Open(t.Facts.Now) {
			list = append(list, b)
		}
	}
	return list
}

func (t *Turn) tradeOf(training string) string {
	for _, b := range t.batchesOf(id(training)) {
		return b.Training.Trade
	}
	return ""
}

// tradeWords reads a trade that is named instead of numbered.
func tradeWords(t *Turn, in nlu.Input) nlu.Reading {
	r := nlu.TradeChoice(in)
	if r.Value == "" {
		return r
	}
	for _, c := range openTrainings(t, "") {
		if t.tradeOf(c.Value) == r.Value {
			return nlu.Reading{Value: c.Value}
		}
	}
	return nlu.Reading{Why: "not_offered"}
}

func trainingPicked(t *Turn, value string) {
	t.set("batch", "")
	t.set("card", "")
	switch list := t.batchesOf(id(value)); len(list) {
	case 0: // it was open when she saw the list
		t.say("training.notoffered", nil)
		t.reselect()
		return
	case 1:
		t.set("batch", strconv.FormatInt(list[0].ID, 10))
	}
	if s := t.slot("second"); s != "" && s != "0" {
		if b, ok := t.Facts.Batch(id(s)); !ok || b.Training.ID == id(value) {
			t.set("second", "")
		}
	}
}

func openBatches(t *Turn, _ string) (list []store.Choice) {
	for _, b := range t.batchesOf(id(t.slot("training"))) {
		label := b.Name
		if !b.Starts.IsZero() {
			label += ", " + t.word("training.starts", map[string]any{"Date": t.words.Date(b.Starts)})
		}
		list = append(list, store.Choice{Value: strconv.FormatInt(b.ID, 10), Label: label})
	}
	return list
}

// batchNames are what residents call a batch.
var batchNames = map[string]bool{"angkatan": true, "angktan": true, "gelombang": true, "batch": true, "kelompok": true, "kelas": true}

// batchWords reads "angkatan kedua", which counts what was shown.
func batchWords(t *Turn, in nlu.Input) nlu.Reading {
	if i, ok := nlu.PickOf(batchNames, in.Text, len(t.s.Shown)); ok {
		return nlu.Reading{Value: t.s.Shown[i].Value}
	}
	return nlu.Reading{Why: "unknown"}
}

// batchData are the facts of a batch for its card. What staff have not filled in stays empty, and the words say so.
func batchData(t *Turn) map[string]any {
	b, ok := t.Facts.Batch(id(t.slot("batch")))
	if !ok {
		if list := t.batchesOf(id(t.slot("training"))); len(list) > 0 {
			b = list[0]
		}
	}
	data := map[string]any{"Training": t.trainingName(b.Training), "Batch": b.Name, "Place": b.Place, "Hours": b.Hours, "Seats": b.Seats,
		"Applicants": b.Applicants, "Requirements": strings.Join(b.Training.Requirements, "; "), "Starts": "", "Ends": "", "Closes": "", "AsOf": "", "Source": b.Training.Source}
	if !b.Starts.IsZero() {
		data["Starts"] = t.words.Date(b.Starts)
	}
	if !b.Ends.IsZero() {
		data["Ends"] = t.words.Date(b.Ends)
	}
	if !b.Closes.IsZero() {
		data["Closes"] = t.words.DateTime(b.Closes)
	}
	if !b.Training.AsOf.IsZero() {
		data["AsOf"] = t.words.Date(b.Training.AsOf)
	}
	return data
}

func cardAnswered(t *Turn, value string) {
	if value != "yes" {
		t.reselect()
	}
}

// reselect goes back to the list of what is open, or to the menu where nothing is. Answers stay.
func (t *Turn) reselect() {
	for _, slot := range []string{"training", "batch", "card"} {
		t.set(slot, "")
	}
	t.s.Path = nil
	if len(openTrainings(t, "")) == 0 {
		t.say("training.none", nil)
		t.home()
	}
}

// The consent is to one text, known by its version; a changed text is asked again. It holds in every language that the text is written in.
func noConsent(t *Turn) bool {
	return !slices.Contains(t.e.consents["training"], t.Facts.Contact.Consents["training"])
}

func consentData(t *Turn) map[string]any {
	return t.facts("nama_layanan", "nama_dinas", "masa_simpan", "petugas_data")
}

func consentAnswered(t *Turn, value string) {
	shown := consentVersion(t.words, "training")
	c := store.Consent{Purpose: "training", Version: shown, At: t.Facts.Now, Given: value == "yes"}
	switch value {
	case "yes":
		t.do(store.RecordConsent{Consent: c})
		t.Facts.Contact.Consents = map[string]string{"training": shown}
	case "more":
		t.set("consent", "")
		t.brief = true
		t.say("training.consent.full", consentData(t))
	default:
		t.do(store.RecordConsent{Consent: c})
		t.leave()
		t.say("training.consent.refused", nil)
		t.home()
	}
}

// bornAnswered ends the form of a minor before anything else is asked; nothing of it is kept.
func bornAnswered(t *Turn, value string) {
	age, _ := nlu.Age(value, t.Facts.Now)
	if age < adult {
		t.s.Flow, t.s.Slots, t.s.Path = "", map[string]string{}, nil
		t.dropDraft()
		t.closeQuestion()
		t.say("training.minor", nil)
		t.home()
		return
	}
	t.set("nikborn", "")
	if b, ok := t.Facts.Batch(id(t.slot("batch"))); ok && outsideAge(b, age) {
		t.say("training.age", map[string]any{"Age": age, "Min": b.Training.MinAge, "Max": b.Training.MaxAge})
	}
}

func outsideAge(b store.Batch, age int) bool {
	return age < b.Training.MinAge || (b.Training.MaxAge > 0 && age > b.Training.MaxAge)
}

// whose says for the words of a question whether this phone has applied before: then it may well be for a sister or a neighbour now.
func whose(t *Turn) map[string]any { return map[string]any{"Other": len(t.Facts.Registrations) > 0} }

// fullName reads a name, and leaves to the topic what warns of a broker: "ada calo minta uang".
func fullName(_ *Turn, in nlu.Input) nlu.Reading {
	n := len(strings.Fields(in.Text))
	if (n > 2 || n == 2 && strings.Contains(strings.ToLower(in.Text), "calo")) && nlu.Topic(in.Text) == "safety" {
		return nlu.Reading{Why: "not_a_name"}
	}
	return nlu.FullName(in)
}

// byKecamatan lists the kecamatan, and the kelurahan of the one that is open.
func byKecamatan(t *Turn, open string) (list []store.Choice) {
	if open == "" {
		for _, name := range t.Facts.City.Kecamatan() {
			list = append(list, store.Choice{Value: under + name, Label: t.word("training.kecamatan", map[string]any{"Name": name})})
		}
		return list
	}
	for _, k := range t.Facts.City.Kelurahan {
		if k.Kecamatan == open {
			list = append(list, store.Choice{Value: k.Name, Label: k.Name})
		}
	}
	return list
}

// kelurahan reads a kelurahan; a name that is only a kecamatan opens its list.
func kelurahan(_ *Turn, in nlu.Input) nlu.Reading {
	r := nlu.Kelurahan(in)
	if name, ok := r.Data["Kecamatan"].(string); ok && r.Why == "kecamatan" {
		return nlu.Reading{Value: under + name}
	}
	return r
}

func hasSecond(t *Turn) bool { return len(secondChoices(t, "")) > 1 }

// secondChoices are the open batches of other trainings, behind "none".
func secondChoices(t *Turn, _ string) []store.Choice {
	list := []store.Choice{{Value: "0", Label: t.word("training.second.none", nil)}}
	for _, b := range t.Facts.Batches {
		if b.Open(t.Facts.Now) && b.Training.ID != id(t.slot("training")) {
			list = append(list, store.Choice{Value: strconv.FormatInt(b.ID, 10), Label: t.batchName(b)})
		}
	}
	return list
}

// secondWords reads a no, which wants none, and a trade. A yes alone does not say which.
func secondWords(t *Turn, in nlu.Input) nlu.Reading {
	if nlu.YesNo(in).Value == "no" {
		return nlu.Reading{Value: "0"}
	}
	trade := nlu.TradeChoice(in).Value
	found := nlu.Reading{Why: "unknown"}
	for _, c := range secondChoices(t, "") {
		if b, ok := t.Facts.Batch(id(c.Value)); ok && trade != "" && b.Training.Trade == trade {
			if found.Value != "" { // several batches of it
				return nlu.Reading{Why: "unknown"}
			}
			found = nlu.Reading{Value: c.Value}
		}
	}
	return found
}

func showTraining(t *Turn, value string) (label, said string) {
	label = t.word("field.training", nil)
	if b, ok := t.Facts.Batch(id(t.slot("batch"))); ok {
		return label, t.batchName(b)
	}
	for _, b := range t.Facts.Batches {
		if b.Training.ID == id(value) {
			return label, t.trainingName(b.Training)
		}
	}
	return label, ""
}

func showSecond(t *Turn, value string) (string, string) {
	said := t.word("training.second.none", nil)
	if b, ok := t.Facts.Batch(id(value)); ok {
		said = t.batchName(b)
	}
	return t.word("field.second", nil), said
}

// self is the number that the channel vouches for, if it does.
func (t *Turn) self() string {
	if t.Message.Kind == store.Card {
		return ""
	}
	return t.Message.Phone
}

func ownPhone(t *Turn, _ string) []store.Choice {
	if t.self() == "" {
		return nil
	}
	return []store.Choice{{Value: t.self(), Label: t.word("training.ownphone", map[string]any{"Phone": store.LocalPhone(t.self())})}}
}
