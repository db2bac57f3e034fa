package publish

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/feeds"
)

// rule is one demand of a specification. It returns what is wrong.
type rule struct {
	section string
	check   func(root *node) []string
}

// problems runs all rules and names the broken ones.
func problems(rules []rule, root *node) []string {
	var out []string
	for _, r := range rules {
		for _, p := range r.check(root) {
			out = append(out, r.section+": "+p)
		}
	}
	return out
}

// each applies a check to every node.
func each(ns []*node, check func(n *node) string) []string {
	var out []string
	for i, n := range ns {
		if p := check(n); p != "" {
			out = append(out, fmt.Sprintf("%s %d: %s", n.name.Local, i, p))
		}
	}
	return out
}

func say(bad bool, format string, args ...any) string {
	if !bad {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

func errText(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

var (
	rfc822Form  = regexp.MustCompile(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$`)
	rfc3339Form = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	langForm    = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)
	mediaForm   = regexp.MustCompile(`^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$`)
	uriForm     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$`)
)

func isURI(s string) bool { return uriForm.MatchString(s) && strings.Count(s, "#") <= 1 }

func isHTTP(s string) bool {
	u, err := url.Parse(s)
	return err == nil && isURI(s) && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

func isRFC822(s string) bool {
	_, err := time.Parse(time.RFC1123Z, s)
	return err == nil && rfc822Form.MatchString(s)
}

func isRFC3339(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil && rfc3339Form.MatchString(s)
}

// TestRules holds our documents to every rule, and shows that every family of
// rules can fail: on what gorilla/feeds writes by itself.
func TestRules(t *testing.T) {
	for _, f := range []Format{RSS, Atom} {
		root, err := parseXML(render(t, f, sampleHead(), sampleElements()))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rulesOf(f) {
			t.Run(f.String()+"/"+r.section, func(t *testing.T) {
				for _, p := range r.check(root) {
					t.Error(p)
				}
			})
		}
	}
	for _, p := range jsonProblems(render(t, JSON, sampleHead(), sampleElements())) {
		t.Error("JSON Feed 1.1: ", p)
	}
}

func rulesOf(f Format) []rule {
	if f == Atom {
		return atomRules()
	}
	return rssRules()
}

// TestStockFaultsAreFound renders gorilla/feeds' own documents and wants the
// faults that made us embed its structs to be found.
func TestStockFaultsAreFound(t *testing.T) {
	f := &feeds.Feed{
		Title: "stock", Link: &feeds.Link{Href: "https://e.example/"}, Description: "d",
		Items: []*feeds.Item{{
			Title: "t", Link: &feeds.Link{Href: "https://e.example/1"}, Source: &feeds.Link{Href: "https://s.example/"},
			Author: &feeds.Author{Name: "Ann"}, Description: "x<br>y", Id: "not a uri",
		}},
	}
	tests := []struct {
		format Format
		write  func() (string, error)
		want   []string
	}{
		{RSS, f.ToRss, []string{"item author", "item source", "channel atom:link", "item guid"}},
		{Atom, f.ToAtom, []string{"§3.3", "§4.2.6", "§4.1.1 self"}},
	}
	for _, tt := range tests {
		t.Run(tt.format.String(), func(t *testing.T) {
			s, err := tt.write()
			if err != nil {
				t.Fatal(err)
			}
			root, err := parseXML([]byte(s))
			if err != nil {
				t.Fatal(err)
			}
			got := problems(rulesOf(tt.format), root)
			for _, w := range tt.want {
				if !slices.ContainsFunc(got, func(p string) bool { return strings.Contains(p, w) }) {
					t.Errorf("no fault of %q found in %q", w, got)
				}
			}
		})
	}
	stock := &feeds.JSONFeed{Version: "https://jsonfeed.org/version/1.1", Title: "stock"}
	s, err := stock.ToJSON()
	if err != nil {
		t.Fatal(err)
	}
	if got := jsonProblems([]byte(s)); len(got) == 0 {
		t.Error("a JSON Feed without items passed")
	}
}
