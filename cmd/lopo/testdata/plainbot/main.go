// Command plainbot is what Lopo is measured against: the bot a skilled person writes by hand in an afternoon, for the same conversation. It
// handles chats concurrently, keeps sessions in Redis (one GET, one SET) and has neither inbox nor outbox: what it has read and not answered
// when it dies is lost. It makes the same calls for each message as Lopo does, and says about as much.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/redis/go-redis/v9"
)

type session struct {
	Step   int               `json:"step"`
	Slots  map[string]string `json:"slots"`
	Number string            `json:"number,omitempty"`
	At     time.Time         `json:"at"`
}

type bot struct {
	api *tgbotapi.BotAPI
	rdb *redis.Client

	mu    sync.Mutex
	lanes map[int64][]tgbotapi.Update // a goroutine per busy chat
}

func main() {
	options, err := redis.ParseURL(os.Getenv("PLAIN_REDIS"))
	if err != nil {
		log.Fatal(err)
	}
	options.PoolSize = 64
	b := &bot{rdb: redis.NewClient(options), lanes: map[int64][]tgbotapi.Update{}}
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 512, MaxIdleConnsPerHost: 512}} // more than two, see docs of net/http
	if b.api, err = tgbotapi.NewBotAPIWithClient(os.Getenv("PLAIN_TOKEN"), os.Getenv("PLAIN_API")+"/bot%s/%s", client); err != nil {
		log.Fatal(err)
	}
	for poll := (tgbotapi.UpdateConfig{Timeout: 50, Limit: 100}); ; {
		list, err := b.api.GetUpdates(poll)
		if err != nil {
			log.Print(err)
			continue
		}
		for _, u := range list {
			poll.Offset = u.UpdateID + 1
			b.take(u)
		}
	}
}

func (b *bot) take(u tgbotapi.Update) {
	chat := u.FromChat().ID
	b.mu.Lock()
	defer b.mu.Unlock()
	queue, busy := b.lanes[chat]
	b.lanes[chat] = append(queue, u)
	if !busy {
		go b.run(chat)
	}
}

func (b *bot) run(chat int64) {
	for {
		b.mu.Lock()
		queue := b.lanes[chat]
		if len(queue) == 0 {
			delete(b.lanes, chat)
			b.mu.Unlock()
			return
		}
		b.lanes[chat] = queue[1:]
		b.mu.Unlock()
		if err := b.handle(chat, queue[0]); err != nil {
			log.Print(err)
		}
	}
}

func (b *bot) handle(chat int64, u tgbotapi.Update) error {
	ctx := context.Background()
	text := ""
	if q := u.CallbackQuery; q != nil {
		text = q.Data
		go b.api.Request(tgbotapi.NewCallback(q.ID, ""))
	} else if u.Message != nil {
		text = u.Message.Text
	}
	key := "plain:" + strconv.FormatInt(chat, 10)
	var s session
	switch raw, err := b.rdb.Get(ctx, key).Bytes(); {
	case errors.Is(err, redis.Nil):
		s = session{Step: -1, Slots: map[string]string{}}
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
	}
	reply := b.decide(ctx, &s, strings.TrimSpace(text))
	s.At = time.Now()
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := b.rdb.Set(ctx, key, raw, 14*24*time.Hour).Err(); err != nil {
		return err
	}
	for i, text := range reply {
		m := tgbotapi.NewMessage(chat, text)
		if i == len(reply)-1 && s.Step < len(steps) {
			m.ReplyMarkup = keyboard(s.Step)
		}
		if _, err := b.api.Send(m); err != nil {
			return err
		}
	}
	return nil
}

// decide moves the session on and says what is next.
func (b *bot) decide(ctx context.Context, s *session, text string) []string {
	switch {
	case strings.EqualFold(text, "status"):
		return []string{fmt.Sprintf("%s (%s)\nTukang kayu (contoh), Angkatan 1\nStatus: terkirim, menunggu diperiksa", s.Number, s.Slots["name"])}
	case s.Step < 0 || s.Step >= len(steps):
		s.Step = 0
	default:
		step := steps[s.Step]
		value, ok := step.read(text)
		if !ok {
			return []string{"Maaf, kami belum mengerti.", ask(s)}
		}
		s.Slots[step.slot] = value
		s.Step++
	}
	if s.Step < len(steps) {
		return []string{ask(s)}
	}
	n, err := b.rdb.Incr(ctx, "plain:numbers").Result()
	if err != nil {
		log.Print(err)
	}
	s.Number = fmt.Sprintf("KPG-%d-%04d", time.Now().Year(), n)
	raw, _ := json.Marshal(s.Slots)
	b.rdb.HSet(ctx, "plain:registrations", s.Number, raw)
	return []string{fmt.Sprintf(done, s.Number)}
}
