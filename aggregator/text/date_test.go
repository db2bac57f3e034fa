package text

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"
)

// today is the now of rows that name none.
var today = time.Date(2026, time.November, 25, 12, 0, 0, 0, time.UTC)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestParseDateVectors(t *testing.T) {
	for _, row := range rows(t, "dates.tsv") {
		id, raw, loc, now, want, precision := row[0], row[1], zone(t, row[2]), today, moment(t, row[4]), row[5]
		if row[3] != "" {
			now = moment(t, row[3])
		}
		got, err := ParseDate(raw, loc, now)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if !got.Time.Equal(want) || got.Precision != precision {
			t.Errorf("%s: ParseDate(%q) = %s %s, want %s %s", id, raw, got.Time.In(loc).Format(time.RFC3339), got.Precision, row[4], precision)
		}
	}
}

func TestParseDate(t *testing.T) {
	tests := []struct{ raw, zone, want, repaired string }{
		// what feeds should write
		{"Mon, 27 Nov 2023 15:13:00 +0330", "UTC", "2023-11-27T11:43:00Z", ""},
		{"Mon, 27 Nov 2023 15:13:00 GMT", "Asia/Tehran", "2023-11-27T15:13:00Z", ""},
		{"2023-11-27T15:13:00.25-05:00", "UTC", "2023-11-27T20:13:00Z", ""},
		{" 2023-11-27T15:13+03:30\n", "UTC", "2023-11-27T11:43:00Z", ""},
		// formats gofeed fails on
		{"2020/1/10 14:33:00", "UTC", "2020-01-10T14:33:00Z", "zone assumed"},
		{"Sat, Dec 16 2023 02:02:33 PM", "UTC", "2023-12-16T14:02:33Z", "zone assumed"},
		{"mer, 16 nov 2022 00:38:15 +0100", "UTC", "2022-11-15T23:38:15Z", ""},
		{"Mon, 21 Jan 2008 8:56 am PST", "UTC", "2008-01-21T16:56:00Z", ""},
		{"2006-01-17T12:35:9+01:00", "UTC", "2006-01-17T11:35:09Z", ""},
		{"2024-01-15 10:00:00 +03:30", "UTC", "2024-01-15T06:30:00Z", ""},
		{"Mon,15 Jan 2024 10:00:00 GMT", "Asia/Tehran", "2024-01-15T10:00:00Z", ""},
		{"15 January 2024 10:00:00", "Asia/Tehran", "2024-01-15T06:30:00Z", "zone assumed"},
		{"Mon, 15 Sept 2025 10:00:00 +0000", "UTC", "2025-09-15T10:00:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 +0330 (IRST)", "UTC", "2024-01-15T06:30:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 GMT+3:30", "UTC", "2024-01-15T06:30:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 UTC-5", "UTC", "2024-01-15T15:00:00Z", ""},
		{"Mon, 15 Jan 2024 24:00:00 +0000", "UTC", "2024-01-16T00:00:00Z", "24:00"},
		{"2023-11-27T25:00:00Z", "UTC", "2023-11-27T00:00:00Z", "time unreadable"},
		{"Sat, 31 Dec 2016 23:59:60 +0000", "UTC", "2017-01-01T00:00:00Z", "second 60"},
		{"1700000000", "Asia/Tehran", "2023-11-14T22:13:20Z", "epoch"},
		{"1700000000123", "Asia/Tehran", "2023-11-14T22:13:20Z", "epoch"},
		{"1700000000.5", "Asia/Tehran", "2023-11-14T22:13:20Z", "epoch"},
		// zones Go reads as UTC
		{"Mon, 15 Jan 2024 10:00:00 IRST", "UTC", "2024-01-15T06:30:00Z", ""},
		{"Fri, 15 Jul 2022 10:00:00 IRDT", "UTC", "2022-07-15T05:30:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 MSK", "UTC", "2024-01-15T07:00:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 JST", "UTC", "2024-01-15T01:00:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 AEST", "UTC", "2024-01-15T00:00:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 IST", "Asia/Kolkata", "2024-01-15T04:30:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 IST", "Asia/Jerusalem", "2024-01-15T08:00:00Z", ""},
		{"Mon, 15 Jan 2024 10:00:00 CST", "Asia/Shanghai", "2024-01-15T02:00:00Z", ""},
		{"Mon Jan 15 10:00:00 EST 2024", "UTC", "2024-01-15T15:00:00Z", ""},
		{"Mon Jan 15 10:00:00 2024", "UTC", "2024-01-15T10:00:00Z", "zone assumed"},
		{"2024/01/15 10:00 به وقت گرینویچ", "Asia/Tehran", "2024-01-15T10:00:00Z", ""},
		// weekdays, order of day and month
		{"Tue, 27 Nov 2023 15:13:00 +0330", "UTC", "2023-11-27T11:43:00Z", "weekday wrong"},
		{"سه‌شنبه ۶ آذر ۱۴۰۲ ۱۵:۱۳", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali; weekday wrong; zone assumed"},
		{"03/04/2020 10:00 GMT", "UTC", "2020-04-03T10:00:00Z", "day and month assumed"},
		{"03/04/2020 10:00 GMT", "America/New_York", "2020-03-04T10:00:00Z", "day and month assumed"},
		{"Wed 03/04/2020 10:00 GMT", "UTC", "2020-03-04T10:00:00Z", ""},
		{"11/27/2023 3:13:00 PM GMT", "UTC", "2023-11-27T15:13:00Z", ""},
		{"12/01/2026 10:00 GMT", "America/New_York", "2026-01-12T10:00:00Z", "day and month assumed"},
		{"27.11.2023 15:13 GMT", "UTC", "2023-11-27T15:13:00Z", ""},
		{"27-Nov-23 15:13 GMT", "UTC", "2023-11-27T15:13:00Z", "century assumed"},
		{"27.11.23 15:13 GMT", "UTC", "2023-11-27T15:13:00Z", "century assumed"},
		{"Mon, 2 Jan 15:04:05 GMT", "UTC", "2023-01-02T15:04:05Z", "year assumed"},
		{"20231127T151300Z", "Asia/Tehran", "2023-11-27T15:13:00Z", ""},
		{"20231127151300", "UTC", "2023-11-27T15:13:00Z", "zone assumed"},
		{"2023年11月27日 15:13 GMT", "UTC", "2023-11-27T15:13:00Z", ""},
		{"13980611000123", "Asia/Tehran", "2019-09-01T19:30:00Z", "code; jalali; zone assumed"},
		// Jalali in Gregorian clothes
		{"1403-05-12", "Asia/Tehran", "2024-08-01T20:30:00Z", "jalali; zone assumed"},
		{"1402-09-06T15:13:00Z", "Asia/Tehran", "2023-11-27T15:13:00Z", "jalali"},
		{"Mon, 06 Sep 1402 15:13:00 +0330", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali"},
		{"۱۴۰۲-۰۹-۰۶T۱۵:۱۳:۰۰+۰۳:۳۰", "UTC", "2023-11-27T11:43:00Z", "jalali"},
		{"98/11/07 12:00", "Asia/Tehran", "2020-01-27T08:30:00Z", "jalali; century assumed; zone assumed"},
		{"۶ آذر ۱۴۰۲ ساعت ۰۳:۱۳ ب.ظ", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali; zone assumed"},
		{"بعد از ظهر 03:13 - ۶ آذر ۱۴۰۲", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali; zone assumed"},
		{"۶ آذر ۱۴۰۲ ه.ش ۱۵:۱۳", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali; zone assumed"},
		{"2023 November 27 - 06 آذر 1402 - 15:13", "Asia/Tehran", "2023-11-27T11:43:00Z", "zone assumed"},
		{"۶ قوس ۱۴۰۲ ۱۵:۱۳", "Asia/Kabul", "2023-11-27T10:43:00Z", "jalali; zone assumed"},
		// languages
		{"27 novembre 2023 à 15h13 GMT", "UTC", "2023-11-27T15:13:00Z", ""},
		{"Montag, 27. November 2023 um 15:13 MEZ", "UTC", "2023-11-27T14:13:00Z", ""},
		{"27 de noviembre de 2023 15:13 GMT", "UTC", "2023-11-27T15:13:00Z", ""},
		{"27 Kasım 2023 15:13", "Europe/Istanbul", "2023-11-27T12:13:00Z", "zone assumed"},
		{"27 ŞUBAT 2023 15:13", "Europe/Istanbul", "2023-02-27T12:13:00Z", "zone assumed"},
		{"27 ноября 2023 г., 15:13 МСК", "UTC", "2023-11-27T12:13:00Z", ""},
		{"27 آذار/مارس 2023 - 03:13 م", "Asia/Riyadh", "2023-03-27T12:13:00Z", "zone assumed"},
		{"27 كانون الأول 2023 - 03:13 ص بتوقيت غرينتش", "Asia/Riyadh", "2023-12-27T03:13:00Z", ""},
		{"الإثنين، 13 جمادى الأولى 1445 هـ الموافق 27 نوفمبر 2023 15:13", "Asia/Riyadh", "2023-11-27T12:13:00Z", "zone assumed"},
		{"Nov 27, 2023, 8 am GMT", "UTC", "2023-11-27T08:00:00Z", ""},
		{"November 27th 2023 12:05 a.m. GMT", "UTC", "2023-11-27T00:05:00Z", ""},
		{"15:13 -06 Azar 1402", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali; zone assumed"},
		{"11:56-2023/11/27", "UTC", "2023-11-27T11:56:00Z", "zone assumed"},
		{"1er août 2023 15:13 GMT", "UTC", "2023-08-01T15:13:00Z", ""},
		{"29 нояб. 2023 г. 15:13 GMT", "UTC", "2023-11-29T15:13:00Z", ""},
		{"29 تشرين ثاني 2023 15:13 GMT", "UTC", "2023-11-29T15:13:00Z", ""},
		{"۶ آذرماه ۱۴۰۲ ۱۵:۱۳", "Asia/Tehran", "2023-11-27T11:43:00Z", "jalali; zone assumed"},
		{"2023年11月29日19時44分", "Asia/Tokyo", "2023-11-29T10:44:00Z", "zone assumed"},
		{"Mon, 27 Nov 2023 15:13:00 Asia/Tehran", "UTC", "2023-11-27T11:43:00Z", ""},
		{"27/11/23 15:13", "Asia/Tehran", "2023-11-27T11:43:00Z", "century assumed; zone assumed"},
		{"27 Nov 15:13 GMT", "UTC", "2025-11-27T15:13:00Z", "year assumed"},
		{"26 Nov 15:13 GMT", "UTC", "2026-11-26T15:13:00Z", "year assumed"},
		// relative
		{"دیروز ساعت ۱۴:۲۰", "Asia/Tehran", "2026-11-24T10:50:00Z", "relative"},
		{"yesterday", "UTC", "2026-11-24T00:00:00Z", "relative"},
		{"Today 09:15 GMT", "Asia/Tehran", "2026-11-25T09:15:00Z", "relative"},
		{"اليوم 09:15", "Asia/Riyadh", "2026-11-25T06:15:00Z", "relative"},
		{"۳ ساعت پیش", "Asia/Tehran", "2026-11-25T09:00:00Z", "relative"},
		{"منذ 5 دقائق", "Asia/Tehran", "2026-11-25T11:55:00Z", "relative"},
		{"یک ساعت پیش", "Asia/Tehran", "2026-11-25T11:00:00Z", "relative"},
		{"قبل ساعتين", "UTC", "2026-11-25T10:00:00Z", "relative"},
		{"منذ ساعة", "UTC", "2026-11-25T11:00:00Z", "relative"},
		{"منذ يومين", "UTC", "2026-11-23T00:00:00Z", "relative"},
		{"an hour ago", "UTC", "2026-11-25T11:00:00Z", "relative"},
		{"il y a 3 heures", "UTC", "2026-11-25T09:00:00Z", "relative"},
		{"vor 3 Stunden", "UTC", "2026-11-25T09:00:00Z", "relative"},
		{"2 days ago", "UTC", "2026-11-23T00:00:00Z", "relative"},
	}
	for _, tt := range tests {
		t.Run(tt.raw, func(t *testing.T) {
			got, err := ParseDate(tt.raw, zone(t, tt.zone), today)
			if err != nil {
				t.Fatal(err)
			}
			if s := got.Time.Truncate(time.Second).Format(time.RFC3339); s != tt.want || got.Repaired != tt.repaired {
				t.Errorf("got %s %q, want %s %q", s, got.Repaired, tt.want, tt.repaired)
			}
		})
	}
}

func TestParseDateRefuses(t *testing.T) {
	tests := []struct {
		raw  string
		want error
	}{
		{"", ErrNoDate},
		{"فوری", ErrNoDate},
		{"15:13", ErrNoDate},
		{"215615", ErrNoDate},
		{"1.2.3.4", ErrNoDate},
		{"31 February 2023", ErrNoDate},
		{"۳۱ مهر ۱۴۰۲", ErrNoDate},
		{"13 شعبان 1447هـ", ErrNoDate},
		{"۳۰ اسفند ۱۴۰۲", ErrNoDate},
		{"29 فوریه 2023", ErrNoDate},
		{"Mon, 31 Nov 2023 15:13:00 GMT", ErrNoDate},
		{"2024-02-30T00:00:00Z", ErrNoDate},
		{"۱۵:۱۳ - ۰۶ آذر ۱۴۰۲ - 2023 November 28", ErrNoDate},
		{"0001-01-01T00:00:00Z", ErrImplausible},
		{"Thu, 01 Jan 1970 00:00:00 GMT", ErrImplausible},
		{"2099-01-01T00:00:00Z", ErrImplausible},
		{"Fri, 31 Dec 9999 23:59:59 GMT", ErrImplausible},
		{"1447/08/13", ErrImplausible},
		{"2026-11-28T00:00:00Z", ErrImplausible},
	}
	for _, tt := range tests {
		t.Run(tt.raw, func(t *testing.T) {
			if d, err := ParseDate(tt.raw, nil, today); !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v, want %v", d, err, tt.want)
			}
		})
	}
}

func TestJalali(t *testing.T) {
	tehran := zone(t, "Asia/Tehran")
	for _, tt := range []struct{ in, want string }{
		{"2023-11-27T15:13:00+03:30", "۶ آذر ۱۴۰۲"},
		{"2023-11-27T21:00:00Z", "۷ آذر ۱۴۰۲"},
		{"2025-03-20T10:00:00+03:30", "۳۰ اسفند ۱۴۰۳"},
	} {
		if got := Jalali(moment(t, tt.in).In(tehran)); got != tt.want {
			t.Errorf("Jalali(%s) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Every day survives the way into Persian words and back.
func TestJalaliRoundTrip(t *testing.T) {
	tehran := zone(t, "Asia/Tehran")
	for day := time.Date(1995, 1, 1, 12, 0, 0, 0, tehran); day.Before(today); day = day.AddDate(0, 0, 1) {
		got, err := ParseDate("۱۲:۰۰ - "+Jalali(day), tehran, today)
		if err != nil || !got.Time.Equal(day) {
			t.Fatalf("%s → %s → %s, %v", day, Jalali(day), got.Time.In(tehran), err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, row := range rows(f, "dates.tsv") {
		f.Add(row[1])
	}
	for _, s := range []string{"", "Mon, 2 Jan 15:04:05 GMT", "24:00 01/01/90", "ه1447ه.ش", "1.2.3.4:5:6", "(((((GMT+", "ق.ظ.ق.ظ", "99999999999999999999"} {
		f.Add(s)
	}
	tehran := zone(f, "Asia/Tehran")
	f.Fuzz(func(t *testing.T, raw string) {
		for _, loc := range []*time.Location{tehran, time.UTC} {
			d, err := ParseDate(raw, loc, today)
			if err != nil {
				if !errors.Is(err, ErrNoDate) && !errors.Is(err, ErrImplausible) || d != (Date{}) {
					t.Fatalf("%v with %v", d, err)
				}
				continue
			}
			if !plausible(d.Time, today) || d.Precision != Second && d.Precision != Minute && d.Precision != Day {
				t.Fatalf("%+v", d)
			}
			again, err := ParseDate(d.Time.Format(time.RFC3339Nano), loc, today)
			if err != nil || !again.Time.Equal(d.Time) || again.Repaired != "" {
				t.Fatalf("%+v read again is %+v, %v", d, again, err)
			}
		}
	})
}

func BenchmarkParseDate(b *testing.B) {
	tehran := zone(b, "Asia/Tehran")
	for _, tt := range []struct{ name, raw string }{
		{"rfc822", "Mon, 27 Nov 2023 15:13:00 +0330"},
		{"rfc3339", "2023-11-27T15:13:00+03:30"},
		{"jalali", "۱۵:۱۳ - ۰۶ آذر ۱۴۰۲ - 2023 November 27"},
		{"no zone", "2023-11-27 15:13:00"},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseDate(tt.raw, tehran, today); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
