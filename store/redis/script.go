package redis

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// compareAndSet keeps a value when the store has nothing for the chat, the revision before, or this very save already.
var compareAndSet = script{redis.NewScript(`
local held = redis.call('GETRANGE', KEYS[1], 0, 39)
local rev = string.match(held, '^%d+')
if rev and rev ~= ARGV[3] and string.sub(held, 1, #ARGV[2]) ~= ARGV[2] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
return 1
`)}

type script struct{ *redis.Script }

// run calls the script by its hash, in one round trip. A server that has forgotten it (a restart, SCRIPT FLUSH) is given the text, once.
func (s script) run(ctx context.Context, c redis.Scripter, key string, args ...any) (kept bool, err error) {
	keys := []string{key}
	n, err := s.EvalSha(ctx, c, keys, args...).Int()
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		n, err = s.Eval(ctx, c, keys, args...).Int()
	}
	return n == 1, err
}
