package nlu

var (
	businesses      = newBook("slots-business", false)
	businessRemarks = newBook("slots-business", true)
)

// Business reads what somebody lives on, as one of the values of the list. Two different ones, or a word for trading in general, are asked
// again: which is the main one decides the papers.
func Business(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := read(in.Text)
	if len(ws) == 0 || len(ws) > 40 {
		return why("unknown")
	}
	remark := ""
	for _, f := range businessRemarks.all(ws) {
		if remark == "" || remark == "?too_general" || f.is == "?not_allowed" {
			remark = f.is
		}
	}
	said, two := "", false
	for _, f := range businesses.all(ws) {
		switch {
		case f.at > 0 && (ws[f.at-1] == "bukan" || ws[f.at-1] == "tidak"):
		case said != "" && said != f.is:
			two = true
		default:
			said = f.is
		}
	}
	if said == "" && remark == "" {
		for _, w := range ws {
			if is := businesses.near(w); is != "" {
				said = is
				break
			}
		}
	}
	switch {
	case remark == "?not_allowed":
		return why("not_allowed")
	case two:
		return why("too_general")
	case remark == "?none":
		return why("none")
	case said != "":
		return value(said)
	case remark != "":
		return why(remark[1:])
	}
	return why("unknown")
}
