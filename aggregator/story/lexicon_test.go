package story

import (
	"strings"
	"testing"
)

func TestLexicon(t *testing.T) {
	l := known()
	keys := map[string]class{}
	for first, ps := range l.exact {
		seen := map[string]string{}
		for _, p := range ps {
			if c, ok := keys[p.key]; ok && c != p.class {
				t.Errorf("%s is of two kinds", p.key)
			}
			keys[p.key] = p.class
			spelling := first + " " + strings.Join(p.rest, " ")
			if k, ok := seen[spelling]; ok && k != p.key {
				t.Errorf("%q means %s and %s", spelling, k, p.key)
			}
			seen[spelling] = p.key
		}
	}
	for child, parent := range l.parent {
		if keys["="+child] != place || keys["="+parent] != place {
			t.Errorf("%s lies in %s: not two places", child, parent)
		}
	}
	for _, o := range l.opposite {
		if keys[o[0]] != event || keys[o[1]] != event {
			t.Errorf("opposites %v: not two events", o)
		}
	}
}

func TestTokens(t *testing.T) {
	tests := []struct{ lang, in, want string }{
		{"fa", "اتش بس در غزه", "=ceasefire در =gaza"},
		{"fa", "اتشبس غزه", "=ceasefire =gaza"},
		{"ar", "وقف اطلاق النار في قطاع غزه", "=ceasefire في =gaza"},
		{"ar", "بغزه", "=gaza"},
		{"tr", "gazze de ateşkesin", "=gaza de =ceasefire"},
		{"ru", "прекращения огня в секторе газа", "=ceasefire в =gaza"},
		{"en", "ceasefire in the gaza strip", "=ceasefire in the =gaza"},
		{"fa", "رییس جمهور ایالات متحده", "=president =america"},
		{"fa", "سه شنبه", "weekday3"},
		{"fa", "حرم امیرالمومنین", "=najaf"},
		{"en", "running dogs", "runn dogs"},
		{"en", "5bn 500m 1.5bn 12km", "5000000000 500000000 1500000000 12km"},
		{"ar", "افتتحت یفتتح تصادر", "=inaugurate =inaugurate =seize"},
	}
	for _, tt := range tests {
		var got []string
		for _, tok := range tokens(tt.lang, strings.NewReplacer("ي", "ی").Replace(tt.in)) {
			got = append(got, tok.key)
		}
		if g, w := strings.Join(got, " "), strings.NewReplacer("ي", "ی").Replace(tt.want); g != w {
			t.Errorf("%s: got %q, want %q", tt.in, g, w)
		}
	}
}
