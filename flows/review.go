package flows

import (
	"fmt"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
)

// reviewData lists the answers with the numbers by which they are corrected.
func reviewData(t *Turn) map[string]any {
	var b strings.Builder
	for i, s := range t.lines() {
		label, said := s.Show(t, t.slot(s.Slot))
		fmt.Fprintf(&b, "%d. %s: %s\n", i+1, label, said)
	}
	return map[string]any{"Lines": strings.TrimSuffix(b.String(), "\n")}
}

// reviewWords: a yes sends, a number or a name corrects, a no asks what is wrong.
func reviewWords(t *Turn, in nlu.Input) nlu.Reading {
	r := nlu.YesNo(in)
	if r.Value == "yes" {
		return r
	}
	if s := t.line(in.Text); s != nil {
		return nlu.Reading{Value: "edit:" + s.Name}
	}
	if r.Value == "no" || r.Why == "correction" {
		if s := t.lineNamed(in.Text); s != nil {
			return nlu.Reading{Value: "edit:" + s.Name}
		}
		return nlu.Reading{Value: "edit:"}
	}
	return r
}

func reviewed(t *Turn, value string) {
	if what, ok := strings.CutPrefix(value, "edit:"); ok {
		if s := t.flow().step(what); s != nil {
			t.correctAt(s)
			return
		}
		t.which()
		return
	}
	t.submit()
}

// submit sends the application, if what was true when the form began is still true.
func (t *Turn) submit() {
	b, ok := t.Facts.Batch(id(t.slot("batch")))
	switch {
	case !ok || !b.Open(t.Facts.Now):
		t.say("training.closed", nil)
		t.reselect()
		return
	case t.Facts.Twin != nil:
		t.twin(t.Facts.Twin)
		return
	}
	r := store.Registration{Number: t.Facts.NextNumber, Of: t.s.Of, Applicant: applicant(t.s.Slots), Batch: b.ID, Second: id(t.slot("second"))}
	r.Flags = flags(r.Applicant, b, t.Facts.Now, t.slot("domicile") == "no")
	t.do(store.Register{Registration: r})
	t.done()
	t.say("training.done", map[string]any{"Number": r.Number, "Training": t.batchName(b)})
	t.say("training.next", map[string]any{"Seats": b.Seats, "Applicants": b.Applicants + 1, "Endorsed": b.Endorsed})
	t.say("safety.free", nil)
}

// done ends a form that has served its purpose.
func (t *Turn) done() {
	t.s.Flow, t.s.Version, t.s.Slots, t.s.Path = "", 0, map[string]string{}, nil
	t.closeQuestion()
	t.dropDraft()
}

// twin answers when the same person applies for this batch already. To another chat it says nothing about her.
func (t *Turn) twin(twin *store.Twin) {
	t.done()
	t.sayTwin(twin)
	t.home()
}

func (t *Turn) sayTwin(twin *store.Twin) {
	if twin.Own {
		t.say("training.twin.own", map[string]any{"Number": twin.Number})
		return
	}
	t.say("training.twin.elsewhere", nil)
}

// applicant makes the person of the answers.
func applicant(slots map[string]string) store.Applicant {
	return store.Applicant{Name: slots["name"], Born: slots["born"], Gender: slots["gender"], Kelurahan: slots["kelurahan"],
		Education: slots["education"], Work: slots["work"], Phone: slots["phone"], NIK: slots["nik"]}
}

// flags are what staff should look at before they decide. None of them decides. away: she has said that she does not live where she applies from.
func flags(a store.Applicant, b store.Batch, now time.Time, away bool) string {
	var list []string
	if age, _ := nlu.Age(a.Born, now); outsideAge(b, age) {
		list = append(list, "age")
	}
	born, gender, ok := nlu.NIKBorn(a.NIK, now)
	if ok && !strings.HasPrefix(born, a.Born) {
		list = append(list, "nik_birthdate")
	}
	if ok && gender != a.Gender {
		list = append(list, "nik_gender")
	}
	if away {
		list = append(list, "domicile")
	}
	return strings.Join(list, ",")
}
