package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// hostile is a source that means harm, or might as well.
type hostile struct {
	name string // row of the standard first
	do   http.HandlerFunc
	told string // what `golchin status` says of it; empty: it was read after all
	// items is the least number read of it.
	items int
}

// slug is the source's name in feeds.yaml.
func (h hostile) slug() string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(h.name)), "-")
}

// TestHostile runs the real server against hostile sources and honest ones
// (BEHAVIOUR §3.1, §3.3, T23–T32): each hostile one ends within its limit and
// is told in a sentence, the honest ones are all there and keep being polled,
// nothing inside is touched, and the process stays small.
func TestHostile(t *testing.T) {
	var touched atomic.Int64
	var asked [8]atomic.Int64
	dir, set := hostileScene(t, &touched, &asked)
	s := serve(t, dir)
	goesOn(t, dir, set, &asked)
	rows := statusRows(t, dir)
	for i := range asked {
		if r := rows[fmt.Sprintf("honest%d", i)]; r.State != "ok" || r.Items < 5 {
			t.Errorf("honest%d: %s, %d items, %q; want ok and all it sent", i, r.State, r.Items, r.LastError)
		}
	}
	for _, h := range set {
		r := rows[h.slug()]
		switch {
		case h.told == "" && (r.State == "failing" || r.Items < h.items):
			t.Errorf("%s: %s, %d items, %q; want at least %d", h.name, r.State, r.Items, r.LastError, h.items)
		case h.told != "" && (!strings.Contains(r.LastError, h.told) || r.State != "failing" || r.NextWhy == ""):
			t.Errorf("%s: %s, told %q; want %q", h.name, r.State, r.LastError, h.told)
		}
	}
	if n := touched.Load(); n != 0 {
		t.Errorf("S01: %d requests reached an inner server", n)
	}
	if mb := peakMemory(t, s.cmd.Process.Pid); mb > 256 && !raceDetector { // it keeps books of its own
		t.Errorf("memory_bounded: the process grew to %d MB, want at most 256", mb)
	} else {
		t.Logf("peak memory %d MB", mb)
	}
	if code := s.stop(t); code != exitOK {
		t.Errorf("SIGTERM among stuck sources: exit %d", code)
	}
	if strings.Contains(s.log.String(), "panic") {
		t.Errorf("a panic was met:\n%s", s.log)
	}
}

// hostileScene is a directory whose sources are all hostile ones and the
// honest ones.
func hostileScene(t *testing.T, touched *atomic.Int64, asked *[8]atomic.Int64) (dir string, set []hostile) {
	inner := innerServer(t, touched)
	set = slices.Concat(bombs(), streams(), redirects(inner), documents(inner))
	sources := honest(t, asked)
	for _, h := range set {
		srv := httptest.NewServer(h.do)
		t.Cleanup(func() { srv.CloseClientConnections(); srv.Close() })
		sources = append(sources, yamlSource{name: h.slug(), url: srv.URL + "/feed", more: `schedule: "@every 5s"`})
	}
	dir = t.TempDir()
	writeHostileConfig(t, dir, sources)
	return dir, set
}

// goesOn waits until every source was polled and the honest ones are polled
// again.
func goesOn(t *testing.T, dir string, set []hostile, asked *[8]atomic.Int64) {
	t.Helper()
	eventuallyIn(t, 2*time.Minute, "every source was polled", func() bool {
		rows := statusRows(t, dir)
		return !slices.ContainsFunc(set, func(h hostile) bool { return rows[h.slug()].LastPoll == nil })
	})
	before := make([]int64, len(asked))
	for i := range asked {
		before[i] = asked[i].Load()
	}
	eventually(t, "every honest source goes on being polled", func() bool {
		for i := range asked {
			if asked[i].Load() < before[i]+2 {
				return false
			}
		}
		return true
	})
}

// innerServer listens on an address that the operator did not allow.
func innerServer(t *testing.T, touched *atomic.Int64) string {
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this machine has no 127.0.0.2")
	}
	srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		touched.Add(1)
		_, _ = io.WriteString(rw, rss("secret", entry{title: "secret", link: "https://x.example/secret"}))
	})}}
	srv.Start()
	t.Cleanup(srv.Close)
	return srv.URL
}

