package web

import (
	"context"
	"flag"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/store"
)

// -items says how full the store of BenchmarkSearch is; a million takes some
// minutes to fill: go test -run - -bench Search -items 1000000 -timeout 1h ./aggregator/web
var benchItems = flag.Int("items", 10_000, "items in the store of BenchmarkSearch")

// rankedWord is the k-th most frequent word of a made-up language in Persian
// letters.
func rankedWord(k uint64) string {
	letters := []rune("ابپتجچخدرزسشعغفقکگلمنوهی")
	var b strings.Builder
	for k += 11; k > 0; k /= uint64(len(letters)) {
		b.WriteRune(letters[k%uint64(len(letters))])
	}
	return b.String()
}

// library is a house with n items whose words are as common and as rare as in
// real ones.
func library(b *testing.B, n int) *house {
	h := newHouse(b)
	h.now = t0.Add(time.Duration(n+1) * time.Minute)
	rnd := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rnd, 1.07, 8, 60_000)
	words := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = rankedWord(zipf.Uint64())
		}
		return strings.Join(out, " ")
	}
	for i := 1; i <= n; {
		r := store.Round{Rules: "r", Keyed: 1, Seen: t0}
		var vs []store.Verdict
		for ; i <= n && len(vs) < 5000; i++ {
			e := told{n: i, source: []string{"a", "b"}[i%2], title: words(9), summary: words(55)}
			c := e.candidate()
			if i%100 == 0 {
				c.Item.Code = "215615"
			}
			r.Candidates = append(r.Candidates, c)
			vs = append(vs, store.Verdict{Item: c.Item.ID, Copy: c.Item.ID, Story: c.Item.ID})
		}
		if _, err := h.db.Commit(context.Background(), []store.Round{r}); err != nil {
			b.Fatal(err)
		}
		if err := h.db.Judge(context.Background(), vs); err != nil {
			b.Fatal(err)
		}
	}
	h.serve(func(o *Options) { o.Now = time.Now })
	return h
}

// letters are n words of one letter, as nobody would search for.
func letters(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = string([]rune("ابپتجچخدرزسشعغفقکگلمنوهی")[i%24])
	}
	return out
}

// BenchmarkSearch asks the search page of a full store, by queries that
// nobody asked before: every answer is made anew.
func BenchmarkSearch(b *testing.B) {
	h := library(b, *benchItems)
	w := func(k uint64) string { return rankedWord(k) }
	for _, c := range []struct{ name, q string }{
		{"common word", w(0)},
		{"two common words", w(1) + " " + w(2)},
		{"middling word", w(400)},
		{"rare word", w(50_000)},
		{"common and rare", w(0) + " " + w(50_001)},
		{"phrase of common words", `"` + w(0) + " " + w(1) + " " + w(2) + `"`},
		{"prefix", string([]rune(w(4000))[:2]) + "*"},
		{"any of ten", strings.Join([]string{w(600), w(601), w(602), w(603), w(604), w(605), w(606), w(607), w(608), w(609)}, " OR ")},
		{"one without another", w(0) + " -" + w(1)},
		{"title", "title:" + w(3)},
		{"near", w(0) + " NEAR/3 " + w(1)},
		{"code", "code:215615"},
		{"nothing", "nowhere"},
		{"expression", "/" + w(700) + "$/"},
		{"nothing but not", "-" + w(0)},
		{"common word, best first", w(0) + "&order=best"},
		{"site", "site:site.example " + w(4000)},
		{"two hundred letters", strings.Join(letters(200), " ")},
		{"a hundred prefixes", strings.Join(letters(100), "ا* OR ") + "ب*"},
		{"days", "after:2023-12-01 before:2023-12-03 " + w(5)},
		{"phrase that nobody wrote", `"` + w(0) + " " + w(0) + " " + w(0) + " " + w(0) + " " + w(0) + `"`},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			hits := 0
			for b.Loop() {
				handler := New(h.opt).Handler() // with nothing kept from before
				req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/search?q="+strings.Replace(url.QueryEscape(c.q), "%26order%3D", "&order=", 1), nil)
				rec := httptest.NewRecorder()
				began := time.Now()
				handler.ServeHTTP(rec, req)
				took = append(took, time.Since(began))
				if rec.Code == http.StatusServiceUnavailable && strings.HasPrefix(c.name, "two hundred") {
					continue // given up: nobody would search for that
				}
				if rec.Code != http.StatusOK {
					b.Fatalf("%s: %d\n%s", c.q, rec.Code, rec.Body)
				}
				hits = strings.Count(rec.Body.String(), "/items/")
			}
			b.ReportMetric(float64(hits), "links")
			b.ReportMetric(float64(slices.Max(took).Microseconds())/1000, "worst-ms")
		})
	}
}
