package telegram

import (
	"strings"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/store"
)

// What residents see on buttons.
const (
	shareLabel   = "Kirim nomor saya"
	privateLabel = "Buka chat pribadi"
)

// maxLabel keeps a label on a narrow phone; the whole of it stands in the text.
const maxLabel = 60

// markup is the keyboard under the last part of a message; nil for none. A message carries one kind of keyboard only: where the person's
// number is wanted, which only a reply keyboard can ask for, the choices are keys of that, and a key sends its label as if typed.
func (c *Channel) markup(o store.Outgoing, to spot) any {
	if o.WantTel && !to.group() {
		keys := [][]tgbotapi.KeyboardButton{{tgbotapi.NewKeyboardButtonContact(shareLabel)}}
		for _, choice := range o.Choices {
			keys = append(keys, []tgbotapi.KeyboardButton{tgbotapi.NewKeyboardButton(short(orValue(choice)))})
		}
		return tgbotapi.ReplyKeyboardMarkup{Keyboard: keys, ResizeKeyboard: true, OneTimeKeyboard: true}
	}
	var rows [][]tgbotapi.InlineKeyboardButton
	for _, choice := range o.Choices {
		if data, fits := tapData(o.Ask, choice.Value); fits {
			rows = append(rows, tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData(buttonLabel(choice), data)))
		}
	}
	if name := c.username(); o.Private && to.group() && name != "" {
		rows = append(rows, tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonURL(privateLabel, "https://t.me/"+name+"?start=grup")))
	}
	if rows == nil {
		return nil
	}
	return tgbotapi.NewInlineKeyboardMarkup(rows...)
}

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
