package fetch

import "strings"

// hidden stands in for what is not shown.
const hidden = "***"

// secretWords are what a query parameter's name contains, in lower case
// without separators, when its value is a secret.
var secretWords = [...]string{"token", "secret", "passw", "apikey", "accesskey", "authkey", "privatekey", "signature", "credential", "sessionid", "authoriz", "jwt"}

// Redact returns rawURL with its userinfo and the values of parameters that
// look like secrets replaced by "***", for logs, status and errors (BEHAVIOUR
// S42). The rest keeps its bytes; text that is no URL is treated the same way.
func Redact(rawURL string) string {
	if !strings.ContainsAny(rawURL, "@?#") {
		return rawURL
	}
	var b strings.Builder
	rest := rawURL
	if i := strings.Index(rest, "//"); i >= 0 {
		b.WriteString(rest[:i+2])
		rest = rest[i+2:]
		// The last @ before the path ends the userinfo; a backslash is a
		// slash to some parsers, so it is not trusted to end the authority.
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			b.WriteString(hidden)
			rest = rest[at:]
		}
	}
	query := strings.IndexAny(rest, "?#")
	if query < 0 {
		b.WriteString(rest)
		return b.String()
	}
	b.WriteString(rest[:query])
	rest = rest[query:]
	for rest != "" { // each turn: one separator and one name=value
		n := strings.IndexAny(rest[1:], "&;?#") + 1
		if n == 0 {
			n = len(rest)
		}
		pair := rest[1:n]
		b.WriteByte(rest[0])
		if name, value, ok := strings.Cut(pair, "="); ok && value != "" && isSecret(name) {
			b.WriteString(name + "=" + hidden)
		} else {
			b.WriteString(pair)
		}
		rest = rest[n:]
	}
	return b.String()
}

// isSecret tells by its name whether a parameter's value is to be hidden.
func isSecret(name string) bool {
	var flat strings.Builder
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c == '%' && i+2 < len(name) { // a name written in escapes is still that name
			if hi, lo := unhex(name[i+1]), unhex(name[i+2]); hi >= 0 && lo >= 0 {
				c, i = byte(hi<<4|lo), i+2
			}
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 'a' && c <= 'z' {
			flat.WriteByte(c)
		}
	}
	plain := flat.String()
	switch plain {
	case "key", "auth", "pass", "pwd", "pw", "sig", "sid", "session", "email", "k": // secrets only when whole
		return true
	}
	for _, s := range secretWords {
		if strings.Contains(plain, s) {
			return true
		}
	}
	return false
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
