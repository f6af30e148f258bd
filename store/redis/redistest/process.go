package redistest

import (
	"bufio"
	"net"
	"os/exec"
	"strings"
	"testing"
)

// process is a redis-server of the operating system.
type process struct {
	path string
	dir  string
	cmd  *exec.Cmd
	done chan struct{} // closed when its output has ended, and so has it
}

func lookPath() (string, bool) {
	path, err := exec.LookPath("redis-server")
	return path, err == nil
}

// startAnywhere takes a free port. Between finding and using it somebody else may take it; then another is tried.
func (p *process) startAnywhere(t testing.TB) string {
	t.Helper()
	p.dir = t.TempDir()
	var said string
	for range 10 {
		probe, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatalf("find a free port: %v", err)
		}
		addr := probe.Addr().String()
		probe.Close()
		var ready bool
		if ready, said = p.try(t, addr); ready {
			return addr
		}
	}
	t.Fatalf("redis-server did not start:\n%s", said)
	return ""
}

func (p *process) start(t testing.TB, addr string) {
	t.Helper()
	if ready, said := p.try(t, addr); !ready {
		t.Fatalf("redis-server did not start again:\n%s", said)
	}
}

// try starts the server and reads what it says until it is ready (no asking again and again) or has ended.
func (p *process) try(t testing.TB, addr string) (ready bool, said string) {
	t.Helper()
	host, port, _ := net.SplitHostPort(addr)
	p.cmd = exec.Command(p.path, "--bind", host, "--port", port, "--dir", p.dir,
		"--save", "", "--appendonly", "no", "--daemonize", "no", "--logfile", "", "--loglevel", "notice")
	p.cmd.SysProcAttr = endWithParent()
	output, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatalf("start redis-server: %v", err)
	}
	p.cmd.Stderr = p.cmd.Stdout
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start redis-server: %v", err)
	}
	p.done = make(chan struct{})
	var lines strings.Builder
	scan := bufio.NewScanner(output)
	for scan.Scan() {
		lines.WriteString(scan.Text() + "\n")
		if strings.Contains(scan.Text(), "eady to accept connections") {
			go func(done chan struct{}) {
				defer close(done)
				for scan.Scan() { // a full pipe would stop the server
				}
			}(p.done)
			return true, ""
		}
	}
	close(p.done)
	p.stop(t)
	return false, lines.String()
}

func (p *process) stop(testing.TB) {
	if p.cmd == nil {
		return
	}
	p.cmd.Process.Kill()
	<-p.done // Wait closes the pipe, so it comes after the last read
	p.cmd.Wait()
	p.cmd = nil
}

func (p *process) freeze(t testing.TB) {
	t.Helper()
	if err := halt(p.cmd.Process); err != nil {
		t.Fatalf("freeze redis-server: %v", err)
	}
}

func (p *process) thaw(t testing.TB, _ string) {
	t.Helper()
	if err := resume(p.cmd.Process); err != nil {
		t.Fatalf("thaw redis-server: %v", err)
	}
}
