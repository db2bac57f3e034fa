// Package config reads feeds.yaml, the one file that an operator edits, and
// hands out what it says as typed values with every default applied.
//
// The file is read strictly and whole. An unknown key, a value of the wrong
// kind, a schedule that never fires, a feed that names a topic nobody wrote:
// each is a Problem with its line and what is allowed there, and all of them
// are reported at once, not the first. What works but was hardly meant comes
// as a warning.
//
//	feeds.yaml:14: source "rahbord": schedule "5 minutes": want a cron line, @hourly or @every 30m
//
// Values may say ${NAME}, which is filled in after the YAML was parsed, so that
// no value can change the shape of the file; $$ is a dollar sign. Headers,
// passwords, tokens and proxies may also say file:PATH. None of these is ever
// shown in an error.
//
// Schema describes the file to editors. It is made from the same structs that
// the file is decoded into, and a test holds both together.
//
// The package is the only one that knows a YAML library.
package config
