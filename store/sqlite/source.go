package sqlite

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golchin/store"
)

// stopGone is how many 410 answers in a row stop the polls of a source.
const stopGone = 2

// encodeState is the document of a state: all but its pulse and what has a
// column of its own.
func encodeState(st store.SourceState) (string, error) {
	st.Items = 0
	(&pulse{}).fill(&st)
	return encode(st)
}

func decodeState(raw []byte, name string) (store.SourceState, error) {
	var st store.SourceState
	if err := json.Unmarshal(raw, &st); err != nil {
		return st, fmt.Errorf("source %s: %w", name, err)
	}
	st.Name = name
	return st, nil
}

// writeState stores a source's state and ends the lease it was polled under.
func (t *tx) writeState(st *store.SourceState) error {
	doc, err := encodeState(*st)
	if err != nil {
		return err
	}
	n, err := t.source(st.Name)
	if err != nil {
		return err
	}
	p := pulseOf(st)
	if err := t.do(`UPDATE source SET `+setPulse+`, host = $11, gone = $12, doc = $13 WHERE n = $1`, p.args(n, st.Host, st.Gone, hash64(doc))...); err != nil {
		return err
	}
	return t.do(`INSERT INTO source_doc (source, doc) VALUES ($1, $2) ON CONFLICT (source) DO UPDATE SET doc = excluded.doc`, n, doc)
}

func (t *tx) writeHost(h store.HostState) error {
	doc, err := encode(h)
	if err != nil {
		return err
	}
	return t.do(`INSERT INTO host (name, until, state) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET until = excluded.until, state = excluded.state`, h.Host, millis(h.Until), doc)
}

// Sync implements store.Store.
func (db *DB) Sync(ctx context.Context, want []store.SourceState) ([]store.SourceState, error) {
	out := make([]store.SourceState, 0, len(want))
	err := db.write(ctx, func(t *tx) error {
		out = out[:0]
		rows, err := t.states(len(want), `SELECT `+stateColumns+` FROM source s`)
		if err != nil {
			return err
		}
		known := make(map[string]store.SourceState, len(rows))
		for _, r := range rows {
			var st store.SourceState
			r.fill(&st)
			known[r.name] = st
		}
		names := make([]string, 0, len(want))
		for _, w := range want {
			names = append(names, w.Name)
			st, err := t.syncOne(known, w)
			if err != nil {
				return err
			}
			out = append(out, st)
		}
		list, err := json.Marshal(names)
		if err != nil {
			return err
		}
		return t.do(`UPDATE source SET retired = 1, lease_until = 0, lease_token = '' WHERE retired = 0
			AND name NOT IN (SELECT value FROM json_each($1))`, string(list))
	})
	if err != nil {
		return nil, fmt.Errorf("sync sources: %w", err)
	}
	return out, nil
}

func (t *tx) syncOne(known map[string]store.SourceState, w store.SourceState) (store.SourceState, error) {
	old, ok := known[w.Name]
	switch {
	case !ok || old.ConfigURL == "": // new, or only ever named by an origin
		w.Items = old.Items
	case old.ConfigURL == w.ConfigURL:
		return old, t.do(`UPDATE source SET retired = 0 WHERE name = $1 AND retired = 1`, w.Name)
	default:
		w.Items, w.NewLast, w.Polls, w.Bytes, w.Took = old.Items, old.NewLast, old.Polls, old.Bytes, old.Took
		w.LastPoll, w.LastSuccess, w.LastNew = old.LastPoll, old.LastSuccess, old.LastNew
	}
	if err := t.writeState(&w); err != nil {
		return w, err
	}
	return w, t.do(`UPDATE source SET retired = 0 WHERE name = $1 AND retired = 1`, w.Name)
}

