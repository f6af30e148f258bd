package telegram

import (
	"strings"
	"unicode/utf8"

	"lopo/store"
)

// What residents see on buttons.
const (
	shareLabel   = "Kirim nomor saya"
	privateLabel = "Buka chat pribadi"
)

// maxLabel keeps a label on a narrow phone; the whole of it stands in the text.
const maxLabel = 60

// markup is the keyboard under the last part of a message, as the API takes it; "" for none. A message carries one kind of keyboard only: where
// the person's number is wanted, which only a reply keyboard can ask for, the choices are keys of that, and a key sends its label as if typed.
func (c *Channel) markup(o store.Outgoing, to spot) string {
	if o.WantTel && !to.group() {
		return replyKeyboard(o.Choices)
	}
	b := append(make([]byte, 0, 1024), inlineHead...)
	ask := escapeAsk.Replace(o.Ask)
	for _, choice := range o.Choices {
		if data, fits := tapData(ask, choice.Value); fits {
			b = appendButton(b, buttonLabel(choice), "callback_data", data)
		}
	}
	if name := c.username(); o.Private && to.group() && name != "" {
		b = appendButton(b, privateLabel, "url", "https://t.me/"+name+"?start=grup")
	}
	if len(b) == len(inlineHead) {
		return ""
	}
	return string(append(b, "]}"...))
}

const (
	inlineHead = `{"inline_keyboard":[`
	removeKeys = `{"remove_keyboard":true}`
)

// appendButton adds a row of one button.
func appendButton(b []byte, label, kind, value string) []byte {
	if b[len(b)-1] == ']' {
		b = append(b, ',')
	}
	b = store.AppendQuoted(append(b, `[{"text":`...), label)
	b = append(append(append(b, `,"`...), kind...), `":`...)
	return append(store.AppendQuoted(b, value), "}]"...)
}

// replyKeyboard asks for the person's number; the choices are below.
func replyKeyboard(choices []store.Choice) string {
	b := append(store.AppendQuoted([]byte(replyHead+`[{"text":`), shareLabel), `,"request_contact":true}]`...)
	for _, choice := range choices {
		b = append(store.AppendQuoted(append(b, `,[{"text":`...), short(orValue(choice))), "}]"...)
	}
	return string(append(b, `],"resize_keyboard":true,"one_time_keyboard":true}`...))
}

const replyHead = `{"keyboard":[`

// buttonLabel is "1. Menjahit", as in the text; a choice that is typed as a word ("ya") shows its label alone.
func buttonLabel(choice store.Choice) string {
	if strings.Trim(choice.Value, "0123456789") == "" && choice.Label != "" {
		return short(choice.Value + ". " + choice.Label)
	}
	return short(orValue(choice))
}

func orValue(choice store.Choice) string {
	if choice.Label == "" {
		return choice.Value
	}
	return choice.Label
}

func short(label string) string {
	if utf8.RuneCountInString(label) <= maxLabel {
		return label
	}
	return string([]rune(label)[:maxLabel-1]) + "…"
}
