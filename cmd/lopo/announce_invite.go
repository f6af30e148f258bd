package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/skip2/go-qrcode"

	"lopo/bot/whatsapp"
	"lopo/flows/nlu"
	"lopo/store"
)

type announceInviteCmd struct {
	File string `arg:"" help:"Berkas berisi nomor HP, satu di setiap baris (.txt atau .csv)." type:"existingfile"`
	QR   string `help:"Gambar QR (.png) yang akan dibuat, untuk dicetak." type:"path" name:"qr"`
	By   string `required:"" help:"Nama petugas."`
}

// Run turns a list of numbers into an invitation. A number that has never written to us is not written to: the people on the list are asked to
// write first, by those who know them.
func (c *announceInviteCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		if err := p.may(ctx, c.By, store.ToGather, ""); err != nil {
			return err
		}
		content, err := os.ReadFile(c.File)
		if err != nil {
			return err
		}
		numbers, unread := numbersIn(string(content))
		if len(numbers) == 0 {
			return errors.New("tidak ada nomor HP di berkas itu")
		}
		known, nameless, err := p.whoWrote(ctx, numbers)
		if err != nil {
			return err
		}
		to, set := p.city.Fact("link_whatsapp")
		if !set {
			return errors.New("isi dulu link_whatsapp dalam data kota: nomor WhatsApp bot ini")
		}
		link := inviteLink(to)
		fmt.Printf("%d nomor dibaca, %d baris bukan nomor. %d sudah pernah menulis, %d belum: nomor yang belum tidak akan dikirimi.\n\n", len(numbers), unread, known, len(numbers)-known)
		if nameless > 0 {
			fmt.Printf("%d orang sudah menulis di WhatsApp tetapi nomornya tidak diberitahukan WhatsApp kepada bot: bila ada dalam daftar ini, mereka terhitung belum.\n\n", nameless)
		}
		fmt.Printf("Tautan undangan:\n\n  %s\n\nTeks untuk diteruskan di grup, papan pengumuman, atau oleh pengurus:\n\n%s\n", link, indent(invitation(p.city, link)))
		if c.QR != "" {
			if err := qrcode.WriteFile(link, qrcode.Medium, 512, c.QR); err != nil {
				return fmt.Errorf("gambar QR: %w", err)
			}
			fmt.Printf("\nGambar QR ditulis ke %s.\n", c.QR)
		}
		return p.ledger.Audit(ctx, c.By, "invite", fmt.Sprintf("%d numbers", len(numbers)), "", now())
	})
}

// whoWrote counts who of the holders of some numbers has written to us on WhatsApp: by the number itself, by what the account has learned, or by the
// number that she gave in an application. nameless are the people there of whom none of that tells a number.
func (p *parts) whoWrote(ctx context.Context, numbers []string) (known, nameless int, err error) {
	learned, err := whatsapp.ReadNumbers(ctx, whatsappFile(p))
	if err != nil {
		return 0, 0, err
	}
	chats, err := p.ledger.ChatsOn(ctx, whatsapp.Name)
	if err != nil {
		return 0, 0, err
	}
	wrote := map[string]bool{}
	for _, chat := range chats {
		wrote[chat] = true
	}
	applications, err := p.ledger.Registrations(ctx)
	if err != nil {
		return 0, 0, err
	}
	given, told := map[string]bool{}, map[string]bool{} // numbers, and chats that gave one
	for _, r := range applications {
		if r.Of.Channel == whatsapp.Name && wrote[r.Of.Chat] && r.Applicant.Phone != "" {
			given[r.Applicant.Phone], told[r.Of.Chat] = true, true
		}
	}
	for _, number := range numbers {
		if given[number] || slices.ContainsFunc(learned.Chats(number), func(chat string) bool { return wrote[chat] }) {
			known++
		}
	}
	for chat := range wrote {
		if learned.Nameless(chat) && !told[chat] {
			nameless++
		}
	}
	return known, nameless, nil
}

// numbersIn reads the phone numbers of a list, each once, and counts the lines that have none.
func numbersIn(content string) (numbers []string, unread int) {
	seen := map[string]bool{}
	for line := range strings.Lines(content) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		found := false
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return r == ';' || r == ',' || r == '\t' || r == '\n' || r == '\r' }) {
			r := nlu.Phone(nlu.Input{Text: cell, Kind: store.Text})
			if r.Value == "" {
				continue
			}
			if found = true; !seen[r.Value] {
				seen[r.Value] = true
				numbers = append(numbers, r.Value)
			}
		}
		if !found {
			unread++
		}
	}
	return numbers, unread
}

// inviteLink opens a chat with the bot, with a first word in it. What the city's data say may be a number or a link already.
func inviteLink(to string) string {
	if digits := strings.TrimLeft(to, "+"); strings.Trim(digits, "0123456789") == "" {
		to = "https://wa.me/" + digits
	}
	if strings.Contains(to, "?") {
		return to
	}
	return to + "?text=" + url.QueryEscape("halo")
}

// invitation is what somebody who knows the people passes on.
func invitation(city *store.City, link string) string {
	name, _ := city.Fact("nama_layanan")
	office, _ := city.Fact("nama_dinas")
	return fmt.Sprintf("Bapak/Ibu, %s dari %s memberi kabar pelatihan kerja, lowongan, dan dana PEM lewat WhatsApp.\nBila ingin menerimanya, tulis dulu: %s\nKami tidak akan menulis lebih dulu, dan bisa dihentikan kapan saja dengan BERHENTI.", name, office, link)
}
