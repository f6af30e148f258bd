// Package whatsapptest is WhatsApp in this process: a server that real clients link with, log in to and talk through, encrypted from end to
// end. It is written from what clients expect, and is meant to be read as a description of the protocol too.
//
//	srv := whatsapptest.New(t)
//	bot := srv.Account("628110000001")                          // the bot's number; its phone exists only to link
//	srv.Use(client)                                             // a whatsmeow client under test
//	err := bot.Scan(qr)                                         // the phone scans what the client shows
//	maria, err := srv.Resident(ctx, "6281230000001", "Maria Nale") // a resident with a phone of her own
//	chat := maria.With(bot)
//	id, err := chat.Say(ctx, "halo")
//	inbox, err := chat.Wait(ctx, 1)
//
// # How a client reaches it
//
// A whatsmeow client always connects to wss://web.whatsapp.com/ws/chat and trusts one key. Start sets the key (whatsmeow.WACertPubKey, for the
// whole process: all servers of a process share one root), and Server.Use or Server.Transport lead every host name to this server over plain
// TCP. Another process needs Server.Addr and Server.RootKey and does the same with the function Transport.
//
// # The sequence
//
//  1. frame.go: a websocket with binary messages. The first bytes are "WA", 6, 3; then every frame has three bytes of length.
//  2. noise.go: three frames of Noise_XX_25519_AESGCM_SHA256. The server's static key is vouched for by a chain of two certificates, which
//     travels encrypted; the client's last frame holds its own static key and a payload that says who it is. After that every frame is one
//     node (a tag, attributes, content), encrypted with a key and a counter for each direction.
//  3. pair.go, code.go: a client without an account is given references. It shows them as a QR code, or asks for a code of eight characters.
//     The phone that scans or types it signs the client's identity key; <pair-success> carries that, the client signs back, and is sent away
//     with stream:error 515 to come again as a device of the account.
//  4. login.go: a client with an account has to hold the static key that was linked. <success>, or <failure> with a reason. What waited
//     for the device follows, between <offline_preview> and <offline>.
//  5. keys.go, usync.go, iq.go: requests. Clients leave keys for others, ask for those of others, and for the devices of an account. Every
//     request is answered, an unknown one with nothing in it: clients stall for 75 seconds on one that is not.
//  6. message.go: a message holds one ciphertext for each device of the receiver and of the sender. The server tells the sender it has it
//     (<ack>), passes each device its own, and keeps it until the device confirms it (receipt.go), over any number of logins.
//  7. group.go: a group's text is one ciphertext for all; its key goes to each device like a message.
//  8. media.go: files are encrypted by the client, brought and fetched by HTTP; the key is in the message.
//  9. newsletter.go: posts in the clear, for all who follow.
//  10. receipt.go: receipts, typing, presence, calls.
//
// An account has two names: a phone number (PN) and a LID, which says nothing of the number. Account.Show chooses what others learn.
//
// # People and faults
//
// resident.go, chat.go and seen.go are people: real whatsmeow clients in this process, as a phone (device 0) or as a linked device. They are the
// only ones who can read what the server passes on. The package resident makes applicants of them, for load. fault.go makes things go wrong, on
// purpose and countably; Resident.Fail makes a client fail to handle what it got, so that it comes again.
//
// # From another process
//
// The folder cmd is the server as a program, and Server.Admin its hands: requests to scan, say, read, cut, kick, spoil. A compiled bot of the build
// tag whatsapptest finds the server by LOPO_TEST_WHATSAPP_ADDR and LOPO_TEST_WHATSAPP_ROOT. The npm client Baileys is led here by its option
// waWebSocketUrl (ws://ADDR/ws/chat) and WA_CERT_DETAILS.PUBLIC_KEY.
//
// # What it is not
//
// It shows that our code does what we believe, and nothing about what WhatsApp accepts. There is no application state sync, no history, no
// community, no passkey, no token of trusted contacts, and no limit but those that a test sets.
//
// # Waiting
//
// Nothing here wants a test to sleep. Server.Until waits for any condition; Chat.Wait and WaitFor wait for messages; Account.Journal is
// what the server saw happen to an account. Kinds of entries: linked, unlinked, connected, disconnected, refused (a login or a message, with
// its code), sent (a message left the account), message (one was handed to a device), receipt (another account confirmed a message:
// delivered, inactive, read, played, retry), receipt sent, keys (a device left some), typing, presence, call (offer, reject, …), group, groups
// (it asked which ones it is in).
package whatsapptest
