package schedule

import (
	"hash/fnv"
	"math/bits"
	"time"
)

// maxJitter is the most a poll is put off its tick.
const maxJitter = time.Minute

// Jitter returns how long after each tick the named source is polled: at most
// a tenth of the interval and a minute. It is the same for a name on every
// run, and unequal names are spread evenly, so that sources of one cron line
// do not ask all at once on the full minute.
func Jitter(name string, interval time.Duration) time.Duration {
	return share(name, "jitter", min(interval/10, maxJitter))
}

// Spread returns how long after the start the named source is first polled,
// somewhere in [0, interval) and the same for a name on every run: a fresh
// program with many sources does not ask for all of them at once.
func Spread(name string, interval time.Duration) time.Duration {
	return share(name, "spread", interval)
}

// share picks a point of [0, span) by the name. The salt keeps a source that is
// early in one rule from being early in the others.
func share(name, salt string, span time.Duration) time.Duration {
	if span <= 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(salt))
	h.Write([]byte{0})
	h.Write([]byte(name))
	// FNV's high bits barely move for names that differ at the end; mix them.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	hi, _ := bits.Mul64(x, uint64(span))
	return time.Duration(hi)
}