// honest are eight sources of one server each, which grow with every request.
func honest(t *testing.T, asked *[8]atomic.Int64) []yamlSource {
	var out []yamlSource
	for i := range asked {
		srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			n := int(asked[i].Add(1))
			var es []entry
			for k := range 5 + n {
				es = append(es, entry{title: fmt.Sprintf("Honest %d says %d", i, k), link: fmt.Sprintf("https://honest%d.example/a/%d", i, 1000+k), guid: fmt.Sprint(k)})
			}
			_, _ = io.WriteString(rw, rss("Honest", es...))
		}))
		t.Cleanup(srv.Close)
		out = append(out, yamlSource{name: fmt.Sprintf("honest%d", i), url: srv.URL + "/rss", more: fmt.Sprintf("site: honest%d.example", i)})
	}
	return out
}

func writeHostileConfig(t *testing.T, dir string, sources []yamlSource) {
	t.Helper()
	timeout := "6s"
	if raceDetector { // reads 8 MiB as slowly as that
		timeout = "24s"
	}
	var b strings.Builder
	b.WriteString("site: {title: Test, language: en}\nfetch: {allow_private: [127.0.0.1/32], timeout: " + timeout + "}\ndefaults: {schedule: \"@every 2s\"}\nsources:\n")
	for _, s := range sources {
		fmt.Fprintf(&b, "  - {name: %s, url: %q, %s}\n", s.name, s.url, s.more)
	}
	if err := os.WriteFile(filepath.Join(dir, "feeds.yaml"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

type statusRow struct {
	Name      string     `json:"name"`
	State     string     `json:"state"`
	LastPoll  *time.Time `json:"last_poll"`
	LastError string     `json:"last_error"`
	NextWhy   string     `json:"next_why"`
	Items     int        `json:"items"`
}

func statusRows(t *testing.T, dir string) map[string]statusRow {
	t.Helper()
	var out struct{ Sources []statusRow }
	if err := json.Unmarshal([]byte(mustRun(t, dir, "status", "-json")), &out); err != nil {
		t.Fatal(err)
	}
	rows := map[string]statusRow{}
	for _, r := range out.Sources {
		rows[r.Name] = r
	}
	return rows
}

// eventuallyIn is eventually with a longer patience and a slower look.
func eventuallyIn(t *testing.T, patience time.Duration, what string, ok func() bool) {
	t.Helper()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// peakMemory is the most a process ever had resident, in MB.
func peakMemory(t *testing.T, pid int) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return kb / 1024
		}
	}
	t.Fatal("no VmHWM")
	return 0
}

// brotliBomb is 200 MB of zeros in 329 bytes.
const brotliBomb = `y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/o///3/wTwDEYQGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/o///3/wTwDEYQGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/m8=`

// zstdBomb is 200 MB of zeros as blocks of one repeated byte (RFC 8878
// §3.1.1.2): 6 KB.
func zstdBomb() []byte {
	const blocks, size, rle = 1600, 128 << 10, 1
	out := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50} // a window of 1 MB
	for i := range blocks {
		head := size<<3 | rle<<1
		if i == blocks-1 {
			head |= 1
		}
		out = append(out, byte(head), byte(head>>8), byte(head>>16), 0)
	}
	return out
}

func packed(t io.WriterTo) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // the level exists
	_, _ = t.WriteTo(z)                             // into memory
	_ = z.Close()
	return b.Bytes()
}

// zeros is n bytes of nothing.
type zeros int64

func (n zeros) WriteTo(w io.Writer) (int64, error) {
	block := make([]byte, 1<<20)
	for done := int64(0); done < int64(n); done += int64(len(block)) {
		if _, err := w.Write(block); err != nil {
			return done, err
		}
	}
	return int64(n), nil
}

// body answers with bytes and headers.
func body(b []byte, header ...string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			rw.Header().Set(header[i], header[i+1])
		}
		_, _ = rw.Write(b)
	}
}

