package reporttest

import "slices"

// Payloads are all hostile texts: whichever form a report takes, each of them is
// text in it and nothing more.
func Payloads() []string {
	return slices.Concat(HTMLPayloads(), TerminalPayloads(), CSVPayloads(), MarkdownPayloads(), CalendarPayloads(), ScriptPayloads())
}

// CSVPayloads are texts that a spreadsheet would run, or take for the beginning
// of another cell.
func CSVPayloads() []string {
	return []string{
		`=1+1`, `+1+1`, `-1+1`, `@SUM(1+1)`, "\t=1+1", "\r=1+1", "\n=1+1", ` =1+1`, "\u00a0=1+1", "\ufeff=1+1", "\u200b=1+1",
		`＝1+1`, `＋1+1`, `－1+1`, `＠SUM(1)`, "\u22121+1",
		`=cmd|' /C calc'!A0`, `=HYPERLINK("https://x.invalid","x")`, `=WEBSERVICE("https://x.invalid")`, `=IMPORTXML("https://x.invalid","//a")`,
		`=DDE("cmd";"/C calc";"x")`, `-2+3+cmd|' /C calc'!A0`, `@SUM(1+9)*cmd|' /C calc'!A0`,
		`x,=1+1`, `x;=1+1`, `x;"=1+1`, `x,"",=1+1`, `x";=1+1;"`, "x\r\n=1+1", "x\n=1+1;", `"=1+1"`, `""=1+1`, `"; =1+1`,
	}
}

// MarkdownPayloads are texts that a reader of Markdown, of any dialect, would
// make something of.
func MarkdownPayloads() []string {
	return []string{
		`[x](https://x.invalid)`, `[x](javascript:alert(1))`, `![x](https://x.invalid/i.png)`, `![x](data:image/png;base64,AA)`,
		`[x]: https://x.invalid`, `[x][y]`, `[^1]`, `[^1]: x`, `<https://x.invalid>`, `<x@x.invalid>`, `https://x.invalid`, `http://x.invalid`, `www.x.invalid`,
		`ftp://x.invalid`, `mailto:x@x.invalid`, `x@x.invalid`, `xmpp:x@x.invalid`, `(https://x.invalid)`, `*https://x.invalid*`,
		`# x`, `## x`, `- x`, `+ x`, `* x`, `1. x`, `1) x`, `> x`, `---`, `===`, `***`, `___`, "```x", "~~~x", "    x", `| a | b |`, `:--- | ---:`, `: x`,
		`**x**`, `__x__`, `_x_`, `*x*`, `~~x~~`, "`x`", "``x`", "` x", "x`https://x.invalid`", "`www.x.invalid", "www.x.invalid`", "\\`https://x.invalid\\`",
		`\[x](https://x.invalid)`, `\\[x](https://x.invalid)`, `x\`, `&lt;b&gt;`, `&#60;b&#62;`, `&copy;`, `<!-- x -->`, `<?x?>`, `<![CDATA[x]]>`,
		`<details><summary>x</summary>`, `$x$`, `$$x$$`, `{.x}`, `{{ x }}`, `{% x %}`, `#1`, `@x`, `:smile:`, `- [ ] x`, `==x==`, `^x^`, `x  `,
		"x\n# x", "x\n\n    x", "x\n===", "x\r\n- x", "x\u2028# x",
	}
}

// CalendarPayloads are texts that would begin a line or a part of a calendar, or
// a value of its own.
func CalendarPayloads() []string {
	return []string{
		"x\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT", "x\nEND:VCALENDAR", "x\rATTACH:https://x.invalid", "x\r\n ATTENDEE:mailto:x@x.invalid",
		"x\\nBEGIN:VALARM", `x\`, `x\;y\,z`, `x;y`, `x,y`, `x:y`, `x";ALTREP="https://x.invalid`, "x\r\nORGANIZER:mailto:x@x.invalid",
		"x\u0085BEGIN:VALARM", "x\u2028BEGIN:VALARM", "x\u2029END:VEVENT", "x\vBEGIN:VALARM", "x\fBEGIN:VALARM",
	}
}

// ScriptPayloads are texts that would break out of a string of JSON or of a
// script, or change what reads it.
func ScriptPayloads() []string {
	return []string{
		`"}]};window.lampan=1;//`, `';window.lampan=1;//`, "`;window.lampan=1;//", `\";window.lampan=1;//`, `\u0022;window.lampan=1;//`,
		`</script><svg onload=window.lampan=1>`, `<!--<script>`, `-->`, `*/window.lampan=1/*`, "x\u2028window.lampan=1", "x\u2029window.lampan=1",
		`__proto__`, `constructor`, `toString`, `location.hash`, `#handlaggning`, `#s1`, `" id="s1`, `" class="on`, `" hidden x="`, `" aria-live="assertive`,
		"\x00\"", "\ud7ff\uffff\"", `{"a":1}`, `null`, `\`, `\\`,
	}
}
