package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Bounds of what a file may hold. A list of 10,000 sources is about 2 MB and
// 300,000 nodes; aliases count each time they are used, so that an alias bomb
// ends at the same bound as a plain file.
const (
	maxFile  = 16 << 20 // bytes
	maxNodes = 2_000_000
	maxDepth = 32
	maxWrong = 200 // problems reported
)

// scalar is a value that reads itself from the text of one YAML scalar.
type scalar interface{ set(text string) error }

// noded is a value that may be written in more than one shape.
type noded interface {
	decode(r *reader, n *yaml.Node, w where)
}

// where is the place of a value: what it belongs to, its key there, and the
// full path.
type where struct {
	subject string // `source "rahbord"`; empty at the top level
	key     string // "headers.Authorization"
	path    string // "sources[3].headers.Authorization"
}

func (w where) in(key string) where {
	return where{w.subject, join(w.key, key), join(w.path, key)}
}

func (w where) at(i int) where {
	n := fmt.Sprintf("[%d]", i)
	return where{w.subject, w.key + n, w.path + n}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// spot is where a value was written, and how. Text is what may be shown of it.
type spot struct {
	where
	line, column int
	text         string
	filled       bool // from the environment: what it became is not shown
	bad          bool // reported already: nothing more is said of it
}

// reader turns YAML nodes into the structs of raw.go. It never stops at an
// error: what cannot be read is reported and left at its zero value.
type reader struct {
	file, dir string
	env       func(string) (string, bool)

	at       map[any]spot // pointer to a value → where it was written
	fields   map[reflect.Type]fieldSet
	zones    map[string]*time.Location
	problems []Problem
	warnings []Problem
	visited  int
}

// fieldSet is what a mapping that fills a struct may hold.
type fieldSet struct {
	names []string
	index map[string][]int
}

// has tells whether the file wrote the value that p points to.
func (r *reader) has(p any) bool {
	_, ok := r.at[p]
	return ok
}

// report adds a problem of the value that p points to, unless it could not
// even be read.
func (r *reader) report(p any, format string, args ...any) {
	if s := r.at[p]; !s.bad {
		r.problems = r.add(r.problems, s, fmt.Sprintf(format, args...))
	}
}

// unreadable reports a value of the wrong kind, and that once.
func (r *reader) unreadable(p any, format string, args ...any) {
	r.report(p, format, args...)
	s := r.at[p]
	s.bad = true
	r.at[p] = s
}

// warn adds a warning about the value that p points to.
func (r *reader) warn(p any, format string, args ...any) {
	r.warnings = r.add(r.warnings, r.at[p], fmt.Sprintf(format, args...))
}

func (r *reader) add(list []Problem, s spot, message string) []Problem {
	if len(list) >= maxWrong {
		return list
	}
	about := s.key
	if s.text != "" {
		about = strings.TrimSpace(fmt.Sprintf("%s %s", s.key, quote(s.text)))
	}
	for _, prefix := range []string{about, s.subject} {
		if prefix != "" {
			message = prefix + ": " + message
		}
	}
	return append(list, Problem{File: r.file, Line: s.line, Column: s.column, Path: s.path, Message: message})
}

// cause words an error about a value, unless the value came from the
// environment and the error might repeat it.
func (r *reader) cause(p any, err error) string {
	if r.at[p].filled {
		return "not valid once ${…} is filled in"
	}
	return err.Error()
}

func (r *reader) failAt(n *yaml.Node, w where, format string, args ...any) {
	s := spot{where: w, line: n.Line, column: n.Column}
	r.problems = r.add(r.problems, s, fmt.Sprintf(format, args...))
}

// decode fills v, which is addressable, from n.
func (r *reader) decode(n *yaml.Node, v reflect.Value, w where) {
	n, ok := r.resolve(n, w)
	if !ok || isNull(n) {
		return
	}
	p := v.Addr().Interface()
	r.at[p] = spot{where: w, line: n.Line, column: n.Column}
	switch t := p.(type) {
	case noded:
		t.decode(r, n, w)
		return
	case scalar:
		_, hidden := p.(*secret)
		r.scalar(n, p, hidden, t.set)
		return
	}
	switch v.Kind() {
	case reflect.String:
		r.scalar(n, p, false, func(s string) error { v.SetString(s); return nil })
	case reflect.Bool:
		r.scalar(n, p, false, func(s string) error { return setBool(v, s) })
	case reflect.Int:
		r.scalar(n, p, false, func(s string) error { return setInt(v, s) })
	case reflect.Slice:
		r.list(n, v, w)
	case reflect.Map:
		r.dict(n, v, w)
	case reflect.Struct:
		r.record(n, v, w)
	default:
		panic("config: no decoder for " + v.Type().String())
	}
}

// resolve follows aliases and counts what was visited.
func (r *reader) resolve(n *yaml.Node, w where) (*yaml.Node, bool) {
	for range maxDepth {
		if r.visited++; r.visited > maxNodes {
			if r.visited == maxNodes+1 {
				r.failAt(n, w, "more than %d values, aliases counted", maxNodes)
			}
			return nil, false
		}
		if n.Kind != yaml.AliasNode {
			return n, true
		}
		n = n.Alias
	}
	return nil, false
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
}

// scalar reads one value from its text, ${NAME} filled in; a hidden one may
// also name a file.
func (r *reader) scalar(n *yaml.Node, p any, hidden bool, set func(string) error) {
	s := r.at[p]
	if n.Kind != yaml.ScalarNode {
		r.unreadable(p, "want one value, not %s", kindName(n))
		return
	}
	if !hidden {
		s.text = n.Value
		r.at[p] = s
	}
	text, filled, err := expand(n.Value, r.env)
	s.filled = filled
	r.at[p] = s
	if err != nil {
		if hidden && !filled {
			err = errors.New("want ${NAME}, with $$ for a dollar sign itself")
		}
		r.unreadable(p, "%s", strings.ReplaceAll(err.Error(), "\n", ", "))
		return
	}
	if name, ok := strings.CutPrefix(text, "file:"); ok && hidden {
		if text, err = readSecret(r.dir, name); err != nil {
			r.unreadable(p, "%s", r.cause(p, err))
			return
		}
	}
	if err := set(text); err != nil {
		r.unreadable(p, "%s", err)
	}
}

func setBool(v reflect.Value, s string) error {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		v.SetBool(true)
	case "false", "no", "off":
		v.SetBool(false)
	default:
		return errors.New("want true or false")
	}
	return nil
}

