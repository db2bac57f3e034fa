package aggregator

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/store"
	"golchin/store/sqlite"
)

// told is a store with an engine over it that is told corrections. It counts
// what reaches the store.
type told struct {
	*sqlite.DB
	t       *testing.T
	correct int
	looked  int
}

func newTold(t *testing.T) *told {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "c.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &told{DB: db, t: t}
}

func (s *told) engine(cs ...store.Correction) *Aggregator {
	s.correct, s.looked = 0, 0
	return bareEngine(s.t, countingStore{s.DB, s}, cs...)
}

// countingStore is the store itself; only the two calls are counted.
type countingStore struct {
	*sqlite.DB
	s *told
}

func (c countingStore) Correct(ctx context.Context, x store.Correction) error {
	c.s.correct++
	return c.DB.Correct(ctx, x)
}

func (c countingStore) Item(ctx context.Context, id news.ItemID) (news.Item, error) {
	c.s.looked++
	return c.DB.Item(ctx, id)
}

// see commits articles that have nothing in common, by number.
func (s *told) see(a *Aggregator, ns ...int) {
	s.t.Helper()
	words := [...]string{"باران در گیلان", "Parliament votes on pensions", "فوز الأهلي بالدوري", "Börse schließt im Minus", "نمایشگاه کتاب تهران گشوده شد"}
	r := store.Round{Seen: noon, Rules: a.Topics.Hash(), Keyed: keyed}
	for _, n := range ns {
		e := news.Entry{Title: words[n], Link: linkOf(n), Published: noon.Add(-time.Hour)}
		src := news.Source{Name: fmt.Sprint("s", n), Site: fmt.Sprintf("site%d.example", n)}
		r.Candidates = append(r.Candidates, a.candidates(src, &store.SourceState{}, news.Document{Entries: []news.Entry{e}}, noon)...)
	}
	if _, err := s.Commit(s.t.Context(), []store.Round{r}); err != nil {
		s.t.Fatal(err)
	}
	if err := a.Relate(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// linkOf leads to an article whose news code is its key.
func linkOf(n int) string { return fmt.Sprintf("https://site%d.example/fa/news/%d/x", n, 1000+n) }

func (s *told) idOf(n int) news.ItemID {
	s.t.Helper()
	rules, err := identity.New(identity.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	return identity.ID(rules.Identify(news.Source{}, news.Entry{Link: linkOf(n)}).Keys[0])
}

func (s *told) storyOf(n int) news.ItemID {
	s.t.Helper()
	it, err := s.DB.Item(s.t.Context(), s.idOf(n))
	if err != nil {
		s.t.Fatal(err)
	}
	return it.Story
}

func (s *told) together(x, y int, want bool) {
	s.t.Helper()
	if got := s.storyOf(x) == s.storyOf(y); got != want {
		s.t.Errorf("%d and %d in one story: %v, want %v", x, y, got, want)
	}
}

// TestCorrectionsComeIn: what operators keep outside the store comes in at the
// start, or with its items, and then costs nothing more.
func TestCorrectionsComeIn(t *testing.T) {
	s := newTold(t)
	a := s.engine()
	s.see(a, 0, 1, 2)
	s.together(0, 1, false)
	merge := func(x, y int, at time.Time) store.Correction {
		return store.Correction{Merge: true, A: s.idOf(x), B: s.idOf(y), At: at}
	}
	file := []store.Correction{{A: s.idOf(1), B: s.idOf(0), At: noon}, merge(0, 1, noon.Add(-time.Hour)), merge(2, 3, noon), merge(3, 4, noon)}
	a = s.engine(file...)
	if s.correct != 1 { // the last word on 0 and 1, whatever its date; 2 waits for 3
		t.Errorf("%d corrections reached the store, want 1", s.correct)
	}
	if err := a.Relate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.together(0, 1, true)
	s.see(a, 3)
	s.together(2, 3, true)
	s.see(a, 4)
	s.together(2, 4, true)
	if s.correct != 3 || len(a.waiting) != 0 {
		t.Errorf("%d corrections reached the store, want 3; waiting: %v", s.correct, a.waiting)
	}
	s.engine(file...)
	if s.correct != 0 || s.looked != 0 {
		t.Errorf("what is known costs %d writes and %d reads", s.correct, s.looked)
	}
	if items, err := s.Unjudged(t.Context(), 10); err != nil || len(items) != 0 {
		t.Errorf("what is known marks %d items (%v)", len(items), err)
	}
}

// TestLaterWordStays: a word the store has from later than the file's stays.
func TestLaterWordStays(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time // of the file's merge; the store's split is from noon
		want bool
	}{{"older", noon.Add(-time.Hour), false}, {"younger", noon.Add(time.Hour), true}} {
		t.Run(tt.name, func(t *testing.T) {
			s := newTold(t)
			s.see(s.engine(), 0, 1)
			if err := s.DB.Correct(t.Context(), store.Correction{A: s.idOf(0), B: s.idOf(1), At: noon}); err != nil {
				t.Fatal(err)
			}
			a := s.engine(store.Correction{Merge: true, A: s.idOf(0), B: s.idOf(1), At: tt.at})
			if err := a.Relate(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.together(0, 1, tt.want)
		})
	}
}

// TestFreshPairIsMerged: an operator's word is heard although both items are
// judged for the first time, and together.
func TestFreshPairIsMerged(t *testing.T) {
	s := newTold(t)
	a := s.engine(store.Correction{Merge: true, A: s.idOf(1), B: s.idOf(0), At: noon})
	s.see(a, 0, 1, 2)
	s.together(0, 1, true)
	s.together(0, 2, false)
}
