package storetest

import (
	"errors"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/store"
)

func sourceTests() []func(*bench) {
	return []func(*bench){
		aNewSourceIsAddedAsGiven, aKnownSourceKeepsItsState, aMovedSourceStartsAnew, aSourceLeftOutIsRetired,
		claimsComeLongestOverdueFirst, aLeasedSourceIsNotClaimedTwice, claimsOfManyNeverMeet, aPausedHostIsLeft,
		aGoneSourceIsLeft, namesAreClaimedWhateverTheirTime, hostsToLeaveAreLeft, aReleasedClaimIsFreeAgain,
		anExtendedLeaseLasts, aRevokedLeaseCannotBeExtended, nextDueLooksPastLeasesAndPauses, hostsAreKept,
		anUnchangedPollIsKept, aPollUnderALostClaimIsNot, aCallsClaimsAreTheirOwn,
	}
}

func aNewSourceIsAddedAsGiven(b *bench) {
	w := source("a", t0)
	w.TTL, w.SkipHours, w.Repaired = time.Hour, []int{1, 2}, []string{"x"}
	got := b.sync(w)
	if d := cmp.Diff(got, []store.SourceState{w}); d != "" {
		b.t.Errorf("sync (-got +want):\n%s", d)
	}
	states, err := b.States(b.ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	if d := cmp.Diff(states, []store.SourceState{w}); d != "" {
		b.t.Errorf("states (-got +want):\n%s", d)
	}
}

// polled gives a source a state as a poll would.
func (b *bench) polled(name string, change func(*store.SourceState)) store.SourceState {
	b.t.Helper()
	claims := b.claim(store.ClaimQuery{Names: []string{name}})
	if len(claims) != 1 {
		b.t.Fatalf("claim %s: got %d", name, len(claims))
	}
	st := claims[0].State
	change(&st)
	if out := b.commitRounds(store.Round{Claim: claims[0], Seen: t0, State: &st})[0]; out.Err != nil {
		b.t.Fatalf("commit %s: %v", name, out.Err)
	}
	return st
}

func aKnownSourceKeepsItsState(b *bench) {
	b.sync(source("a", t0))
	st := b.polled("a", func(s *store.SourceState) {
		s.ETag, s.Polls, s.NextPoll, s.Failures = "e", 7, t0.Add(time.Hour), 2
	})
	got := b.sync(source("a", t0.Add(-time.Hour)))
	if d := cmp.Diff(got, []store.SourceState{st}); d != "" {
		b.t.Errorf("sync (-got +want):\n%s", d)
	}
}

func aMovedSourceStartsAnew(b *bench) {
	b.sync(source("a", t0))
	b.commit(entry{source: "a", keys: "u1"})
	b.polled("a", func(s *store.SourceState) {
		s.ETag, s.Polls, s.Bytes, s.Failures, s.Gone, s.MovedTo, s.NotBefore = "e", 7, 99, 2, 2, "https://x.example/", t0.Add(time.Hour)
	})
	held := b.claim(store.ClaimQuery{Names: []string{"a"}})
	w := source("a", t0.Add(time.Minute))
	w.ConfigURL, w.URL, w.Host = "https://new.example/", "https://new.example/", "new.example:443"
	want := w
	want.Polls, want.Bytes, want.Items = 7, 99, 1
	if d := cmp.Diff(b.sync(w), []store.SourceState{want}); d != "" {
		b.t.Errorf("sync (-got +want):\n%s", d)
	}
	st := held[0].State
	if out := b.commitRounds(store.Round{Claim: held[0], State: &st})[0]; out.Err == nil {
		b.t.Error("a poll of the old address was committed over the new one")
	}
}

func aSourceLeftOutIsRetired(b *bench) {
	b.sync(source("a", t0), source("b", t0))
	b.publish(entry{source: "b", keys: "u1", title: "kept"})
	st := b.polled("b", func(s *store.SourceState) { s.ETag = "e" })
	b.sync(source("a", t0))
	if got := names(b.claim(store.ClaimQuery{})) + "|" + names(b.claim(store.ClaimQuery{Names: []string{"b"}})); got != "a|" {
		b.t.Errorf("claims: got %q", got)
	}
	if states, err := b.States(b.ctx); err != nil || len(states) != 1 {
		b.t.Errorf("states: got %v, %v", states, err)
	}
	if got := b.titles(store.Query{Sources: []string{"b"}}); got != "kept" {
		b.t.Errorf("items of the retired source: got %q", got)
	}
	back := b.sync(source("a", t0), source("b", t0))
	st.Items = 1
	if d := cmp.Diff(back[1], st); d != "" {
		b.t.Errorf("back again (-got +want):\n%s", d)
	}
}

func claimsComeLongestOverdueFirst(b *bench) {
	b.sync(source("later", t0.Add(time.Second)), source("b", t0.Add(-time.Minute)), source("a", t0), source("new", time.Time{}), source("c", t0.Add(-time.Hour)))
	if got := names(b.claim(store.ClaimQuery{Limit: 3})); got != "new c b" {
		b.t.Errorf("first: got %q", got)
	}
	if got := names(b.claim(store.ClaimQuery{})); got != "a" {
		b.t.Errorf("rest: got %q", got)
	}
}

func aLeasedSourceIsNotClaimedTwice(b *bench) {
	b.sync(source("a", t0))
	c := b.claim(store.ClaimQuery{})
	if len(c) != 1 || c[0].Token == "" || !c[0].Until.Equal(t0.Add(time.Minute)) {
		b.t.Fatalf("claim: got %+v", c)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(59 * time.Second)})); got != "" {
		b.t.Errorf("under the lease: got %q", got)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(59 * time.Second), Names: []string{"a"}})); got != "" {
		b.t.Errorf("by name under the lease: got %q", got)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(time.Minute)})); got != "a" {
		b.t.Errorf("after the lease: got %q", got)
	}
}

