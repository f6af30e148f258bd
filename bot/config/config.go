// Package config is what the program is told from outside: environment variables, read once at the start.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is all settings. The zero value is not usable; Read makes one. It prints and logs itself without secrets.
type Config struct {
	DB              string        `env:"LOPO_DB" envDefault:"data/lopo.db" doc:"The ledger, one SQLite file. Its folder is made when absent."`
	RedisURL        string        `env:"LOPO_REDIS_URL" doc:"redis://user:password@host:6379/0. Empty: sessions live in the ledger." show:"url"`
	Addr            string        `env:"LOPO_ADDR" envDefault:"127.0.0.1:8080" doc:"Where web chat, webhook, staff pages and health listen. Put a TLS proxy before it."`
	TelegramToken   string        `env:"LOPO_TELEGRAM_TOKEN" doc:"The bot's token, from @BotFather. Empty: no Telegram." show:"no"`
	TelegramAPI     string        `env:"LOPO_TELEGRAM_API" envDefault:"https://api.telegram.org" doc:"The Bot API server."`
	TelegramWebhook string        `env:"LOPO_TELEGRAM_WEBHOOK_URL" doc:"Public https address that leads to LOPO_ADDR. Empty: the bot asks for updates itself (long polling)."`
	TelegramSecret  string        `env:"LOPO_TELEGRAM_SECRET" doc:"Proves that a webhook call comes from Telegram: 1 to 256 of A-Z a-z 0-9 _ -. Needed with a webhook." show:"no"`
	WhatsApp        string        `env:"LOPO_WHATSAPP" envDefault:"on" doc:"on: WhatsApp runs as soon as a number is linked. off: never."`
	WhatsAppVersion string        `env:"LOPO_WHATSAPP_VERSION" doc:"The WhatsApp Web version to show, such as 2.3000.1045649367, when WhatsApp finds this program too old. Empty: the newest known."`
	WhatsAppTyping  time.Duration `env:"LOPO_WHATSAPP_TYPING" envDefault:"900ms" doc:"How long \"typing…\" is shown before an answer on WhatsApp, at most 5s. 0s: not at all."`
	SecretKey       string        `env:"LOPO_SECRET_KEY" doc:"Seals personal data: 32 bytes as 64 hex digits or base64. Empty: made once and kept in lopo.key beside the ledger. Without it the data is lost: back it up, elsewhere." show:"no"`
	City            string        `env:"LOPO_CITY" doc:"Folder with the facts of a city. Empty: Kota Kupang, built in."`
	Log             slog.Level    `env:"LOPO_LOG" envDefault:"info" doc:"debug, info, warn or error."`
	Demo            bool          `env:"LOPO_DEMO" envDefault:"false" doc:"Fill an empty ledger with example trainings, marked \"contoh\"."`
}

// Read makes the settings of an environment (see env.ToMap and os.Environ). An empty variable counts as absent, since compose files
// pass those on. The error is one sentence for the person who starts the program: which variable, what is wrong, how to mend it; it
// repeats no secret.
func Read(environ map[string]string) (Config, error) {
	set := map[string]string{}
	var known []string
	for _, v := range variables() {
		known = append(known, v.name)
		value := environ[v.name]
		if value == "" {
			continue
		}
		set[v.name] = value
		if check := checks[v.name]; check != nil {
			if wrong := check(value); wrong != "" {
				return Config{}, errors.New(v.name + " " + wrong)
			}
		}
	}
	for name := range environ {
		if strings.HasPrefix(name, "LOPO_") && !strings.HasPrefix(name, "LOPO_TEST_") && !slices.Contains(known, name) {
			return Config{}, fmt.Errorf("%s is not a setting; remove it, or mend the name: there are %s", name, strings.Join(known, ", "))
		}
	}
	if set["LOPO_TELEGRAM_WEBHOOK_URL"] != "" {
		for _, needed := range []string{"LOPO_TELEGRAM_TOKEN", "LOPO_TELEGRAM_SECRET"} {
			if set[needed] == "" {
				return Config{}, fmt.Errorf("%s is missing and LOPO_TELEGRAM_WEBHOOK_URL needs it; set both, or remove the webhook to use long polling", needed)
			}
		}
	}
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: set}); err != nil {
		return Config{}, errors.New("the settings cannot be read; compare them with the table in README.md") // its reason repeats values
	}
	c.DB = filepath.Clean(c.DB)
	c.TelegramAPI = strings.TrimRight(c.TelegramAPI, "/")
	return c, nil
}

// String lists the settings in one line, secrets only as "set".
func (c Config) String() string { return c.LogValue().String() }

// GoString keeps secrets out of %#v.
func (c Config) GoString() string { return "config.Config{" + c.String() + "}" }

// LogValue implements slog.LogValuer, without secrets.
func (c Config) LogValue() slog.Value {
	var attrs []slog.Attr
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		shown := fmt.Sprint(v.Field(i).Interface())
		switch {
		case shown == "":
			continue
		case field.Tag.Get("show") == "no":
			shown = "set"
		case field.Tag.Get("show") == "url":
			shown = bare(shown)
		}
		attrs = append(attrs, slog.String(field.Tag.Get("env"), shown))
	}
	return slog.GroupValue(attrs...)
}

// bare is a URL without the name and password in it.
func bare(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return "set"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
