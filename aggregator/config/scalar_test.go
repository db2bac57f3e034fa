package config

import (
	"net/netip"
	"strconv"
	"testing"
	"time"
)

func TestScalars(t *testing.T) {
	var d duration
	var z size
	var p prefix
	var l language
	var h host
	var s slug
	for _, tt := range []struct {
		kind     string
		in, want string // want is empty for an error
		set      func(string) error
		get      func() string
	}{
		{"duration", "90d", "2160h0m0s", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "1h30m", "1h30m0s", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "1.5h", "1h30m0s", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "2w", "336h0m0s", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "250ms", "250ms", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "0", "0s", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "forever", "0s", d.set, func() string { return time.Duration(d).String() }},
		{"duration", "30", "", d.set, nil},
		{"duration", "-1s", "", d.set, nil},
		{"duration", "1y", "", d.set, nil},
		{"duration", "", "", d.set, nil},
		{"duration", "..s", "", d.set, nil},
		{"duration", "999999999999w", "", d.set, nil},
		{"size", "10MB", "10485760", z.set, func() string { return itoa(int64(z)) }},
		{"size", "512 KiB", "524288", z.set, func() string { return itoa(int64(z)) }},
		{"size", "1.5m", "1572864", z.set, func() string { return itoa(int64(z)) }},
		{"size", "1000", "1000", z.set, func() string { return itoa(int64(z)) }},
		{"size", "MB", "", z.set, nil},
		{"size", "1TB", "", z.set, nil},
		{"size", "-1", "", z.set, nil},
		{"size", "1e300", "", z.set, nil},
		{"prefix", "10.0.0.0/8", "10.0.0.0/8", p.set, func() string { return netipString(p) }},
		{"prefix", "127.0.0.1", "127.0.0.1/32", p.set, func() string { return netipString(p) }},
		{"prefix", "fd00::/8", "fd00::/8", p.set, func() string { return netipString(p) }},
		{"prefix", "10.0.0.1/8", "", p.set, nil},
		{"prefix", "fe80::1%eth0", "", p.set, nil},
		{"language", "FA", "fa", l.set, func() string { return string(l) }},
		{"language", "en-gb", "en-GB", l.set, func() string { return string(l) }},
		{"language", "zh-hant-tw", "zh-Hant-TW", l.set, func() string { return string(l) }},
		{"language", "fa-x-AB", "fa-x-ab", l.set, func() string { return string(l) }},
		{"language", "persian", "", l.set, nil},
		{"language", "fa_IR", "", l.set, nil},
		{"language", "fa--IR", "", l.set, nil},
		{"host", "Example.ORG", "example.org", h.set, func() string { return string(h) }},
		{"host", "bbc.com/persian", "", h.set, nil},
		{"host", "ایران.ایر", "ایران.ایر", h.set, func() string { return string(h) }},
		{"host", "https://example.org", "", h.set, nil},
		{"host", "a.example/b/c", "", h.set, nil},
		{"host", "a..example", "", h.set, nil},
		{"slug", "gaza-ceasefire", "gaza-ceasefire", s.set, func() string { return string(s) }},
		{"slug", "Gaza", "", s.set, nil},
		{"slug", "غزه", "", s.set, nil},
		{"zone", "../../etc/passwd", "", setZone, nil},
		{"zone", "Local", "", setZone, nil},
	} {
		t.Run(tt.kind+" "+tt.in, func(t *testing.T) {
			err := tt.set(tt.in)
			switch {
			case err != nil && tt.want != "":
				t.Errorf("got %v, want %s", err, tt.want)
			case err == nil && tt.want == "":
				t.Error("no error")
			case err == nil && tt.get() != tt.want:
				t.Errorf("got %s, want %s", tt.get(), tt.want)
			}
		})
	}
}

func TestExpand(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		filled   bool
	}{
		{"plain", "plain", false},
		{"${N}", "7", true},
		{"a${N}b${N}", "a7b7", true},
		{"${EMPTY}", "", true},
		{"${COLON}", "a: b # c", true},
		{"$${N}", "${N}", false},
		{"100$$", "100$", false},
		{`/news/(\d+)$`, `/news/(\d+)$`, false},
		{"$1 $b", "$1 $b", false},
	} {
		t.Run(tt.in, func(t *testing.T) {
			got, filled, err := expand(tt.in, environ)
			if err != nil || got != tt.want || filled != tt.filled {
				t.Errorf("got %q, %t, %v; want %q, %t", got, filled, err, tt.want, tt.filled)
			}
		})
	}
	for _, in := range []string{"${", "${}", "${N", "${1}", "${NOT_SET}", "${N:-x}"} {
		if got, _, err := expand(in, environ); err == nil {
			t.Errorf("%q: got %q, want an error", in, got)
		}
	}
}

func TestShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		90 * day: "90d", 15 * time.Minute: "15m", time.Hour: "1h", 90 * time.Second: "1m30s", 30 * time.Second: "30s",
		10 * time.Minute: "10m", 20 * time.Hour: "20h", 36 * time.Hour: "36h", 0: "0s", 100 * time.Minute: "1h40m",
	} {
		if got := short(d); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func netipString(p prefix) string { return netip.Prefix(p).String() }

func setZone(name string) error {
	r := &reader{zones: map[string]*time.Location{}}
	_, err := r.zone(name)
	return err
}
