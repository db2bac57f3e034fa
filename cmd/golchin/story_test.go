package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// retold is what the JSON feed says of an entry and the items it stands for.
type retold struct {
	ID, Title string
	Golchin   struct {
		Story   string
		Origins []struct{ Source, Item string }
		Merged  []struct {
			Item    string
			Score   float64
			Because []string
		}
	} `json:"_golchin"`
}

// newsroom is a program polled round by round over sites that a test writes.
type newsroom struct {
	t   *testing.T
	dir string
	web *testWeb
	ys  []yamlSource
	day time.Time
	at  map[string][]entry // by site
}

func newNewsroom(t *testing.T, priorities map[string]string, sites ...string) *newsroom {
	n := &newsroom{t: t, dir: t.TempDir(), web: newTestWeb(t), day: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), at: map[string][]entry{}}
	for _, s := range sites {
		more := "site: " + s + ".example\nlanguage: fa\n"
		if p := priorities[s]; p != "" {
			more += "priority: " + p
		}
		n.ys = append(n.ys, yamlSource{s, n.web.URL + "/" + s + ".xml", more})
		n.publish(s)
	}
	writeConfig(t, n.dir, "corrections: corrections.yaml\n", n.ys...)
	return n
}

// publish adds an article to a site; hours says when, after the test's day.
func (n *newsroom) publish(site string, es ...entry) {
	n.at[site] = append(n.at[site], es...)
	n.web.set("/"+site+".xml", rss(site, n.at[site]...))
}

// piece is an article of a site.
func (n *newsroom) piece(site, number string, hours float64, title, text string) entry {
	link := "https://" + site + ".example/fa/news/" + number + "/x"
	return entry{title, link, link, text, n.day.Add(time.Duration(hours * float64(time.Hour)))}
}

func (n *newsroom) poll() {
	n.t.Helper()
	mustRun(n.t, n.dir, "poll", "-force")
}

// read serves what is kept and returns the feed as asked.
func (n *newsroom) read(queries ...string) []map[string]retold {
	n.t.Helper()
	s := serve(n.t, n.dir)
	defer s.stop(n.t)
	out := make([]map[string]retold, 0, len(queries))
	for _, q := range queries {
		code, body, _ := s.get(n.t, "/feeds/all.json"+q)
		var f struct{ Items []retold }
		if code != http.StatusOK || json.Unmarshal([]byte(body), &f) != nil {
			n.t.Fatalf("%s: %d\n%s", q, code, body)
		}
		by := map[string]retold{}
		for _, it := range f.Items {
			by[it.Title] = it
		}
		if len(by) != len(f.Items) {
			n.t.Logf("%s: two entries have one title", q)
		}
		out = append(out, by)
	}
	return out
}

// all is every item by its title.
func (n *newsroom) all() map[string]retold { return n.read("?stories=all")[0] }

func (n *newsroom) together(by map[string]retold, want bool, titles ...string) {
	n.t.Helper()
	for _, title := range titles {
		it, ok := by[title]
		if !ok {
			n.t.Fatalf("%q is not there", title)
		}
		if got := it.Golchin.Story == by[titles[0]].Golchin.Story; got != want && title != titles[0] {
			n.t.Errorf("one story: %v, want %v\n  %s\n  %s", got, want, titles[0], title)
		}
	}
}

const (
	quake       = "زلزله ۵.۴ ریشتری خوی در آذربایجان غربی را لرزاند"
	quakeRepost = "زلزله ۵.۴ ریشتری خوی در آذربایجان غربی را لرزاند/ فارس"
	quakeReword = "زمین‌لرزه‌ای به بزرگی ۵.۴ شهرستان خوی آذربایجان غربی را لرزاند"
	quakeFace   = "خوی با زلزله ۵.۴ ریشتری لرزید؛ آذربایجان غربی آماده‌باش است"
	quakeText   = "زمین‌لرزه‌ای به بزرگی ۵.۴ ریشتر ساعت ۱۱ و ۲۵ دقیقه امروز یکشنبه حوالی شهرستان خوی در استان آذربایجان غربی را لرزاند. به گزارش مرکز لرزه‌نگاری کشوری، این زلزله در عمق ۸ کیلومتری زمین رخ داده و تیم‌های ارزیاب هلال احمر به منطقه اعزام شده‌اند."
	quakeSoon   = "گزارش نخست از لرزش زمین"

	toll37  = "شمار کشته‌های انفجار کارخانه سیمان زنجان به ۳۷ نفر رسید"
	toll89  = "شمار کشته‌های انفجار کارخانه سیمان زنجان به ۸۹ نفر افزایش یافت"
	tollTxt = "استاندار زنجان گفت شمار کشته‌های انفجار در کارخانه سیمان این استان به %s نفر رسیده است و عملیات آواربرداری در سالن اصلی کارخانه ادامه دارد."

	gold1   = "قیمت طلا و سکه در بازار امروز یکشنبه ۱۰ اسفند"
	gold2   = "قیمت طلا و سکه در بازار امروز دوشنبه ۱۱ اسفند"
	dead718 = "وزارت بهداشت غزه: ۷۱۸ فلسطینی در حملات خان‌یونس شهید شدند"
	dead781 = "وزارت بهداشت غزه: ۷۸۱ فلسطینی در حملات خان‌یونس شهید شدند"

	spaceA = "ماهواره ناهید ۲ با موفقیت در مدار زمین قرار گرفت"
	spaceB = "پرتاب موفق ماهواره‌بر قاصد از پایگاه شاهرود"
)

