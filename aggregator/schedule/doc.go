// Package schedule says how often we look: it reads cron specs, computes the
// next time of each, and runs the program's own rounds.
//
// A source's spec is kept as a [Spec]; its next time is computed and stored,
// so that thousands of sources cost no cron entries and a restart forgets
// nothing. The one running cron of the process, started by [Run], drives the
// rounds that ask what is due.
//
// It is the only package that knows robfig/cron, whose parser panics on some
// operators' typing errors, accepts specs that never fire and loses or
// doubles runs when clocks change; each of these is guarded here and named
// where the guard stands. Zone names resolve on machines without a zone
// database too: the package carries one.
package schedule
