// Package redis keeps the sessions in a Redis server: one key per chat, one round trip per load and per save, one time to live.
//
// A session carries answers, so its value is sealed; a chat may be a phone number, so its key is a keyed hash. What Redis shows to a reader
// is how many chats there are and how often each moved.
//
// Calls of many chats that happen at the same time share one pipeline (go-redis' AutoPipeline). A call therefore ends with its pipeline and
// not earlier when its context ends; it is bounded by the timeouts below.
package redis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"lopo/store"
	"lopo/store/seal"
)

// How long one dial, one write and one read may take, and how often they are tried. A resident waits for this, so an outage is told fast:
// a refused connection at once, a silent server after two seconds (see fuse). The second try hides a connection that the server has closed;
// it is safe, since a save that had arrived is accepted again.
const (
	timeout = 2 * time.Second
	retries = 1
)

// batch is how many calls share one pipeline at most: one turn of every chat that is busy on a small machine.
const batch = 512

// Sessions implements store.Sessions. It is safe for many goroutines.
type Sessions struct {
	client *redis.Client
	lines  redis.Cmdable // the client, with calls that happen together put in one pipeline
	box    *seal.Box
	ttl    time.Duration
}

// Open connects to redis://user:password@host:6379/0 (rediss:// for TLS, unix:///path for a socket) and asks the server for an answer.
// A session that nobody touches for ttl is forgotten.
func Open(ctx context.Context, url string, box *seal.Box, ttl time.Duration) (*Sessions, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		// The reason would repeat the URL, and with it the password.
		return nil, errors.New("open Redis: the URL must look like redis://user:password@host:6379/0")
	}
	if ttl < time.Millisecond {
		return nil, fmt.Errorf("open Redis: sessions cannot live for %v", ttl)
	}
	logging.Disable() // go-redis writes what it also returns to standard error, past our log
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout, options.PoolTimeout = timeout, timeout, timeout, timeout
	options.MaxRetries, options.MinRetryBackoff, options.MaxRetryBackoff = retries, 10*time.Millisecond, 50*time.Millisecond
	options.DialerRetries = 1
	options.Limiter = &fuse{}
	options.PipelinePoolSize = -1 // a pool of its own for pipelines would be tried first, and a silent server waited for twice
	options.DisableIdentity = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled} // of a cloud service only
	client := redis.NewClient(options)
	share := redis.DefaultBlockingAutoPipelineOptions()
	share.MaxBatchSize = batch
	lines, err := client.AutoPipelineWithOptions(share)
	if err != nil {
		client.Close()
		return nil, fmt.Errorf("open Redis: %w", err)
	}
	s := &Sessions{client: client, lines: lines, box: box, ttl: ttl}
	if err := s.Ping(ctx); err != nil {
		client.Close()
		return nil, err
	}
	return s, nil
}

// Ping asks the server for an answer.
func (s *Sessions) Ping(ctx context.Context) error {
	if err := s.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("reach Redis: %w", err)
	}
	return nil
}

// Close ends what is under way and the connections. Calls after it fail.
func (s *Sessions) Close() error {
	if err := s.client.Close(); err != nil {
		return fmt.Errorf("close Redis: %w", err)
	}
	return nil
}

// key names the chat without saying who it is.
func (s *Sessions) key(of store.Address) string {
	return "lopo:s:" + s.box.Hash("session", of.Channel+"\x00"+of.Chat)
}

// Load implements store.Sessions. A value that this key did not seal is an error that wraps seal.ErrSealed; Drop heals it.
func (s *Sessions) Load(ctx context.Context, of store.Address) (store.Session, error) {
	session := store.Session{Of: of}
	if err := ctx.Err(); err != nil {
		return session, fmt.Errorf("load session: %w", err)
	}
	value, err := s.lines.Get(ctx, s.key(of)).Bytes()
	if errors.Is(err, redis.Nil) {
		return session, nil
	}
	if err != nil {
		return session, fmt.Errorf("load session: %w", err)
	}
	content, err := s.open(value)
	if err != nil {
		return session, fmt.Errorf("load session: %w", err)
	}
	if err := json.Unmarshal(content, &session); err != nil {
		return store.Session{Of: of}, errors.New("load session: stored form is not understood") // the reason would quote an answer
	}
	return session, nil
}

// Save implements store.Sessions.
func (s *Sessions) Save(ctx context.Context, session store.Session) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	head, value := s.stored(session.Rev, session.Append(make([]byte, 0, 768)))
	kept, err := compareAndSet.run(ctx, s.lines, s.key(session.Of), value, head, strconv.FormatInt(session.Rev-1, 10), s.ttl.Milliseconds())
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	if !kept {
		return fmt.Errorf("save session: %w", store.ErrStale)
	}
	return nil
}

// Drop implements store.Sessions.
func (s *Sessions) Drop(ctx context.Context, of store.Address) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("drop session: %w", err)
	}
	if err := s.lines.Del(ctx, s.key(of)).Err(); err != nil {
		return fmt.Errorf("drop session: %w", err)
	}
	return nil
}

// stored is the form of a session in Redis: its revision in decimal, a mark of its content, and the sealed content, with spaces between.
// head is the part before the sealed content: two saves with the same head are the same save. (Sealed bytes never repeat.)
func (s *Sessions) stored(rev int64, content []byte) (head string, value []byte) {
	head = strconv.FormatInt(rev, 10) + " " + s.box.Hash("session content", string(content))[:16] + " "
	return head, append([]byte(head), s.box.Seal(content)...)
}

// open reverses stored.
func (s *Sessions) open(value []byte) (content []byte, err error) {
	_, rest, _ := bytes.Cut(value, []byte(" "))
	_, sealed, _ := bytes.Cut(rest, []byte(" "))
	return s.box.Open(sealed)
}
