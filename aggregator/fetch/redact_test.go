package fetch

import (
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"https://e.example/feed":                            "https://e.example/feed",
		"https://u:p@e.example/feed":                        "https://***@e.example/feed",
		"https://u@e.example":                               "https://***@e.example",
		"https://u:p@ss@e.example/x@y":                      "https://***@e.example/x@y",
		"//u:p@e.example/":                                  "//***@e.example/",
		"http://u:p\\@e.example/":                           "http://***@e.example/",
		"https://e.example/f?token=abc&lang=fa":             "https://e.example/f?token=***&lang=fa",
		"https://e.example/f?lang=fa&API_KEY=abc":           "https://e.example/f?lang=fa&API_KEY=***",
		"https://e.example/f?access-token=a=b=c":            "https://e.example/f?access-token=***",
		"https://e.example/f?a=1;sig=xyz;b=2":               "https://e.example/f?a=1;sig=***;b=2",
		"https://e.example/f?to%6ben=abc":                   "https://e.example/f?to%6ben=***",
		"https://e.example/f?X-Amz-Signature=abc&x=1":       "https://e.example/f?X-Amz-Signature=***&x=1",
		"https://e.example/f?key":                           "https://e.example/f?key",
		"https://e.example/f?key=":                          "https://e.example/f?key=",
		"https://e.example/f?keyword=خبر&page=2":            "https://e.example/f?keyword=خبر&page=2",
		"https://e.example/f#access_token=abc":              "https://e.example/f#access_token=***",
		"https://e.example/f?next=http://h/?token=abc":      "https://e.example/f?next=http://h/?token=***",
		"http://[::1]:80/?password=x":                       "http://[::1]:80/?password=***",
		"not a url, password=x":                             "not a url, password=x",
		"":                                                  "",
		"https://e.example/%zz?secret=%zz":                  "https://e.example/%zz?secret=***",
		"file:///home/x/feed.xml":                           "file:///home/x/feed.xml",
		"https://tg.example/f?auth_key=1&user_id=3&hash=11": "https://tg.example/f?auth_key=***&user_id=3&hash=11",
	} {
		if got := Redact(in); got != want {
			t.Errorf("Redact(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// FuzzRedact: no userinfo survives, redacting twice changes nothing more, and
// what is no secret keeps its bytes.
func FuzzRedact(f *testing.F) {
	f.Add("https://u:s3cr3t@e.example/p?token=s3cr3t#k=s3cr3t")
	f.Add("//@?&;=#")
	f.Add("a//b@c//d@e?%74oken=x")
	f.Fuzz(func(t *testing.T, in string) {
		got := Redact(in)
		if again := Redact(got); again != got {
			t.Errorf("Redact(%q) = %q, and of that %q", in, got, again)
		}
		if !strings.Contains(in, "@") && !strings.Contains(in, "=") && got != in {
			t.Errorf("Redact(%q) = %q", in, got)
		}
		planted := Redact("https://user:s3cr3t@e.example/" + strings.ReplaceAll(in, "s3cr3t", "") + "&token=s3cr3t")
		if head, _, _ := strings.Cut(planted, "e.example"); strings.Contains(head, "s3cr3t") {
			t.Errorf("userinfo shown: %q", planted)
		}
		if strings.ContainsAny(in, "?#") && strings.Contains(planted, "s3cr3t") {
			t.Errorf("token shown: %q", planted)
		}
	})
}
