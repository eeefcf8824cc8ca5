"use strict";
(() => {
const words = WORDS;
const strengths = ["obvious", "weak", "fair", "strong"];
const hints = HINTS;
const longest = 1024; // bytes: the room in judge
const idle = 120e3;   // ms until a forgotten password is taken away
const $ = (id) => document.getElementById(id);
const field = $("field");
let lang = document.documentElement.lang;
let meter, judged, phrase = "", timer, speaker, leaver;

const say = (key, ...values) => values.reduce((s, v, i) => s.replace("{" + i + "}", v), words[lang][key]);

/* The meter as text, 7 bits in each sign. Four signs would not survive in a page,
   and others stand for them; then it is gzip. */
const unpack = (text, length) => {
	const out = new Uint8Array(length), instead = [0, 10, 13, 60];
	let bits = 0, held = 0, at = 0;
	for (let i = 0; i < text.length; i++) {
		const c = text.charCodeAt(i);
		held = held << 7 | (c < 128 ? c : instead[c - 192]);
		if ((bits += 7) >= 8) out[at++] = held >> (bits -= 8);
		held &= 255;
	}
	return out;
};

/* What Go asks of the system it runs on. It gets chance and a clock; everything
   else answers that there is no such thing. */
const system = () => {
	const view = () => new DataView(meter.memory.buffer);
	const none = (a, b) => (view().setUint32(a, 0, true), view().setUint32(b, 0, true), 0);
	const given = {
		random_get: (at, n) => (crypto.getRandomValues(new Uint8Array(meter.memory.buffer, at, n)), 0),
		clock_time_get: (id, precision, at) => (view().setBigUint64(at, BigInt(Math.round(performance.now() * 1e6)), true), 0),
		args_sizes_get: none, environ_sizes_get: none, args_get: () => 0, environ_get: () => 0, sched_yield: () => 0,
		proc_exit: () => { throw new Error("exit"); },
	};
	return new Proxy(given, { get: (o, name) => o[name] || (() => 8) });
};

const start = async () => {
	const data = $("meter");
	const packed = unpack(data.textContent, Number(data.dataset.bytes));
	data.remove();
	const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
	const bytes = await new Response(stream).arrayBuffer();
	const module = await WebAssembly.compile(bytes);
	const imports = {}, shared = system();
	for (const i of WebAssembly.Module.imports(module)) (imports[i.module] ||= {})[i.name] = shared[i.name];
	meter = (await WebAssembly.instantiate(module, imports)).exports;
	meter._initialize();
	if (!meter.open()) throw new Error("tables");
};

const bytes = (at, n) => new Uint8Array(meter.memory.buffer, at, n);

/* The password goes into the meter's memory without a copy in between, and the
   meter overwrites it before it answers. */
const judge = () => {
	const { read, written } = new TextEncoder().encodeInto(field.value.normalize("NFC"), bytes(meter.where(), longest));
	if (!read) return null;
	const log10 = meter.guess(written);
	const [strength, n] = bytes(meter.said(), 2);
	return { log10, strength, hints: [...bytes(meter.said() + 2, n)].map((i) => hints[i]) };
};

/* A power of ten in words, so coarse that it is true. */
const many = (log10) => {
	return log10 >= 15 ? say("many.more") : say("many." + Math.floor(log10));
};
const long = (seconds) => {
	const steps = [["moment", 1], ["seconds", 60], ["minutes", 3600], ["hours", 86400], ["days", 30 * 86400], ["months", 365 * 86400], ["years", 100 * 365 * 86400]];
	const step = steps.find((s) => seconds < s[1]);
	return say("long." + (step ? step[0] : "endless"));
};

const list = (el, items) => el.replaceChildren(...items.map((text) => Object.assign(document.createElement("li"), { textContent: text })));

/* The one thing that helps most, after what gives the password away. */
const personal = ["family", "site", "user", "personnum", "phone", "date", "name", "place"];
const helps = (why) => {
	if (why[0] === "known") return "help.known";
	if (why.some((h) => personal.includes(h))) return "help.personal";
	return why[0] === "short" ? "help.short" : "help.other";
};

const show = () => {
	const g = judged;
	$("answer").dataset.strength = g ? strengths[g.strength] : "";
	$("answer").dataset.log10 = g ? g.log10.toFixed(2) : "";
	$("verdict").textContent = g ? say("strength." + strengths[g.strength]) : say("verdict.none");
	$("step").textContent = g ? say("step", g.strength + 1) : "";
	$("more").hidden = !g;
	if (!g) return "";
	$("tries").textContent = say("tries", many(g.log10));
	$("online").textContent = say("online", long(10 ** g.log10 / RATE_ONLINE));
	$("offline").textContent = say("offline", long(10 ** g.log10 / RATE_OFFLINE));
	const good = g.strength === 3;
	const why = good ? [] : g.hints.slice(0, 3);
	$("whys").hidden = !why.length;
	list($("why"), why.map((h) => say("hint." + h)));
	const help = say(good ? "help.strong" : g.strength === 2 ? "help.fair" : helps(g.hints));
	$("help").textContent = help;
	return [say("strength." + strengths[g.strength]), why.length ? say("hint." + why[0]) : "", help].join(" ");
};

const look = () => {
	clearTimeout(timer); clearTimeout(speaker);
	if (!meter) return;
	try { judged = judge(); } catch { return fail(); }
	const summary = show();
	/* The summary waits until the typing has stopped, or it would interrupt. */
	speaker = setTimeout(() => { $("summary").textContent = summary; }, 900);
};

const typed = () => {
	clearTimeout(timer); clearTimeout(leaver);
	timer = setTimeout(look, 120);
	leaver = setTimeout(forget, idle);
};

/* Takes the password and the phrase off the page. The browser's own copies of
   what was typed are beyond reach. */
const forget = () => {
	clearTimeout(timer); clearTimeout(leaver); clearTimeout(speaker);
	field.value = ""; phrase = ""; judged = null;
	if (meter) try { meter.wipe(); } catch { /* it has stopped already */ }
	hide(); show(); suggest();
	$("summary").textContent = "";
};

const hide = (on = true) => {
	field.type = on ? "password" : "text";
	$("eye").setAttribute("aria-pressed", String(!on));
};

const suggest = () => {
	$("phrase").textContent = phrase;
	$("made").hidden = !phrase;
};

const make = () => {
	let n = 0;
	try { n = meter.generate(lang === "sv" ? 1 : 0, 5); } catch { return fail(); }
	if (!n) return fail();
	phrase = new TextDecoder().decode(bytes(meter.where(), n));
	meter.wipe();
	clearTimeout(leaver); leaver = setTimeout(forget, idle);
	suggest();
};

const fail = () => {
	meter = undefined; field.value = ""; field.disabled = true; judged = null; show();
	$("make").disabled = $("eye").disabled = true;
	status("state.failed");
};

let state = "state.loading";
const status = (key) => {
	state = key;
	$("state").textContent = key ? say(key) : "";
	$("state").hidden = !key;
};

const speak = (to) => {
	lang = document.documentElement.lang = to;
	document.title = say("title");
	for (const el of document.querySelectorAll("[data-t]")) el.textContent = say(el.dataset.t);
	for (const el of document.querySelectorAll("[data-lang]")) el.setAttribute("aria-pressed", String(el.dataset.lang === to));
	status(state);
	if (phrase) make();
	$("summary").textContent = "";
	show();
};

for (const el of document.querySelectorAll("[data-lang]")) el.addEventListener("click", () => speak(el.dataset.lang));
field.addEventListener("input", typed);
field.addEventListener("change", look); // Enter does not wait
$("eye").addEventListener("click", () => hide(field.type === "text"));
$("make").addEventListener("click", make);
$("clear").addEventListener("click", () => { forget(); field.focus(); });
addEventListener("pagehide", forget);
addEventListener("pageshow", forget);
document.addEventListener("visibilitychange", () => document.hidden && forget());

$("page").hidden = false;
start().then(() => {
	field.disabled = $("make").disabled = $("eye").disabled = false;
	status("");
	document.documentElement.dataset.ready = String(Math.round(performance.now()));
	look();
}, fail);
})();