// tell publishes two rounds of news: reposts, a rewording, an update, the next
// day of a series and a template with another number.
func (n *newsroom) tell() {
	n.publish("alpha", n.piece("alpha", "1001", 0, quake, quakeText), n.piece("alpha", "1002", 1, toll37, strings.Replace(tollTxt, "%s", "۳۷", 1)),
		n.piece("alpha", "1003", 2, gold1, "قیمت هر گرم طلای ۱۸ عیار به ۴ میلیون و ۱۲۰ هزار تومان و سکه امامی به ۴۶ میلیون تومان رسید."),
		n.piece("alpha", "1004", 3, dead718, ""), n.piece("alpha", "1005", 4, spaceA, ""))
	n.poll()
	n.publish("beta", n.piece("beta", "2001", 1, quakeRepost, quakeText), n.piece("beta", "2002", 6, toll89, strings.Replace(tollTxt, "%s", "۸۹", 1)),
		n.piece("beta", "2003", 26, gold2, "قیمت هر گرم طلای ۱۸ عیار به ۴ میلیون و ۱۸۰ هزار تومان و سکه امامی به ۴۷ میلیون تومان رسید."),
		n.piece("beta", "2004", 4, dead781, ""), n.piece("beta", "2005", 5, spaceB, ""))
	n.publish("gamma", n.piece("gamma", "3001", 2, quakeReword, "مرکز لرزه‌نگاری کشوری اعلام کرد زلزله‌ای ۵.۴ ریشتری در عمق ۸ کیلومتری حوالی خوی در استان آذربایجان غربی رخ داد و هلال احمر تیم‌های ارزیاب به منطقه اعزام کرد."))
	n.publish("delta", n.piece("delta", "4001", 0.5, quakeSoon, ""))
	n.poll()
}

// TestStories polls news as newsrooms tell it to each other, round by round.
func TestStories(t *testing.T) {
	n := newNewsroom(t, map[string]string{"main": "10"}, "alpha", "beta", "gamma", "delta", "main")
	n.tell()
	by := n.all()
	n.together(by, true, quake, quakeRepost, quakeReword)
	n.together(by, true, toll37, toll89)
	n.together(by, false, gold1, gold2)
	n.together(by, false, dead718, dead781)
	n.together(by, false, spaceA, spaceB)
	n.together(by, false, quake, quakeSoon)
	founder := by[quake].ID
	if len(by) != 12 || by[quake].Golchin.Story != founder {
		t.Errorf("%d items, want 12; the story is %s, its founder %s", len(by), by[quake].Golchin.Story, founder)
	}
	if m := by[quakeReword].Golchin.Merged; len(m) == 0 || m[0].Score <= 0.5 || len(m[0].Because) == 0 {
		t.Errorf("the feed does not say why the rewording was merged: %+v", m)
	}
	views := n.read("?stories=collapse", "?stories=same-text", "")
	for i, want := range []int{9, 11, 11} { // of 12: a repost and a rewording of one story, an update of another
		if len(views[i]) != want {
			t.Errorf("view %d has %d entries, want %d: %v", i, len(views[i]), want, keys(views[i]))
		}
	}
	if got := len(views[0][quake].Golchin.Origins); got != 3 {
		t.Errorf("the collapsed story has %d origins, want 3", got)
	}

	// The source of highest priority comes late, and a first report gets its news.
	n.publish("main", n.piece("main", "5001", 3, quakeFace, quakeText))
	n.at["delta"] = nil
	n.publish("delta", n.piece("delta", "4001", 0.5, quakeReword, quakeText))
	n.poll()
	views = n.read("?stories=collapse", "?stories=all")
	face, ok := views[0][quakeFace]
	if !ok || face.ID != founder || len(face.Golchin.Origins) != 5 {
		t.Errorf("the face of the story is not the late copy under the old id with five origins: %+v", face)
	}
	if !slices.ContainsFunc(face.Golchin.Origins, func(o struct{ Source, Item string }) bool { return o.Item == by[quakeSoon].ID }) {
		t.Error("the first report did not join the older story under its own item id")
	}
	for title, it := range views[1] {
		if was, ok := by[title]; ok && title != quakeReword && was.ID != it.ID {
			t.Errorf("%q changed its id", title)
		}
	}
	explainTells(t, n, by)
}

