package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lopo/bot/telegram/telegramtest"
	"lopo/store/sqlite/sqlitetest"
)

// built makes a program of this module once for the whole test run.
type built struct {
	tags string
	once sync.Once
	path string
	err  error
}

var (
	lopo, plainbot built
	standin        = built{tags: "whatsapptest"} // lopo, with a WhatsApp that the environment names
)

// program builds the package in folder, with the race detector when the test has it.
func (b *built) program(t testing.TB, folder string) string {
	t.Helper()
	b.once.Do(func() {
		var dir string
		if dir, b.err = os.MkdirTemp("", "lopo"); b.err != nil {
			return
		}
		b.path = filepath.Join(dir, filepath.Base(folder)+".bin")
		args := []string{"build", "-tags", b.tags, "-o", b.path}
		if racing {
			args = append(args, "-race")
		}
		cmd := exec.Command("go", append(args, folder)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.err = errors.New(string(out) + err.Error())
		}
	})
	if b.err != nil {
		t.Fatalf("build %s: %v", folder, b.err)
	}
	return b.path
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, b := range []*built{&lopo, &plainbot, &standin} {
		if b.path != "" {
			os.RemoveAll(filepath.Dir(b.path))
		}
	}
	os.Exit(code)
}

// process is a running program.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	done chan struct{}   // closed when it has ended
	ctx  context.Context // ends with it
	mu   sync.Mutex
	said bytes.Buffer // what it wrote to its log
}

// basics are what every program is given. One with the race detector would sleep a second before it ends: that says nothing, and there are
// hundreds of commands.
func basics(home string) []string {
	return []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0"}
}

// run starts a program with this environment and nothing of the test's own.
func run(t testing.TB, path string, args []string, environ ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(path, args...), done: make(chan struct{})}
	p.cmd.Env = append(environ, basics(t.TempDir())...)
	out, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, ended := context.WithCancel(t.Context())
	p.ctx = ctx
	go func() {
		defer close(p.done)
		defer ended()
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.mu.Lock()
			p.said.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
		}
		p.cmd.Wait()
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends it as a power cut does.
func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.done
}

// stop ends it as an operator does.
func (p *process) stop(ctx context.Context) {
	p.t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		if code := p.cmd.ProcessState.ExitCode(); code != 0 {
			p.t.Errorf("stopped with code %d:\n%s", code, p.log())
		}
	case <-ctx.Done():
		p.t.Fatalf("did not stop:\n%s", p.log())
	}
}

func (p *process) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// healthy fails the test when the log tells of a defect: a data race, a panic, an error.
func (p *process) healthy() {
	p.t.Helper()
	for _, bad := range []string{"DATA RACE", "panic", "level=ERROR"} {
		if strings.Contains(p.log(), bad) {
			p.t.Errorf("%s in the log:\n%s", bad, p.log())
			return
		}
	}
}

// environment is all that serve is given.
func environment(s *telegramtest.Server, db, redis string) []string {
	return []string{
		"LOPO_TELEGRAM_TOKEN=" + telegramtest.Token,
		"LOPO_TELEGRAM_API=" + s.URL,
		"LOPO_DB=" + db,
		"LOPO_REDIS_URL=" + redis,
		"LOPO_ADDR=127.0.0.1:0",
		"LOPO_DEMO=1",
		"LOPO_LOG=warn",
		"LOPO_SECRET_KEY=" + hex.EncodeToString(sqlitetest.Secret),
	}
}
