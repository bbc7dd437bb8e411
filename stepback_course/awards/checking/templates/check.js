"use strict";

const given = JSON.parse(document.getElementById("given").textContent);
const PATIENCE = 10000; // milliseconds
const FACTS = ["name", "course", "awarded_on", "valid_until", "number"];
const wanted = (navigator.languages || []).map((name) => name.slice(0, 2).toLowerCase());
let language = wanted.find((name) => given.languages.includes(name)) || given.languages[0];
let shown = { outcome: "no_code" };

/* Letters and bytes. */

function bytesOf(letters) {
  const standard = letters.replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
  const again = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
  // The last letter may have bits to spare: two texts must not stand for the same bytes.
  if (again.replace(/=+$/, "") !== letters) throw new RangeError("not as it is written");
  return bytes;
}

async function isSigned(key, purpose, text, signature) {
  const name = { name: "Ed25519" };
  const imported = await crypto.subtle.importKey("raw", bytesOf(key.public), name, false, ["verify"]);
  return crypto.subtle.verify(name, imported, signature, new TextEncoder().encode(purpose + text));
}

/* The code behind the # of the address. */

function takenApart(code) {
  if (code.length > given.longest || !/^1[A-Za-z0-9_-]+$/.test(code)) return null;
  try {
    const content = bytesOf(code.slice(1));
    const split = content.length - given.signature_bytes;
    if (split < 1) return null;
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content.subarray(0, split));
    return { text, lines: text.split("\n"), signature: content.subarray(split) };
  } catch {
    return null;
  }
}

async function read(code) {
  if (code === "") return { outcome: "no_code" };
  const parts = takenApart(code);
  if (parts === null) return { outcome: "damaged" };
  const [tag, number, awarded_on, name, course, valid_until, ...more] = parts.lines;
  const named = given.keys.filter((key) => key.tag === tag);
  if (named.length === 0) return { outcome: "stranger" };
  for (const key of named) {
    if (await isSigned(key, given.purpose, parts.text, parts.signature)) {
      if (course === undefined || more.length > 0) return { outcome: "newer" };
      if (key.compromised || (key.last_day && awarded_on > key.last_day)) return { outcome: "doubtful" };
      return { outcome: "genuine", number, awarded_on, name, course, valid_until };
    }
  }
  return { outcome: "altered" };
}

/* The list of withdrawn numbers beside the page. */

async function readList() {
  const quietly = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  let text;
  try {
    const answer = await fetch(given.list_name, { ...quietly, signal: AbortSignal.timeout(PATIENCE) });
    text = await answer.text();
    if (!answer.ok) return null;
  } catch {
    return null;
  }
  try {
    const signed = JSON.parse(text);
    const key = given.keys.find((known) => known.did === signed.did);
    if (!await isSigned(key, given.list_purpose, signed.list, bytesOf(signed.signature))) return { refused: true };
    const list = JSON.parse(signed.list);
    const counts = !key.compromised && list.at >= key.since && (!key.until || list.at < key.until);
    return counts ? { day: list.day, withdrawn: list.withdrawn } : { refused: true };
  } catch {
    return { refused: true };
  }
}

function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

async function standing(code) {
  const list = await readList();
  const found = list && list.withdrawn && list.withdrawn.find((one) => one.number === code.number);
  if (found) return { ...code, outcome: found.state, since: found.since, replaced_by: found.replaced_by };
  const outcome = code.valid_until && today() > code.valid_until ? "expired" : "genuine";
  const listed_until = list && list.day >= code.awarded_on ? list.day : "";
  return { ...code, outcome, listed_until, list_refused: Boolean(list && list.refused) };
}

async function check() {
  const code = location.hash.slice(1);
  let result;
  try {
    result = await read(code);
    if (result.outcome === "genuine") result = await standing(result);
  } catch {
    result = { outcome: "cannot" };
  }
  if (code === location.hash.slice(1)) show(result);
}

/* What people see. */

function say(name, values = {}) {
  const fields = { issuer: given.issuer, ask: given.contact || given.issuer, made: day(given.made), ...values };
  return given.words[language][name].replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

function day(written) {
  const [year, month, date] = written.split("-").map(Number);
  const words = given.words[language];
  const fields = { day: date, month: words.months[month - 1], year };
  return words.day.replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

function add(parent, tag, text, kind = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  parent.append(made);
  return made;
}

function addFacts(parent, result) {
  const list = add(parent, "dl", "");
  for (const fact of FACTS.filter((name) => result[name])) {
    const row = add(list, "div", "");
    add(row, "dt", say(fact));
    const value = /_/.test(fact) ? day(result[fact]) : result[fact];
    add(row, "dd", value, fact).dir = "auto";
  }
}

function addStanding(parent, result) {
  const until = result.listed_until;
  add(parent, "p", until ? say("not_listed", { day: day(until) }) : say("not_known", { day: day(result.awarded_on) }));
  if (result.list_refused) add(parent, "p", say("list_refused"));
  add(parent, "p", say("to_be_sure"));
}

function show(result) {
  shown = result;
  const main = document.getElementById("result");
  const isGenuine = result.outcome === "genuine";
  const about = { number: result.replaced_by || "", day: "" };
  if (result.outcome === "expired") about.day = day(result.valid_until);
  if (result.since) about.day = day(result.since);
  document.documentElement.lang = language;
  document.title = say("title");
  document.getElementById("language").textContent = say("other_language");
  document.getElementById("language").lang = given.languages.find((known) => known !== language);
  document.getElementById("sends-nothing").textContent = say("sends_nothing");
  document.getElementById("made").textContent = say("made");
  main.textContent = "";
  main.dataset.outcome = result.outcome;
  add(main, "h1", say(result.outcome, about));
  if (result.number && result.number.startsWith(given.specimen)) add(main, "p", say("specimen"), "specimen");
  if (!isGenuine) add(main, "p", say(`${result.outcome}_about`, about));
  if (result.number) addFacts(main, result);
  if (isGenuine) {
    add(main, "h2", say("question"));
    add(main, "p", say("same"), "same");
    add(main, "p", say("differs"), "differs");
    addStanding(add(main, "div", "", "standing"), result);
  } else {
    add(main, "p", say("ask"));
  }
}

document.getElementById("language").addEventListener("click", () => {
  language = given.languages.find((known) => known !== language);
  show(shown);
});
addEventListener("hashchange", check);
check();
