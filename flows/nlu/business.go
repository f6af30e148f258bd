package nlu

import (
	"sync"

	"lopo/locales"
)

var (
	businesses      = newBook("slots-business", false)
	businessRemarks = newBook("slots-business", true)
	businessTail    = set(`saya sa kami di rumah kecil kecilan usaha ada punya sendiri dengan yang untuk ini itu e ya kakak bapak ibu jual dari saja mau buka sudah sementara
		sekarang kampung pinggir jalan depan keliling harian nya di pasar lagi juga dan min om bos pak bu sehari hari kerja jalan adalah pemilik baru masih`)
)

// Business reads what somebody lives on, as one of the values of the list. Two different ones, or a word for trading in general, are asked
// again: which is the main one decides the papers.
func Business(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := asWork(read(in.Text))
	if len(ws) == 0 || len(ws) > 40 {
		return why("unknown")
	}
	remark, rest, sure := businessRemark(ws)
	if remark == "?not_allowed" || sure {
		return why(remark[1:])
	}
	said, two := business(businesses.spelt(ws, businessRemarks))
	switch {
	case remark == "?none":
		return why("none")
	case two:
		return why("too_general")
	case said != "":
		return value(said)
	case remark == "" || rest:
		return why("unknown")
	}
	return why(remark[1:])
}

// businessRemark is what a text says beside a business, whether it says something that nobody knows, and whether that is sure: "potong babi"
// keeps no pigs.
func businessRemark(ws []string) (remark string, rest, sure bool) {
	next := 0
	for _, f := range append(businessRemarks.all(ws), found{"", len(ws), 0}) {
		for _, w := range ws[next:f.at] {
			rest = rest || !businessTail[w] && !everyday[w]
		}
		next = f.at + f.n
		switch {
		case f.is == "?unknown" && f.n > 1:
			return f.is, true, true
		case f.n > 0 && (remark == "" || remark == "?too_general" || f.is == "?not_allowed"):
			remark = f.is
		}
	}
	return remark, rest, false
}

// business is the trade named, and whether two are. Of two side by side the first is the business and the second what it deals in: "kios
// pulsa", "jus buah".
func business(ws []string) (said string, two bool) {
	end := -1
	for _, f := range businesses.all(ws) {
		beside := f.at == end
		end = f.at + f.n
		switch {
		case f.at > 0 && (ws[f.at-1] == "bukan" || ws[f.at-1] == "tidak"), said != "" && beside:
		case said != "" && said != f.is:
			two = true
		default:
			said = f.is
		}
	}
	return said, two
}

// IsBusiness reports whether a value is one of the list.
func IsBusiness(value string) bool { return businessValues()[value] }

var businessValues = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, m := range locales.List("slots-business") {
		all[m.Is] = m.Is[0] != '?'
	}
	return all
})
