package whatsapp

import (
	"regexp"
	"strings"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/reflect/protoreflect"

	"lopo/store"
)

// content is what a message carries, in the words that every channel shares. ok is false for what is not addressed to anybody: keys,
// settings, votes, pins. Such messages come under the id of the text that follows them, so they must not be written down.
func content(m *waE2E.Message) (out store.Message, ok bool) {
	switch {
	case m == nil:
		return out, false
	case m.GetReactionMessage() != nil:
		return store.Message{Kind: store.Reaction, Of: m.GetReactionMessage().GetKey().GetID()}, true
	case m.GetEncReactionMessage() != nil:
		return store.Message{Kind: store.Reaction, Of: m.GetEncReactionMessage().GetTargetMessageKey().GetID()}, true
	case m.GetProtocolMessage() != nil:
		return protocol(m.GetProtocolMessage())
	}
	out.Text = strings.TrimSpace(words(m))
	switch {
	case m.GetImageMessage() != nil:
		out.Kind = store.Image
	case m.GetVideoMessage() != nil, m.GetPtvMessage() != nil:
		out.Kind = store.Video
	case m.GetAudioMessage() != nil:
		out.Kind = store.Voice
	case m.GetStickerMessage() != nil, m.GetStickerPackMessage() != nil:
		out.Kind = store.Sticker
	case m.GetDocumentMessage() != nil:
		out.Kind = store.Document
	case m.GetLocationMessage() != nil:
		l := m.GetLocationMessage()
		out.Kind, out.Lat, out.Lon = store.Location, l.GetDegreesLatitude(), l.GetDegreesLongitude()
	case m.GetLiveLocationMessage() != nil:
		l := m.GetLiveLocationMessage()
		out.Kind, out.Lat, out.Lon = store.Location, l.GetDegreesLatitude(), l.GetDegreesLongitude()
	case m.GetContactMessage() != nil, m.GetContactsArrayMessage() != nil:
		out.Kind = store.Card
	case poll(m):
		out.Kind = store.Poll
	case out.Text != "":
		out.Kind = store.Text
	case foreign(m):
		out.Kind = store.Unknown
	default:
		return out, false
	}
	return out, true
}

// words are the text of a message: what was typed, the caption of a file, the label of a choice.
func words(m *waE2E.Message) string {
	for _, text := range []string{
		m.GetConversation(),
		m.GetExtendedTextMessage().GetText(),
		m.GetImageMessage().GetCaption(),
		m.GetVideoMessage().GetCaption(),
		m.GetDocumentMessage().GetCaption(),
		m.GetButtonsResponseMessage().GetSelectedDisplayText(),
		m.GetListResponseMessage().GetTitle(),
		m.GetTemplateButtonReplyMessage().GetSelectedDisplayText(),
		m.GetInteractiveResponseMessage().GetBody().GetText(),
	} {
		if text != "" {
			return text
		}
	}
	return ""
}

// protocol reads edits and deletions; all else of its kind is between programs.
func protocol(p *waE2E.ProtocolMessage) (store.Message, bool) {
	of := p.GetKey().GetID()
	switch p.GetType() {
	case waE2E.ProtocolMessage_REVOKE:
		return store.Message{Kind: store.Deleted, Of: of}, of != ""
	case waE2E.ProtocolMessage_MESSAGE_EDIT:
		text := strings.TrimSpace(words(p.GetEditedMessage()))
		return store.Message{Kind: store.Edited, Of: of, Text: text}, of != "" && text != ""
	}
	return store.Message{}, false
}

func poll(m *waE2E.Message) bool {
	return m.GetPollCreationMessage() != nil || m.GetPollCreationMessageV2() != nil || m.GetPollCreationMessageV3() != nil ||
		m.GetPollCreationMessageV4() != nil || m.GetPollCreationMessageV5() != nil || m.GetPollCreationMessageV6() != nil
}

// mute are the parts of a message that say nothing to anybody.
var mute = map[protoreflect.Name]bool{
	"conversation": true, "extendedTextMessage": true, // empty, or they would have been a text
	"senderKeyDistributionMessage": true, "fastRatchetKeySenderKeyDistributionMessage": true, "messageContextInfo": true, "protocolMessage": true,
	"pollUpdateMessage": true, "pollAddOptionMessage": true, "pollResultSnapshotMessage": true, "pollResultSnapshotMessageV3": true,
	"keepInChatMessage": true, "pinInChatMessage": true, "stickerSyncRmrMessage": true, "callLogMesssage": true, "bcallMessage": true,
	"encCommentMessage": true, "commentMessage": true, "encEventResponseMessage": true, "placeholderMessage": true, "secretEncryptedMessage": true,
	"albumMessage": true, // only announces the pictures that follow
	"call":         true, "chat": true, "messageHistoryBundle": true, "messageHistoryNotice": true, "groupRootKeyShare": true,
	"rootSecretDistributeMessage": true, "statusMentionMessage": true, "groupStatusMentionMessage": true, "groupStatusMessage": true,
	"groupStatusMessageV2": true, "statusNotificationMessage": true, "limitSharingMessage": true,
}

// foreign reports whether a message holds something that a person sent and we have no word for: an order, an invitation, an event.
func foreign(m *waE2E.Message) (found bool) {
	m.ProtoReflect().Range(func(d protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		found = found || !mute[d.Name()]
		return true
	})
	return found || len(m.ProtoReflect().GetUnknown()) > 0 // newer than the library
}

var waid = regexp.MustCompile(`(?i)waid=([0-9]{6,15})`)

// ownCard is the number in a contact card when it is the sender's own; people also pass on cards of others, and a card can be written by hand,
// so only a number that WhatsApp has told us counts.
func ownCard(m *waE2E.Message, phone string) string {
	if phone == "" {
		return ""
	}
	found := waid.FindAllStringSubmatch(m.GetContactMessage().GetVcard(), -1)
	for _, f := range found {
		if "+"+f[1] == phone {
			return phone
		}
	}
	return ""
}

// context is what a message says of its place in the conversation: what it answers, whom it names, how long it stays.
func contextOf(m *waE2E.Message) *waE2E.ContextInfo {
	for _, part := range []interface{ GetContextInfo() *waE2E.ContextInfo }{
		m.GetExtendedTextMessage(), m.GetImageMessage(), m.GetVideoMessage(), m.GetPtvMessage(), m.GetAudioMessage(), m.GetStickerMessage(),
		m.GetDocumentMessage(), m.GetLocationMessage(), m.GetLiveLocationMessage(), m.GetContactMessage(),
	} {
		if info := part.GetContextInfo(); info != nil {
			return info
		}
	}
	return nil
}
