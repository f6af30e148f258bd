package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// office is a folder with a ledger, and the settings of the program that works on it.
type office struct {
	testing.TB
	ctx context.Context
	dir string
	set []string // settings, "NAME=value"
}

const secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

func newOffice(t testing.TB, set ...string) *office {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	o := &office{TB: t, ctx: ctx, dir: t.TempDir()}
	o.set = append([]string{"LOPO_DB=" + filepath.Join(o.dir, "lopo.db"), "LOPO_SECRET_KEY=" + secret, "LOPO_ADDR=127.0.0.1:0"}, set...)
	return o
}

func (o *office) command(args ...string) *exec.Cmd {
	o.Helper()
	c := exec.CommandContext(o.ctx, lopo.program(o, "."), args...)
	c.Dir = o.dir
	c.Env = append(basics(o.dir), o.set...)
	return c
}

// run runs a command to its end and returns what it printed, and how it ended.
func (o *office) run(args ...string) (string, int) {
	o.Helper()
	c := o.command(args...)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		o.Fatal(err)
	}
	return string(out), c.ProcessState.ExitCode()
}

// does is run for a command that must work.
func (o *office) does(args ...string) string {
	o.Helper()
	out, code := o.run(args...)
	if code != 0 {
		o.Fatalf("lopo %s ends with %d:\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// refuses is run for a command that must fail and say why.
func (o *office) refuses(why string, args ...string) string {
	o.Helper()
	out, code := o.run(args...)
	if code == 0 || !strings.Contains(out, why) {
		o.Errorf("lopo %s ends with %d; %q is not in\n%s", strings.Join(args, " "), code, why, out)
	}
	return out
}

// path is a file in the office.
func (o *office) path(name string) string { return filepath.Join(o.dir, name) }

// serving is a running "lopo serve".
type serving struct {
	*office
	cmd *exec.Cmd
	URL string
	log *bytes.Buffer // standard error, whole once it has ended
	end chan error
}

// serve starts the bot and returns when it listens.
func (o *office) serve(args ...string) *serving {
	o.Helper()
	s := &serving{office: o, cmd: o.command(append([]string{"serve"}, args...)...), log: &bytes.Buffer{}, end: make(chan error, 1)}
	s.cmd.Stderr = s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		o.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			s.kill()
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, url, found := strings.Cut(lines.Text(), "web chat"); found {
			s.URL = strings.TrimSuffix(strings.TrimSpace(url), "/")
			break
		}
	}
	if s.URL == "" {
		s.cmd.Wait()
		o.Fatalf("serve did not start:\n%s", s.log)
	}
	go func() {
		for lines.Scan() { // a full pipe would stop it
		}
		s.end <- s.cmd.Wait()
	}()
	return s
}

// kill is kill -9.
func (s *serving) kill() {
	s.Helper()
	s.cmd.Process.Kill()
	<-s.end
}

// stop is SIGTERM; it returns how long the program took.
func (s *serving) stop() time.Duration {
	s.Helper()
	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.Fatal(err)
	}
	if err := <-s.end; err != nil {
		s.Errorf("serve ends with %v:\n%s", err, s.log)
	}
	return time.Since(began)
}