// Claim implements store.Store.
func (db *DB) Claim(ctx context.Context, q store.ClaimQuery) ([]store.Claim, error) {
	names, err := json.Marshal(q.Names)
	if err != nil {
		return nil, fmt.Errorf("claim sources: %w", err)
	}
	not, err := json.Marshal(append([]string{}, q.NotHosts...)) // null would match nothing
	if err != nil {
		return nil, fmt.Errorf("claim sources: %w", err)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = len(q.Names)
	}
	find := `SELECT ` + stateColumns + ` FROM source s INDEXED BY source_due
		WHERE s.retired = 0 AND s.next_poll <= $1 AND s.lease_until <= $1 AND s.gone < $3
		AND s.host NOT IN (SELECT value FROM json_each($4))
		AND NOT EXISTS (SELECT 1 FROM host h WHERE h.name = s.host AND h.until > $1)
		ORDER BY s.next_poll, s.n LIMIT $2`
	args := []any{q.Now.UnixMilli(), limit, stopGone, string(not)}
	if len(q.Names) > 0 {
		find = `SELECT ` + stateColumns + ` FROM json_each($3) j CROSS JOIN source s ON s.name = j.value
			WHERE s.retired = 0 AND s.lease_until <= $1 AND s.host NOT IN (SELECT value FROM json_each($4))`
		if limit < len(q.Names) {
			find += ` ORDER BY s.next_poll, s.n`
		}
		find += ` LIMIT $2`
		args = []any{q.Now.UnixMilli(), limit, string(names), string(not)}
	}
	var out []store.Claim
	// One token a call, with the source's row in it: no two claims are alike.
	token, until := rand.Text()+"-", q.Now.Add(q.Lease).UnixMilli()
	err = db.write(ctx, func(t *tx) error {
		rows, err := t.states(limit, find, args...)
		if err != nil || len(rows) == 0 {
			return err
		}
		order := make([]*stateRow, len(rows))
		for i := range rows {
			order[i] = &rows[i]
		}
		slices.SortStableFunc(order, func(a, b *stateRow) int { return cmp.Compare(a.pulse.nextPoll, b.pulse.nextPoll) })
		numbers := make([]int64, len(rows))
		out = make([]store.Claim, len(rows))
		for i, r := range order {
			numbers[i] = r.n
			out[i].Token, out[i].Until = token+strconv.FormatInt(r.n, 10), fromMillis(until)
			r.fill(&out[i].State)
		}
		list, err := json.Marshal(numbers)
		if err != nil {
			return err
		}
		return t.do(`UPDATE source SET lease_until = $2, lease_token = $3 || n WHERE n IN (SELECT value FROM json_each($1))`, string(list), until, token)
	})
	if err != nil {
		return nil, fmt.Errorf("claim sources: %w", err)
	}
	return out, nil
}

// rowOf is the row of the source that a token was made for; 0 for one that
// was never made.
func rowOf(token string) int64 {
	_, row, _ := strings.Cut(token, "-")
	n, err := strconv.ParseInt(row, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Extend implements store.Store.
func (db *DB) Extend(ctx context.Context, claims []store.Claim, until time.Time) error {
	return db.lease(ctx, "extend", claims, `UPDATE source SET lease_until = $3 WHERE name = $1 AND lease_token = $2`, until.UnixMilli())
}

// Release implements store.Store.
func (db *DB) Release(ctx context.Context, claims []store.Claim) error {
	return db.lease(ctx, "release", claims, `UPDATE source SET lease_until = 0, lease_token = '' WHERE name = $1 AND lease_token = $2`)
}

func (db *DB) lease(ctx context.Context, what string, claims []store.Claim, update string, args ...any) error {
	if len(claims) == 0 {
		return nil
	}
	err := db.write(ctx, func(t *tx) error {
		for _, c := range claims {
			if c.Token == "" {
				continue
			}
			if err := t.do(update, append([]any{c.State.Name, c.Token}, args...)...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s claims: %w", what, err)
	}
	return nil
}

// States implements store.Store.
func (db *DB) States(ctx context.Context) ([]store.SourceState, error) {
	var out []store.SourceState
	rows, err := db.r.query(ctx, `SELECT `+stateColumns+`, coalesce(d.doc, '{}') FROM source s
		LEFT JOIN source_doc d ON d.source = s.n WHERE s.retired = 0 ORDER BY s.name`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var r stateRow
			var raw []byte
			if err := s.Scan(append(r.columns(), &raw)...); err != nil {
				return err
			}
			var err error
			if r.base, err = db.docs.read(r.name, r.doc, raw); err != nil {
				return err
			}
			out = append(out, store.SourceState{})
			r.fill(&out[len(out)-1])
			return nil
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	return out, nil
}

// NextDue implements store.Store. A source never polled is due since 1970.
func (db *DB) NextDue(ctx context.Context) (time.Time, error) {
	var best int64
	found := false
	rows, err := db.r.query(ctx, `SELECT s.next_poll, max(s.next_poll, s.lease_until, coalesce((SELECT h.until FROM host h WHERE h.name = s.host), 0))
		FROM source s INDEXED BY source_due WHERE s.retired = 0 AND s.gone < $1 ORDER BY s.next_poll`, stopGone)
	if err != nil {
		return time.Time{}, fmt.Errorf("next due source: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var next, due int64
		if err := rows.Scan(&next, &due); err != nil {
			return time.Time{}, fmt.Errorf("next due source: %w", err)
		}
		if found && next >= best {
			break
		}
		if !found || due < best {
			best, found = due, true
		}
	}
	if err := rows.Err(); err != nil {
		return time.Time{}, fmt.Errorf("next due source: %w", err)
	}
	if !found {
		return time.Time{}, nil
	}
	return time.UnixMilli(best).UTC(), nil
}

// Hosts implements store.Store.
func (db *DB) Hosts(ctx context.Context) ([]store.HostState, error) {
	var out []store.HostState
	rows, err := db.r.query(ctx, `SELECT state FROM host ORDER BY name`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var raw []byte
			var h store.HostState
			if err := s.Scan(&raw); err != nil {
				return err
			}
			err := json.Unmarshal(raw, &h)
			out = append(out, h)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read hosts: %w", err)
	}
	return out, nil
}
