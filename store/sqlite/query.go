package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// window is the range of rows whose sort is between from and to, inclusive; a
// zero time is open.
func window(from, to time.Time) (lo, hi int64) {
	lo, hi = math.MinInt64, math.MaxInt64
	if !from.IsZero() {
		lo = firstSlot(from.UnixMilli())
		if ms := from.UnixMilli(); !time.UnixMilli(ms).Equal(from) {
			lo = firstSlot(ms + 1)
		}
	}
	if !to.IsZero() {
		hi = firstSlot(to.UnixMilli()) + 1<<idBits - 1
	}
	return lo, hi
}

// picker builds the statement that picks row numbers, newest first. One
// restriction drives: the statement is the merge of one index range for each of
// its values, and the other restrictions are probed for each row.
type picker struct {
	args   []any
	lo, hi string // parameters of the range of rows
	filter string // what each row is probed for
}

func (p *picker) arg(v any) string {
	p.args = append(p.args, v)
	return "$" + strconv.Itoa(len(p.args))
}

// list is a parameter for a set of names.
func (p *picker) list(names []string) (string, error) {
	b, err := json.Marshal(names)
	return p.arg(string(b)), err
}

// pick returns the statement for q without order and limit; driver is the
// restriction that drives.
func (p *picker) pick(q store.Query, driver string, lo, hi int64) (string, error) {
	p.lo, p.hi = p.arg(lo), p.arg(hi)
	if err := p.probes(q, driver); err != nil {
		return "", err
	}
	switch driver {
	case "words":
		return p.matched(q), nil
	case "topics":
		return p.linked(q, q.Topics, `item_topic d`, `d.topic = (SELECT n FROM topic WHERE slug = `), nil
	case "sources":
		return p.linked(q, q.Sources, `item_source d`, `d.source = (SELECT n FROM source WHERE name = `), nil
	case "ids":
		return p.named(q), nil
	case "codes":
		return valued(p, q, q.Codes, codeColumn+` = `), nil
	case "sites":
		return valued(p, q, q.Sites, `i.site = `), nil
	case "languages":
		return valued(p, q, q.Languages, `i.language = `), nil
	}
	return valued(p, q, []string{""}, ""), nil
}

// matched picks by words; FTS5 walks its matches in the order of rows.
func (p *picker) matched(q store.Query) string {
	shown := `i.shown = 2`
	if q.Private {
		shown = `i.shown > 0`
	}
	return `SELECT i.n AS n FROM item_fts d CROSS JOIN item i ON i.n = d.rowid WHERE d.item_fts MATCH ` + p.arg(match(q)) +
		` AND d.rowid BETWEEN ` + p.lo + ` AND ` + p.hi + ` AND ` + shown + p.filter
}

// linked picks through item_topic or item_source.
func (p *picker) linked(q store.Query, names []string, table, number string) string {
	if p.filter != "" {
		table += ` CROSS JOIN item i ON i.n = d.item`
	}
	var arms []string
	for _, name := range names {
		arg := p.arg(name)
		for _, private := range visible(q, "0", "1") {
			arms = append(arms, `SELECT d.item AS n FROM `+table+` WHERE `+number+arg+`) AND d.private = `+private+
				` AND d.item BETWEEN `+p.lo+` AND `+p.hi+p.filter)
		}
	}
	return strings.Join(arms, " UNION ")
}

// valued picks by a column of item; no column means all that is shown.
func valued[S ~string](p *picker, q store.Query, values []S, column string) string {
	var arms []string
	for _, v := range values {
		also := ""
		if column != "" {
			also = ` AND ` + column + p.arg(string(v))
		}
		for _, shown := range visible(q, "2", "1") {
			arms = append(arms, `SELECT i.n AS n FROM item i WHERE i.shown > 0 AND i.shown = `+shown+also+` AND i.n BETWEEN `+p.lo+` AND `+p.hi+p.filter)
		}
	}
	return strings.Join(arms, " UNION ")
}

// visible are the values of a column that q may see.
func visible(q store.Query, public, private string) []string {
	if q.Private {
		return []string{public, private}
	}
	return []string{public}
}

// probes makes the conditions of the restrictions that do not drive.
func (p *picker) probes(q store.Query, driver string) error {
	private := strings.Join(visible(q, "0", "1"), ", ")
	linked := func(table, column, names string) string {
		return ` AND EXISTS (SELECT 1 FROM ` + table + ` l WHERE l.` + column + ` IN (SELECT n FROM ` + column + ` WHERE ` + names +
			` IN (SELECT value FROM json_each(%s))) AND l.private IN (` + private + `) AND l.item = i.n)`
	}
	for _, r := range []struct {
		name, sql string
		values    []string
	}{
		{"topics", linked("item_topic", "topic", "slug"), q.Topics},
		{"sources", linked("item_source", "source", "name"), q.Sources},
		{"sites", ` AND i.site IN (SELECT value FROM json_each(%s))`, q.Sites},
		{"languages", ` AND i.language IN (SELECT value FROM json_each(%s))`, q.Languages},
		{"codes", ` AND ` + codeColumn + ` IN (SELECT value FROM json_each(%s))`, codeTexts(q.Codes)},
	} {
		if r.name == driver || len(r.values) == 0 {
			continue
		}
		list, err := p.list(r.values)
		if err != nil {
			return err
		}
		p.filter += fmt.Sprintf(r.sql, list)
	}
	return nil
}

