package redis

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Stats is what an operator asks of the server.
type Stats struct {
	Version string // "7.0.15"
	Policy  string // what the server does when its memory is full; with "noeviction" saves then fail
	Keys    int64  // in this database, of whomever
	Memory  int64  // bytes in use by the whole server
}

// Stats asks the server how it is, in one round trip.
func (s *Sessions) Stats(ctx context.Context) (Stats, error) {
	pipe := s.client.Pipeline()
	keys := pipe.DBSize(ctx)
	info := pipe.Info(ctx, "server", "memory")
	if _, err := pipe.Exec(ctx); err != nil {
		return Stats{}, fmt.Errorf("ask Redis how it is: %w", err)
	}
	stats := Stats{Keys: keys.Val()}
	for line := range strings.Lines(info.Val()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch name {
		case "redis_version":
			stats.Version = value
		case "maxmemory_policy":
			stats.Policy = value
		case "used_memory":
			stats.Memory, _ = strconv.ParseInt(value, 10, 64)
		}
	}
	return stats, nil
}
