package telegram

import "encoding/json"

// The wire form of what we read, and no more: Telegram adds fields every few weeks, the library's types stopped in 2021, and decoding
// what nobody reads costs more than everything else in an update.

type update struct {
	ID       int64       `json:"update_id"`
	Message  *message    `json:"message"`
	Edited   *message    `json:"edited_message"`
	Callback *callback   `json:"callback_query"`
	Member   *membership `json:"my_chat_member"`
}

type user struct {
	ID    int64  `json:"id"`
	Bot   bool   `json:"is_bot"`
	First string `json:"first_name"`
	Last  string `json:"last_name"`
}

type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

type message struct {
	ID         int64    `json:"message_id"`
	Thread     int64    `json:"message_thread_id"`
	InTopic    bool     `json:"is_topic_message"` // without it the thread is only a chain of replies
	From       *user    `json:"from"`
	SenderChat *chat    `json:"sender_chat"`
	Chat       *chat    `json:"chat"`
	Date       int64    `json:"date"`
	EditDate   int64    `json:"edit_date"`
	ReplyTo    *message `json:"reply_to_message"`
	Text       string   `json:"text"`
	Caption    string   `json:"caption"`
	Album      string   `json:"media_group_id"`
	Entities   []entity `json:"entities"`
	MoveTo     int64    `json:"migrate_to_chat_id"`
	MoveFrom   int64    `json:"migrate_from_chat_id"`
	Contact    *contact `json:"contact"`
	Location   *point   `json:"location"`
	Photo      sent     `json:"photo"`
	Document   sent     `json:"document"`
	Voice      present  `json:"voice"`
	Audio      present  `json:"audio"`
	Video      present  `json:"video"`
	VideoNote  present  `json:"video_note"`
	Animation  present  `json:"animation"`
	Sticker    present  `json:"sticker"`
	Poll       present  `json:"poll"`

	// Notices about the chat itself, which no person wrote.
	Joined     present `json:"new_chat_members"`
	Left       present `json:"left_chat_member"`
	Pinned     present `json:"pinned_message"`
	Title      present `json:"new_chat_title"`
	NewPhoto   present `json:"new_chat_photo"`
	NoPhoto    present `json:"delete_chat_photo"`
	Created    present `json:"group_chat_created"`
	Super      present `json:"supergroup_chat_created"`
	Timer      present `json:"message_auto_delete_timer_changed"`
	MayWrite   present `json:"write_access_allowed"`
	Background present `json:"chat_background_set"`
	Topic      present `json:"forum_topic_created"`
	TopicEdit  present `json:"forum_topic_edited"`
	TopicClose present `json:"forum_topic_closed"`
	TopicOpen  present `json:"forum_topic_reopened"`
	CallStart  present `json:"video_chat_started"`
	CallEnd    present `json:"video_chat_ended"`
	CallPlan   present `json:"video_chat_scheduled"`
	CallGuests present `json:"video_chat_participants_invited"`
	Boost      present `json:"boost_added"`
}

// notice reports whether the message is one of those no person wrote.
func (m *message) notice() bool {
	return bool(m.Joined || m.Left || m.Pinned || m.Title || m.NewPhoto || m.NoPhoto || m.Created || m.Super || m.Timer || m.MayWrite ||
		m.Background || m.Topic || m.TopicEdit || m.TopicClose || m.TopicOpen || m.CallStart || m.CallEnd || m.CallPlan || m.CallGuests || m.Boost)
}

type entity struct {
	Type string `json:"type"`
	User *user  `json:"user"`
}

type contact struct {
	Phone string `json:"phone_number"`
	User  int64  `json:"user_id"`
}

type point struct {
	Lat float64 `json:"latitude"`
	Lon float64 `json:"longitude"`
}

type callback struct {
	ID      string   `json:"id"`
	From    *user    `json:"from"`
	Message *message `json:"message"` // absent, or with date 0, when it is too old to be seen
	Data    string   `json:"data"`
}

type membership struct {
	Chat *chat  `json:"chat"`
	From *user  `json:"from"`
	Date int64  `json:"date"`
	Old  member `json:"old_chat_member"`
	New  member `json:"new_chat_member"`
}

type member struct {
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"`
	MaySend  *bool  `json:"can_send_messages"` // of the restricted
}

// mute reports whether we are in the chat and may not write there.
func (m member) mute() bool { return m.in() && m.MaySend != nil && !*m.MaySend }

// in reports whether we can write to the chat in this state.
func (m member) in() bool {
	switch m.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return m.IsMember
	}
	return false
}

// present notes that a field is there, whatever is in it.
type present bool

func (p *present) UnmarshalJSON(b []byte) error {
	*p = string(b) != "null" && string(b) != "false"
	return nil
}

// sent is a file, or a picture in several forms of which the last is the largest: Telegram's name for it, "" when there is none that can be read.
type sent struct {
	there bool
	id    string
}

func (s *sent) UnmarshalJSON(b []byte) error {
	type file struct {
		ID string `json:"file_id"`
	}
	if s.there = string(b) != "null" && string(b) != "false"; !s.there {
		return nil
	}
	forms := make([]file, 1)
	if b[0] == '[' {
		json.Unmarshal(b, &forms) // what cannot be read has no name: it is a picture all the same
	} else {
		json.Unmarshal(b, &forms[0])
	}
	if n := len(forms); n > 0 {
		s.id = forms[n-1].ID
	}
	return nil
}

// number finds update_id in an update that could not be decoded; 0 when there is none.
func number(raw json.RawMessage) int64 {
	var u struct {
		ID int64 `json:"update_id"`
	}
	json.Unmarshal(raw, &u)
	return u.ID
}
