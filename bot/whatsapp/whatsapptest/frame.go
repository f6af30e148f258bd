package whatsapptest

import (
	"bytes"
	"context"
	"crypto/cipher"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// node and attrs are the protocol's words: a tag, attributes, and bytes or more nodes inside. Those who receive a number get a string.
type (
	node  = waBinary.Node
	attrs = waBinary.Attrs
)

// conn is one websocket. Nodes come in one at a time; what goes out waits in a queue without a limit, so that nobody who holds the server's
// lock ever waits for a client that does not read.
type conn struct {
	s      *Server
	ws     *websocket.Conn
	noise  [32]byte // the client's static key
	device *device  // who is logged in
	link   *link    // what is being linked, if nobody is

	in        cipher.AEAD
	inCount   uint32
	rest      []byte // of frames that came in pieces
	available bool   // wants to be seen as online

	mu       sync.Mutex
	wake     *sync.Cond
	out      [][]byte // plain, encoded
	outKey   cipher.AEAD
	outCount uint32
	closed   bool
}

// serveSocket is the life of one websocket.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if s.isDown() { // before the websocket stands: a client waits twenty seconds for the handshake of one that does
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	ws.SetReadLimit(1 << 25)
	c := &conn{s: s, ws: ws}
	c.wake = sync.NewCond(&c.mu)
	defer ws.CloseNow()
	if !s.open(c) {
		return
	}
	defer s.shut(c)
	payload, err := c.handshake(r.Context())
	if err != nil {
		s.log.Debug("handshake", "error", err)
		return
	}
	go c.write()
	s.greet(c, payload)
	for {
		frame, err := c.read(r.Context())
		if err != nil {
			return
		}
		plain, err := c.in.Open(nil, nonce(c.inCount), frame, nil)
		if err != nil {
			s.log.Debug("decrypt frame", "error", err)
			return
		}
		c.inCount++
		n, err := decode(plain)
		if err != nil {
			s.log.Debug("decode frame", "error", err)
			return
		}
		s.take(c, n)
	}
}

func decode(plain []byte) (*node, error) {
	plain, err := waBinary.Unpack(plain)
	if err != nil {
		return nil, err
	}
	return waBinary.Unmarshal(plain)
}

// handshake answers the client's side of Noise XX and returns what the client says of itself in the last message.
func (c *conn) handshake(ctx context.Context) (*waWa6.ClientPayload, error) {
	n, ephemeral := startNoise(), keys.NewKeyPair()
	var hello, finish waWa6.HandshakeMessage
	if err := c.readProto(ctx, &hello); err != nil {
		return nil, fmt.Errorf("client hello: %w", err)
	}
	theirs := hello.GetClientHello().GetEphemeral()
	n.mixHash(theirs)
	n.mixHash(ephemeral.Pub[:])
	if err := n.mixKey(ephemeral.Priv[:], theirs); err != nil {
		return nil, fmt.Errorf("%w: %w", errHandshake, err)
	}
	static := n.seal(c.s.identity.static.Pub[:])
	if err := n.mixKey(c.s.identity.static.Priv[:], theirs); err != nil {
		return nil, fmt.Errorf("%w: %w", errHandshake, err)
	}
	answer, err := proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: ephemeral.Pub[:], Static: static, Payload: n.seal(c.s.identity.chain),
	}})
	if err != nil {
		return nil, err
	}
	if err := c.ws.Write(ctx, websocket.MessageBinary, frame(answer)); err != nil {
		return nil, err
	}
	if err := c.readProto(ctx, &finish); err != nil {
		return nil, fmt.Errorf("client finish: %w", err)
	}
	noiseKey, err := n.open(finish.GetClientFinish().GetStatic())
	if err != nil || len(noiseKey) != 32 {
		return nil, fmt.Errorf("%w: static key: %w", errHandshake, err)
	}
	c.noise = [32]byte(noiseKey)
	if err := n.mixKey(ephemeral.Priv[:], noiseKey); err != nil {
		return nil, fmt.Errorf("%w: %w", errHandshake, err)
	}
	plain, err := n.open(finish.GetClientFinish().GetPayload())
	if err != nil {
		return nil, fmt.Errorf("%w: payload: %w", errHandshake, err)
	}
	c.in, c.outKey = n.ends()
	var payload waWa6.ClientPayload
	return &payload, proto.Unmarshal(plain, &payload)
}

func (c *conn) readProto(ctx context.Context, m proto.Message) error {
	frame, err := c.read(ctx)
	if err != nil {
		return err
	}
	return proto.Unmarshal(frame, m)
}

// read returns the next frame: three bytes of length, then so many. A websocket message may hold less than one or more than one.
func (c *conn) read(ctx context.Context) ([]byte, error) {
	for {
		if c.in == nil {
			c.rest = bytes.TrimPrefix(c.rest, prologue) // once, in front of the first frame
		}
		if len(c.rest) >= 3 {
			length := int(c.rest[0])<<16 | int(c.rest[1])<<8 | int(c.rest[2])
			if len(c.rest) >= 3+length {
				f := c.rest[3 : 3+length]
				c.rest = c.rest[3+length:]
				return f, nil
			}
		}
		kind, data, err := c.ws.Read(ctx)
		if err != nil {
			return nil, err
		}
		if kind != websocket.MessageBinary {
			return nil, io.ErrUnexpectedEOF
		}
		c.rest = append(c.rest, data...)
	}
}

func frame(body []byte) []byte {
	return append([]byte{byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
}

// send queues a node. The node may be changed afterwards.
func (c *conn) send(n node) {
	data, err := waBinary.Marshal(n)
	if err != nil {
		c.s.log.Error("encode node", "tag", n.Tag, "error", err)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out = append(c.out, data)
	c.wake.Signal()
}

// write sends what is queued until the connection closes.
func (c *conn) write() {
	for {
		c.mu.Lock()
		for len(c.out) == 0 && !c.closed {
			c.wake.Wait()
		}
		if c.closed {
			c.mu.Unlock()
			return
		}
		data := c.out[0]
		c.out = c.out[1:]
		c.mu.Unlock()
		sealed := c.outKey.Seal(nil, nonce(c.outCount), data, nil)
		c.outCount++
		if err := c.ws.Write(context.Background(), websocket.MessageBinary, frame(sealed)); err != nil {
			c.cut()
			return
		}
	}
}

// cut ends the connection without a word, as a lost network does.
func (c *conn) cut() {
	c.mu.Lock()
	c.closed = true
	c.wake.Signal()
	c.mu.Unlock()
	c.ws.CloseNow()
}

// linger is how long a connection outlives a last word: a client that sees the end first can take the word for one of its next connection.
const linger = 200 * time.Millisecond

// last sends a node and hangs up.
func (c *conn) last(n node) {
	c.send(n)
	time.AfterFunc(linger, c.cut)
}
