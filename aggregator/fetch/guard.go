package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"

	"code.dny.dev/ssrf"
)

// guardian judges addresses by IANA's special-purpose registries, and by what
// they leave open: a public address on which one cloud serves its metadata.
// Ports are judged here, since ours depend on the address.
var guardian = sync.OnceValue(func() *ssrf.Guardian {
	azure := netip.MustParsePrefix("168.63.129.16/32")
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(azure))
})

// public reports whether ip is an ordinary address of the internet (S03).
// IPv4 addresses in IPv6 clothes are judged as what they are; NAT64, 6to4 and
// Teredo, which lead to an address inside them, are never public.
func public(ip netip.Addr) bool {
	return guardian().SafeAddr(ip.Unmap().WithZone("")) == nil
}

// guard decides which addresses and ports may be connected to.
type guard struct {
	allow [2][]netip.Prefix // private ranges opened for everything, and for one source
}

// allowed reports whether the operator opened ip's range.
func (g guard) allowed(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, list := range g.allow {
		for _, p := range list {
			if p.Contains(ip) || (p.Addr().Is4In6() && p.Bits() >= 96 && netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Contains(ip)) {
				return true
			}
		}
	}
	return false
}

// check returns ErrPrivate unless ip and port may be connected to. On public
// addresses ports below 1024 other than 80 and 443 are other protocols', which
// a request must not be smuggled into (S04).
func (g guard) check(ip netip.Addr, port uint16) error {
	switch {
	case g.allowed(ip):
		return nil
	case !public(ip):
		return ErrPrivate
	case port != 80 && port != 443 && port < 1024:
		return fmt.Errorf("%w: port %d", ErrPrivate, port)
	}
	return nil
}

// control is the guard's place in net.Dialer: after the name was resolved,
// before each attempt to connect (S02).
func (g guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrPrivate
	}
	return g.check(ap.Addr(), ap.Port())
}

// innerNames are endings of names that only an inner network resolves (RFC
// 6761, RFC 8375, RFC 6762 and what clouds use).
var innerNames = [...]string{".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa", ".localdomain"}

// checkTarget is the guard for requests through a proxy, whose dialer sees the
// proxy's address only (S05). Every address the name resolves to here must be
// allowed. A name that does not resolve here is left to the proxy, which is
// often the reason for having one, unless it has no dot or an ending of inner
// networks. The proxy's own answer for a name cannot be checked. Where a censor
// answers names with private addresses, the operator opens those for the
// source.
func (c *Client) checkTarget(ctx context.Context, g guard, t target) error {
	port, err := net.DefaultResolver.LookupPort(ctx, "tcp", t.port)
	if err != nil {
		return fmt.Errorf("%w: port", ErrPrivate)
	}
	if ip, err := netip.ParseAddr(t.name); err == nil {
		return g.check(ip, uint16(port))
	}
	ips, err := c.opts.Resolver.LookupNetIP(ctx, "ip", t.name)
	if err != nil || len(ips) == 0 {
		if !strings.Contains(t.name, ".") {
			return ErrPrivate
		}
		for _, end := range innerNames {
			if strings.HasSuffix(t.name, end) {
				return ErrPrivate
			}
		}
		if looksNumeric(t.name) { // 0x7f.1 and 2130706433 are addresses to some resolvers
			return ErrPrivate
		}
		return ctx.Err()
	}
	for _, ip := range ips {
		if err := g.check(ip, uint16(port)); err != nil {
			return err
		}
	}
	return nil
}

// looksNumeric reports whether the last label of a host name begins with a
// digit: no top-level domain does.
func looksNumeric(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	return last != "" && last[0] >= '0' && last[0] <= '9'
}
