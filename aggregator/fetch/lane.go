package fetch

import (
	"sync"
	"time"
)

// slowAfter is how long a request counts among the ordinary ones.
const slowAfter = 5 * time.Second

// lanes are the places of requests that run: slots for the ordinary ones, and
// a lane of their own for those that take longer than slowAfter, while there
// is room in it, so that servers that drip can fill that lane and never the
// slots of the others (P19). One timer serves all.
type lanes struct {
	slots, slow chan struct{}
	mu          sync.Mutex
	first, last *seat // those that run in slots and may still move, in order of their start
	timer       *time.Timer
	armed       bool // the timer runs
}

// seat is one request that runs. Its zero value is ready.
type seat struct {
	since      time.Time
	lane       chan struct{} // the one it takes a place of
	listed     bool
	prev, next *seat
}

func newLanes(concurrency int) *lanes {
	return &lanes{slots: make(chan struct{}, concurrency), slow: make(chan struct{}, 3*concurrency)}
}

// sit gives s the slot just taken.
func (l *lanes) sit(s *seat, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*s = seat{since: now, lane: l.slots, listed: true, prev: l.last}
	if l.last != nil {
		l.last.next = s
	} else {
		l.first = s
	}
	l.last = s
	if !l.armed {
		l.arm(slowAfter)
	}
}

// arm lets the timer run; the lock is held.
func (l *lanes) arm(d time.Duration) {
	l.armed = true
	if l.timer == nil {
		l.timer = time.AfterFunc(d, l.move)
		return
	}
	l.timer.Reset(d)
}

// rise gives the place of s back.
func (l *lanes) rise(s *seat) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop(s)
	<-s.lane
}

// drop takes s off the list; the lock is held.
func (l *lanes) drop(s *seat) {
	if !s.listed {
		return
	}
	s.listed = false
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		l.first = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	} else {
		l.last = s.prev
	}
	s.prev, s.next = nil, nil
}

// move lets those that have run for long change lanes. It runs as long as
// there is somebody to look after.
func (l *lanes) move() {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for l.first != nil && now.Sub(l.first.since) >= slowAfter {
		s := l.first
		l.drop(s)
		select {
		case l.slow <- struct{}{}:
			<-l.slots
			s.lane = l.slow
		default: // no room: it stays where it is
		}
	}
	if l.armed = l.first != nil; l.armed {
		l.arm(slowAfter - now.Sub(l.first.since))
	}
}
