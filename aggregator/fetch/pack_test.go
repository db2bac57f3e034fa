package fetch

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

func TestBrotliIsUnpacked(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "short": "a", "feed": strings.Repeat("<item><title>آتش‌بس در غزه</title></item>\n", 5000)} {
		t.Run(name, func(t *testing.T) {
			packed, err := Brotli([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if again, err := Brotli([]byte(text)); err != nil || !bytes.Equal(again, packed) {
				t.Errorf("packed twice: other bytes, %v", err)
			}
			got, _ := readPart(bytes.NewReader(packed), http.Header{"Content-Encoding": {"br"}}, 1<<20)
			if string(got) != text {
				t.Errorf("%d bytes unpacked, want %d", len(got), len(text))
			}
			if name == "feed" && len(packed) > len(text)/20 {
				t.Errorf("%d of %d bytes", len(packed), len(text))
			}
		})
	}
}
