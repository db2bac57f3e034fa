package aggregator

import (
	"net/http"
	"testing"
	"time"
)

// TestP30NotModifiedIsSuccess lets a 304 end a row of failures as a 200 would.
func TestP30NotModifiedIsSuccess(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3), "ETag", `"1"`))
	w.step()
	s.say(refuses(http.StatusInternalServerError))
	w.live(3*time.Hour, 10*time.Minute)
	if st := w.state("one"); st.Failures < 2 || st.LastError == "" || st.FailingFrom.IsZero() || st.ETag != `"1"` {
		t.Fatalf("after 500: %+v", st)
	}
	s.say(cached(paper(1, 3), `"1"`))
	w.live(25*time.Hour, 30*time.Minute)
	st := w.state("one")
	if st.LastStatus != http.StatusNotModified || st.Failures != 0 || st.LastError != "" || !st.FailingFrom.IsZero() || !st.OwedSince.IsZero() {
		t.Errorf("after 304: status %d, %d failures since %v, %q, owed since %v", st.LastStatus, st.Failures, st.FailingFrom, st.LastError, st.OwedSince)
	}
	if st.LastSuccess != st.LastPoll || st.NextWhy != bySchedule || st.NextPoll.Sub(st.LastPoll) > 34*time.Minute || w.items() != 3 {
		t.Errorf("next poll %v after, because of %s; %d items", st.NextPoll.Sub(st.LastPoll), st.NextWhy, w.items())
	}
}
