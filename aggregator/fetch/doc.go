// Package fetch asks other people's servers, politely and without being hurt.
//
// [Client.Do] is one conditional GET: validators go out byte for byte as they
// came in, redirects are followed one checked hop at a time, the body is
// unpacked within a limit. What a server answers, 304, 410, 429 and 503
// included, is a value; an error means that no usable answer came, and [Kind]
// says in one word why.
//
// Polite: at most so many requests at once to a host, so long between their
// starts, longer where the host answered 403 or 429, and none while it asked
// to be left alone. Waiting for one host takes nothing from another.
//
// Safe: every connection is checked against the list of private and special
// addresses after the name was resolved, so neither a redirect nor a name that
// changes its mind leads inside. Secrets of a source go to its own origin only.
// Time, header, wire bytes and unpacked bytes are bounded.
//
// The package knows nothing of feeds. Everything the program asks of the
// network goes through it: feeds, article pages, hubs, icons.
package fetch
