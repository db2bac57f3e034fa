package sqlite

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/store"
)

// Every field of a state is kept somewhere: in the pulse, in the document, or,
// Items alone, counted by the store. A new field that sameDoc forgets would be
// lost with the next 304.
func TestEveryFieldOfAStateIsKept(t *testing.T) {
	t.Parallel()
	plain := store.SourceState{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[store.SourceState]()) {
		st := store.SourceState{}
		fill(t, reflect.ValueOf(&st).Elem().FieldByIndex(f.Index))
		inPulse := pulseOf(&st) != pulseOf(&plain)
		inDoc := !sameDoc(&st, &plain)
		if f.Name == "Items" {
			if inPulse || inDoc {
				t.Errorf("%s: written, though the store counts it", f.Name)
			}
			continue
		}
		if inPulse == inDoc {
			t.Errorf("%s: in the pulse %v, in the document %v; want one of them", f.Name, inPulse, inDoc)
		}
		doc, err := encodeState(st)
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeState([]byte(doc), st.Name)
		if err != nil {
			t.Fatal(err)
		}
		p := pulseOf(&st)
		p.fill(&back)
		if d := cmp.Diff(back, st); d != "" {
			t.Errorf("%s (-got +want):\n%s", f.Name, d)
		}
	}
}

// fill gives v a value that is not its zero.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.UTC)))
	case v.Kind() == reflect.String:
		v.SetString("x")
	case v.CanInt():
		v.SetInt(7)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Slice:
		one := reflect.MakeSlice(v.Type(), 1, 1)
		fill(t, one.Index(0))
		v.Set(one)
	default:
		t.Fatalf("a field of type %s", v.Type())
	}
}
