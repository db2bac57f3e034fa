package schedule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zone names must resolve in an empty container

	"github.com/robfig/cron/v3"
)

// ErrSpec is the root of every error of [Parse].
var ErrSpec = errors.New("want a cron line of five fields, @hourly or @every 30m")

const (
	// maxSpec is the longest spec read, in bytes: cron takes 132 ms over a
	// list of 400 KB.
	maxSpec = 256
	// minEvery is the shortest @every; cron rounds anything shorter up to it
	// in silence, also zero and negative durations.
	minEvery = time.Second
	// allHours is the hour field of a spec that runs in every hour.
	allHours = 1<<24 - 1
	// gapsSeen is how many upcoming runs Interval and Shortest look at: a
	// two-hourly spec's whole day, a daily spec's month.
	gapsSeen = 24
)

// Spec is a schedule that was read and found to fire. The zero Spec never
// fires.
type Spec struct {
	text  string
	every time.Duration      // set for @every
	wall  *cron.SpecSchedule // set otherwise; its Location is UTC, standing for the wall clock
	zone  *time.Location     // nil: the zone of In, or time.Local
}

// Parse reads a cron line of five fields (minute, hour, day of month, month,
// day of week), a descriptor such as @hourly, or @every with a duration. A
// line may begin with TZ=Zone or CRON_TZ=Zone and a space. Refused are
// specs of more than 256 bytes, fields for seconds, intervals under a second
// and dates that never come (31 February). Errors are [ErrSpec] and say what
// is allowed.
func Parse(spec string) (Spec, error) {
	text := strings.TrimSpace(spec)
	if len(text) > maxSpec {
		return Spec{}, fmt.Errorf("schedule of %d bytes: at most %d: %w", len(text), maxSpec, ErrSpec)
	}
	line, zone, err := cutZone(text)
	if err != nil {
		return Spec{}, fmt.Errorf("schedule %q: %w", text, err)
	}
	s := Spec{text: text, zone: zone}
	if after, ok := strings.CutPrefix(line, "@every"); ok {
		s.every, err = parseEvery(after)
	} else {
		s.wall, err = parseLine(line)
	}
	if err != nil {
		return Spec{}, fmt.Errorf("schedule %q: %w", text, err)
	}
	return s, nil
}

// cutZone takes the zone off the front of a spec. cron's own parser slices
// out of bounds and panics when no space follows the zone (robfig/cron#470,
// #554), so it never sees one.
func cutZone(text string) (line string, zone *time.Location, err error) {
	if !strings.HasPrefix(text, "TZ=") && !strings.HasPrefix(text, "CRON_TZ=") {
		return text, nil, nil
	}
	head := strings.Fields(text)[0]
	_, name, _ := strings.Cut(head, "=")
	line = strings.TrimSpace(text[len(head):])
	if name == "" || line == "" {
		return "", nil, fmt.Errorf("want a zone, a space and a schedule, as in CRON_TZ=Asia/Tehran */20 * * * *: %w", ErrSpec)
	}
	zone, err = time.LoadLocation(name)
	if err != nil {
		return "", nil, fmt.Errorf("zone %q is unknown; want a name such as Asia/Tehran: %w", name, ErrSpec)
	}
	return line, zone, nil
}

func parseEvery(s string) (time.Duration, error) {
	d, err := time.ParseDuration(strings.TrimSpace(s))
	if err != nil {
		return 0, fmt.Errorf("@every wants a duration such as 30m or 1h30m: %w", ErrSpec)
	}
	if d < minEvery {
		return 0, fmt.Errorf("@every wants at least %v: %w", minEvery, ErrSpec)
	}
	return d.Truncate(time.Second), nil
}

// parseLine reads what is left after zone and @every were taken care of. The
// recover stands for panics of the parser that nobody has met yet: a spec is
// an operator's typing, never a reason to end the process.
func parseLine(line string) (wall *cron.SpecSchedule, err error) {
	defer func() {
		if recover() != nil {
			wall, err = nil, ErrSpec
		}
	}()
	if n := len(strings.Fields(line)); n == 6 && !strings.HasPrefix(line, "@") {
		return nil, fmt.Errorf("has %d fields; seconds are not supported: %w", n, ErrSpec)
	}
	parsed, err := cron.ParseStandard(line)
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", ErrSpec, strings.TrimPrefix(err.Error(), "failed to "))
	}
	wall, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, ErrSpec
	}
	wall.Location = time.UTC
	// A date that exists in leap years only comes within eight years, but
	// cron looks ahead five: ask from a few years, so that 29 February passes
	// and 31 February does not.
	for year := 2026; year < 2032; year += 2 {
		if !wall.Next(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
			return wall, nil
		}
	}
	return nil, fmt.Errorf("never fires: no such date: %w", ErrSpec)
}

