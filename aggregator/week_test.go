package aggregator

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"golchin/aggregator/news"
	"golchin/aggregator/story"
)

// weekly is a site of a week in virtual time: it writes one item an hour and
// shows the newest twelve.
type weekly struct {
	w    *world
	host string
	from time.Time
	mood func(hour int) string

	mu    sync.Mutex
	asked []time.Time
	given int // the most items that an answer told of
}

// hour is how many whole hours of the week are over.
func (s *weekly) hour() int { return int(s.w.clock().Sub(s.from).Hours()) }

func (s *weekly) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hour()
	s.asked = append(s.asked, s.w.clock())
	mood := s.mood(h)
	switch mood {
	case "down":
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	case "page":
		fmt.Fprint(rw, "<!DOCTYPE html><html><head><title>Maintenance</title></head></html>")
		return
	case "still":
		h = 0
	}
	etag := fmt.Sprintf(`"%s-%d"`, mood, h)
	rw.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	if mood != "empty" {
		s.given = max(s.given, h+12)
	}
	fmt.Fprint(rw, s.paper(h, mood))
}

func (s *weekly) paper(h int, mood string) string {
	var items []string
	for i := h + 11; i >= h && mood != "empty"; i-- {
		title := fmt.Sprintf("Report %d of %s", i, s.host)
		if mood == "edits" && i < h+6 {
			title += ", corrected"
		}
		items = append(items, fmt.Sprintf(`<item><title>%s</title><link>https://%s/news/%d</link><guid isPermaLink="false">g%d</guid><description>%s</description></item>`,
			title, s.host, 1000+i, i, strings.Repeat(fmt.Sprintf("Words of number %d. ", i), 10)))
	}
	if mood == "shuffled" {
		slices.Reverse(items)
	}
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>` + s.host + `</title><link>https://` + s.host + `/</link>` + strings.Join(items, "") + `</channel></rss>`
}

// sometimes is a mood for the hours from a to b of the week, else another.
func sometimes(a, b int, mood, else_ string) func(int) string {
	return func(h int) string {
		if h >= a && h < b {
			return mood
		}
		return else_
	}
}

// weight is what the process and the store take at a moment.
type weight struct {
	heap, store       int64
	goroutines, files int
}

func (w *world) weigh() weight {
	w.t.Helper()
	stats, err := w.db.Stats(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	w.srv.CloseClientConnections()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // nothing elsewhere
	return weight{int64(m.HeapAlloc), stats.Bytes, runtime.NumGoroutine(), len(files)}
}

// TestT52AWeek lives through a week with a change of clocks, hour by hour:
// sources that write, edit, stand still, shuffle, empty, fail and come back.
// Every source is asked when its schedule says, every item is new once, and
// nothing grows once the first items have gone.
func TestT52AWeek(t *testing.T) {
	if testing.Short() {
		t.Skip("two thousand looks at what is due")
	}
	begin := time.Date(2026, 3, 26, 0, 0, 0, 0, time.UTC) // clocks change on the 29th
	moods := map[string]func(int) string{
		"writes": sometimes(0, 0, "", "news"), "edits": sometimes(0, 0, "", "edits"), "still": sometimes(0, 0, "", "still"),
		"outage": sometimes(40, 48, "down", "news"), "shuffles": sometimes(30, 90, "shuffled", "news"),
		"empties": sometimes(60, 65, "empty", "news"), "breaks": sometimes(100, 103, "page", "news"),
	}
	w := newWorld(t)
	sites := map[string]*weekly{}
	source := func(name, schedule string, mood func(int) string) {
		host := name + ".example"
		sites[name] = &weekly{w: w, host: host, from: begin, mood: mood}
		w.site(host, sites[name])
		w.sources = append(w.sources, news.Source{Name: name, URLs: []string{"http://" + host + "/rss"}, Site: host, Schedule: schedule, Explicit: true, Keep: 48 * time.Hour})
	}
	for name, mood := range moods {
		source(name, "CRON_TZ=Europe/Berlin 0 * * * *", mood)
	}
	source("every", "@every 1h", moods["writes"])
	source("daily", "CRON_TZ=Europe/Berlin 30 2 * * *", moods["still"])
	w.now = begin
	w.start()
	w.agg.memory = story.NewMemory(50) // else the week is too short to fill it
	isNew := map[string]int{}
	var mu sync.Mutex
	w.agg.Report = func(r Report) {
		mu.Lock()
		defer mu.Unlock()
		isNew[r.Source] += r.Outcome.New
	}
	var weights []weight
	for hour := range 7 * 24 {
		w.live(time.Hour, 5*time.Minute)
		w.agg.relateLogged(t.Context())
		if hour%6 == 5 {
			w.agg.pruneLogged(t.Context())
		}
		if hour%24 == 23 {
			weights = append(weights, w.weigh())
		}
	}
	for name, s := range sites {
		s.holds(t, name, begin)
		if isNew[name] != s.given && name != "outage" || name == "outage" && isNew[name] < s.given-1 {
			t.Errorf("%s: %d items were new, %d were told of", name, isNew[name], s.given)
		}
	}
	for day, x := range weights {
		t.Logf("day %d: heap %.1f MB, store %.2f MB, %d goroutines, %d files", day+1, float64(x.heap)/1e6, float64(x.store)/1e6, x.goroutines, x.files)
	}
	early, late := weights[3], weights[6]
	if late.heap > early.heap*5/4+2<<20 || late.store > early.store*5/4 || late.goroutines > early.goroutines+4 || late.files > early.files+4 {
		t.Errorf("from day 4 to day 7 something grew: %+v, %+v", early, late)
	}
}

// holds looks at when a site was asked.
func (s *weekly) holds(t *testing.T, name string, begin time.Time) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	perHour, perDay := map[string]int{}, map[string]int{}
	longest := time.Duration(0)
	for i, at := range s.asked {
		perHour[at.UTC().Format("02 15")]++
		perDay[at.In(zone).Format("02")]++
		if i > 0 {
			longest = max(longest, at.Sub(s.asked[i-1]))
		}
	}
	switch name {
	case "daily":
		for day := 27; day <= 32; day++ {
			at := time.Date(2026, 3, day, 12, 0, 0, 0, zone)
			if n := perDay[at.Format("02")]; n != 1 {
				t.Errorf("daily was asked %d times on %s", n, at.Format("2 January"))
			}
		}
	case "every": // an hour after the last answer, a jitter and a look every five minutes
		if n := len(s.asked); n < 7*24*60/66 || n > 7*24+1 || longest > time.Hour+6*time.Minute {
			t.Errorf("every was asked %d times, %v apart at most", n, longest)
		}
	case "outage", "breaks": // back-off has its say
		if longest > 6*time.Hour {
			t.Errorf("%s was left alone for %v", name, longest)
		}
	default:
		for hour := 1; hour < 7*24; hour++ {
			at := begin.Add(time.Duration(hour) * time.Hour).Format("02 15")
			if n := perHour[at]; n != 1 {
				t.Errorf("%s was asked %d times in hour %s", name, n, at)
			}
		}
	}
}
