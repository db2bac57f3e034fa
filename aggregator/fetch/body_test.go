package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

func gz(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func br(b []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zst(b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return w.EncodeAll(b, nil)
}

func TestP51Encodings(t *testing.T) {
	plain := []byte(strings.Repeat("<item>خبر</item>", 5000))
	for _, tt := range []struct {
		name     string
		encoding []string
		body     []byte
		kind     string // of the error; empty means plain comes out
	}{
		{"none", nil, plain, ""},
		{"identity", []string{"identity"}, plain, ""},
		{"gzip", []string{"gzip"}, gz(plain), ""},
		{"x-gzip", []string{"X-GZIP"}, gz(plain), ""},
		{"br", []string{"br"}, br(plain), ""},
		{"zstd", []string{"zstd"}, zst(plain), ""},
		{"gzip in members", []string{"gzip"}, append(gz(plain[:1000]), gz(plain[1000:])...), ""},
		{"gzip with a tail", []string{"gzip"}, append(gz(plain), "\r\n\r\n padding"...), ""},
		{"gzip without label", nil, gz(plain), ""},
		{"label without gzip", []string{"gzip"}, plain, ""},
		{"label without zstd", []string{"zstd"}, plain, ""},
		{"label without br", []string{"br"}, append([]byte("<?xml version='1.0'?>"), plain...), ""},
		{"labelled zstd, is gzip", []string{"zstd"}, gz(plain), ""},
		{"gzip twice, said once", []string{"gzip"}, gz(gz(plain)), "protocol"},
		{"gzip twice, said twice", []string{"gzip, gzip"}, gz(gz(plain)), "protocol"},
		{"two headers", []string{"gzip", "br"}, gz(plain), "protocol"},
		{"unknown", []string{"compress"}, plain, "protocol"},
		{"cut gzip", []string{"gzip"}, gz(plain)[:50], "reset"},
		{"broken gzip", []string{"gzip"}, append(gz(plain)[:40], bytes.Repeat([]byte{0xff}, 80)...), "protocol"},
		{"broken br", []string{"br"}, bytes.Repeat([]byte{0xff}, 80), "protocol"},
		{"cut zstd", []string{"zstd"}, zst(plain)[:20], "reset"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header()["Content-Encoding"] = tt.encoding
				w.Write(tt.body)
			})
			r, err := newClient(t).Do(t.Context(), Request{URL: w.URL})
			if Kind(err) != tt.kind {
				t.Fatalf("%v (%s), want %q", err, Kind(err), tt.kind)
			}
			if err == nil && (!bytes.HasSuffix(r.Body, plain) || r.Bytes < 1) {
				t.Errorf("%d bytes unpacked of %d, %d over the wire", len(r.Body), len(plain), r.Bytes)
			}
		})
	}
}

func TestEmptyBodies(t *testing.T) {
	for _, coding := range []string{"", "gzip", "br", "zstd", "deflate"} {
		w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Encoding", coding) })
		if r := do(t, newClient(t), Request{URL: w.URL}); r.Status != 200 || len(r.Body) != 0 {
			t.Errorf("%q: %d, %d bytes", coding, r.Status, len(r.Body))
		}
	}
}

// FuzzUnpack: whatever is in a body and whatever it is called, reading it ends
// within the limit.
func FuzzUnpack(f *testing.F) {
	plain := []byte(strings.Repeat("<item>خبر</item>", 20))
	for coding, body := range map[string][]byte{"": plain, "gzip": gz(plain), "br": br(plain), "zstd": zst(plain), "gzip, br": plain} {
		f.Add(coding, body)
		f.Add(coding, body[:len(body)/2])
	}
	c := newClient(f)
	f.Fuzz(func(t *testing.T, coding string, body []byte) {
		const limit = 100_000
		got, wire, err := c.readBody(t.Context(), nil, bytes.NewReader(body), header("Content-Encoding", coding), limit)
		if len(got) > limit || wire > limit || err != nil && got != nil {
			t.Errorf("%d bytes of %d, %v", len(got), wire, err)
		}
		if kind := Kind(err); err != nil && kind != "protocol" && kind != "reset" && kind != "too large" {
			t.Errorf("%v (%s)", err, kind)
		}
		if c := len(c.large); c != 0 {
			t.Errorf("%d places still taken", c)
		}
	})
}

