package store

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// What is encoded by hand is what encoding/json would write, whatever is in it: every field that has a name is set in some of the rounds.
func TestAppendIsMarshal(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var s Session
		var d Draft
		var m Message
		var o Outgoing
		for _, v := range []any{&s, &d, &m, &o} {
			fill(random, reflect.ValueOf(v).Elem())
		}
		same(t, s, s.Append(nil))
		same(t, d, d.Append(nil))
		same(t, m, m.Append(nil))
		same(t, o, o.Append([]byte("before"))[len("before"):])
	}
}

func same(t *testing.T, v any, got []byte) {
	t.Helper()
	want, err := json.Marshal(v)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%v\ngot  %s\nwant %s", err, got, want)
	}
}

var odd = []string{"", "a", "Maria Nale", "\"\\/<b>&\n\r\t\b\f\x00\x7f", "é → \u2028\u2029 😀", "\xff\xfe", "1"}

// fill sets some of what is in v at random.
func fill(random *rand.Rand, v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if random.IntN(3) > 0 {
			zone := []*time.Location{time.UTC, WITA}[random.IntN(2)]
			v.Set(reflect.ValueOf(time.Unix(random.Int64N(1<<32), []int64{0, 5e8, 123456789}[random.IntN(3)]).In(zone)))
		}
		return
	}
	if random.IntN(3) == 0 && v.Kind() != reflect.Struct {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(odd[random.IntN(len(odd))])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(random.Int64N(1000) - 500)
	case reflect.Uint32:
		v.SetUint(uint64(random.Uint32()))
	case reflect.Float64:
		v.SetFloat([]float64{-10.17, 123.6070123456789, 1e-9, 1e21}[random.IntN(4)])
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), random.IntN(3), 3))
		for i := range v.Len() {
			fill(random, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range random.IntN(4) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(random, key)
			fill(random, value)
			v.SetMapIndex(key, value)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(random, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(random, v.Field(i))
		}
	default:
		panic(v.Kind())
	}
}

func BenchmarkAppendSession(b *testing.B) {
	now := time.Now()
	s := Session{Rev: 12, Flow: "training", Version: 1, Step: "kelurahan", Ask: "tabc.12", Under: "Oebobo", Started: now, Touched: now,
		Slots: map[string]string{"training": "7", "batch": "1", "name": "Maria Nale", "born": "1998-06-12", "gender": "P", "consent": "1234abcd"},
		Path:  []string{"training", "batch", "consent", "born", "name", "gender"}, Last: Answered{"17", "name"}, Echo: Echo{Hash: 7, Count: 1, Since: now},
		Shown: []Choice{{"Fatululi", "Fatululi"}, {"Kayu Putih", "Kayu Putih"}, {"Liliba", "Liliba"}, {"Oebobo", "Oebobo"}}}
	b.Run("append", func(b *testing.B) {
		var buf []byte
		for b.Loop() {
			buf = s.Append(buf[:0])
		}
	})
	b.Run("marshal", func(b *testing.B) {
		for b.Loop() {
			json.Marshal(s)
		}
	})
}
