package sqlite

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// planOf is SQLite's plan for a statement, a line a step.
func planOf(t *testing.T, db *DB, stmt string, args ...any) string {
	t.Helper()
	rows, err := db.r.db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+stmt, args...)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	err = collect(rows, func(s scanner) error {
		var id, parent, unused int
		var detail string
		err := s.Scan(&id, &parent, &unused, &detail)
		out = append(out, detail)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// wholeTable matches a step that reads a big table from end to end; FTS5 calls
// its own index a scan.
var wholeTable = regexp.MustCompile(`SCAN (i|item|d|l|b|band|item_key|item_topic|item_source|seen)\b( USING.*)?$`)

// TestPlans: no shape of query reads a whole table, and none sorts more than
// the page it gives, or the items it names.
func TestPlans(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "p.db"))
	one, two := []string{"a"}, []string{"a", "b"}
	var shapes []store.Query
	for _, topics := range [][]string{nil, one, two} {
		for _, sources := range [][]string{nil, one, two} {
			for _, languages := range [][]string{nil, one, two} {
				for _, words := range [][][]string{nil, {{"x", "y*"}, {"z"}}} {
					for _, private := range []bool{false, true} {
						q := store.Query{Topics: topics, Sources: sources, Languages: languages, Words: words, Private: private}
						shapes = append(shapes, q)
						q.Sites, q.From = two, t0
						q.After = store.Cursor{Sort: t0.Add(time.Hour), ID: uuidOf("x")}
						shapes = append(shapes, q)
						q.Codes, q.Titles = []news.Code{"215", "216"}, [][]string{{"x"}}
						shapes = append(shapes, q)
						q.IDs = []news.ItemID{uuidOf("x"), uuidOf("y")}
						shapes = append(shapes, q)
					}
				}
			}
		}
	}
	for _, q := range shapes {
		stmt, args, err := db.itemsQuery(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		plan := planOf(t, db, stmt, args...)
		for _, line := range strings.Split(plan, "\n") {
			if wholeTable.MatchString(line) || q.IDs == nil && strings.Contains(line, "TEMP B-TREE") {
				t.Errorf("%+v: %s\n%s\n%s", q, line, stmt, plan)
				break
			}
		}
	}
}

// TestPlansOfTheRest holds the other statements that grow with the store.
func TestPlansOfTheRest(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "p.db"))
	for _, c := range []struct{ name, stmt, want string }{
		{"item", selectItem, "SEARCH item USING INDEX sqlite_autoindex_item_1"},
		{"members", `SELECT n FROM item WHERE story = $1 AND shown > 0 ORDER BY n LIMIT $2`, "SEARCH item USING INDEX item_story"},
		{"unjudged", `SELECT n FROM item INDEXED BY item_pending WHERE pending = 1 ORDER BY n LIMIT $1`, "SEARCH item USING COVERING INDEX item_pending"},
		{"unkeyed", `SELECT n FROM item INDEXED BY item_keyed WHERE keyed < $1 ORDER BY keyed, n LIMIT $2`, "SEARCH item USING COVERING INDEX item_keyed"},
		{"seen", `SELECT s.mark FROM json_each($2) j CROSS JOIN seen s ON s.source = $1 AND s.mark = j.value`, "SEARCH s USING PRIMARY KEY (source=? AND mark=?)"},
		{"similar", `SELECT b.item FROM json_each($1) s CROSS JOIN json_each($2) j CROSS JOIN band b ON b.span = s.value AND b.band = j.value WHERE b.item BETWEEN $3 AND $4`,
			"SEARCH b USING PRIMARY KEY (span=? AND band=? AND item>? AND item<?)"},
		{"claim", `SELECT s.n FROM source s INDEXED BY source_due WHERE s.retired = 0 AND s.next_poll <= $1 ORDER BY s.next_poll`, "SEARCH s USING COVERING INDEX source_due"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n := 0
			for strings.Contains(c.stmt, fmt.Sprintf("$%d", n+1)) {
				n++
			}
			args := make([]any, n)
			for i := range args {
				args[i] = 1
			}
			if plan := planOf(t, db, c.stmt, args...); !strings.Contains(plan, c.want) || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("plan: got\n%s\nwant %s", plan, c.want)
			}
		})
	}
}

// TestPlanOfDuePages: a backlog of pages is gone through once, not once for
// each of its pages: 8,000 that were due kept the writer for 13 seconds.
func TestPlanOfDuePages(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "p.db"))
	if plan := planOf(t, db, duePages, 1, 1, 1); strings.Contains(plan, "CORRELATED") || !strings.Contains(plan, "USING INDEX page_due") {
		t.Errorf("plan:\n%s", plan)
	}
}
