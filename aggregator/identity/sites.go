package identity

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed sites/rules.tsv
var rulesTSV string

//go:embed sites/families.tsv
var familiesTSV string

//go:embed sites/aliases.tsv
var aliasesTSV string

// anySite is the family of the rules that hold for sites nobody listed.
const anySite = "any"

// sites is what is known of the world's sites without the operator.
type sites struct {
	rules   map[string][]*pattern // by family or domain
	family  map[string]string     // by domain
	aliases map[string]string     // other name → name
}

// builtin reads the embedded tables, once. A broken table is a broken program;
// the tests read it too.
var builtin = sync.OnceValues(readSites)

func readSites() (*sites, error) {
	s := &sites{rules: map[string][]*pattern{}, family: map[string]string{}, aliases: map[string]string{}}
	for row := range rows(rulesTSV) {
		if len(row) != 5 {
			return nil, fmt.Errorf("rule %q: want five columns", row)
		}
		p, err := compilePattern(row[0], row[1], row[2], row[3], row[4])
		if err != nil {
			return nil, err
		}
		s.rules[p.family] = append(s.rules[p.family], p)
	}
	for row := range rows(familiesTSV) {
		for domain := range strings.FieldsSeq(row[1]) {
			s.family[domain] = row[0]
		}
	}
	for row := range rows(aliasesTSV) {
		for host := range strings.FieldsSeq(row[1]) {
			s.aliases[host] = row[0]
		}
	}
	return s, nil
}

// rows yields the lines of a table, split at tabs, without comments.
func rows(table string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

// of returns the rules for host and the family it belongs to ("site" for a
// site with rules of its own, "" for none). A sub-domain has the rules of its
// parent unless it has its own.
func (s *sites) of(host string) (string, []*pattern) {
	for {
		if ps, ok := s.rules[host]; ok && strings.Contains(host, ".") {
			return "site", ps
		}
		if f, ok := s.family[host]; ok {
			return f, s.rules[f]
		}
		_, rest, ok := strings.Cut(host, ".")
		if !ok || !strings.Contains(rest, ".") {
			return "", nil
		}
		host = rest
	}
}

// languages are the codes that sites use as a path segment for a language.
const languages = " fa en ar tr ru ur az ku ckb he iw fr de es it pt zh cn id ms hi bn sw ha tg uz ps prs da tl ja ko ka hy el pl uk nl sv bs sq so am ta te ml kk ky tk ug pa sd "

// isLang tells whether seg is a language code, any case.
func isLang(seg string) bool {
	if len(seg) != 2 && len(seg) != 3 {
		return false
	}
	var b [5]byte
	b[0], b[len(seg)+1] = ' ', ' '
	for i := range len(seg) {
		c := seg[i] | 0x20
		if c < 'a' || c > 'z' || seg[i] < 'A' {
			return false
		}
		b[i+1] = c
	}
	return strings.Contains(languages, string(b[:len(seg)+2]))
}
