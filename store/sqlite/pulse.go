package sqlite

import (
	"encoding/json"
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
const stateColumns = `s.n, s.name, s.items, s.doc, s.next_poll, s.last_poll, s.last_success, s.unconditional, s.new_last,
	s.polls, s.unchanged, s.bytes, s.took`

// setPulse are the assignments that args fill, from $2 on.
const setPulse = `next_poll = $2, last_poll = $3, last_success = $4, unconditional = $5, new_last = $6, polls = $7, unchanged = $8,
	bytes = $9, took = $10, lease_until = 0, lease_token = ''`

func pulseOf(st *store.SourceState) pulse {
	return pulse{
		nextPoll: millis(st.NextPoll), lastPoll: millis(st.LastPoll), lastSuccess: millis(st.LastSuccess),
		unconditional: millis(st.Unconditional), newLast: int64(st.NewLast), polls: int64(st.Polls),
		unchanged: int64(st.Unchanged), bytes: st.Bytes, took: int64(st.Took),
	}
}

// args are the parameters of a statement that sets a pulse: which source, the
// pulse, the rest.
func (p *pulse) args(which any, rest ...any) []any {
	out := make([]any, 0, 16)
	out = append(out, which, p.nextPoll, p.lastPoll, p.lastSuccess, p.unconditional, p.newLast, p.polls, p.unchanged, p.bytes, p.took)
	return append(out, rest...)
}

func (p *pulse) fill(st *store.SourceState) {
	st.NextPoll, st.LastPoll, st.LastSuccess = fromMillis(p.nextPoll), fromMillis(p.lastPoll), fromMillis(p.lastSuccess)
	st.Unconditional, st.NewLast, st.Polls = fromMillis(p.unconditional), int(p.newLast), int(p.polls)
	st.Unchanged, st.Bytes, st.Took = int(p.unchanged), p.bytes, time.Duration(p.took)
}

// stateRow is a source as it is read.
type stateRow struct {
	n, doc int64
	items  int
	name   string
	pulse  pulse
	base   *store.SourceState // what the document says; never changed
}

// columns are where stateColumns are read to.
func (r *stateRow) columns() []any {
	p := &r.pulse
	return []any{
		&r.n, &r.name, &r.items, &r.doc, &p.nextPoll, &p.lastPoll, &p.lastSuccess, &p.unconditional, &p.newLast,
		&p.polls, &p.unchanged, &p.bytes, &p.took,
	}
}

// fill makes the state of the document's part of it and the rest.
func (r *stateRow) fill(st *store.SourceState) {
	*st = *r.base
	r.pulse.fill(st)
	st.Name, st.Items = r.name, r.items
}

// states reads sources by a query over stateColumns, atMost being a guess of
// how many come. Documents that are known are not read again.
func (t *tx) states(atMost int, q string, args ...any) ([]stateRow, error) {
	out := make([]stateRow, 0, min(atMost, 1024))
	var missing []int64
	at := map[int64]int{}
	var r stateRow
	columns := r.columns()
	err := t.each(func(s scanner) error {
		if err := s.Scan(columns...); err != nil {
			return err
		}
		if r.base = t.db.docs.known(r.name, r.doc); r.base == nil {
			missing = append(missing, r.n)
			at[r.n] = len(out)
		}
		out = append(out, r)
		return nil
	}, q, args...)
	if err != nil || len(missing) == 0 {
		return out, err
	}
	list, err := json.Marshal(missing)
	if err != nil {
		return nil, err
	}
	return out, t.each(func(s scanner) error {
		var n int64
		var raw []byte
		if err := s.Scan(&n, &raw); err != nil {
			return err
		}
		r := &out[at[n]]
		r.base, err = t.db.docs.read(r.name, r.doc, raw)
		return err
	}, `SELECT s.n, coalesce(d.doc, '{}') FROM json_each($1) j CROSS JOIN source s ON s.n = j.value LEFT JOIN source_doc d ON d.source = s.n`, string(list))
}

// docs are the documents of source states as they were read last, by name.
type docs struct {
	mu sync.Mutex
	by map[string]stateDoc
}

type stateDoc struct {
	mark int64
	st   *store.SourceState
}

// known is the document with that mark, if it is the one read last; else nil.
func (d *docs) known(name string, mark int64) *store.SourceState {
	d.mu.Lock()
	defer d.mu.Unlock()
	if k, ok := d.by[name]; ok && k.mark == mark {
		return k.st
	}
	return nil
}

// read takes a document apart and remembers it by its mark.
func (d *docs) read(name string, mark int64, raw []byte) (*store.SourceState, error) {
	if st := d.known(name, mark); st != nil {
		return st, nil
	}
	st, err := decodeState(raw, name)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.by == nil {
		d.by = map[string]stateDoc{}
	}
	d.by[name] = stateDoc{mark, &st}
	return &st, nil
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
	row := rowOf(c.Token)
	p, was := pulseOf(st), pulseOf(&c.State)
	var n int64
	if p.lastSuccess == p.lastPoll && p.unconditional == was.unconditional && p.newLast == was.newLast && p.unchanged == was.unchanged && p.bytes == was.bytes {
		n, err = t.count(`UPDATE source SET next_poll = $2, last_poll = $3, last_success = $3, polls = $4, took = $5,
			lease_until = 0, lease_token = '' WHERE n = $1 AND lease_token = $6`, row, p.nextPoll, p.lastPoll, p.polls, p.took, c.Token)
	} else {
		n, err = t.count(`UPDATE source SET `+setPulse+` WHERE n = $1 AND lease_token = $11`, p.args(row, c.Token)...)
	}
	return n > 0, err
}
