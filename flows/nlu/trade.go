package nlu

import "strings"

// tradeWords are the trades and how residents name them, in standard words, longest phrases deciding ("bengkel las" is las). The list of
// trades follows what the Dinas has taught; which of them are open is data elsewhere.
var tradeWords = map[string]string{
	"menjahit":          "menjahit|jahit|menjait|jait|penjahit|bajahit|bajait|jahitan|jait baju|tukang jahit|modiste|busana|tata busana|garmen|garment|konveksi|obras|bordir",
	"bengkel":           "bengkel|perbengkelan|bengkl|benkel|montir|mekanik|otomotif|servis motor|service motor|perbaiki motor|bekin bae motor|bikin bae motor|teknik motor|sepeda motor|tambal ban|servis mobil|mesin motor|motor",
	"salon":             "salon|saloon|kecantikan|salon kecantikan|tata rias|makeup|make up|rias|merias|mua|rebonding|creambath|tata kecantikan|kuku|facial",
	"tukang_kayu":       "tukang kayu|tukang kayo|kayu|pertukangan|pertukangan kayu|bertukang|batukang|meubel|mebel|meubeler|furnitur|furniture|bikin lemari|buat lemari|bikin kursi|buat kursi|bekin lemari|bekin kursi|tukang",
	"servis_ac":         "servis ac|service ac|serfis ac|sevis ac|ac|tukang ac|teknisi ac|teknik pendingin|pendingin|cuci ac|perbaiki ac|air conditioner|bekin bae ac|servis kulkas|kulkas",
	"cuci_motor":        "cuci motor|cuci mobil|cuci oto|cuci kendaraan|steam motor|steam|doorsmeer|door smeer|carwash|car wash|cuci oto dengan motor|cuci motor dengan oto|cuci motor dan mobil|cuci mobil dan motor|cuci steam",
	"pemasaran_digital": "pemasaran digital|digital marketing|pemasaran online|pemasaran|marketing|marketing online|jualan online|jual online|bajual online|jual di online|jual di fb|jual di facebook|jualan di fb|jualan di internet|toko online|online shop|olshop|online|iklan digital|media sosial|medsos|bisnis online|digital",
	"las":               "las|ngelas|mengelas|pengelasan|las listrik|tukang las|bengkel las|welder|welding|balas besi|las besi",
	"tata_boga":         "tata boga|boga|memasak|masak|masak2|masak masak|mamasa|bamasak|bikin kue|buat kue|bekin kue|kue|kuliner|roti|bikin roti|buat roti|katering|catering|juru masak|koki|memasak kue|tataboga",
	"komputer":          "komputer|computer|komputr|kompter|kumputer|microsoft office|ms office|office|word excel|excel|mengetik|aplikasi perkantoran|perkantoran|administrasi perkantoran|operator komputer|laptop|desain grafis",
	"servis_hp":         "servis hp|service hp|serfis hp|sevis hp|perbaiki hp|reparasi hp|bekin bae hp|bikin bae hp|teknisi hp|servis handphone|service handphone|servis ponsel|teknisi ponsel|servis telepon|tukang hp|hp|handphone|ponsel",
	"barista":           "barista|kopi|bikin kopi|buat kopi|bekin kopi|meracik kopi|racik kopi|barita|baristra",
	"pangkas_rambut":    "pangkas rambut|potong rambut|pangkas|cukur|cukur rambut|tukang cukur|barber|barbershop|barber shop|gunting rambut|babershop|potong rambut laki2|memangkas rambut",
	"listrik":           "listrik|instalasi listrik|instalatir|kelistrikan|teknik listrik|tukang listrik|elektrik|pasang listrik|instalasi",
	"tenun":             "tenun|menenun|tenun ikat|batenun|kain tenun|tenunan|tanun|batanun",
}

// Words that stand beside a trade without naming another: "las listrik" is in the table; "kursus komputer online" is about computers.
var weakTrades = set("online digital motor tukang hp kayu kue office laptop instalasi kuku marketing")

type tradePhrase struct {
	words []string
	trade string
}

// tradesBy holds the phrases by their first word, longTrades the long single words by their first letter.
var (
	tradesBy   = map[string][]tradePhrase{}
	longTrades = map[byte][]tradePhrase{}
)

func init() {
	for trade, list := range tradeWords {
		for _, p := range strings.Split(list, "|") {
			ws := normal(strings.Fields(p))
			tradesBy[ws[0]] = append(tradesBy[ws[0]], tradePhrase{ws, trade})
			if len(ws) == 1 && len(ws[0]) >= 6 {
				longTrades[ws[0][0]] = append(longTrades[ws[0][0]], tradePhrase{ws, trade})
			}
		}
	}
}

// Trade is the trade that a text names, or "" when it names none or more than one.
func Trade(text string) string { return trade(read(text)) }

func trade(ws []string) string {
	strong, weak := trades(ws)
	if strong == "" {
		return weak
	}
	return strong
}

// strongTrade is a trade named by more than a word that has other uses ("hp", "motor"); for texts that answer no question.
func strongTrade(ws []string) string {
	strong, _ := trades(ws)
	return strong
}

func trades(ws []string) (found, weak string) {
	two := false
	for i := 0; i < len(ws); {
		t, n := tradeAt(ws[i:])
		if n == 0 {
			i++
			continue
		}
		slot := &found
		if n == 1 && weakTrades[ws[i]] {
			slot = &weak
		}
		i += n
		if *slot != "" && *slot != t {
			if slot == &weak {
				continue
			}
			two = true
		}
		*slot = t
	}
	if two {
		return "", ""
	}
	return found, weak
}

// tradeAt finds the longest phrase at the start of ws. A single long word may carry one slip.
func tradeAt(ws []string) (trade string, n int) {
	for _, p := range tradesBy[ws[0]] {
		if len(p.words) > n && len(p.words) <= len(ws) && contains(ws[:len(p.words)], p.words) {
			trade, n = p.trade, len(p.words)
		}
	}
	if n > 0 || len(ws[0]) < 6 || notTrades[ws[0]] {
		return trade, n
	}
	for _, p := range longTrades[ws[0][0]] {
		if !typo(ws[0], p.words[0]) {
			continue
		}
		if trade != "" && trade != p.trade {
			return "", 0
		}
		trade, n = p.trade, 1
	}
	return trade, n
}

// notTrades are common words one letter from a trade.
var notTrades = set("bagian menjadi servis masalah kursus daftar pelatihan kuliner kapan")
