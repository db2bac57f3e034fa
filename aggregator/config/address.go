package config

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// addresses returns where a source is fetched from, file paths as file: URLs.
func (r *reader) addresses(k *sourceEntry) []string {
	switch {
	case r.has(&k.URL) && r.has(&k.URLs):
		r.report(k, "has both url and urls: want one of them")
	case r.has(&k.URL):
		if u := r.address(&k.URL); u != "" {
			return []string{u}
		}
	case r.has(&k.URLs):
		if len(k.URLs) == 0 {
			r.report(&k.URLs, "want at least one address")
		}
		var out []string
		for i := range k.URLs {
			if u := r.address(&k.URLs[i]); u != "" {
				out = append(out, u)
			}
		}
		return out
	default:
		r.report(k, "no url")
	}
	return nil
}

// address checks one address as written; "" when it was reported.
func (r *reader) address(p *string) string {
	raw := strings.TrimSpace(*p)
	scheme, _, isURL := strings.Cut(raw, ":")
	switch {
	case raw == "":
		r.report(p, "want an address or a file path")
	case len(raw) > 2048:
		r.report(p, "is longer than 2048 bytes")
	case isURL && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")):
		return r.webAddress(p, raw)
	case isURL && strings.EqualFold(scheme, "file"):
		u, err := url.Parse(raw)
		if err != nil || !strings.HasPrefix(u.Path, "/") || u.Host != "" && u.Host != "localhost" {
			r.report(p, "want file:///absolute/path, or a path relative to feeds.yaml")
			return ""
		}
		return fileURL(u.Path)
	case isURL && strings.Contains(raw, "://") || strings.HasPrefix(raw, "feed:"):
		r.report(p, "want http:// or https://, or a file path relative to feeds.yaml")
	default:
		return r.filePath(p, raw)
	}
	return ""
}

// webAddress checks what would otherwise fail at every poll (BEHAVIOUR S04).
func (r *reader) webAddress(p *string, raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || !isHost(u.Hostname()) {
		r.report(p, "not an address: want https://host/path")
		return ""
	}
	if u.User != nil {
		s := r.at[p]
		s.text = "" // it holds a password
		r.at[p] = s
		r.report(p, "holds a user name: write it under auth:")
		return ""
	}
	if port := u.Port(); port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n != 80 && n != 443 && n < 1024 || n > 65535 {
			r.report(p, "want port 80, 443, or one from 1024 to 65535")
			return ""
		}
	}
	return raw
}

func (r *reader) filePath(p *string, raw string) string {
	name := r.path(raw)
	if _, err := os.Stat(name); err == nil {
		return fileURL(name)
	}
	first, _, _ := strings.Cut(filepath.ToSlash(raw), "/")
	if i := strings.LastIndexByte(first, '.'); i > 0 && first != ".." && isHost(first) && first != raw {
		r.report(p, "no such file: for an address write https://%s", clip(r.at[p].text))
		return ""
	}
	r.warn(p, "no such file")
	return fileURL(name)
}

func fileURL(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}

// nearAddress is an address without what servers treat alike: scheme, www.,
// the slash at the end.
func nearAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "file" {
		return raw
	}
	u.Scheme = ""
	u.Host = strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	u.Path = strings.TrimSuffix(u.Path, "/")
	u.Fragment = ""
	return u.String()
}

// isProxy tells whether a proxy can be asked at s.
func isProxy(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return false
	}
	return u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "socks5" || u.Scheme == "socks5h"
}
