package web

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/publish"
)

func benchHouse(b *testing.B) *house {
	var es []told
	for i := 1; i <= 400; i++ {
		e := told{n: i, topics: "gaza", title: fmt.Sprintf("آتش‌بس در غزه، گزارش %d", i), summary: strings.Repeat("خبرگزاری‌ها از آغاز آتش‌بس در غزه گزارش دادند. ", 8)}
		if i%4 == 0 {
			e.copyOf = i - 1
		}
		es = append(es, e)
	}
	return newHouse(b, es...)
}

// BenchmarkServe compares a feed of 100 items with a bare handler that writes
// the same bytes, over loopback; with few headers, and with the same as ours.
func BenchmarkServe(b *testing.B) {
	h := benchHouse(b)
	h.serve(func(o *Options) { o.Now = time.Now })
	for _, c := range []struct {
		name    string
		headers []string
	}{
		{"identity", nil},
		{"gzip", []string{"Accept-Encoding", "gzip"}},
		{"304", []string{"If-None-Match", h.get("/feeds/gaza.rss").header.Get("ETag")}},
	} {
		sample := h.get("/feeds/gaza.rss", c.headers...)
		body := []byte(sample.body)
		few := http.Header{"Content-Type": sample.header["Content-Type"], "Etag": sample.header["Etag"], "Content-Encoding": sample.header["Content-Encoding"]}
		all := sample.header.Clone()
		all.Del("Date")
		all.Del("Content-Length")
		for name, head := range map[string]http.Header{"bare": few, "bare-same-headers": all} {
			bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				for k, vs := range head {
					if len(vs) > 0 {
						w.Header().Set(k, vs[0])
					}
				}
				if sample.status == 200 {
					w.Header().Set("Content-Length", strconv.Itoa(len(body)))
				}
				w.WriteHeader(sample.status)
				w.Write(body)
			}))
			b.Run(c.name+"/"+name, func(b *testing.B) { ask(b, bare.URL+"/feeds/gaza.rss", c.headers) })
			bare.Close()
		}
		b.Run(c.name+"/golchin", func(b *testing.B) { ask(b, h.url+"/feeds/gaza.rss", c.headers) })
	}
}

func ask(b *testing.B, url string, headers []string) {
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequest("GET", url, nil)
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		resp, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			b.Fatal(err)
		}
		resp.Body.Close()
	}
}

// BenchmarkHandler is our share alone, without a connection.
func BenchmarkHandler(b *testing.B) {
	h := benchHouse(b)
	handler := New(h.opt).Handler()
	for name, headers := range map[string][]string{"gzip": {"Accept-Encoding", "gzip"}, "304": {"If-None-Match", "*"}} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/feeds/gaza.rss", nil)
			r.Header.Set(headers[0], headers[1])
			b.ReportAllocs()
			for b.Loop() {
				handler.ServeHTTP(&sink{h: http.Header{}}, r)
			}
		})
	}
}

type sink struct{ h http.Header }

func (s *sink) Header() http.Header         { return s.h }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
func (s *sink) WriteHeader(int)             {}

// BenchmarkRender makes a feed of 100 items from the store, and a page.
func BenchmarkRender(b *testing.B) {
	h := benchHouse(b)
	s := New(h.opt)
	for _, f := range publish.Formats() {
		b.Run(f.Ext(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a, err := parameters(s.Catalogue.byPath["gaza"], nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.render(b.Context(), a, f, "https://news.example", "/feeds/gaza"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("home", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, err := s.homePage(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.html("home", p); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBurst makes a feed in which one source told 2,000 items in a row,
// and one in which it tells 95 of 100.
func BenchmarkBurst(b *testing.B) {
	for name, es := range map[string]func(i int) string{
		"row":    func(i int) string { return map[bool]string{true: "a", false: "b"}[i > 300] },
		"steady": func(i int) string { return map[bool]string{true: "b", false: "a"}[i%20 == 0] },
	} {
		var all []told
		for i := 1; i <= 2300; i++ {
			all = append(all, told{n: i, source: es(i), topics: "gaza", summary: strings.Repeat("خبرگزاری‌ها از آغاز آتش‌بس در غزه گزارش دادند. ", 40)})
		}
		h := newHouse(b, all...)
		s := New(h.opt)
		for _, share := range []int{50, 100} {
			b.Run(fmt.Sprintf("%s/share%d", name, share), func(b *testing.B) {
				f := *s.Catalogue.byPath["gaza"]
				f.Share = share
				for b.Loop() {
					a, err := parameters(&f, nil)
					if err != nil {
						b.Fatal(err)
					}
					if _, err := s.render(b.Context(), a, publish.RSS, "https://news.example", "/feeds/gaza"); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
