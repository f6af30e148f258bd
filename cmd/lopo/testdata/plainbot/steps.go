package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// step is one question, with numbered options or a check of what was typed.
type step struct {
	slot    string
	text    string
	options []string
	check   func(string) bool
}

func (s step) read(text string) (string, bool) {
	if s.check != nil {
		return text, s.check(text)
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= len(s.options) {
		return s.options[n-1], true
	}
	for _, o := range s.options {
		if strings.EqualFold(o, text) {
			return o, true
		}
	}
	return "", false
}

func some(text string) bool { return text != "" }

func date(text string) bool {
	_, err := time.Parse("02-01-2006", text)
	return err == nil
}

var steps = []step{
	{slot: "menu", text: "Selamat pagi, Bapak/Ibu. Ini Lopo Kupang, layanan pesan otomatis Pemerintah Kota Kupang. Semua layanan di sini gratis.\nKami hanya mencatat data diri bila Bapak/Ibu setuju. Ketik PRIVASI untuk penjelasannya, PETUGAS untuk berbicara dengan orang.\n\nApa yang bisa kami bantu? Balas dengan angka.",
		options: []string{"Daftar pelatihan kerja", "Status pendaftaran", "Dana PEM (pinjaman usaha)", "Lowongan kerja", "Data saya", "Pengumuman: berhenti atau mulai", "Bicara dengan petugas"}},
	{slot: "training", text: "Pelatihan yang sedang dibuka. Pilih satu:",
		options: []string{"Menjahit (contoh)", "Pemasaran digital (contoh)", "Perbengkelan (contoh)", "Salon kecantikan (contoh)", "Tukang kayu (contoh)"}},
	{slot: "batch", text: "Pelatihan ini dibuka beberapa kali. Pilih angkatan:", options: []string{"Angkatan 1, mulai Kam, 17 Des 2026", "Angkatan 2, mulai Sen, 21 Jan 2027"}},
	{slot: "card", text: "Tukang kayu (contoh), Angkatan 1\nTempat: belum ditetapkan\nMulai: belum ditetapkan\nPendaftaran ditutup: belum ditetapkan\nKursi: 20. Pendaftar sampai sekarang: 11\nSyarat: KTP Kota Kupang (contoh); Sehat jasmani (contoh)\nData per Senin, 23 Nov 2026, sumber: contoh, bukan data resmi\n\nMau mendaftar?",
		options: []string{"Ya, daftar", "Lihat pelatihan lain"}},
	{slot: "consent", text: "Untuk mendaftar, kami mencatat nama, tanggal lahir, jenis kelamin, kelurahan, pendidikan, pekerjaan, dan nomor HP.\nGunanya hanya untuk seleksi pelatihan. Yang melihat: petugas dinas dan kelurahan Bapak/Ibu. Bapak/Ibu boleh melihat, mengubah, atau menghapusnya kapan saja.\nSetuju datanya dicatat?",
		options: []string{"Setuju", "Tidak setuju", "Baca selengkapnya"}},
	{slot: "born", text: "Kapan tanggal lahir Bapak/Ibu? Misalnya: 12-06-1998", check: date},
	{slot: "name", text: "Siapa nama lengkap Bapak/Ibu, sesuai KTP?", check: some},
	{slot: "gender", text: "Jenis kelamin?", options: []string{"Laki-laki", "Perempuan"}},
	{slot: "kecamatan", text: "Kelurahan di Kecamatan mana Bapak/Ibu tinggal, sesuai KTP?",
		options: []string{"Kec. Alak", "Kec. Kelapa Lima", "Kec. Kota Lama", "Kec. Kota Raja", "Kec. Maulafa", "Kec. Oebobo"}},
	{slot: "kelurahan", text: "Kelurahan di Kecamatan Oebobo:", options: []string{"Fatululi", "Kayu Putih", "Liliba", "Oebobo", "Oebufu", "Oetete", "Tuak Daun Merah"}},
	{slot: "education", text: "Pendidikan terakhir yang tamat?", options: []string{"Tidak sekolah", "SD", "SMP", "SMA", "SMK", "D3", "S1"}},
	{slot: "work", text: "Pekerjaan sekarang?", options: []string{"Belum bekerja", "Pernah bekerja, sekarang tidak", "Usaha sendiri", "Sedang bekerja", "Masih sekolah atau kuliah"}},
	{slot: "second", text: "Bila pilihan pertama penuh, mau pilihan kedua?", options: []string{"Tidak ada pilihan kedua", "Menjahit (contoh), Angkatan 1", "Menjahit (contoh), Angkatan 2", "Perbengkelan (contoh), Angkatan 1"}},
	{slot: "phone", text: "Nomor HP yang bisa dihubungi? Misalnya: 0812 3456 7890", check: some},
	{slot: "review", text: "Mohon diperiksa:\n1. Pelatihan: Tukang kayu (contoh), Angkatan 1\n%s\n\nSudah benar? Untuk memperbaiki, ketik nomornya, misalnya: 3", options: []string{"kirim pendaftaran", "perbaiki jawaban", "ya"}},
}

const done = "Pendaftaran terkirim. Nomor Bapak/Ibu: %s\nPelatihan: Tukang kayu (contoh), Angkatan 1\n\nKursi 20, pendaftar 12. Mendaftar belum berarti diterima. Hasilnya kami kabari di sini.\nKetik STATUS untuk melihat, UBAH untuk memperbaiki, BATAL untuk mundur. Satu HP boleh dipakai mendaftarkan saudara.\n\nPelatihan ini gratis. Jangan kirim uang, KTP asli, atau kode OTP kepada siapa pun yang mengaku petugas."

// ask puts the open question with its options.
func ask(s *session) string {
	step := steps[s.Step]
	text := step.text
	if step.slot == "review" {
		var lines []string
		for i, slot := range []string{"name", "born", "gender", "kelurahan", "education", "work", "second", "phone"} {
			lines = append(lines, fmt.Sprintf("%d. %s: %s", i+2, slot, s.Slots[slot]))
		}
		text = fmt.Sprintf(text, strings.Join(lines, "\n"))
	}
	for i, o := range step.options {
		text += fmt.Sprintf("\n%d. %s", i+1, o)
	}
	return text + "\n0. Menu"
}

func keyboard(n int) tgbotapi.InlineKeyboardMarkup {
	var rows [][]tgbotapi.InlineKeyboardButton
	for i, o := range steps[n].options {
		label := strconv.Itoa(i+1) + ". " + o
		if steps[n].slot == "review" {
			label = o
		}
		rows = append(rows, tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData(label, strconv.Itoa(i+1))))
	}
	return tgbotapi.NewInlineKeyboardMarkup(append(rows, tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData("0. Menu", "0")))...)
}
