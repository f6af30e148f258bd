package nlu

// Guards take away intents that a few plain words rule out, whatever the weights say. They are few, and each is tested.

var (
	// intents that a stop word forbids
	joining = places("job_alert_subscribe", "announcements_subscribe", "training_register")
	aboutMe = places("my_data", "delete_my_data")
	ofPEM   = places("pem_info", "pem_requirements", "pem_apply", "pem_repay_or_arrears")

	ofOurs = places("training_list", "training_register", "training_status", "training_cancel", "pem_info", "pem_requirements", "pem_apply", "pem_repay_or_arrears",
		"job_search", "job_apply_howto", "announcements_latest", "announcements_subscribe")

	hearts     = set("pacar pacaran mantan jodoh gebetan cinta jomblo selingkuhan")
	ourMatters = set("PELATIHAN PEM LAMAR BKK KARTUKUNING PENGUMUMAN LURAH MODAL")

	unwilled  = set("mau ikut perlu butuh ingin usah terima kirim dikirimi dapat")
	stillHeld = set("kerja sekolah kuliah usaha") // "berhenti kerja" stops no message
	goods     = set("motor mobil hp handphone laptop rumah tanah oto buku emas tv kulkas charger")
	ownLoan   = set("pem lurah kelurahan lpm modal disnaker usaha")
)

// places are the places of intents in Intents.
func places(names ...string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = intentNumber[n]
	}
	return out
}

// guard takes the chance away from what is ruled out and shares it among the rest. It names the guards that held.
func (p *parsed) guard(chance []float64) (held []string) {
	forbid := func(name string, list []int) {
		taken := 0.0
		for _, i := range list {
			taken += chance[i]
			chance[i] = 0
		}
		if taken == 0 {
			return
		}
		held = append(held, name)
		if rest := 1 - taken; rest > 1e-9 {
			for i := range chance {
				chance[i] /= rest
			}
		} else {
			chance[oos] = 1
		}
	}
	if p.stops() {
		forbid("stop word", joining)
	}
	if p.others() {
		forbid("other people", aboutMe)
	}
	if p.otherLender() {
		forbid("other lender", ofPEM)
	}
	if p.courting() {
		forbid("courting", places("job_search", "job_alert_subscribe"))
	}
	if p.otherOffice() {
		forbid("other office", ofOurs)
	}
	return held
}

// courting hears a joke about love: "lowongan jadi pacar".
func (p *parsed) courting() bool {
	for _, t := range p.tokens {
		if hearts[t.word] {
			return true
		}
	}
	return false
}

// otherOffice hears the matter of another office where nothing says that ours is meant.
func (p *parsed) otherOffice() bool {
	other := false
	for i, t := range p.tokens {
		if mark, _ := p.markAt(i); ourMatters[t.stem] || mark == "TRADE" || mark == "JOB" {
			return false
		}
		other = other || t.stem == "URUSAN"
	}
	return other
}

// stops hears a word that ends something, or the refusal to be sent or enrolled.
func (p *parsed) stops() bool {
	for i, t := range p.tokens {
		next := ""
		if i+1 < len(p.tokens) {
			next = p.tokens[i+1].word
		}
		switch {
		case t.stem == "STOP" && !stillHeld[next], t.stem == "JANGAN" && next != "lupa":
			return true
		case t.stem == "NEG" && unwilled[next] && !p.asksWhether():
			return true
		}
	}
	return false
}

// asksWhether hears "… atau tidak" and a question with a reason behind it ("kalau tidak ikut, bagaimana").
func (p *parsed) asksWhether() bool {
	for _, t := range p.tokens {
		if t.word == "kalau" || t.word == "kenapa" || t.word == "atau" {
			return true
		}
	}
	return false
}

// others hears that somebody else is meant.
func (p *parsed) others() bool {
	for i, t := range p.tokens {
		if t.stem == "ORANGLAIN" || t.word == "mertua" || t.word == "warga" && i > 0 && p.tokens[i-1].word != "saya" {
			return true
		}
		if t.word == "mereka" && i+1 < len(p.tokens) && p.tokens[i+1].word == "punya" {
			return true
		}
	}
	return false
}

// otherLender hears a bank or goods that are bought on credit, where nothing says that PEM is meant.
func (p *parsed) otherLender() bool {
	other := false
	for i, t := range p.tokens {
		if p.inBusiness(i) {
			return false
		}
		if ownLoan[t.word] || t.stem == "PEM" {
			return false
		}
		other = other || t.stem == "BANK" || goods[t.word]
	}
	return other
}

// inBusiness reports that a token belongs to a kind of business: money for that is ours to lend.
func (p *parsed) inBusiness(i int) bool {
	for _, s := range p.spans {
		if i >= s.from && i < s.to {
			return (s.kind == "business_type" || s.kind == "trade") && !s.weak
		}
	}
	return false
}
