package config

import (
	"net/netip"
	"net/url"
	"slices"
	"time"

	"golchin/aggregator/news"
)

// Floor is the shortest time between two polls of a source: 15 minutes or
// fetch.min_interval, the longer, on public hosts (BEHAVIOUR P10). Where every
// address of the source is a file or an allowed private address it is what
// fetch.min_interval says, and nothing unless the operator wrote that.
func (c *Config) Floor(src news.Source) time.Duration {
	for _, u := range src.URLs {
		if !isAllowedPrivate(u, src.HTTP.AllowPrivate) {
			return c.Fetch.MinInterval
		}
	}
	return c.privateFloor
}

// isAllowedPrivate tells whether an address is a file, or names by number, or
// as localhost, a host in one of the ranges. Names that need a look-up count as
// public: what they lead to may change between two polls.
func isAllowedPrivate(raw string, allowed []netip.Prefix) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	if u.Scheme == "file" {
		return true
	}
	addr, ok := literal(u.Hostname())
	return ok && slices.ContainsFunc(allowed, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// literal is the address that a host writes out, localhost's included.
func literal(host string) (netip.Addr, bool) {
	if host == "localhost" {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), true
	}
	a, err := netip.ParseAddr(host)
	return a.Unmap(), err == nil
}