func setInt(v reflect.Value, s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < -1_000_000 || n > 1_000_000 {
		return errors.New("want a whole number")
	}
	v.SetInt(int64(n))
	return nil
}

func (r *reader) list(n *yaml.Node, v reflect.Value, w where) {
	if n.Kind != yaml.SequenceNode {
		hint := ""
		if n.Kind == yaml.ScalarNode {
			hint = fmt.Sprintf(": write [%s]", clip(n.Value))
		}
		r.unreadable(v.Addr().Interface(), "want a list, not %s%s", kindName(n), hint)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		in := w.at(i)
		if kind := singular(w.path); kind != "" {
			in.subject, in.key = fmt.Sprintf("%s %s", kind, label(c, i)), ""
		}
		r.decode(c, v.Index(i), in)
		if p := v.Index(i).Addr().Interface(); !r.has(p) {
			r.at[p] = spot{where: in, line: c.Line, column: c.Column}
			r.unreadable(p, "is empty")
		}
	}
}

// singular names the elements of the lists whose elements have names.
func singular(path string) string {
	switch path {
	case "sources", "topics", "feeds", "publishers", "corrections":
		return strings.TrimSuffix(path, "s")
	}
	return ""
}

// label is the name of a list's element as written, or its number.
func label(n *yaml.Node, i int) string {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.MappingNode {
		for k := 0; k+1 < len(n.Content); k += 2 {
			key, value := n.Content[k].Value, n.Content[k+1]
			if (key == "name" || key == "slug" || key == "use") && value.Kind == yaml.ScalarNode && value.Value != "" {
				return quote(value.Value)
			}
		}
	}
	return "#" + strconv.Itoa(i+1)
}

