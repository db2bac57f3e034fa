package sqlite

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// The row number of an item holds its sort time, then the first bits of its
// id. idBits of 21 leave 42 bits of milliseconds: the years 1831 to 2109.
const (
	idBits   = 21
	spanBits = idBits + 30 // of the days that bands are kept by: 0007_bands.sql
	maxSort  = 1<<42 - 1
	minSort  = -1 << 42
)

// uuidPrefix begins every item id.
const uuidPrefix = "urn:uuid:"

// id is an item id as it is kept: the 16 bytes of its UUID, which sort as its
// text does.
type id [16]byte

// parseID reads "urn:uuid:" and a lower-case UUID.
func parseID(s news.ItemID) (id, error) {
	var out id
	u, ok := strings.CutPrefix(string(s), uuidPrefix)
	if !ok || len(u) != 36 || u[8] != '-' || u[13] != '-' || u[18] != '-' || u[23] != '-' || strings.ToLower(u) != u {
		return out, fmt.Errorf("item id %q: want %s and a lower-case UUID", s, uuidPrefix)
	}
	if _, err := hex.Decode(out[:], []byte(u[:8]+u[9:13]+u[14:18]+u[19:23]+u[24:])); err != nil {
		return out, fmt.Errorf("item id %q: %w", s, err)
	}
	return out, nil
}

// itemID is the published form of b.
func itemID(b []byte) news.ItemID {
	var buf [len(uuidPrefix) + 36]byte
	copy(buf[:], uuidPrefix)
	u := buf[len(uuidPrefix):]
	if len(b) != 16 {
		return ""
	}
	hex.Encode(u[0:8], b[0:4])
	hex.Encode(u[9:13], b[4:6])
	hex.Encode(u[14:18], b[6:8])
	hex.Encode(u[19:23], b[8:10])
	hex.Encode(u[24:36], b[10:16])
	u[8], u[13], u[18], u[23] = '-', '-', '-', '-'
	return news.ItemID(buf[:])
}

// slot is the row number an item would have if nobody sat there.
func slot(sortMS int64, i id) int64 {
	return firstSlot(sortMS) + int64(binary.BigEndian.Uint32(i[:4])>>(32-idBits))
}

// firstSlot is the first row number of items of that millisecond.
func firstSlot(sortMS int64) int64 {
	return min(max(sortMS, minSort), maxSort) << idBits
}

// millis is t in Unix milliseconds; 0 is an unknown time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMillis is the inverse of millis.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// sortMillis is a sort time as it is kept: within the years that order.go can
// hold; an unknown time sorts as 1970.
func sortMillis(t time.Time) int64 {
	return min(max(millis(t), minSort), maxSort)
}
