package telegram

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/store"
)

// A Command is one line of the menu beside the text field.
type Command struct {
	Name  string `json:"command"`     // 1-32 of a-z 0-9 _
	About string `json:"description"` // at most 256 characters, for residents
}

// Commands are offered by Telegram's menu button. The flows must understand every one, and /start besides.
var Commands = []Command{
	{"menu", "Lihat menu utama"},
	{"mulai", "Mulai dari awal"},
	{"kembali", "Kembali ke pertanyaan sebelumnya"},
	{"batal", "Batalkan yang sedang diisi"},
	{"status", "Lihat status pendaftaran"},
	{"bantuan", "Bantuan dan kontak petugas"},
	{"bahasa", "Pilih bahasa"},
	{"langganan", "Pilih pengumuman yang diterima"},
	{"hubungkan", "Hubungkan dengan WhatsApp"},
	{"berhenti", "Berhenti menerima pengumuman"},
}

// EnglishCommands are those that people with an English Telegram are offered. They act in either language.
var EnglishCommands = []Command{
	{"menu", "Show the main menu"},
	{"back", "Go back to the previous question"},
	{"cancel", "Cancel what you are filling in"},
	{"status", "See the status of your registration"},
	{"help", "Help, and how to reach our staff"},
	{"language", "Choose the language"},
	{"subscribe", "Choose the announcements you receive"},
	{"connect", "Connect with WhatsApp"},
	{"stop", "Stop receiving announcements"},
}

// offerCommands sets the menu, in English for English and in Indonesian for all other languages, when it is not so already. Once per start,
// without insisting: the bot works without it.
func (c *Channel) offerCommands(ctx context.Context) {
	for _, lang := range []string{"", "id", "en"} {
		commands := Commands
		if lang == "en" {
			commands = EnglishCommands
		}
		params := tgbotapi.Params{}
		params.AddNonEmpty("language_code", lang)
		raw, bad := c.ask(ctx, "getMyCommands", params)
		var set []Command
		if bad == nil && json.Unmarshal(raw, &set) == nil && slices.Equal(set, commands) {
			continue
		}
		if bad == nil {
			params.AddInterface("commands", commands)
			_, bad = c.ask(ctx, "setMyCommands", params)
		}
		if bad != nil && ctx.Err() == nil {
			c.log.Warn("the menu of commands was not set", "why", bad.why())
		}
	}
}

var (
	commandForm = regexp.MustCompile(`^(/[A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?:\s+((?s).*))?$`)
	startForm   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

// command reads "/word", "/word@OurBot" and "/start code" from the text itself: the offsets that come with it are not to be trusted. It
// reports false for a command in a group that is for another bot.
func (c *Channel) command(out *store.Message) bool {
	parts := commandForm.FindStringSubmatch(out.Text)
	if parts == nil {
		return true // "/ " or "//": text like any other
	}
	word, bot, rest := parts[1], parts[2], strings.TrimSpace(parts[3])
	if bot != "" && !strings.EqualFold(bot, c.username()) {
		return !out.Group
	}
	out.Called = out.Group
	out.Text = word
	switch {
	case strings.EqualFold(word, "/start"):
		out.Text = "/start"
		if startForm.MatchString(rest) {
			out.Start = rest
		}
	case rest != "":
		out.Text += " " + rest
	}
	return true
}

// called reports whether a message in a group addresses the bot: by its name, or as an answer to something it said.
func (c *Channel) called(m *message, text string) bool {
	me := c.me.Load()
	if me == nil {
		return false
	}
	if m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == me.ID {
		return true
	}
	for _, e := range m.Entities {
		if e.User != nil && e.User.ID == me.ID {
			return true
		}
	}
	return mentions(text, me.Username)
}

// mentions finds "@name" as a word of its own.
func mentions(text, name string) bool {
	if name == "" {
		return false
	}
	text, name = strings.ToLower(text), "@"+strings.ToLower(name)
	for {
		i := strings.Index(text, name)
		if i < 0 {
			return false
		}
		before, after := text[:i], text[i+len(name):]
		if (before == "" || !nameByte(before[len(before)-1])) && (after == "" || !nameByte(after[0])) {
			return true
		}
		text = after
	}
}

func nameByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z'
}

// username is the bot's name, "" before the first getMe worked.
func (c *Channel) username() string {
	if me := c.me.Load(); me != nil {
		return me.Username
	}
	return ""
}
