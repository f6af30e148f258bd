package whatsapp

import (
	"context"
	"fmt"

	"go.mau.fi/whatsmeow/types"
)

// Forget removes what is kept of a chat here: what we sent her, what could not be deciphered, under which addresses she wrote, and of the
// library's tables her name, the settings of the chat and the secrets of single messages. The library's buffer of texts holds none of hers by
// then: a text leaves it when its handler is done. The keys of the conversation and the library's pair of number and LID stay: without them she
// could not write to us again, and they say nothing of her but that she did.
func (c *Channel) Forget(ctx context.Context, chat string) error {
	j, err := types.ParseJID(chat)
	if err != nil {
		return nil // never one of ours
	}
	names, err := c.file.aliases(ctx, chat)
	if err != nil {
		return fmt.Errorf("forget a chat: %w", err)
	}
	names = append(names, c.otherName(ctx, j)...)
	for _, name := range names {
		c.chats.forget(name)
		for _, sql := range []string{
			`DELETE FROM lopo_sent WHERE chat = ?1`,
			`DELETE FROM lopo_garbled WHERE chat = ?1`,
			`DELETE FROM lopo_alias WHERE jid = ?1`,
			`DELETE FROM whatsmeow_contacts WHERE their_jid = ?1`,
			`DELETE FROM whatsmeow_chat_settings WHERE chat_jid = ?1`,
			`DELETE FROM whatsmeow_message_secrets WHERE chat_jid = ?1 OR sender_jid = ?1`,
			`DELETE FROM whatsmeow_retry_buffer WHERE chat_jid = ?1`,
		} {
			if _, err := c.file.db.ExecContext(ctx, sql, name); err != nil {
				return fmt.Errorf("forget a chat: %w", err)
			}
		}
	}
	if _, err := c.file.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return fmt.Errorf("forget a chat: %w", err)
	}
	return nil
}

// otherName is the address that the library pairs with this one.
func (c *Channel) otherName(ctx context.Context, j types.JID) (list []string) {
	var other types.JID
	switch j.Server {
	case types.HiddenUserServer:
		other, _ = c.file.wa.LIDMap.GetPNForLID(ctx, j)
	case types.DefaultUserServer:
		other, _ = c.file.wa.LIDMap.GetLIDForPN(ctx, j)
	}
	if !other.IsEmpty() {
		list = append(list, other.String())
	}
	return list
}
