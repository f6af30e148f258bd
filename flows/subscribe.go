package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Nobody is told anything unasked who has not asked for it, topic by topic, and agreed to just that (UU 27/2022 art. 20 and 22). The age comes
// first: somebody under 18 is told general news alone, and only with a parent's leave; nothing else is asked of her.

// Subscribe asks what a person wants to be told of.
var Subscribe = &Flow{Name: "subscribe", Version: 1, Steps: []Step{
	{Name: "age", Slot: "band", Options: fixed("subscribe.age", string(store.Grown), string(store.Minor)), Accept: bandWords},
	{Name: "guardian", Slot: "guardian", When: needsGuardian, Options: fixed("subscribe.guardian", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno",
		Then: func(t *Turn, value string) {
			if value != "yes" {
				t.leave()
				t.say("subscribe.without", nil)
				t.homeAgain()
			}
		}},
	{Name: "topics", Slot: "topics", When: func(t *Turn) bool { return !t.minor() }, Options: topicOptions, Accept: topicWords},
	{Name: "trade", Slot: "trade", When: func(t *Turn) bool { return slices.Contains(t.chosenTopics(), store.TopicTraining) },
		Options: tradeOptions, Accept: tradeNamed, Why: "trade"},
	{Name: "kelurahan", Slot: "kelurahan", Options: placeOptions, Accept: kelurahan, Why: "kelurahan"},
	{Name: "sure", Options: fixed("subscribe.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: subscribeData, Then: subscribed},
}}

// cityAlone is the answer of who wants no kelurahan's news.
const cityAlone = "kota"

func (t *Turn) minor() bool { return t.slot("band") == string(store.Minor) }

func needsGuardian(t *Turn) bool {
	return t.minor() && t.Facts.Contact.Consents[store.Guardian] == ""
}

// bandWords reads an age: "17", "20 tahun", "dewasa".
func bandWords(_ *Turn, in nlu.Input) nlu.Reading {
	if strings.Contains(strings.ToLower(in.Text), "dewasa") && nlu.YesNo(in).Value != "no" {
		return nlu.Reading{Value: string(store.Grown)}
	}
	n, ok := nlu.Number(strings.TrimSuffix(strings.TrimSpace(strings.ToLower(in.Text)), "tahun"))
	switch {
	case !ok || n < 3 || n > 110:
		return nlu.Reading{Why: "unknown"}
	case n < adult:
		return nlu.Reading{Value: string(store.Minor)}
	}
	return nlu.Reading{Value: string(store.Grown)}
}

func topicOptions(t *Turn, _ string) (list []store.Choice) {
	for _, topic := range store.Topics {
		list = append(list, store.Choice{Value: topic, Label: t.word("about."+topic, nil)})
	}
	return append(list, store.Choice{Value: strings.Join(store.Topics, ","), Label: t.word("about.all", nil)})
}

// topicWords reads several numbers ("1 dan 3") or several topics by name.
func topicWords(t *Turn, in nlu.Input) nlu.Reading {
	var list []string
	for _, digits := range strings.FieldsFunc(in.Text, func(r rune) bool { return r < '0' || r > '9' }) {
		i, ok := nlu.Pick(digits, len(t.s.Shown))
		if !ok {
			return nlu.Reading{Why: "unknown"}
		}
		list = append(list, strings.Split(t.s.Shown[i].Value, ",")...)
	}
	if len(list) == 0 {
		list = nlu.Topics(in.Text)
	}
	if len(list) == 0 {
		return nlu.Reading{Why: "unknown"}
	}
	slices.Sort(list)
	return nlu.Reading{Value: strings.Join(slices.Compact(list), ",")}
}

// chosenTopics are the topics as they were answered, without trades. A minor has no choice.
func (t *Turn) chosenTopics() []string {
	if t.minor() {
		return []string{store.TopicGeneral}
	}
	if t.slot("topics") == "" {
		return nil
	}
	return strings.Split(t.slot("topics"), ",")
}

// everyTrade is the answer of who wants to hear of all trainings.
const everyTrade = "all"

// tradeOptions are the trades that the Dinas teaches now, behind all of them.
func tradeOptions(t *Turn, _ string) []store.Choice {
	list := []store.Choice{{Value: everyTrade, Label: t.word("subscribe.trade.all", nil)}}
	seen := map[string]bool{"": true}
	for _, b := range t.Facts.Batches {
		if trade := b.Training.Trade; !seen[trade] {
			seen[trade] = true
			list = append(list, store.Choice{Value: trade, Label: t.tradeName(trade)})
		}
	}
	return list
}

// tradeName is how a trade is called: as its training is, where there is one.
func (t *Turn) tradeName(trade string) string {
	for _, b := range t.Facts.Batches {
		if b.Training.Trade == trade {
			return b.Training.Name
		}
	}
	return strings.ReplaceAll(trade, "_", " ")
}

func tradeNamed(_ *Turn, in nlu.Input) nlu.Reading {
	if nlu.All(in.Text) {
		return nlu.Reading{Value: everyTrade}
	}
	return nlu.TradeChoice(in)
}

func placeOptions(t *Turn, open string) []store.Choice {
	list := byKecamatan(t, open)
	if open == "" {
		list = append(list, store.Choice{Value: cityAlone, Label: t.word("subscribe.kelurahan.none", nil)})
	}
	return list
}

// wanted are the topics as they are kept: with a trade where one was chosen.
func (t *Turn) wanted() (list []string) {
	for _, topic := range t.chosenTopics() {
		if trade := t.slot("trade"); topic == store.TopicTraining && trade != "" && trade != everyTrade {
			topic += "/" + trade
		}
		list = append(list, topic)
	}
	return list
}

// topicNames writes topics for a text, one to a line.
func (t *Turn) topicNames(list []string) string {
	lines := make([]string, len(list))
	for i, topic := range list {
		lines[i] = "- " + t.topicName(topic)
	}
	return strings.Join(lines, "\n")
}

func (t *Turn) topicName(topic string) string {
	kind, trade, _ := strings.Cut(topic, "/")
	said := kind
	if key := "about." + kind; t.e.words.Has(key) {
		said = t.word(key, nil)
	}
	if trade != "" {
		said += ": " + t.tradeName(trade)
	}
	return said
}

func (t *Turn) place() string {
	if p := t.slot("kelurahan"); p != cityAlone {
		return p
	}
	return ""
}

func subscribeData(t *Turn) map[string]any {
	data := t.facts("nama_layanan", "nama_dinas")
	data["Topics"], data["Kelurahan"], data["Minor"] = t.topicNames(t.wanted()), t.place(), t.minor()
	return data
}

func subscribed(t *Turn, value string) {
	list, place, band, minor := t.wanted(), t.place(), store.Band(t.slot("band")), t.minor()
	t.leave()
	if value != "yes" {
		if len(t.Facts.Contact.Topics) == 0 {
			t.agree(store.Broadcast, false)
			t.say("subscribe.refused", nil)
		} else {
			t.say("subscribe.kept", nil)
		}
		t.homeAgain()
		return
	}
	t.agree(store.Broadcast, true)
	if minor {
		t.agree(store.Guardian, true)
	}
	t.do(store.Follow{Topics: list, Kelurahan: place, Band: band})
	c := &t.Facts.Contact
	c.Topics, c.Kelurahan, c.Band = list, place, band
	if c.OptOut[store.All] {
		t.allow(store.All)
	}
	for _, topic := range list {
		if c.OptOut[store.TopicOf(topic)] {
			t.allow(store.TopicOf(topic))
		}
	}
	t.say("subscribe.done", map[string]any{"Topics": t.topicNames(list), "Kelurahan": place})
	t.homeAgain()
}

// agreedTo are the texts that are agreed to, by purpose.
var agreedTo = map[string]string{store.Broadcast: "subscribe.sure.ask", store.Guardian: "subscribe.guardian.ask"}

// agree records a consent to the text in her language, its refusal or its withdrawal.
func (t *Turn) agree(purpose string, given bool) {
	version := version(t.words, agreedTo[purpose])
	t.do(store.RecordConsent{Consent: store.Consent{Purpose: purpose, Version: version, At: t.Facts.Now, Given: given}})
	kept := map[string]string{}
	for p, v := range t.Facts.Contact.Consents {
		kept[p] = v
	}
	if delete(kept, purpose); given {
		kept[purpose] = version
	}
	t.Facts.Contact.Consents = kept
}

// homeAgain shows the menu, and names the form that waits.
func (t *Turn) homeAgain() {
	t.pending()
	t.home()
}

// subscribe asks what a person wants to be told of. What she has said already is not asked again: topics, a trade, how old she is. Topics that
// she follows stay.
func (t *Turn) subscribe(topics []string, trade string) {
	c := t.Facts.Contact
	if len(topics) == 0 && len(c.Following()) > 0 {
		t.enter("news", nil)
		t.ask()
		return
	}
	if c.Band == store.Minor && len(c.Following()) > 0 {
		t.say("subscribe.young", nil)
		t.again()
		return
	}
	slots := map[string]string{}
	if c.Band != "" {
		slots["band"] = string(c.Band)
	}
	if len(topics) > 0 {
		for _, topic := range c.Following() {
			kind, was, _ := strings.Cut(topic, "/")
			if topics = append(topics, kind); kind == store.TopicTraining && trade == "" {
				if trade = was; was == "" {
					trade = everyTrade
				}
			}
		}
		slices.Sort(topics)
		slots["topics"] = strings.Join(slices.Compact(topics), ",")
	}
	if trade != "" {
		slots["trade"] = trade
	}
	if len(c.Topics) > 0 {
		slots["kelurahan"] = c.Kelurahan
		if c.Kelurahan == "" {
			slots["kelurahan"] = cityAlone
		}
	}
	t.enter("subscribe", slots)
	t.ask()
}

// News shows what a person is told of, and changes it.
var News = &Flow{Name: "news", Version: 1, Free: true, Steps: []Step{
	{Name: "pick", Options: newsOptions, With: newsData, Then: newsPicked},
}}

func newsOptions(t *Turn, _ string) (list []store.Choice) {
	add := func(value string, data map[string]any) {
		key, _, _ := strings.Cut(value, ":")
		list = append(list, store.Choice{Value: value, Label: t.word("news."+key, data)})
	}
	following := t.Facts.Contact.Following()
	if len(following) == 0 {
		add("again", nil)
		return list
	}
	if t.Facts.Contact.Band == store.Minor {
		add("age", nil)
	} else {
		add("topics", nil)
	}
	add("place", nil)
	if len(following) > 1 {
		for _, topic := range following {
			add("stop:"+store.TopicOf(topic), map[string]any{"Topic": lowered(t.topicName(store.TopicOf(topic)))})
		}
	}
	add("none", nil)
	return list
}

func newsData(t *Turn) map[string]any {
	c := t.Facts.Contact
	return map[string]any{"Topics": t.topicNames(c.Following()), "Kelurahan": c.Kelurahan}
}

func newsPicked(t *Turn, value string) {
	c := t.Facts.Contact
	slots := map[string]string{"band": string(c.Band)}
	switch what, topic, _ := strings.Cut(value, ":"); what {
	case "topics":
		if slots["kelurahan"] = c.Kelurahan; c.Kelurahan == "" {
			slots["kelurahan"] = cityAlone
		}
	case "age":
		slots = map[string]string{"kelurahan": c.Kelurahan, "band": string(store.Grown)}
		if c.Kelurahan == "" {
			slots["kelurahan"] = cityAlone
		}
	case "place":
		var topics []string
		for _, topic := range c.Following() {
			kind, trade, _ := strings.Cut(topic, "/")
			if topics = append(topics, kind); kind == store.TopicTraining {
				if slots["trade"] = trade; trade == "" {
					slots["trade"] = everyTrade
				}
			}
		}
		slots["topics"] = strings.Join(topics, ",")
	case "stop", "again":
		t.leave()
		if !t.push(what == "stop", topic) {
			t.homeAgain()
		}
		return
	default:
		t.leave()
		t.push(true, "")
		t.homeAgain()
		return
	}
	t.enter("subscribe", slots)
	t.ask()
}
