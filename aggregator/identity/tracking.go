package identity

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// tracker is the operator's list of tracking parameters, in the format of
// ClearURLs: providers with urlPattern, rules, referralMarketing, exceptions
// and redirections. rawRules and completeProvider, which act on requests, are
// read and not used. The nil tracker knows nothing.
type tracker struct {
	providers []provider
}

type provider struct {
	url          *regexp.Regexp
	params       *regexp.Regexp // anchored, any case; nil for none
	exceptions   []*regexp.Regexp
	redirections []*regexp.Regexp
}

// parseTracking reads rules in ClearURLs' format. Errors name provider and
// rule; look-arounds, which RE2 does not have, are such an error.
func parseTracking(data []byte) (*tracker, error) {
	if len(data) == 0 {
		return nil, nil
	}
	var file struct {
		Providers map[string]struct {
			URLPattern        string   `json:"urlPattern"`
			Rules             []string `json:"rules"`
			ReferralMarketing []string `json:"referralMarketing"`
			Exceptions        []string `json:"exceptions"`
			Redirections      []string `json:"redirections"`
		} `json:"providers"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("tracking rules: %w", err)
	}
	if file.Providers == nil {
		return nil, fmt.Errorf(`tracking rules: want an object "providers"`)
	}
	t := &tracker{}
	for _, name := range slices.Sorted(maps.Keys(file.Providers)) {
		in := file.Providers[name]
		var p provider
		var err error
		if p.url, err = regexp.Compile("(?i)" + in.URLPattern); err != nil {
			return nil, fmt.Errorf("tracking rules: provider %s: urlPattern: %w", name, err)
		}
		rules := slices.Concat(in.Rules, in.ReferralMarketing)
		if err := compilable(rules); err != nil {
			return nil, fmt.Errorf("tracking rules: provider %s: rules: %w", name, err)
		}
		if len(rules) > 0 {
			p.params = regexp.MustCompile("(?i)^(?:" + strings.Join(rules, "|") + ")$")
		}
		if p.exceptions, err = compileAll(in.Exceptions); err != nil {
			return nil, fmt.Errorf("tracking rules: provider %s: exceptions: %w", name, err)
		}
		if p.redirections, err = compileAll(in.Redirections); err != nil {
			return nil, fmt.Errorf("tracking rules: provider %s: redirections: %w", name, err)
		}
		t.providers = append(t.providers, p)
	}
	return t, nil
}

func compilable(rules []string) error {
	_, err := compileAll(rules)
	return err
}

func compileAll(exprs []string) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, x := range exprs {
		re, err := regexp.Compile("(?i)" + x)
		if err != nil {
			return nil, err
		}
		out = append(out, re)
	}
	return out, nil
}

// applies tells whether the provider speaks for url.
func (p *provider) applies(url string) bool {
	if !p.url.MatchString(url) {
		return false
	}
	return !slices.ContainsFunc(p.exceptions, func(re *regexp.Regexp) bool { return re.MatchString(url) })
}

// strip removes the parameters that the operator's rules name.
func (t *tracker) strip(l *link) {
	if t == nil || len(l.query) == 0 {
		return
	}
	url := l.plain()
	for i := range t.providers {
		p := &t.providers[i]
		if p.params == nil || !p.applies(url) {
			continue
		}
		l.query = slices.DeleteFunc(l.query, func(q param) bool { return p.params.MatchString(q.name) })
	}
}

// target is where a redirector that the rules know leads; empty for none. The
// expressions are made for URLs as they are written, with their parameters in
// the redirector's order.
func (t *tracker) target(raw string) string {
	if t == nil {
		return ""
	}
	for i := range t.providers {
		p := &t.providers[i]
		if len(p.redirections) == 0 || !p.applies(raw) {
			continue
		}
		for _, re := range p.redirections {
			if m := re.FindStringSubmatch(raw); len(m) > 1 && m[1] != "" {
				return decode(m[1])
			}
		}
	}
	return ""
}
