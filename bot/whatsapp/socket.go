package whatsapp

import (
	"errors"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/socket"
	"go.mau.fi/whatsmeow/util/keys"
)

// Connecting is what Client.Connect of the library does, and closing what Client.Disconnect does, but with the socket in our hand. The
// library's own way leaves a goroutine behind for ever when a frame arrives in the moment of closing, and changes a callback without a lock
// when the other side closes in the same moment.

// dial makes a connection. Only the one who keeps the session calls it, with a client that nobody else has yet.
func (s *session) dial(cli *whatsmeow.Client) error {
	fs := socket.NewFrameSocket(library(s.c.log).Sub("socket"), s.c.o.HTTP)
	if err := fs.Connect(s.ctx); err != nil {
		return err
	}
	s.mu.Lock()
	s.fs = fs
	s.mu.Unlock()
	inside := cli.DangerousInternals()
	queue, err := inside.DoHandshake(s.ctx, fs, *keys.NewKeyPair())
	if err != nil {
		return err
	}
	go inside.KeepAliveLoop(s.ctx, fs.Context())
	go inside.HandlerQueueLoop(s.ctx, fs.Context(), queue)
	if !fs.IsConnected() { // closed before the client knew of the socket: nobody would tell
		return errors.New("closed at once")
	}
	return nil
}

// disconnect ends the connection, giving the other side a moment to agree.
func (s *session) disconnect() {
	s.mu.Lock()
	select {
	case <-s.up:
		s.up = make(chan struct{})
	default:
	}
	s.since = time.Time{}
	fs := s.fs
	s.fs = nil
	s.mu.Unlock()
	if fs != nil {
		fs.Close(websocket.StatusNormalClosure)
		drain(fs)
	}
	s.cli.Load().Disconnect() // lets go of who waits for an answer
}

// drain takes what still comes out of a closed socket, so that its reader can end.
func drain(fs *socket.FrameSocket) {
	for {
		select {
		case <-fs.Frames:
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}
