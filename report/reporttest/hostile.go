package reporttest

import (
	"reflect"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// Hostile returns the fixture audit with the payload in every field that text
// from outside can reach: names, addresses of sources and documents, excerpts,
// values, reasons, suggestions, and what names the program and the pack.
// Identifiers that link one part to another stay, so that everything is shown.
func Hostile(payload string) *audit.Audit {
	a := Audit()
	a.Name, a.Tool, a.LedgerHead, a.Case = payload, payload, payload, payload
	a.Pack = audit.Pack{ID: payload, Version: payload, Hash: payload}
	for i := range a.People {
		a.People[i].Name = payload
	}
	for i := range a.Coverage {
		c := &a.Coverage[i]
		c.At, c.Consent = payload, payload
		if c.Unseen > 0 {
			c.Pixels = payload
		}
		if c.Outcome == exposure.Unknown {
			c.Reason = payload
			c.Faults = append(c.Faults, audit.Fault{Locator: payload, Line: 3, Reason: payload})
		}
	}
	for i := range a.Findings {
		f := &a.Findings[i]
		for j := range f.Evidence {
			f.Evidence[j].Locator, f.Evidence[j].Excerpt = payload, payload
		}
		for name := range f.Values {
			f.Values[name] = exposure.Word(payload)
		}
	}
	for i := range a.Suggestions {
		a.Suggestions[i].Value, a.Suggestions[i].Kind = payload, payload
	}
	return a
}

// Drowned returns the fixture audit with the payload in every string there is,
// also those that should be identifiers: a record that somebody edited.
func Drowned(payload string) *audit.Audit {
	a := Hostile(payload)
	drown(reflect.ValueOf(a).Elem(), payload)
	return a
}

func drown(v reflect.Value, payload string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(payload)
		}
	case reflect.Struct:
		for _, f := range v.Fields() {
			drown(f, payload)
		}
	case reflect.Slice:
		for i := range v.Len() {
			drown(v.Index(i), payload)
		}
	}
}

// HTMLPayloads are texts that would act in a browser if they reached it as
// markup. Each sets window.lampan, asks BEACON for something, or changes what
// the page does.
func HTMLPayloads() []string {
	return []string{
		`<script>window.lampan=1</script>`,
		`</script><script>window.lampan=1</script>`,
		`</style><script>window.lampan=1</script>`,
		`</title><script>window.lampan=1</script>`,
		`</textarea><script>window.lampan=1</script>`,
		`--><script>window.lampan=1</script>`,
		`]]><script>window.lampan=1</script>`,
		`<ScRiPt>window.lampan=1</sCrIpT>`,
		`<script src=BEACON/s.js></script>`,
		`<script/x>window.lampan=1</script>`,
		`<svg><script>window.lampan=1</script></svg>`,
		`<svg onload=window.lampan=1>`,
		`<svg/onload=window.lampan=1//`,
		`<svg><animate onbegin=window.lampan=1 attributeName=x dur=1s>`,
		`<svg><a xlink:href="javascript:window.lampan=1"><text y=20>x</text></a></svg>`,
		`<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>window.lampan=1</script></svg>#x"></svg>`,
		`<math><mtext><table><mglyph><style><img src=x onerror=window.lampan=1>`,
		`<math><a xlink:href="javascript:window.lampan=1">x</a></math>`,
		`<img src=x onerror=window.lampan=1>`,
		`<img src="x" onerror="window.lampan=1">`,
		"<img src=`x`onerror=window.lampan=1>",
		`<img/src/onerror=window.lampan=1>`,
		`<img src=BEACON/i.png>`,
		`<img srcset="BEACON/i2.png 1x">`,
		`<picture><source srcset=BEACON/p.png><img></picture>`,
		`<image href=x onerror=window.lampan=1>`,
		`<video src=x onerror=window.lampan=1>`,
		`<video poster=BEACON/v.png></video>`,
		`<video><source onerror=window.lampan=1></video>`,
		`<audio src=BEACON/a.mp3 autoplay onerror=window.lampan=1></audio>`,
		`<body onload=window.lampan=1>`,
		`<iframe src="javascript:parent.lampan=1"></iframe>`,
		`<iframe srcdoc="<script>parent.lampan=1</script>"></iframe>`,
		`<iframe src=BEACON/f></iframe>`,
		`<frameset><frame src="javascript:window.lampan=1">`,
		`<object data="javascript:window.lampan=1"></object>`,
		`<object data=BEACON/o></object>`,
		`<embed src=BEACON/e>`,
		`<link rel=stylesheet href=BEACON/l.css>`,
		`<link rel=prefetch href=BEACON/pf>`,
		`<link rel=icon href=BEACON/ic>`,
		`<style>@import url(BEACON/st.css);*{display:none}</style>`,
		`<style>body{background:url(BEACON/bg.png)}</style>`,
		`<p style="background:url(BEACON/inl.png)">x</p>`,
		`<p style="position:fixed;inset:0;background:red">x</p>`,
		`<base href=BEACON/>`,
		`<meta http-equiv=refresh content="0;url=BEACON/m">`,
		`<meta http-equiv=refresh content="0;url=javascript:window.lampan=1">`,
		`<form action=BEACON/fo><input name=a autofocus onfocus=window.lampan=1></form>`,
		`<input autofocus onfocus=window.lampan=1>`,
		`<select autofocus onfocus=window.lampan=1></select>`,
		`<textarea autofocus onfocus=window.lampan=1></textarea>`,
		`<keygen autofocus onfocus=window.lampan=1>`,
		`<button autofocus onfocus=window.lampan=1>x</button>`,
		`<details open ontoggle=window.lampan=1>x</details>`,
		`<marquee onstart=window.lampan=1>x</marquee>`,
		`<dialog open><script>window.lampan=1</script></dialog>`,
		`<template><script>window.lampan=1</script></template><script>window.lampan=1</script>`,
		`<a href="javascript:window.lampan=1" autofocus onfocus=window.lampan=1>x</a>`,
		`javascript:window.lampan=1`,
		"java\tscript:window.lampan=1",
		"\x01javascript:window.lampan=1",
		`JaVaScRiPt://x%0awindow.lampan=1`,
		`data:text/html,<script>opener.lampan=1</script>`,
		`vbscript:window.lampan=1`,
		`http://a@BEACONHOST/x" onmouseover="window.lampan=1`,
		`http://x.invalid/"><script>window.lampan=1</script>`,
		`http://x.invalid/' onfocus='window.lampan=1' autofocus='`,
		`" autofocus onfocus=window.lampan=1 x="`,
		`' autofocus onfocus=window.lampan=1 x='`,
		`"><img src=x onerror=window.lampan=1>`,
		`'><img src=x onerror=window.lampan=1>`,
		"`><img src=x onerror=window.lampan=1>",
		`{{.Words}}<script>window.lampan=1</script>{{end}}`,
		`${window.lampan=1}`,
		`&lt;script&gt;window.lampan=1&lt;/script&gt;`,
		`&#60;script&#62;window.lampan=1&#60;/script&#62;`,
		`%3Cscript%3Ewindow.lampan=1%3C/script%3E`,
		`\u003cscript\u003ewindow.lampan=1\u003c/script\u003e`,
		"<scr\x00ipt>window.lampan=1</scr\x00ipt>",
		"<\u200bscript>window.lampan=1</script>",
		"<scr\u00adipt>window.lampan=1</script>",
		"\ufeff<script>window.lampan=1</script>",
		"\xff<script>window.lampan=1</script>",
		"＜script＞window.lampan=1＜/script＞",
		"<img src=x onerror\u00a0=window.lampan=1>",
		"\u202e<script>window.lampan=1</script>",
		`<noscript><p title="</noscript><img src=x onerror=window.lampan=1>">`,
		`<xmp><p title="</xmp><img src=x onerror=window.lampan=1>">`,
		`<a id=lampan><a id=lampan name=x href=clobbered>`,
	}
}