// driver chooses the restriction that drives a query: ids, else codes, else words, else
// the rarer of topics and sources, else sites, languages, or nothing.
func (db *DB) driver(ctx context.Context, q store.Query) (string, error) {
	switch {
	case q.IDs != nil:
		return "ids", nil
	case len(q.Codes) > 0:
		return "codes", nil
	case match(q) != "":
		return "words", nil
	case len(q.Topics) > 0 && len(q.Sources) > 0:
		topics, err := json.Marshal(q.Topics)
		if err != nil {
			return "", err
		}
		sources, err := json.Marshal(q.Sources)
		if err != nil {
			return "", err
		}
		var ofTopics, ofSources int64
		err = db.r.scanOne(ctx, `SELECT (SELECT coalesce(sum(items), 0) FROM topic WHERE slug IN (SELECT value FROM json_each($1))),
			(SELECT coalesce(sum(items), 0) FROM source WHERE name IN (SELECT value FROM json_each($2)))`,
			[]any{string(topics), string(sources)}, &ofTopics, &ofSources)
		if err != nil {
			return "", err
		}
		if ofTopics <= ofSources {
			return "topics", nil
		}
		return "sources", nil
	case len(q.Topics) > 0:
		return "topics", nil
	case len(q.Sources) > 0:
		return "sources", nil
	case len(q.Sites) > 0:
		return "sites", nil
	case len(q.Languages) > 0:
		return "languages", nil
	}
	return "", nil
}

// itemsQuery is the statement for q and its arguments.
func (db *DB) itemsQuery(ctx context.Context, q store.Query) (string, []any, error) {
	q, err := db.narrowed(ctx, q)
	if err != nil {
		return "", nil, err
	}
	driver, err := db.driver(ctx, q)
	if err != nil {
		return "", nil, err
	}
	lo, hi := window(q.From, q.To)
	if q.After != (store.Cursor{}) {
		behind, err := db.behind(ctx, q.After)
		if err != nil {
			return "", nil, err
		}
		hi = min(hi, behind)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	var p picker
	pick, err := p.pick(q, driver, lo, hi)
	if err != nil {
		return "", nil, err
	}
	columns := wholeColumns
	switch {
	case q.Bare && q.Faces:
		columns = faceColumns
	case q.Bare:
		columns = bareColumns
	case q.Light:
		columns = lightColumns
	}
	order := "1"
	if driver == "words" {
		order = "d.rowid" // FTS5 knows this order by this name only
	}
	return `SELECT ` + columns + ` FROM item WHERE n IN (` + pick + ` ORDER BY ` + order + ` DESC LIMIT ` + p.arg(limit) + ` OFFSET ` + p.arg(max(q.Offset, 0)) +
		`) ORDER BY n DESC`, p.args, nil
}

// bare reads the rows of a query over bareColumns, or over faceColumns.
func (db *DB) bare(ctx context.Context, faces bool, stmt string, args ...any) ([]news.Item, error) {
	var out []news.Item
	rows, err := db.r.query(ctx, stmt, args...)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var raw []byte
			var sort int64
			var it news.Item
			to := []any{&raw, &sort}
			if faces {
				to = append(to, &it.Face.Source, &it.Face.Private)
			}
			err := s.Scan(to...)
			it.ID, it.Sort = itemID(raw), fromMillis(sort)
			out = append(out, it)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read places of items: %w", err)
	}
	return out, nil
}

// behind is the last row behind a place in the order newest first, whether the
// item that stood there is still kept or not.
func (db *DB) behind(ctx context.Context, c store.Cursor) (int64, error) {
	ms := sortMillis(c.Sort)
	i, err := parseID(c.ID)
	if c.ID != "" && err != nil {
		return 0, err
	}
	// A row may sit a few places beside its own; look from well above it.
	var n int64
	err = db.r.scanOne(ctx, `SELECT n FROM item WHERE n <= $1 AND (sort < $2 OR (sort = $2 AND id < $3)) ORDER BY n DESC LIMIT 1`,
		[]any{slot(ms, i) + 4096, ms, i[:]}, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return math.MinInt64, nil
	}
	return n, err
}

// Items implements store.Store: the exact reverse of (sort, id).
func (db *DB) Items(ctx context.Context, q store.Query) ([]news.Item, error) {
	stmt, args, err := db.itemsQuery(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	if q.Bare {
		return db.bare(ctx, q.Faces, stmt, args...)
	}
	out, err := db.items(ctx, "read items", stmt, args...)
	if err != nil {
		return nil, err
	}
	if !q.Private {
		for i := range out {
			out[i] = out[i].Public()
		}
	}
	return out, nil
}

// Count implements store.Store.
func (db *DB) Count(ctx context.Context, q store.Query) (int, error) {
	q, err := db.narrowed(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	driver, err := db.driver(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	lo, hi := window(q.From, q.To)
	var p picker
	pick, err := p.pick(q, driver, lo, hi)
	if err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	var n int
	if err := db.r.scanOne(ctx, `SELECT count(*) FROM (`+pick+`)`, p.args, &n); err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	return n, nil
}
