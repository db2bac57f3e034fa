package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

const (
	roadA     = "افتتاح قطعه دوم آزادراه تهران شمال پس از شش سال"
	roadARe   = "قطعه دوم آزادراه تهران شمال پس از شش سال افتتاح شد"
	roadB     = "قطعه دوم آزادراه شمال پس از سال‌ها انتظار زیر بار ترافیک رفت"
	roadBCopy = "قطعه دوم آزادراه شمال پس از سال‌ها انتظار زیر بار ترافیک رفت/ مهر"
	roadLink  = "افتتاح قطعه دوم آزادراه تهران شمال پس از شش سال انتظار"
	roadFace  = "افتتاح قطعه دوم آزادراه تهران–شمال پس از شش سال؛ عوارض رایگان"
	roadText  = "وزیر راه گفت قطعه دوم آزادراه تهران شمال در منطقه البرز پس از شش سال به بهره‌برداری رسید و عوارض آن تا پایان تابستان دریافت نمی‌شود"
)

// published is an entry of a JSON feed as a reader's program remembers it.
type published struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Date    string `json:"date_published"`
	Golchin struct {
		Story   string
		Origins []struct{ Item string }
	} `json:"_golchin"`
}

// collapsed is the collapsed feed by id, with the answer for each item page of
// ids.
func (n *newsroom) collapsed(ids ...string) (by map[string]published, pages map[string]int) {
	n.t.Helper()
	s := serve(n.t, n.dir)
	defer s.stop(n.t)
	_, body, _ := s.get(n.t, "/feeds/all.json?stories=collapse")
	var f struct{ Items []published }
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		n.t.Fatal(err)
	}
	by, pages = map[string]published{}, map[string]int{}
	for _, it := range f.Items {
		if _, twice := by[it.ID]; twice {
			n.t.Errorf("%s is in the feed twice", it.ID)
		}
		by[it.ID] = it
	}
	for _, id := range ids {
		pages[id], _, _ = s.get(n.t, "/items/"+strings.TrimPrefix(id, "urn:uuid:"))
	}
	return by, pages
}

// TestLateMerge: two stories of several members, both published, prove to be
// one. The older id stays and is not published anew, the younger's still leads
// somewhere; then the face changes, an operator splits one member off, and all
// of it holds in a database built anew.
func TestLateMerge(t *testing.T) {
	n := newNewsroom(t, map[string]string{"main": "10"}, "alpha", "beta", "gamma", "delta", "link", "main")
	n.publish("alpha", n.piece("alpha", "1", 0, roadA, ""))
	n.publish("beta", n.piece("beta", "1", 0.5, roadARe, ""))
	n.publish("gamma", n.piece("gamma", "1", 1, roadB, roadText))
	n.publish("delta", n.piece("delta", "1", 1.5, roadBCopy, roadText))
	n.poll()
	all := n.all()
	n.together(all, true, roadA, roadARe)
	n.together(all, true, roadB, roadBCopy)
	n.together(all, false, roadA, roadB)
	older, younger := all[roadA].Golchin.Story, all[roadB].Golchin.Story
	before, _ := n.collapsed()
	if len(before) != 2 || before[older].ID == "" || before[younger].ID == "" {
		t.Fatalf("before: got %v, want the stories %s and %s", before, older, younger)
	}

	n.publish("link", n.piece("link", "1", 2, roadLink, roadText))
	n.poll()
	after, pages := n.collapsed(older, younger)
	n.oneRoad("late merge", after, before, older, 5)
	if pages[younger] != http.StatusOK && pages[younger] != http.StatusMovedPermanently {
		t.Errorf("the younger story's id answers %d", pages[younger])
	}
	for title, it := range n.all() {
		if was, ok := all[title]; ok && was.ID != it.ID {
			t.Errorf("%q changed its id", title)
		}
	}

	n.publish("main", n.piece("main", "1", 3, roadFace, roadText))
	n.poll()
	faced, _ := n.collapsed()
	n.oneRoad("another face", faced, before, older, 6)
	if faced[older].Title != roadFace {
		t.Errorf("the face is %q, want the copy of highest priority", faced[older].Title)
	}

	mustRun(t, n.dir, "split", older, younger)
	n.holdsSplit("split", older, younger)
	n.forget()
	n.poll()
	n.holdsSplit("rebuilt", older, younger)
}

// oneRoad checks that the feed has the older story alone, as old as it was,
// whatever its face.
func (n *newsroom) oneRoad(when string, now, before map[string]published, older string, origins int) {
	n.t.Helper()
	it, ok := now[older]
	if len(now) != 1 || !ok || it.Golchin.Story != older || len(it.Golchin.Origins) != origins {
		n.t.Fatalf("%s: got %v, want the story %s alone with %d origins", when, now, older, origins)
	}
	if it.Date != before[older].Date {
		n.t.Errorf("%s: of %s, was %s: published anew", when, it.Date, before[older].Date)
	}
}

// holdsSplit checks that the two founders are apart for good, both under the
// ids they were published with.
func (n *newsroom) holdsSplit(when string, older, younger string) {
	n.t.Helper()
	now, pages := n.collapsed(older, younger)
	for _, id := range []string{older, younger} {
		if now[id].ID != id || pages[id] != http.StatusOK {
			n.t.Errorf("%s: %s is not in the feed under its id: page %d, feed %v", when, id, pages[id], now)
		}
	}
	if len(now) != 2 {
		n.t.Errorf("%s: %d entries, want 2: %v", when, len(now), now)
	}
}