func (r *reader) dict(n *yaml.Node, v reflect.Value, w where) {
	if n.Kind != yaml.MappingNode {
		r.unreadable(v.Addr().Interface(), "want key: value pairs, not %s", kindName(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, pair := range r.pairs(n, w) {
		key := reflect.New(v.Type().Key()).Elem()
		in := w.in(pair.key.Value)
		if s, ok := key.Addr().Interface().(scalar); ok {
			if err := s.set(pair.key.Value); err != nil {
				r.failAt(pair.key, w, "key %s: %s", quote(pair.key.Value), err)
				continue
			}
		} else {
			key.SetString(pair.key.Value)
		}
		value := reflect.New(v.Type().Elem()).Elem()
		r.decode(pair.value, value, in)
		v.SetMapIndex(key, value)
	}
}

func (r *reader) record(n *yaml.Node, v reflect.Value, w where) {
	if n.Kind != yaml.MappingNode {
		r.unreadable(v.Addr().Interface(), "want key: value pairs, not %s", kindName(n))
		return
	}
	fields := r.fieldsOf(v.Type())
	for _, pair := range r.pairs(n, w) {
		key := pair.key.Value
		index, ok := fields.index[key]
		if !ok {
			r.failAt(pair.key, w, "unknown key %s: %s", quote(key), suggest(key, fields.names))
			continue
		}
		r.decode(pair.value, v.FieldByIndex(index), w.in(key))
	}
}

func (r *reader) fieldsOf(t reflect.Type) fieldSet {
	if f, ok := r.fields[t]; ok {
		return f
	}
	f := fieldSet{index: map[string][]int{}}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name != "" {
			f.names, f.index[name] = append(f.names, name), field.Index
		}
	}
	r.fields[t] = f
	return f
}

type pair struct{ key, value *yaml.Node }

// pairs lists a mapping with its merge keys ("<<: *base") resolved: what the
// mapping says itself wins. A key written twice is an error.
func (r *reader) pairs(n *yaml.Node, w where) []pair {
	var own, merged []pair
	line := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			r.failAt(key, w, "want plain text as a key, not %s", kindName(key))
			continue
		}
		if key.ShortTag() == "!!merge" {
			merged = append(merged, r.merged(value, w, 0)...)
			continue
		}
		if first, twice := line[key.Value]; twice {
			r.failAt(key, w, "key %s is written twice, first in line %d", quote(key.Value), first)
			continue
		}
		line[key.Value] = key.Line
		own = append(own, pair{key, value})
	}
	for _, m := range merged {
		if _, written := line[m.key.Value]; !written {
			line[m.key.Value] = m.key.Line
			own = append(own, m)
		}
	}
	return own
}

// merged lists what a merge key brings in, one level of nesting below depth.
func (r *reader) merged(n *yaml.Node, w where, depth int) []pair {
	n, ok := r.resolve(n, w)
	if !ok {
		return nil
	}
	var out []pair
	switch {
	case depth > maxDepth:
		r.failAt(n, w, "<< nested too deep")
	case n.Kind == yaml.SequenceNode:
		for _, c := range n.Content {
			out = append(out, r.merged(c, w, depth+1)...)
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if key := n.Content[i]; key.Kind != yaml.ScalarNode {
				continue // reported where the mapping itself is read
			} else if key.ShortTag() == "!!merge" {
				out = append(out, r.merged(n.Content[i+1], w, depth+1)...)
			} else {
				out = append(out, pair{key, n.Content[i+1]})
			}
		}
		out = slices.Clip(out)
	default:
		r.failAt(n, w, "<< wants *name of a mapping, not %s", kindName(n))
	}
	return out
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "key: value pairs"
	case yaml.ScalarNode:
		return quote(n.Value)
	}
	return "this"
}