func claimsOfManyNeverMeet(b *bench) {
	var want []store.SourceState
	for i := range 60 {
		want = append(want, source("s"+string(rune('a'+i/26))+string(rune('a'+i%26)), t0))
	}
	b.sync(want...)
	var mu sync.Mutex
	got := map[string]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				claims, err := b.Claim(b.ctx, store.ClaimQuery{Now: t0, Lease: time.Hour, Limit: 4})
				if err != nil {
					b.t.Errorf("claim: %v", err)
				}
				if len(claims) == 0 {
					return
				}
				mu.Lock()
				for _, c := range claims {
					got[c.State.Name]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(got) != len(want) {
		b.t.Errorf("claimed %d sources, want %d", len(got), len(want))
	}
	for name, n := range got {
		if n != 1 {
			b.t.Errorf("source %s was claimed %d times", name, n)
		}
	}
}

func aPausedHostIsLeft(b *bench) {
	b.sync(source("a", t0), source("b", t0))
	b.commitRounds(store.Round{Hosts: []store.HostState{{Host: "a.example:443", Until: t0.Add(time.Minute), Why: "429"}}})
	if got := names(b.claim(store.ClaimQuery{})); got != "b" {
		b.t.Errorf("during the pause: got %q", got)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(time.Minute)})); got != "a b" {
		b.t.Errorf("after the pause: got %q", got)
	}
}

func aGoneSourceIsLeft(b *bench) {
	b.sync(source("a", t0))
	b.polled("a", func(s *store.SourceState) { s.Gone = 1 })
	if got := names(b.claim(store.ClaimQuery{Lease: time.Millisecond})); got != "a" {
		b.t.Errorf("after one 410: got %q", got)
	}
	b.claim(store.ClaimQuery{Now: t0.Add(time.Second), Lease: time.Millisecond})
	c := b.claim(store.ClaimQuery{Now: t0.Add(time.Minute)})[0]
	st := c.State
	st.Gone = 2
	b.commitRounds(store.Round{Claim: c, State: &st})
	later := t0.Add(time.Hour)
	if got := names(b.claim(store.ClaimQuery{Now: later})); got != "" {
		b.t.Errorf("after two 410s: got %q", got)
	}
	if due, err := b.NextDue(b.ctx); err != nil || !due.IsZero() {
		b.t.Errorf("next due: got %v, %v", due, err)
	}
	if got := names(b.claim(store.ClaimQuery{Now: later, Names: []string{"a"}})); got != "a" {
		b.t.Errorf("by name: got %q", got)
	}
}

func namesAreClaimedWhateverTheirTime(b *bench) {
	b.sync(source("a", t0.Add(time.Hour)), source("b", t0), source("c", t0.Add(2*time.Hour)))
	b.commitRounds(store.Round{Hosts: []store.HostState{{Host: "a.example:443", Until: t0.Add(time.Minute)}}})
	if got := names(b.claim(store.ClaimQuery{Names: []string{"c", "a", "nobody"}})); got != "a c" {
		b.t.Errorf("got %q", got)
	}
}

func hostsToLeaveAreLeft(b *bench) {
	b.sync(source("a", t0), source("b", t0))
	if got := names(b.claim(store.ClaimQuery{NotHosts: []string{"a.example:443"}})); got != "b" {
		b.t.Errorf("got %q", got)
	}
}

func aReleasedClaimIsFreeAgain(b *bench) {
	b.sync(source("a", t0))
	c := b.claim(store.ClaimQuery{})
	if err := b.Release(b.ctx, c); err != nil {
		b.t.Fatal(err)
	}
	again := b.claim(store.ClaimQuery{})
	if names(again) != "a" {
		b.t.Fatalf("got %q", names(again))
	}
	// A claim given back twice must not end another's lease.
	if err := b.Release(b.ctx, c); err != nil {
		b.t.Fatal(err)
	}
	if got := names(b.claim(store.ClaimQuery{})); got != "" {
		b.t.Errorf("after a second release: got %q", got)
	}
}

