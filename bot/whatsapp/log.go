package whatsapp

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"

	signal "go.mau.fi/libsignal/logger"
	walog "go.mau.fi/whatsmeow/util/log"
)

// The libraries put numbers, texts and the secret of the QR code into what they log. Of a line of theirs only the fixed words reach our log,
// with the figures in it; and one step lower than they think it important, since most of it mends itself.

// wordy is the library's log.
type wordy struct{ log *slog.Logger }

func library(log *slog.Logger) walog.Logger { return wordy{log} }

func (w wordy) Errorf(msg string, args ...any) { w.write(slog.LevelWarn, msg, args) }
func (w wordy) Warnf(msg string, args ...any)  { w.write(slog.LevelInfo, msg, args) }
func (w wordy) Infof(msg string, args ...any)  { w.write(slog.LevelDebug, msg, args) }
func (w wordy) Debugf(string, ...any)          {} // every stanza, and the text of the QR code
func (w wordy) Sub(module string) walog.Logger { return wordy{w.log.With("part", module)} }
func (w wordy) write(l slog.Level, msg string, args []any) {
	if w.log.Enabled(nil, l) {
		w.log.Log(nil, l, "library: "+bare(msg, args))
	}
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)

// bare fills in of the arguments only what cannot be from a person: small numbers and durations.
func bare(msg string, args []any) string {
	n := 0
	msg = verb.ReplaceAllStringFunc(msg, func(string) string {
		if n++; n > len(args) {
			return "_"
		}
		switch a := args[n-1].(type) {
		case time.Duration, bool:
			return fmt.Sprint(a)
		case int:
			if -100000 < a && a < 100000 {
				return fmt.Sprint(a)
			}
		}
		return "_"
	})
	return strings.ReplaceAll(msg, "\n", " ")
}

// whisper is the log of the encryption below the library, which would write to standard output by itself, also in normal operation. Its
// messages hold addresses: only the place is kept.
type whisper struct{ log *slog.Logger }

func (w whisper) Debug(string, string)      {}
func (w whisper) Info(string, string)       {}
func (w whisper) Warning(caller, _ string)  { w.log.Debug("encryption: warning", "at", caller) }
func (w whisper) Error(caller, _ string)    { w.log.Debug("encryption: error", "at", caller) }
func (w whisper) Configure(settings string) {}

// quiet takes over the log of the encryption, which is one for the whole process: the first that asks for it has it.
func quiet(log *slog.Logger) {
	once.Do(func() {
		var l signal.Loggable = whisper{log}
		signal.Setup(&l)
	})
}