// bombs are small answers that unpack to large ones (T24).
func bombs() []hostile {
	br, err := base64.StdEncoding.DecodeString(brotliBomb)
	if err != nil {
		panic(err)
	}
	gz := packed(zeros(200 << 20))
	feed := packed(bytes.NewBufferString(rss("F", entry{title: "packed", link: "https://p.example/1"})))
	return []hostile{
		{name: "T24 gzip bomb", do: body(gz, "Content-Encoding", "gzip"), told: "too large"},
		{name: "T24 br bomb", do: body(br, "Content-Encoding", "br"), told: "too large"},
		{name: "T24 zstd bomb", do: body(zstdBomb(), "Content-Encoding", "zstd"), told: "too large"},
		{name: "T24 nested bomb", do: body(packed(bytes.NewBuffer(gz)), "Content-Encoding", "gzip, gzip"), told: "encoding"},
		{name: "T24 nested in silence", do: body(packed(bytes.NewBuffer(gz)), "Content-Encoding", "gzip"), told: "packed more than once"},
		{name: "T24 mislabelled", do: body([]byte(rss("F", entry{title: "plain", link: "https://q.example/1"})), "Content-Encoding", "gzip"), items: 1},
		{name: "T24 packed in silence", do: body(feed), items: 1},
		{name: "T24 unknown encoding", do: body(feed, "Content-Encoding", "lzma"), told: "encoding"},
		{name: "T24 cut off", do: body(gz[:len(gz)/2], "Content-Encoding", "gzip"), told: "too large"},
	}
}

// raw takes the connection over.
func raw(do func(c net.Conn)) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		c, _, err := rw.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		do(c)
	}
}

// drip writes s again and again until the other side has enough.
func drip(c net.Conn, head, s string, pause time.Duration) {
	if _, err := io.WriteString(c, head); err != nil {
		return
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for range tick.C {
		if _, err := io.WriteString(c, s); err != nil {
			return
		}
	}
}

// streams are answers that never end, or never begin (T25, T26).
func streams() []hostile {
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
	return []hostile{
		{name: "T25 endless body", do: raw(func(c net.Conn) {
			block := ok + "\r\n<rss><channel>" + strings.Repeat("<item><title>more</title></item>", 2000)
			for {
				if _, err := io.WriteString(c, block); err != nil {
					return
				}
			}
		}), told: "too large"},
		{name: "T25 9 EB", do: raw(func(c net.Conn) { _, _ = io.WriteString(c, ok+"Content-Length: 9000000000000000000\r\n\r\n<rss>") }), told: "too large"},
		{name: "T25 10 MB header", do: raw(func(c net.Conn) {
			_, _ = io.WriteString(c, ok)
			for range 10 {
				if _, err := io.WriteString(c, "X-Long: "+strings.Repeat("x", 1<<20)+"\r\n"); err != nil {
					return
				}
			}
			_, _ = io.WriteString(c, "\r\n")
		}), told: "too large"},
		{name: "T26 silence", do: raw(func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }), told: "timeout"},
		{name: "T26 drip", do: raw(func(c net.Conn) { drip(c, ok+"\r\n<rss><channel>", "x", 50*time.Millisecond) }), told: "timeout"},
		{name: "T26 header drip", do: raw(func(c net.Conn) { drip(c, ok, "X-A: b\r\n", 50*time.Millisecond) }), told: "timeout"},
		{name: "T26 stall", do: raw(func(c net.Conn) {
			_, _ = io.WriteString(c, ok+"Content-Length: 5000\r\n\r\n<rss>")
			_, _ = io.Copy(io.Discard, c)
		}), told: "timeout"},
		{name: "T26 cut connection", do: raw(func(c net.Conn) { _, _ = io.WriteString(c, ok+"Content-Length: 5000\r\n\r\n<rss>") }), told: "reset"},
		{name: "no HTTP", do: raw(func(c net.Conn) { _, _ = io.WriteString(c, "220 mail.example ESMTP\r\n") }), told: "protocol"},
	}
}

// redirects lead to where nobody was invited (T23, P33).
func redirects(inner string) []hostile {
	to := func(where string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Location", where)
			rw.WriteHeader(http.StatusMovedPermanently)
		}
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(inner, "http://"), ":")
	var n atomic.Int64
	out := []hostile{
		{name: "P33 loop", do: to("/feed"), told: "redirects"},
		{name: "P33 chain without end", do: func(rw http.ResponseWriter, r *http.Request) { to(fmt.Sprint("/", n.Add(1)))(rw, r) }, told: "redirects"},
		{name: "S04 redirect to a file", do: to("file:///etc/passwd"), told: "redirects"},
		{name: "S04 redirect to gopher", do: to("gopher://127.0.0.1/"), told: "redirects"},
	}
	for name, where := range map[string]string{
		"metadata": "http://169.254.169.254/latest/meta-data/", "loopback": inner + "/", "unspecified": "http://0.0.0.0:" + port + "/",
		"loopback v6": "http://[::1]:" + port + "/", "mapped": "http://[::ffff:127.0.0.2]:" + port + "/", "nat64": "http://[64:ff9b::7f00:2]:" + port + "/",
		"cgnat": "http://100.100.100.200/", "rfc1918": "http://10.0.0.1/", "decimal": "http://2130706434:" + port + "/",
	} {
		told := "private or forbidden address"
		if name == "decimal" {
			told = "dns" // no address to this resolver, a private one to others: it is not asked either way
		}
		out = append(out, hostile{name: "T23 redirect to " + name, do: to(where), told: told})
	}
	slices.SortFunc(out, func(a, b hostile) int { return strings.Compare(a.name, b.name) })
	return out
}

