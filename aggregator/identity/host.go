package identity

import (
	"fmt"
	"maps"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// mirrorLabels are first labels that name a way of looking at a site, not
// another site (newscodes: mail.yjc.ir and m.tabnak.ir serve the same pages).
// "mail" is a common catch-all of Iranian hosting panels.
var mirrorLabels = [...]string{"www", "m", "amp", "mobile", "mail", "www2", "www3", "wap"}

// foldHost returns the name a site goes by: host without mirror labels and
// trailing dot, and with its alias replaced by the site's first name. host is
// lower case, as the WHATWG parser leaves it.
func (r *Rules) foldHost(host string) string {
	host = strings.TrimRight(host, ".")
	for {
		rest, ok := cutMirror(host)
		if !ok {
			break
		}
		host = rest
	}
	// Wikipedia has its mobile label in the middle: fa.m.wikipedia.org.
	if before, after, ok := strings.Cut(host, ".m."); ok && strings.HasPrefix(after, "wiki") {
		host = before + "." + after
	}
	return r.dealias(host)
}

// cutMirror cuts one mirror label off, unless what would be left is no name
// that somebody could register.
func cutMirror(host string) (string, bool) {
	label, rest, ok := strings.Cut(host, ".")
	if !ok || len(label) > 6 || !strings.Contains(rest, ".") {
		return host, false
	}
	for _, m := range mirrorLabels {
		if label == m {
			suffix, _ := publicsuffix.PublicSuffix(rest)
			return rest, suffix != rest
		}
	}
	return host, false
}

// dealias replaces host, or the part of it that an alias names, by the name
// the site goes by.
func (r *Rules) dealias(host string) string {
	for from := 0; ; {
		if to, ok := r.aliases[host[from:]]; ok {
			return host[:from] + to
		}
		dot := strings.IndexByte(host[from:], '.')
		if dot < 0 {
			return host
		}
		from += dot + 1
	}
}

// addPublishers takes the operator's publishers in: names for hosts, and
// aliases where hosts of one publisher differ in nothing but the top-level
// domain. Hosts that differ in more are several sites under one name.
func (r *Rules) addPublishers(publishers []Publisher) error {
	owner := make(map[string]string)
	learnt := make(map[string]string)
	for _, p := range publishers {
		first := make(map[string]string)
		for _, raw := range p.Hosts {
			host := r.hostOf(raw)
			if host == "" {
				return fmt.Errorf("publisher %s: host %q: want a host name", p.Name, raw)
			}
			if o, ok := owner[host]; ok && o != p.Name {
				return fmt.Errorf("publisher %s: host %q: belongs to %s already", p.Name, raw, o)
			}
			owner[host] = p.Name
			label := siteLabel(host)
			if name, ok := first[label]; !ok || label == "" {
				first[label] = host
			} else if name != host {
				learnt[host] = name
			}
		}
	}
	maps.Copy(r.aliases, learnt)
	for host, name := range owner {
		r.publishers[r.dealias(host)] = name
	}
	return nil
}

// siteLabel is what names a site beside its top-level domain: "news.tasnim" of
// news.tasnim.co.ir, without hyphens and without "mirror" and "backup"; empty
// for addresses and bare suffixes.
func siteLabel(host string) string {
	if isDigit(host[len(host)-1]) || host[0] == '[' {
		return ""
	}
	suffix, _ := publicsuffix.PublicSuffix(host)
	label := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(host, suffix), "."), "-", "")
	for _, word := range [...]string{"mirror", "backup"} {
		label = strings.Trim(strings.TrimSuffix(strings.TrimPrefix(label, word), word), ".")
	}
	return label
}

// hostOf reads what an operator wrote for a host: "tasnimnews.ir",
// "www.tasnimnews.ir" or a whole URL. It returns the folded host.
func (r *Rules) hostOf(raw string) string {
	site := r.siteOf(raw)
	return bareHost(site)
}

// bareHost is a site without its language section and port.
func bareHost(site string) string {
	site, _, _ = strings.Cut(site, "/")
	if strings.HasPrefix(site, "[") {
		before, _, _ := strings.Cut(site, "]")
		return before + "]"
	}
	site, _, _ = strings.Cut(site, ":")
	return site
}

// registrable is the part of host that is registered: bbc.co.uk of
// news.bbc.co.uk; host itself where there is none.
func registrable(host string) string {
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}
