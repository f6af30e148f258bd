package config_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lopo/bot/config"
)

func TestDefaults(t *testing.T) {
	want := config.Config{DB: "data/lopo.db", Addr: "127.0.0.1:8080", TelegramAPI: "https://api.telegram.org", WhatsApp: "on", WhatsAppTyping: 900 * time.Millisecond,
		Log: slog.LevelInfo}
	for name, environ := range map[string]map[string]string{
		"nothing": nil,
		"empty":   {"LOPO_DB": "", "LOPO_ADDR": "", "LOPO_DEMO": "", "LOPO_LOG": "", "LOPO_TELEGRAM_TOKEN": ""},
		"others":  {"HOME": "/root", "LOPO_TEST_ANYTHING": "1"},
	} {
		got, err := config.Read(environ)
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: %v, %v", name, cmp.Diff(want, got), err)
		}
	}
}

func TestRead(t *testing.T) {
	city := t.TempDir()
	got, err := config.Read(map[string]string{
		"LOPO_DB": "/var/lib/lopo/./lopo.db", "LOPO_REDIS_URL": "rediss://u:p@redis:6379/1", "LOPO_ADDR": ":9000",
		"LOPO_TELEGRAM_TOKEN": "123:abc_-D", "LOPO_TELEGRAM_API": "http://botapi:8081/", "LOPO_TELEGRAM_WEBHOOK_URL": "https://bot.example.id:8443/t",
		"LOPO_TELEGRAM_SECRET": "s-3_C", "LOPO_WHATSAPP": "off", "LOPO_WHATSAPP_VERSION": "2.3000.1045649367", "LOPO_WHATSAPP_TYPING": "0s", "LOPO_SECRET_KEY": strings.Repeat("0f", 32), "LOPO_CITY": city, "LOPO_LOG": "Debug", "LOPO_DEMO": "1",
	})
	want := config.Config{
		DB: "/var/lib/lopo/lopo.db", RedisURL: "rediss://u:p@redis:6379/1", Addr: ":9000",
		TelegramToken: "123:abc_-D", TelegramAPI: "http://botapi:8081", TelegramWebhook: "https://bot.example.id:8443/t",
		TelegramSecret: "s-3_C", WhatsApp: "off", WhatsAppVersion: "2.3000.1045649367", SecretKey: strings.Repeat("0f", 32), City: city, Log: slog.LevelDebug, Demo: true,
	}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%s %v", cmp.Diff(want, got), err)
	}
}

// What is wrong stops the program with one sentence that names the variable, says how to mend it and repeats no secret.
func TestWrong(t *testing.T) {
	folder := t.TempDir()
	const secret = "geheim"
	for _, c := range []struct{ name, value, says string }{
		{"LOPO_DB", "data/", "write for example data/lopo.db"},
		{"LOPO_DB", folder, "add the name of a file"},
		{"LOPO_DB", "lopo.db?mode=ro", "plain path"},
		{"LOPO_DB", "file:lopo.db", "plain path"},
		{"LOPO_DB", ":memory:", "plain path"},
		{"LOPO_REDIS_URL", "localhost:6379", "redis://user"},
		{"LOPO_REDIS_URL", "http://me:geheim@host", "redis://user"},
		{"LOPO_REDIS_URL", "redis://me:geheim/1@host:6379", "%-codes"},
		{"LOPO_REDIS_URL", "redis://", "redis://user"},
		{"LOPO_ADDR", "8080", "write for example 127.0.0.1:8080"},
		{"LOPO_ADDR", "localhost:http", "host:port"},
		{"LOPO_ADDR", "localhost:99999", "host:port"},
		{"LOPO_TELEGRAM_TOKEN", "geheim", "@BotFather"},
		{"LOPO_TELEGRAM_TOKEN", " 123:geheim", "without quotes or spaces"},
		{"LOPO_TELEGRAM_TOKEN", `"123:geheim"`, "without quotes or spaces"},
		{"LOPO_TELEGRAM_API", "api.telegram.org", "https://api.telegram.org"},
		{"LOPO_TELEGRAM_API", "https://me:geheim@host", "remove it"},
		{"LOPO_TELEGRAM_WEBHOOK_URL", "http://bot.example.id", "https"},
		{"LOPO_TELEGRAM_WEBHOOK_URL", "https://bot.example.id:8080/t", "only 443, 80, 88 and 8443"},
		{"LOPO_TELEGRAM_WEBHOOK_URL", "https://", "https"},
		{"LOPO_TELEGRAM_WEBHOOK_URL", "https://bot.example.id/t", "LOPO_TELEGRAM_TOKEN is missing"},
		{"LOPO_TELEGRAM_SECRET", "geheim geheim", "openssl rand"},
		{"LOPO_TELEGRAM_SECRET", strings.Repeat("geheim", 43), "1 to 256"},
		{"LOPO_WHATSAPP", "yes", "write on or off"},
		{"LOPO_WHATSAPP_VERSION", "latest", "three numbers"},
		{"LOPO_WHATSAPP_TYPING", "1m", "between 0s and 5s"},
		{"LOPO_WHATSAPP_TYPING", "900", "between 0s and 5s"},
		{"LOPO_SECRET_KEY", "geheim", "openssl rand"},
		{"LOPO_SECRET_KEY", strings.Repeat("0f", 31), "64 hex digits"},
		{"LOPO_CITY", "no/such/folder", "mend the path"},
		{"LOPO_LOG", "loud", "debug, info, warn or error"},
		{"LOPO_LOG", "info+2", "debug, info, warn or error"},
		{"LOPO_DEMO", "ja", "true or false"},
		{"LOPO_TELEGRAM_TOKN", "123:geheim", "there are LOPO_DB, LOPO_REDIS_URL,"},
	} {
		_, err := config.Read(map[string]string{c.name: c.value})
		if err == nil {
			t.Errorf("%s=%q was accepted", c.name, c.value)
			continue
		}
		said := err.Error()
		if !strings.Contains(said, c.name) || !strings.Contains(said, c.says) || strings.Contains(said, "\n") || strings.Contains(said, secret) {
			t.Errorf("%s=%q: %s", c.name, c.value, said)
		}
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	c, err := config.Read(map[string]string{
		"LOPO_REDIS_URL": "redis://geheim1:geheim2@host:6379/0", "LOPO_TELEGRAM_TOKEN": "123:geheim3", "LOPO_TELEGRAM_SECRET": "geheim4",
		"LOPO_SECRET_KEY": strings.Repeat("ab", 32),
	})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", &c)
	all := log.String() + fmt.Sprintf("%v %+v %#v %s", c, c, c, &c)
	if strings.Contains(all, "geheim") || strings.Contains(all, "abab") {
		t.Errorf("a secret is printed: %s", all)
	}
	for _, shown := range []string{"redis://host:6379/0", "127.0.0.1:8080", "LOPO_TELEGRAM_TOKEN"} {
		if !strings.Contains(log.String(), shown) || !strings.Contains(c.String(), shown) {
			t.Errorf("%s is not shown: %s", shown, c)
		}
	}
}

// README.md has the table as Doc makes it. When this fails, put the table below in its place.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), config.Doc()) {
		t.Errorf("README.md does not hold this table:\n%s", config.Doc())
	}
}