func anExtendedLeaseLasts(b *bench) {
	b.sync(source("a", t0))
	c := b.claim(store.ClaimQuery{})
	if err := b.Extend(b.ctx, c, t0.Add(time.Hour)); err != nil {
		b.t.Fatal(err)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(30 * time.Minute)})); got != "" {
		b.t.Errorf("got %q", got)
	}
}

func aRevokedLeaseCannotBeExtended(b *bench) {
	b.sync(source("a", t0))
	first := b.claim(store.ClaimQuery{})
	b.claim(store.ClaimQuery{Now: t0.Add(2 * time.Minute)})
	if err := b.Extend(b.ctx, first, t0.Add(time.Hour)); err != nil {
		b.t.Fatal(err)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(10 * time.Minute)})); got != "a" {
		b.t.Errorf("got %q: the lost claim prolonged the lease of its successor", got)
	}
}

func nextDueLooksPastLeasesAndPauses(b *bench) {
	due := func(want time.Time, when string) {
		b.t.Helper()
		if got, err := b.NextDue(b.ctx); err != nil || !got.Equal(want) {
			b.t.Errorf("%s: got %v, %v; want %v", when, got, err, want)
		}
	}
	due(time.Time{}, "empty")
	b.sync(source("a", t0), source("b", t0.Add(time.Hour)), source("c", t0.Add(2*time.Hour)))
	due(t0, "fresh")
	b.claim(store.ClaimQuery{Lease: 90 * time.Minute})
	due(t0.Add(time.Hour), "a leased")
	b.commitRounds(store.Round{Hosts: []store.HostState{{Host: "b.example:443", Until: t0.Add(3 * time.Hour)}}})
	due(t0.Add(90*time.Minute), "b paused")
}

func hostsAreKept(b *bench) {
	h := store.HostState{Host: "x.example:443", Until: t0, Why: "Retry-After", Spacing: 3 * time.Second}
	b.commitRounds(store.Round{Hosts: []store.HostState{{Host: "y.example:443"}, h}})
	h.Spacing = 6 * time.Second
	b.commitRounds(store.Round{Hosts: []store.HostState{h}})
	got, err := b.Hosts(b.ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	if d := cmp.Diff(got, []store.HostState{h, {Host: "y.example:443"}}); d != "" {
		b.t.Errorf("hosts (-got +want):\n%s", d)
	}
}

func anUnchangedPollIsKept(b *bench) {
	b.sync(source("a", t0))
	b.polled("a", func(s *store.SourceState) {
		s.ETag, s.LastPoll, s.LastStatus, s.SkipHours, s.NewLast = "e", t0, 304, []int{3}, 5
	})
	want := b.polled("a", func(s *store.SourceState) {
		s.LastPoll, s.LastSuccess, s.NextPoll = t0.Add(time.Minute), t0.Add(time.Minute), t0.Add(time.Hour)
		s.Polls, s.Bytes, s.Took, s.Unchanged = s.Polls+1, s.Bytes+9, 3*time.Millisecond+5, 2
	})
	want.NewLast = 0
	got, err := b.States(b.ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	if d := cmp.Diff(got, []store.SourceState{want}); d != "" {
		b.t.Errorf("states (-got +want):\n%s", d)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(59 * time.Minute)})); got != "" {
		b.t.Errorf("before its time: got %q", got)
	}
	if c := b.claim(store.ClaimQuery{Now: t0.Add(time.Hour)}); len(c) != 1 || !cmp.Equal(c[0].State, want) {
		b.t.Errorf("claim (-got +want):\n%s", cmp.Diff(c[0].State, want))
	}
}

func aPollUnderALostClaimIsNot(b *bench) {
	b.sync(source("a", t0))
	first := b.claim(store.ClaimQuery{})[0]
	b.claim(store.ClaimQuery{Now: t0.Add(2 * time.Minute)})
	st := first.State
	st.LastPoll, st.Polls, st.NextPoll = t0, 1, t0.Add(time.Hour)
	if out := b.commitRounds(store.Round{Claim: first, Seen: t0, State: &st})[0]; !errors.Is(out.Err, store.ErrClaimLost) || out.Source != "a" {
		b.t.Errorf("outcome: got %+v", out)
	}
	if got, err := b.States(b.ctx); err != nil || got[0].Polls != 0 {
		b.t.Errorf("states: got %+v, %v", got, err)
	}
}

func aCallsClaimsAreTheirOwn(b *bench) {
	b.sync(source("a", t0), source("b", t0))
	c := b.claim(store.ClaimQuery{})
	if len(c) != 2 || c[0].Token == c[1].Token {
		b.t.Fatalf("claims: got %+v", c)
	}
	if err := b.Release(b.ctx, c[:1]); err != nil {
		b.t.Fatal(err)
	}
	if got := names(b.claim(store.ClaimQuery{})); got != c[0].State.Name {
		b.t.Errorf("after one was given back: got %q", got)
	}
}
