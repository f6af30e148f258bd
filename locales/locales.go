// Package locales holds the words. Each language is one file; a key is the flow's and the step's own name, then what is said there.
package locales

import (
	"embed"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// Languages are those that have words, the one of the house first.
var Languages = []string{"id", "en"}

// Words are the texts of one language, and how it writes days and amounts. They are safe for many goroutines.
type Words struct {
	lang      string
	calendar  *calendar
	localizer *i18n.Localizer
	keys      map[string]bool
	fixed     map[string]string // texts that nothing is put into: most of them, and a hundred times cheaper than the others
}

var loaded sync.Map // language -> *Words: they never change, and reading them is slow

// Load gives the texts of one language, for example "id". They are read once.
func Load(lang string) (*Words, error) {
	if w, ok := loaded.Load(lang); ok {
		return w.(*Words), nil
	}
	w, err := read(lang)
	if err != nil {
		return nil, err
	}
	loaded.Store(lang, w)
	return w, nil
}

func read(lang string) (*Words, error) {
	calendar := calendars[lang]
	if calendar == nil {
		return nil, fmt.Errorf("nobody knows how dates are written in %q", lang)
	}
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", lang, err)
	}
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	file, err := bundle.LoadMessageFileFS(files, tag.String()+".toml")
	if err != nil {
		return nil, fmt.Errorf("read the words of %q: %w", lang, err)
	}
	w := &Words{lang: lang, calendar: calendar, localizer: i18n.NewLocalizer(bundle, lang), keys: map[string]bool{}, fixed: map[string]string{}}
	for _, m := range file.Messages {
		w.keys[m.ID] = true
		if !strings.Contains(m.Other, "{{") {
			w.fixed[m.ID] = strings.TrimSpace(m.Other)
		}
	}
	return w, nil
}

// Lang is the language of these words.
func (w *Words) Lang() string { return w.lang }

// In gives the words of another language; these where lang is empty or has none.
func (w *Words) In(lang string) *Words {
	if lang == "" || lang == w.lang || !slices.Contains(Languages, lang) {
		return w
	}
	other, err := Load(lang)
	if err != nil {
		return w // a test reads all of them
	}
	return other
}

// Text renders one message. The tests hold that every key used in code exists, so a missing one is a defect of the build: it panics, and
// the turn's own recovery answers the resident.
func (w *Words) Text(key string, data map[string]any) string {
	if s, ok := w.fixed[key]; ok {
		return s
	}
	s, err := w.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data})
	if err != nil {
		panic(fmt.Sprintf("locales: text %q: %v", key, err))
	}
	return strings.TrimSpace(s)
}

// Has reports whether there is a text for key.
func (w *Words) Has(key string) bool { return w.keys[key] }

// Keys lists all keys in order.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.keys))
	for k := range w.keys {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
