package story

import (
	"slices"
	"testing"
	"time"

	"golchin/aggregator/news"
)

// TestDayOfUndatedTexts: two pages without dates that name their day in the
// text. Seen in November 2023: the truce in Gaza was prolonged on a Monday, and
// again on the Thursday after.
func TestDayOfUndatedTexts(t *testing.T) {
	seen := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	page := func(id, title, text string, dated bool) news.Item {
		it := news.Item{ID: news.ItemID(id), Site: id + ".example", Language: "fa", Title: title, Summary: text, FirstSeen: seen, Sort: seen}
		if dated {
			it.Published = seen
		}
		return it
	}
	const monday = "ماجد انصاری، سخنگوی وزارت امور خارجه قطر امروز دوشنبه از امضای توافقی برای تمدید آتش بس در نوار غزه خبر داد."
	for _, tt := range []struct {
		name, text string
		dated      bool
		apart      bool
	}{
		{"other day", "قطر صبح امروز (پنجشنبه) از تمدید یک روزه آتش بس میان رژیم صهیونیستی و مقاومت فلسطین خبر داد.", false, true},
		{"same day", "قطر عصر دوشنبه از تمدید آتش بس میان رژیم صهیونیستی و مقاومت فلسطین خبر داد.", false, false},
		{"no day", "قطر از تمدید آتش بس میان رژیم صهیونیستی و مقاومت فلسطین خبر داد.", false, false},
		{"dated", "قطر صبح امروز (پنجشنبه) از تمدید یک روزه آتش بس میان رژیم صهیونیستی و مقاومت فلسطین خبر داد.", true, false},
	} {
		a := page("a", "قطر: آتش‌بس غزه تمدید شد", monday, tt.dated)
		b := page("b", "آتش‌بس غزه تمدید شد", tt.text, tt.dated)
		if got := slices.Contains(Explain(a, b).Vetoes, "different days"); got != tt.apart {
			t.Errorf("%s: vetoed %v, want %v: %+v", tt.name, got, tt.apart, Explain(a, b))
		}
	}
}
