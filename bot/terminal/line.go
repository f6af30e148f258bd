package terminal

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"lopo/store"
)

var international = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`) // E.164

func trimmed(line string) string { return strings.TrimSpace(strings.ToValidUTF8(line, "\uFFFD")) }

// message reads a line: a command of this channel, or text as it stands (also "/menu", which belongs to the flows). It needs c.mu.
//
//	/tap N            taps the N-th of the choices last shown
//	/edit TEXT        the previous message now reads TEXT
//	/foto /suara /stiker [TEXT]
//	/lokasi LAT LON   decimal degrees
//	/kontak +62…      shares the resident's own number
func (c *Channel) message(line string) (store.Message, error) {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	m := store.Message{From: store.Address{Channel: Name, Chat: c.o.As}, Kind: store.Text, Text: line, At: c.o.Now()}
	switch word {
	case "/tap":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 || n > len(c.shown) {
			return m, fmt.Errorf("tidak ada pilihan %q; yang terakhir tampil ada %d", rest, len(c.shown))
		}
		m.Kind, m.Text, m.Ask = store.Tap, c.shown[n-1].Value, c.ask
	case "/edit":
		if c.lastID == "" || rest == "" {
			return m, errors.New("belum ada pesan untuk diubah, atau teks barunya kosong")
		}
		m.Kind, m.Text, m.Of = store.Edited, rest, c.lastID
	case "/foto":
		m.Kind, m.Text = store.Image, rest
	case "/suara":
		m.Kind, m.Text = store.Voice, rest
	case "/stiker":
		m.Kind, m.Text = store.Sticker, rest
	case "/lokasi":
		lat, lon, err := degrees(rest)
		if err != nil {
			return m, err
		}
		m.Kind, m.Text, m.Lat, m.Lon = store.Location, "", lat, lon
	case "/kontak":
		if !international.MatchString(rest) {
			return m, errors.New("tulis nomor sendiri dengan kode negara, misalnya /kontak +6281234567890")
		}
		m.Kind, m.Text, m.Phone = store.Card, "", rest
	}
	m.ID = c.newID()
	if m.Kind != store.Edited {
		c.lastID = m.ID
	}
	return m, nil
}

func degrees(s string) (lat, lon float64, err error) {
	parts := strings.Fields(s)
	if len(parts) == 2 {
		var one, two error
		lat, one = strconv.ParseFloat(strings.TrimSuffix(parts[0], ","), 64)
		lon, two = strconv.ParseFloat(parts[1], 64)
		if one == nil && two == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 { // false for NaN too
			return lat, lon, nil
		}
	}
	return 0, 0, errors.New("tulis lintang dan bujur, misalnya /lokasi -10.178 123.607")
}
