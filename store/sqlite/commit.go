package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// maxEvents is how many events are kept.
const maxEvents = 10_000

// Commit implements store.Store. Rounds are resolved in order, each seeing
// what the earlier ones made, and every item is written once at the end.
func (db *DB) Commit(ctx context.Context, rounds []store.Round) ([]store.Outcome, error) {
	var outs []store.Outcome
	err := db.write(ctx, func(t *tx) error {
		b := newBatch(t)
		outs = make([]store.Outcome, len(rounds))
		reports := make([]report, len(rounds))
		for i := range rounds {
			if err := b.round(&rounds[i], &outs[i], &reports[i]); err != nil {
				return err
			}
		}
		if err := b.flush(); err != nil {
			return err
		}
		for i := range rounds {
			outs[i].Items = reports[i].ids()
			if outs[i].Err != nil {
				continue
			}
			if err := t.writePages(rounds[i].Pages); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("commit %d rounds: %w", len(rounds), err)
	}
	return outs, nil
}

// report gathers the items a round made or changed.
type report struct{ items []*kept }

func (r *report) ids() []news.ItemID {
	var out []news.ItemID
	done := map[*kept]bool{}
	for _, k := range r.items {
		if k = k.root(); !done[k] {
			done[k] = true
			out = append(out, k.item.ID)
		}
	}
	return out
}

// round resolves one round and writes all of it but its items.
func (b *batch) round(r *store.Round, out *store.Outcome, rep *report) error {
	out.Source = r.Claim.State.Name
	if out.Source == "" && r.State != nil {
		out.Source = r.State.Name
	}
	if done, err := b.light(r, out); done || err != nil {
		return err
	}
	if r.Claim.Token != "" {
		held, err := b.t.find([]any{new(int)}, `SELECT 1 FROM source WHERE name = $1 AND lease_token = $2`, r.Claim.State.Name, r.Claim.Token)
		if err != nil {
			return err
		}
		if !held {
			out.Err = store.ErrClaimLost
			return nil
		}
	}
	if len(r.Candidates) > 0 {
		if err := b.candidates(r, out, rep); err != nil {
			return fmt.Errorf("source %s: %w", out.Source, err)
		}
	}
	if r.State != nil {
		st := noted(r, out)
		if err := b.t.writeState(&st); err != nil {
			return err
		}
	}
	for _, h := range r.Hosts {
		if err := b.t.writeHost(h); err != nil {
			return err
		}
	}
	return b.t.writeEvents(r.Events)
}

// light writes a round that brought nothing and leaves its source as it was
// but for the pulse: a 304. It is false when the round is no such round.
func (b *batch) light(r *store.Round, out *store.Outcome) (bool, error) {
	if r.Claim.Token == "" || r.State == nil || len(r.Candidates)+len(r.Hosts)+len(r.Events) > 0 {
		return false, nil
	}
	st := noted(r, out)
	if !sameDoc(&st, &r.Claim.State) {
		return false, nil
	}
	held, err := b.t.writePulse(&r.Claim, &st)
	if err == nil && !held {
		out.Err = store.ErrClaimLost
	}
	return true, err
}

// noted is the state of a round and what only the store knows of it.
func noted(r *store.Round, out *store.Outcome) store.SourceState {
	st := *r.State
	if !st.LastPoll.Equal(r.Claim.State.LastPoll) { // a poll, not one put off
		st.Note(*out, r.Seen)
	}
	return st
}

// candidates resolves the entries of a round.
func (b *batch) candidates(r *store.Round, out *store.Outcome, rep *report) error {
	rules, err := b.t.ruleset(r.Rules)
	if err != nil {
		return err
	}
	cs := make([]candidate, len(r.Candidates))
	for i := range r.Candidates {
		if cs[i], err = b.prepare(r, r.Candidates[i]); err != nil {
			return err
		}
		cs[i].rules = rules
	}
	if err := b.dropSeen(cs); err != nil {
		return err
	}
	if err := b.lookUp(cs); err != nil {
		return err
	}
	places := placesOf(cs)
	for i := range cs {
		c := &cs[i]
		if c.same {
			out.Same++
			continue
		}
		if err := b.resolve(c, out, rep); err != nil {
			return err
		}
		b.note(c, places)
	}
	return nil
}

// candidate is a candidate with what the engine needs of it.
type candidate struct {
	store.Candidate
	source int64
	mark   int64 // hash of all that the outcome depends on
	place  int64 // hash of where it was seen
	rules  int64
	keyed  int
	same   bool  // its mark is known: nothing to do
	kept   *kept // the item it became
}

// prepare cuts the times of a candidate to what is kept and makes its mark.
func (b *batch) prepare(r *store.Round, c store.Candidate) (candidate, error) {
	it := &c.Item
	for _, t := range []*time.Time{&it.Published, &it.FirstSeen, &it.LastSeen, &it.Updated, &it.Face.At, &c.Origin.Seen, &c.Origin.Updated} {
		*t = fromMillis(millis(*t))
	}
	it.Sort = fromMillis(sortMillis(it.Sort))
	if len(c.Keys) == 0 {
		return candidate{}, fmt.Errorf("entry %q has no key", c.Origin.URL)
	}
	if _, err := parseID(it.ID); err != nil {
		return candidate{}, err
	}
	keys := make([]news.Key, len(c.Keys))
	for i, k := range c.Keys {
		keys[i] = cleanKey(k)
	}
	c.Keys, it.Key = keys, cleanKey(it.Key)
	out := candidate{Candidate: c, keyed: r.Keyed}
	var err error
	if out.source, err = b.t.source(c.Origin.Source); err != nil {
		return out, err
	}
	out.place = hash64(c.Origin.URL)
	if !c.FromPage && c.Origin.Hash != "" {
		parts := []string{
			c.Origin.Hash, c.Origin.URL, fmt.Sprint(it.Face.Own, it.Face.Private, it.Face.Priority, c.Origin.Private, it.Private, r.Keyed),
		}
		for _, k := range keys {
			parts = append(parts, string(k))
		}
		out.mark = hash64(parts...)
	}
	return out, nil
}

// hash64 is 64 bits of the SHA-256 of parts; never 0.
func hash64(parts ...string) int64 {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return int64(binary.BigEndian.Uint64(h.Sum(nil)[:8]) | 1)
}

// dropSeen marks the candidates that say what they said last time.
func (b *batch) dropSeen(cs []candidate) error {
	bySource := map[int64][]int64{}
	for _, c := range cs {
		if c.mark != 0 {
			bySource[c.source] = append(bySource[c.source], c.mark)
		}
	}
	type seen struct{ source, mark int64 }
	known := map[seen]bool{}
	for source, marks := range bySource {
		list, err := json.Marshal(marks)
		if err != nil {
			return err
		}
		err = b.t.each(func(s scanner) error {
			k := seen{source: source}
			if err := s.Scan(&k.mark); err != nil {
				return err
			}
			known[k] = true
			return nil
		}, `SELECT s.mark FROM json_each($2) j CROSS JOIN seen s ON s.source = $1 AND s.mark = j.value`, source, string(list))
		if err != nil {
			return err
		}
	}
	for i := range cs {
		cs[i].same = known[seen{cs[i].source, cs[i].mark}]
	}
	return nil
}

// writeEvents keeps the newest maxEvents events.
func (t *tx) writeEvents(events []store.Event) error {
	for _, e := range events {
		var n int64
		_, err := t.find([]any{&n}, `INSERT INTO event (at, source, kind, text) VALUES ($1, $2, $3, $4) RETURNING n`,
			millis(e.At), e.Source, e.Kind, e.Text)
		if err != nil {
			return err
		}
		if err := t.do(`DELETE FROM event WHERE n <= $1`, n-maxEvents); err != nil {
			return err
		}
	}
	return nil
}
