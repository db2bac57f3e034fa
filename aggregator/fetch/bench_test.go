package fetch

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Benchmark304 is a poll that finds nothing new, the most frequent thing the
// program does, beside the bare client of net/http sending the same header.
func Benchmark304(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Etag"] = []string{`"abc"`}
		w.Header()["Cache-Control"] = []string{"max-age=600"}
		w.WriteHeader(http.StatusNotModified)
	}))
	defer s.Close()
	b.Run("golchin", func(b *testing.B) {
		c := newClient(b)
		req := Request{URL: s.URL + "/feed", ETag: `"abc"`}
		b.ReportAllocs()
		for b.Loop() {
			if r, err := c.Do(b.Context(), req); err != nil || !r.NotModified() {
				b.Fatal(r.Status, err)
			}
		}
	})
	b.Run("net-http", func(b *testing.B) {
		client := &http.Client{Transport: &http.Transport{}}
		b.ReportAllocs()
		for b.Loop() {
			r, err := http.NewRequestWithContext(b.Context(), "GET", s.URL+"/feed", nil)
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("If-None-Match", `"abc"`)
			r.Header.Set("Accept", acceptFeed)
			r.Header.Set("Accept-Encoding", acceptEncoding)
			r.Header.Set("User-Agent", "golchin/1.2 (+https://news.example.org/about)")
			resp, err := client.Do(r)
			if err != nil {
				b.Fatal(err)
			}
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
	})
}

// BenchmarkBody is a feed of 200 KB that came gzipped.
func BenchmarkBody(b *testing.B) {
	packed := gz(feedLike(200_000))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(packed)
	}))
	defer s.Close()
	c := newClient(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Do(b.Context(), Request{URL: s.URL}); err != nil {
			b.Fatal(err)
		}
	}
}

// feedLike is n bytes that pack about as well as a feed.
func feedLike(n int) []byte {
	out := make([]byte, 0, n+64)
	for i := 0; len(out) < n; i++ {
		out = append(out, "<item><title>"...)
		for j := range 20 {
			out = append(out, byte('a'+(i*7+j*j)%26))
		}
		out = append(out, "</title></item>\n"...)
	}
	return out[:n]
}