// TestS11BombsBounded: whatever unpacks to too much, or is too much, ends at
// the limit.
func TestS11BombsBounded(t *testing.T) {
	const limit = 1 << 20
	zeros := make([]byte, 64<<20)
	empty := gz(nil)
	bombs := map[string]struct {
		encoding string
		write    func(io.Writer)
	}{
		"gzip":          {"gzip", func(w io.Writer) { w.Write(gz(zeros)) }},
		"br":            {"br", func(w io.Writer) { w.Write(br(zeros)) }},
		"zstd":          {"zstd", func(w io.Writer) { w.Write(zst(zeros)) }},
		"plain":         {"", func(w io.Writer) { w.Write(zeros) }},
		"endless":       {"", func(w io.Writer) { endless(w, []byte(strings.Repeat("x", 4096))) }},
		"empty members": {"gzip", func(w io.Writer) { endless(w, bytes.Repeat(empty, 100)) }},
		"skipped zstd":  {"zstd", func(w io.Writer) { endless(w, append([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 16, 0, 0}, zeros[:4096]...)) }},
		"zstd window":   {"zstd", func(w io.Writer) { w.Write([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0}) }},
	}
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				if bomb.encoding != "" {
					w.Header().Set("Content-Encoding", bomb.encoding)
				}
				bomb.write(w)
			})
			r, err := newClient(t, func(o *Options) { o.MaxBody = limit }).Do(t.Context(), Request{URL: w.URL})
			if !errors.Is(err, ErrTooLarge) || Kind(err) != "too large" || r.Body != nil {
				t.Errorf("%v (%s)", err, Kind(err))
			}
		})
	}
}

func endless(w io.Writer, piece []byte) {
	for {
		if _, err := w.Write(piece); err != nil {
			return
		}
	}
}

func TestS11BodyLimitIsExact(t *testing.T) {
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 100_000, 100_001} {
		for _, packed := range []bool{false, true} {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				body := bytes.Repeat([]byte("x"), n)
				if packed {
					w.Header().Set("Content-Encoding", "gzip")
					body = gz(body)
				}
				w.(http.Flusher).Flush() // no Content-Length
				w.Write(body)
			})
			r, err := newClient(t, func(o *Options) { o.MaxBody = 100_000 }).Do(t.Context(), Request{URL: w.URL})
			if n <= 100_000 && (err != nil || len(r.Body) != n) || n > 100_000 && !errors.Is(err, ErrTooLarge) {
				t.Errorf("%d bytes, packed %v: %d, %v", n, packed, len(r.Body), err)
			}
		}
	}
}

func TestHugeContentLength(t *testing.T) {
	addr := rawServer(t, func(conn net.Conn) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\nx")
	})
	if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestHeaderLimit(t *testing.T) {
	addr := rawServer(t, func(conn net.Conn) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nX-Big: ")
		endless(conn, bytes.Repeat([]byte("y"), 4096))
	})
	if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("endless header: %v", err)
	}
	addr = rawServer(t, func(conn net.Conn) {
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nX-Big: %s\r\nContent-Length: 0\r\n\r\n", strings.Repeat("y", 10<<20))
	})
	if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); Kind(err) != "too large" {
		t.Errorf("10 MB header: %v", err)
	}
}

// rawServer reads a request's header and lets answer write whatever it wants.
func rawServer(t *testing.T, answer func(net.Conn)) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if readHead(conn) == nil {
					answer(conn)
				}
			}()
		}
	}()
	return l.Addr().String()
}

func readHead(conn net.Conn) error {
	var head []byte
	for !bytes.HasSuffix(head, []byte("\r\n\r\n")) {
		var b [1]byte
		if _, err := io.ReadFull(conn, b[:]); err != nil {
			return err
		}
		head = append(head, b[0])
	}
	return nil
}

// TestMemoryBounded: forty servers send without end at once; what is held for
// them stays within a few slots' bodies.
func TestMemoryBounded(t *testing.T) {
	piece := bytes.Repeat([]byte("x"), 64<<10)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 1024 {
		z.Write(make([]byte, 64<<10))
	}
	z.Close()
	packed := bomb.Bytes()
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bomb" {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packed)
			return
		}
		endless(w, piece)
	})
	c := newClient(t, func(o *Options) { o.PerHost = 100 })
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if _, err := c.Do(t.Context(), Request{URL: w.URL + []string{"/", "/bomb"}[i%2]}); !errors.Is(err, ErrTooLarge) {
				t.Errorf("%v", err)
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	var most uint64
	for tick := time.NewTicker(5 * time.Millisecond); ; {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
		select {
		case <-tick.C:
			continue
		case <-done:
		}
		break
	}
	t.Logf("heap at most %d MiB", most>>20)
	if most > 160<<20 {
		t.Errorf("heap of %d MiB", most>>20)
	}
	if n := len(c.large) + len(c.lanes.slots) + len(c.lanes.slow); n != 0 {
		t.Errorf("%d places still taken", n)
	}
}
