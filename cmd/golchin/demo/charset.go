package demo

const windows1256 = "windows-1256"

// high1256 is what the bytes from 0x80 mean in windows-1256 (Unicode's table
// MICSFT/WINDOWS/CP1256).
const high1256 = "€پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈ" +
	"گ‘’“”•–—ک™ڑ›œ\u200c\u200dں" +
	"\u00a0،¢£¤¥¦§¨©ھ«¬\u00ad®¯" +
	"°±²³´µ¶·¸¹؛»¼½¾؟" +
	"ہءآأؤإئابةتثجحخد" +
	"ذرزسشصض×طظعغـفقك" +
	"àلâمنهوçèéêëىيîï" +
	"ًٌٍَôُِ÷ّùْûü\u200e\u200fے"

// encode1256 writes text as an old news system does: Arabic letters for
// Persian ye and kaf, western digits, a space for the half space. What the
// charset does not have becomes a question mark.
func encode1256(text []byte) []byte {
	high := make(map[rune]byte, 128)
	b := byte(0x80)
	for _, r := range high1256 {
		high[r] = b
		b++
	}
	high['ی'], high['ک'], high['\u200c'] = high['ي'], high['ك'], ' '
	for d := range 10 {
		high['۰'+rune(d)] = '0' + byte(d)
	}
	out := make([]byte, 0, len(text))
	for _, r := range string(text) {
		switch c, ok := high[r]; {
		case r < 0x80:
			out = append(out, byte(r))
		case ok:
			out = append(out, c)
		default:
			out = append(out, '?')
		}
	}
	return out
}
