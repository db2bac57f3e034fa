package sqlite

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/store"
)

// codeColumn is the news code of an item as the index item_code has it.
const codeColumn = `(i.doc ->> '$.code')`

// nobody is a name that nothing has: what is left of a list whose values all
// stand for nothing.
const nobody = "\x00"

// The names that are kept: of topics and sources those that begin so, of sites
// and languages all there are, leaping from one to the next in their index.
const (
	topicsLike  = `SELECT slug FROM topic WHERE slug >= $1 AND slug < $2`
	sourcesLike = `SELECT name FROM source WHERE name >= $1 AND name < $2`
	allSites    = `WITH RECURSIVE s (v) AS (SELECT min(site) FROM item WHERE shown > 0 UNION ALL
		SELECT (SELECT min(site) FROM item WHERE shown > 0 AND site > s.v) FROM s WHERE s.v IS NOT NULL) SELECT v FROM s WHERE v IS NOT NULL`
	allLanguages = `WITH RECURSIVE s (v) AS (SELECT min(language) FROM item WHERE shown > 0 UNION ALL
		SELECT (SELECT min(language) FROM item WHERE shown > 0 AND language > s.v) FROM s WHERE s.v IS NOT NULL) SELECT v FROM s WHERE v IS NOT NULL`
)

// narrowed is q with the names that are kept in the place of what stands for
// them, so that each is a range of an index.
func (db *DB) narrowed(ctx context.Context, q store.Query) (store.Query, error) {
	var err error
	if q.Topics, err = db.spelled(ctx, q.Topics, topicsLike); err != nil {
		return q, err
	}
	if q.Sources, err = db.spelled(ctx, q.Sources, sourcesLike); err != nil {
		return q, err
	}
	if q.Sites, err = db.kept(ctx, q.Sites, allSites, isSite); err != nil {
		return q, err
	}
	q.Languages, err = db.kept(ctx, q.Languages, allLanguages, func(have, asked string) bool {
		rest, ok := strings.CutPrefix(strings.ToLower(have), asked)
		return ok && (rest == "" || rest[0] == '-')
	})
	return q, err
}

// isSite tells that asked stands for the site have.
func isSite(have, asked string) bool {
	host, _, _ := strings.Cut(have, "/")
	prefix, star := strings.CutSuffix(asked, "*")
	return have == prefix || host == prefix || strings.HasSuffix(host, "."+prefix) || star && strings.HasPrefix(have, prefix)
}

// spelled replaces each name that ends in * by those that begin so.
func (db *DB) spelled(ctx context.Context, asked []string, like string) ([]string, error) {
	if !slices.ContainsFunc(asked, func(s string) bool { return strings.HasSuffix(s, "*") }) {
		return asked, nil
	}
	out := []string{}
	for _, s := range asked {
		prefix, star := strings.CutSuffix(s, "*")
		if !star {
			out = append(out, s)
			continue
		}
		names, err := db.names(ctx, like, prefix, prefix+"\U0010FFFF")
		if err != nil {
			return nil, err
		}
		out = append(out, names...)
	}
	return someOf(out), nil
}

// kept are the names there are that one of asked stands for.
func (db *DB) kept(ctx context.Context, asked []string, all string, fits func(have, asked string) bool) ([]string, error) {
	if len(asked) == 0 {
		return nil, nil
	}
	names, err := db.names(ctx, all)
	if err != nil {
		return nil, err
	}
	return someOf(slices.DeleteFunc(names, func(have string) bool {
		return !slices.ContainsFunc(asked, func(a string) bool { return fits(have, a) })
	})), nil
}

// someOf is the list, each name once; never empty, which would restrict nothing.
func someOf(names []string) []string {
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		return []string{nobody}
	}
	return names
}

func (db *DB) names(ctx context.Context, q string, args ...any) ([]string, error) {
	var out []string
	rows, err := db.r.query(ctx, q, args...)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var name string
			err := s.Scan(&name)
			out = append(out, name)
			return err
		})
	}
	return out, err
}

// named picks among the items of q.IDs: rows are few, and in order.
func (p *picker) named(q store.Query) string {
	ids := make([]string, 0, len(q.IDs))
	for _, s := range q.IDs {
		if i, err := parseID(s); err == nil {
			ids = append(ids, hex.EncodeToString(i[:]))
		}
	}
	shown := `i.shown = 2`
	if q.Private {
		shown = `i.shown > 0`
	}
	return `SELECT i.n AS n FROM json_each(` + p.arg(`["`+strings.Join(ids, `","`)+`"]`) + `) j CROSS JOIN item i ON i.id = unhex(j.value)
		WHERE i.n BETWEEN ` + p.lo + ` AND ` + p.hi + ` AND ` + shown + p.filter
}

func codeTexts(codes []news.Code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = string(c)
	}
	return out
}

// match is the full-text query for the words of q.
func match(q store.Query) string {
	all := matchWords(q.Words, "")
	all = append(all, matchWords(q.Titles, "title : ")...)
	return strings.Join(all, " AND ")
}

// asked is the query for a word, in which the index tells where a sign that is
// part of no word stands: for each part, for it does not know their order.
func asked(word string) string {
	parts := strings.FieldsFunc(word, func(r rune) bool {
		return r < utf8.RuneSelf && r != '.' && r != '%' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return `"` + strings.Join(parts, `" AND "`) + `"`
}

// matchWords are the full-text queries for groups of words. A group with a
// word that holds no letter or digit restricts nothing.
func matchWords(groups [][]string, column string) []string {
	var all []string
	for _, g := range groups {
		var any []string
		for _, w := range g {
			base, prefix := strings.CutSuffix(w, "*")
			if strings.IndexFunc(base, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
				any = nil
				break
			}
			term := asked(base)
			if prefix {
				term += " *"
			}
			any = append(any, term)
		}
		if len(any) > 0 {
			all = append(all, column+"("+strings.Join(any, " OR ")+")")
		}
	}
	return all
}
