package redistest

import "syscall"

// endWithParent makes the kernel end the server when a test binary dies without its cleanups, as after -timeout.
func endWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