// String is the spec as it was written.
func (s Spec) String() string { return s.text }

// In returns the spec with zone as the one its fields are read in, unless the
// spec names a zone itself. Without In such a spec follows time.Local.
func (s Spec) In(zone *time.Location) Spec {
	if s.zone == nil {
		s.zone = zone
	}
	return s
}

// Next returns the first run after the given time, in UTC, or the zero time
// for the zero Spec.
//
// When clocks change, a run whose wall time does not exist that day happens
// at the moment of the change, and a run whose wall time comes twice happens
// the first time only: no day is skipped and none gets two. (cron's own Next
// skips the first kind and doubles the second.) Specs that run in every hour
// of the day go by elapsed time and know neither.
func (s Spec) Next(after time.Time) time.Time {
	switch {
	case s.every > 0:
		return after.UTC().Add(s.every).Truncate(time.Second)
	case s.wall == nil:
		return time.Time{}
	}
	zone := s.zone
	if zone == nil {
		zone = time.Local
	}
	if s.wall.Hour&allHours == allHours {
		return s.nextElapsed(after, zone)
	}
	return s.nextWall(after, zone)
}

// nextElapsed walks from one change of clocks to the next; between two of them
// the wall clock is a fixed distance from UTC.
func (s Spec) nextElapsed(after time.Time, zone *time.Location) time.Time {
	for range 16 { // a zone changes clocks at most a few times within the reach of one run
		local := after.In(zone)
		_, offset := local.Zone()
		_, end := local.ZoneBounds()
		next := fromWall(s.wall.Next(toWall(local, offset)), offset)
		if next.IsZero() || end.IsZero() || next.Before(end) {
			return next
		}
		after = end.Add(-time.Nanosecond)
		_, offset = end.In(zone).Zone()
		if first := fromWall(s.wall.Next(toWall(after, offset)), offset); first.Equal(end) {
			return first
		}
		after = end
	}
	return time.Time{}
}

// nextWall asks for the next wall time and then when that is.
func (s Spec) nextWall(after time.Time, zone *time.Location) time.Time {
	local := after.In(zone)
	_, offset := local.Zone()
	wall := toWall(local, offset)
	for range 4096 { // runs that fall into an hour already lived through; one day has 1,440
		wall = s.wall.Next(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		if at := when(wall, zone); at.After(after) {
			return at
		}
	}
	return time.Time{}
}

// toWall is the wall clock's reading at t, written as if it were UTC.
func toWall(t time.Time, offset int) time.Time {
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

func fromWall(wall time.Time, offset int) time.Time {
	if wall.IsZero() {
		return wall
	}
	return wall.Add(-time.Duration(offset) * time.Second)
}

// when returns the first moment at which zone's wall clock shows wall or, when
// it never does, the moment the clock jumped over it.
func when(wall time.Time, zone *time.Location) time.Time {
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	start, end := guess.ZoneBounds()
	_, offset := guess.Zone()
	shown := toWall(guess, offset)
	switch {
	case shown.After(wall): // the guess lies behind the jump
		return start.UTC()
	case shown.Before(wall): // and here before it
		return end.UTC()
	case start.IsZero():
		return guess.UTC()
	}
	// The wall clock may have shown it before the last change too.
	_, before := start.Add(-time.Nanosecond).In(zone).Zone()
	if earlier := fromWall(wall, before); earlier.Before(start) {
		return earlier
	}
	return guess.UTC()
}

// Interval returns the usual time between two runs from now on: the median of
// the next 24 gaps. It is what back-off and jitter are measured by.
func (s Spec) Interval(now time.Time) time.Duration {
	gaps := s.gaps(now)
	if len(gaps) == 0 {
		return 0
	}
	return gaps[len(gaps)/2]
}

// Shortest returns the shortest of the next 24 gaps: what a floor between polls
// is checked against. "0,1 * * * *" runs a minute after itself.
func (s Spec) Shortest(now time.Time) time.Duration {
	gaps := s.gaps(now)
	if len(gaps) == 0 {
		return 0
	}
	return gaps[0]
}

// gaps are the times between the next runs, sorted.
func (s Spec) gaps(now time.Time) []time.Duration {
	if s.every > 0 {
		return []time.Duration{s.every}
	}
	gaps := make([]time.Duration, 0, gapsSeen)
	for last := s.Next(now); len(gaps) < gapsSeen && !last.IsZero(); {
		next := s.Next(last)
		if next.IsZero() {
			break
		}
		gaps = append(gaps, next.Sub(last))
		last = next
	}
	slices.Sort(gaps)
	return gaps
}
