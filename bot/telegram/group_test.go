package telegram_test

import (
	"fmt"
	"strings"
	"testing"

	"lopo/bot/channel"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

func TestN3_WhatIsForUsInAGroup(t *testing.T) {
	r := newRig(t)
	g := r.srv.Group(-1001, "Karang Taruna Oesapa")
	g.Topic(5, true)
	g.Anonymous("pengumuman")
	g.OtherBot("bip")
	g.Say(r.maria, 0, "/menu@BotLain")
	g.Say(r.maria, 0, "halo semua")
	g.Say(r.maria, 0, "/menu")
	g.Say(r.maria, 0, "/start@LopoUjiBot dt_1")
	g.Say(r.maria, 0, "hai @lopoujibot, apa kabar")
	g.Say(r.maria, 0, "surat ke x@lopoujibot atau @lopoujibot2")
	g.Say(r.maria, 5, "di topik")
	g.Reply(r.maria, 77, "jawaban")
	g.Kick(r.maria)
	r.start()
	want := []store.Message{
		{Kind: store.Text, Text: "halo semua"},
		{Kind: store.Text, Text: "/menu", Called: true},
		{Kind: store.Text, Text: "/start", Start: "dt_1", Called: true},
		{Kind: store.Text, Text: "hai @lopoujibot, apa kabar", Called: true},
		{Kind: store.Text, Text: "surat ke x@lopoujibot atau @lopoujibot2"},
		{Kind: store.Text, Text: "di topik", From: store.Address{Chat: "-1001/5"}},
		{Kind: store.Text, Text: "jawaban", Called: true},
		{Kind: store.Blocked},
	}
	for i, got := range r.next(len(want)) {
		w := want[i]
		w.ID, w.At, w.Name, w.Group, w.Sender = got.ID, got.At, got.Name, true, "7"
		if w.From.Channel = "telegram"; w.From.Chat == "" {
			w.From.Chat = "-1001"
		}
		if got != w {
			t.Errorf("got  %+v\nwant %+v", got, w)
		}
	}
}

func TestN3_AGroupIsLedToThePrivateChat(t *testing.T) {
	r := newRig(t)
	g := r.srv.Group(-1001, "Karang Taruna Oesapa")
	o := r.to("-1001")
	o.Private, o.WantTel = true, true
	if err := r.send(o); err != nil { // before Receive ever ran
		t.Fatal(err)
	}
	b := g.Inbox()[0].Buttons
	if len(b) != 1 || b[0].URL != "https://t.me/LopoUjiBot?start=grup" {
		t.Errorf("buttons %v", b)
	}
}

func TestTopicIsAnsweredInTheTopic(t *testing.T) {
	r := newRig(t)
	g := r.srv.Group(-1001, "Karang Taruna Oesapa")
	g.Topic(5, true)
	r.send(r.to("-1001/5"))
	g.Topic(5, false)
	if err := r.send(r.to("-1001/5")); err != nil {
		t.Errorf("after the topic was deleted: %v", err)
	}
	if in := g.Inbox(); in[0].Thread != 5 || in[1].Thread != 0 {
		t.Errorf("in threads %d and %d", in[0].Thread, in[1].Thread)
	}
}

func TestM3_AGroupThatMoved(t *testing.T) {
	for _, quiet := range []bool{true, false} {
		t.Run(fmt.Sprint("quiet=", quiet), func(t *testing.T) {
			r := newRig(t)
			next := r.srv.Group(-1001, "Karang Taruna Oesapa").Migrate(-2002, quiet)
			if !quiet {
				next.Say(r.maria, 0, "halo")
				r.start()
				if got := r.next(2)[0]; got.Was != "-1001" || got.From.Chat != "-2002" || got.Kind != store.Returned || !got.Group {
					t.Errorf("the move is told as %+v", got)
				}
			}
			if quiet { // the send finds out, and says where the row is to go
				if err := r.send(r.to("-1001")); err == nil || err.Class != channel.Retry || err.Moved != "-2002" {
					t.Fatalf("%+v", err)
				}
			}
			for range 2 {
				if err := r.send(r.to("-1001")); err != nil {
					t.Fatal(err)
				}
			}
			if len(next.Inbox()) != 2 {
				t.Errorf("the new group has %v", next.Inbox())
			}
			want := 3 // one send found out
			if !quiet {
				want = 2
			}
			if n := r.srv.Count("sendMessage"); n != want {
				t.Errorf("%d calls, want %d", n, want)
			}
		})
	}
}

func TestGroupPaceIsTwentyAMinute(t *testing.T) {
	r := newRig(t)
	r.srv.Group(-1001, "Karang Taruna Oesapa")
	begun := r.clock.Now()
	for range 35 {
		if err := r.send(r.to("-1001")); err != nil {
			t.Fatal(err)
		}
	}
	if took := r.clock.Now().Sub(begun).Seconds(); took != 60 {
		t.Errorf("35 messages took %v s", took)
	}
	if strings.Contains(r.notes.String(), "-1001") {
		t.Error("chat in the log")
	}
}

// What becomes of us in a group is told: let read alone, made an administrator, thrown out, taken in again.
func TestWhatBecomesOfUsInAGroup(t *testing.T) {
	r := newRig(t)
	g := r.srv.Group(-1001, "Karang Taruna Oesapa")
	g.Restrict(r.maria)
	g.Promote(r.maria)
	g.Kick(r.maria)
	g.Take(r.maria)
	r.start()
	want := []store.Kind{store.Muted, store.Returned, store.Blocked, store.Returned}
	for i, got := range r.next(len(want)) {
		if got.Kind != want[i] || !got.Group || got.From.Chat != "-1001" {
			t.Errorf("%d: got %+v, want %s", i, got, want[i])
		}
	}
}

// A group that lets us read alone can let us write again tomorrow; one that we are not in cannot. What a person's chat answers says nothing of groups.
func TestMutedIsNotGone(t *testing.T) {
	for _, c := range []struct {
		chat  string
		code  int
		desc  string
		muted bool
	}{
		{"-1001", 400, "Bad Request: not enough rights to send text messages to the chat", true},
		{"-1001/5", 400, "Bad Request: TOPIC_CLOSED", true},
		{"-1001", 400, "Bad Request: have no rights to send a message", true},
		{"-1001", 400, "Bad Request: CHAT_WRITE_FORBIDDEN", true},
		{"-1001", 400, "Bad Request: CHAT_RESTRICTED", true},
		{"-1001", 403, "Forbidden: bot is not a member of the supergroup chat", false},
		{"-1001", 403, "Forbidden: bot was kicked from the group chat", false},
		{"-1001", 403, "Forbidden: the group chat was deleted", false},
		{"-1001", 400, "Bad Request: group chat was deactivated", false},
		{"-1001", 400, "Bad Request: chat not found", false},
		{"7", 400, "Bad Request: not enough rights to send text messages to the chat", false},
	} {
		t.Run(c.desc, func(t *testing.T) {
			r := newRig(t)
			r.srv.Group(-1001, "Karang Taruna Oesapa").Topic(5, true)
			r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: c.code, Desc: c.desc})
			if err := r.send(r.to(c.chat)); err == nil || err.Class != channel.Gone || err.Muted != c.muted {
				t.Errorf("%+v", err)
			}
		})
	}
}
