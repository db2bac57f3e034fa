// Command golchin polls news feeds, keeps every item once, and republishes
// merged, topic-filtered feeds. `golchin help` lists what it can do.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // time zones for images that have none
)

// Exit codes (DESIGN §4).
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitPartly = 3
)

// version is set by the linker for a release.
var version = "dev"

// command is one subcommand.
type command struct {
	name  string
	args  string // after the flags, for the help
	short string // one line
	run   func(ctx context.Context, e *env, args []string) error
}

func commands() []command {
	return []command{
		{"serve", "", "poll on schedule and serve the feeds", runServe},
		{"poll", "[source…]", "poll once now and say what came of it", runPoll},
		{"demo", "", "the whole program against a miniature web, offline", runDemo},
		{"try", "URL", "look at a feed, site or article without keeping anything", runTry},
		{"check", "[link…]", "check feeds.yaml; for links: news code and canonical URL", runCheck},
		{"status", "", "how every source does and when it is polled next", runStatus},
		{"explain", "ITEM-ID|URL", "why an item is in or out, and what it was merged with", runExplain},
		{"export", "", "write all feeds and pages as files for any web server", runExport},
		{"opml", "", "print the sources as OPML; the feeds are at /opml.xml", runOPML},
		{"import", "FILE.opml", "print the feeds of an OPML file as sources for feeds.yaml", runImport},
		{"reclassify", "", "file the kept items by today's topic rules", runReclassify},
		{"split", "ITEM-ID ITEM-ID", "say that two items are not the same story, for ever", runSplit},
		{"merge", "ITEM-ID ITEM-ID", "say that two items are the same story, for ever", runMerge},
		{"backup", "FILE", "write a consistent copy of the database, also while serve runs", runBackup},
		{"doctor", "", "look for what keeps golchin from working, and say what to do", runDoctor},
		{"prune", "", "delete the items whose time is over", runPrune},
		{"healthcheck", "", "ask the running server whether it is well", runHealthcheck},
		{"init", "", "write a starter feeds.yaml and its schema", runInit},
		{"version", "", "print the version", runVersion},
	}
}

func main() {
	ctx := interruptible()
	e := &env{out: os.Stdout, err: os.Stderr, lookup: os.LookupEnv, colour: wantsColour(os.Stdout, os.LookupEnv), terminal: isTerminal(os.Stderr)}
	os.Exit(run(ctx, e, os.Args[1:]))
}

// interruptible ends with the first signal to stop. The second ends the program
// at once, also as the first process of a container, where the kernel ignores
// signals that nobody handles (BEHAVIOUR T20).
func interruptible() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		code := 128
		if s, ok := (<-signals).(syscall.Signal); ok {
			code += int(s)
		}
		os.Exit(code)
	}()
	return ctx
}

// run is the program without its process: it returns the exit code.
func run(ctx context.Context, e *env, args []string) int {
	if len(args) == 0 {
		usage(e.err)
		return exitUsage
	}
	name, rest := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return help(ctx, e, rest)
	case "-version", "--version":
		name = "version"
	}
	i := slices.IndexFunc(commands(), func(c command) bool { return c.name == name })
	if i < 0 {
		fmt.Fprintf(e.err, "golchin: there is no command %q%s\n`golchin help` lists them\n", name, didYouMean(name))
		return exitUsage
	}
	e.command = commands()[i]
	return report(e, e.command.run(ctx, e, rest))
}

// report prints an error and turns it into an exit code.
func report(e *env, err error) int {
	var partly *partlyError
	var wrong *usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &partly):
		return exitPartly
	case errors.As(err, &wrong):
		fmt.Fprintf(e.err, "golchin %s: %v\n", e.command.name, err)
		return exitUsage
	case errors.Is(err, errTold):
		return exitFailed
	}
	fmt.Fprintf(e.err, "golchin %s: %v\n", e.command.name, err)
	return exitFailed
}

// partlyError tells that some of the work failed and was told.
type partlyError struct{ failed, of int }

func (e *partlyError) Error() string { return fmt.Sprintf("%d of %d failed", e.failed, e.of) }

// usageError is a wrong call.
type usageError struct{ msg string }

func (e *usageError) Error() string { return e.msg }

func wrongCall(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// errTold is a failure that was already printed.
var errTold = errors.New("told")

func usage(w io.Writer) {
	fmt.Fprint(w, "golchin keeps every news item once and republishes merged, topic-filtered feeds.\n\nusage: golchin COMMAND [flags] [arguments]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-12s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, "\n`golchin help COMMAND` shows its flags. A newcomer starts with `golchin demo`.\n")
}

func help(ctx context.Context, e *env, args []string) int {
	if len(args) == 0 {
		usage(e.out)
		return exitOK
	}
	return run(ctx, e, []string{args[0], "-h"})
}

// didYouMean is the nearest command, as a hint.
func didYouMean(name string) string {
	if strings.HasPrefix(name, "-") {
		return "; flags come behind the command, as in: golchin status -config feeds.yaml"
	}
	names := []string{"help"}
	for _, c := range commands() {
		names = append(names, c.name)
	}
	if near := nearest(name, names); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}

func runVersion(_ context.Context, e *env, args []string) error {
	if err := e.bare(args, nil); err != nil {
		return err
	}
	fmt.Fprintln(e.out, "golchin", versionString())
	return nil
}
