package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"

	"golchin/aggregator/news"
)

// Correction is an operator's word on two items, as the file of corrections
// keeps it.
type Correction struct {
	Merge bool // true: the same story; false: never the same story
	A, B  news.ItemID
	Why   string // for people; may be empty
	// At is when it was said: what the file says, else when it was last written.
	At time.Time
}

// correctionKeys are the keys of one correction.
type correctionKeys struct {
	Merge []itemID `yaml:"merge"`
	Split []itemID `yaml:"split"`
	Why   remark   `yaml:"why"`
	At    instant  `yaml:"at"`
}

type (
	itemID  news.ItemID // "urn:uuid:…" or the UUID alone
	remark  string      // any text, word for word
	instant time.Time   // RFC 3339
)

func (id *itemID) set(s string) error {
	s = strings.TrimPrefix(strings.ToLower(s), "urn:uuid:")
	if !isUUID(s) {
		return errors.New("want the id of an item, urn:uuid:… as feeds and golchin explain show it")
	}
	*id = itemID("urn:uuid:" + s)
	return nil
}

func isUUID(s string) bool {
	for i := range len(s) {
		c := s[i]
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (c == '-') || !dash && (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 36
}

func (t *remark) decode(r *reader, n *yaml.Node, _ where) {
	if n.Kind != yaml.ScalarNode {
		r.unreadable(t, "want text, not %s", kindName(n))
		return
	}
	*t = remark(n.Value)
}

func (t *instant) set(s string) error {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return errors.New("want a time such as 2006-01-02T15:04:05Z")
	}
	*t = instant(at.UTC())
	return nil
}

// ReadCorrections reads the file of kept splits and merges, in its order: the
// last word on a pair is the one that counts. A file that is not there keeps
// none. The error is an *Errors where the file was read but something in it is
// wrong, and the system's error otherwise.
func ReadCorrections(path string) ([]Correction, error) {
	data, written, err := readPlain(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	cs, _, err := parseCorrections(path, data, written)
	return cs, err
}

// readPlain reads a file no larger than a feeds.yaml may be, and says when it
// was last written.
func readPlain(path string) ([]byte, time.Time, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, time.Time{}, err
	}
	if !info.Mode().IsRegular() {
		return nil, time.Time{}, fmt.Errorf("read %s: not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = tooLarge(path)
	}
	return data, info.ModTime().UTC().Truncate(time.Millisecond), err
}

// parseCorrections also returns the list as it is written; nil for none.
func parseCorrections(name string, data []byte, written time.Time) ([]Correction, *yaml.Node, error) {
	root, problem := parseYAML(name, data)
	if problem != nil {
		if *problem == *emptyFile(name) {
			return nil, nil, nil
		}
		return nil, nil, &Errors{[]Problem{*problem}}
	}
	r := &reader{file: name, env: func(string) (string, bool) { return "", false }, at: map[any]spot{}, fields: map[reflect.Type]fieldSet{}}
	var list []correctionKeys
	r.decode(root, reflect.ValueOf(&list).Elem(), where{path: "corrections"})
	out := make([]Correction, 0, len(list))
	for i := range list {
		out = append(out, r.correction(&list[i], written))
	}
	if len(r.problems) > 0 {
		sortProblems(r.problems)
		return nil, nil, &Errors{r.problems}
	}
	return out, root, nil
}

func (r *reader) correction(k *correctionKeys, written time.Time) Correction {
	c := Correction{Why: string(k.Why), At: time.Time(k.At)}
	if c.At.IsZero() {
		c.At = written
	}
	merge, split := r.has(&k.Merge), r.has(&k.Split)
	pair, at := k.Split, &k.Split
	if c.Merge = merge; merge {
		pair, at = k.Merge, &k.Merge
	}
	switch {
	case merge && split:
		r.report(k, "has both merge and split: write two corrections; the last word on a pair counts")
	case !merge && !split:
		r.report(k, "want merge: or split: with two item ids")
	case r.at[at].bad:
	case len(pair) != 2:
		r.report(at, "want two item ids, not %d", len(pair))
	case pair[0] == pair[1] && pair[0] != "":
		r.report(at, "both are the same item")
	default:
		c.A, c.B = news.ItemID(pair[0]), news.ItemID(pair[1])
	}
	return c
}

const correctionsHead = `# What operators said of two items, kept for ever and through rebuilds of the
# database: golchin split and golchin merge append here. The last word counts.
`

// AppendCorrection adds c to the file at path, which it makes where there is
// none, and leaves what is there as it is, comments included. Each line of
// about becomes a comment above it. Several programs may append at once. A
// file that ReadCorrections refuses, or that has no line to append to, stays
// as it was.
func AppendCorrection(path string, c Correction, about ...string) error {
	data, written, err := readPlain(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	before, root, err := parseCorrections(path, data, written)
	if err != nil {
		return err
	}
	indent := ""
	if root != nil && len(before) > 0 {
		indent = strings.Repeat(" ", max(0, root.Column-1))
	}
	add := correctionLines(c, indent, about)
	switch {
	case len(data) == 0:
		add = correctionsHead + add
	case data[len(data)-1] != '\n':
		add = "\n" + add
	}
	after, _, err := parseCorrections(path, append(data[:len(data):len(data)], add...), written)
	if err != nil || len(after) != len(before)+1 {
		return fmt.Errorf("append to %s: its list cannot be continued on a new line; put this into it:\n%s", path, correctionLines(c, "", about))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(add)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("append to %s: %w", path, err)
	}
	return nil
}

func correctionLines(c Correction, indent string, about []string) string {
	var b strings.Builder
	for _, line := range about {
		b.WriteString(indent + "# " + oneLine(line) + "\n")
	}
	verb := "split"
	if c.Merge {
		verb = "merge"
	}
	fmt.Fprintf(&b, "%s- %s: [%q, %q]\n", indent, verb, string(c.A), string(c.B))
	if c.Why != "" {
		fmt.Fprintf(&b, "%s  why: %s\n", indent, Quote(c.Why))
	}
	if !c.At.IsZero() {
		fmt.Fprintf(&b, "%s  at: %s\n", indent, c.At.UTC().Format("2006-01-02T15:04:05.000Z07:00"))
	}
	return b.String()
}

// oneLine is a stranger's text that cannot leave its comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if isJoiner(r) || unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