// documents are hostile to who reads them (T27–T32, T35).
func documents(inner string) []hostile {
	const head, tail = `<?xml version="1.0"?><rss version="2.0"><channel><title>H</title>`, `</channel></rss>`
	item := func(words string) string { return "<item><title>kept</title><guid>k</guid>" + words + "</item>" }
	xml := func(s string) http.HandlerFunc { return body([]byte(s), "Content-Type", "application/xml") }
	laughs := `<!DOCTYPE rss [<!ENTITY a "ha">`
	for c := 'b'; c <= 'z'; c++ {
		laughs += fmt.Sprintf(`<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	var spaces, many strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&spaces, ` xmlns:n%d="urn:n%d"`, i, i)
	}
	for i := range 200_000 {
		fmt.Fprintf(&many, "<item><title>t%d</title></item>", i)
	}
	deep := strings.Repeat("<a>", 400_000) + strings.Repeat("</a>", 400_000)
	return []hostile{
		{name: "T28 400k nested", do: xml(head + deep[:len(deep)/2] + tail)},
		{name: "T28 400k nested in an item", do: xml(head + item("<description>"+deep[:len(deep)/2]+"</description>") + tail), items: 1},
		{name: "T28 3000 namespaces", do: xml(strings.Replace(head, " version", spaces.String()+" version", 1) + item("") + tail)},
		{name: "T28 100k attributes", do: xml(head + "<item" + strings.Repeat(` a="b"`, 100_000) + "><title>kept</title></item>" + tail)},
		{name: "T28 CDATA in pieces", do: xml(head + item("<description>"+strings.Repeat("<![CDATA[x]]>", 500_000)+"</description>") + tail)},
		{name: "T28 200k items", do: xml(head + many.String() + tail), items: 2000},
		{name: "T28 8 MiB title", do: xml(head + "<item><title>" + strings.Repeat("long ", 8<<20/5) + "</title><guid>g</guid></item>" + tail), items: 1},
		{name: "T27 billion laughs", do: xml(laughs + "]>" + head[21:] + item("<description>&z;</description>") + tail)},
		{name: "T27 XXE", do: xml(fmt.Sprintf(`<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM %q>]>`, inner) + head[21:] + item("<description>&f;&h;</description>") + tail)},
		{name: "T27 external DTD", do: xml(fmt.Sprintf(`<!DOCTYPE rss SYSTEM %q>`, inner+"/x.dtd") + head[21:] + item("") + tail)},
		{name: "T27 references", do: xml(head + item("<description>"+strings.Repeat("&amp;", 500_000)+"&#999999999;&#0;</description>") + tail), items: 1},
		{name: "T29 misnested HTML", do: xml(head + item("<description><![CDATA["+strings.Repeat("<div><b><table><p>", 60_000)+"]]></description>") + tail), items: 1},
		{name: "T30 invalid UTF-8", do: xml(head + item("<description>\xff\xfe\x80 broken \xe2\x82</description>") + tail), items: 1},
		{name: "T30 NULs", do: xml(head + item("<description>a\x00b\x01c</description>") + tail), items: 1},
		{name: "T31 truncated", do: xml(head + item("") + "<item><title>cut"), items: 1},
		{name: "T31 junk before", do: xml("\n\nWarning: mysql is gone & <br>\n" + head + item("") + tail), items: 1},
		{name: "T32 HTML page", do: body([]byte("<!doctype html><title>Oops</title><p>maintenance"), "Content-Type", "text/html", "ETag", `"x"`), told: "HTML page"},
		{name: "T35 guid of 1 MiB", do: xml(head + "<item><title>kept</title><guid>" + strings.Repeat("g", 1<<20) + "</guid></item>" + tail), items: 1},
		{name: "T32 empty", do: xml(""), told: "not a feed"},
		{name: "JSON without end", do: body([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":`+strings.Repeat("[", 1_000_000)), "Content-Type", "application/feed+json")},
	}
}
