package config

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// checks say what is wrong with a value and how to mend it, as the rest of a sentence that begins with the variable's name; "" when nothing.
var checks = map[string]func(value string) (wrong string){
	"LOPO_DB":                   db,
	"LOPO_REDIS_URL":            redisURL,
	"LOPO_ADDR":                 addr,
	"LOPO_TELEGRAM_TOKEN":       token,
	"LOPO_TELEGRAM_API":         api,
	"LOPO_TELEGRAM_WEBHOOK_URL": webhook,
	"LOPO_TELEGRAM_SECRET":      webhookSecret,
	"LOPO_WHATSAPP":             onOff,
	"LOPO_WHATSAPP_VERSION":     webVersion,
	"LOPO_WHATSAPP_TYPING":      pause,
	"LOPO_SECRET_KEY":           secretKey,
	"LOPO_CITY":                 city,
	"LOPO_LOG":                  level,
	"LOPO_DEMO":                 demo,
}

func db(value string) string {
	if strings.HasSuffix(value, "/") || strings.ContainsAny(value, "?#") || strings.Contains(value, ":memory:") || strings.HasPrefix(value, "file:") {
		return fmt.Sprintf("is %q, which is not the plain path of a file; write for example data/lopo.db", value)
	}
	if info, err := os.Stat(value); err == nil && info.IsDir() {
		return fmt.Sprintf("is %q, which is a folder; add the name of a file, for example %s/lopo.db", value, value)
	}
	return ""
}

func redisURL(value string) string {
	u, err := url.Parse(value)
	if err != nil || !slices.Contains([]string{"redis", "rediss", "unix"}, u.Scheme) || u.Scheme != "unix" && u.Hostname() == "" {
		return "is not the URL of a Redis server; write redis://user:password@host:6379/0, with %-codes for special letters in the password"
	}
	return ""
}

func addr(value string) string {
	_, port, err := net.SplitHostPort(value)
	if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
		return fmt.Sprintf("is %q, which is not host:port; write for example 127.0.0.1:8080", value)
	}
	return ""
}

var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

func token(value string) string {
	if !tokenForm.MatchString(value) {
		return "is not a bot token; copy it from @BotFather without quotes or spaces: digits, a colon, letters"
	}
	return ""
}

func api(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" {
		return "is not the address of a server; write for example https://api.telegram.org, or remove it"
	}
	return ""
}

// webhook: the platform calls only these ports, and only over TLS (core.telegram.org/bots/api#setwebhook).
func webhook(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return "is not a public https address; write for example https://bot.example.id/telegram, or remove it to use long polling"
	}
	if !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()) {
		return fmt.Sprintf("has port %s, and Telegram calls only 443, 80, 88 and 8443; choose one of them", u.Port())
	}
	return ""
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func webhookSecret(value string) string {
	if !secretForm.MatchString(value) {
		return "is not 1 to 256 of A-Z a-z 0-9 _ -; make one with: openssl rand -hex 32"
	}
	return ""
}

func onOff(value string) string {
	if value != "on" && value != "off" {
		return fmt.Sprintf("is %q; write on or off", value)
	}
	return ""
}

var versionForm = regexp.MustCompile(`^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,10}$`)

func webVersion(value string) string {
	if !versionForm.MatchString(value) {
		return fmt.Sprintf("is %q, which is not three numbers with dots; write for example 2.3000.1045649367, or remove it", value)
	}
	return ""
}

// pause: a longer one would make people wait for nothing.
func pause(value string) string {
	if d, err := time.ParseDuration(value); err != nil || d < 0 || d > 5*time.Second {
		return fmt.Sprintf("is %q; write a time between 0s and 5s, for example 900ms", value)
	}
	return ""
}

func secretKey(value string) string {
	if _, ok := decodeKey(value); !ok {
		return "is not 32 bytes as 64 hex digits or base64; make one with: openssl rand -hex 32"
	}
	return ""
}

func city(value string) string {
	if info, err := os.Stat(value); err != nil || !info.IsDir() {
		return fmt.Sprintf("is %q, which is not a folder that can be read; mend the path, or remove it to use the facts built in", value)
	}
	return ""
}

func level(value string) string {
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, strings.ToLower(value)) {
		return fmt.Sprintf("is %q; choose debug, info, warn or error", value)
	}
	return ""
}

func demo(value string) string {
	if _, err := strconv.ParseBool(value); err != nil {
		return fmt.Sprintf("is %q; write true or false", value)
	}
	return ""
}
