package telegramtest

import "fmt"

// The wire form of what people send.

type wireUser struct {
	ID    int64  `json:"id"`
	Bot   bool   `json:"is_bot"`
	First string `json:"first_name"`
	Last  string `json:"last_name,omitempty"`
	Lang  string `json:"language_code,omitempty"`
}

type wireChat struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title,omitempty"`
	First string `json:"first_name,omitempty"`
}

type wireMsg struct {
	ID       int64        `json:"message_id"`
	Thread   int64        `json:"message_thread_id,omitempty"`
	InTopic  bool         `json:"is_topic_message,omitempty"`
	From     *wireUser    `json:"from,omitempty"`
	Sender   *wireChat    `json:"sender_chat,omitempty"`
	Chat     *wireChat    `json:"chat"`
	Date     int64        `json:"date"`
	EditDate int64        `json:"edit_date,omitempty"`
	Reply    *wireMsg     `json:"reply_to_message,omitempty"`
	Text     string       `json:"text,omitempty"`
	Caption  string       `json:"caption,omitempty"`
	Album    string       `json:"media_group_id,omitempty"`
	Contact  *wireContact `json:"contact,omitempty"`
	Location any          `json:"location,omitempty"`
	Photo    any          `json:"photo,omitempty"`
	Document any          `json:"document,omitempty"`
	Voice    any          `json:"voice,omitempty"`
	Video    any          `json:"video,omitempty"`
	Anim     any          `json:"animation,omitempty"`
	Sticker  any          `json:"sticker,omitempty"`
	Poll     any          `json:"poll,omitempty"`
	Dice     any          `json:"dice,omitempty"`
	Pinned   any          `json:"pinned_message,omitempty"`
	MoveTo   int64        `json:"migrate_to_chat_id,omitempty"`
	MoveFrom int64        `json:"migrate_from_chat_id,omitempty"`
}

type wireContact struct {
	Phone string `json:"phone_number"`
	First string `json:"first_name"`
	User  int64  `json:"user_id,omitempty"`
}

type wireTap struct {
	ID      string    `json:"id"`
	From    *wireUser `json:"from"`
	Message *wireMsg  `json:"message,omitempty"`
	Data    string    `json:"data"`
}

type wireStatus struct {
	Status string `json:"status"`
	Member bool   `json:"is_member,omitempty"`
	Send   *bool  `json:"can_send_messages,omitempty"`
}

type wireMove struct {
	Chat *wireChat  `json:"chat"`
	From *wireUser  `json:"from"`
	Date int64      `json:"date"`
	Old  wireStatus `json:"old_chat_member"`
	New  wireStatus `json:"new_chat_member"`
}

type object = map[string]any

func file(kind string) object {
	return object{"file_id": "f-" + kind, "file_unique_id": "u-" + kind, "file_size": 4321}
}

// ShareContact sends her own card.
func (p *Person) ShareContact() int64 {
	return p.send(func(m *wireMsg) { m.Contact = &wireContact{Phone: p.Phone, First: p.Name, User: p.ID} })
}

// ShareContactOf passes on the card of somebody else.
func (p *Person) ShareContactOf(other *Person) int64 {
	return p.send(func(m *wireMsg) { m.Contact = &wireContact{Phone: other.Phone, First: other.Name, User: other.ID} })
}

// Location sends a place.
func (p *Person) Location(lat, lon float64) int64 {
	return p.send(func(m *wireMsg) { m.Location = object{"latitude": lat, "longitude": lon} })
}

// Photo sends a picture.
func (p *Person) Photo(caption string) int64 {
	return p.send(func(m *wireMsg) { m.Photo, m.Caption = []object{file("photo")}, caption })
}

// Album sends n pictures at once: n messages, of which the first has the caption.
func (p *Person) Album(n int, caption string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.message++
	album := fmt.Sprintf("album%d", p.s.message)
	for i := range n {
		p.sendLocked(func(m *wireMsg) {
			m.Photo, m.Album = []object{file("photo")}, album
			if i == 0 {
				m.Caption = caption
			}
		})
	}
}

// Document sends a file.
func (p *Person) Document(name, caption string) int64 {
	return p.send(func(m *wireMsg) {
		m.Document, m.Caption = object{"file_id": "f-doc", "file_unique_id": "u-doc", "file_name": name, "file_size": 4321}, caption
	})
}

// Voice, Video, Animation, Sticker, Poll and Dice send one of these.
func (p *Person) Voice() int64 { return p.send(func(m *wireMsg) { m.Voice = file("voice") }) }

func (p *Person) Video() int64 { return p.send(func(m *wireMsg) { m.Video = file("video") }) }

func (p *Person) Animation() int64 {
	return p.send(func(m *wireMsg) { m.Anim, m.Document = file("anim"), file("anim") })
}

func (p *Person) Sticker() int64 { return p.send(func(m *wireMsg) { m.Sticker = file("sticker") }) }

func (p *Person) Poll() int64 {
	return p.send(func(m *wireMsg) { m.Poll = object{"id": "1", "question": "?"} })
}

func (p *Person) Dice() int64 {
	return p.send(func(m *wireMsg) { m.Dice = object{"emoji": "🎲", "value": 6} })
}

// Pin pins a message in her chat: a notice that nobody wrote.
func (p *Person) Pin() int64 { return p.send(func(m *wireMsg) { m.Pinned = object{"message_id": 1} }) }
