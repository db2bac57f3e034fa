package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"time"
)

// The reasons a request ends without an answer that callers tell apart. Test
// with errors.Is.
var (
	ErrTooLarge  = errors.New("answer too large")
	ErrPrivate   = errors.New("private or forbidden address")
	ErrRedirects = errors.New("redirects lead nowhere")
	ErrTimeout   = errors.New("took too long")
	ErrEncoding  = errors.New("content encoding not understood")
	ErrURL       = errors.New("not a URL that can be fetched")
)

// PausedError says that the host asked to be left alone; nothing was sent.
type PausedError struct {
	Host  string    // host and port
	Until time.Time // not before
}

func (e *PausedError) Error() string {
	return fmt.Sprintf("%s asked for no requests before %s", e.Host, e.Until.UTC().Format(time.RFC3339))
}

// Error is what [Client.Do] returns. Its text is fit for logs: the URL is
// redacted.
type Error struct {
	URL  string // redacted
	Kind string // see Kind
	Err  error
}

func (e *Error) Error() string { return "fetch " + e.URL + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Kind says in a word why a request ended without an answer: "dns", "tls",
// "timeout", "refused", "reset", "unreachable", "private address", "too
// large", "redirects", "protocol", "url", "file", "paused" or "cancelled"; empty for nil.
// Sentences for people are made of it: unlike an error's text it does not tell
// an open port of an inner network from a closed one.
func Kind(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return classify(err)
}

// headerTooLong is net/http's word for a header beyond MaxHeader; it has no
// type of its own (net/http/transport.go, h2_bundle.go).
var headerTooLong = [...]string{"response headers exceeded", "response header list larger", "message too large"}

func classify(err error) string {
	for _, k := range []struct {
		err  error
		kind string
	}{
		{ErrPrivate, "private address"}, {ErrTooLarge, "too large"}, {ErrRedirects, "redirects"},
		{ErrTimeout, "timeout"}, {ErrURL, "url"}, {ErrEncoding, "protocol"}, {context.Canceled, "cancelled"},
	} {
		if errors.Is(err, k.err) {
			return k.kind
		}
	}
	if _, ok := errors.AsType[*PausedError](err); ok {
		return "paused"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "dns"
	}
	if isTLS(err) {
		return "tls"
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return "timeout"
	}
	return classifySystem(err)
}

func classifySystem(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.EADDRNOTAVAIL):
		return "unreachable"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "reset"
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return "file"
	}
	for _, text := range headerTooLong {
		if strings.Contains(err.Error(), text) {
			return "too large"
		}
	}
	return "protocol"
}

func isTLS(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	// The transport gives an alert received from the peer as net.OpError
	// "remote error" around an unexported alert type.
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "remote error"
}

// fail wraps a cause for the caller, giving standard causes the sentinel that
// stands for them.
func fail(ctx context.Context, rawURL string, err error) error {
	// Our own clock ends the context too; only its cause tells which it was. A
	// body that is being read then may end as a connection closed under it.
	ended := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed)
	if cause := context.Cause(ctx); cause != nil && ended {
		err = cause
	}
	kind := classify(err)
	switch {
	case kind == "timeout" && !errors.Is(err, ErrTimeout):
		err = fmt.Errorf("%w: %w", ErrTimeout, err)
	case kind == "too large" && !errors.Is(err, ErrTooLarge):
		err = fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return &Error{URL: Redact(rawURL), Kind: kind, Err: err}
}
