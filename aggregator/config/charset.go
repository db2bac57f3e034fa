package config

import (
	"slices"
	"strings"
)

// charsets are the names of the WHATWG Encoding Standard, and the labels of
// them that feeds of this region use, their usual encodings first: of two near names the
// first is suggested.
func charsets() []string {
	return []string{
		"utf-8", "windows-1256", "utf-16", "utf-16be", "utf-16le", "ibm866", "iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4",
		"iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-8-i", "iso-8859-9", "iso-8859-10",
		"iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "macintosh", "windows-874",
		"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
		"windows-1257", "windows-1258", "x-mac-cyrillic", "gbk", "gb2312", "gb18030", "big5",
		"euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "utf8", "latin1", "ascii", "us-ascii", "cp1251", "cp1252",
		"cp1254", "cp1255", "cp1256", "arabic", "hebrew", "cyrillic",
	}
}

func isCharset(s string) bool { return slices.Contains(charsets(), strings.ToLower(s)) }
