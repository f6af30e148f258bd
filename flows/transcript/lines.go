package transcript

import (
	"fmt"
	"strings"

	"lopo/store"
)

// Line writes what the bot said: to is empty for who speaks, more reports that it is not the first message of the answer.
func Line(m store.Outgoing, to string, more bool) []string {
	var lines []string
	switch {
	case to != "":
		lines = append(lines, "< --- "+to)
	case more:
		lines = append(lines, "< ---")
	}
	for text := range strings.SplitSeq(m.Text, "\n") {
		lines = append(lines, strings.TrimRight("< "+text, " "))
	}
	for _, c := range m.Choices {
		lines = append(lines, "< ["+c.Value+"] "+c.Label)
	}
	return lines
}

// Effect writes what a decision changed, with the fields that tell most; "" for the answers so far, which every step of a form keeps. batch
// gives the code of a batch.
func Effect(e store.Effect, batch func(int64) string) string {
	switch e := e.(type) {
	case store.SaveDraft:
		return ""
	case store.DropDraft:
		return "= no draft"
	case store.RecordConsent:
		return fmt.Sprintf("= consent %s=%t", e.Consent.Purpose, e.Consent.Given)
	case store.Register:
		return "= register" + registered(e.Registration, batch)
	case store.Amend:
		return fmt.Sprintf("= amend number=%s %s=%q", e.Number, e.Slot, e.Value)
	case store.Cancel:
		return fmt.Sprintf("= cancel number=%s reason=%q", e.Number, e.Reason)
	case store.AnswerOffer:
		return fmt.Sprintf("= answer offer number=%s yes=%t", e.Number, e.Yes)
	case store.LapseOffer:
		return "= lapse offer number=" + e.Number
	case store.SetOptOut:
		return fmt.Sprintf("= opt out topic=%s %t", e.Topic, e.Out)
	case store.SetBlocked:
		return fmt.Sprintf("= blocked %t", e.Blocked)
	case store.SetLanguage:
		return "= language " + e.Lang
	case store.OpenTicket:
		line := fmt.Sprintf("= ticket number=%s text=%q", e.Ticket.Number, e.Ticket.Text)
		if e.Ticket.Kelurahan != "" {
			line += fmt.Sprintf(" kelurahan=%q", e.Ticket.Kelurahan)
		}
		return line
	case store.Erase:
		return "= erase"
	case store.KeepUnclear:
		return fmt.Sprintf("= unclear text=%q guess=%s", e.Unclear.Text, e.Unclear.Guess)
	case store.AskLoan:
		q := e.Inquiry
		return fmt.Sprintf("= interest kelurahan=%q business=%q need=%q phone=%s", q.Kelurahan, q.Business, q.Need, q.Phone)
	case store.WithdrawLoan:
		return "= no interest"
	case store.Flag:
		return "= flag " + e.Why
	case store.Apply:
		a := e.Application
		return fmt.Sprintf("= apply vacancy=%d name=%q phone=%s year=%s", a.Vacancy, a.Name, a.Phone, a.Year)
	case store.Withdraw:
		return fmt.Sprintf("= withdraw vacancy=%d", e.Vacancy)
	case store.ReportVacancy:
		return fmt.Sprintf("= report vacancy=%d reason=%s text=%q", e.Report.Vacancy, e.Report.Reason, e.Report.Text)
	case store.Subscribe:
		return fmt.Sprintf("= subscribe field=%s area=%q education=%s", e.Alert.Field, e.Alert.Area, e.Alert.Education)
	case store.TellJobs:
		return "= told of vacancies"
	case store.Postpone:
		return fmt.Sprintf("= postpone %s until %s", e.Event, e.Due.In(store.WITA).Format("2006-01-02 15:04"))
	case store.AnswerHired:
		return fmt.Sprintf("= hired application=%d %s", e.Application, e.Outcome)
	}
	return people(e)
}

func registered(r store.Registration, batch func(int64) string) string {
	a := r.Applicant
	var b strings.Builder
	field := func(name, value string) {
		if value == "" {
			return
		}
		if strings.ContainsAny(value, " ,") {
			value = fmt.Sprintf("%q", value)
		}
		fmt.Fprintf(&b, " %s=%s", name, value)
	}
	field("number", r.Number)
	field("batch", batch(r.Batch))
	if r.Second != 0 {
		field("second", batch(r.Second))
	}
	for _, f := range [][2]string{{"name", a.Name}, {"born", a.Born}, {"gender", a.Gender}, {"kelurahan", a.Kelurahan}, {"education", a.Education},
		{"work", a.Work}, {"phone", a.Phone}, {"nik", a.NIK}, {"flags", r.Flags}} {
		field(f[0], f[1])
	}
	return b.String()
}

// Plain writes what was said as a channel without buttons sends it: choices as lines of the text, see store.Outgoing.Plain.
func Plain(answer []string) (lines []string) {
	choices := false
	for _, line := range Said(answer) {
		value, label, choice := choice(line)
		if choice && !choices {
			lines = append(lines, "<")
		}
		if choices = choice; !choice {
			lines = append(lines, line)
			continue
		}
		if value[0] >= '0' && value[0] <= '9' {
			lines = append(lines, "< "+value+". "+label)
		} else {
			lines = append(lines, "< "+strings.ToUpper(value)+" = "+label)
		}
	}
	return lines
}

func choice(line string) (value, label string, ok bool) {
	rest, ok := strings.CutPrefix(line, "< [")
	if !ok {
		return "", "", false
	}
	value, label, ok = strings.Cut(rest, "] ")
	return value, label, ok && value != ""
}
