package config

import (
	"errors"
	"net/url"
	"strings"
)

// withheld is an item that is published nowhere: its link, or its id.
type withheld string

func (w *withheld) set(s string) error {
	var id itemID
	if id.set(s) == nil {
		*w = withheld(id)
		return nil
	}
	if u, err := url.Parse(s); err != nil || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") || u.Host == "" {
		return errors.New("want the link of an article, https://…, or its id, urn:uuid:…")
	}
	*w = withheld(s)
	return nil
}
