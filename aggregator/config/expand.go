package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// maxSecret is the largest file that a file: value may name, in bytes.
const maxSecret = 64 << 10

// expand fills ${NAME} from env and turns $$ into $. Any other $ stays as it
// is: regular expressions end in one, and their replacement texts write $1,
// which is why the braces are not optional here. It reports whether anything
// was filled in, and every name that is unset.
func expand(s string, env func(string) (string, bool)) (out string, filled bool, err error) {
	if !strings.Contains(s, "$") {
		return s, false, nil
	}
	var b strings.Builder
	var errs []error
	for {
		i := strings.IndexByte(s, '$')
		if i < 0 || i == len(s)-1 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		switch s[1] {
		case '$':
			b.WriteByte('$')
			s = s[2:]
		case '{':
			name, rest, closed := strings.Cut(s[2:], "}")
			if !closed || !isEnvName(name) {
				return "", false, fmt.Errorf("%s: want ${NAME}, with $$ for a dollar sign itself", quote(s))
			}
			value, ok := env(name)
			if !ok {
				errs = append(errs, fmt.Errorf("${%s} is not set in the environment", name))
			}
			b.WriteString(value)
			s, filled = rest, true
		default:
			b.WriteByte('$')
			s = s[1:]
		}
	}
	return b.String(), filled, errors.Join(errs...)
}

func isEnvName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// readSecret returns the text of the file that a "file:" value names, without
// the line end that editors and `echo` put there.
func readSecret(dir, name string) (string, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s: not a regular file", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", err
	}
	if len(data) > maxSecret {
		return "", fmt.Errorf("%s: larger than %d bytes", name, maxSecret)
	}
	text := strings.TrimRight(string(data), "\r\n")
	if text == "" {
		return "", fmt.Errorf("%s: empty", name)
	}
	return text, nil
}

// quote writes what a file says the way an error line can carry it: short, in
// quotes, with control and direction signs escaped. The joiners that Persian
// words are spelt with stay as they are, and so do backslashes: rules are read
// back as they were written.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range clip(s) {
		switch {
		case r == '"':
			b.WriteString(`\"`)
		case isJoiner(r) || unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	b.WriteByte('"')
	return b.String()
}

// clip shortens s to the length of a phrase.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