func keys(m map[string]retold) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// explainTells: the command says score, evidence and vetoes.
func explainTells(t *testing.T, n *newsroom, by map[string]retold) {
	out := mustRun(t, n.dir, "explain", by[quakeRepost].ID)
	for _, want := range []string{"story " + strings.TrimPrefix(by[quake].ID, "urn:uuid:"), "score 1.00: same headline", "with "} {
		if !strings.Contains(out, want) {
			t.Errorf("explain of a repost lacks %q:\n%s", want, out)
		}
	}
	out = mustRun(t, n.dir, "explain", by[dead781].ID)
	for _, want := range []string{"kept apart from", strings.TrimPrefix(by[dead718].ID, "urn:uuid:"), "718", "781"} {
		if !strings.Contains(out, want) {
			t.Errorf("explain of another toll lacks %q:\n%s", want, out)
		}
	}
}

// TestCorrectionsSurvive: what an operator said holds in a database built anew,
// also when the items come one after the other.
func TestCorrectionsSurvive(t *testing.T) {
	n := newNewsroom(t, nil, "alpha", "beta", "gamma", "delta")
	n.tell()
	by := n.all()
	mustRun(t, n.dir, "merge", by[spaceB].ID, by[spaceA].ID)
	mustRun(t, n.dir, "split", by[quake].ID, by[quakeReword].ID)
	holds := func(when string) {
		t.Helper()
		now := n.all()
		t.Log(when)
		n.together(now, true, spaceA, spaceB)
		n.together(now, false, quake, quakeReword)
		n.together(now, true, quake, quakeRepost)
		for title, it := range now {
			if it.ID != by[title].ID {
				t.Errorf("%q changed its id", title)
			}
		}
		for _, title := range []string{spaceA, quake} {
			if now[title].Golchin.Story != by[title].ID {
				t.Errorf("%q does not keep its story", title)
			}
		}
	}
	holds("after the corrections")
	if got := mustRun(t, n.dir, "explain", by[quakeReword].ID); !strings.Contains(got, "by the operator") {
		t.Errorf("explain does not tell of the operator:\n%s", got)
	}
	data, err := os.ReadFile(filepath.Join(n.dir, "corrections.yaml"))
	if err != nil || !strings.Contains(string(data), "# "+spaceB) || strings.Count(string(data), "\n- ") != 2 {
		t.Fatalf("corrections.yaml: %v\n%s", err, data)
	}
	n.forget()
	n.poll()
	holds("in one round")
	n.forget()
	beta := n.at["beta"]
	n.at["beta"] = nil
	n.publish("beta")
	n.poll()
	n.publish("beta", beta...)
	n.poll()
	holds("one after the other")

	if err := os.WriteFile(filepath.Join(n.dir, "corrections.yaml"), append(data, "- marge: [x]\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := golchin(t, n.dir, "check"); code != exitFailed || !strings.Contains(errs, `unknown key "marge"`) {
		t.Errorf("check of a wrong correction: exit %d\n%s", code, errs)
	}
	if _, _, code := golchin(t, n.dir, "merge", by[quake].ID, by[gold1].ID); code == exitOK {
		t.Error("a correction was kept although its file is wrong")
	}
}

// forget removes the database.
func (n *newsroom) forget() {
	n.t.Helper()
	files, err := filepath.Glob(filepath.Join(n.dir, "golchin.db*"))
	if err != nil || len(files) == 0 {
		n.t.Fatalf("no database: %v", err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			n.t.Fatal(err)
		}
	}
}
