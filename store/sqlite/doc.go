// Package sqlite keeps golchin's memory in one SQLite file; it is the only
// importer of modernc.org/sqlite.
//
// One connection writes, in immediate transactions with synchronous=FULL; a
// small pool of read-only connections reads beside it (WAL). The row number of
// an item is its place in the order of publication (order.go), so that every
// page, whatever it filters by, is read from an index from its newest end and
// stops at its limit.
//
// A commit reads what its candidates lead to, resolves all of them in memory
// and writes every item once (commit.go, resolve.go, flush.go). An entry that
// says what it said last time costs one indexed look-up (the table seen).
package sqlite
