package nlu

import "strings"

// tradeBook holds the trades and how residents name them, the longest phrase deciding ("bengkel las" is las). The list follows what the
// Dinas has taught; which of them are open is data elsewhere. tradeRemarks are what else is written where a trade is asked for.
var (
	tradeBook    = newBook("slots-trade", false)
	tradeRemarks = newBook("slots-trade", true)
)

// Words that stand beside a trade without naming another: "las listrik" is in the table; "kursus komputer online" is about computers.
var weakTrades = set("online digital motor tukang hp kayu kue office laptop instalasi kuku marketing")

// excepting are words that rule out the trade behind them.
var excepting = set("bukan selain jangan kecuali")

// Trade is the trade that a text names, or "" when it names none or more than one.
func Trade(text string) string { return trade(asWork(read(text))) }

func trade(ws []string) string {
	strong, weak, two := trades(ws)
	if two {
		return ""
	}
	if strong == "" {
		return weak
	}
	return strong
}

// strongTrade is a trade named by more than a word that has other uses ("hp", "motor"); for texts that answer no question.
func strongTrade(ws []string) string {
	strong, _, two := trades(ws)
	if two {
		return ""
	}
	return strong
}

// trades reads the trade a text names, the one it names only by a word with other uses, and whether it names two.
func trades(ws []string) (found, weak string, two bool) {
	for i := 0; i < len(ws); {
		t, n := tradeAt(ws[i:])
		if n == 0 {
			i++
			continue
		}
		if i > 0 && excepting[ws[i-1]] {
			i += n
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
	return found, weak, two
}

// tradeAt finds the longest phrase at the start of ws. A single long word may carry one slip.
func tradeAt(ws []string) (trade string, n int) {
	if trade, n = tradeBook.at(ws); n > 0 || len(ws[0]) < 5 || notTrades[ws[0]] {
		return trade, n
	}
	for _, k := range tradeBook.words[ws[0][0]] {
		if len(k) < 6 || !typo(ws[0], k) {
			continue
		}
		is, single := tradeBook.at([]string{k})
		if single == 0 || is == trade {
			continue
		}
		if trade != "" {
			return "", 0
		}
		trade = is
	}
	if trade != "" {
		n = 1
	}
	return trade, n
}

// notTrades are common words one letter from a trade.
var notTrades = set("batista bagian menjadi servis masalah kursus daftar pelatihan kuliner kapan")

// TradeChoice reads the answer to "which training": one trade, or why it is none.
func TradeChoice(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := asWork(read(in.Text))
	if len(ws) == 0 || len(ws) > 40 {
		return why("unclear")
	}
	asked := asksAnywhere(in.Text, pieces(in.Text))
	strong, weak, two := trades(tradeBook.spelt(append([]string(nil), ws...), tradeRemarks))
	remark := ""
	for _, f := range tradeRemarks.all(ws) {
		if remark == "" || f.is == "?not_offered" || f.is == "?question" {
			remark = f.is
		}
	}
	switch {
	case remark == "?question":
		return why("question")
	case asked && !(two && len(ws) > 3) && remark != "?no_choice", asked && strings.ContainsAny(in.Text, "?？") && !two:
		return why("question")
	case two, strong != "" && weak != "" && weak != strong && anyOf(ws, eitherOr), strong != "" && remark == "?not_offered":
		return why("multiple")
	case strong != "":
		return value(strong)
	case remark == "?not_offered", remark == "?ambiguous" && weak != "":
		return why(remark[1:])
	case weak != "":
		return value(weak)
	case remark != "":
		return why(remark[1:])
	}
	for _, w := range ws {
		if !everyday[w] && !digits(w) {
			return why("not_offered")
		}
	}
	return why("unclear")
}
