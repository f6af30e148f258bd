// The WhatsApp stand-in as a program of its own, for tests of a compiled bot and for other clients:
//
//	go run ./bot/whatsapp/whatsapptest/cmd -addr 127.0.0.1:7300 -admin 127.0.0.1:7301
//
// It prints where it is and whom to trust, and stops when told to. What /scan, /say, /inbox and the others do: whatsapptest.Server.Admin.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"lopo/bot/whatsapp/whatsapptest"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	addr := flag.String("addr", "127.0.0.1:0", "where clients connect")
	admin := flag.String("admin", "127.0.0.1:0", "where the admin requests are answered")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "whatsapptest")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := whatsapptest.Start(whatsapptest.Options{Addr: *addr, Dir: dir})
	if err != nil {
		return err
	}
	defer s.Close()
	l, err := net.Listen("tcp", *admin)
	if err != nil {
		return err
	}
	fmt.Printf("server %s\nroot %x\nadmin http://%s\n", s.Addr, s.RootKey(), l.Addr())
	srv := &http.Server{Handler: s.Admin()}
	go func() {
		<-ctx.Done()
		srv.Close()
	}()
	if err := srv.Serve(l); ctx.Err() == nil {
		return err
	}
	return nil
}
