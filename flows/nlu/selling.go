package nlu

// asWork writes the many words for selling and for repairing as one each, so that a list need not repeat them: "bajual kue", "penjual kue"
// and "dagang kue"; "bekin bae hp", "reparasi hp" and "benerin hp".
func asWork(ws []string) []string {
	out := ws[:0:len(ws)]
	for i, w := range ws {
		switch {
		case selling[w]:
			w = "jual"
		case w == "bae" && i > 0 && (ws[i-1] == "bekin" || ws[i-1] == "bikin" || ws[i-1] == "kasih"):
			out[len(out)-1] = "servis"
			continue
		case repairing[w]:
			w = "servis"
		}
		out = append(out, w)
	}
	return out
}

var (
	workList  = newWordlist("slots-work")
	selling   = workList.raw("jual")
	repairing = workList.raw("servis")
)
