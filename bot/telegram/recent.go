package telegram

import "sync"

// recent remembers the last size entries put in and forgets the oldest. Everything in it may be lost with the process.
type recent[K comparable, V any] struct {
	mu    sync.Mutex
	size  int
	items map[K]slotted[V]
	ring  []K // keys in the order they came, from slot next on when full
	next  int
}

type slotted[V any] struct {
	value V
	slot  int
}

func newRecent[K comparable, V any](size int) *recent[K, V] {
	return &recent[K, V]{size: size, items: map[K]slotted[V]{}}
}

func (r *recent[K, V]) get(k K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.items[k]
	return s.value, ok
}

// first returns what is remembered of k; when there is nothing it remembers v and returns that.
func (r *recent[K, V]) first(k K, v V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s, ok := r.items[k]; ok {
		return s.value
	}
	r.set(k, v)
	return v
}

func (r *recent[K, V]) put(k K, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set(k, v)
}

func (r *recent[K, V]) set(k K, v V) {
	if s, ok := r.items[k]; ok {
		r.items[k] = slotted[V]{v, s.slot}
		return
	}
	if len(r.ring) < r.size {
		r.items[k] = slotted[V]{v, len(r.ring)}
		r.ring = append(r.ring, k)
		return
	}
	// A key that was dropped and put in again lives in a younger slot: only the owner of a slot is forgotten with it.
	if old, ok := r.items[r.ring[r.next]]; ok && old.slot == r.next {
		delete(r.items, r.ring[r.next])
	}
	r.items[k], r.ring[r.next] = slotted[V]{v, r.next}, k
	r.next = (r.next + 1) % r.size
}

func (r *recent[K, V]) drop(k K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.items, k)
}
