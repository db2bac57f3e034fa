package sqlite

import (
	"slices"
	"sync"
	"time"

	"golchin/store"
)

// pulse is what every poll changes of a source's state. It is kept in columns
// of its own: an unchanged source costs a few numbers a poll, and the document
// of the rest is neither written, nor read, nor taken apart again.
type pulse struct {
	nextPoll, lastPoll, lastSuccess, unconditional int64 // milliseconds
	newLast, polls, unchanged                      int64
	bytes, took                                    int64
}

// stateColumns are what scanState reads, in order.
const stateColumns = `name, items, state, next_poll, last_poll, last_success, unconditional, new_last, polls, unchanged, bytes, took`

// setPulse are the assignments that args fill, from $3 on.
const setPulse = `next_poll = $3, last_poll = $4, last_success = $5, unconditional = $6, new_last = $7, polls = $8, unchanged = $9,
	bytes = $10, took = $11, lease_until = 0, lease_token = ''`

func pulseOf(st *store.SourceState) pulse {
	return pulse{
		nextPoll: millis(st.NextPoll), lastPoll: millis(st.LastPoll), lastSuccess: millis(st.LastSuccess),
		unconditional: millis(st.Unconditional), newLast: int64(st.NewLast), polls: int64(st.Polls),
		unchanged: int64(st.Unchanged), bytes: st.Bytes, took: int64(st.Took),
	}
}

func (p *pulse) args(first ...any) []any {
	return append(first, p.nextPoll, p.lastPoll, p.lastSuccess, p.unconditional, p.newLast, p.polls, p.unchanged, p.bytes, p.took)
}

func (p *pulse) fill(st *store.SourceState) {
	st.NextPoll, st.LastPoll, st.LastSuccess = fromMillis(p.nextPoll), fromMillis(p.lastPoll), fromMillis(p.lastSuccess)
	st.Unconditional, st.NewLast, st.Polls = fromMillis(p.unconditional), int(p.newLast), int(p.polls)
	st.Unchanged, st.Bytes, st.Took = int(p.unchanged), p.bytes, time.Duration(p.took)
}

// scanState reads stateColumns. The document is taken apart only when it is
// not the one read of that source last time.
func (db *DB) scanState(s scanner, first ...any) (store.SourceState, error) {
	var (
		name  string
		items int
		doc   []byte
		p     pulse
	)
	err := s.Scan(append(first, &name, &items, &doc, &p.nextPoll, &p.lastPoll, &p.lastSuccess, &p.unconditional,
		&p.newLast, &p.polls, &p.unchanged, &p.bytes, &p.took)...)
	if err != nil {
		return store.SourceState{}, err
	}
	st, err := db.docs.read(name, doc)
	if err != nil {
		return st, err
	}
	p.fill(&st)
	st.Items = items
	return st, nil
}

// docs are the documents of source states as they were read last, and what
// they say, by name.
type docs struct {
	mu sync.Mutex
	by map[string]stateDoc
}

type stateDoc struct {
	raw string
	st  store.SourceState
}

// read takes a document apart, unless it is the one read last.
func (d *docs) read(name string, doc []byte) (store.SourceState, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known, ok := d.by[name]; ok && known.raw == string(doc) {
		return known.st, nil
	}
	st, err := decodeState(doc, name)
	if err != nil {
		return st, err
	}
	if d.by == nil {
		d.by = map[string]stateDoc{}
	}
	d.by[name] = stateDoc{string(doc), st}
	return st, nil
}

// sameDoc tells that two states differ at most in their pulse.
func sameDoc(a, b *store.SourceState) bool {
	return a.Name == b.Name && a.ConfigURL == b.ConfigURL && a.URL == b.URL && a.Host == b.Host &&
		a.ETag == b.ETag && a.LastModified == b.LastModified && a.ValidatorsFor == b.ValidatorsFor && a.BodyHash == b.BodyHash &&
		a.NextWhy == b.NextWhy && a.OwedSince.Equal(b.OwedSince) && a.NotBefore.Equal(b.NotBefore) && a.NotBeforeWhy == b.NotBeforeWhy &&
		a.LastNew.Equal(b.LastNew) && a.LastStatus == b.LastStatus && a.LastError == b.LastError && a.LastStage == b.LastStage &&
		a.FailingFrom.Equal(b.FailingFrom) && a.Failures == b.Failures && a.Challenged == b.Challenged && a.Gone == b.Gone &&
		a.MovedTo == b.MovedTo && a.MovedPolls == b.MovedPolls && a.MovedSince.Equal(b.MovedSince) && a.MovedFrom == b.MovedFrom &&
		a.Mirror == b.Mirror && sameChannel(a, b)
}

func sameChannel(a, b *store.SourceState) bool {
	return a.Title == b.Title && a.Language == b.Language && a.Format == b.Format && a.Hub == b.Hub && a.TTL == b.TTL &&
		slices.Equal(a.SkipHours, b.SkipHours) && slices.Equal(a.SkipDays, b.SkipDays) && a.Gap == b.Gap &&
		slices.Equal(a.Repaired, b.Repaired) && a.GUIDPolicy == b.GUIDPolicy && a.LinkPolicy == b.LinkPolicy &&
		a.GUIDConflicts == b.GUIDConflicts
}

// writePulse stores the state of a source that was polled under a claim and
// differs only in its pulse from what was claimed. It is false when the claim
// was lost.
func (t *tx) writePulse(c *store.Claim, st *store.SourceState) (held bool, err error) {
	p := pulseOf(st)
	n, err := t.count(`UPDATE source SET `+setPulse+` WHERE name = $1 AND lease_token = $2`, p.args(c.State.Name, c.Token)...)
	return n > 0, err
}
