package seal

import (
	"encoding/json"
	"sync"
)

// remembered is how many letters of each of two generations are kept: all chats that are busy on a small machine.
const remembered = 2048

// Letter is a value that writes its own JSON.
type Letter interface{ Append([]byte) []byte }

// Letters seals values as JSON and opens them again. What was sealed or opened lately is remembered under its sealed bytes, which never
// repeat, so a busy chat's own state is not decoded at every turn and nothing stale can be given out: other bytes are another letter. The
// values are shared: nobody may change what is in their maps and slices. It is safe for many goroutines.
type Letters[T Letter] struct {
	box        *Box
	mu         sync.Mutex
	young, old map[string]T
}

// NewLetters makes letters of one type.
func NewLetters[T Letter](box *Box) *Letters[T] {
	return &Letters[T]{box: box, young: map[string]T{}}
}

// Seal turns v into sealed JSON.
func (l *Letters[T]) Seal(v T) []byte {
	sealed := l.box.Seal(v.Append(make([]byte, 0, 512)))
	l.Remember(sealed, v)
	return sealed
}

// Open reverses Seal. An error that wraps ErrSealed means that this key did not seal it.
func (l *Letters[T]) Open(sealed []byte) (v T, err error) {
	if v, ok := l.recall(sealed); ok {
		return v, nil
	}
	body, err := l.box.Open(sealed)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, err
	}
	l.Remember(sealed, v)
	return v, nil
}

// Remember keeps v as what sealed holds.
func (l *Letters[T]) Remember(sealed []byte, v T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.young) >= remembered {
		l.old, l.young = l.young, make(map[string]T, remembered)
	}
	l.young[string(sealed)] = v
}

func (l *Letters[T]) recall(sealed []byte) (v T, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v, ok = l.young[string(sealed)]; !ok {
		v, ok = l.old[string(sealed)]
	}
	return v, ok
}