// TerminalPayloads are texts that would act in a terminal if they reached it
// raw: sequences that colour, move, retitle, answer back, write the clipboard
// or link elsewhere, and characters that turn or hide the reading order.
func TerminalPayloads() []string {
	return []string{
		"\x1b[31mred", "\x1b[1;5;7mblink", "\x1b[2J", "\x1b[H", "\x1b[1A\x1b[2Koverwritten", "\x1b[6n", "\x1b[c", "\x1b[>c",
		"\x1b[?1049h", "\x1b[?25l", "\x1b[?1000h", "\x1b[?2004h", "\x1b[8m hidden", "\x1b[20t", "\x1b[21t", "\x1bc", "\x1b(0", "\x1b#8",
		"\x1b]0;title\x07", "\x1b]2;title\x1b\\", "\x1b]8;;https://x.invalid\x1b\\text\x1b]8;;\x1b\\", "\x1b]8;;javascript:1\x07text\x1b]8;;\x07",
		"\x1b]52;c;ZXZpbA==\x07", "\x1b]52;p;?\x1b\\", "\x1b]4;0;?\x07", "\x1b]10;?\x07", "\x1b]50;x\x07", "\x1b]1337;File=inline=1:QQ==\x07",
		"\x1b]777;notify;a;b\x07", "\x1b]9;hello\x07", "\x1bP$qm\x1b\\", "\x1bPq#0;2;0;0;0\x1b\\", "\x1b_Gi=1;QQ==\x1b\\", "\x1b^x\x1b\\", "\x1bXx\x1b\\",
		"\u009b31mred", "\u009d0;title\u009c", "\u0090$qm\u009c", "\u009f Gx\u009c", "\u0085next line", "\u008dreverse",
		"\rover", "a\bb\b\b", "\x07bell", "\x00nul", "\x0eshift", "\x0fshift", "\x05answer", "\x7fdel", "\vtab", "\fform",
		"line\nFALSE LINE", "line\r\nFALSE LINE", "a\u2028b", "a\u2029b",
		"\u202egnp.exe", "\u202dx", "\u202ax\u202c", "\u202bx\u202c", "\u2066x\u2069", "\u2067x\u2069", "\u2068x\u2069", "\u200fx", "\u200ex", "\u061cx",
		"a\u200bb", "a\u200cb", "a\u200db", "a\u2060b", "\ufeffa", "a\u00adb", "a\u180eb", "\U000e0041\U000e0042", "\u3164\uffa0", "a\ufe0fb",
		"a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\xff\xfe\xfd", "\xc2\x1b[31m", "\xe2\x80", "%1b[31m", "\\x1b[31m", "\\033[31m",
	}
}
