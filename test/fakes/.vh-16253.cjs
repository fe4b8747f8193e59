"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// test/provider/resources/versions/git.test.ts
var import_node_fs7 = require("node:fs");
var import_node_path12 = require("node:path");

// provider/ownership/claims.ts
var STRENGTH = ["taken", "held", "wanted", "refused", "leaving", "seen"];
function objectOf(type, id) {
  return { server: "", type, key: id };
}
function nounOf({ type }) {
  return type.toLowerCase();
}
function nameOf({ client }, type, name) {
  return { server: client.url, type, key: name };
}
function keepsObject({ standing }) {
  return standing === "held" || standing === "taken" || standing === "wanted";
}
var Claims = class {
  constructor(journal) {
    this.journal = journal;
  }
  journal;
  objects = /* @__PURE__ */ new Map();
  /** The same by resource: none of a thousand looks at the objects of the others. */
  objectsOfUrn = /* @__PURE__ */ new Map();
  names = /* @__PURE__ */ new Map();
  nameOfUrn = /* @__PURE__ */ new Map();
  freeNames = /* @__PURE__ */ new Map();
  /** Undefined gives the object up. */
  set(urn, subject, standing) {
    if (urn === "" || this.objects.get(keyOf(subject))?.get(urn) === standing) return;
    this.add({ kind: "object", subject, urn, standing });
  }
  /** The other resource with the strongest standing. */
  rivalOf(urn, subject) {
    this.learn();
    const others = [...this.objects.get(keyOf(subject)) ?? []].filter(([other]) => other !== urn);
    const rivals = others.map(([other, standing]) => ({ urn: other, standing }));
    return rivals.sort((one, two) => STRENGTH.indexOf(one.standing) - STRENGTH.indexOf(two.standing))[0];
  }
  standingOf(urn, subject) {
    return this.objects.get(keyOf(subject))?.get(urn);
  }
  /** Whether the resource has an object of the type in this run. */
  holdsAny(urn, type) {
    return this.subjectsOf(urn).some(
      (subject) => subject.type === type && ["held", "taken"].includes(this.standingOf(urn, subject) ?? "")
    );
  }
  /**
   * Notes that the resource wants the name. Returns the other resources of the run that want it, each with the owner as
   * its program names it.
   */
  want(urn, subject, owner) {
    if (urn === "") return [];
    this.learn();
    const key = keyOf(subject);
    if (this.nameOfUrn.get(urn) !== key || this.names.get(key)?.get(urn) !== owner)
      this.add({ kind: "name", subject, urn, owner });
    return [...this.names.get(key) ?? []].filter(([other]) => other !== urn).map(([other, theirs]) => ({ urn: other, owner: theirs }));
  }
  /** The resource can't have the name: others still may. */
  giveUp(urn, subject) {
    if (this.nameOfUrn.get(urn) === keyOf(subject)) this.add({ kind: "name", subject, urn, owner: void 0 });
  }
  /** When, by this machine's clock, nobody had the name that the resource wants. Undefined where somebody may. */
  setFree(urn, subject, time2) {
    const key = `${urn}
${keyOf(subject)}`;
    if (time2 === void 0) this.freeNames.delete(key);
    else this.freeNames.set(key, time2);
  }
  freeAt(urn, subject) {
    return this.freeNames.get(`${urn}
${keyOf(subject)}`);
  }
  /** The resource is checked as a new one: the object that it has is about to be replaced. */
  leave(urn) {
    for (const subject of this.subjectsOf(urn)) {
      if (this.standingOf(urn, subject) === "held") this.set(urn, subject, "leaving");
    }
  }
  subjectsOf(urn) {
    return [...this.objectsOfUrn.get(urn)?.values() ?? []];
  }
  add(entry) {
    this.apply(entry);
    this.journal?.append(entry);
  }
  /** Applies what other processes of the run have written since. */
  learn() {
    for (const entry of this.journal?.news() ?? []) this.apply(entry);
  }
  apply(entry) {
    const key = keyOf(entry.subject);
    if (entry.kind === "object") {
      const standings = this.objects.get(key) ?? /* @__PURE__ */ new Map();
      if (entry.standing === void 0) standings.delete(entry.urn);
      else standings.set(entry.urn, entry.standing);
      this.objects.set(key, standings);
      const subjects = this.objectsOfUrn.get(entry.urn) ?? /* @__PURE__ */ new Map();
      if (entry.standing === void 0) subjects.delete(key);
      else subjects.set(key, entry.subject);
      this.objectsOfUrn.set(entry.urn, subjects);
      return;
    }
    const earlier = this.nameOfUrn.get(entry.urn);
    if (earlier !== void 0) this.names.get(earlier)?.delete(entry.urn);
    this.nameOfUrn.delete(entry.urn);
    if (entry.owner === void 0) return;
    this.nameOfUrn.set(entry.urn, key);
    const wanting = this.names.get(key) ?? /* @__PURE__ */ new Map();
    wanting.set(entry.urn, entry.owner);
    this.names.set(key, wanting);
  }
};
function keyOf({ server: server2, type, key }) {
  return [server2, type, key.toLowerCase()].join("\n");
}

// provider/ownership/notes.ts
var import_node_crypto = require("node:crypto");
var import_zod = require("zod");

// provider/errors.ts
var import_node_util = require("node:util");
var LONGEST_WORD = 500;
var WORD_HEAD = 100;
var CoderError = class extends Error {
  name = "CoderError";
  #whole;
  constructor(message, options) {
    super(shortenWords(message), options);
    this.#whole = message;
  }
  /** The message without what is to be hidden. A secret that was cut would not be found. */
  messageWithout(hide2) {
    return shortenWords(hide2(this.#whole));
  }
};
var ConfigurationError = class extends CoderError {
  name = "ConfigurationError";
};
var InputError = class extends CoderError {
  /** @param failures with all their words: they are shortened where they are shown */
  constructor(failures) {
    super(failures.map((failure) => `\`${failure.property}\`: ${failure.reason}`).join("\n"));
    this.failures = failures;
  }
  failures;
  name = "InputError";
};
var FunctionError = class extends CoderError {
  constructor(functionName, cause) {
    super(`${functionName} failed:${cause.message.includes("\n") ? "\n" : " "}${cause.message}`, { cause });
    this.cause = cause;
  }
  cause;
  name = "FunctionError";
  [import_node_util.inspect.custom]() {
    return this.message;
  }
};
var LOST_STATUSES = /* @__PURE__ */ new Set([
  408,
  499,
  502,
  503,
  504,
  520,
  521,
  522,
  523,
  524,
  525,
  526,
  527,
  530
]);
function isLostStatus(status) {
  return LOST_STATUSES.has(status);
}
var ApiError = class extends CoderError {
  name = "ApiError";
  method;
  path;
  status;
  serverMessage;
  detail;
  validations;
  requestId;
  /** The request left and no usable answer came: the server may have acted on it. */
  isAnswerLost;
  constructor(details, options) {
    super(describeApiError(details), options);
    this.method = details.method;
    this.path = details.path;
    this.status = details.status;
    this.serverMessage = details.serverMessage;
    this.detail = details.detail;
    this.validations = details.validations ?? [];
    this.requestId = details.requestId;
    this.isAnswerLost = details.isAnswerLost ?? (details.status === void 0 || isLostStatus(details.status));
  }
  /** The object does not exist (any more), or may not be seen by this token: the server does not tell the two apart. */
  get isGone() {
    return this.status === 404 && this.serverMessage !== "Route not found." || this.status === 410;
  }
  /** The token may not do this. The server hides some refusals in a 500. */
  get isForbidden() {
    return isRefusal(this);
  }
};
var DeadlineError = class extends ApiError {
  name = "DeadlineError";
};
var JobError = class extends CoderError {
  name = "JobError";
  details;
  constructor(message, details, options) {
    super(message, options);
    this.details = details;
  }
};
var PartialError = class extends CoderError {
  constructor(id, outputs, cause) {
    super(messageOf(cause), { cause });
    this.id = id;
    this.outputs = outputs;
    this.cause = cause;
  }
  id;
  outputs;
  cause;
  name = "PartialError";
};
function shortenWords(text2) {
  return text2.replace(new RegExp(`[^\\s"\`/:]{${LONGEST_WORD + 1},}`, "gu"), (word) => {
    const characters = [...word];
    return `${characters.slice(0, WORD_HEAD).join("")}\u2026 (${characters.length} characters)`;
  });
}
function quoted(names, conjunction) {
  return listed(
    names.map((name) => `"${name}"`),
    conjunction
  );
}
function backticked(properties, conjunction) {
  return listed(
    properties.map((property) => `\`${property}\``),
    conjunction
  );
}
function endSentence(text2) {
  const trimmed = text2.trim();
  return /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
function messageOf(thrown) {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
function toError(thrown) {
  return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
}
function isGone(thrown) {
  return thrown instanceof ApiError && thrown.isGone;
}
function listed(texts, conjunction) {
  if (conjunction === void 0 || texts.length < 2) return texts.join(", ");
  return `${texts.slice(0, -1).join(", ")} ${conjunction} ${texts.at(-1)}`;
}
function isRefusal(details) {
  return details.status === 403 || details.status === 500 && `${details.serverMessage} ${details.detail ?? ""}`.includes("rbac: forbidden");
}
function isUnlicensed(details) {
  return details.status === 403 && details.serverMessage.includes(" is a Premium feature.");
}
function describeApiError(details) {
  const parts = [endSentence(details.serverMessage)];
  if (isUnlicensed(details))
    parts.push("The server's licence does not have it, or no longer: renew the licence, or do without.");
  else if (isRefusal(details))
    parts.push(
      "The user whose token is used may not do this: use the token of one who may, or ask an administrator for the role."
    );
  if (details.detail !== void 0 && details.detail !== "" && details.detail !== details.serverMessage) {
    parts.push(endSentence(details.detail));
  }
  for (const validation of details.validations ?? []) {
    parts.push(`\`${validation.field}\`: ${endSentence(validation.detail)}`);
  }
  const answer = details.status === void 0 ? "no answer" : `status ${details.status}`;
  const request = details.requestId === void 0 ? "" : `, request ${details.requestId}`;
  parts.push(`(${details.method} ${details.path}: ${answer}${request})`);
  return parts.join(" ");
}

// provider/ownership/shelf.ts
var MemoryShelf = class {
  texts = /* @__PURE__ */ new Map();
  read(name) {
    return this.texts.get(name);
  }
  write(name, text2) {
    this.texts.set(name, text2);
  }
  remove(name) {
    this.texts.delete(name);
  }
  names() {
    return [...this.texts.keys()];
  }
};

// provider/ownership/notes.ts
var CLOCK_TOLERANCE_MILLISECONDS = 5e3;
var FOREIGN_CLOCK_TOLERANCE_MILLISECONDS = 5 * 6e4;
var RENEWAL_MILLISECONDS = 5e3;
var LONGEST_REQUEST_MILLISECONDS = 13e4 + RENEWAL_MILLISECONDS;
var attemptSchema = import_zod.z.object({
  /** When the request was about to be sent, for the last time, by the server's clock, in milliseconds. */
  time: import_zod.z.number(),
  /** A moment before, nobody had the name. */
  wasFree: import_zod.z.boolean().optional(),
  /** Digest of the request, as far as the object itself shows it later. */
  digest: import_zod.z.string(),
  /** Id of the object that the request made, once the server has told it. */
  id: import_zod.z.string().optional(),
  /** Of a promotion: id of the version that a restoration goes back to. */
  before: import_zod.z.string().optional()
});
var matterSchema = import_zod.z.object({
  /** `restart`: a stop on the way to a start. `promotion`: another version becomes a template's active one. */
  kind: import_zod.z.enum(["creation", "deletion", "restart", "promotion"]),
  server: import_zod.z.string(),
  /** For a deletion only its stack: the state may have the object under another URN by now. */
  urn: import_zod.z.string(),
  /** Owner of the object: a user or an organization. */
  owner: import_zod.z.string(),
  /** Name of the object; for a deletion its id, for a restart the workspace's id, for a promotion the template's. */
  name: import_zod.z.string()
});
var noteSchema = matterSchema.extend({ attempts: import_zod.z.array(attemptSchema) });
var Notes = class {
  constructor(shelf) {
    this.shelf = shelf;
    this.isEmpty = shelf.names().length === 0;
  }
  shelf;
  /** Why notes can't be written, once writing one has failed. */
  problem;
  ownIds = /* @__PURE__ */ new Set();
  ownDone = [];
  idsOnShelf;
  /** What could not be written, and is known to this process at least: an answer may be lost without a crash. */
  unwritten = new MemoryShelf();
  /** No earlier run left a note, and this one wrote none. */
  isEmpty;
  /** The attempts of earlier runs and of this one. */
  attempts(matter) {
    return this.noteOf(nameOf2(matter))?.attempts ?? [];
  }
  /** Writes an attempt down. The result is to be told what became of it. */
  begin(matter, attempt2) {
    const earlier = this.attempts(matter);
    let latest = attempt2;
    this.put(matter, [...earlier, attempt2]);
    return {
      sending: (now) => {
        if (Math.abs(now - latest.time) <= RENEWAL_MILLISECONDS) return;
        latest = { ...attempt2, time: now, wasFree: void 0 };
        this.put(matter, [...earlier, latest]);
      },
      made: (id) => {
        if (matter.kind === "creation") this.ownIds.add(id);
        if (matter.kind === "promotion" || matter.kind === "deletion") this.ownDone.push(matter);
        this.put(matter, [{ ...latest, id }]);
      },
      refused: () => this.put(matter, earlier)
    };
  }
  forget(matter) {
    this.put(matter, []);
  }
  /** Drops attempts without an outcome that are too old to get one. */
  dropOpen(matter, now) {
    const attempts = this.attempts(matter);
    const left = attempts.filter(({ id, time: time2 }) => id !== void 0 || time2 + LONGEST_REQUEST_MILLISECONDS > now);
    if (left.length < attempts.length) this.put(matter, left);
  }
  /** The engine has ended the run in order, and has every answer of this process. */
  settleOwn() {
    for (const id of this.ownIds) this.settle(id);
    for (const matter of this.ownDone.splice(0)) this.forget(matter);
  }
  /** A state has the object: the note of its creation is needed no longer. */
  settle(id) {
    const matter = this.ids().get(id);
    if (matter === void 0) return;
    const left = this.attempts(matter).filter((attempt2) => attempt2.id !== id);
    this.put(matter, left);
    this.ids().delete(id);
  }
  put(matter, attempts) {
    const name = nameOf2(matter);
    this.unwritten.remove(name);
    if (attempts.length === 0) {
      this.trying(() => this.shelf.remove(name));
      return;
    }
    const { kind, server: server2, urn, owner, name: named } = matter;
    const note = { kind, server: server2, urn, owner, name: named, attempts: [...attempts] };
    const text2 = `${JSON.stringify(note)}
`;
    if (!this.trying(() => this.shelf.write(name, text2))) this.unwritten.write(name, text2);
    this.isEmpty = false;
    this.index(note);
  }
  /** A failure does not stop the operation: only a crash within it would need the note. */
  trying(change2) {
    try {
      change2();
      return true;
    } catch (thrown) {
      this.problem = messageOf(thrown);
      return false;
    }
  }
  ids() {
    if (this.idsOnShelf === void 0) {
      this.idsOnShelf = /* @__PURE__ */ new Map();
      for (const name of this.shelf.names()) this.index(this.noteOf(name));
    }
    return this.idsOnShelf;
  }
  index(note) {
    if (note?.kind !== "creation") return;
    for (const { id } of note.attempts) if (id !== void 0) this.ids().set(id, note);
  }
  noteOf(name) {
    const text2 = this.unwritten.read(name) ?? this.shelf.read(name);
    if (text2 === void 0) return void 0;
    try {
      return noteSchema.safeParse(JSON.parse(text2)).data;
    } catch {
      return void 0;
    }
  }
};
function isTimely({ time: time2, wasFree = false }, createdAt) {
  const made = Date.parse(createdAt);
  const tolerance = wasFree ? FOREIGN_CLOCK_TOLERANCE_MILLISECONDS : CLOCK_TOLERANCE_MILLISECONDS;
  return made >= time2 - tolerance && made <= time2 + LONGEST_REQUEST_MILLISECONDS;
}
function digestOf(...parts) {
  return (0, import_node_crypto.createHash)("sha256").update(JSON.stringify(parts)).digest("hex");
}
function nameOf2({ kind, server: server2, urn, owner, name }) {
  return `${digestOf(kind, server2, urn, owner.toLowerCase(), name.toLowerCase())}.json`;
}

// provider/ownership/holdings.ts
var Holdings = class {
  constructor(shelf) {
    this.shelf = shelf;
  }
  shelf;
  known = /* @__PURE__ */ new Map();
  /** URN of the resource whose state had the object. */
  urnOf(subject) {
    const name = nameOf3(subject);
    return this.known.get(name) ?? (this.shelf.read(name)?.trim() || void 0);
  }
  put(subject, urn) {
    const name = nameOf3(subject);
    if (urn === "" || this.urnOf(subject) === urn) return;
    this.known.set(name, urn);
    try {
      this.shelf.write(name, `${urn}
`);
    } catch {
    }
  }
  remove(subject) {
    const name = nameOf3(subject);
    this.known.delete(name);
    try {
      this.shelf.remove(name);
    } catch {
    }
  }
};
function nameOf3({ server: server2, type, key }) {
  return `${digestOf(server2, type, key)}.txt`;
}

// provider/ownership/journal.ts
var LEFTOVER_MILLISECONDS = 24 * 36e5;

// provider/ownership/ownership.ts
var KeptOwnership = class {
  constructor(claims, notes, holdings) {
    this.claims = claims;
    this.notes = notes;
    this.holdings = holdings;
  }
  claims;
  notes;
  holdings;
  endOfRun(signal) {
    if (signal === "SIGINT") this.notes.settleOwn();
  }
};
function passingOwnership() {
  return new KeptOwnership(new Claims(), new Notes(new MemoryShelf()), new Holdings(new MemoryShelf()));
}

// provider/client/reads.ts
var import_zod14 = require("zod");

// provider/client/template-versions.ts
var import_zod8 = require("zod");

// provider/enumerations.ts
var WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
var PORT_SHARE_LEVELS = ["owner", "authenticated", "organization", "public"];
var TEMPLATE_ROLES = ["use", "admin"];
var PARAMETER_TYPES = ["string", "number", "bool", "list(string)"];
var PARAMETER_FORM_TYPES = [
  "radio",
  "dropdown",
  "input",
  "textarea",
  "slider",
  "checkbox",
  "switch",
  "tag-select",
  "multi-select",
  "error"
];
var MONOTONIC_ORDERS = ["increasing", "decreasing"];

// provider/open-enum.ts
var import_zod2 = require("zod");
function openEnum(values) {
  return import_zod2.z.string().meta({ values });
}

// provider/client/provisioner.ts
var import_zod6 = require("zod");

// provider/client/buildinfo.ts
var import_zod4 = require("zod");

// provider/client/transport/schemas.ts
var import_zod3 = require("zod");
function answerObject(shape) {
  return import_zod3.z.looseObject(shape);
}
function optional(schema) {
  return schema.nullish().transform((value) => value ?? void 0);
}
function listOf(schema) {
  return import_zod3.z.array(schema).nullish().transform((value) => value ?? []);
}
function mapOf(schema) {
  return import_zod3.z.record(import_zod3.z.string(), schema).nullish().transform((value) => value ?? {});
}
var textMap = mapOf(import_zod3.z.string());
var text = import_zod3.z.string().nullish().transform((value) => value ?? "");
var count = import_zod3.z.number().nullish().transform((value) => value ?? 0);
var flag = import_zod3.z.boolean().nullish().transform((value) => value ?? false);
var NO_ID = "00000000-0000-0000-0000-000000000000";
var optionalId = import_zod3.z.string().nullish().transform((value) => value === null || value === NO_ID || value === "" ? void 0 : value);
var time = import_zod3.z.string();
var optionalTime = time.nullish().transform((value) => value === null || value?.startsWith("0001-01-01T00:00:00") === true ? void 0 : value);
var optionalText = import_zod3.z.string().nullish().transform((value) => value === null || value === "" ? void 0 : value);
function openText(values) {
  return openEnum(values).nullish().transform((value) => value ?? "");
}

// provider/client/transport/server-version.ts
var FEATURES = {
  presetBuilds: { what: "Building with a preset", since: [2, 23] },
  parameterFlows: { what: "Another flow than the classic one", since: [2, 23] },
  daemonStatuses: { what: "Filtering provisioner daemons by status", since: [2, 26] },
  parameterEvaluation: { what: "Evaluating parameters", since: [2, 24] }
};
function reasonOfLack(feature, serverVersion) {
  const { what, since } = FEATURES[feature];
  return isBefore(serverVersion, since) ? `${what} needs Coder ${textOf(since)} or newer, and this server is ${serverVersion}.` : void 0;
}
function isBefore(serverVersion, [major, minor]) {
  const found = /^v?(\d+)\.(\d+)/.exec(serverVersion);
  const foundMajor = Number(found?.[1] ?? 0);
  if (foundMajor === 0) return false;
  return foundMajor < major || foundMajor === major && Number(found?.[2]) < minor;
}
function textOf([major, minor]) {
  return `${major}.${minor}`;
}

// provider/client/buildinfo.ts
var buildInfoSchema = answerObject({
  version: import_zod4.z.string(),
  external_url: text,
  dashboard_url: text,
  deployment_id: text,
  telemetry: flag,
  workspace_proxy: flag,
  agent_api_version: text,
  provisioner_api_version: text,
  upgrade_message: text
});
function getBuildInfo(transport, options) {
  return transport.json(buildInfoSchema, { method: "GET", path: "/buildinfo" }, options);
}
async function explainLack(transport, feature, options) {
  return reasonOfLack(feature, transport.serverVersion ?? (await getBuildInfo(transport, options)).version);
}
async function requireFeature(transport, feature, options) {
  const reason = await explainLack(transport, feature, options);
  if (reason !== void 0) throw new CoderError(reason);
}
function explainRefusal(transport, feature, thrown) {
  const { serverVersion } = transport;
  const reason = thrown instanceof ApiError && serverVersion !== void 0 ? reasonOfLack(feature, serverVersion) : void 0;
  throw reason === void 0 ? thrown : new CoderError(reason, { cause: thrown });
}

// provider/client/transport/transport.ts
var import_node_events = require("node:events");

// provider/deadline.ts
var MOMENT_MILLISECONDS = 2e3;
function remainingMilliseconds({ milliseconds, since }, now) {
  return since === void 0 ? milliseconds : Math.max(0, since + milliseconds - now);
}
function begun(deadline2, now) {
  return { ...deadline2, since: deadline2.since ?? now };
}
function refusedWaitText(askedMilliseconds, deadline2, now) {
  const left = roughly(remainingMilliseconds(deadline2, now), Math.floor);
  const remaining = left === roughly(deadline2.milliseconds, Math.floor) ? "" : `, which leaves ${left}`;
  return `The server asks to wait ${roughly(askedMilliseconds, Math.ceil)}, and this may take ${deadlineText(deadline2)} at most${remaining}. Run it again later, or allow more time.`;
}
function deadlineText({ milliseconds, setting: setting2 }) {
  return `${durationText(milliseconds)}${setting2 === void 0 ? "" : ` (\`${setting2}\`)`}`;
}
function roughly(milliseconds, round) {
  const inUnits = (unit) => {
    const units = milliseconds / unit;
    const isWhole2 = Math.abs(units - Math.round(units)) * unit < MOMENT_MILLISECONDS;
    return isWhole2 ? Math.round(units) : round(units);
  };
  if (milliseconds >= 2 * 36e5) return `${inUnits(36e5)} hours`;
  return durationText(milliseconds >= 12e4 ? inUnits(6e4) * 6e4 : milliseconds);
}
function durationText(milliseconds) {
  const seconds = Math.round(milliseconds / 1e3);
  if (seconds >= 120 && seconds % 60 === 0) return `${seconds / 60} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

// provider/client/transport/error-body.ts
var import_node_http = require("node:http");
var import_zod5 = require("zod");
var DATABASE_AWAY = new RegExp(
  [
    "pq: the database system is ",
    "pq: terminating connection",
    "pq: sorry, too many clients already",
    "pq: database is closed",
    "driver: bad connection",
    "sql: database is closed",
    "connect: connection refused",
    "connection reset by peer",
    "broken pipe",
    "\\bEOF\\b"
  ].join("|")
);
var errorBodySchema = import_zod5.z.object({
  message: import_zod5.z.string(),
  detail: optional(import_zod5.z.string()),
  validations: import_zod5.z.array(import_zod5.z.object({ field: text, detail: text })).nullish().transform((value) => value ?? [])
});
function lacksDatabase(answer) {
  const { message, detail = "" } = readErrorBody(answer);
  return DATABASE_AWAY.test(`${message}
${detail}`);
}
function readErrorBody(answer) {
  const body = answer.body.toString("utf8").trim();
  const found = firstDocument(body);
  if (found !== void 0) {
    const parsed = errorBodySchema.safeParse(found.document);
    if (parsed.success) {
      const { message, detail, validations } = parsed.data;
      return { message, detail: detail ?? (found.before === "" ? void 0 : found.before), validations };
    }
  }
  const status = import_node_http.STATUS_CODES[answer.status] ?? `Status ${answer.status}`;
  if (body === "") return { message: `${status}, without an explanation`, detail: void 0, validations: [] };
  if (contentType(answer).includes("text/html") || body.startsWith("<")) {
    return { message: `${status}: an HTML page, not an answer of Coder`, detail: void 0, validations: [] };
  }
  return { message: body, detail: void 0, validations: [], isWholeText: true };
}
function firstDocument(body) {
  const start = body.indexOf("{");
  if (start < 0) return void 0;
  let depth = 0;
  let isInString = false;
  for (let index = start; index < body.length; index++) {
    const character = body[index];
    if (isInString) {
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) {
      try {
        return { document: JSON.parse(body.slice(start, index + 1)), before: body.slice(0, start).trim() };
      } catch {
        return void 0;
      }
    }
  }
  return void 0;
}
function contentType(answer) {
  return (answer.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

// provider/client/transport/network-errors.ts
var import_types = require("node:util/types");

// provider/client/transport/answer-body.ts
var MEBIBYTE = 1024 * 1024;
var LONGEST_MEBIBYTES = 256;
var LONGEST_ERROR_MEBIBYTES = 16;
var LONGEST_MILLISECONDS = 3e5;
var SHORTEST_MILLISECONDS = 1e4;
var AnswerGivenUp = class extends Error {
  constructor(message, isTooLong) {
    super(message);
    this.isTooLong = isTooLong;
  }
  isTooLong;
  name = "AnswerGivenUp";
};
async function readBody({ statusCode, body }, { clock, deadline: deadline2 }) {
  const mebibytes = statusCode < 400 ? LONGEST_MEBIBYTES : LONGEST_ERROR_MEBIBYTES;
  const left = deadline2 === void 0 ? Infinity : remainingMilliseconds(deadline2, clock.now());
  const milliseconds = Math.min(LONGEST_MILLISECONDS, Math.max(SHORTEST_MILLISECONDS, left));
  const stop = clock.every(
    milliseconds,
    () => body.destroy(new AnswerGivenUp(`it did not end within ${deadlineText({ milliseconds })}`, false))
  );
  const pieces = [];
  let length = 0;
  try {
    for await (const piece of body) {
      length += piece.length;
      if (length > mebibytes * MEBIBYTE) throw new AnswerGivenUp(`it is longer than ${mebibytes} MiB`, true);
      pieces.push(piece);
    }
  } finally {
    stop();
  }
  return Buffer.concat(pieces);
}

// provider/client/transport/network-errors.ts
var CERTIFICATE_CODES = /* @__PURE__ */ new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE"
]);
function isCertificateProblem(error) {
  return CERTIFICATE_CODES.has(codeOf(error) ?? "") || (0, import_types.isNativeError)(error.cause) && isCertificateProblem(error.cause);
}
function isNotTls(error) {
  const code = codeOf(error) ?? "";
  return code.startsWith("ERR_SSL_") || code === "EPROTO";
}
function isNotHttp(error) {
  return error.name === "HTTPParserError";
}
function describeLoss(error) {
  return error instanceof AnswerGivenUp ? "The server's answer was given up" : "The server did not answer";
}
var TIME_OUTS = {
  UND_ERR_HEADERS_TIMEOUT: "no answer for too long",
  UND_ERR_BODY_TIMEOUT: "the answer did not go on"
};
var PROXY_REFUSAL = /^Proxy response \((\d+)\) !== 200/;
function describeNetworkError(error) {
  const timeOut = TIME_OUTS[codeOf(error) ?? ""];
  if (timeOut !== void 0) return timeOut;
  const [first] = partsOf(error);
  if (first !== void 0) return describeNetworkError(first);
  if (isNotTls(error)) return codeOf(error) ?? "no TLS";
  const refusal = PROXY_REFUSAL.exec(error.message);
  if (refusal !== null) return proxyRefusal(Number(refusal[1]));
  return error.message === "" ? codeOf(error) ?? error.name : error.message.trim();
}
function proxyRefusal(status) {
  if (status !== 407) return `the proxy did not let the request through (status ${status})`;
  return "the proxy wants a user and a password (status 407), in the address of the proxy";
}
function codeOf(error) {
  return propertyOf(error, "code");
}
function partsOf(error) {
  const parts = Reflect.get(error, "errors");
  return Array.isArray(parts) ? parts.filter(import_types.isNativeError) : [];
}
function propertyOf(error, name) {
  const value = Reflect.get(error, name);
  return typeof value === "string" ? value : void 0;
}

// provider/client/transport/request.ts
var API_PREFIX = "/api/v2";
function path(texts, ...values) {
  return texts.map((piece, index) => {
    if (index >= values.length) return piece;
    const value = values[index];
    const isText2 = typeof value === "string" && !/^\.{0,2}$|\p{Surrogate}/u.test(value);
    if (!isText2 && !(typeof value === "number" && Number.isFinite(value))) {
      const what = typeof value === "string" ? JSON.stringify(value) : `A value of type ${typeName(value)}`;
      throw new CoderError(`${what} is no id or name of an object, for the path ${texts.join("\u2026")}. Correct it.`);
    }
    return piece + encodeURIComponent(value);
  }).join("");
}
function typeName(value) {
  return value === null ? "null" : typeof value;
}
function queryText(query) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== void 0) parameters.set(key, String(value));
  }
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}
function isRepeatable(request) {
  return request.isRepeatable ?? (request.method === "GET" || request.method === "PUT" || request.method === "DELETE");
}

// provider/client/transport/answers.ts
var VERSION_HEADER = "x-coder-build-version";
var REQUEST_ID_HEADER = "x-coder-request-id";
var TEXT_LENGTH = 500;
var ADDRESS_ADVICE = "Set `coderd:url` (or `CODER_URL`) to the address of a Coder server, as the browser shows it without a path.";
function successOf(server2, request, outcome) {
  if (outcome.kind !== "answered") throw networkError(server2, request, outcome);
  const { answer } = outcome;
  const foreign = foreignAnswer(server2, request, answer);
  if (foreign !== void 0) throw foreign;
  if (isSuccess(answer) || answer.status === 304) return answer;
  const error = apiError(server2, request, answer, outcome.refusedWait);
  if (answer.status === 401 && request.isLogin !== true) throw refusedToken(server2, error);
  throw error;
}
function parseAnswer(server2, request, answer, schema) {
  let json;
  try {
    json = JSON.parse(answer.body.toString("utf8"));
  } catch {
    if (!isFromCoder(answer)) throw notCoder(server2, request, answer);
    throw unreadable(server2, request, answer, "it is not JSON");
  }
  return parseJson(server2, { request, answer }, schema, json);
}
function parseJson(server2, { request, answer }, schema, json) {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  if (answer !== void 0 && !isFromCoder(answer)) throw notCoder(server2, request, answer);
  const problems = parsed.error.issues.slice(0, 3).map((issue) => `at "${issue.path.join(".")}": ${issue.message}`);
  throw unreadable(server2, request, answer, problems.join("; "));
}
function apiError(server2, request, answer, refusedWait) {
  const body = readErrorBody(answer);
  const hidden = server2.withoutSecrets(body.message);
  const message = body.isWholeText === true ? shortened(hidden) : hidden;
  return new (refusedWait === void 0 ? ApiError : DeadlineError)({
    method: request.method,
    path: API_PREFIX + request.path,
    status: answer.status,
    isAnswerLost: isServerSilent(answer),
    serverMessage: refusedWait === void 0 ? message : `${endSentence(message)} ${refusedWait}`,
    detail: body.detail === void 0 ? void 0 : server2.withoutSecrets(body.detail),
    validations: body.validations.map(({ field, detail }) => ({
      field: server2.withoutSecrets(field),
      detail: server2.withoutSecrets(detail)
    })),
    requestId: requestIdOf(server2, answer)
  });
}
function shortened(text2) {
  return text2.length > TEXT_LENGTH ? `${text2.slice(0, TEXT_LENGTH)}\u2026` : text2;
}
function lostAnswer(server2, request, reason, cause) {
  return new ApiError(
    {
      method: request.method,
      path: API_PREFIX + request.path,
      status: void 0,
      serverMessage: server2.withoutSecrets(reason)
    },
    cause === void 0 ? void 0 : { cause }
  );
}
function isServerSilent(answer) {
  if (isLostStatus(answer.status)) return true;
  return answer.status >= 500 && (!isFromCoder(answer) || lacksDatabase(answer));
}
function isSuccess({ status }) {
  return status >= 200 && status < 300;
}
function isFromCoder(answer) {
  return answer.headers[VERSION_HEADER] !== void 0;
}
function networkError(server2, request, outcome) {
  const { cause } = outcome;
  const what = server2.withoutSecrets(describeNetworkError(cause));
  if (outcome.kind === "lost") {
    if (!isNotHttp(cause)) return lostAnswer(server2, request, `${describeLoss(cause)}: ${what}`, cause);
    const text2 = `"${server2.url}" is not a Coder server: what it answered is not HTTP. ${ADDRESS_ADVICE}`;
    return withoutUsableAnswer(server2, request, text2, cause);
  }
  if (isCertificateProblem(cause)) {
    return new ConfigurationError(
      `The certificate of "${server2.url}" is not trusted: ${endSentence(what)} ${certificateAdvice(cause)}`,
      {
        cause
      }
    );
  }
  if (isNotTls(cause)) {
    return new ConfigurationError(
      `"${server2.url}" does not speak TLS (${what}). If it is served without, let \`coderd:url\` (or \`CODER_URL\`) begin with http://.`,
      {
        cause
      }
    );
  }
  return new ConfigurationError(
    `The Coder server at "${server2.url}" is unreachable: ${endSentence(what)} Check that it runs, and that \`coderd:url\` (or \`CODER_URL\`) and the proxy settings of the environment are right.`,
    { cause }
  );
}
function withoutUsableAnswer(server2, request, text2, cause) {
  if (!isRepeatable(request)) return lostAnswer(server2, request, text2, cause);
  return new ConfigurationError(text2, cause === void 0 ? void 0 : { cause });
}
function certificateAdvice(cause) {
  switch (codeOf(cause)) {
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "Have it renewed, and check the clock of this machine.";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "Let `coderd:url` name the host that the certificate is made for.";
    default:
      return "Set `coderd:caFile` to a PEM file with the certificate of the authority that signed it.";
  }
}
function foreignAnswer(server2, request, answer) {
  const { status } = answer;
  const isHtml = contentType(answer).includes("text/html");
  if (status >= 300 && status < 400 && status !== 304) return redirected(server2, request, answer);
  if (status === 400 && answer.body.toString("utf8").includes("HTTP request to an HTTPS server")) {
    return new ConfigurationError(`"${server2.url}" speaks TLS only. Let \`coderd:url\` begin with https://.`);
  }
  if (isFromCoder(answer)) return isHtml ? notCoder(server2, request, answer) : void 0;
  const isDone = request.method !== "GET" && (isSuccess(answer) || status === 304);
  const saysSomething = status === 404 || status === 410 || status === 401 || status === 403 || status === 405;
  return saysSomething || isDone || isHtml && status < 500 ? notCoder(server2, request, answer) : void 0;
}
function notCoder(server2, request, answer) {
  const type = server2.withoutSecrets(contentType(answer));
  const what = type.includes("text/html") ? "an HTML page" : type === "" ? "an answer without a type" : `an answer of type "${type}"`;
  return withoutUsableAnswer(
    server2,
    request,
    `"${server2.url}" is not the address of a Coder server, or a proxy in front of it answered: ${request.method} ${API_PREFIX}${request.path} brought ${what} with status ${answer.status}. ${ADDRESS_ADVICE} If a proxy wants headers, set \`coderd:headers\`.`
  );
}
function redirected(server2, request, answer) {
  const location = answer.headers["location"] ?? "";
  const target = URL.canParse(location, server2.url) ? new URL(location, server2.url) : void 0;
  const where = target === void 0 ? "elsewhere" : `to "${server2.withoutSecrets(target.origin + target.pathname)}"`;
  return withoutUsableAnswer(
    server2,
    request,
    `"${server2.url}" redirects ${request.method} ${API_PREFIX}${request.path} ${where} (status ${answer.status}). Set \`coderd:url\` (or \`CODER_URL\`) to the address that the server has in the end. If a proxy wants headers, set \`coderd:headers\`.`
  );
}
function refusedToken(server2, error) {
  const { tokenSource } = server2;
  const source = tokenSource === void 0 ? "" : ` It came from ${tokenSource}.`;
  const place = tokenSource === void 0 ? "and set it as `coderd:token` or `CODER_SESSION_TOKEN`." : "and set it there.";
  return new ConfigurationError(
    `The token was refused by the Coder server at "${server2.url}": ${endSentence(error.detail ?? error.serverMessage)}${source} Make a new one (\`coder tokens create\`, or \`coder login\`), ${place}`,
    { cause: error }
  );
}
function unreadable(server2, request, answer, problem) {
  const version = server2.serverVersion === void 0 ? "" : ` (server ${server2.withoutSecrets(server2.serverVersion)})`;
  return new ApiError({
    method: request.method,
    path: API_PREFIX + request.path,
    status: answer?.status,
    ...answer !== void 0 && { isAnswerLost: !isRepeatable(request) || request.method === "PUT" },
    serverMessage: `The answer is not understood${version}: ${server2.withoutSecrets(problem)}. A newer version of this package may know it`,
    requestId: answer && requestIdOf(server2, answer)
  });
}
function requestIdOf(server2, answer) {
  const id = answer.headers[REQUEST_ID_HEADER];
  return id && server2.withoutSecrets(id);
}

// provider/client/transport/per-server.ts
function perServer(make3) {
  const known3 = /* @__PURE__ */ new WeakMap();
  return (url, clock) => {
    const ofClock = known3.get(clock) ?? /* @__PURE__ */ new Map();
    known3.set(clock, ofClock);
    const shared = ofClock.get(url) ?? make3(clock);
    ofClock.set(url, shared);
    return shared;
  };
}

// provider/client/transport/changes.ts
var OF_ONE_WORKSPACE = /^\/workspaces\/([^/]+)/;
var WITHOUT_EFFECT = [
  /^\/files$/,
  /^\/templateversions\/[^/]+\/(dry-run|dynamic-parameters)\b/,
  /^\/organizations\/[^/]+\/templateversions$/
];
var Changes = class {
  /** Of all but single workspaces. */
  #count = 0;
  #all = 0;
  #lastOfAll = 0;
  /** By id, the number of the last change. */
  #workspaces = /* @__PURE__ */ new Map();
  get now() {
    return this.#count;
  }
  /** To be called before a request that is not a GET, and after it. */
  note({ path: path2 }) {
    this.#all += 1;
    const [, workspaceId] = OF_ONE_WORKSPACE.exec(path2) ?? [];
    if (workspaceId !== void 0) this.#workspaces.set(workspaceId.toLowerCase(), this.#all);
    else if (!WITHOUT_EFFECT.some((each) => each.test(path2))) {
      this.#count += 1;
      this.#lastOfAll = this.#all;
    }
  }
  /** The number of the last change, of whatever. */
  get last() {
    return this.#all;
  }
  /** Whether this process changed the object after the change of this number. */
  hasChanged(id, after2) {
    return this.#lastOfAll > after2 || (this.#workspaces.get(id) ?? 0) > after2;
  }
  /** Whether the object may be another one since then. A workspace that was changed goes on changing by its jobs. */
  mayConcern(id, since) {
    return this.#count !== since || this.#workspaces.has(id);
  }
};
var changesOf = perServer(() => new Changes());

// provider/client/transport/clock.ts
var import_promises = require("node:timers/promises");
var systemClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async wait(milliseconds, signal) {
    try {
      await (0, import_promises.setTimeout)(milliseconds, void 0, signal === void 0 ? {} : { signal });
    } catch (thrown) {
      signal?.throwIfAborted();
      throw thrown;
    }
  },
  every(milliseconds, run) {
    const timer = setInterval(run, milliseconds).unref();
    return () => clearInterval(timer);
  }
};

// provider/client/transport/connection.ts
var import_node_crypto2 = require("node:crypto");
var import_promises2 = require("node:timers/promises");
var import_types3 = require("node:util/types");
var import_undici2 = require("undici");

// provider/address.ts
var judged = /* @__PURE__ */ new Map();
var MAXIMUM_JUDGED = 8;
function judgeAddress(text2) {
  const known3 = judged.get(text2);
  if (known3 !== void 0) return known3;
  if (judged.size >= MAXIMUM_JUDGED) judged.clear();
  const judgement = judge(text2);
  judged.set(text2, judgement);
  return judgement;
}
function judge(text2) {
  const parsed = URL.canParse(text2) ? new URL(text2) : void 0;
  if (parsed === void 0) return { fault: "notUrl" };
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return { fault: "notHttp" };
  if (parsed.username !== "" || parsed.password !== "") return { fault: "withCredentials" };
  if (parsed.pathname.includes("/api/")) return { fault: "ofApi" };
  return { url: usedForm(parsed) };
}
function usedForm(url) {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

// provider/redaction.ts
var MARK = "[secret]";
var SHORTEST_SECRET = 3;
var SHORTEST_ENCODED = 6;
var DEFAULT_WHOLE_BELOW = 4;
function redactorOf(secrets, { wholeBelow = DEFAULT_WHOLE_BELOW } = {}) {
  let known3;
  return (text2) => {
    known3 ??= formsOfAll(secrets);
    return known3.size === 0 ? text2 : hide(text2, known3, wholeBelow);
  };
}
function formsOfAll(secrets) {
  const forms = /* @__PURE__ */ new Set();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split(/\r\n|\r|\n/).map((line) => line.trim())]) {
      if (part.trim().length < SHORTEST_SECRET) continue;
      for (const form of [...writtenForms(part), ...encodedForms(part)]) forms.add(form);
    }
  }
  return forms;
}
function writtenForms(secret) {
  const json = jsonText(secret);
  return [
    secret,
    json,
    jsonText(json),
    // Go writes these so in JSON.
    json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    // Terraform, and shells.
    json.replace(/[$%]\{/g, (opening) => opening[0] + opening),
    secret.replaceAll("'", () => `'\\''`),
    ...[secret, json].map(htmlText)
  ];
}
function encodedForms(secret) {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const encoded = [
    // Half a character has no form in an address.
    ...urlForms(bytes.toString("utf8")),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].map((offset) => base64Core(bytes, offset)).flatMap((core) => [core, urlSafe(core)])
  ];
  return encoded.filter((form) => form.length >= SHORTEST_ENCODED);
}
function urlForms(secret) {
  const component = encodeURIComponent(secret);
  const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return [component, strict, encodeURI(secret)].flatMap((form) => [form, form.replaceAll("%20", "+")]).flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())]);
}
function base64Core(bytes, offset) {
  const text2 = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64").replace(/=+$/, "");
  const first = Math.ceil(offset * 8 / 6);
  const last = Math.floor((offset + bytes.length) * 8 / 6);
  return text2.slice(first, last);
}
function urlSafe(base64) {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
function jsonText(text2) {
  return JSON.stringify(text2).slice(1, -1);
}
function htmlText(text2) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
  return text2.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
function hide(text2, forms, wholeBelow) {
  const found = [];
  const marks = placesOf(MARK, text2);
  for (const form of forms) {
    for (const range of placesOf(form, text2)) {
      if (marks.some(({ start, end }) => start <= range.start && range.end <= end)) continue;
      if (form.length >= wholeBelow || isWhole(text2, range)) found.push(range);
    }
  }
  const covered = [];
  for (const range of found.sort((left, right) => left.start - right.start)) {
    const last = covered.at(-1);
    if (last !== void 0 && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else covered.push(range);
  }
  return covered.reduceRight((rest, { start, end }) => rest.slice(0, start) + MARK + rest.slice(end), text2);
}
function placesOf(form, text2) {
  const places = [];
  for (let at = text2.indexOf(form); at !== -1; at = text2.indexOf(form, at + 1))
    places.push({ start: at, end: at + form.length });
  return places;
}
function isWhole(text2, { start, end }) {
  return !/[\p{L}\p{N}]/u.test(text2.charAt(start - 1)) && !/[\p{L}\p{N}]/u.test(text2.charAt(end));
}

// provider/client/transport/authorities.ts
var import_node_fs = require("node:fs");
var tls = __toESM(require("node:tls"));
var import_types2 = require("node:util/types");
function authoritiesWith(caFile) {
  const known3 = tls.getCACertificates?.("default") ?? tls.rootCertificates;
  return [...known3, ...environmentAuthorities(), readAuthorities(caFile)];
}
function environmentAuthorities() {
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, NODE_OPTIONS = "" } = process.env;
  const options = [...process.execArgv, ...NODE_OPTIONS.split(" ")];
  const files = [NODE_EXTRA_CA_CERTS, options.includes("--use-openssl-ca") ? SSL_CERT_FILE : void 0];
  return files.flatMap((file) => {
    try {
      const text2 = file === void 0 || file === "" ? "" : (0, import_node_fs.readFileSync)(file, "utf8");
      return holdsCertificate(text2) ? [text2] : [];
    } catch {
      return [];
    }
  });
}
function readAuthorities(file) {
  let text2;
  try {
    text2 = (0, import_node_fs.readFileSync)(file, "utf8");
  } catch (thrown) {
    throw new ConfigurationError(
      `The file of \`coderd:caFile\` can't be read: ${(0, import_types2.isNativeError)(thrown) ? thrown.message : String(thrown)}.`,
      { cause: thrown }
    );
  }
  if (!holdsCertificate(text2)) {
    throw new ConfigurationError(
      `"${file}" of \`coderd:caFile\` holds no certificate. It must be PEM text: "-----BEGIN CERTIFICATE-----" and so on.`
    );
  }
  return text2;
}
function holdsCertificate(text2) {
  return text2.includes("-----BEGIN CERTIFICATE-----");
}

// provider/client/transport/proxies.ts
var VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];
var SCHEMES = ["http:", "https:", "socks5:", "socks:"];
function checkProxies(environment2) {
  for (const [variable, address] of proxiesOf(environment2)) {
    const url = URL.canParse(address) ? new URL(address) : void 0;
    if (url !== void 0 && SCHEMES.includes(url.protocol) && isDecodable(url.username) && isDecodable(url.password))
      continue;
    throw new ConfigurationError(
      `The environment variable \`${variable}\` is not the address of a proxy. Write it as "http://proxy.example.com:3128"; with a user, as "http://USER:PASSWORD@proxy.example.com:3128", where special characters are escaped ("%" as "%25").`
    );
  }
}
function proxySecrets(environment2) {
  return proxiesOf(environment2).flatMap(([, address]) => {
    const { username, password } = URL.canParse(address) ? new URL(address) : { username: "", password: "" };
    if (password === "" || !isDecodable(username) || !isDecodable(password)) return [];
    const decoded = decodeURIComponent(password);
    return [password, decoded, `${decodeURIComponent(username)}:${decoded}`];
  });
}
function proxiesOf(environment2) {
  return VARIABLES.flatMap((variable) => {
    const address = environment2[variable];
    return address === void 0 || address === "" ? [] : [[variable, address]];
  });
}
function isDecodable(text2) {
  try {
    decodeURIComponent(text2);
    return true;
  } catch {
    return false;
  }
}

// provider/client/transport/socket.ts
var import_node_net = require("node:net");
var import_undici = require("undici");
var NORMAL_CLOSE = 1e3;
var CLOSE_MILLISECONDS = 5e3;
var Socket = class {
  webSocket;
  #connection;
  constructor(url, dispatcher, headers) {
    const noting = dispatcher.compose((dispatch) => (options, handler) => dispatch(options, this.#noting(handler)));
    this.webSocket = new import_undici.WebSocket(url, { dispatcher: noting, headers });
  }
  /** Counts everything, also frames that undici answers by itself. NaN if unknown, which equals no other number. */
  get bytesRead() {
    return this.#connection instanceof import_node_net.Socket ? this.#connection.bytesRead : Number.NaN;
  }
  ping() {
    (0, import_undici.ping)(this.webSocket);
  }
  /** Sends the closing frame. The process may end before the answer comes, and a server that gives none is cut off. */
  close() {
    this.webSocket.close(NORMAL_CLOSE);
    if (!(this.#connection instanceof import_node_net.Socket)) return;
    this.#connection.unref();
    this.#connection.setTimeout(CLOSE_MILLISECONDS, () => this.destroy());
  }
  /** For when the other end is gone. */
  destroy() {
    this.#connection?.destroy();
  }
  /** The handler of this request, which also keeps the connection that it is given. */
  #noting(handler) {
    const hand = handler.onRequestUpgrade?.bind(handler);
    handler.onRequestUpgrade = (controller, status, headers, connection) => {
      this.#connection = connection;
      connection.on(
        "pause",
        () => setImmediate(() => this.webSocket.readyState === import_undici.WebSocket.CLOSING && connection.resume())
      );
      return hand?.(controller, status, headers, connection);
    };
    return handler;
  }
};

// provider/client/transport/connection.ts
var CONNECTIONS = 16;
var CONNECT_TIMEOUT_MILLISECONDS = 1e4;
var ANSWER_TIMEOUT_MILLISECONDS = 12e4;
var FIRST_ANSWER_TIMEOUT_MILLISECONDS = 3e4;
var IDLE_MILLISECONDS = 4e3;
var TOKEN_HEADER = "coder-session-token";
var VERSION_HEADER2 = "x-coder-build-version";
var SECRET_LENGTH = 8;
var Connection = class {
  /** Without a slash at its end. */
  url;
  /** Tells servers and users apart without naming the token. */
  identity;
  tokenSource;
  /** Whether the server has answered any request. */
  hasAnswered = false;
  serverVersion;
  /** For texts from outside, which may repeat the token or a header, in whatever form. */
  withoutSecrets;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  clockOffset = 0;
  #dispatcher;
  #headers;
  #sockets = /* @__PURE__ */ new Set();
  #closing = new AbortController();
  constructor(options) {
    this.url = checkedUrl(options.url);
    const token = options.token === void 0 ? void 0 : checkedToken(options.token);
    this.tokenSource = options.tokenSource;
    this.identity = (0, import_node_crypto2.createHash)("sha256").update(`${this.url}
${token ?? ""}`).digest("hex");
    this.#headers = {
      ...checkedHeaders(options.headers ?? {}),
      "user-agent": "pulumi-coderd",
      ...token !== void 0 && { [TOKEN_HEADER]: token }
    };
    const headerSecrets = Object.values(options.headers ?? {}).filter((value) => value.length >= SECRET_LENGTH);
    this.withoutSecrets = redactorOf([token ?? "", ...headerSecrets, ...proxySecrets(process.env)]);
    const tls2 = options.caFile === void 0 ? void 0 : { ca: authoritiesWith(options.caFile) };
    checkProxies(process.env);
    this.#dispatcher = new import_undici2.EnvHttpProxyAgent({
      connections: CONNECTIONS,
      keepAliveTimeout: IDLE_MILLISECONDS,
      headersTimeout: ANSWER_TIMEOUT_MILLISECONDS,
      bodyTimeout: ANSWER_TIMEOUT_MILLISECONDS,
      connect: { timeout: CONNECT_TIMEOUT_MILLISECONDS, ...tls2 },
      // The same for what goes through a proxy.
      ...tls2 !== void 0 && { requestTls: tls2, proxyTls: tls2 },
      // A proxy that takes a connection and leads it nowhere.
      clientFactory: (origin, clientOptions) => new import_undici2.Pool(origin, { ...clientOptions, headersTimeout: CONNECT_TIMEOUT_MILLISECONDS })
    });
  }
  /** Aborted when the connections are closed: ends streams, and what they wait for. */
  get closing() {
    return this.#closing.signal;
  }
  /** Rejects with the signal's reason, or for a defect of this package. All else is an outcome. */
  async send(request, signal, time2, onSend) {
    signal?.throwIfAborted();
    let hasLeft = false;
    if (!isRepeatable(request)) await (0, import_promises2.setImmediate)();
    try {
      const response = await this.#request(request, signal, () => {
        onSend?.();
        hasLeft = true;
      });
      const headers = flatten(response.headers);
      const isStream = request.isStream === true && response.statusCode === 200 && isEventStream(headers);
      const body = isStream ? Buffer.alloc(0) : await readBody(response, time2);
      const events = isStream ? response.body : void 0;
      return { kind: "answered", answer: this.#noted({ status: response.statusCode, headers, body, events }) };
    } catch (thrown) {
      signal?.throwIfAborted();
      if (!(0, import_types3.isNativeError)(thrown) || isDefect(thrown)) throw thrown;
      return { kind: hasLeft ? "lost" : "unsent", cause: thrown };
    }
  }
  openSocket(path2, query) {
    const url = new URL(`${this.url}${API_PREFIX}${path2}${queryText(query)}`);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new Socket(url, this.#dispatcher, { ...this.#headers });
    this.#sockets.add(socket);
    socket.webSocket.addEventListener("close", () => this.#sockets.delete(socket));
    return socket;
  }
  async close() {
    this.#closing.abort(new CoderError("The client is closed."));
    for (const socket of this.#sockets) socket.close();
    await this.#dispatcher.close();
  }
  #request(request, signal, onLeaving) {
    const { origin, pathname } = new URL(this.url);
    return this.#dispatcher.compose(noticeOf(onLeaving)).request({
      origin,
      path: `${pathname.replace(/\/$/, "")}${API_PREFIX}${request.path}${queryText(request.query)}`,
      method: request.method,
      headers: this.#requestHeaders(request),
      body: request.bytes ?? (request.json === void 0 ? null : JSON.stringify(request.json)),
      ...!this.hasAnswered && request.method === "GET" && { headersTimeout: FIRST_ANSWER_TIMEOUT_MILLISECONDS },
      ...signal !== void 0 && { signal }
    });
  }
  #requestHeaders(request) {
    const content = request.json === void 0 ? {} : { "content-type": "application/json" };
    return { accept: "application/json", ...content, ...request.headers, ...this.#headers };
  }
  #noted(answer) {
    this.hasAnswered = true;
    this.serverVersion = answer.headers[VERSION_HEADER2] ?? this.serverVersion;
    const time2 = Date.parse(answer.headers["date"] ?? "");
    if (!Number.isNaN(time2)) this.clockOffset = time2 - Date.now();
    return answer;
  }
};
function noticeOf(onLeaving) {
  return (dispatch) => (options, handler) => {
    const begin = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      onLeaving();
      begin?.(controller, context);
    };
    return dispatch(options, handler);
  };
}
function flatten(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value])
  );
}
function isEventStream(headers) {
  return (headers["content-type"] ?? "").startsWith("text/event-stream");
}
function isDefect(error) {
  return error instanceof import_undici2.errors.InvalidArgumentError || error instanceof import_undici2.errors.NotSupportedError || error instanceof import_undici2.errors.ClientClosedError || error instanceof import_undici2.errors.ClientDestroyedError;
}
function checkedUrl(text2) {
  const { url, fault } = judgeAddress(text2);
  if (fault === void 0) return url;
  const reasons2 = {
    notUrl: `, "${text2}", is not a URL.`,
    notHttp: `, "${text2}", does not begin with http:// or https://.`,
    withCredentials: " holds a user name or password, which Coder does not know.",
    ofApi: `, "${text2}", is that of its API.`
  };
  throw new ConfigurationError(
    `The address of the Coder server${reasons2[fault]} Correct \`coderd:url\` (or \`CODER_URL\`), e.g. "https://coder.example.com".`
  );
}
function checkedToken(text2) {
  const token = text2.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigurationError(
      "The token is empty or holds characters that no token has. Set `coderd:token` or `CODER_SESSION_TOKEN` to what `coder tokens create` prints."
    );
  }
  return token;
}
function checkedHeaders(headers) {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw new ConfigurationError(`"${name}" is not the name of a header. Correct \`coderd:headers\`.`);
    }
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new ConfigurationError(
        `The value of the header "${name}" holds characters that no header may. Correct \`coderd:headers\`.`
      );
    }
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

// provider/client/transport/unknown-routes.ts
var UnknownRoutes = class {
  #versions = /* @__PURE__ */ new Map();
  /** False again when the server's version has changed since: it may know the route now. */
  has(operation, serverVersion) {
    return this.#versions.has(operation) && this.#versions.get(operation) === serverVersion;
  }
  remember(operation, serverVersion) {
    this.#versions.set(operation, serverVersion);
  }
};
function isUnknownRoute(thrown) {
  return thrown instanceof ApiError && thrown.status === 404 && !thrown.isGone;
}

// provider/client/transport/patience.ts
var OutOfPatience = class extends CoderError {
  name = "OutOfPatience";
};
var SILENCE_MILLISECONDS = 1e4;
async function tellingSilence({ method, path: path2 }, clock, { onWait }, send2) {
  let seconds = 0;
  const stop = clock.every(SILENCE_MILLISECONDS, () => {
    seconds += SILENCE_MILLISECONDS / 1e3;
    onWait?.(`Waiting for the server's answer, ${seconds} seconds (${method} ${API_PREFIX}${path2})`);
  });
  try {
    return await send2();
  } finally {
    stop();
  }
}
async function withPatience(milliseconds, clock, signal, send2) {
  if (milliseconds === void 0) return send2(signal);
  const controller = new AbortController();
  const reason = new OutOfPatience(`The server did not answer within ${Math.round(milliseconds / 1e3)} seconds.`);
  const stop = clock.every(milliseconds, () => controller.abort(reason));
  try {
    return await send2(signal === void 0 ? controller.signal : AbortSignal.any([signal, controller.signal]));
  } finally {
    stop();
  }
}

// provider/client/transport/announced-pauses.ts
var DEFAULT_LIMIT_MILLISECONDS = 5e3;
var LIMIT_JITTER_MILLISECONDS = 1e3;
function limitMilliseconds(answer, refusals, clock) {
  const jitter = clock.random() * LIMIT_JITTER_MILLISECONDS;
  const retryAfter = retryAfterMilliseconds(answer, clock);
  const reset = resetMilliseconds(answer, clock);
  if (reset !== void 0 && refusals > 1) return Math.round(Math.min(reset, DEFAULT_LIMIT_MILLISECONDS) + jitter);
  const until = Math.min(reset ?? Infinity, retryAfter ?? Infinity);
  return Math.round((until === Infinity ? DEFAULT_LIMIT_MILLISECONDS : until) + jitter);
}
function inSeconds(milliseconds) {
  return `${Math.max(1, Math.round(milliseconds / 1e3))} s`;
}
function retryAfterMilliseconds(answer, clock) {
  const value = answer.headers["retry-after"];
  if (value === void 0) return void 0;
  if (/^\d+$/.test(value)) return Number(value) * 1e3;
  const time2 = Date.parse(value);
  return Number.isNaN(time2) ? void 0 : Math.max(0, time2 - serverNow(answer, clock));
}
function resetMilliseconds(answer, clock) {
  const value = answer.headers["x-ratelimit-reset"];
  if (value === void 0 || !/^\d+$/.test(value)) return void 0;
  return Math.max(0, Number(value) * 1e3 - serverNow(answer, clock));
}
function serverNow(answer, clock) {
  const time2 = Date.parse(answer.headers["date"] ?? "");
  return Number.isNaN(time2) ? clock.now() : time2;
}

// provider/client/transport/backoff.ts
function doublingPause({ firstMilliseconds, longestMilliseconds }, repetition) {
  return Math.min(longestMilliseconds, firstMilliseconds * 2 ** (repetition - 1));
}
function spreadPause(backoff, repetition, random) {
  return Math.min(backoff.longestMilliseconds, Math.round(doublingPause(backoff, repetition) * (0.5 + random)));
}

// provider/client/transport/sliding-window.ts
var WINDOW_MILLISECONDS = 6e4;
var ROUNDING = 0.5;
function readLimitReport(answer, serverTime) {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) => {
    const value = answer.headers[`x-ratelimit-${name}`];
    return value !== void 0 && /^-?\d+$/.test(value) ? Number(value) : void 0;
  });
  if (limit === void 0 || remaining === void 0 || reset === void 0 || limit < 1) return void 0;
  const windowEnd = reset * 1e3;
  const isOfMinute = windowEnd % WINDOW_MILLISECONDS === 0 && Math.abs(windowEnd - serverTime) < 2 * WINDOW_MILLISECONDS;
  return isOfMinute ? { limit, used: limit - remaining, windowEnd } : void 0;
}
var SlidingWindow = class {
  #limit;
  #previous;
  #current;
  #end;
  /** Whether requests of others, from before this process knew the path, were taken for those of the minute before. */
  #isGuess;
  /** From the first answer of the path; `sent` requests of this process were sent by then, it included. */
  constructor(report, sent, now) {
    const others = Math.max(0, report.used - sent);
    this.#limit = report.limit;
    this.#end = report.windowEnd;
    this.#isGuess = others > 0;
    const weight = this.#weight(now);
    this.#previous = weight === 0 ? 0 : Math.min(report.limit, others / weight);
    this.#current = Math.max(report.used, sent) - this.#previous * weight;
  }
  /** A request is sent. */
  add(now) {
    this.#roll(now);
    this.#current += 1;
  }
  /** A request was not sent after all, or refused. */
  takeBack() {
    this.#current = Math.max(0, this.#current - 1);
  }
  /** An accepted request's report. The server may have counted so many later ones since that it does not have. */
  learn(report, later, now) {
    if (!this.#isCurrent(report, now)) return;
    const used = this.#used(now);
    const [least, most] = [report.used - ROUNDING, report.used + ROUNDING + later];
    if (used < least) this.#current += least - used;
    else this.#lower(used - most, now);
  }
  /** The report of a refused request, which was taken back: there is no room, whatever this process had counted. */
  learnRefusal(report, now) {
    if (!this.#isCurrent(report, now)) return;
    if (this.#isGuess) {
      this.#previous = 0;
      this.#current = report.limit;
      this.#isGuess = false;
    } else this.#current += Math.max(0, report.limit - this.#used(now));
  }
  /** How long until there is room for so many requests, one after another. */
  millisecondsUntil(requests, now) {
    this.#roll(now);
    let [previous, current, end, time2, left] = [this.#previous, this.#current, this.#end, now, requests];
    for (; ; ) {
      const roomAtEnd = this.#limit - current - (previous > 0 ? ROUNDING : 0);
      if (left <= roomAtEnd) {
        const from = previous === 0 ? time2 : end - WINDOW_MILLISECONDS * (roomAtEnd - left) / previous;
        return Math.ceil(Math.max(time2, from) - now);
      }
      const taken = Math.max(0, Math.floor(roomAtEnd));
      left -= taken;
      [previous, current, time2, end] = [current + taken, 0, end, end + WINDOW_MILLISECONDS];
    }
  }
  #used(now) {
    return this.#previous * this.#weight(now) + this.#current;
  }
  #weight(now) {
    return Math.min(1, Math.max(0, (this.#end - now) / WINDOW_MILLISECONDS));
  }
  /** What this process knows of the minute before is the least certain. */
  #lower(by, now) {
    if (by <= 0) return;
    const weight = this.#weight(now);
    const ofPrevious = Math.min(by, this.#previous * weight);
    if (ofPrevious > 0) this.#previous = Math.max(0, this.#previous - ofPrevious / weight);
    this.#current = Math.max(0, this.#current - (by - ofPrevious));
  }
  /** The window moves on with the report; one of an earlier window tells nothing any more. */
  #isCurrent(report, now) {
    this.#roll(Math.max(now, report.windowEnd - WINDOW_MILLISECONDS));
    this.#limit = report.limit;
    return report.windowEnd === this.#end;
  }
  #roll(now) {
    while (now >= this.#end) {
      const isLongAgo = now >= this.#end + 2 * WINDOW_MILLISECONDS;
      this.#previous = isLongAgo ? 0 : this.#current;
      this.#current = 0;
      this.#isGuess = false;
      this.#end = isLongAgo ? (Math.floor(now / WINDOW_MILLISECONDS) + 1) * WINDOW_MILLISECONDS : this.#end + WINDOW_MILLISECONDS;
    }
  }
};

// provider/client/transport/limited-path.ts
var AT_ONCE_BEFORE_FIRST_ANSWER = 2;
var BACKOFF = { firstMilliseconds: 1e3, longestMilliseconds: 8e3 };
var SHORTEST_TOLD_MILLISECONDS = 1e3;
var TELLING_MILLISECONDS = 3e3;
var LimitedPath = class {
  constructor(server2, rules) {
    this.server = server2;
    this.rules = rules;
  }
  server;
  rules;
  /** In the order in which they came. */
  #waiting = [];
  #window;
  #sent = 0;
  #ended = 0;
  /** In a row. */
  #refusals = 0;
  #closedUntil = 0;
  #usedAt = 0;
  #timer;
  #endTelling;
  /** Whether nothing goes on here, and nothing did since this time. */
  isIdleSince(time2) {
    return this.#sent === this.#ended && this.#waiting.length === 0 && this.#usedAt <= time2;
  }
  /** Whether there is nothing to remember. */
  get isUnlimited() {
    return this.#window === void 0 && this.#refusals === 0 && this.isIdleSince(Infinity);
  }
  /** Resolves once the request may be sent; it is to be sent then, and `end` called. Rejects when it is interrupted. */
  async enter(turn2, options) {
    options.signal?.throwIfAborted();
    const now = this.server.clock.now();
    this.#usedAt = now;
    const place = this.#waiting.filter((other) => other.turn.number < turn2.number).length;
    if (place === 0 && this.#isOpen(now)) return this.#begin();
    return this.#tooLate(options, place, now) ?? this.#wait(turn2, options, place);
  }
  /** What became of the request, if that is known. */
  end({ endedBefore }, outcome) {
    this.#usedAt = this.server.clock.now();
    this.#ended += 1;
    if (outcome?.kind === "answered") this.#learn(outcome.answer, this.#sent - endedBefore);
    else if (outcome?.kind === "unsent") this.#window?.takeBack();
    queueMicrotask(() => this.#pump());
  }
  /** From an answer; so many requests were under way together with it, it included. */
  #learn(answer, together) {
    const now = this.#serverTime();
    const report = this.rules.hasReports ? readLimitReport(answer, now) : void 0;
    const isRefused = answer.status === 429;
    if (isRefused) this.#window?.takeBack();
    if (report === void 0) this.#window = isRefused || answer.status >= 500 ? this.#window : void 0;
    else if (this.#window === void 0) this.#window = new SlidingWindow(report, together, now);
    else if (isRefused) this.#window.learnRefusal(report, now);
    else this.#window.learn(report, together - 1, now);
    this.#refusals = isRefused ? this.#refusals + 1 : 0;
    if (!isRefused) return;
    const { clock } = this.server;
    const pause = report === void 0 ? limitMilliseconds(answer, this.#refusals, clock) : spreadPause(BACKOFF, this.#refusals, clock.random());
    this.#closedUntil = Math.max(this.#closedUntil, clock.now() + pause);
  }
  #begin() {
    this.#sent += 1;
    this.#window?.add(this.#serverTime());
    return { at: this.server.clock.now(), endedBefore: this.#ended };
  }
  #serverTime() {
    return this.server.clock.now() + this.server.offset;
  }
  #isOpen(now) {
    const underWay = this.#sent - this.#ended;
    if (now < this.#closedUntil || underWay >= (this.#refusals > 0 ? 1 : this.rules.atOnce)) return false;
    if (this.#window !== void 0) return this.#window.millisecondsUntil(1, this.#serverTime()) === 0;
    return this.server.isLimiting === false || underWay < AT_ONCE_BEFORE_FIRST_ANSWER;
  }
  /** How long the request in this place waits for the server's limit, as far as is known. */
  #pauseOf(place, now) {
    const ofWindow = this.#window?.millisecondsUntil(place + 1, this.#serverTime()) ?? 0;
    return Math.max(0, this.#closedUntil - now, ofWindow);
  }
  #tooLate({ deadline: deadline2 }, place, now) {
    const pause = this.#pauseOf(place, now);
    if (deadline2 === void 0 || pause <= remainingMilliseconds(deadline2, now)) return void 0;
    return { place, reason: refusedWaitText(pause, deadline2, now) };
  }
  async #wait(turn2, options, place) {
    const { signal } = options;
    let abort = () => {
    };
    try {
      return await new Promise((resolve3, reject) => {
        const mine = { turn: turn2, options, settle: resolve3 };
        abort = () => {
          this.#remove(mine);
          this.#pump();
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", abort, { once: true });
        this.#waiting.splice(place, 0, mine);
        this.#endTelling ??= this.server.clock.every(TELLING_MILLISECONDS, () => this.#tellAll());
        if (place < this.#waiting.length - 1) this.#tellAll();
        else this.#tell(mine, place);
        this.#pump();
      });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }
  #remove(waiting) {
    const index = this.#waiting.indexOf(waiting);
    if (index >= 0) this.#waiting.splice(index, 1);
  }
  /** Lets go who may. The others wait for the time at which there is room, or for an answer. */
  #pump() {
    const now = this.server.clock.now();
    while (this.#waiting.length > 0 && this.#isOpen(now)) this.#waiting.shift()?.settle(this.#begin());
    if (this.#waiting.length === 0) this.#rest();
    else this.#pumpAfter(this.#pauseOf(0, now), now);
  }
  #pumpAfter(pause, now) {
    const at = now + pause;
    if (pause === 0 || this.#timer !== void 0 && this.#timer.at <= at) return;
    this.#timer?.controller.abort();
    const timer = { at, controller: new AbortController() };
    this.#timer = timer;
    this.server.clock.wait(pause, timer.controller.signal).then(
      () => {
        if (this.#timer !== timer) return;
        this.#timer = void 0;
        this.#pump();
      },
      () => {
      }
    );
  }
  #rest() {
    this.#timer?.controller.abort();
    this.#timer = void 0;
    this.#endTelling?.();
    this.#endTelling = void 0;
  }
  #tellAll() {
    [...this.#waiting].forEach((each, place) => this.#tell(each, place));
    this.#pump();
  }
  /** What it waits for, and how long. It leaves when its deadline has become too short for that. */
  #tell(waiting, place) {
    const { turn: turn2, options, settle } = waiting;
    const now = this.server.clock.now();
    const tooLate = this.#tooLate(options, place, now);
    if (tooLate !== void 0) {
      this.#remove(waiting);
      settle(tooLate);
      return;
    }
    const pause = this.#pauseOf(place, now);
    if (pause < SHORTEST_TOLD_MILLISECONDS || now < turn2.toldAt + TELLING_MILLISECONDS) return;
    turn2.toldAt = now;
    const left = `${this.#window === void 0 ? "at least" : "about"} ${inSeconds(pause)}`;
    const before = place === 0 ? "this one is next" : `${place} before this one`;
    options.onWait?.(`The server limits requests: ${before}, ${left} left`);
  }
};

// provider/client/transport/rate-gate.ts
var AT_ONCE = 16;
var RULES = { atOnce: AT_ONCE, hasReports: true };
var USER_RULES = { atOnce: 1, hasReports: true };
var BYPASS_RULES = { atOnce: AT_ONCE, hasReports: false };
var RateGate = class {
  #paths = /* @__PURE__ */ new Map();
  #server;
  #turns = 0;
  #sweptAt = 0;
  constructor(clock) {
    this.#server = { clock, isLimiting: void 0, offset: 0 };
  }
  /** `identity` tells users apart, for limits by user. */
  passage(request, identity) {
    const { path: path2, limit } = request;
    const rules = limit === void 0 ? RULES : limit === "by user" ? USER_RULES : BYPASS_RULES;
    const key = limit === void 0 ? path2 : `${path2} ${limit} ${identity}`;
    const turn2 = { number: this.#turns += 1, toldAt: -Infinity };
    return {
      enter: (options) => this.#path(key, rules).enter(turn2, options),
      end: (sent, outcome) => this.#end(key, sent, outcome)
    };
  }
  #path(key, rules) {
    this.#forgetIdle();
    const known3 = this.#paths.get(key) ?? new LimitedPath(this.#server, rules);
    this.#paths.set(key, known3);
    return known3;
  }
  #end(key, sent, outcome) {
    if (outcome?.kind === "answered") this.#learn(outcome.answer, sent.at);
    const path2 = this.#paths.get(key);
    path2?.end(sent, outcome);
    if (path2?.isUnlimited === true) this.#paths.delete(key);
  }
  /**
   * The server tells whole seconds, of a moment between sending and now. The least offset is on the safe side: room
   * comes with time.
   */
  #learn({ headers }, sentAt) {
    this.#server.isLimiting = headers["x-ratelimit-limit"] !== void 0;
    const date = Date.parse(headers["date"] ?? "");
    if (Number.isNaN(date)) return;
    const { clock, offset } = this.#server;
    const [least, most] = [date - clock.now(), date + 1e3 - sentAt];
    this.#server.offset = offset < least || offset > most ? least : offset;
  }
  /** The server counts nothing that is older than two windows. */
  #forgetIdle() {
    const now = this.#server.clock.now();
    if (now < this.#sweptAt + WINDOW_MILLISECONDS) return;
    this.#sweptAt = now;
    for (const [key, path2] of this.#paths) {
      if (path2.isIdleSince(now - 2 * WINDOW_MILLISECONDS)) this.#paths.delete(key);
    }
  }
};
var gateOf = perServer((clock) => new RateGate(clock));

// provider/client/transport/stream.ts
var NORMAL_CLOSE2 = 1e3;
var BEAT_MILLISECONDS = 1e4;
var SILENT_BEATS = 3;
var StreamDropped = class extends Error {
  constructor(isRefused, what, options) {
    super(isRefused ? "The stream could not be opened" : what, options);
    this.isRefused = isRefused;
  }
  isRefused;
};
function watchOver({ signsOfLife, ping: ping2, onSilence }, clock) {
  let seen = signsOfLife();
  let silentBeats = 0;
  return clock.every(BEAT_MILLISECONDS, () => {
    const now = signsOfLife();
    silentBeats = now === seen ? silentBeats + 1 : 0;
    seen = now;
    if (silentBeats >= SILENT_BEATS) {
      onSilence(new StreamDropped(false, `The stream was silent for ${SILENT_BEATS * BEAT_MILLISECONDS / 1e3} s`));
    } else ping2?.();
  });
}
async function* messagesOf(socket, clock, signal) {
  const { webSocket } = socket;
  const messages = [];
  let isOpened = false;
  let closed;
  let silence;
  let wake = () => {
  };
  webSocket.onopen = () => {
    isOpened = true;
  };
  webSocket.onmessage = (event) => {
    messages.push(String(event.data));
    wake();
  };
  webSocket.onclose = (event) => {
    closed = event;
    wake();
  };
  const abort = () => wake();
  signal?.addEventListener("abort", abort);
  const endWatch = watchOver(
    {
      signsOfLife: () => socket.bytesRead,
      ping: () => socket.ping(),
      onSilence: (dropped) => {
        if (!isOpened) return;
        silence = dropped;
        wake();
      }
    },
    clock
  );
  try {
    for (; ; ) {
      signal?.throwIfAborted();
      const message = messages.shift();
      if (message !== void 0) {
        yield message;
      } else if (closed !== void 0) {
        if (closed.code === NORMAL_CLOSE2) return;
        const { code, reason } = closed;
        throw new StreamDropped(!isOpened, `The stream broke off (code ${code}${reason === "" ? "" : `, ${reason}`})`);
      } else if (silence !== void 0) {
        throw silence;
      } else {
        await new Promise((resolve3) => {
          wake = resolve3;
        });
      }
    }
  } finally {
    endWatch();
    signal?.removeEventListener("abort", abort);
    if (silence === void 0) socket.close();
    else socket.destroy();
  }
}

// provider/client/transport/resume.ts
var TRIES = 8;
var BACKOFF2 = { firstMilliseconds: 500, longestMilliseconds: 3e4 };
async function* resumed(stream, clock, options) {
  const { tries = TRIES, isPassing: isPassing2 = isDropped } = stream;
  let fruitless = 0;
  for (; ; ) {
    let lost;
    try {
      for await (const item of stream.open()) {
        fruitless = 0;
        yield item;
      }
      if (await stream.isOver()) return;
      lost = new CoderError("The server ended the stream early.");
    } catch (thrown) {
      options.signal?.throwIfAborted();
      if (!isPassing2(thrown)) throw thrown;
      lost = thrown;
    }
    fruitless += 1;
    if (fruitless > tries) throw lost;
    const pause = doublingPause(BACKOFF2, fruitless);
    options.onWait?.(`${messageOf(lost)} Waiting ${inSeconds(pause)} before the next try`);
    await clock.wait(pause, options.signal);
  }
}
function isDropped(thrown) {
  return thrown instanceof ApiError && thrown.cause instanceof StreamDropped;
}

// provider/client/transport/retry.ts
var TRIES_BEFORE_FIRST_ANSWER = 3;
var TRIES2 = 8;
var BACKOFF3 = { firstMilliseconds: 250, longestMilliseconds: 8e3 };
var LONGEST_UNTOLD_WAIT_MILLISECONDS = 1e3;
var LONGEST_ANNOUNCED_PAUSE_MILLISECONDS = 6e4;
async function repeat(request, send2, rules, options) {
  const pauses = pausesOf(request, rules);
  const { deadline: deadline2 } = options;
  let refused;
  for (; ; ) {
    const sent = await rules.passage.enter(request.patienceMilliseconds === void 0 ? options : unwaiting(options));
    if ("reason" in sent) {
      if (refused === void 0) throw notSent(request, sent);
      return { kind: "answered", answer: refused, refusedWait: sent.reason };
    }
    let outcome;
    try {
      outcome = await send2();
    } finally {
      rules.passage.end(sent, outcome);
    }
    const pause = pauses(outcome);
    if (pause === void 0) return outcome;
    refused = outcome.kind === "answered" ? outcome.answer : void 0;
    if (pause === "limited") continue;
    if (deadline2 !== void 0) {
      const now = rules.clock.now();
      const { milliseconds, askedMilliseconds } = pause;
      if (Math.max(milliseconds, askedMilliseconds ?? 0) > remainingMilliseconds(deadline2, now)) {
        if (outcome.kind !== "answered" || askedMilliseconds === void 0) return outcome;
        return { ...outcome, refusedWait: refusedWaitText(askedMilliseconds, deadline2, now) };
      }
    }
    options.onWait?.(pause.message);
    await rules.clock.wait(pause.milliseconds, options.signal);
  }
}
function unwaiting(options) {
  return { ...options, deadline: { milliseconds: LONGEST_UNTOLD_WAIT_MILLISECONDS } };
}
function notSent({ method, path: path2 }, { place, reason }) {
  const before = place === 0 ? "" : `, and takes ${place} before this one`;
  const serverMessage = `The server limits requests${before}. ${reason}`;
  return new DeadlineError({ method, path: API_PREFIX + path2, status: 429, serverMessage });
}
function pausesOf(request, rules) {
  let failures = 0;
  const afterFailure2 = (what, askedMilliseconds) => {
    failures += 1;
    if (failures > (rules.hasAnswered() ? TRIES2 : TRIES_BEFORE_FIRST_ANSWER)) return void 0;
    const atLeast = Math.min(askedMilliseconds ?? 0, LONGEST_ANNOUNCED_PAUSE_MILLISECONDS);
    const milliseconds = Math.max(atLeast, spreadPause(BACKOFF3, failures, rules.clock.random()));
    return {
      milliseconds,
      askedMilliseconds,
      message: `${what}; waiting ${inSeconds(milliseconds)} before the next try`
    };
  };
  return (outcome) => {
    switch (outcome.kind) {
      case "answered": {
        const { answer } = outcome;
        if (answer.status === 429) return request.patienceMilliseconds === void 0 ? "limited" : void 0;
        if (!isServerSilent(answer) || !isRepeatable(request)) return void 0;
        return afterFailure2(
          `The server is not available (status ${answer.status})`,
          retryAfterMilliseconds(answer, rules.clock)
        );
      }
      case "unsent":
        if (isCertificateProblem(outcome.cause) || isNotTls(outcome.cause)) return void 0;
        return afterFailure2(`The server can't be reached (${describeNetworkError(outcome.cause)})`);
      case "lost":
        if (!isRepeatable(request) || isNotHttp(outcome.cause)) return void 0;
        if (outcome.cause instanceof AnswerGivenUp && outcome.cause.isTooLong) return void 0;
        return afterFailure2(`${describeLoss(outcome.cause)} (${describeNetworkError(outcome.cause)})`);
      default:
        return outcome;
    }
  };
}

// provider/client/transport/server-events.ts
var import_eventsource_parser = require("eventsource-parser");
async function* eventsOf(body, onSignOfLife) {
  const events = [];
  const parser2 = (0, import_eventsource_parser.createParser)({ onEvent: (event) => events.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    onSignOfLife();
    parser2.feed(decoder.decode(chunk, { stream: true }));
    for (const event of events.splice(0)) yield { type: event.event ?? "message", text: event.data };
  }
}

// provider/client/transport/transport.ts
var DEFAULT_DEADLINE = { milliseconds: 36e5, setting: "deadline" };
function coreOf(options) {
  const connection = new Connection(options);
  const clock = options.clock ?? systemClock;
  const { url } = connection;
  return {
    connection,
    clock,
    unknownRoutes: new UnknownRoutes(),
    changes: changesOf(url, clock),
    gate: gateOf(url, clock)
  };
}
var Transport = class _Transport {
  #core;
  #defaults;
  constructor(options, defaults = {}) {
    this.#core = "connection" in options ? options : coreOf(options);
    this.#defaults = defaults;
  }
  get url() {
    return this.#core.connection.url;
  }
  get serverVersion() {
    return this.#core.connection.serverVersion;
  }
  /** The server's clock, in milliseconds. */
  get serverTime() {
    return this.clock.now() + this.#core.connection.clockOffset;
  }
  /** Tells servers and users apart. */
  get identity() {
    return this.#core.connection.identity;
  }
  /** The same for all transports over the same connections. */
  get scope() {
    return this.#core;
  }
  /** Whether `close` was called: nothing is sent any more. */
  get isClosed() {
    return this.#core.connection.closing.aborted;
  }
  get clock() {
    return this.#core.clock;
  }
  /** What this process changed on the server. */
  get changes() {
    return this.#core.changes;
  }
  /**
   * The same connections, with a signal, a waiting notice and a deadline for all requests. The signal, even none,
   * replaces the one before: after an interrupt, requests are still needed to cancel and clean up.
   */
  with(options) {
    const { onWait, deadline: deadline2, hide: hide2 } = this.#defaults;
    return new _Transport(this.#core, {
      signal: options.signal,
      onWait: options.onWait ?? onWait,
      deadline: options.deadline ?? deadline2,
      hide: options.hide ?? hide2
    });
  }
  /** A text of a job's log, without what this request's caller hides. */
  logText(text2, options) {
    return (options?.hide ?? this.#defaults.hide)?.inLogs(text2) ?? text2;
  }
  /** What errors say of the server, without what this request's caller hides. */
  #serverFor(options) {
    const { connection } = this.#core;
    const hide2 = options?.hide ?? this.#defaults.hide;
    if (hide2 === void 0) return connection;
    return {
      url: connection.url,
      tokenSource: connection.tokenSource,
      get serverVersion() {
        return connection.serverVersion;
      },
      withoutSecrets: (text2) => hide2.inErrors(connection.withoutSecrets(text2))
    };
  }
  /**
   * The options of one request that begins now. All signals count; its own notice and deadline go before those of the
   * transport.
   */
  optionsOf(options = {}) {
    const signals = [this.#defaults.signal, options.signal].filter((signal) => signal !== void 0);
    for (const signal of signals) (0, import_node_events.setMaxListeners)(0, signal);
    return {
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
      onWait: options.onWait ?? this.#defaults.onWait,
      onSend: options.onSend,
      deadline: begun(options.deadline ?? this.#defaults.deadline ?? DEFAULT_DEADLINE, this.clock.now())
    };
  }
  /**
   * The options of one stream. It also ends, with its requests and pauses, when the client is closed. It may last for
   * long, so a deadline counts for each of its requests.
   */
  #streamOptionsOf(options) {
    const { signal, onWait } = this.optionsOf(options);
    const { closing } = this.#core.connection;
    return {
      signal: signal === void 0 ? closing : AbortSignal.any([closing, signal]),
      onWait,
      deadline: options?.deadline
    };
  }
  /** Whether the server does not know the operation's route, as far as this client has seen. */
  lacksRoute(operation) {
    return this.#core.unknownRoutes.has(operation, this.serverVersion);
  }
  rememberLackOfRoute(operation) {
    this.#core.unknownRoutes.remember(operation, this.serverVersion);
  }
  /** The answer to a request that succeeded: 2xx, or 304. */
  async send(request, options) {
    const { connection, clock, changes, gate } = this.#core;
    const effective = this.optionsOf(options);
    const noteChange = () => {
      if (request.method !== "GET") changes.note(request);
    };
    noteChange();
    try {
      const outcome = await repeat(
        request,
        () => withPatience(
          request.patienceMilliseconds,
          clock,
          effective.signal,
          (signal) => tellingSilence(
            request,
            clock,
            effective,
            () => connection.send(request, signal, { clock, deadline: effective.deadline }, effective.onSend)
          )
        ),
        { clock, hasAnswered: () => connection.hasAnswered, passage: gate.passage(request, this.identity) },
        effective
      );
      return successOf(this.#serverFor(options), request, outcome);
    } finally {
      noteChange();
    }
  }
  async json(schema, request, options) {
    const answer = await this.send(request, options);
    return parseAnswer(this.#serverFor(options), request, answer, schema);
  }
  /** Undefined when the server says that there was nothing to change. */
  async jsonUnlessUnchanged(schema, request, options) {
    const answer = await this.send(request, options);
    return answer.status === 304 ? void 0 : parseAnswer(this.#serverFor(options), request, answer, schema);
  }
  /** As many connections as the stream takes. Ends when the client is closed, too. */
  async *resumed(stream, options) {
    try {
      yield* resumed(
        { ...stream, isOver: () => this.isClosed || stream.isOver() },
        this.clock,
        this.#streamOptionsOf(options)
      );
    } catch (thrown) {
      this.optionsOf(options).signal?.throwIfAborted();
      if (!this.isClosed) throw thrown;
    }
  }
  /**
   * The messages of one WebSocket. Ends when the server closes it normally, throws when it breaks off or is silent for
   * long: an `ApiError` with the refusal where there was one, and without a status otherwise.
   */
  async *stream(schema, { path: path2, query, onOpen }, options) {
    const { connection, clock } = this.#core;
    const { signal } = this.optionsOf(options);
    signal?.throwIfAborted();
    const named = { method: "GET", path: path2 };
    try {
      const socket = connection.openSocket(path2, query);
      onOpen?.((message) => socket.webSocket.send(JSON.stringify(message)));
      for await (const message of messagesOf(socket, clock, signal)) {
        yield parseJson(this.#serverFor(options), { request: named }, schema, parseMessage(message));
      }
    } catch (thrown) {
      if (!(thrown instanceof StreamDropped)) throw thrown;
      if (thrown.isRefused) await this.#throwRefusal({ path: path2, query }, this.#streamOptionsOf(options));
      throw lostAnswer(this.#serverFor(options), named, thrown.message, thrown);
    }
  }
  /** Server-sent events as `{ type, data }`. Ends, throws and is interrupted as a stream is. */
  async *events(schema, { path: path2 }, options) {
    const { clock } = this.#core;
    const { signal, onWait, deadline: deadline2 } = this.#streamOptionsOf(options);
    signal.throwIfAborted();
    const request = { method: "GET", path: path2, headers: { accept: "text/event-stream" }, isStream: true };
    const dead = new AbortController();
    let endWatch = () => {
    };
    try {
      const { events } = await this.send(request, { signal: AbortSignal.any([dead.signal, signal]), onWait, deadline: deadline2 });
      if (events === void 0) throw new StreamDropped(true, "");
      let chunks = 0;
      endWatch = watchOver({ signsOfLife: () => chunks, onSilence: (silence) => dead.abort(silence) }, clock);
      for await (const { type, text: text2 } of eventsOf(events, () => chunks += 1)) {
        yield parseJson(this.#serverFor(options), { request }, schema, { type, data: parseMessage(text2) });
      }
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof CoderError) throw thrown;
      const dropped = thrown instanceof StreamDropped ? thrown : new StreamDropped(false, "The stream broke off", { cause: thrown });
      throw lostAnswer(this.#serverFor(options), request, dropped.message, dropped);
    } finally {
      endWatch();
    }
  }
  /** A stream that does not open hides the reason; an ordinary request for the same path brings it. */
  async #throwRefusal(request, options) {
    const query = { ...request.query, follow: void 0 };
    try {
      await this.send({ method: "GET", path: request.path, query }, options);
    } catch (thrown) {
      if (!(thrown instanceof ApiError && thrown.status === 426)) throw thrown;
    }
  }
  async close() {
    await this.#core.connection.close();
  }
};
function parseMessage(message) {
  try {
    return JSON.parse(message);
  } catch {
    return void 0;
  }
}

// provider/client/provisioner.ts
var JOB_STATUSES = ["pending", "running", "succeeded", "canceling", "canceled", "failed", "unknown"];
var JOB_TYPES = ["template_version_import", "template_version_dry_run", "workspace_build"];
var JOB_ERROR_CODES = ["REQUIRED_TEMPLATE_VARIABLES", "MISSING_TEMPLATE_PARAMETER"];
var LOG_SOURCES = ["provisioner", "provisioner_daemon"];
var LOG_LEVELS = ["trace", "debug", "info", "warn", "error"];
var DAEMON_STATUSES = ["offline", "idle", "busy"];
var matchedProvisionersSchema = answerObject({
  count: import_zod6.z.number(),
  available: import_zod6.z.number(),
  most_recently_seen: optionalTime
});
var provisionerJobSchema = answerObject({
  id: import_zod6.z.string(),
  created_at: time,
  started_at: optionalTime,
  completed_at: optionalTime,
  canceled_at: optionalTime,
  /** Undefined unless the job failed. */
  error: optionalText,
  error_code: optional(openEnum(JOB_ERROR_CODES)).transform((code) => code === "" ? void 0 : code),
  status: openEnum(JOB_STATUSES),
  worker_id: optionalId,
  worker_name: text,
  file_id: import_zod6.z.string(),
  tags: textMap,
  queue_position: count,
  queue_size: count,
  organization_id: optionalId,
  input: optional(
    answerObject({
      template_version_id: optionalId,
      workspace_build_id: optionalId,
      error: text
    })
  ),
  type: openText(JOB_TYPES),
  /** Ids of the daemons that may take the job, while it waits. */
  available_workers: listOf(import_zod6.z.string()),
  /** Filled where jobs are asked for; the job of a version or a build has only empty texts in it. */
  metadata: optional(
    answerObject({
      template_version_name: text,
      template_id: optionalId,
      template_name: text,
      template_display_name: text,
      template_icon: text,
      workspace_id: optionalId,
      workspace_name: text
    })
  ),
  /** Who began the job; undefined from a server that does not tell. */
  initiator_id: optionalId,
  /** Whether the server left lines of the log out, as there were too many. */
  logs_overflowed: flag
});
var provisionerJobLogSchema = answerObject({
  id: import_zod6.z.number(),
  created_at: time,
  log_source: openText(LOG_SOURCES),
  log_level: openText(LOG_LEVELS),
  stage: text,
  /** Empty where a stage begins. */
  output: text
});
var daemonJobSchema = answerObject({
  id: import_zod6.z.string(),
  status: openText(JOB_STATUSES),
  template_name: text,
  template_icon: text,
  template_display_name: text
});
var provisionerDaemonSchema = answerObject({
  id: import_zod6.z.string(),
  organization_id: optionalId,
  key_id: optionalId,
  key_name: text,
  created_at: time,
  last_seen_at: optionalTime,
  name: import_zod6.z.string(),
  version: text,
  api_version: text,
  provisioners: listOf(import_zod6.z.string()),
  tags: textMap,
  status: openText(DAEMON_STATUSES),
  current_job: optional(daemonJobSchema),
  previous_job: optional(daemonJobSchema)
});
var DAEMONS_LIMIT = 1e4;
var DEFAULT_LIMIT = 50;
function getProvisionerJobs(transport, organization, query = {}, options) {
  if (findsNothing(query)) return Promise.resolve([]);
  return transport.json(
    listOf(provisionerJobSchema),
    {
      method: "GET",
      path: path`/organizations/${organization}/provisionerjobs`,
      query: {
        limit: query.limit,
        ids: query.ids?.join(","),
        status: query.status?.join(","),
        tags: tagsText(query.tags)
      }
    },
    options
  );
}
function getProvisionerJob(transport, organization, jobId, options) {
  return transport.json(
    provisionerJobSchema,
    { method: "GET", path: path`/organizations/${organization}/provisionerjobs/${jobId}` },
    options
  );
}
async function getProvisionerDaemons(transport, organization, query = {}, options) {
  const { limit, ids, status, offline, tags } = query;
  if (findsNothing(query)) return [];
  const isFilter = status !== void 0 || offline !== void 0;
  const isFilteredHere = isFilter && await explainLack(transport, "daemonStatuses", options) !== void 0;
  const daemons = await transport.json(
    listOf(provisionerDaemonSchema),
    {
      method: "GET",
      path: path`/organizations/${organization}/provisionerdaemons`,
      query: {
        // A limit that the server refuses is left to it.
        limit: isFilteredHere && (limit ?? 0) >= 0 ? DAEMONS_LIMIT : limit,
        ids: ids?.join(","),
        ...!isFilteredHere && { status: status?.join(","), offline },
        tags: tagsText(tags)
      }
    },
    options
  );
  if (!isFilteredHere) return daemons;
  return daemons.filter((daemon) => isWanted(daemon, query)).slice(0, limit === 0 ? void 0 : limit ?? DEFAULT_LIMIT);
}
function isWanted(daemon, { status, offline }) {
  const isNamed2 = status?.some((wanted) => wanted === daemon.status);
  return daemon.status === "offline" ? isNamed2 === true || (offline ?? status === void 0) : isNamed2 ?? true;
}
function findsNothing({ ids, status }) {
  return ids?.length === 0 || status?.length === 0;
}
function hasJobEnded({ status, completed_at }) {
  switch (status) {
    case "succeeded":
    case "failed":
    case "canceled":
      return true;
    case "pending":
    case "running":
    case "canceling":
      return false;
    default:
      return completed_at !== void 0;
  }
}
function tagsText(tags) {
  return tags === void 0 ? void 0 : JSON.stringify(tags);
}

// provider/client/job-logs.ts
var QUIET_MILLISECONDS = 15e3;
async function getLogs(transport, logsPath, query = {}, options) {
  const request = { method: "GET", path: logsPath, query: { after: query.after } };
  const lines = await transport.json(listOf(provisionerJobLogSchema), request, options);
  return lines.map((line) => shown(transport, line, options));
}
function shown(transport, line, options) {
  return { ...line, output: transport.logText(line.output, options) };
}
async function* streamLogs(transport, { path: path2, getJob }, query = {}, { isSingle = false, ...options } = {}) {
  let last = query.after;
  const isNew = ({ id }) => {
    if (last !== void 0 && id <= last) return false;
    last = id;
    return true;
  };
  const connect = async function* (signal = options.signal) {
    const stream = { path: path2, query: { follow: "", after: last } };
    for await (const line of transport.stream(provisionerJobLogSchema, stream, { ...options, signal }))
      yield shown(transport, line, options);
  };
  if (isSingle) {
    yield* connect();
    return;
  }
  const isOver = async () => hasJobEnded(await getJob(options));
  const open = () => untilQuietEnd(transport, connect, isOver, options);
  for await (const line of transport.resumed({ open, isOver }, options)) if (isNew(line)) yield line;
  if (transport.isClosed) return;
  for (const line of await getLogs(transport, path2, { after: last }, options)) if (isNew(line)) yield line;
}
async function* untilQuietEnd(transport, connect, isOver, { signal }) {
  const quiet = new AbortController();
  const quietEnd = new Error("The job has ended.");
  let isQuiet = true;
  const ask = async () => {
    if (await isOver()) quiet.abort(quietEnd);
  };
  const stopAsking = transport.clock.every(QUIET_MILLISECONDS, () => {
    if (isQuiet) ask().catch((thrown) => quiet.abort(thrown));
  });
  try {
    for await (const line of connect(AbortSignal.any([quiet.signal, ...signal === void 0 ? [] : [signal]]))) {
      isQuiet = false;
      yield line;
    }
  } catch (thrown) {
    if (thrown !== quietEnd) throw thrown;
  } finally {
    stopAsking();
  }
}

// provider/client/transport/pages.ts
var PAGE_SIZE = 100;
async function* pagesOf(pageSize, getPage) {
  if (!Number.isInteger(pageSize) || pageSize < 1)
    throw new RangeError(`\`pageSize\` must be a whole number above 0; it is ${pageSize}.`);
  const seen = /* @__PURE__ */ new Set();
  let last;
  let offset = 0;
  for (; ; ) {
    const page = await getPage({ offset, last });
    const known3 = seen.size;
    for (const item of page.items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    if (page.isLast || page.items.length > 0 && seen.size === known3 && page.items.at(-1)?.id === last?.id) return;
    last = page.items.at(-1) ?? last;
    offset += page.items.length === 0 ? pageSize : page.items.length;
  }
}
function pageOf(items, pageSize) {
  return { items, isLast: pageSize > PAGE_SIZE ? items.length === 0 : items.length < pageSize };
}
async function allOf(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}

// provider/client/transport/ways.ts
function exactlyOneOf(request, keys) {
  const given = keys.filter((key) => request[key] !== void 0 && request[key] !== null && request[key] !== "");
  if (given.length === 1) return;
  const problem = given.length === 0 ? "Missing" : "Given in more than one way";
  throw new InputError([{ property: keys[0], reason: `${problem}: set either \`${keys[0]}\` or \`${keys[1]}\`.` }]);
}

// provider/client/workspace-resources.ts
var import_zod7 = require("zod");
var TRANSITIONS = ["start", "stop", "delete"];
var APP_STATES = ["working", "idle", "complete", "failure"];
var APP_SHARING_LEVELS = ["owner", "authenticated", "organization", "public"];
var APP_HEALTHS = ["disabled", "initializing", "healthy", "unhealthy"];
var APP_WINDOWS = ["slim-window", "tab"];
var AGENT_STATUSES = ["connecting", "connected", "disconnected", "timeout"];
var AGENT_LIFECYCLE_STATES = [
  "created",
  "starting",
  "start_timeout",
  "start_error",
  "ready",
  "shutting_down",
  "shutdown_timeout",
  "shutdown_error",
  "off"
];
var DISPLAY_APPS = [
  "vscode",
  "vscode_insiders",
  "web_terminal",
  "port_forwarding_helper",
  "ssh_helper"
];
var AGENT_SUBSYSTEMS = ["envbox", "envbuilder", "exectrace"];
var STARTUP_SCRIPT_BEHAVIORS = ["blocking", "non-blocking"];
var sensitiveUnlessDenied = import_zod7.z.boolean().nullish().transform((value) => value ?? true);
var parentId = import_zod7.z.union([
  optionalId,
  import_zod7.z.object({ uuid: import_zod7.z.string(), valid: import_zod7.z.boolean() }).transform(({ uuid, valid }) => valid ? uuid : void 0)
]);
var workspaceAppStatusSchema = answerObject({
  id: import_zod7.z.string(),
  created_at: time,
  workspace_id: optionalId,
  agent_id: optionalId,
  app_id: optionalId,
  state: openText(APP_STATES),
  message: text,
  uri: text,
  /** Deprecated by the server, which no longer sets it. */
  icon: text,
  /** Deprecated by the server, which no longer sets it. */
  needs_user_attention: flag
});
var workspaceAppSchema = answerObject({
  id: import_zod7.z.string(),
  slug: import_zod7.z.string(),
  display_name: text,
  url: text,
  external: flag,
  command: text,
  icon: text,
  subdomain: flag,
  subdomain_name: text,
  /** Who may open it. */
  sharing_level: openText(APP_SHARING_LEVELS),
  healthcheck: optional(answerObject({ url: text, interval: count, threshold: count })),
  /** `disabled` where the template declares no check. */
  health: openText(APP_HEALTHS),
  group: text,
  hidden: flag,
  open_in: openText(APP_WINDOWS),
  statuses: listOf(workspaceAppStatusSchema)
});
var workspaceAgentSchema = answerObject({
  id: import_zod7.z.string(),
  /** Of an agent that another agent started, such as that of a development container. */
  parent_id: parentId,
  name: import_zod7.z.string(),
  resource_id: optionalId,
  created_at: time,
  updated_at: optionalTime,
  first_connected_at: optionalTime,
  last_connected_at: optionalTime,
  disconnected_at: optionalTime,
  started_at: optionalTime,
  ready_at: optionalTime,
  status: openText(AGENT_STATUSES),
  lifecycle_state: openText(AGENT_LIFECYCLE_STATES),
  instance_id: text,
  architecture: text,
  operating_system: text,
  environment_variables: textMap,
  directory: text,
  expanded_directory: text,
  version: text,
  api_version: text,
  apps: listOf(workspaceAppSchema),
  /** By the region's name; empty until the agent has connected. Measured anew all the time. */
  latency: mapOf(answerObject({ preferred: flag, latency_ms: count })),
  logs_length: count,
  logs_overflowed: flag,
  connection_timeout_seconds: count,
  troubleshooting_url: text,
  subsystems: listOf(openEnum(AGENT_SUBSYSTEMS)),
  /** The reason is empty while it is healthy. */
  health: optional(answerObject({ healthy: flag, reason: text })),
  display_apps: listOf(openEnum(DISPLAY_APPS)),
  scripts: listOf(
    answerObject({
      id: optionalId,
      log_source_id: optionalId,
      log_path: text,
      display_name: text,
      script: text,
      cron: text,
      run_on_start: flag,
      run_on_stop: flag,
      start_blocks_login: flag,
      /** In nanoseconds, as Go writes durations. */
      timeout: count
    })
  ),
  log_sources: listOf(
    answerObject({
      id: import_zod7.z.string(),
      workspace_agent_id: optionalId,
      created_at: optionalTime,
      display_name: text,
      icon: text
    })
  ),
  /** Whether a login waits for the start-up script. */
  startup_script_behavior: openText(STARTUP_SCRIPT_BEHAVIORS)
});
var workspaceResourceSchema = answerObject({
  id: import_zod7.z.string(),
  created_at: time,
  job_id: import_zod7.z.string(),
  workspace_transition: openEnum(TRANSITIONS),
  type: import_zod7.z.string(),
  name: import_zod7.z.string(),
  hide: flag,
  icon: text,
  agents: listOf(workspaceAgentSchema),
  /** What the template publishes of it. The value of a sensitive item is here like any other. */
  metadata: listOf(answerObject({ key: import_zod7.z.string(), value: text, sensitive: sensitiveUnlessDenied })),
  daily_cost: count
});

// provider/client/template-versions.ts
var VERSION_WARNINGS = ["UNSUPPORTED_WORKSPACES", "DEPRECATED_PARAMETERS"];
var VARIABLE_TYPES = ["string", "number", "bool"];
var templateVersionSchema = answerObject({
  id: import_zod8.z.string(),
  /** Undefined while no template holds the version. */
  template_id: optionalId,
  organization_id: optionalId,
  created_at: time,
  updated_at: optionalTime,
  name: import_zod8.z.string(),
  message: text,
  job: provisionerJobSchema,
  readme: text,
  created_by: optional(answerObject({ id: import_zod8.z.string(), username: import_zod8.z.string(), avatar_url: text })),
  archived: flag,
  warnings: listOf(openEnum(VERSION_WARNINGS)),
  /** Only while the job is pending. */
  matched_provisioners: optional(matchedProvisionersSchema)
});
var templateVersionParameterSchema = answerObject({
  name: import_zod8.z.string(),
  display_name: text,
  description: text,
  description_plaintext: text,
  /** Servers that told no type had texts only. */
  type: openText(PARAMETER_TYPES).transform((type) => type === "" ? "string" : type),
  form_type: openText(PARAMETER_FORM_TYPES),
  mutable: flag,
  default_value: text,
  icon: text,
  options: listOf(answerObject({ name: import_zod8.z.string(), description: text, value: import_zod8.z.string(), icon: text })),
  validation_error: text,
  validation_regex: text,
  validation_min: optional(import_zod8.z.number()),
  validation_max: optional(import_zod8.z.number()),
  /** Empty where the value may change in both directions. */
  validation_monotonic: openText(MONOTONIC_ORDERS),
  required: flag,
  ephemeral: flag
});
var templateVersionVariableSchema = answerObject({
  name: import_zod8.z.string(),
  description: text,
  type: openText(VARIABLE_TYPES),
  value: text,
  default_value: text,
  required: flag,
  sensitive: flag
});
var presetSchema = answerObject({
  ID: import_zod8.z.string(),
  Name: import_zod8.z.string(),
  Description: text,
  Icon: text,
  Parameters: listOf(answerObject({ Name: import_zod8.z.string(), Value: import_zod8.z.string() })),
  Default: flag,
  DesiredPrebuildInstances: optional(import_zod8.z.number())
}).transform(({ ID, Name, Description, Icon, Parameters, Default, DesiredPrebuildInstances, ...newer }) => ({
  ...newer,
  id: ID,
  name: Name,
  /** For people; empty from an older server. */
  description: Description,
  icon: Icon,
  parameters: Parameters.map(({ Name: name, Value: value, ...more }) => ({ ...more, name, value })),
  default: Default,
  /** How many workspaces the server keeps ready; undefined where it keeps none, or does not tell. */
  desired_prebuild_instances: DesiredPrebuildInstances
}));
var externalAuthSchema = answerObject({
  id: import_zod8.z.string(),
  type: text,
  display_name: text,
  display_icon: text,
  authenticate_url: text,
  authenticated: flag,
  optional: flag
});
async function createTemplateVersion(transport, organization, request, options) {
  exactlyOneOf(request, ["file_id", "example_id"]);
  return transport.json(
    templateVersionSchema,
    {
      method: "POST",
      path: path`/organizations/${organization}/templateversions`,
      json: { storage_method: "file", provisioner: "terraform", ...request, tags: request.tags ?? {} }
    },
    options
  );
}
function getTemplateVersion(transport, id, options) {
  return transport.json(templateVersionSchema, { method: "GET", path: path`/templateversions/${id}` }, options);
}
function getTemplateVersionByName(transport, templateId, name, options) {
  return transport.json(
    templateVersionSchema,
    { method: "GET", path: path`/templates/${templateId}/versions/${name}` },
    options
  );
}
function getTemplateVersions(transport, templateId, query = {}, options) {
  return transport.json(
    listOf(templateVersionSchema),
    { method: "GET", path: path`/templates/${templateId}/versions`, query: { ...query } },
    options
  );
}
function iterateTemplateVersions(transport, templateId, query = {}, options) {
  const { include_archived, pageSize = PAGE_SIZE } = query;
  return pagesOf(
    pageSize,
    async ({ last }) => pageOf(
      await getTemplateVersions(
        transport,
        templateId,
        { include_archived, limit: pageSize, after_id: last?.id },
        options
      ),
      pageSize
    )
  );
}
function getAllTemplateVersions(transport, templateId, query, options) {
  return allOf(iterateTemplateVersions(transport, templateId, query, options));
}
function getTemplateVersionByNames(transport, organization, template, name, options) {
  const versionPath = path`/organizations/${organization}/templates/${template}/versions/${name}`;
  return transport.json(templateVersionSchema, { method: "GET", path: versionPath }, options);
}
function getPreviousTemplateVersion(transport, organization, template, name, options) {
  const previousPath = path`/organizations/${organization}/templates/${template}/versions/${name}/previous`;
  return transport.json(templateVersionSchema, { method: "GET", path: previousPath }, options);
}
function updateTemplateVersion(transport, id, request, options) {
  return transport.json(
    templateVersionSchema,
    { method: "PATCH", path: path`/templateversions/${id}`, json: request },
    options
  );
}
async function cancelTemplateVersion(transport, id, options) {
  await transport.send({ method: "PATCH", path: path`/templateversions/${id}/cancel` }, options);
}
async function archiveTemplateVersion(transport, id, options) {
  await transport.send({ method: "POST", path: path`/templateversions/${id}/archive` }, options);
}
async function unarchiveTemplateVersion(transport, id, options) {
  await transport.send({ method: "POST", path: path`/templateversions/${id}/unarchive` }, options);
}
function getTemplateVersionParameters(transport, id, options) {
  return transport.json(
    listOf(templateVersionParameterSchema),
    { method: "GET", path: path`/templateversions/${id}/rich-parameters` },
    options
  );
}
function getTemplateVersionVariables(transport, id, options) {
  return transport.json(
    listOf(templateVersionVariableSchema),
    { method: "GET", path: path`/templateversions/${id}/variables` },
    options
  );
}
function getTemplateVersionPresets(transport, id, options) {
  return transport.json(listOf(presetSchema), { method: "GET", path: path`/templateversions/${id}/presets` }, options);
}
function getTemplateVersionResources(transport, id, options) {
  return transport.json(
    listOf(workspaceResourceSchema),
    { method: "GET", path: path`/templateversions/${id}/resources` },
    options
  );
}
function getTemplateVersionExternalAuth(transport, id, options) {
  return transport.json(
    listOf(externalAuthSchema),
    { method: "GET", path: path`/templateversions/${id}/external-auth` },
    options
  );
}
function getTemplateVersionLogs(transport, id, query, options) {
  return getLogs(transport, path`/templateversions/${id}/logs`, query, options);
}
function streamTemplateVersionLogs(transport, id, query, options) {
  const getJob = async (each) => (await getTemplateVersion(transport, id, each)).job;
  return streamLogs(transport, { path: path`/templateversions/${id}/logs`, getJob }, query, options);
}

// provider/client/templates.ts
var import_zod9 = require("zod");
var PROVISIONER_TYPES = ["terraform", "echo"];
var buildTimesSchema = answerObject({
  P50: optional(import_zod9.z.number()),
  P95: optional(import_zod9.z.number()),
  p50: optional(import_zod9.z.number()),
  p95: optional(import_zod9.z.number())
}).transform(({ P50, P95, p50 = P50, p95 = P95, ...newer }) => ({ ...newer, p50, p95 }));
var templateSchema = answerObject({
  id: import_zod9.z.string(),
  created_at: time,
  updated_at: optionalTime,
  organization_id: import_zod9.z.string(),
  organization_name: text,
  organization_display_name: text,
  organization_icon: text,
  name: import_zod9.z.string(),
  display_name: text,
  provisioner: openText(PROVISIONER_TYPES),
  active_version_id: import_zod9.z.string(),
  /** -1 while the server has not counted yet. */
  active_user_count: count,
  /**
   * How long the latest builds took, by transition, in milliseconds: half of them at most `p50`, 95 percent at most
   * `p95`. Undefined where nothing was built yet.
   */
  build_time_stats: mapOf(buildTimesSchema),
  description: text,
  deprecated: flag,
  deprecation_message: text,
  icon: text,
  default_ttl_ms: count,
  activity_bump_ms: count,
  autostop_requirement: answerObject({ days_of_week: listOf(openEnum(WEEKDAYS)), weeks: count }).nullish().transform((value) => value ?? { days_of_week: [], weeks: 0 }),
  autostart_requirement: answerObject({ days_of_week: listOf(openEnum(WEEKDAYS)) }).nullish().transform((value) => value ?? { days_of_week: [] }),
  created_by_id: text,
  created_by_name: text,
  allow_user_autostart: flag,
  allow_user_autostop: flag,
  allow_user_cancel_workspace_jobs: flag,
  failure_ttl_ms: count,
  time_til_dormant_ms: count,
  time_til_dormant_autodelete_ms: count,
  require_active_version: flag,
  max_port_share_level: openText(PORT_SHARE_LEVELS),
  /** Undefined on a server that knows no other flow. */
  use_classic_parameter_flow: optional(import_zod9.z.boolean())
});
var templateExampleSchema = answerObject({
  id: import_zod9.z.string(),
  url: text,
  name: text,
  description: text,
  icon: text,
  tags: listOf(import_zod9.z.string()),
  /** Its README. */
  markdown: text
});
var dailyActiveUsersSchema = answerObject({
  /** Days as 2026-01-31. */
  entries: listOf(answerObject({ date: import_zod9.z.string(), amount: count })),
  tz_hour_offset: count
});
var archivedTemplateVersionsSchema = answerObject({ template_id: import_zod9.z.string(), archived_ids: listOf(import_zod9.z.string()) });
var WRITTEN_IN_EVERY_UPDATE = [
  "display_name",
  "description",
  "icon",
  "default_ttl_ms",
  "activity_bump_ms",
  "allow_user_autostart",
  "allow_user_autostop",
  "allow_user_cancel_workspace_jobs",
  "failure_ttl_ms",
  "time_til_dormant_ms",
  "time_til_dormant_autodelete_ms",
  "require_active_version"
];
function getTemplate(transport, id, options) {
  return transport.json(templateSchema, { method: "GET", path: path`/templates/${id}` }, options);
}
function getTemplateByName(transport, organization, name, options) {
  return transport.json(
    templateSchema,
    { method: "GET", path: path`/organizations/${organization}/templates/${name}` },
    options
  );
}
function getTemplates(transport, query = {}, options) {
  const listPath = query.organization === void 0 ? "/templates" : path`/organizations/${query.organization}/templates`;
  return transport.json(listOf(templateSchema), { method: "GET", path: listPath, query: { q: query.q } }, options);
}
function getTemplateExamples(transport, options) {
  return transport.json(listOf(templateExampleSchema), { method: "GET", path: "/templates/examples" }, options);
}
function createTemplate(transport, organization, request, options) {
  return transport.json(
    templateSchema,
    { method: "POST", path: path`/organizations/${organization}/templates`, json: request },
    options
  );
}
async function updateTemplate(transport, template, request, options) {
  const id = typeof template === "string" ? template : template.id;
  const json = isComplete(request) ? request : completed(request, await read(transport, template, options));
  return transport.jsonUnlessUnchanged(
    templateSchema,
    { method: "PATCH", path: path`/templates/${id}`, json },
    options
  );
}
function isComplete(request) {
  return WRITTEN_IN_EVERY_UPDATE.every((key) => request[key] !== void 0);
}
function completed(request, template) {
  const written = WRITTEN_IN_EVERY_UPDATE.map((key) => [
    key,
    request[key] === void 0 ? template[key] : request[key]
  ]);
  return { ...request, ...Object.fromEntries(written) };
}
async function read(transport, template, options) {
  return typeof template === "string" ? getTemplate(transport, template, options) : template;
}
async function deleteTemplate(transport, id, options) {
  await transport.send({ method: "DELETE", path: path`/templates/${id}` }, options);
}
async function promoteTemplateVersion(transport, templateId, versionId, options) {
  await transport.send(
    { method: "PATCH", path: path`/templates/${templateId}/versions`, json: { id: versionId } },
    options
  );
}
function getOrganizationTemplateExamples(transport, organization, options) {
  return transport.json(
    listOf(templateExampleSchema),
    { method: "GET", path: path`/organizations/${organization}/templates/examples` },
    options
  );
}
function getTemplateDailyActiveUsers(transport, id, query = {}, options) {
  return transport.json(
    dailyActiveUsersSchema,
    { method: "GET", path: path`/templates/${id}/daus`, query: { ...query } },
    options
  );
}
function archiveUnusedTemplateVersions(transport, id, request = {}, options) {
  return transport.json(
    archivedTemplateVersionsSchema,
    {
      method: "POST",
      path: path`/templates/${id}/versions/archive`,
      json: { all: request.all ?? false },
      isRepeatable: true
    },
    options
  );
}

// provider/client/transport/list-pause.ts
var PAUSE_MILLISECONDS = 5e3;
var LONG_PAUSE_MILLISECONDS = 6e4;
var ListPause = class {
  /** @param operation names the lists in the memory of what a server lacks */
  constructor(operation) {
    this.operation = operation;
  }
  operation;
  #pause = { since: -Infinity, milliseconds: 0 };
  isUsable(transport) {
    const elapsed = transport.clock.now() - this.#pause.since;
    const isPaused = elapsed >= 0 && elapsed <= this.#pause.milliseconds;
    return !isPaused && !transport.lacksRoute(this.operation);
  }
  /** After a list that failed, unless those who asked ended it. */
  note(transport, thrown) {
    if (isRefusal2(thrown)) transport.rememberLackOfRoute(this.operation);
    else if (!(thrown instanceof ConfigurationError) && !(thrown instanceof DeadlineError)) {
      const milliseconds = thrown instanceof OutOfPatience ? LONG_PAUSE_MILLISECONDS : PAUSE_MILLISECONDS;
      this.#pause = { since: transport.clock.now(), milliseconds };
    }
  }
};
function isRefusal2(thrown) {
  if (!(thrown instanceof ApiError) || thrown instanceof DeadlineError) return false;
  const { status = 0 } = thrown;
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
}

// provider/client/transport/kept-entries.ts
var MOST_KEPT = 2e3;
var KeptEntries = class {
  constructor(milliseconds) {
    this.milliseconds = milliseconds;
  }
  milliseconds;
  /** In the order in which they came. */
  #kept = /* @__PURE__ */ new Map();
  /** When the objects were made. Known of all that came, also when they are not kept any more. */
  #times = /* @__PURE__ */ new Map();
  keep(entries, asked) {
    for (const [id, { time: time2 }] of this.#kept) if (!this.#isFresh(time2, asked.time)) this.#kept.delete(id);
    for (const entry of entries) {
      this.#kept.delete(entry.id);
      const text2 = textOf2(entry);
      if (text2 !== void 0) this.#kept.set(entry.id, { ...asked, text: text2 });
      if (typeof entry.created_at === "string") this.#times.set(entry.id, entry.created_at);
    }
    for (const [id] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(id);
    }
  }
  /** False when it is too old, or this process may have changed the object since then. */
  has(id, { clock, changes }) {
    const kept = this.#kept.get(id);
    return kept !== void 0 && this.#isFresh(kept.time, clock.now()) && !changes.mayConcern(id, kept.change);
  }
  find(id, transport) {
    const kept = this.#kept.get(id);
    return kept === void 0 || !this.has(id, transport) ? void 0 : JSON.parse(kept.text);
  }
  /** One of the future came before the clock was set back, nobody knows when. */
  #isFresh(time2, now) {
    return time2 <= now && now <= time2 + this.milliseconds;
  }
  timeOf(id) {
    return this.#times.get(id);
  }
  /** The ids of objects that were made at that time or later, the first of them first. */
  madeSince(time2) {
    return [...this.#times].filter(([, each]) => each >= time2).sort(([, left], [, right]) => left < right ? -1 : left > right ? 1 : 0).map(([id]) => id);
  }
  clear() {
    this.#kept.clear();
    this.#times.clear();
  }
};
function textOf2(entry) {
  try {
    return JSON.stringify(entry);
  } catch (thrown) {
    if (thrown instanceof RangeError) return void 0;
    throw thrown;
  }
}

// provider/client/transport/single-flight.ts
var SingleFlight = class {
  /** A result is kept for this long; without a time, as long as the process. */
  constructor(keptMilliseconds = Infinity, clock = systemClock) {
    this.keptMilliseconds = keptMilliseconds;
    this.clock = clock;
  }
  keptMilliseconds;
  clock;
  #running = /* @__PURE__ */ new Map();
  /** The first caller's signal and deadline govern the run; when these end it, the next caller runs it again. */
  async get(key, run, options) {
    for (; ; ) {
      options.signal?.throwIfAborted();
      this.#forgetExpired();
      const running = this.#running.get(key);
      if (running === void 0) return this.#start(key, run, options);
      if (options.onWait !== void 0) running.listeners.add(options.onWait);
      try {
        return await abortable(running.result, options.signal);
      } catch (thrown) {
        options.signal?.throwIfAborted();
        if (running.signal?.aborted !== true && !(thrown instanceof DeadlineError)) throw thrown;
      } finally {
        if (options.onWait !== void 0) running.listeners.delete(options.onWait);
      }
    }
  }
  /** For code that changes what the result tells: from now on the work is done again. */
  forget(key) {
    this.#running.delete(key);
  }
  #start(key, run, options) {
    const listeners = new Set(options.onWait === void 0 ? [] : [options.onWait]);
    const onWait = (message) => listeners.forEach((listener) => listener(message));
    const result = run({ signal: options.signal, onWait, deadline: options.deadline });
    const running = { result, signal: options.signal, listeners, expires: void 0 };
    this.#running.set(key, running);
    result.then(
      () => running.expires = this.clock.now() + this.keptMilliseconds,
      () => this.#running.get(key) === running && this.#running.delete(key)
    );
    return result;
  }
  #forgetExpired() {
    if (this.keptMilliseconds === Infinity) return;
    const now = this.clock.now();
    for (const [key, { expires }] of this.#running) {
      if (expires === void 0) continue;
      if (expires <= now || expires > now + this.keptMilliseconds) this.#running.delete(key);
    }
  }
};
async function abortable(promise, signal) {
  if (signal === void 0) return promise;
  signal.throwIfAborted();
  let abort = () => {
  };
  const aborted = new Promise((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

// provider/client/transport/read-ahead.ts
var LIST_SIZE = 48;
var MANY = 50;
var GATHERING_MILLISECONDS = 10;
var ENTRY_KEPT_MILLISECONDS = 1e4;
function paysToReadAhead(length, asks) {
  return length ** 2 <= 64e3 * asks;
}
var UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
var ReadAhead = class {
  constructor(kind, pause = new ListPause(kind.operation)) {
    this.kind = kind;
    this.pause = pause;
  }
  kind;
  pause;
  #waiting = /* @__PURE__ */ new Map();
  #kept = new KeptEntries(ENTRY_KEPT_MILLISECONDS);
  /** Asked for since the last pause, and the last change of this process that concerns all. */
  #asked = /* @__PURE__ */ new Set();
  #lastAsk = -Infinity;
  /** When the first of them was asked for. */
  #since = 0;
  #common;
  #plan;
  #isRunning = false;
  /** Ends the list under way, when nobody waits any more. */
  #interrupt = new AbortController();
  /** As `kind.one` finds it, at most some seconds old, and newer than what this process changed of it. */
  async get(transport, id) {
    const key = id.toLowerCase();
    const item = UUID.test(key) && this.pause.isUsable(transport) ? await this.#listed(transport, key) : void 0;
    if (item !== void 0) return item;
    const found = await this.kind.one(transport, id);
    this.#learn(found);
    return found;
  }
  async #listed(transport, id) {
    this.#noteAsk(transport, id);
    const kept = this.#kept.find(id, transport);
    const item = kept === void 0 ? void 0 : this.kind.parse(kept);
    if (item !== void 0) return item;
    const options = transport.optionsOf();
    options.signal?.throwIfAborted();
    const waiting = this.#waitingFor(id, transport);
    waiting.askers.add(options);
    if (!this.#isRunning) void this.#run(transport);
    try {
      return await abortable(waiting.promise, options.signal);
    } finally {
      waiting.askers.delete(options);
      if (waiting.askers.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#interrupt.abort();
    }
  }
  #noteAsk({ clock, changes }, id) {
    const now = clock.now();
    const isPauseOver = now < this.#lastAsk || now - this.#lastAsk > ENTRY_KEPT_MILLISECONDS;
    if (isPauseOver) this.#common = void 0;
    if (isPauseOver || changes.now !== this.#since) {
      this.#asked.clear();
      this.#kept.clear();
      this.#plan = void 0;
      this.#since = changes.now;
    }
    this.#lastAsk = now;
    this.#asked.add(id);
  }
  /** Whoever asks after a change of this process can't share an answer with those who asked before it. */
  #waitingFor(id, { changes }) {
    const known3 = this.#waiting.get(id);
    if (known3 !== void 0 && !changes.hasChanged(id, known3.since)) return known3;
    known3?.settle(void 0);
    return this.#wait(id, changes.last);
  }
  #wait(id, since) {
    let [settle, fail] = [() => {
    }, () => {
    }];
    const promise = new Promise((resolve3, reject) => {
      [settle, fail] = [resolve3, reject];
    });
    promise.catch(() => {
    });
    const createdAt = this.#kept.timeOf(id);
    const waiting = { promise, settle, fail, askers: /* @__PURE__ */ new Set(), createdAt, since };
    this.#waiting.set(id, waiting);
    return waiting;
  }
  /** One list after the other, as long as anybody waits. */
  async #run(first) {
    this.#isRunning = true;
    try {
      do {
        this.#interrupt = new AbortController();
        const transport = first.with({
          signal: this.#interrupt.signal,
          onWait: (message) => this.#tell(message),
          deadline: [...this.#waiting.values()].flatMap(({ askers }) => [...askers])[0]?.deadline
        });
        try {
          await this.#turn(transport);
        } catch (thrown) {
          this.#giveUp(transport, thrown);
        }
      } while (this.#waiting.size > 0);
    } finally {
      this.#isRunning = false;
    }
  }
  async #turn(transport) {
    const plan = this.#planToFollow(transport);
    if (plan !== void 0) return this.#readPage(transport, plan);
    await transport.clock.wait(GATHERING_MILLISECONDS, this.#interrupt.signal);
    const waiting = [...this.#waiting].slice(0, LIST_SIZE);
    const ids = [...waiting.map(([id]) => id), ...this.#nextAfter(waiting, transport)];
    const entries = ids.length < 2 ? [] : await this.#askForIds(transport, ids);
    for (const [id, each] of waiting)
      this.#settle(
        id,
        each,
        entries.find((entry) => entry.id === id)
      );
  }
  async #askForIds(transport, ids) {
    const moment = this.#moment(transport);
    const { last } = transport.changes;
    const entries = await this.kind.byIds(transport, ids);
    if (entries.some(({ id }) => !ids.includes(id))) {
      transport.rememberLackOfRoute(this.kind.operation);
      return [];
    }
    this.#kept.keep(entries, moment);
    return entries.filter(({ id }) => !transport.changes.hasChanged(id, last));
  }
  async #readPage(transport, plan) {
    const waiting = [...this.#waiting];
    const moment = this.#moment(transport);
    const { last } = transport.changes;
    const { entries, count: count2, isLast } = await this.kind.page(transport, plan.common, plan.nextPage);
    Object.assign(plan, { nextPage: plan.nextPage + 1, count: count2, isOver: isLast || entries.length === 0 });
    this.#kept.keep(entries, moment);
    const found = new Map(entries.map((entry) => [entry.id, entry]));
    for (const [id, each] of waiting) {
      const isOutdated = transport.changes.hasChanged(id, last);
      if (found.has(id)) this.#settle(id, each, isOutdated ? void 0 : found.get(id));
    }
    for (const [id, each] of this.#waiting) {
      const entry = this.#kept.find(id, transport);
      if (entry !== void 0) this.#settle(id, each, entry);
    }
  }
  /** Nothing is read ahead while this process changes objects: few could use it. */
  #planToFollow(transport) {
    if (this.#common === void 0 || this.#asked.size < this.kind.asksBefore) return void 0;
    if (transport.changes.now !== this.#since || this.#waiting.size >= MANY) return void 0;
    if (this.#plan === void 0 || JSON.stringify(this.#plan.common) !== JSON.stringify(this.#common))
      this.#plan = { common: this.#common, nextPage: 0, count: void 0, isOver: false };
    const { count: count2 = 0, isOver } = this.#plan;
    return isOver || !paysToReadAhead(count2, this.#asked.size) ? void 0 : this.#plan;
  }
  /** Ids that are likely to be asked for next: the state holds objects in the order in which they were made. */
  #nextAfter(waiting, transport) {
    const [first] = waiting.flatMap(([, { createdAt }]) => createdAt ?? []).sort();
    if (first === void 0 || transport.changes.now !== this.#since) return [];
    const isOpen = (id) => !this.#asked.has(id) && !this.#kept.has(id, transport);
    return this.#kept.madeSince(first).filter(isOpen).slice(0, LIST_SIZE - waiting.length);
  }
  #settle(id, waiting, entry) {
    if (this.#waiting.get(id) === waiting) this.#waiting.delete(id);
    const item = entry === void 0 ? void 0 : this.kind.parse(entry);
    if (item !== void 0) this.#learn(item);
    waiting.settle(item);
  }
  /** A list that fails is no failure of those who wait, unless it says that no request will succeed. */
  #giveUp(transport, thrown) {
    const isOfAll = thrown instanceof ConfigurationError;
    if (!this.#interrupt.signal.aborted) this.pause.note(transport, thrown);
    for (const [id, each] of [...this.#waiting]) {
      if (isOfAll) {
        this.#waiting.delete(id);
        each.fail(thrown);
      } else this.#settle(id, each, void 0);
    }
  }
  #learn(item) {
    const own2 = Object.entries(this.kind.commonOf(item)).filter(([, value]) => value !== "");
    const before = this.#common;
    this.#common = Object.fromEntries(own2.filter(([key, value]) => before === void 0 || before[key] === value));
  }
  #moment(transport) {
    return { time: transport.clock.now(), change: transport.changes.now };
  }
  #tell(message) {
    for (const { askers } of this.#waiting.values()) for (const { onWait } of askers) onWait?.(message);
  }
};

// provider/client/transport/gathering.ts
var QUIET_MILLISECONDS2 = 30;
var LONGEST_GATHERING_MILLISECONDS = 250;
var Gathering = class {
  constructor(kind, pause = new ListPause(kind.operation)) {
    this.kind = kind;
    this.pause = pause;
  }
  kind;
  pause;
  /** The one whose list is not sent yet. */
  #open;
  /** Undefined where the object has to be asked for alone: nobody else asks, or the list does not tell. */
  async get(transport, id) {
    const key = id.toLowerCase();
    if (!UUID.test(key) || !this.pause.isUsable(transport)) return void 0;
    const options = transport.optionsOf();
    options.signal?.throwIfAborted();
    const batch = this.#open ?? this.#begin(transport);
    batch.ids.add(key);
    batch.askers.add(options);
    if (batch.ids.size >= LIST_SIZE) this.#close(batch);
    try {
      const entry = (await abortable(batch.entries, options.signal)).find((each) => each.id === key);
      return entry === void 0 ? void 0 : this.kind.parse(entry);
    } finally {
      batch.askers.delete(options);
      if (batch.askers.size === 0) batch.interrupt.abort();
    }
  }
  #begin(first) {
    const batch = {
      ids: /* @__PURE__ */ new Set(),
      askers: /* @__PURE__ */ new Set(),
      interrupt: new AbortController(),
      entries: Promise.resolve([])
    };
    this.#open = batch;
    batch.entries = this.#list(first, batch);
    return batch;
  }
  #close(batch) {
    if (this.#open === batch) this.#open = void 0;
  }
  async #gather({ clock }, batch) {
    const begun2 = clock.now();
    let before;
    do {
      before = Math.max(1, batch.ids.size);
      await clock.wait(QUIET_MILLISECONDS2, batch.interrupt.signal);
    } while (this.#open === batch && batch.ids.size > before && clock.now() - begun2 < LONGEST_GATHERING_MILLISECONDS);
  }
  /** Never rejects: a list that fails is no failure of those who wait. */
  async #list(first, batch) {
    const { ids, askers, interrupt } = batch;
    const { signal } = interrupt;
    const onWait = (message) => askers.forEach((asker) => asker.onWait?.(message));
    try {
      await this.#gather(first, batch);
      this.#close(batch);
      if (ids.size < 2) return [];
      const [asker] = askers;
      const transport = first.with({ signal, onWait, deadline: asker?.deadline });
      const entries = await this.kind.byIds(transport, [...ids]);
      if (entries.every(({ id }) => ids.has(id))) return entries;
      transport.rememberLackOfRoute(this.kind.operation);
      return [];
    } catch (thrown) {
      this.#close(batch);
      if (!signal.aborted) this.pause.note(first, thrown);
      return [];
    }
  }
};

// provider/client/workspaces.ts
var import_zod13 = require("zod");

// provider/client/workspace-builds.ts
var import_zod12 = require("zod");

// provider/client/terraform-state.ts
var import_zod10 = require("zod");
async function getWorkspaceBuildState(transport, id, options) {
  const answer = await transport.send({ method: "GET", path: path`/workspacebuilds/${id}/state` }, options);
  return answer.body;
}
function stateInBase64(state) {
  const bytes = isText(state) ? Buffer.from(state) : void 0;
  if (bytes === void 0 || !isJsonObject(bytes.toString("utf8"))) {
    const found = bytes === void 0 ? "neither text nor bytes" : bytes.length === 0 ? "empty" : "something else";
    const reason = `Must be Terraform's state, which is a JSON object; it is ${found}. Give what \`getWorkspaceBuildState\` returned, as text or as bytes.`;
    throw new InputError([{ property: "state", reason }]);
  }
  return bytes.toString("base64");
}
function isJsonObject(text2) {
  try {
    return import_zod10.z.looseObject({}).safeParse(JSON.parse(text2)).success;
  } catch {
    return false;
  }
}
function isText(state) {
  return typeof state === "string" || state instanceof Uint8Array;
}

// provider/client/transport/times.ts
var import_zod11 = require("zod");
var RULE = "Must be a time in RFC 3339, such as `2026-01-31T12:00:00Z`.";
var timeInput = import_zod11.z.iso.datetime({ offset: true, error: RULE });
function timeText(value, property) {
  const text2 = value instanceof Date ? textOfDate(value) : value;
  if (timeInput.safeParse(text2).success) return text2;
  throw new InputError([{ property, reason: `${RULE} ${descriptionOf(value)}` }]);
}
function textOfDate(date) {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
function descriptionOf(value) {
  if (value instanceof Date) return `It is an invalid \`Date\`, or one outside the years 0 to 9999.`;
  return typeof value === "string" ? `It is "${value}".` : `It is of type \`${typeof value}\`.`;
}

// provider/client/workspace-builds.ts
var WORKSPACE_STATUSES = [
  "pending",
  "starting",
  "running",
  "stopping",
  "stopped",
  "failed",
  "canceling",
  "canceled",
  "deleting",
  "deleted"
];
var BUILD_REASONS = [
  "initiator",
  "autostart",
  "autostop",
  "dormancy",
  "autodelete",
  "dashboard",
  "cli",
  "ssh_connection",
  "vscode_connection",
  "jetbrains_connection"
];
var deadline = import_zod12.z.union([
  optionalTime,
  import_zod12.z.object({ time, valid: import_zod12.z.boolean() }).transform((value) => value.valid ? value.time : void 0)
]);
var workspaceBuildSchema = answerObject({
  id: import_zod12.z.string(),
  created_at: time,
  updated_at: optionalTime,
  workspace_id: import_zod12.z.string(),
  workspace_name: text,
  workspace_owner_id: text,
  workspace_owner_name: text,
  workspace_owner_avatar_url: text,
  template_version_id: import_zod12.z.string(),
  /** Empty in the answer to a creation. */
  template_version_name: text,
  build_number: import_zod12.z.number(),
  transition: openEnum(TRANSITIONS),
  initiator_id: text,
  initiator_name: text,
  job: provisionerJobSchema,
  /** Why it was begun. */
  reason: openText(BUILD_REASONS),
  /** Empty in the answer to a creation. */
  resources: listOf(workspaceResourceSchema),
  deadline,
  max_deadline: deadline,
  status: openEnum(WORKSPACE_STATUSES),
  daily_cost: count,
  /** Only while the job is pending. */
  matched_provisioners: optional(matchedProvisionersSchema),
  template_version_preset_id: optionalId,
  has_ai_task: optional(import_zod12.z.boolean()),
  ai_task_sidebar_app_id: optionalId
});
var workspaceBuildParameterSchema = answerObject({ name: import_zod12.z.string(), value: import_zod12.z.string() });
async function createWorkspaceBuild(transport, workspaceId, request, options) {
  const { state, ...rest } = request;
  const json = state === void 0 ? rest : { ...rest, state: stateInBase64(state) };
  if (request.template_version_preset_id !== void 0) await requireFeature(transport, "presetBuilds", options);
  return transport.json(
    workspaceBuildSchema,
    { method: "POST", path: path`/workspaces/${workspaceId}/builds`, json },
    options
  );
}
function getWorkspaceBuild(transport, id, options) {
  return transport.json(workspaceBuildSchema, { method: "GET", path: path`/workspacebuilds/${id}` }, options);
}
async function getWorkspaceBuilds(transport, workspaceId, query = {}, options) {
  const since = query.since === void 0 ? void 0 : timeText(query.since, "since");
  return transport.json(
    listOf(workspaceBuildSchema),
    { method: "GET", path: path`/workspaces/${workspaceId}/builds`, query: { ...query, since } },
    options
  );
}
function iterateWorkspaceBuilds(transport, workspaceId, query = {}, options) {
  const { since, pageSize = PAGE_SIZE } = query;
  return pagesOf(
    pageSize,
    async ({ offset }) => pageOf(await getWorkspaceBuilds(transport, workspaceId, { since, limit: pageSize, offset }, options), pageSize)
  );
}
function getAllWorkspaceBuilds(transport, workspaceId, query, options) {
  return allOf(iterateWorkspaceBuilds(transport, workspaceId, query, options));
}
function getWorkspaceBuildByNumber(transport, user2, workspaceName, buildNumber, options) {
  return transport.json(
    workspaceBuildSchema,
    { method: "GET", path: path`/users/${user2}/workspace/${workspaceName}/builds/${buildNumber}` },
    options
  );
}
async function cancelWorkspaceBuild(transport, id, options) {
  await transport.send({ method: "PATCH", path: path`/workspacebuilds/${id}/cancel` }, options);
}
function getWorkspaceBuildParameters(transport, id, options) {
  return transport.json(
    listOf(workspaceBuildParameterSchema),
    { method: "GET", path: path`/workspacebuilds/${id}/parameters` },
    options
  );
}
async function getWorkspaceBuildResources(transport, id, options) {
  return (await getWorkspaceBuild(transport, id, options)).resources;
}
function getWorkspaceBuildLogs(transport, id, query, options) {
  return getLogs(transport, path`/workspacebuilds/${id}/logs`, query, options);
}
function streamWorkspaceBuildLogs(transport, id, query, options) {
  const getJob = async (each) => (await getWorkspaceBuild(transport, id, each)).job;
  return streamLogs(transport, { path: path`/workspacebuilds/${id}/logs`, getJob }, query, options);
}

// provider/client/workspaces.ts
var AUTOMATIC_UPDATES = ["always", "never"];
var workspaceSchema = answerObject({
  id: import_zod13.z.string(),
  created_at: time,
  updated_at: optionalTime,
  owner_id: text,
  owner_name: text,
  owner_avatar_url: text,
  organization_id: text,
  organization_name: text,
  template_id: text,
  template_name: text,
  template_display_name: text,
  template_icon: text,
  template_allow_user_cancel_workspace_jobs: flag,
  template_active_version_id: text,
  template_require_active_version: flag,
  /** Undefined on a server that knows no other flow. */
  template_use_classic_parameter_flow: optional(import_zod13.z.boolean()),
  latest_build: workspaceBuildSchema,
  latest_app_status: optional(workspaceAppStatusSchema),
  outdated: flag,
  name: import_zod13.z.string(),
  /** Undefined without one. */
  autostart_schedule: optionalText,
  ttl_ms: optional(import_zod13.z.number()),
  last_used_at: optionalTime,
  deleting_at: optionalTime,
  dormant_at: optionalTime,
  health: answerObject({ healthy: flag, failing_agents: listOf(import_zod13.z.string()) }).nullish().transform((value) => value ?? { healthy: true, failing_agents: [] }),
  automatic_updates: openText(AUTOMATIC_UPDATES),
  allow_renames: flag,
  /** True only for the owner: no one else can see it. */
  favorite: flag,
  next_start_at: optionalTime,
  /** Whether it was made in advance and waits for an owner; undefined on a server that does not tell. */
  is_prebuild: optional(import_zod13.z.boolean())
});
var workspacesSchema = answerObject({ workspaces: listOf(workspaceSchema), count: import_zod13.z.number() });
async function createWorkspace(transport, user2, request, options) {
  exactlyOneOf(request, ["template_id", "template_version_id"]);
  if (request.template_version_preset_id !== void 0) await requireFeature(transport, "presetBuilds", options);
  return transport.json(
    workspaceSchema,
    { method: "POST", path: path`/users/${user2}/workspaces`, json: request },
    options
  );
}
function getWorkspace(transport, id, query = {}, options) {
  return transport.json(
    workspaceSchema,
    { method: "GET", path: path`/workspaces/${id}`, query: deletedQuery(query) },
    options
  );
}
function getWorkspaceByOwnerAndName(transport, user2, name, query = {}, options) {
  return transport.json(
    workspaceSchema,
    { method: "GET", path: path`/users/${user2}/workspace/${name}`, query: deletedQuery(query) },
    options
  );
}
function getWorkspaces(transport, query = {}, options) {
  return transport.json(workspacesSchema, { method: "GET", path: "/workspaces", query: { ...query } }, options);
}
function iterateWorkspaces(transport, query = {}, options) {
  const { q, pageSize = PAGE_SIZE } = query;
  return pagesOf(pageSize, async ({ offset }) => {
    const { workspaces: workspaces2, count: count2 } = await getWorkspaces(transport, { q, limit: pageSize, offset }, options);
    return { items: workspaces2, isLast: offset + (workspaces2.length === 0 ? pageSize : workspaces2.length) >= count2 };
  });
}
function getAllWorkspaces(transport, query, options) {
  return allOf(iterateWorkspaces(transport, query, options));
}
async function updateWorkspace(transport, id, request, options) {
  await transport.send({ method: "PATCH", path: path`/workspaces/${id}`, json: request }, options);
}
function deletedQuery({ includeDeleted = false }) {
  return { include_deleted: includeDeleted ? true : void 0 };
}

// provider/client/reads.ts
var READS = /* @__PURE__ */ Symbol("reads");
var LIST = { method: "GET", isRepeatable: false, patienceMilliseconds: 15e3 };
var entrySchema = answerObject({ id: import_zod14.z.string(), created_at: text });
var templatesSchema = listOf(entrySchema);
var workspacesSchema2 = answerObject({ workspaces: listOf(entrySchema), count });
var templates = {
  operation: "templates by id",
  asksBefore: 16,
  one: getTemplate,
  async byIds(transport, ids) {
    const found = await listTemplates(transport, `ids:${ids.join(",")}`);
    const missing = ids.filter((id) => !found.some((entry) => entry.id === id));
    if (missing.length === 0) return found;
    return [...found, ...await listTemplates(transport, `ids:${missing.join(",")} deprecated:true`)];
  },
  async page(transport, common) {
    const entries = [
      ...await listTemplates(transport, `${queryOf(common)} deprecated:false`),
      ...await listTemplates(transport, `${queryOf(common)} deprecated:true`)
    ];
    return { entries, count: entries.length, isLast: true };
  },
  parse: (entry) => templateSchema.safeParse(entry).data,
  commonOf: ({ organization_id }) => ({ organization: organization_id })
};
var workspaces = {
  operation: "workspaces by id",
  asksBefore: 4,
  one: getWorkspace,
  async byIds(transport, ids) {
    return (await listWorkspaces(transport, { q: `id:${ids.join(",")}`, limit: ids.length })).workspaces;
  },
  async page(transport, common, page) {
    const offset = page * PAGE_SIZE;
    const found = await listWorkspaces(transport, { q: queryOf(common), limit: PAGE_SIZE, offset });
    return { entries: found.workspaces, count: found.count, isLast: offset + PAGE_SIZE >= found.count };
  },
  parse(entry) {
    const workspace = workspaceSchema.safeParse(entry).data;
    return workspace?.latest_build.status === "deleted" ? void 0 : workspace;
  },
  commonOf: ({ owner_name, template_name, organization_id }) => ({
    owner: owner_name,
    template: template_name,
    organization: organization_id
  })
};
var readAheads = /* @__PURE__ */ new WeakMap();
function readsOver(transport) {
  const shared = readAheads.get(transport.scope) ?? newReadAheads(transport);
  readAheads.set(transport.scope, shared);
  return {
    template: (id) => shared.templates.get(transport, id),
    workspace: (id) => shared.workspaces.get(transport, id),
    workspaceNow: (id) => shared.workspacesNow.get(transport, id),
    templateVersion: (id) => shared.versions.get(
      // After a change of this process it is another question.
      `${id} ${transport.changes.now}`,
      (options) => getTemplateVersion(transport, id, options),
      transport.optionsOf()
    )
  };
}
function newReadAheads({ clock }) {
  const pause = new ListPause(workspaces.operation);
  return {
    templates: new ReadAhead(templates),
    workspaces: new ReadAhead(workspaces, pause),
    workspacesNow: new Gathering(workspaces, pause),
    versions: new SingleFlight(ENTRY_KEPT_MILLISECONDS, clock)
  };
}
function readsOf(client) {
  const { [READS]: reads } = client;
  if (reads === void 0) throw new TypeError("Only a client of this package has reads.");
  return reads;
}
function listTemplates(transport, q) {
  return transport.json(templatesSchema, { ...LIST, path: "/templates", query: { q: q.trim() } });
}
function listWorkspaces(transport, query) {
  const { q, ...page } = query;
  return transport.json(workspacesSchema2, {
    ...LIST,
    path: "/workspaces",
    query: { q: q === "" ? void 0 : q, ...page }
  });
}
function queryOf(common) {
  return Object.entries(common).map(([key, value]) => `${key}:"${value}"`).join(" ");
}

// provider/ownership/words.ts
var FORMER = "FORMER-NAME";
function describeTaken(scope, wish, holder, own2) {
  const { type, afterReplacement = "" } = wish.owned;
  const { name } = wish.wanted;
  const what = nounOf({ type });
  const adopted = `take it over by \`adopt: "${holder.id}"\` (with the plugin, also by the option \`import\`): it is changed to what is declared here, and deleted with this resource`;
  const taken = `The name "${name}" is taken by ${holder.description}${madeText(holder, scope.client.serverTime)}.`;
  if (own2 !== void 0) {
    const refused = `it can't be replaced (\`--replace\`, \`replaceWith\`, \`replaceOnChanges\`, a taint) before it is gone: set \`deleteBeforeReplace: true\` in the resource's options, which deletes that ${what} first, with what it holds.` + afterReplacement;
    return own2 === "earlier" ? `${taken} This resource had it when its state was last seen here. If the state has it no longer, ${adopted}. Otherwise ${refused}` : `${taken} It is what this resource has now, and ${refused}`;
  }
  const { claims, holdings } = scope.ownership;
  const object = objectOf(type, holder.id);
  const rival = claims.rivalOf(scope.urn, object);
  if (rival !== void 0 && keepsObject(rival)) {
    return `${taken} Resource "${rival.urn}" of this program has it: take one of the two out, or choose another \`name\`.`;
  }
  const former = holdings.urnOf(object) ?? (rival?.standing === "seen" ? rival.urn : void 0);
  if (former !== void 0 && stackOf(former) !== stackOf(scope.urn)) {
    return `${taken} Another stack has it as "${former}", and two would change and delete it in turn: choose another \`name\`, or take it out of that stack with \`pulumi state delete\` and ${adopted}.`;
  }
  const isElsewhere = former === void 0 && scope.deletesBeforeReplace !== false;
  return `${taken} ${renamedText(scope.urn, former, what)} Otherwise choose another \`name\`, delete that ${what}, or ${adopted}.` + (isElsewhere ? " If it is this resource's own and is to be replaced by command, add `--refresh`." : "");
}
function renamedText(urn, former, what) {
  if (former === void 0) {
    return `If this program had that ${what} under another resource name or parent, tell Pulumi so: add ${aliasText(urn)} to this resource's options.`;
  }
  if (isOfPlugin(former) && !isOfPlugin(urn)) {
    return `Resource "${former}" had it when its state was last seen here: this program was on the plugin, and no alias leads back to the dynamic host. Import from \`pulumi-coderd/plugin\` again.`;
  }
  return `Resource "${former}" had it when its state was last seen here: if this is that resource under another name or parent, add \`aliases: ["${former}"]\` to this resource's options.`;
}
function isOfPlugin(urn) {
  return urn.split("::")[2]?.split("$").at(-1)?.startsWith("coderd:") === true;
}
function aliasText(urn) {
  const [head = "", stack = "", types = "", ...name] = urn.split("::");
  const plain = types.split("$").at(-1) ?? types;
  const renamed = `\`aliases: ["${[head, stack, types, FORMER].join("::")}"]\``;
  return types === plain ? renamed : `${renamed} or \`aliases: ["${[head, stack, plain, ...name].join("::")}"]\``;
}
function stackOf(urn) {
  return urn.split("::").slice(0, 2).join("::");
}
function madeText({ maker, createdAt }, now) {
  const by = maker === void 0 ? "" : ` by "${maker}"`;
  if (createdAt === void 0) return by === "" ? "" : `, made${by}`;
  return `, made${by} ${ageText(now - Date.parse(createdAt))} ago (${createdAt})`;
}
function ageText(milliseconds) {
  const minutes = Math.max(0, Math.round(milliseconds / 6e4));
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}
function counted(count2, unit) {
  return `${count2} ${unit}${count2 === 1 ? "" : "s"}`;
}

// provider/ownership/guard.ts
var LONGEST_PROOF_MILLISECONDS = 7 * 24 * 60 * 60 * 1e3;
async function checkName(scope, owned, news2, olds) {
  if (olds === void 0) scope.ownership.claims.leave(scope.urn);
  const wanted = owned.nameOf(news2);
  if (wanted === void 0) return [];
  const wish = { owned, wanted };
  const rival = await findNamesake(scope, wish);
  if (rival !== void 0) {
    const reason = `Another resource of this program, "${rival}", declares the ${nounOf(owned)} "${wanted.name}" as well, and only one can have it. Take one of the two out, or choose another \`name\`.`;
    return [{ property: "name", reason }];
  }
  if (olds !== void 0) return [];
  const { adopt } = news2;
  if (adopt !== void 0 && typeof adopt !== "string") return [];
  const { notes } = scope.ownership;
  const matter = notes.isEmpty ? void 0 : await creationOf(scope, wish);
  const attempts = matter === void 0 ? [] : notes.attempts(matter);
  const name = subjectOf(scope, wish);
  const askedAt = Date.now();
  scope.ownership.claims.setFree(scope.urn, name, void 0);
  if (attempts.length === 0 && await owned.isFree?.(wanted) === true) {
    scope.ownership.claims.setFree(scope.urn, name, askedAt);
    return [];
  }
  const holder = await owned.holderOf(wanted);
  if (holder === void 0) {
    scope.ownership.claims.setFree(scope.urn, name, askedAt);
    if (matter !== void 0) notes.dropOpen(matter, scope.client.serverTime);
    return [];
  }
  if (holder.id === adopt?.toLowerCase()) return [];
  if (await isOwnWork(scope, owned, holder, attempts)) return [];
  const own2 = ownSince(scope, objectOf(owned.type, holder.id));
  if (own2 === "compared" || own2 !== void 0 && scope.deletesBeforeReplace !== false) {
    if (own2 === "earlier") scope.log.warning(describeTaken(scope, wish, holder, own2));
    return [];
  }
  return [{ property: "name", reason: refuseName(scope, wish, holder) }];
}
function checkAdoption(scope, object) {
  try {
    take(scope, object, "wanted");
    return [];
  } catch (thrown) {
    if (!(thrown instanceof CoderError)) throw thrown;
    return [{ property: "adopt", reason: thrown.message }];
  }
}
function refuseName(scope, wish, holder) {
  const { claims } = scope.ownership;
  const object = objectOf(wish.owned.type, holder.id);
  if (claims.standingOf(scope.urn, object) === void 0) claims.set(scope.urn, object, "refused");
  return describeTaken(scope, wish, holder, ownSince(scope, object));
}
function ownSince(scope, object) {
  const { claims, holdings } = scope.ownership;
  const standing = claims.standingOf(scope.urn, object);
  if (standing === "held" || standing === "leaving") return "compared";
  if (standing === "seen") return "refreshed";
  return holdings.urnOf(object) === scope.urn ? "earlier" : void 0;
}
async function isOwnWork(scope, owned, holder, attempts) {
  if (attempts.some(({ id }) => id === holder.id)) return true;
  const open = attempts.filter((attempt2) => attempt2.id === void 0 && attempt2.digest === holder.digest);
  if (open.length === 0) return false;
  if (holder.makerId !== void 0 && holder.makerId !== await owned.callerId()) return false;
  const { createdAt } = holder;
  if (createdAt !== void 0) return open.some((attempt2) => isTimely(attempt2, createdAt));
  return open.some(({ time: time2 }) => time2 > scope.client.serverTime - LONGEST_PROOF_MILLISECONDS);
}
function noteHeld(scope, object) {
  if (object.key === "") return;
  const { claims, notes, holdings } = scope.ownership;
  const rival = claims.rivalOf(scope.urn, object);
  if (rival?.standing === "wanted" || rival?.standing === "taken") {
    throw new CoderError(
      `The ${nounOf(object)} ${object.key} is this resource's, and resource "${rival.urn}" of this program is to adopt it. Take one of the two out.`
    );
  }
  claims.set(scope.urn, object, "held");
  notes.settle(object.key);
  holdings.put(object, scope.urn);
}
function take(scope, object, standing) {
  const { claims } = scope.ownership;
  const rival = claims.rivalOf(scope.urn, object);
  if (rival !== void 0 && keepsObject(rival)) {
    throw new CoderError(
      `The ${nounOf(object)} ${object.key} can't be taken over: resource "${rival.urn}" of this program has it. Take one of the two out.`
    );
  }
  claims.set(scope.urn, object, standing);
}
function ownerInstead(scope, object) {
  const { claims } = scope.ownership;
  if (claims.standingOf(scope.urn, object) === "taken") return scope.urn;
  const rival = claims.rivalOf(scope.urn, object);
  if (rival?.standing === "refused" || rival?.standing === "wanted") {
    const what = nounOf(object);
    throw new CoderError(
      `The ${what} ${object.key} was not deleted: resource "${rival.urn}" of this program asks for it, and does not have it. If that is this resource under another name or parent, add \`aliases: ["${scope.urn}"]\` to its options; if the ${what} is to go first, run \`pulumi up\` while that one is not in the program.`
    );
  }
  claims.set(scope.urn, object, void 0);
  return rival !== void 0 && keepsObject(rival) ? rival.urn : void 0;
}
async function creationOf({ urn, client }, { owned, wanted }) {
  return { kind: "creation", server: client.url, urn, owner: await owned.ownerIdOf(wanted.owner), name: wanted.name };
}
function subjectOf(scope, { owned, wanted: { name } }) {
  return nameOf(scope, owned.type, owned.isCaseSensitive === true ? Buffer.from(name).toString("hex") : name);
}
async function findNamesake(scope, wish) {
  const { claims } = scope.ownership;
  const { owned } = wish;
  const { owner } = wish.wanted;
  const subject = subjectOf(scope, wish);
  for (const other of claims.want(scope.urn, subject, owner)) {
    const isSame2 = other.owner.toLowerCase() === owner.toLowerCase() || await owned.ownerIdOf(other.owner) === await owned.ownerIdOf(owner);
    if (!isSame2) continue;
    claims.giveUp(scope.urn, subject);
    return other.urn;
  }
  return void 0;
}

// provider/ownership/lifecycle.ts
var OWNING_PROPERTIES = ["", "adopt", "name", "owner", "organization"];
var Ownerships = class {
  constructor(type, owned) {
    this.type = type;
    this.owned = owned;
  }
  type;
  owned;
  /** Whether the resource has the object of `adopt` already. A replacement of it is to make another one. */
  isAdopted(context, adopt) {
    const object = this.objectOf(adopt);
    return object !== void 0 && ["compared", "refreshed"].includes(ownSince(context, object) ?? "");
  }
  /** Runs before the object is looked up: another resource's object can't be adopted, whatever else is wrong. */
  checkAdoption(context, adopt) {
    const object = this.objectOf(adopt);
    return object === void 0 ? [] : checkAdoption(context, object);
  }
  async checkName(context, news2, olds, failures) {
    if (this.owned === void 0 || failures.some(({ property }) => OWNING_PROPERTIES.includes(property))) return [];
    try {
      return await checkName(context, this.owned(context), news2, olds);
    } catch (thrown) {
      if (thrown instanceof InputError) return [...thrown.failures];
      throw thrown;
    }
  }
  held(context, id) {
    const object = this.objectOf(id);
    if (object !== void 0) noteHeld(context, object);
  }
  /** The object is to be replaced: the engine deletes it, under the resource's former URN if it has one. */
  leaving(context, id) {
    const object = this.objectOf(id);
    if (object !== void 0) context.ownership.claims.set(context.urn, object, "leaving");
  }
  /** A refresh saw the object in the state of the resource. */
  seen(context, id) {
    const object = this.objectOf(id);
    if (object === void 0) return;
    const { claims, notes } = context.ownership;
    const standing = claims.standingOf(context.urn, object);
    if (standing === void 0 || standing === "refused") claims.set(context.urn, object, "seen");
    notes.settle(id);
  }
  /** The resource has made or adopted the object. */
  given(context, id) {
    const object = this.objectOf(id);
    if (object === void 0) return;
    const { claims } = context.ownership;
    const standing = claims.standingOf(context.urn, object) ?? "held";
    claims.set(context.urn, object, standing === "wanted" ? "taken" : standing);
  }
  /** Runs the deletion, unless another resource has the object by now. */
  async delete(context, id, run) {
    const object = this.objectOf(id);
    if (object === void 0) return run();
    const owner = ownerInstead(context, object);
    if (owner !== void 0) {
      context.log.warning(
        `The ${nounOf(object)} ${id} stays: resource "${owner}" has it now, and "${context.urn}" only forgets it.`
      );
      return;
    }
    const { serverTime: time2 } = context.client;
    const note = context.ownership.notes.begin(deletionOf(context, id), { time: time2, digest: "" });
    await run();
    note.made(id);
    context.ownership.holdings.remove(object);
  }
  /** Whether an earlier run of this stack began to delete the object, and ended before the state knew. */
  isDeletionNoted(context, id) {
    if (this.objectOf(id) === void 0 || context.ownership.notes.isEmpty) return false;
    return context.ownership.notes.attempts(deletionOf(context, id)).length > 0;
  }
  forgetDeletion(context, id) {
    if (this.isDeletionNoted(context, id)) context.ownership.notes.forget(deletionOf(context, id));
  }
  /** Undefined while the id is not known, and where objects may be shared. */
  objectOf(id) {
    return this.owned === void 0 || typeof id !== "string" ? void 0 : objectOf(this.type, id);
  }
};
function deletionOf({ urn, client }, id) {
  return { kind: "deletion", server: client.url, urn: stackOf(urn), owner: "", name: id };
}

// provider/validation.ts
var import_fastest_levenshtein = require("fastest-levenshtein");
var import_zod15 = require("zod");

// provider/values.ts
var UNKNOWN = /* @__PURE__ */ Symbol("unknown");
function isProperties(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function containsUnknown(value) {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isProperties(value) && Object.values(value).some(containsUnknown);
}
function isEqual(left, right) {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((entry, index) => isEqual(entry, right[index]));
  }
  if (!isProperties(left) || !isProperties(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && isEqual(left[key], right[key]));
}

// provider/validation.ts
function checkInputs(schema, news2) {
  const inputs = {};
  const failures = [];
  for (const key of Object.keys(news2)) {
    if (!Object.hasOwn(schema.shape, key))
      failures.push({ property: key, reason: unknownKeyReason(key, Object.keys(schema.shape)) });
  }
  for (const [key, propertySchema] of Object.entries(schema.shape)) {
    const value = news2[key];
    const parsed = propertySchema.safeParse(value);
    if (parsed.success) {
      if (parsed.data !== void 0) inputs[key] = parsed.data;
      continue;
    }
    const known3 = parsed.error.issues.filter((issue) => !touchesUnknown(value, issue));
    const issues = known3.filter(
      (issue) => !(issue.code === "custom" && issue.path.length === 0 && hasOnlyTypos(value, known3))
    );
    failures.push(...issues.flatMap((issue) => describeIssue(key, value, issue, propertySchema)));
    if (issues.length === 0 || containsUnknown(value)) inputs[key] = value;
  }
  return { inputs, failures };
}
var knownDefaults = /* @__PURE__ */ new WeakMap();
function defaultsOf(schema) {
  let defaults = knownDefaults.get(schema);
  if (defaults === void 0) {
    const entries = Object.entries(schema.shape).map(
      ([key, propertySchema]) => [key, propertySchema.safeParse(void 0).data]
    );
    defaults = Object.fromEntries(entries.filter(([, value]) => value !== void 0));
    knownDefaults.set(schema, defaults);
  }
  return defaults;
}
function hasOnlyTypos(value, issues) {
  const unrecognized = issues.flatMap(
    (issue) => issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : []
  );
  return unrecognized.length > 0 && isProperties(value) && Object.keys(value).every((key) => unrecognized.includes(key));
}
function touchesUnknown(value, issue) {
  let current = value;
  for (const part of issue.path) {
    if (current === UNKNOWN) return true;
    current = isProperties(current) || Array.isArray(current) ? current[part] : void 0;
  }
  if (current === UNKNOWN) return true;
  return issue.code === "invalid_union" && containsUnknown(current);
}
function describeIssue(property, value, issue, schema) {
  const where = issue.path.length === 0 ? "" : `At \`${property}${pathText(issue.path)}\`: `;
  const actual = valueAt(value, issue.path);
  const reason = (text2) => [{ property, reason: where + text2 }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        property,
        reason: `${where}${unknownKeyReason(key, keysAt(schema, issue.path))}`
      }));
    case "invalid_type":
      if (actual === void 0) return reason(`Missing: it must be set to ${typeText(issue.expected)}.`);
      return reason(`Must be ${typeText(issue.expected)}; it is ${describeValue(actual)}.`);
    case "invalid_value":
      return reason(
        `Must be one of ${issue.values.map((entry) => JSON.stringify(entry)).join(", ")}${notOneOf(actual, issue.values)}`
      );
    case "too_small":
      if (actual === "") return reason("Must not be empty.");
      return reason(`Must ${boundText("at least", issue.origin, issue.minimum)}; it ${measure(issue.origin, actual)}.`);
    case "too_big":
      return reason(`Must ${boundText("at most", issue.origin, issue.maximum)}; it ${measure(issue.origin, actual)}.`);
    case "invalid_key":
      return reason("Its name must not be empty.");
    case "invalid_union":
      return reason(
        issue.message === "Invalid input" ? `${describeValue(actual)} is not an accepted value here.` : issue.message
      );
    default:
      return reason(issue.message);
  }
}
function notOneOf(actual, values) {
  return typeof actual === "string" ? `.${suggestion(actual, values.map(String))}` : `; it is ${describeValue(actual)}.`;
}
function suggestion(given, candidates) {
  if (candidates.length === 0) return "";
  const nearest = (0, import_fastest_levenshtein.closest)(
    given.toLowerCase(),
    [...candidates].map((candidate) => candidate.toLowerCase())
  );
  const original = candidates.find((candidate) => candidate.toLowerCase() === nearest);
  if (original === void 0 || (0, import_fastest_levenshtein.distance)(given.toLowerCase(), nearest) > Math.max(2, Math.floor(given.length / 3)))
    return "";
  return ` Did you mean "${original}"?`;
}
function unknownKeyReason(key, known3) {
  const near = suggestion(key, known3);
  return `Unknown property "${key}".${near === "" ? ` Known ones are ${quoted(known3)}.` : near}`;
}
function keysAt(schema, path2) {
  let current = schema;
  for (const part of ["", ...path2]) {
    while (current instanceof import_zod15.z.ZodOptional || current instanceof import_zod15.z.ZodDefault) current = current.unwrap();
    if (part === "") continue;
    if (current instanceof import_zod15.z.ZodObject) current = current.shape[part];
    else if (current instanceof import_zod15.z.ZodArray) current = current.element;
    else return [];
  }
  while (current instanceof import_zod15.z.ZodOptional || current instanceof import_zod15.z.ZodDefault) current = current.unwrap();
  return current instanceof import_zod15.z.ZodObject ? Object.keys(current.shape) : [];
}
function valueAt(value, path2) {
  return path2.reduce(
    (current, part) => isProperties(current) || Array.isArray(current) ? current[part] : void 0,
    value
  );
}
function pathText(path2) {
  return path2.map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`).join("");
}
function typeText(expected) {
  const names = {
    string: "a string",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "a map"
  };
  return names[expected] ?? `a value of type ${expected}`;
}
function describeValue(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return "a string";
  return typeof value === "number" || typeof value === "boolean" ? `the ${typeof value} ${value}` : `a ${typeof value}`;
}
function boundText(bound, origin, limit) {
  if (origin === "string") return `have ${bound} ${limit} characters`;
  if (origin === "array" || origin === "set") return `hold ${bound} ${limit} entries`;
  return `be ${bound} ${limit}`;
}
function measure(origin, value) {
  if (origin === "string" && typeof value === "string") return `has ${value.length}`;
  if (Array.isArray(value)) return `holds ${value.length}`;
  return typeof value === "number" ? `is ${value}` : "is not";
}

// provider/handler.ts
var AFTER_FAILURE_MILLISECONDS = 1e4;
var DECLARED_KEY = "__declared";
var CODE_KEY = "__code";
function declaredOf(state) {
  const declared = state[DECLARED_KEY];
  return Array.isArray(declared) ? declared.map(String) : [];
}
function defineHandler(definition) {
  const previousOf = (id, olds) => ({
    id,
    // The state is what this package wrote, of whatever version: keys may be missing, and none is of another type.
    outputs: olds,
    declared: new Set(declaredOf(olds))
  });
  const withDeclared = (outputs, declared) => ({
    ...withoutUndefined(outputs),
    [DECLARED_KEY]: [...declared].sort()
  });
  const keepingPartial = async (declared, run) => {
    try {
      return await run();
    } catch (thrown) {
      if (thrown instanceof PartialError)
        throw new PartialError(thrown.id, withDeclared(thrown.outputs, declared), thrown.cause);
      throw thrown;
    }
  };
  const ownerships = new Ownerships(definition.type, definition.owned?.bind(definition));
  return {
    type: definition.type,
    inputSchema: definition.inputs,
    outputSchema: definition.outputs,
    stableOutputs(olds, news2) {
      const kept = Object.entries(definition.stableWhile ?? {}).filter(
        ([, keys = []]) => keys.every((key) => !containsUnknown(news2[key]) && isEqual(olds[key], news2[key]))
      );
      return [...definition.stableOutputs ?? [], ...kept.map(([output]) => output)];
    },
    derivedInputs: definition.derivedInputs ?? {},
    autonamed: definition.autonamed,
    isNamedByOther: (news2) => definition.isNamedByOther?.(news2) ?? false,
    nameForm: definition.nameForm,
    async find(context, name) {
      return definition.find?.(context, name);
    },
    async importInputs(context, outputs, id) {
      const defaults = defaultsOf(definition.inputs);
      const keys = Object.keys(definition.inputs.shape).filter((key) => !isEqual(defaults[key], outputs[key]));
      const held = Object.fromEntries(keys.map((key) => [key, outputs[key]]));
      const special = await definition.importInputs?.(context, outputs, id) ?? {};
      return withoutUndefined({ ...held, ...special });
    },
    secretPaths: (outputs) => definition.secretPaths?.(outputs) ?? [],
    async check(context, news2, previousInputs) {
      const { inputs, failures } = checkInputs(definition.inputs, news2);
      const isMisspelt = failures.some(({ property }) => !Object.hasOwn(definition.inputs.shape, property));
      if (!isMisspelt) failures.push(...definition.rules?.(context, news2) ?? []);
      if (failures.length > 0) return { inputs, failures };
      const isNew = previousInputs === void 0 || Object.keys(previousInputs).length === 0;
      const olds = isNew ? void 0 : previousInputs;
      if (isNew && ownerships.isAdopted(context, inputs["adopt"])) delete inputs["adopt"];
      const taken = isNew ? ownerships.checkAdoption(context, inputs["adopt"]) : [];
      if (taken.length > 0) return { inputs, failures: taken };
      const checked = await definition.check?.(context, inputs, olds) ?? { inputs, failures };
      const named = await ownerships.checkName(context, checked.inputs, olds, checked.failures);
      return { ...checked, failures: [...checked.failures, ...named] };
    },
    async diff(context, id, olds, news2) {
      ownerships.held(context, id);
      if (await isDeletedBefore(context, id, olds)) {
        ownerships.leaving(context, id);
        return { changes: [{ property: "id", kind: "replace" }] };
      }
      const result = await definition.diff(context, previousOf(id, olds), news2);
      const isReplaced = result.changes.some(({ kind }) => kind === "replace");
      if (isReplaced) ownerships.leaving(context, id);
      return !isReplaced && definition.isDeletedFirst === true ? { ...result, deleteBeforeReplace: true } : result;
    },
    async preview(context, previous, news2) {
      const before = previous;
      return await definition.preview?.(context, before, news2) ?? { outputs: {} };
    },
    async create(context, news2) {
      const inputs = parse(definition.inputs, news2);
      const declared = Object.keys(news2);
      const created = await keepingPartial(declared, () => definition.create(context, inputs)).catch(
        (thrown) => {
          if (thrown instanceof PartialError) ownerships.given(context, thrown.id);
          throw thrown;
        }
      );
      ownerships.given(context, created.id);
      return { id: created.id, outputs: withDeclared(created.outputs, declared) };
    },
    async read(context, id, olds) {
      if (Object.keys(olds).length > 0) ownerships.seen(context, id);
      const previous = previousOf(id, olds);
      const found = await definition.read(context, previous);
      if (found === void 0) ownerships.forgetDeletion(context, id);
      return found && { id: found.id, outputs: withDeclared(found.outputs, previous.declared) };
    },
    async update(context, id, olds, news2) {
      ownerships.held(context, id);
      const inputs = parse(definition.inputs, news2);
      const previous = previousOf(id, olds);
      const declared = /* @__PURE__ */ new Set([...previous.declared, ...Object.keys(news2)]);
      const outputs = await keepingPartial(declared, () => definition.update(context, previous, inputs));
      return withDeclared(outputs, Object.keys(news2));
    },
    async delete(context, id, olds) {
      await ownerships.delete(context, id, () => definition.delete(context, previousOf(id, olds)));
    }
  };
  async function isDeletedBefore(context, id, olds) {
    if (!ownerships.isDeletionNoted(context, id)) return false;
    if (await definition.read(context, previousOf(id, olds)) !== void 0) {
      ownerships.forgetDeletion(context, id);
      return false;
    }
    context.log.info(`${definition.type} ${id} was deleted by a run that was broken off: it is made anew.`);
    return true;
  }
  function parse(schema, news2) {
    const isDeclared = ([key]) => Object.hasOwn(schema.shape, key);
    const known3 = Object.fromEntries(Object.entries(news2).filter(isDeclared));
    const derived = Object.fromEntries(Object.entries(news2).filter((entry) => !isDeclared(entry)));
    return { ...schema.parse(known3), ...derived };
  }
}
async function keepingId(id, known3, run) {
  try {
    return await run();
  } catch (thrown) {
    if (thrown instanceof PartialError) throw thrown;
    const outputs = await Promise.resolve().then(known3).catch(() => ({}));
    throw new PartialError(id, outputs, toError(thrown));
  }
}
function afterFailure(context) {
  const signal = AbortSignal.timeout(AFTER_FAILURE_MILLISECONDS);
  const deadline2 = { milliseconds: AFTER_FAILURE_MILLISECONDS };
  return { ...context, signal, deadline: deadline2, client: context.client.with({ signal, deadline: deadline2 }) };
}
async function readAfterFailure(context, seen, read2) {
  return await read2(afterFailure(context)).catch(() => void 0) ?? seen;
}
function withoutUndefined(properties) {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== void 0));
}

// provider/resources/names/gone.ts
function undefinedWhenGone(thrown) {
  if (isGone(thrown)) return void 0;
  throw thrown;
}
function explainGone(thrown, what) {
  if (!isGone(thrown)) throw thrown;
  throw new CoderError(
    `${what} no longer exists on the server, or the token's user may not see it any more. Run \`pulumi refresh\`, then \`pulumi up\`: it is then made anew.`,
    { cause: thrown }
  );
}

// provider/resources/names/organizations.ts
var known = new SingleFlight();
function organizationOf(context, declared) {
  return declared ?? context.defaultOrganization;
}
async function findOrganization(context, name) {
  const { client, signal } = context;
  try {
    const found = await known.get(`${client.identity} ${name}`, () => client.getOrganization(name), { signal });
    return await known.get(`${client.identity} ${found.id}`, () => Promise.resolve(found), { signal });
  } catch (thrown) {
    return undefinedWhenGone(thrown);
  }
}
async function checkOrganization(context, declared) {
  if (typeof declared === "symbol") return [];
  const name = organizationOf(context, typeof declared === "string" ? declared : void 0);
  if (await findOrganization(context, name) !== void 0) return [];
  const origin = declared === void 0 ? " It comes from `coderd:organization` or `CODER_ORGANIZATION`." : "";
  return [
    {
      property: "organization",
      reason: `There is no organization "${name}", or the token's user is not a member of it.${origin}`
    }
  ];
}
async function organizationToDeclare(context, organizationId) {
  const own2 = await findOrganization(context, context.defaultOrganization);
  if (own2?.id === organizationId) return void 0;
  return (await findOrganization(context, organizationId))?.name ?? organizationId;
}
async function organizationChanged(context, outputs, declared) {
  if (declared !== void 0 && typeof declared !== "string") return true;
  if (declared !== void 0 && (declared === outputs.organization || declared === outputs.organizationId))
    return false;
  const organization = await findOrganization(context, organizationOf(context, declared));
  if (organization?.id === outputs.organizationId) return false;
  if (declared === void 0) {
    context.log.info(
      `The provider's organization is "${organization?.name ?? context.defaultOrganization}" now, which is not where this resource is. Set \`organization\` to leave it there.`
    );
  }
  return true;
}

// provider/resources/names/check-answers.ts
var KEPT_MILLISECONDS = 1e4;

// provider/resources/names/kept-by-run.ts
function keptByRun(make3) {
  const runs = /* @__PURE__ */ new WeakMap();
  return ({ ownership, client }) => {
    const ofRun = runs.get(ownership) ?? /* @__PURE__ */ new Map();
    runs.set(ownership, ofRun);
    const kept = ofRun.get(client.identity) ?? make3();
    ofRun.set(client.identity, kept);
    return kept;
  };
}

// provider/resources/names/template-names.ts
var knownOf = keptByRun(() => ({
  asked: /* @__PURE__ */ new Map(),
  given: /* @__PURE__ */ new Set(),
  free: /* @__PURE__ */ new Map(),
  lists: new SingleFlight(KEPT_MILLISECONDS)
}));
async function findTemplateByName(context, organization, name) {
  const template = await context.client.getTemplateByName(organization, name).catch(undefinedWhenGone);
  const { key } = await keysOf(context, organization, name);
  if (template === void 0) knownOf(context).free.set(key, systemClock.now());
  else knownOf(context).free.delete(key);
  return template;
}
async function keysOf(context, organization, name) {
  const organizationId = (await findOrganization(context, organization))?.id;
  const organizationKey = organizationId ?? organization;
  return { organizationId, organizationKey, key: `${organizationKey} ${name.toLowerCase()}` };
}

// provider/jobs/clock.ts
var LONGEST_WAIT_MILLISECONDS = 2 ** 31 - 1;
async function sleep2(clock, milliseconds, signal) {
  await hasPassed(clock, milliseconds, signal);
}
function after(clock, milliseconds, run) {
  const taken = new AbortController();
  void hasPassed(clock, milliseconds, taken.signal).then((passed) => {
    if (passed) run();
  });
  return () => taken.abort();
}
async function hasPassed(clock, milliseconds, signal) {
  if (signal.aborted) return false;
  try {
    await clock.wait(Math.min(milliseconds, LONGEST_WAIT_MILLISECONDS), signal);
    return !signal.aborted;
  } catch (thrown) {
    if (signal.aborted) return false;
    throw thrown;
  }
}

// provider/jobs/logs.ts
var import_node_util2 = require("node:util");
var STATUS_LENGTH = 120;
var RECENT_LINES = 10;
var KEPT_ERROR_LINES = 500;
var SHOWN_BLOCKS = 8;
var BLOCK_HEAD_LINES = 25;
var BLOCK_TAIL_LINES = 12;
var LINE_HEAD_LENGTH = 350;
var LINE_TAIL_LENGTH = 150;
var CLEANUP_STAGE = "Cleaning Up";
var JobLog = class {
  errors = [];
  recent = [];
  stage;
  add(line) {
    if (line.stage !== "" && line.stage !== CLEANUP_STAGE) this.stage = line.stage;
    if (line.isError && this.errors.length < KEPT_ERROR_LINES) this.errors.push(line);
    if (line.text === "" || line.isDebug) return;
    this.recent.push(line);
    if (this.recent.length > RECENT_LINES) this.recent.shift();
  }
  /** Where the job failed, or got to. */
  get lastStage() {
    return this.errors.at(-1)?.stage ?? this.stage;
  }
  get lastLines() {
    return this.recent.map((line) => line.text);
  }
  /** Terraform's errors, or whatever else was logged as one; undefined when nothing was. */
  get errorText() {
    return formatErrors(this.errors.map((line) => line.text));
  }
};
function readLogEntry(entry, redact) {
  const clean = redact((0, import_node_util2.stripVTControlCharacters)(entry.output));
  return clean.split(/\r\n|\r|\n/).map((text2) => ({
    stage: entry.stage,
    isError: entry.log_level === "error",
    isDebug: entry.log_level === "debug" || entry.log_level === "trace",
    text: text2.replaceAll("	", "  ").replace(/\p{Cc}/gu, "").trimEnd()
  }));
}
function statusLine(stage, text2) {
  const line = [stage, text2].map((part) => part.replace(/\s+/g, " ").trim()).filter((part) => part !== "").join(": ");
  const characters = [...line];
  return characters.length <= STATUS_LENGTH ? line : `${characters.slice(0, STATUS_LENGTH - 1).join("")}\u2026`;
}
function createRedactor(secrets) {
  if (secrets === "unknown") return (text2) => text2 === "" ? "" : MARK;
  return redactorOf(secrets);
}
function missingVariableNames(jobError) {
  const names = /required template variables need values: ([^\n]+)/.exec(jobError)?.[1] ?? "";
  return names.split(",").map((name) => name.trim()).filter((name) => name !== "");
}
function isBareExitStatus(jobError) {
  return /exit status \d+$/.test(jobError.trim());
}
function formatErrors(lines) {
  const blocks = [];
  for (const line of lines.map(withoutBorder)) {
    if (/^Error: /.test(line) || blocks.length === 0) blocks.push([]);
    blocks.at(-1)?.push(line);
  }
  const texts = blocks.map((block) => trimBlankLines(block)).filter((block) => block.length > 0);
  const telling = texts.filter((block) => !isEmptyTalk(block.join(" ")));
  const unique = [...new Set((telling.length > 0 ? telling : texts).map((block) => shorten(block).join("\n")))];
  if (unique.length === 0) return void 0;
  const shown2 = unique.slice(0, SHOWN_BLOCKS);
  if (unique.length > shown2.length) shown2.push(`\u2026 and ${unique.length - shown2.length} more.`);
  return shown2.join("\n\n");
}
function withoutBorder(line) {
  return line.replace(/^[╷╵]\s*$/, "").replace(/^│ ?/, "").trimEnd();
}
function isEmptyTalk(block) {
  return /^Error: (Terraform encountered problems during initiali[sz]ation|execution halted\s*$)/.test(block);
}
function trimBlankLines(lines) {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}
function shorten(block) {
  const cut = block.map(
    (line) => line.length <= LINE_HEAD_LENGTH + LINE_TAIL_LENGTH ? line : `${line.slice(0, LINE_HEAD_LENGTH)} \u2026 ${line.slice(-LINE_TAIL_LENGTH)}`
  );
  const left = cut.length - BLOCK_HEAD_LINES - BLOCK_TAIL_LINES;
  return left <= 1 ? cut : [...cut.slice(0, BLOCK_HEAD_LINES), `\u2026 ${left} lines left out \u2026`, ...cut.slice(-BLOCK_TAIL_LINES)];
}

// provider/jobs/progress.ts
var STATUS_INTERVAL_MILLISECONDS = 250;
var NO_PROVISIONER_GRACE_MILLISECONDS = 5e3;
var Progress = class {
  constructor(log, clock, title) {
    this.log = log;
    this.clock = clock;
    this.title = title;
    this.cancelGrace = after(clock, NO_PROVISIONER_GRACE_MILLISECONDS, () => {
      this.isGraceOver = true;
      this.warnOfMissingProvisioner();
    });
  }
  log;
  clock;
  title;
  shownAt = Number.NEGATIVE_INFINITY;
  shown;
  next;
  cancelShow;
  cancelGrace;
  isGraceOver = false;
  hasWarned = false;
  waiting;
  answersWithoutProvisioner = 0;
  /** Whether a wait for the server is shown, which nothing of the job has taken back yet. */
  isWaitShown = false;
  line(line) {
    this.waiting = void 0;
    this.isWaitShown = false;
    this.status(statusLine(line.stage, line.text));
  }
  /** Shows why the server is waited for, until it tells of the job again. */
  wait(why) {
    this.isWaitShown = true;
    this.status(why);
  }
  /** Shows what the server says about a job that waits. Once it runs, the log says more. */
  job(job, matched) {
    if (job.status !== "pending") {
      this.waiting = void 0;
      if (this.isWaitShown) this.status("The server answers again: the job has not ended, and has said nothing since");
      this.isWaitShown = false;
      return;
    }
    this.isWaitShown = false;
    if (matched === void 0 || matched !== this.waiting?.matched)
      this.answersWithoutProvisioner = matched?.available === 0 ? this.answersWithoutProvisioner + 1 : 0;
    this.waiting = { job, matched };
    this.status(queueText(job, this.isWithoutProvisioner ? matched : void 0));
    this.warnOfMissingProvisioner();
  }
  /** Shows the text as soon as the interval allows, unless a newer one comes first. */
  status(text2) {
    this.next = text2;
    if (this.cancelShow !== void 0) return;
    const wait = this.shownAt + STATUS_INTERVAL_MILLISECONDS - this.clock.now();
    if (wait <= 0) this.show();
    else this.cancelShow = after(this.clock, Math.min(wait, STATUS_INTERVAL_MILLISECONDS), () => this.show());
  }
  close() {
    this.cancelShow?.();
    this.cancelGrace();
  }
  /**
   * One answer is not enough: the server reads the job before the provisioners, and one may take the job in between.
   */
  get isWithoutProvisioner() {
    return this.answersWithoutProvisioner > 1;
  }
  show() {
    this.cancelShow = void 0;
    if (this.next === void 0 || this.next === this.shown) return;
    this.shown = this.next;
    this.shownAt = this.clock.now();
    this.log.status(this.shown);
  }
  warnOfMissingProvisioner() {
    const matched = this.waiting?.matched;
    if (this.waiting === void 0 || matched === void 0 || !this.isWithoutProvisioner || !this.isGraceOver || this.hasWarned)
      return;
    this.hasWarned = true;
    const tags = tagsText2(this.waiting.job.tags);
    const what = matched.count === 0 ? `no provisioner matches the tags ${tags}` : `no provisioner that matches the tags ${tags} is connected${lastSeenText(matched)}`;
    this.log.warning(`${this.title} waits: ${what}. Start one with these tags, or correct the tags.`);
  }
};
function queueText(job, matched) {
  if (matched?.count === 0) return "Waiting for a provisioner: none matches the tags";
  if (job.queue_position <= 0 || job.queue_size <= 0) return "Waiting for a provisioner";
  return `Waiting for a provisioner: position ${job.queue_position} of ${job.queue_size}`;
}
function tagsText2(tags) {
  return Object.entries(tags).sort(([left], [right]) => left.localeCompare(right)).map(([key, value]) => `${key}="${value}"`).join(", ");
}
function lastSeenText(matched) {
  return matched.most_recently_seen === void 0 ? "" : ` (last seen ${matched.most_recently_seen})`;
}

// provider/jobs/shared-poll.ts
var IDS_PER_REQUEST = 100;
var IDS_IN_SHORT_REQUEST = 48;
var SHORTEST_GAP_MILLISECONDS = 2e3;
var ROUND_MILLISECONDS = 15e3;
var REST_MILLISECONDS = 6e4;
var SERVED_MILLISECONDS = 3e4;
var polls = /* @__PURE__ */ new Map();
function sharedPollOf(client, organization) {
  const key = `${client.identity} ${organization}`;
  const known3 = polls.get(key) ?? new SharedPoll(organization);
  polls.set(key, known3);
  return known3;
}
var SharedPoll = class {
  constructor(organization) {
    this.organization = organization;
  }
  organization;
  /** The token may not list jobs, or the server can't. */
  isRefused = false;
  idsPerRequest = IDS_PER_REQUEST;
  waiters = /* @__PURE__ */ new Set();
  served = /* @__PURE__ */ new Map();
  earliest = Number.NEGATIVE_INFINITY;
  restsUntil = Number.NEGATIVE_INFINITY;
  /** When the clock was looked at last. */
  seenAt = Number.NEGATIVE_INFINITY;
  cancelRound = () => {
  };
  request;
  /** Whether the list is asked, as far as is known: else each job has to be asked for by itself. */
  isUsable(clock) {
    return !this.isRefused && this.timeOf(clock) >= this.restsUntil;
  }
  /**
   * The job as the next round finds it; undefined where the list does not tell, and once waiting is over. Never
   * rejects.
   */
  async next(jobId, question) {
    const { clock, pause, signal } = question;
    if (!this.isUsable(clock)) {
      await sleep2(clock, pause, signal);
      return void 0;
    }
    if (signal.aborted) return void 0;
    return new Promise((resolve3) => {
      const settle = (job) => {
        signal.removeEventListener("abort", leave);
        this.waiters.delete(waiter);
        resolve3(job);
      };
      const leave = () => {
        settle(void 0);
        this.plan();
      };
      const waiter = { ...question, jobId, due: this.timeOf(clock) + pause, resolve: settle };
      signal.addEventListener("abort", leave);
      this.waiters.add(waiter);
      this.plan();
    });
  }
  /** Whether several jobs are asked for together now. */
  get areSeveral() {
    return this.waiters.size > 1;
  }
  /** Whether it was found lately that daemons are there which take jobs with these tags. */
  isServed({ tags }, now) {
    return (this.served.get(keyOf2(tags)) ?? Number.NEGATIVE_INFINITY) > now;
  }
  noteServed({ tags }, now) {
    this.served.set(keyOf2(tags), now + SERVED_MILLISECONDS);
  }
  /** The time now. When the clock was set back, all that is planned moves with it, so that nothing waits longer. */
  timeOf(clock) {
    const now = clock.now();
    const back = Math.max(0, this.seenAt - now);
    this.seenAt = now;
    if (back === 0) return now;
    this.earliest -= back;
    this.restsUntil -= back;
    for (const waiter of this.waiters) waiter.due -= back;
    for (const [tags, until] of this.served) this.served.set(tags, until - back);
    return now;
  }
  /** Sets the time of the next round anew. */
  plan() {
    this.cancelRound();
    const [first] = this.waiters;
    if (first === void 0) this.request?.abort();
    if (first === void 0 || this.request !== void 0) return;
    const { clock } = first;
    const now = this.timeOf(clock);
    const due = Math.max(this.earliest, Math.min(...[...this.waiters].map((waiter) => waiter.due)));
    this.cancelRound = after(clock, Math.max(0, due - now), () => void this.ask());
  }
  async ask() {
    const asked = [...this.waiters];
    const [first] = asked;
    if (first === void 0) return;
    const { clock } = first;
    const request = this.request = new AbortController();
    let isLate = false;
    const cancelEnd = after(clock, ROUND_MILLISECONDS, () => {
      isLate = true;
      request.abort();
    });
    const ids = [...new Set(asked.map(({ jobId }) => jobId))];
    const { idsPerRequest } = this;
    const pages = Array.from(
      { length: Math.ceil(ids.length / idsPerRequest) },
      (_page, index) => this.list(ids.slice(index * idsPerRequest, (index + 1) * idsPerRequest), first, request.signal)
    );
    const jobs = new Map((await Promise.all(pages)).flat().map((job) => [job.id, job]));
    cancelEnd();
    this.request = void 0;
    const now = this.timeOf(clock);
    this.earliest = now + SHORTEST_GAP_MILLISECONDS;
    if (isLate) this.restsUntil = now + REST_MILLISECONDS;
    for (const { jobId, resolve: resolve3 } of asked) resolve3(jobs.get(jobId));
    this.plan();
  }
  /** Tells nothing where the request fails: then each job is asked for by itself, which shows what is wrong. */
  async list(ids, { client }, signal) {
    const onWait = (message) => this.waiters.forEach((waiter) => waiter.onWait(message));
    const endpoints2 = client.with({ signal, onWait, deadline: { milliseconds: ROUND_MILLISECONDS } });
    try {
      return await endpoints2.getProvisionerJobs(this.organization, { ids, limit: ids.length });
    } catch (thrown) {
      if (isRefusal2(thrown)) this.noteRefusal(thrown.status);
      return [];
    }
  }
  /** A member may not see the list, and an older server has none. */
  noteRefusal(status) {
    if (status === 414 && this.idsPerRequest > IDS_IN_SHORT_REQUEST) this.idsPerRequest = IDS_IN_SHORT_REQUEST;
    else this.isRefused = true;
  }
};
function keyOf2(tags) {
  return JSON.stringify(Object.entries(tags).sort(([left], [right]) => left < right ? -1 : 1));
}

// provider/jobs/shown-log.ts
var HELD_BACK_MILLISECONDS = 1e4;
var LONGEST_ASKING_MILLISECONDS = 5e3;
var ShownLog = class {
  constructor(clock, progress, source) {
    this.clock = clock;
    this.progress = progress;
    this.source = source;
    if (typeof source !== "function") this.#hide(source);
  }
  clock;
  progress;
  source;
  log = new JobLog();
  secrets = "unknown";
  /** Of the last line that was taken: ids rise within a job. */
  lastId = 0;
  /** Undefined while it is not known what to hide: lines are held back until then. */
  #redact;
  #heldBack = [];
  #revealing;
  #cancelReveal;
  #isOver = false;
  /** Stream and polling may both bring a line. */
  take(entry) {
    if (entry.id <= this.lastId) return;
    this.lastId = entry.id;
    if (this.#redact === void 0) this.#holdBack(entry);
    else this.#show(entry, this.#redact);
  }
  /** Empty while it is not known what to hide. */
  redacted(text2) {
    return this.#redact?.(text2) ?? "";
  }
  /** The job has ended: lines are only kept from now on. */
  close() {
    this.#isOver = true;
    this.#cancelReveal?.();
  }
  /** Shows what was held back, without what is to be hidden; without all of it, where that is not told soon. */
  reveal() {
    const { source } = this;
    if (typeof source !== "function") return Promise.resolve();
    this.#revealing ??= this.#ask(source).then((found) => {
      const redact = this.#hide(found);
      for (const entry of this.#heldBack.splice(0)) this.#show(entry, redact);
    });
    return this.#revealing;
  }
  async #ask(source) {
    const asking = new AbortController();
    const isLate = sleep2(this.clock, LONGEST_ASKING_MILLISECONDS, asking.signal).then(() => "unknown");
    const found = source().catch(() => "unknown");
    return Promise.race([found, isLate]).finally(() => asking.abort());
  }
  #show(entry, redact) {
    const lines = readLogEntry(entry, redact);
    for (const line of lines) this.log.add(line);
    const shown2 = lines.findLast((line) => line.text !== "") ?? lines[0];
    if (shown2 !== void 0 && !this.#isOver) this.progress.line(shown2);
  }
  #holdBack(entry) {
    this.#heldBack.push(entry);
    if (this.#isOver) return;
    this.#cancelReveal ??= after(this.clock, HELD_BACK_MILLISECONDS, () => void this.reveal());
    this.progress.line({ stage: entry.stage, isError: false, isDebug: false, text: "" });
  }
  #hide(secrets) {
    this.secrets = secrets;
    return this.#redact = createRedactor(secrets);
  }
};

// provider/jobs/follower.ts
var FIRST_POLL_DELAY_MILLISECONDS = 500;
var ONLY_POLL_MILLISECONDS = 2e3;
var GUARDING_POLL_MILLISECONDS = 5e3;
var SINGLE_POLL_MILLISECONDS = 1e4;
var DOUBTFUL_WAIT_MILLISECONDS = 5e3;
var LONGEST_DOUBT_MILLISECONDS = 3e4;
var CANCELLING_POLL_MILLISECONDS = 500;
var CANCEL_RETRY_MILLISECONDS = 1e3;
var CANCEL_GRACE_MILLISECONDS = 2e4;
var LAST_LOGS_MILLISECONDS = 5e3;
function waitForJob(source, options) {
  return new JobWait(source, options).run();
}
var JobWait = class {
  constructor(source, options) {
    this.source = source;
    this.options = options;
    this.progress = new Progress(options.log, options.clock, options.title);
    this.shown = new ShownLog(options.clock, this.progress, options.secrets);
    this.ended = new Promise((resolve3, reject) => {
      this.finish = () => {
        this.close();
        resolve3();
      };
      this.fail = (thrown) => {
        this.close();
        reject(toError(thrown));
      };
    });
  }
  source;
  options;
  /** Ends requests and streams of this wait. The caller's signal does not: the job is cancelled after it. */
  over = new AbortController();
  /** Ends the patient polling when the job is to be cancelled. */
  hurry = new AbortController();
  progress;
  shown;
  ended;
  finish = () => {
  };
  fail = () => {
  };
  isFinished = false;
  result;
  job;
  matched;
  waitsSince;
  endCheck;
  doubts = 0;
  nextDoubt = 0;
  vanished;
  isStreaming = true;
  isLogComplete = false;
  stoppedBy;
  cancelFailure;
  endGrace = () => {
  };
  async run() {
    const { clock, signal, deadlineMilliseconds } = this.options;
    const onAbort = () => void this.stop("interrupt");
    const endDeadline = after(clock, deadlineMilliseconds, () => void this.stop("deadline"));
    signal.addEventListener("abort", onAbort);
    try {
      if (this.options.seen !== void 0) this.takeResult(this.options.seen);
      if (signal.aborted) onAbort();
      if (!this.isFinished) {
        void this.poll(this.hurry.signal);
        void this.follow(this.over.signal);
      }
      await this.ended;
      await this.completeLog();
      const isDone = this.result !== void 0 && this.job?.status === "succeeded" && this.vanished === void 0;
      if (!isDone) await this.shown.reveal();
    } finally {
      signal.removeEventListener("abort", onAbort);
      endDeadline();
      this.endGrace();
      this.shown.close();
      this.progress.close();
      this.hurry.abort();
      this.over.abort();
    }
    const { result, job, stoppedBy, cancelFailure, vanished, shown: shown2 } = this;
    return { result, job, stoppedBy, cancelFailure, vanished, log: shown2.log, secrets: shown2.secrets };
  }
  /** Never waits for the stream: one that hangs must not hide the end. */
  async poll(signal) {
    if (this.job === void 0) await this.checkWithLogs(signal);
    for (let round = 0; !signal.aborted; round++) {
      const told = await this.nextTold(round, signal);
      if (signal.aborted || this.isFinished) return;
      if (told !== void 0 && !hasJobEnded(told)) this.takeJob(told);
      if (told === void 0 || this.isDoubtful(told)) await this.checkWithLogs(signal);
      else if (hasJobEnded(told)) await this.checkEnd(signal);
      else if (!this.isStreaming) await this.readLogs(signal);
    }
  }
  /** The job as the shared polling tells it, after a pause; undefined where it has to be asked for alone. */
  async nextTold(round, signal) {
    const { clock, client } = this.options;
    const { job, shared } = this;
    if (job === void 0 || shared === void 0 || this.stoppedBy !== void 0) {
      await sleep2(clock, this.pollDelay(round, false), signal);
      return void 0;
    }
    const pause = this.pollDelay(round, shared.isUsable(clock));
    return shared.next(job.id, { client, clock, pause, signal, onWait: this.tellWait });
  }
  pollDelay(round, isShared) {
    if (this.stoppedBy !== void 0) return CANCELLING_POLL_MILLISECONDS;
    const isPending = this.job?.status === "pending";
    const slowest = !this.isStreaming ? ONLY_POLL_MILLISECONDS : !isShared ? SINGLE_POLL_MILLISECONDS : isPending ? ONLY_POLL_MILLISECONDS : GUARDING_POLL_MILLISECONDS;
    return Math.min(FIRST_POLL_DELAY_MILLISECONDS * 2 ** round, slowest);
  }
  get shared() {
    const { client, organization } = this.options;
    return this.job && sharedPollOf(client, this.job.organization_id ?? organization);
  }
  /**
   * Whether the job is to be asked for alone, as daemons for it may be lacking: the list tells which match it, but not
   * whether they are connected. Of all jobs that have the same tags and wait for long, one is enough.
   */
  isDoubtful(job) {
    const now = this.options.clock.now();
    if (job.status !== "pending" || now < this.nextDoubt) return false;
    const hasWaitedLong = now - (this.waitsSince ?? now) >= DOUBTFUL_WAIT_MILLISECONDS;
    const isServed = () => this.shared?.isServed(job, now) === true;
    if (job.available_workers.length > 0 && (!hasWaitedLong || isServed())) return false;
    this.nextDoubt = now + Math.min(ONLY_POLL_MILLISECONDS * 2 ** Math.max(0, this.doubts - 2), LONGEST_DOUBT_MILLISECONDS);
    this.doubts += 1;
    return true;
  }
  async checkWithLogs(signal) {
    await Promise.all([this.check(signal), this.isStreaming ? void 0 : this.readLogs(signal)]);
  }
  /** The stream and the list may tell of the end at the same time: one request is enough. */
  checkEnd(signal) {
    this.endCheck ??= this.check(signal, true).finally(() => this.endCheck = void 0);
    return this.endCheck;
  }
  /** Asks for the status, which alone decides. Never rejects. */
  async check(signal, seemsEnded = false) {
    const { source } = this;
    try {
      const client = this.client(signal);
      const result = await (seemsEnded && source.getEnded !== void 0 ? source.getEnded(client, this.shared?.areSeveral === true) : source.get(client));
      if (this.isFinished) return;
      this.takeResult(result);
    } catch (thrown) {
      if (signal.aborted || this.isFinished) return;
      if (thrown instanceof ApiError && thrown.isGone) {
        this.vanished = thrown;
        this.finish();
      } else if (isPassing(thrown) && !(thrown instanceof ConfigurationError && this.result === void 0)) {
        const why = this.shown.redacted(messageOf(thrown));
        this.progress.wait(statusLine("Asking again how the job goes", why));
      } else {
        this.fail(thrown);
      }
    }
  }
  takeResult(result) {
    this.result = result;
    const job = this.source.jobOf(result);
    this.matched = this.source.matchedProvisionersOf(result);
    this.takeJob(job);
    if (this.matched !== void 0 && this.matched.available > 0)
      this.shared?.noteServed(job, this.options.clock.now());
    if (hasJobEnded(job)) this.finish();
  }
  takeJob(job) {
    this.job = job;
    if (job.status === "pending") this.waitsSince ??= this.options.clock.now();
    this.progress.job(job, this.matched);
    if (!hasJobEnded(job)) this.isLogComplete = false;
  }
  /**
   * Reads the stream, and opens it again after the last line, as long as the wait lasts. Its end is the first sign that
   * the job has ended. The wait does not depend on it: without a stream, polling reads the logs.
   */
  async follow(signal) {
    let before = 0;
    const open = () => {
      before = this.shown.lastId;
      this.isLogComplete = false;
      return this.source.stream(this.client(signal), logQuery(before));
    };
    const isOver = async () => {
      this.isStreaming = false;
      this.isLogComplete = true;
      if (!signal.aborted) await this.checkEnd(signal);
      return signal.aborted || this.isFinished;
    };
    const isPassing2 = () => {
      this.isStreaming = false;
      this.isLogComplete = false;
      if (this.shown.lastId > before && !signal.aborted) void this.check(signal);
      return !signal.aborted;
    };
    const stream = { open, isOver, isPassing: isPassing2, tries: Infinity };
    try {
      for await (const entry of resumed(stream, this.options.clock, { signal })) {
        if (signal.aborted) return;
        this.isStreaming = true;
        this.shown.take(entry);
      }
    } catch (thrown) {
      if (!signal.aborted) this.fail(thrown);
    }
  }
  /** Reads the lines that no stream has brought. Never rejects: these lines only make messages fuller. */
  async readLogs(signal) {
    try {
      for (const entry of await this.source.logs(this.client(signal), logQuery(this.shown.lastId)))
        this.shown.take(entry);
    } catch {
    }
  }
  async completeLog() {
    const hasFailed2 = this.result !== void 0 && this.source.jobOf(this.result).status === "failed";
    if (!hasFailed2 || this.isLogComplete || this.vanished !== void 0) return;
    await Promise.race([
      this.readLogs(this.over.signal),
      sleep2(this.options.clock, LAST_LOGS_MILLISECONDS, this.over.signal)
    ]);
  }
  close() {
    this.isFinished = true;
    this.shown.close();
  }
  /** Cancels the job and lets the polling find its end, for as long as the grace lasts. */
  async stop(cause) {
    if (this.stoppedBy !== void 0 || this.isFinished) return;
    this.stoppedBy = cause;
    this.progress.status("Cancelling the job");
    this.endGrace = after(this.options.clock, CANCEL_GRACE_MILLISECONDS, this.finish);
    this.hurry.abort();
    void this.poll(this.over.signal);
    const { signal } = this.over;
    while (!signal.aborted) {
      this.cancelFailure = await this.cancel(signal);
      if (this.cancelFailure === void 0) return this.check(signal);
      await sleep2(this.options.clock, CANCEL_RETRY_MILLISECONDS, signal);
    }
  }
  /** Undefined when the server cancels the job, or has done so, or the job has ended; else why it does not. */
  async cancel(signal) {
    try {
      await this.source.cancel(this.client(signal));
      return void 0;
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.status === 400) return void 0;
      if (!isPassing(thrown) && !signal.aborted) {
        await this.check(signal);
        this.finish();
      }
      return messageOf(thrown);
    }
  }
  tellWait = (message) => this.progress.wait(statusLine("", message));
  client(signal) {
    return this.options.client.with({
      signal,
      onWait: this.tellWait,
      // After the operation's deadline, the requests that cancel the job have one of their own.
      ...this.stoppedBy !== void 0 && { deadline: { milliseconds: CANCEL_GRACE_MILLISECONDS } }
    });
  }
};
function logQuery(after2) {
  return after2 === 0 ? {} : { after: after2 };
}
function isPassing(thrown) {
  if (thrown instanceof ConfigurationError) return !(thrown.cause instanceof ApiError);
  if (!(thrown instanceof ApiError)) return false;
  return thrown.isAnswerLost || thrown.status === 429 || thrown.status !== void 0 && thrown.status >= 500 && !thrown.isForbidden;
}

// provider/jobs/failure.ts
var REQUIRED_VARIABLES_CODE = "REQUIRED_TEMPLATE_VARIABLES";
var GIVEN_UP = /has been detected as \w+ for .* terminated by the reaper/;
var MISSING_PARAMETER_CODE = "MISSING_TEMPLATE_PARAMETER";
function createJobError(end, job, given) {
  const words = { ...given, redact: createRedactor(given.secrets) };
  const cause = end.stoppedBy !== void 0 && !(job?.status === "failed" && job.canceled_at === void 0) ? end.stoppedBy : "job";
  const stage = end.log.lastStage;
  const parts = [`${words.title} ${words.outcome}: ${headline(end, job, cause, words)}`];
  if (cause === "job") parts.push(...reasons(end.log, job, words));
  else parts.push(...whereItWas(end.log, job));
  if (cause === "interrupt") parts.push("Run it again: it goes on with what has been made.");
  if (words.pages.length > 0) parts.push(words.pages.join("\n"));
  return new JobError(
    parts.join("\n\n"),
    {
      jobId: job?.id ?? "",
      status: job?.status ?? "unknown",
      errorCode: job?.error_code,
      stage,
      lastLogLines: end.log.lastLines,
      cause
    },
    end.vanished === void 0 ? void 0 : { cause: end.vanished }
  );
}
function headline(end, job, cause, words) {
  if (end.vanished !== void 0)
    return "while its job was followed, it vanished from the server, or from what this token may see.";
  const stage = end.log.lastStage === void 0 ? "" : ` at the stage "${end.log.lastStage}"`;
  if (cause === "job") {
    return isCanceled(job) ? `its job was canceled on the server${stage}; it ended as "${job?.status}".` : `its job failed${stage}.`;
  }
  const why = cause === "deadline" ? `its job was not done after ${deadlineText(words.deadline)}` : "the operation was interrupted";
  return `${why}${cancellationText(end, job, words)}`;
}
function cancellationText(end, job, words) {
  if (job !== void 0 && hasJobEnded(job)) return cancelledText(job);
  if (end.cancelFailure !== void 0) {
    const reason = words.secrets === "unknown" ? end.cancelFailure : words.redact(end.cancelFailure);
    return `. The server did not cancel the job, which may still run: ${reason}`;
  }
  return `. Its job was asked to stop, and had not done so ${CANCEL_GRACE_MILLISECONDS / 1e3} seconds later.`;
}
function cancelledText(job) {
  return `, so it was cancelled; it ended as "${job.status}".`;
}
function reasons(log, job, words) {
  if (job?.status !== "failed" || isCanceled(job)) return [];
  const parts = [];
  const { errorText } = log;
  const jobError = words.redact(job.error ?? "");
  if (errorText !== void 0) parts.push(errorText);
  if (job.error_code === REQUIRED_VARIABLES_CODE && words.missingVariables.length > 0) {
    return [
      ...parts,
      `These template variables have no default and got no value: ${quoted(words.missingVariables)}. Set them in \`variables\`.`
    ];
  }
  if (jobError !== "" && (errorText === void 0 || !isBareExitStatus(jobError)))
    parts.push(`The server says: ${jobError}`);
  if (errorText === void 0 && log.lastLines.length > 0)
    parts.push(`The last lines of its log:
${log.lastLines.join("\n")}`);
  if (job.error_code === REQUIRED_VARIABLES_CODE)
    parts.push("A template variable has no default and got no value. Set it in `variables`.");
  else if (job.error_code === MISSING_PARAMETER_CODE)
    parts.push("A template parameter has no default and got no value. Set it in `parameters`.");
  else if (GIVEN_UP.test(job.error ?? ""))
    parts.push(
      "The server was down, or has lost the provisioner that ran the job. Nothing has to be corrected: run again."
    );
  else parts.push(words.remedy);
  return parts;
}
function whereItWas(log, job) {
  if (job !== void 0 && job.started_at === void 0) return ["No provisioner had taken the job up."];
  const lastLine = log.lastLines.at(-1);
  if (log.lastStage === void 0) return [];
  return [`It was at the stage "${log.lastStage}"${lastLine === void 0 ? "" : `: ${lastLine}`}`];
}
function isCanceled(job) {
  return job?.status === "canceled" || job?.canceled_at !== void 0;
}

// provider/jobs/follow.ts
var LOOKUP_MILLISECONDS = 5e3;
function followTemplateVersion(options) {
  const { templateVersionId: id } = options;
  return follow(options, {
    get: (client) => client.getTemplateVersion(id),
    jobOf: (version) => version.job,
    matchedProvisionersOf: (version) => version.matched_provisioners,
    cancel: (client) => client.cancelTemplateVersion(id),
    logs: (client, query) => client.getTemplateVersionLogs(id, query),
    stream: (client, query) => client.streamTemplateVersionLogs(id, query, { isSingle: true }),
    outcome: "was not imported",
    remedy: "Correct the template's source or its variables, then run again.",
    missingVariables: async (client) => (await client.getTemplateVersionVariables(id)).filter((variable) => variable.required && variable.value === "").map((variable) => variable.name),
    pages: async (version, client) => [
      ...version === void 0 ? [] : await templateVersionPage(options, version, client),
      `Log: ${options.client.url}/api/v2/templateversions/${id}/logs`
    ]
  });
}
async function follow(options, followed) {
  const { deadline: deadline2, title, seen, clock = systemClock } = options;
  const deadlineMilliseconds = remainingMilliseconds(deadline2, clock.now());
  const end = await waitForJob(followed, { ...options, seen, deadlineMilliseconds, clock });
  const { job, secrets } = end;
  if (end.result !== void 0 && job?.status === "succeeded" && end.vanished === void 0) return end.result;
  const { outcome, remedy } = followed;
  const [missingVariables, pages] = await withinTime(options, async (bound) => [
    await findMissingVariables(followed, job, bound),
    await followed.pages(end.result, bound)
  ]);
  throw createJobError(end, job, { title, outcome, remedy, deadline: deadline2, secrets, missingVariables, pages });
}
async function findMissingVariables(followed, job, client) {
  if (job?.error_code !== REQUIRED_VARIABLES_CODE) return [];
  const named = missingVariableNames(job.error ?? "");
  if (named.length > 0 || followed.missingVariables === void 0) return named;
  return orElse([], followed.missingVariables(client));
}
async function templateVersionPage(options, version, client) {
  const { organization, nameAfterFailure: nameAfterFailure2 } = options;
  if (version.template_id === void 0)
    return jobPage(options, version.organization_id ?? organization, version.job.id, client);
  const template = await orElse(void 0, client.getTemplate(version.template_id));
  if (template === void 0) return [];
  const versionName = version.job.status === "failed" ? nameAfterFailure2 ?? version.name : version.name;
  const path2 = pagePath("templates", template.organization_name, template.name, "versions", versionName);
  return [`Page: ${options.client.url}${path2}`];
}
async function jobPage(options, organization, jobId, client) {
  const found = await orElse(void 0, client.getOrganization(organization));
  if (found === void 0) return [];
  return [`Page: ${options.client.url}${pagePath("organizations", found.name, "provisioner-jobs")}?ids=${jobId}`];
}
function pagePath(...segments) {
  return segments.map((segment) => `/${encodeURIComponent(segment).replace(/^%40/, "@")}`).join("");
}
async function withinTime(options, run) {
  const over = new AbortController();
  const stop = after(options.clock ?? systemClock, LOOKUP_MILLISECONDS, () => over.abort());
  try {
    return await run(options.client.with({ signal: over.signal, deadline: { milliseconds: LOOKUP_MILLISECONDS } }));
  } finally {
    stop();
  }
}
async function orElse(otherwise, wanted) {
  try {
    return await wanted;
  } catch {
    return otherwise;
  }
}

// provider/source/git.ts
var import_node_path3 = require("node:path");

// provider/source/git-changes.ts
var import_node_crypto3 = require("node:crypto");
var import_promises3 = require("node:fs/promises");
var import_node_path2 = require("node:path");

// provider/source/bounded.ts
async function mapBounded(items, limit, run) {
  const results = [];
  const remaining = items.entries();
  const work = async () => {
    for (const [index, item] of remaining) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}

// provider/source/git-command.ts
var import_node_child_process = require("node:child_process");

// provider/source/problems.ts
var MAXIMUM_REPORTED = 20;
var MAXIMUM_QUOTED = 300;
var MAXIMUM_PATHS = 1e4;
var LONGEST_PATH = 4096;
var SourceProblems = class {
  constructor(kind) {
    this.kind = kind;
  }
  kind;
  reasons = [];
  /** Those that are not reported one by one. */
  more = 0;
  /** Paths with a problem: the source contains them, although the template can't. */
  paths = /* @__PURE__ */ new Set();
  get isEmpty() {
    return this.reasons.length === 0;
  }
  add(reason, path2, key) {
    if (this.reasons.length < MAXIMUM_REPORTED) this.reasons.push(this.located(reason, key));
    else this.more += 1;
    if (path2 !== void 0 && path2.length <= LONGEST_PATH && this.paths.size < MAXIMUM_PATHS) this.paths.add(path2);
  }
  /**
   * The error, with the reason that ended the search at its front: the other problems may only have been met on the
   * way.
   */
  with(reason) {
    this.reasons.unshift(this.located(reason));
    return this.toError();
  }
  toError() {
    const reasons2 = this.reasons.slice(0, MAXIMUM_REPORTED);
    const more = this.reasons.length - reasons2.length + this.more;
    if (more > 0) reasons2.push(this.located(`There are ${more} more problems of this sort.`));
    return new InputError(reasons2.map((reason) => ({ property: "source", reason })));
  }
  located(reason, key = this.kind) {
    return `At \`source.${key}\`: ${reason}`;
  }
};
function quotedPath(path2) {
  return JSON.stringify(path2.length > MAXIMUM_QUOTED ? `${path2.slice(0, MAXIMUM_QUOTED)}\u2026` : path2);
}
function readFailure(thrown) {
  const code = errorCode(thrown);
  if (code === "EACCES" || code === "EPERM")
    return "permission denied. Give the user who runs Pulumi the right to read it.";
  if (code === "ENOENT") return "it disappeared while it was being read. Run the command again.";
  return endSentence(messageOf(thrown));
}
function errorCode(thrown) {
  return isProperties(thrown) && typeof thrown["code"] === "string" ? thrown["code"] : void 0;
}

// provider/source/git-command.ts
var LIMIT_MILLISECONDS = 6e4;
var MAXIMUM_ANSWER_BYTES = 256 << 20;
var OVERRIDES = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"];
var KEPT_VARIABLES = /^GIT_(CONFIG_|CEILING_DIRECTORIES$|DISCOVERY_ACROSS_FILESYSTEM$|EXEC_PATH$)/;
var GitFailure = class extends Error {
  constructor(message, written, options) {
    super(message, options);
    this.written = written;
  }
  written;
};
function git(folder, words, signal) {
  const flags = ["-C", folder, "--no-pager", "--literal-pathspecs", "--no-replace-objects"];
  const overrides = OVERRIDES.flatMap((override2) => ["-c", override2]);
  const options = {
    env: environment(),
    encoding: "utf8",
    timeout: LIMIT_MILLISECONDS,
    maxBuffer: MAXIMUM_ANSWER_BYTES,
    signal
  };
  return new Promise((resolve3, reject) => {
    (0, import_node_child_process.execFile)("git", [...flags, ...overrides, ...words], options, (failure, answer, written) => {
      if (failure === null) resolve3(answer);
      else if (signal.aborted) reject(toError(signal.reason));
      else reject(new GitFailure(describe2(failure, folder, written), written, { cause: failure }));
    });
  });
}
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") || KEPT_VARIABLES.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1"
  };
}
function describe2(failure, folder, written) {
  if (errorCode(failure) === "ENOENT") return "The command `git` is not there. Install Git, or remove `git`.";
  if (failure.killed === true)
    return `Git gave no answer about ${quotedPath(folder)} within ${LIMIT_MILLISECONDS / 1e3} seconds.`;
  if (written.includes("not a git repository"))
    return `${quotedPath(folder)} is in no Git repository. Put it into one, or remove \`git\`.`;
  const [line = ""] = written.trim().split("\n");
  return `Git can't tell about ${quotedPath(folder)}: ${line.replace(/^(fatal|error): /, "").replace(/\.?$/, ".")}`;
}

// provider/source/paths.ts
var import_node_path = require("node:path");
var MAXIMUM_NAME_BYTES = 255;
var MAXIMUM_PATH_BYTES = 2048;
var MAXIMUM_FOLDERS = 100;
function normalizePath(given) {
  if (Buffer.byteLength(given) > MAXIMUM_PATH_BYTES)
    return { problem: `is longer than ${MAXIMUM_PATH_BYTES} bytes. Shorten it` };
  if (given.startsWith("/")) return { problem: "is absolute. Paths in a template are relative to its top" };
  const segments = given.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.includes("..")) return { problem: `contains "..". Paths in a template can't leave it` };
  const problem = pathProblem(segments.join("/"));
  return problem === void 0 ? { path: segments.join("/") } : { problem };
}
function pathProblem(path2) {
  if (path2.includes("\0")) return "contains a NUL character";
  if (path2.includes("\\")) return "contains a backslash. Separate folders with forward slashes";
  if (/[\uFFFD\p{Surrogate}]/u.test(path2)) return "is not valid UTF-8. Rename it";
  if (/^[A-Za-z]:/.test(path2)) return "starts with a drive letter. Paths in a template are relative to its top";
  if (Buffer.byteLength(path2) > MAXIMUM_PATH_BYTES) return `is longer than ${MAXIMUM_PATH_BYTES} bytes. Shorten it`;
  if (path2.split("/").some((segment) => Buffer.byteLength(segment) > MAXIMUM_NAME_BYTES)) {
    return `has a name longer than ${MAXIMUM_NAME_BYTES} bytes. Shorten it`;
  }
  if (path2.split("/").length - 1 > MAXIMUM_FOLDERS) return `lies in more than ${MAXIMUM_FOLDERS} folders. Move it up`;
  return void 0;
}
function parentsOf(path2) {
  const segments = path2.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
function isWithin(folder, path2) {
  const way = (0, import_node_path.relative)(folder, path2);
  return way !== ".." && !way.startsWith(`..${import_node_path.sep}`) && !(0, import_node_path.isAbsolute)(way);
}
function clashingNames(paths) {
  const seen = /* @__PURE__ */ new Map();
  const clashes = /* @__PURE__ */ new Map();
  for (const path2 of paths) {
    for (const part of [...parentsOf(path2), path2]) {
      const folded = part.normalize("NFC").toLowerCase();
      const first = seen.get(folded);
      if (first === void 0) seen.set(folded, part);
      else if (first !== part) {
        clashes.set(part, [first, part]);
        break;
      }
    }
  }
  return [...clashes.values()];
}

// provider/source/git-changes.ts
var LOOKS_AT_ONCE = 16;
var EXECUTABLE = "100755";
var LINK = "120000";
var SUBMODULE = "160000";
async function isAsCommitted(repository, { folders, files }, signal) {
  const { top } = repository;
  if (!folders.every((folder) => isWithin(top, folder))) return false;
  const tree = await entriesOf(repository, folders, signal);
  const inSubmodules = /* @__PURE__ */ new Map();
  for (const file of files) {
    const path2 = (0, import_node_path2.relative)(top, file.location);
    const submodule = parentsOf(path2).find((parent) => tree.get(parent)?.mode === SUBMODULE);
    if (submodule === void 0) {
      if (!isSame(tree.get(path2), file) || !isReachedByLink(top, tree, file)) return false;
    } else inSubmodules.set(submodule, [...inSubmodules.get(submodule) ?? [], file]);
  }
  for (const [path2, within] of inSubmodules) {
    if (!await isSubmoduleAsCommitted((0, import_node_path2.join)(top, path2), tree.get(path2)?.id ?? "", { folders, files: within }, signal))
      return false;
  }
  return !await lacksAny(top, tree, files);
}
async function entriesOf({ top, head }, folders, signal) {
  const paths = folders.map((folder) => (0, import_node_path2.relative)(top, folder));
  const around = paths.flatMap(parentsOf).filter((path2) => path2 !== "");
  const lists = await Promise.all([
    git(
      top,
      ["ls-tree", "-r", "-z", head, "--", ...paths.filter((path2) => path2 !== "" && !paths.includes(""))],
      signal
    ),
    around.length === 0 ? "" : git(top, ["ls-tree", "-z", head, "--", ...around], signal)
  ]);
  const entries = lists.flatMap((list) => list.split("\0")).map((line) => /^(\d+) \S+ (\S+)\t(.+)$/s.exec(line));
  return new Map(
    entries.flatMap((found) => {
      const [, mode, id, path2] = found ?? [];
      return mode === void 0 || id === void 0 || path2 === void 0 ? [] : [[path2, { mode, id }]];
    })
  );
}
async function isSubmoduleAsCommitted(top, commit, { folders, files }, signal) {
  try {
    const [foundTop, head] = (await git(top, ["rev-parse", "--show-toplevel", "HEAD"], signal)).split("\n");
    if (foundTop !== top || head !== commit) return false;
    const within = folders.flatMap((folder) => isWithin(folder, top) ? [top] : isWithin(top, folder) ? [folder] : []);
    return await isAsCommitted({ top, head }, { folders: within, files }, signal);
  } catch (thrown) {
    if (thrown instanceof GitFailure) return false;
    throw thrown;
  }
}
function isReachedByLink(top, tree, file) {
  if (file.path === file.location) return true;
  const path2 = (0, import_node_path2.relative)(top, file.path);
  return [...parentsOf(path2), path2].some((each) => tree.get(each)?.mode === LINK);
}
function isSame(entry, { bytes, isExecutable }) {
  if (entry === void 0 || entry.mode === EXECUTABLE !== isExecutable) return false;
  const isStored = (content) => idOf(content, entry) === entry.id;
  if (isStored(bytes)) return true;
  const unixText = Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
  const digest = (0, import_node_crypto3.createHash)("sha256").update(bytes).digest("hex");
  const pointer = `version https://git-lfs.github.com/spec/v1
oid sha256:${digest}
size ${bytes.length}
`;
  return isStored(unixText) || isStored(Buffer.from(pointer));
}
function idOf(content, entry) {
  const hash = (0, import_node_crypto3.createHash)(entry?.id.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}
async function lacksAny(top, tree, files) {
  const seen = new Set(files.map(({ location }) => (0, import_node_path2.relative)(top, location)));
  const others = [...tree].filter(
    ([path2, { mode }]) => (mode === LINK || mode.startsWith("10")) && !seen.has(path2) && !path2.includes("\uFFFD")
  );
  const found = await mapBounded(others, LOOKS_AT_ONCE, async ([path2, entry]) => {
    try {
      if (entry.mode === LINK) return idOf(Buffer.from(await (0, import_promises3.readlink)((0, import_node_path2.join)(top, path2))), entry) === entry.id;
      return !(await (0, import_promises3.lstat)((0, import_node_path2.join)(top, path2))).isDirectory();
    } catch (thrown) {
      return !["ENOENT", "ENOTDIR", "EINVAL"].includes(errorCode(thrown) ?? "");
    }
  });
  return found.includes(false);
}

// provider/source/git.ts
var FIELDS = ["%P", "%an", "%s"];
async function readGit({ folders, files }, signal) {
  try {
    const [folder = ""] = folders;
    const top = await topOf(folder, signal);
    const head = await headOf(top, signal);
    const specs = await pathsIn({ top, head }, folders, signal);
    const found = await lastCommit(top, head, specs, signal);
    const [commit, branch, isClean] = await Promise.all([
      // Nothing of the template is in a commit: its files are changes of the newest one.
      found ?? lastCommit(top, head, [], signal),
      branchOf(top, signal),
      isAsCommitted({ top, head }, { folders, files }, signal)
    ]);
    const { id = head, parents = "", author = "", subject = "" } = commit ?? {};
    const facts = { commit: id, branch, author, subject, isDirty: found === void 0 || !isClean };
    const isCutOff = parents === "" && await isCutOffAt(top, id, signal);
    return { facts, warnings: isCutOff ? [describeCutOff(top, id)] : [] };
  } catch (thrown) {
    if (!(thrown instanceof GitFailure)) throw thrown;
    throw new InputError([{ property: "source", reason: `At \`source.git\`: ${thrown.message}` }]);
  }
}
async function topOf(folder, signal) {
  return (await git(folder, ["rev-parse", "--show-toplevel"], signal)).replace(/\n$/, "");
}
async function headOf(top, signal) {
  try {
    return (await git(top, ["rev-parse", "--verify", "HEAD^{commit}"], signal)).trim();
  } catch (thrown) {
    if (!(thrown instanceof GitFailure) || !thrown.written.includes("Needed a single revision")) throw thrown;
    const reason = `The Git repository ${quotedPath(top)} has no commit yet. Commit the template, or remove \`git\`.`;
    throw new GitFailure(reason, thrown.written, { cause: thrown });
  }
}
async function pathsIn({ top, head }, folders, signal) {
  const paths = folders.filter((folder) => isWithin(top, folder)).map((folder) => (0, import_node_path3.relative)(top, folder));
  if (paths.includes("")) return [];
  const around = [...new Set(paths.flatMap((path2) => [...parentsOf(path2), path2]))];
  const listed4 = await git(top, ["ls-tree", "-z", head, "--", ...around], signal);
  const submodules = listed4.split("\0").flatMap((line) => /^160000 commit \S+\t(.+)$/s.exec(line)?.[1] ?? []);
  return paths.map((path2) => submodules.find((submodule) => isWithin(`/${submodule}`, `/${path2}`)) ?? path2);
}
async function lastCommit(top, head, paths, signal) {
  const format = `--format=${FIELDS.join("%x00")}`;
  const words = ["rev-list", "--max-count=1", "--encoding=UTF-8", format, head, "--", ...paths];
  const [, id, parents = "", author = "", subject = ""] = /^commit (\S+)\n([^\0]*)\0([^\0]*)\0([^\n]*)/.exec(await git(top, words, signal)) ?? [];
  return id === void 0 ? void 0 : { id, parents, author, subject };
}
async function branchOf(top, signal) {
  const current = await git(top, ["symbolic-ref", "--quiet", "--short", "HEAD"], signal).catch((thrown) => {
    if (thrown instanceof GitFailure) return "";
    throw thrown;
  });
  if (current !== "") return current.trim();
  const format = "--format=%(refname)";
  const refs = await git(top, ["for-each-ref", "--points-at=HEAD", format, "refs/heads", "refs/remotes"], signal);
  const names = (pattern) => [
    ...new Set(refs.split("\n").flatMap((ref) => pattern.exec(ref)?.[1] ?? []))
  ];
  const local = names(/^refs\/heads\/(.+)$/);
  const found = local.length > 0 ? local : names(/^refs\/remotes\/[^/]+\/(?!HEAD$)(.+)$/);
  return found.length === 1 ? found[0] : void 0;
}
async function isCutOffAt(top, commit, signal) {
  if ((await git(top, ["rev-parse", "--is-shallow-repository"], signal)).trim() !== "true") return false;
  return /^parent /m.test((await git(top, ["cat-file", "commit", commit], signal)).split("\n\n")[0] ?? "");
}
function describeCutOff(top, commit) {
  return `The history of ${quotedPath(top)} ends at commit ${commit.slice(0, 12)}, which is taken as the one that last changed the template, although an earlier one may have done it. Fetch the whole history, as with \`fetch-depth: 0\` in a workflow.`;
}

// provider/resources/versions/git.ts
var COMMIT_LENGTH = 12;
var SUBJECT_LENGTH = 1e3;
var DERIVED_NAME = /^(?:[0-9a-f]{12}-(?:dirty-)?)?([0-9a-f]{16})(?:-\d+)?$/;
async function gitOf({ signal }, source, archive2) {
  if (source.git === void 0 || source.git.length === 0) return { warnings: [] };
  const { facts, warnings } = await readGit(archive2.onDisk, signal);
  const { commit, branch, author, isDirty, subject } = facts;
  const details = [
    `Commit ${commit}`,
    ...branch === void 0 ? [] : [`branch ${branch}`],
    `by ${author}`,
    ...isDirty ? ["with uncommitted changes"] : []
  ];
  const message = `${subject.slice(0, SUBJECT_LENGTH)}

${details.join(", ")}.`;
  return {
    git: { commit, ...branch !== void 0 && { branch }, author, isDirty },
    ...isFromGit(source, "message") && { gitMessage: message },
    warnings
  };
}
function isFromGit(source, what) {
  const given = isProperties(source) ? source["git"] : void 0;
  return Array.isArray(given) && given.includes(what);
}
function gitConflicts(declared, properties) {
  return ["name", "message"].filter((what) => declared[properties[what]] !== void 0 && isFromGit(declared["source"], what)).map((what) => {
    const property = properties[what];
    const remedy = `Remove \`${property}\`, or take "${what}" out of \`source.git\`.`;
    return { property, reason: `\`source.git\` gives the ${what}. ${remedy}` };
  });
}
function nameFromGit(source, { git: git2 }, derived) {
  if (git2 === void 0 || !isFromGit(source, "name")) return derived;
  return [git2.commit.slice(0, COMMIT_LENGTH), ...git2.isDirty ? ["dirty"] : [], derived].join("-");
}
function derivedNameIn(name) {
  return DERIVED_NAME.exec(name)?.[1];
}

// provider/resources/names/previewed.ts
var previewedOf = keptByRun(() => ({ versions: /* @__PURE__ */ new Set(), upcoming: /* @__PURE__ */ new Map() }));
function notePreviewed(context, versionId) {
  previewedOf(context).versions.add(versionId);
}
function isPreviewedHere(context, versionId) {
  return previewedOf(context).versions.has(versionId);
}

// provider/resources/versions/holders.ts
var TYPE = "TemplateVersion";
function hold({ ownership: { claims }, urn }, id) {
  const version = objectOf(TYPE, id);
  if (claims.standingOf(urn, version) !== "taken") claims.set(urn, version, "held");
}
function noteVersion(context, id) {
  hold(context, id);
  context.ownership.holdings.put(objectOf(TYPE, id), context.urn);
}
function forgetVersion({ ownership: { claims, holdings }, urn }, id) {
  const version = objectOf(TYPE, id);
  if (holdings.urnOf(version) === urn && claims.standingOf(urn, version) !== "taken") holdings.remove(version);
}
function own({ ownership: { claims }, urn }, version) {
  claims.set(urn, objectOf(TYPE, version.id), "taken");
  return version;
}
function isHeld(context, id) {
  if (isHeldByOther(context, id)) return true;
  const standing = context.ownership.claims.standingOf(context.urn, objectOf(TYPE, id));
  return standing !== void 0 && !isPreviewedHere(context, id);
}
function isHeldByOther({ ownership: { claims }, urn }, id) {
  const rival = claims.rivalOf(urn, objectOf(TYPE, id));
  return rival !== void 0 && keepsObject(rival);
}
function isTaken(context, id) {
  return isHeldByOther(context, id) || context.ownership.claims.standingOf(context.urn, objectOf(TYPE, id)) === "taken";
}
function isForced({ ownership: { claims, holdings }, urn }, id) {
  return holdings.urnOf(objectOf(TYPE, id)) === urn && !claims.holdsAny(urn, TYPE);
}

// provider/resources/versions/mark.ts
var BEGINNING = "Imported by a preview of ";
function markOf({ urn }) {
  return `${BEGINNING}${urn === "" ? "a resource" : urn}. No update has taken it.`;
}
function isMarked({ message }) {
  return message.startsWith(BEGINNING);
}

// provider/resources/versions/names.ts
var import_node_crypto4 = require("node:crypto");
var import_node_util3 = require("node:util");

// provider/terraform/literals.ts
var EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{|\$\$\$\{|%%%\{/;
var MOST_DIGITS = 15;
function isExpression(text2) {
  return EXPRESSION.test(text2);
}
function literalOf(value) {
  if (typeof value === "string")
    return isExpression(value) ? UNKNOWN : value.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{");
  if (typeof value === "number") return isCertain(value) ? value : UNKNOWN;
  if (Array.isArray(value)) return value.map(literalOf);
  if (!isProperties(value)) return value;
  const entries = Object.entries(value);
  if (entries.some(([key]) => isExpression(key))) return UNKNOWN;
  return Object.fromEntries(entries.map(([key, entry]) => [key, literalOf(entry)]));
}
function textOf3(value) {
  const literal = literalOf(value);
  if (literal === void 0 || literal === null) return void 0;
  if (typeof literal === "string") return literal;
  return typeof literal === "number" || typeof literal === "boolean" ? String(literal) : UNKNOWN;
}
function numberOf(value) {
  const text2 = textOf3(value);
  if (typeof text2 !== "string") return text2;
  const number = Number(text2);
  return /^-?\d+(\.\d+)?$/.test(text2) && isCertain(number) ? number : UNKNOWN;
}
function truthOf(value) {
  const text2 = textOf3(value);
  if (typeof text2 !== "string") return text2;
  return text2 === "true" ? true : text2 === "false" ? false : UNKNOWN;
}
function isCertain(value) {
  const text2 = String(value);
  return /^-?\d+(\.\d+)?$/.test(text2) && text2.replace(/[-.]/g, "").length <= MOST_DIGITS;
}

// provider/terraform/parser.ts
var FILE_MARK = "\u2418\u241A\u2418";
var SYNTAX_ERROR = /^parse config: \[([\s\S]*)\]$/;
var POSITION = new RegExp(`^${FILE_MARK}:(\\d+),(\\d+)-(?:\\d+,)?\\d+: `);
var OTHER_POSITION = new RegExp(`${FILE_MARK}:(\\d+),(\\d+)-(?:\\d+,)?\\d+`, "g");
var DEEPEST_BRACKETS = 200;
var MOST_CODE_CHARACTERS = 1e6;
function parser() {
  return require("@cdktn/hcl2json");
}
async function parseHcl(text2) {
  if (text2.split("\n").every((line) => /^\s*(#|$)/.test(line))) return { body: {} };
  if (isTooDeep(text2)) return void 0;
  try {
    const body = await parser().parse(FILE_MARK, text2);
    return isProperties(body) ? { body } : void 0;
  } catch (thrown) {
    const problems = syntaxProblems(thrown instanceof Error ? thrown.message : String(thrown));
    return problems.length === 0 ? void 0 : { problems };
  }
}
function parseJson2(text2) {
  try {
    const root2 = JSON.parse(text2);
    return isProperties(root2) ? { body: root2 } : void 0;
  } catch (thrown) {
    const at = /at position (\d+)/.exec(String(thrown))?.[1];
    return {
      problems: [{ place: at === void 0 ? "" : placeOf(text2, Number(at)), message: "It is no valid JSON." }]
    };
  }
}
async function parseExpressions(expressions) {
  return Promise.all(expressions.map(parseExpression));
}
async function parseExpression(expression) {
  if (expression === "" || isTooDeep(expression)) return void 0;
  try {
    return toPart(await parser().getExpressionAst(FILE_MARK, expression));
  } catch {
    return void 0;
  }
}
function toPart(value) {
  if (!isProperties(value)) return void 0;
  const { type, meta, children } = value;
  return {
    type: typeof type === "string" ? type : "",
    meta: isProperties(meta) ? meta : {},
    children: (Array.isArray(children) ? children : []).map(toPart).filter((part) => part !== void 0)
  };
}
function syntaxProblems(message) {
  const listed4 = SYNTAX_ERROR.exec(message)?.[1];
  if (listed4 === void 0) return [];
  return listed4.split(new RegExp(`(?:^| )(?=${FILE_MARK}:\\d+,\\d+-(?:\\d+,)?\\d+: )`)).flatMap((each) => {
    const position = POSITION.exec(each);
    if (position === null) return [];
    const text2 = each.slice(position[0].length).replace(OTHER_POSITION, "line $1, column $2");
    return [{ place: `line ${position[1]}, column ${position[2]}`, message: text2.replace("; ", ". ").trim() }];
  });
}
function isTooDeep(text2) {
  let depth = 0;
  for (const [sign] of text2.matchAll(/[[\](){}]/g)) {
    depth += "([{".includes(sign) ? 1 : -1;
    if (depth > DEEPEST_BRACKETS) return true;
    if (depth < 0) depth = 0;
  }
  return false;
}
function placeOf(text2, at) {
  const before = text2.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

// provider/terraform/types.ts
var ANY = { kind: "any" };
var PRIMITIVES = ["string", "number", "bool"];
var TRUTHS = ["true", "false", "1", "0"];
var NUMBER = /^[+-]?([\d.]+(e[+-]?\d+|p[+-]?\d+)?|inf(inity)?)$/i;
async function typeOf(declared) {
  if (declared === void 0) return ANY;
  if (typeof declared !== "string") return void 0;
  const wrapped = /^\$\{([\s\S]*)\}$/.exec(declared)?.[1];
  const [part] = await parseExpressions([wrapped ?? declared]);
  return part && typeOfPart(part);
}
function typeOfPart({ type, meta, children }) {
  const [first] = children;
  if (type === "scopeTraversal") {
    const name2 = meta["fullAccessor"];
    const primitive = PRIMITIVES.find((kind) => kind === name2);
    if (primitive !== void 0) return { kind: primitive };
    if (name2 === "any") return ANY;
    return name2 === "list" || name2 === "map" || name2 === "set" ? { kind: name2, of: ANY } : void 0;
  }
  if (type !== "function" || first === void 0) return void 0;
  const name = meta["name"];
  if (name === "list" || name === "set" || name === "map") {
    const of = typeOfPart(first);
    return of && { kind: name, of };
  }
  if (name === "tuple") {
    const of = first.children.map(typeOfPart);
    return of.every((each) => each !== void 0) ? { kind: "tuple", of } : void 0;
  }
  return name === "object" ? objectType(first) : void 0;
}
function objectType({ type, meta, children }) {
  const items = meta["items"];
  if (type !== "object" || !isProperties(items)) return void 0;
  const values = children.filter((_, index) => index % 2 === 1);
  const names = Object.keys(items);
  const texts = values.map(({ meta: of2 }) => of2["value"]);
  if (names.length !== values.length) return void 0;
  const of = {};
  for (const name of names) {
    const matching = values.filter((_, index) => texts[index] === items[name]);
    const [value] = matching;
    if (value === void 0) return void 0;
    const isOptional = value.type === "function" && value.meta["name"] === "optional";
    const inner = typeOfPart(isOptional ? value.children[0] ?? value : value);
    if (inner === void 0) return void 0;
    of[name.replace(/^"|"$/g, "")] = { type: inner, isOptional };
  }
  return { kind: "object", of };
}
function misfit(value, type) {
  if (value === UNKNOWN || value === null || value === void 0 || type.kind === "any") return void 0;
  switch (type.kind) {
    case "string":
      return Array.isArray(value) || isProperties(value) ? `it takes a text, not ${kindOf(value)}` : void 0;
    case "number":
      return typeof value === "number" || typeof value === "string" && NUMBER.test(value) ? void 0 : `it takes a number, not ${kindOf(value)}`;
    case "bool":
      return typeof value === "boolean" || typeof value === "string" && TRUTHS.includes(value) ? void 0 : `it takes true or false, not ${kindOf(value)}`;
    case "list":
    case "set":
      if (!Array.isArray(value)) return `it takes a list, not ${kindOf(value)}`;
      return firstMisfit(value.map((entry) => [entry, type.of]));
    case "tuple":
      if (!Array.isArray(value)) return `it takes a list, not ${kindOf(value)}`;
      if (value.length !== type.of.length)
        return `it takes a list of ${type.of.length}, and this one has ${value.length} entries`;
      return firstMisfit(value.map((entry, index) => [entry, type.of[index] ?? ANY]));
    case "map":
      if (!isProperties(value)) return `it takes a map, not ${kindOf(value)}`;
      return firstMisfit(Object.values(value).map((entry) => [entry, type.of]));
    case "object": {
      if (!isProperties(value)) return `it takes an object, not ${kindOf(value)}`;
      const missing = Object.keys(type.of).find((name) => !(name in value) && type.of[name]?.isOptional === false);
      if (missing !== void 0) return `it takes an object with "${missing}", which is missing`;
      return firstMisfit(Object.entries(type.of).map(([name, each]) => [value[name], each.type]));
    }
  }
}
async function textMisfit(text2, type) {
  if (type === void 0 || type.kind === "any" || type.kind === "string") return void 0;
  if (type.kind === "number" || type.kind === "bool") return misfit(text2, type);
  const wanted = { list: "a list", set: "a list", tuple: "a list", map: "a map", object: "an object" }[type.kind];
  const parsed = await parseHcl(`value = [
${text2}
]
`);
  if (parsed === void 0) return void 0;
  const values = "problems" in parsed ? void 0 : parsed.body["value"];
  const [value, ...others] = Array.isArray(values) ? values : [];
  const isName = typeof value === "string" && /^\$\{[\p{L}_][\p{L}\p{N}_.-]*\}$/u.test(value);
  if (value === void 0 || others.length > 0 || isName) return `it takes ${wanted}, not another text`;
  return misfit(literalOf(value), type);
}
function firstMisfit(pairs) {
  for (const [value, type] of pairs) {
    const reason = misfit(value, type);
    if (reason !== void 0) return `within it, ${reason.replace(/^within it, /, "")}`;
  }
  return void 0;
}
function kindOf(value) {
  if (Array.isArray(value)) return "a list";
  if (isProperties(value)) return "a map";
  return typeof value === "string" ? "another text" : typeof value === "number" ? "a number" : "true or false";
}

// provider/resources/versions/variables.ts
var SHORTEST_SECRET2 = 4;
async function checkVariables(given, declared) {
  if (declared === void 0 || given !== void 0 && !isProperties(given)) return [];
  const values = given ?? {};
  const names = declared.map(({ name }) => name);
  const known3 = names.length === 0 ? " It declares none." : ` It declares ${quoted(names)}.`;
  const strangers = Object.keys(values).filter((name) => !names.includes(name)).map((name) => `The template declares no variable "${name}".${suggestion(name, names) || known3}`);
  const missing = declared.filter(({ name, hasDefault }) => !hasDefault && (values[name] === void 0 || values[name] === "")).map(({ name }) => {
    const what = values[name] === void 0 ? "is not set" : "is empty, which counts as not set";
    return `The template's variable "${name}" has no default and ${what}. Set it.`;
  });
  const misfits = await Promise.all(declared.map((variable) => misfitOf(values[variable.name], variable)));
  return [...strangers, ...missing, ...misfits.filter((reason) => reason !== void 0)].map((reason) => ({
    property: "variables",
    reason
  }));
}
async function misfitOf(value, { name, type }) {
  if (value === void 0 || value === "" || containsUnknown(value)) return void 0;
  const reason = await textMisfit(textOf4(value), type);
  return reason && `The template's variable "${name}" is given a value of another type: ${reason}.`;
}
function secretPathsOf(sensitiveNames2) {
  return sensitiveNames2.map((name) => ["variables", name]);
}
function variablesChanged(held, wanted) {
  if (containsUnknown(wanted)) return true;
  const known3 = isProperties(wanted) ? wanted : {};
  return !isEqual(variableTexts(held ?? {}), variableTexts(known3));
}
function variableTexts(variables, defaults = {}) {
  const texts = Object.entries(variables).map(([name, value]) => [name, textOf4(value)]);
  return { ...defaults, ...Object.fromEntries(texts) };
}
function defaultTexts(declared = []) {
  return Object.fromEntries(
    declared.flatMap(({ name, defaultText }) => defaultText === void 0 ? [] : [[name, defaultText]])
  );
}
function wrongVariables(sent, held) {
  return held.filter(
    (variable) => !variable.sensitive && variable.value !== (sent[variable.name] ?? variable.default_value)
  );
}
function sensitiveNames(held) {
  return held.filter((variable) => variable.sensitive).map(({ name }) => name);
}
function variablesToDeclare(held) {
  const given = held.filter((variable) => !variable.sensitive && variable.value !== variable.default_value);
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}
function warnOfHiddenValues({ log }, sensitive) {
  if (sensitive.length === 0) return;
  log.warning(
    `The server does not tell the values of sensitive variables: what ${quoted(sensitive)} ${sensitive.length === 1 ? "has" : "have"} is not in \`variables\`. Setting one there makes another version.`
  );
}
function warnOfVariables({ log }, { template, inputs, variables }, held) {
  const unknown = Object.keys(inputs.variables).filter((name) => !held.some((variable) => variable.name === name));
  if (unknown.length > 0) {
    log.warning(`The template declares no variable ${quoted(unknown)}: what \`variables\` says of it has no effect.`);
  }
  const silent = template === void 0 ? [] : sensitiveNames(held).filter((name) => !Object.hasOwn(variables, name));
  if (silent.length > 0) {
    log.warning(
      `${quoted(silent)} of template "${inputs.templateName}" ${silent.length === 1 ? "is a sensitive variable" : "are sensitive variables"} that \`variables\` does not name. The server may have kept a value that an earlier version was given, and does not tell. Name it to be sure.`
    );
  }
}
function possibleSecrets(variables = {}) {
  return Object.values(variables).filter((value) => typeof value !== "boolean").flatMap((value) => Array.isArray(value) ? [...value, textOf4(value)] : textOf4(value)).filter((text2) => text2.length >= SHORTEST_SECRET2);
}
function textOf4(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

// provider/resources/versions/names.ts
var NAME_LIMIT = 64;
var DERIVED_NAME_LENGTH = 16;
async function deriveName({ content, inputs }) {
  const tags = JSON.stringify(sorted(inputs.provisionerTags));
  const hash = (0, import_node_crypto4.createHash)("sha256").update([content.digest, inputs.templateName.toLowerCase(), tags].join("\n"));
  const variables = variableTexts(inputs.variables);
  if (Object.keys(variables).length > 0) {
    hash.update(await slowHash(JSON.stringify(sorted(variables)), content.digest, 32));
  }
  return hash.digest("hex").slice(0, DERIVED_NAME_LENGTH);
}
var slowHash = (0, import_node_util3.promisify)(import_node_crypto4.scrypt);
function nameAfterFailure(version) {
  return nameAside(version, "failed");
}
function nameWhenSuperseded(version) {
  return nameAside(version, "superseded");
}
function describeHolder(templateName, holder, property) {
  const what = holder.job.status === "succeeded" ? "with other content or values" : "whose import has not ended yet";
  return `Template "${templateName}" has a version "${holder.name}" already, ${holder.id}, ${what}, created by "${holder.created_by?.username ?? "unknown"}" at ${holder.created_at}. Versions are never deleted, and keep their names when archived. Choose another \`${property}\`, or leave it out to have one derived from the content.`;
}
function nameAside(version, why) {
  const suffix = `-${why}-${version.id.slice(0, 8)}`;
  if (version.name.endsWith(suffix)) return version.name;
  return version.name.slice(0, NAME_LIMIT - suffix.length).replace(/[-_.]+$/, "") + suffix;
}
function sorted(record2) {
  return Object.entries(record2).sort(([left], [right]) => left < right ? -1 : 1);
}

// provider/resources/versions/earlier.ts
var NEWEST_JOBS = 100;
var knownJobs = new SingleFlight();
function hasFailed(version) {
  return version.job.status === "failed" || version.job.status === "canceled";
}
async function findBegun(context, id) {
  const { client } = context;
  const version = id === void 0 ? void 0 : await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === void 0 || hasFailed(version)) return void 0;
  if (version.archived) await client.unarchiveTemplateVersion(version.id);
  return own(context, version);
}
async function findActive(context, request) {
  const { client } = context;
  const id = request.template?.active_version_id ?? "";
  if (id === "" || isHeld(context, id) || isForced(context, id)) return void 0;
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version?.job.status !== "succeeded" || !await isMadeOf(context, request, version)) return void 0;
  if (!await isProven(context, request, version)) return void 0;
  return own(context, await takeVersion(context, request, version));
}
async function findMade(context, request, derived) {
  const versions = await context.client.getAllTemplateVersions(request.template?.id ?? "", { include_archived: true });
  for (const version of versions.reverse()) {
    if (derivedNameIn(version.name) !== derived || hasFailed(version)) continue;
    if (await judgeHolder(context, request, version, false) === "take") return takeVersion(context, request, version);
  }
  return void 0;
}
async function findFreeVersion(context, request, name) {
  const { reference } = request.content;
  if (!("file_id" in reference)) return void 0;
  for (const { metadata, file_id, input } of await newestJobs(context, request.organization)) {
    if (!isNamed(metadata?.template_version_name, name) || file_id !== reference.file_id || input?.template_version_id === void 0)
      continue;
    const version = await context.client.getTemplateVersion(input.template_version_id).catch(undefinedWhenGone);
    if (version === void 0 || version.template_id !== void 0) continue;
    if (await judgeHolder(context, request, version, true) !== "take") continue;
    context.log.info(
      isMarked(version) ? wordsOfMarked(request, version) : `Template version "${version.name}" exists already, from a run that was broken off or goes on elsewhere: this one goes on with it.`
    );
    return version;
  }
  return void 0;
}
function newestJobs({ client, signal }, organization) {
  const ask = () => client.getProvisionerJobs(organization, { limit: NEWEST_JOBS }).catch((thrown) => {
    if (thrown instanceof ApiError && (thrown.isGone || thrown.isForbidden)) return [];
    throw thrown;
  });
  return knownJobs.get(`${client.identity} ${organization}`, ask, { signal });
}
function forgetJobs({ client }, organization) {
  knownJobs.forget(`${client.identity} ${organization}`);
}
async function judgeHolder(context, request, holder, isExpected) {
  if (hasFailed(holder)) return "aside";
  if (isHeld(context, holder.id)) return "keep";
  if (holder.id === request.template?.active_version_id && isForced(context, holder.id)) return "keep";
  if (!await isMadeOf(context, request, holder)) return "keep";
  if (holder.job.status !== "succeeded") {
    if (request.inputs.name !== void 0 && !isExpected) return "keep";
    return await isOfCaller(context, holder) ? "take" : "keep";
  }
  return await isProven(context, request, holder) ? "take" : "keep";
}
async function isMadeOf(context, request, version) {
  const { reference } = request.content;
  if (!tagsMatch(request.inputs.provisionerTags, version.job.tags)) return false;
  if ("file_id" in reference) return version.job.file_id === reference.file_id;
  return isNamedFor(version, await deriveName(request)) && isOfCaller(context, version);
}
async function isProven(context, request, version) {
  const { inputs, variables } = request;
  if (inputs.name !== void 0 && inputs.name !== version.name) return false;
  const held = await context.client.getTemplateVersionVariables(version.id);
  if (wrongVariables(variables, held).length > 0) return false;
  const hidden = sensitiveNames(held);
  if (hidden.some((name) => !Object.hasOwn(inputs.variables, name))) return false;
  return hidden.length === 0 || isNamedFor(version, await deriveName(request)) && isOfCaller(context, version);
}
function isNamedFor({ name }, derived) {
  return derivedNameIn(name) === derived;
}
async function isOfCaller({ client }, version) {
  return version.created_by?.id === (await client.getCurrentUser()).id;
}
async function takeVersion(context, request, holder) {
  const { client, log } = context;
  const { inputs } = request;
  if (isMarked(holder)) {
    log.info(wordsOfMarked(request, holder));
    return holder;
  }
  if (request.isPreview === true) return holder;
  const isLeft = isFromGit(inputs.source, "message") || !await isOfCaller(context, holder);
  const message = isLeft ? holder.message : inputs.message;
  log.info(`Template version "${holder.name}" with this content exists already, and is used.`);
  if (holder.archived) await client.unarchiveTemplateVersion(holder.id);
  if (holder.message !== message) return client.updateTemplateVersion(holder.id, { name: holder.name, message });
  return holder.archived ? client.getTemplateVersion(holder.id) : holder;
}
function wordsOfMarked({ isPreview }, { name }) {
  return isPreview === true ? `Template version "${name}" was imported by an earlier preview: it is not imported again.` : `Template version "${name}" was imported by a preview, and is used.`;
}
function isNamed(found, name) {
  return found === name || found !== void 0 && derivedNameIn(found) === name;
}
function tagsMatch(wanted, held) {
  return Object.entries(wanted).every(([tag, value]) => held[tag] === value);
}

// provider/resources/versions/archive.ts
async function archiveVersion(context, versionId, variables) {
  const { client } = context;
  try {
    await client.archiveTemplateVersion(versionId);
    return void 0;
  } catch (thrown) {
    if (isGone(thrown)) return void 0;
    if (!(thrown instanceof ApiError) || thrown.isForbidden) throw thrown;
    const version = await client.getTemplateVersion(versionId).catch(undefinedWhenGone);
    if (version === void 0 || version.archived || version.template_id === void 0) return void 0;
    if (!isEnded(version)) {
      await archiveAfterCancelling(context, version, variables);
      return void 0;
    }
    const template = await client.getTemplate(version.template_id).catch(undefinedWhenGone);
    if (template === void 0) return void 0;
    if (!isInUse(thrown)) throw thrown;
    const why = template.active_version_id === version.id ? "it is the template's active version" : "a workspace was last built with it";
    return `Template version "${version.name}" stays on the server as it is, not archived: ${why}.`;
  }
}
function isEnded(version) {
  return version.job.status === "succeeded" || hasFailed(version);
}
async function archiveAfterCancelling(context, version, variables) {
  const { client, log, signal, deadline: deadline2 } = context;
  await client.cancelTemplateVersion(version.id).catch((thrown) => {
    if (!(thrown instanceof ApiError) || thrown.status !== 400) throw thrown;
  });
  await followTemplateVersion({
    client,
    log,
    signal,
    deadline: deadline2,
    organization: version.organization_id ?? context.defaultOrganization,
    title: `Template version "${version.name}"`,
    templateVersionId: version.id,
    secrets: possibleSecrets(variables)
  }).catch((thrown) => {
    signal.throwIfAborted();
    log.info(`The import of template version "${version.name}" was ended: ${messageOf(thrown).split("\n")[0]}`);
  });
  await client.archiveTemplateVersion(version.id);
}
function isInUse(error) {
  return error.status === 500 && (error.detail ?? "").includes("in use by a workspace or currently set to the active version");
}

// provider/source/read.ts
var import_node_fs5 = require("node:fs");
var import_node_path10 = require("node:path");
var import_node_stream = require("node:stream");

// provider/source/archive-limits.ts
var UnreadableArchive = class extends Error {
};
var MAXIMUM_ARCHIVE_ENTRIES = 1e5;
var MAXIMUM_LINK_TARGET_BYTES = 4096;
var MAXIMUM_NAMES_LENGTH = 32 << 20;
function tooManyEntries() {
  return new UnreadableArchive(
    `has more than ${MAXIMUM_ARCHIVE_ENTRIES} entries, which no template needs. Pack the template alone.`
  );
}
var EntryBudget = class {
  entries = 0;
  length = 0;
  /** @throws UnreadableArchive */
  add(name, target = "") {
    this.entries += 1;
    this.length += name.length + target.length;
    if (this.entries > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
    if (this.length > MAXIMUM_NAMES_LENGTH)
      throw new UnreadableArchive("has names of many megabytes, which no template needs. Pack the template alone.");
  }
};

// provider/source/collect.ts
var import_node_path4 = require("node:path");

// provider/source/collisions.ts
var PATHS_SHOWN = 3;
var Collisions = class {
  files = /* @__PURE__ */ new Map();
  folders = [];
  addFiles(path2, first, second) {
    const places = `in ${quotedPath(first.folder)} and in ${quotedPath(second.folder)}`;
    const found = this.files.get(places) ?? { places, paths: [] };
    found.paths.push(path2);
    this.files.set(places, found);
  }
  addFolder(path2, file, folder) {
    const isOnWay = folder.at !== path2 && folder.at.startsWith(`${path2}/`);
    this.folders.push(
      `The path ${quotedPath(path2)} is a file in ${quotedPath(file.folder)} and a folder ` + (isOnWay ? `on the way to ${quotedPath(folder.at)}, where ${quotedPath(folder.folder)} is included. ` : `in ${quotedPath(folder.folder)}. `) + "Rename one of them, or include the folder at another path."
    );
  }
  report(problems) {
    for (const { places, paths } of this.files.values()) {
      const shown2 = paths.slice(0, PATHS_SHOWN).map(quotedPath).join(", ");
      const more = paths.length > PATHS_SHOWN ? ` and ${paths.length - PATHS_SHOWN} more` : "";
      problems.add(
        `${paths.length === 1 ? `The path ${shown2} is` : `The paths ${shown2}${more} are`} both ${places}. Remove ${paths.length === 1 ? "it" : "them"} from one of the two, or include the folder at another path.`,
        void 0,
        "include"
      );
    }
    for (const reason of this.folders) problems.add(reason, void 0, "include");
  }
};

// provider/source/exclusions.ts
var LOCK_FILE = ".terraform.lock.hcl";
var TOOLS = [".git", ".gitattributes", ".gitkeep", ".gitmodules", ".terraform", ".DS_Store", ".idea", ".vscode"];
function exclusionOf(path2, isDirectory) {
  const segments = path2.split("/");
  const isInHidden = path2.startsWith(".");
  if (segments.some((segment) => segment !== LOCK_FILE && (isInHidden || segment.startsWith(".")))) return "hidden";
  if (path2.includes(".tfstate")) return "state";
  if (isDirectory) return void 0;
  if (path2 === "terraform.tfvars" || path2 === "terraform.tfvars.json") return "variables";
  return path2.endsWith(".auto.tfvars") || path2.endsWith(".auto.tfvars.json") ? "variables" : void 0;
}
function describeExclusion(exclusion) {
  switch (exclusion) {
    case "hidden":
      return `names that start with a dot are, all but "${LOCK_FILE}"`;
    case "state":
      return `Terraform state ("*.tfstate*") is, as it may hold secrets`;
    case "variables":
      return "Coder keeps variable values itself. Set them in `variables`";
    default:
      return exclusion;
  }
}
function isMissed(path2) {
  const name = path2.slice(path2.lastIndexOf("/") + 1);
  return !TOOLS.includes(name) && !name.endsWith("ignore") && !name.startsWith("._");
}

// provider/source/ignore-rules.ts
var import_ignore = __toESM(require("ignore"));

// provider/source/tar.ts
var import_tar_stream = require("tar-stream");

// provider/source/read-all.ts
async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError(`A stream of bytes gave a ${typeof chunk}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// provider/source/tar.ts
var TEMPLATE_LIMIT_BYTES = (4 << 20) - (64 << 10);
var COMMAND_LIMIT_BYTES = 1 << 20;
var BLOCK_BYTES = 512;
var END_BYTES = 2 * BLOCK_BYTES;
var LARGEST_SHOWN = 5;
var FILE_MODE = 420;
var EXECUTABLE_MODE = 493;
var DIRECTORY_MODE = 493;
async function packTar(files) {
  const tar = (0, import_tar_stream.pack)();
  const always = { uid: 0, gid: 0, uname: "", gname: "", mtime: /* @__PURE__ */ new Date(0) };
  for (const { path: path2, mode, bytes } of withDirectories(files)) {
    if (bytes === void 0) tar.entry({ ...always, name: `${path2}/`, type: "directory", mode });
    else tar.entry({ ...always, name: path2, type: "file", mode, size: bytes.length }, bytes);
  }
  tar.finalize();
  return readAll(tar);
}
function countedSize(tar) {
  return tar.length - END_BYTES;
}
function leastTarSize(files) {
  const directories = new Set(files.flatMap(({ path: path2 }) => parentsOf(path2)));
  const blocks = files.filter(({ path: path2 }) => !isFolder(path2)).reduce((sum, { size }) => sum + 1 + Math.ceil(size / BLOCK_BYTES), directories.size);
  return blocks * BLOCK_BYTES;
}
function mostTarSize(files) {
  const paths = new Set(files.flatMap(({ path: path2 }) => [path2, ...parentsOf(path2)]));
  const headers = [...paths].reduce((sum, path2) => sum + 2 + Math.ceil(Buffer.byteLength(path2) / BLOCK_BYTES), 0);
  return leastTarSize(files) + headers * BLOCK_BYTES;
}
function describeTooLarge(total, files, remedy) {
  const largest = [...files].sort((left, right) => right.size - left.size || (left.path < right.path ? -1 : 1)).slice(0, LARGEST_SHOWN);
  return `The files make a tar of ${sizeText(total)} (${total} bytes); it has to be smaller than ${sizeText(TEMPLATE_LIMIT_BYTES)} (${TEMPLATE_LIMIT_BYTES} bytes). The largest of ${files.length}: ${largest.map(({ path: path2, size }) => `${quotedPath(path2)} (${sizeText(size)})`).join(", ")}. ${remedy}`;
}
function sizeText(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [amount, unit] = bytes < 1 << 20 ? [bytes / 1024, "KiB"] : [bytes / (1 << 20), "MiB"];
  return `${Number(amount.toFixed(1))} ${unit}`;
}
function* withDirectories(files) {
  const written = /* @__PURE__ */ new Set();
  for (const file of files) {
    for (const directory of parentsOf(file.path)) {
      if (written.has(directory)) continue;
      written.add(directory);
      yield { path: directory, mode: DIRECTORY_MODE };
    }
    if (!isFolder(file.path)) yield file;
  }
}
function isFolder(path2) {
  return path2.endsWith("/");
}

// provider/source/ignore-rules.ts
var IGNORE_FILE = ".coderignore";
var MAXIMUM_BYTES = 1 << 20;
var IgnoreRules = class _IgnoreRules {
  constructor(patterns, inherited = []) {
    this.patterns = patterns;
    this.inherited = inherited;
    this.matcher = (0, import_ignore.default)({ ignorecase: false }).add([...inherited]).add([...patterns]);
  }
  patterns;
  inherited;
  matcher;
  ignores(path2, isDirectory) {
    return this.matcher.ignores(isDirectory ? `${path2}/` : path2);
  }
  /** The rules in a folder with an ignore file of its own, whose patterns are relative to the folder. */
  within(directory, ignoreFile) {
    const lines = ignoreFile.replace(/^\uFEFF/, "").split(/\r?\n/);
    return new _IgnoreRules(this.patterns, [
      ...this.inherited,
      ...lines.flatMap((line) => patternWithin(directory, line))
    ]);
  }
};
function patternWithin(directory, line) {
  if (directory === "") return [line];
  const isNegated = line.startsWith("!");
  const pattern = isNegated ? line.slice(1) : line;
  if (line.startsWith("#") || /^[/\s]*$/.test(pattern)) return [];
  const isTied = pattern.trimEnd().slice(0, -1).includes("/");
  const base = directory.replace(/[\\*?[\]!# ]/g, "\\$&");
  return [`${isNegated ? "!" : ""}/${base}/${isTied ? "" : "**/"}${pattern.replace(/^\//, "")}`];
}
async function patternsIn(file) {
  const { size } = await file.measure();
  if (size > MAXIMUM_BYTES) throw new Error(`it has ${sizeText(size)}, and may have ${sizeText(MAXIMUM_BYTES)}.`);
  return (await file.read()).toString("utf8");
}

// provider/source/collect.ts
var MAXIMUM_ENTRIES = 1e4;
var EMPTY_FOLDER = {
  kind: "file",
  measure: () => Promise.resolve({ size: 0, isExecutable: true }),
  read: () => Promise.resolve(Buffer.alloc(0))
};
var WAY = { kind: "directory", realPath: "", list: () => Promise.resolve([]) };
async function collectFiles(layers, rules, problems) {
  const walk = {
    files: [],
    variableFiles: [],
    leftOut: [],
    keep: rules.keep,
    isComplete: true,
    isWalked: true,
    layers,
    present: /* @__PURE__ */ new Set(),
    collisions: new Collisions(),
    problems,
    entries: 0
  };
  const parts = layers.flatMap((layer) => layer.at === "" ? [partOf(layer.root, layer)] : []);
  await visit(walk, { path: "", parts, rules: rules.ignore });
  walk.collisions.report(problems);
  if (walk.isWalked) refuseAbsent(walk);
  walk.files.sort((left, right) => left.path < right.path ? -1 : 1);
  return walk;
}
function partOf(directory, layer, outer = []) {
  return { directory, layer, ancestors: directory === WAY ? outer : [...outer, directory.realPath] };
}
async function visit(walk, place) {
  const { path: path2 } = place;
  const { length } = walk.files;
  const children = /* @__PURE__ */ new Map();
  const add = (name, candidate) => {
    children.set(name, [...children.get(name) ?? [], candidate]);
  };
  let { rules } = place;
  for (const { directory, layer, ancestors } of place.parts) {
    try {
      const listed4 = await directory.list();
      rules = await rulesWithin(walk, listed4, { path: path2, layer, rules });
      for (const [name, node] of listed4) add(name, { node, layer, ancestors });
    } catch (thrown) {
      const quoted2 = quotedPath(path2 === "" ? "." : path2);
      refuse(walk, layer, `The folder ${quoted2} can't be read: ${readFailure(thrown)}`, path2);
    }
  }
  for (const [name, layer] of includedBelow(walk, path2))
    add(name, { node: layer.at === import_node_path4.posix.join(path2, name) ? layer.root : WAY, layer, ancestors: [] });
  for (const [name, candidates] of [...children].sort(([left], [right]) => left < right ? -1 : 1)) {
    if (!walk.isWalked) return;
    await visitChild(walk, candidates, { path: import_node_path4.posix.join(path2, name), rules });
  }
  const [part] = place.parts;
  if (walk.files.length > length || part === void 0 || path2 === "" || !walk.keep.keeps(path2, true)) return;
  for (const { layer } of place.parts) walk.present.add(layer);
  walk.files.push({ path: `${path2}/`, file: EMPTY_FOLDER, layer: part.layer });
}
function includedBelow({ layers }, path2) {
  const prefix = path2 === "" ? "" : `${path2}/`;
  return layers.filter(({ at }) => at !== path2 && at.startsWith(prefix)).map((layer) => [layer.at.slice(prefix.length).split("/")[0] ?? "", layer]);
}
async function visitChild(walk, candidates, place) {
  const { path: path2 } = place;
  const taken = candidates.filter((candidate) => isTaken2(walk, candidate, place));
  if (taken.length === 0) return;
  const problem = pathProblem(path2);
  if (problem !== void 0) {
    for (const { layer } of taken) refuse(walk, layer, `The path ${quotedPath(path2)} ${problem}.`, path2);
    return;
  }
  walk.entries += 1;
  if (walk.entries > MAXIMUM_ENTRIES) {
    walk.isWalked = false;
    return;
  }
  const files = [];
  const parts = [];
  for (const candidate of taken) {
    const { layer, ancestors } = candidate;
    const end = await nodeAt(walk, candidate, path2);
    if (end?.kind === "file") files.push({ path: path2, file: end, layer });
    if (end?.kind === "directory") parts.push(partOf(end, layer, ancestors));
  }
  for (const { layer } of files) walk.present.add(layer);
  const [file, ...others] = files;
  if (file === void 0) return parts.length === 0 ? void 0 : visit(walk, { ...place, parts });
  walk.files.push(file);
  for (const other of others) walk.collisions.addFiles(path2, file.layer, other.layer);
  for (const { layer } of parts) {
    walk.present.add(layer);
    walk.collisions.addFolder(path2, file.layer, layer);
  }
}
function isTaken2(walk, { node }, { path: path2, rules }) {
  const isDirectory = node.kind === "directory";
  const mayBeDirectory = isDirectory || node.kind === "link";
  const isIgnored = rules?.ignores(path2, isDirectory) === true || mayBeDirectory && rules?.ignores(path2, true) === true;
  const exclusion = walk.keep.exclusionOf(path2, isDirectory);
  const isKept = exclusion === void 0 || mayBeDirectory && walk.keep.keeps(path2, true);
  if (!isIgnored && (isKept || isDirectory && walk.keep.leadsInto(path2))) return true;
  walk.isComplete = false;
  if (isIgnored || exclusion === void 0) return false;
  if (exclusion === "variables") walk.variableFiles.push(path2);
  else if (isMissed(path2)) walk.leftOut.push(isDirectory ? `${path2}/` : path2);
  return false;
}
async function nodeAt(walk, candidate, path2) {
  const { node, layer } = candidate;
  switch (node.kind) {
    case "file":
    case "directory":
      return node;
    case "link":
      return endOfLink(walk, node, candidate, path2);
    case "special":
      refuse(
        walk,
        layer,
        `${quotedPath(path2)} is ${node.description}, which a template can't hold. ${leaveOut(walk)}`,
        path2
      );
      return void 0;
    default:
      return node;
  }
}
async function endOfLink(walk, link, { layer, ancestors }, path2) {
  let end;
  try {
    end = await link.follow();
  } catch (thrown) {
    return refuse(walk, layer, `The link ${quotedPath(path2)} can't be followed: ${readFailure(thrown)}`, path2);
  }
  const { target } = end;
  const refuseLink = (reason) => {
    const leads = `The link ${quotedPath(path2)} leads to ${quotedPath(target)},`;
    return refuse(walk, layer, `${leads} ${reason} ${leaveOut(walk)}`, path2);
  };
  if ("problem" in end) {
    switch (end.problem) {
      case "outside":
        return refuseLink(describeOutside(walk, layer));
      case "broken":
        return refuseLink("which does not exist or can't be a file of the template.");
      case "circular":
        return refuseLink("and from there back to itself.");
      default:
        return end.problem;
    }
  }
  const exclusion = walk.keep.exclusionOf(end.realPath, end.node.kind === "directory");
  if (end.realPath !== "" && exclusion !== void 0)
    return refuseLink(`which is left out of templates: ${describeExclusion(exclusion)}.`);
  if (end.node.kind === "directory" && ancestors.includes(end.node.realPath))
    return refuseLink("a folder that it is in itself.");
  return end.node;
}
function describeOutside({ problems }, { folder, isIncluded }) {
  if (isIncluded) return `which is outside of the included folder ${quotedPath(folder)}. Put what it leads to inside.`;
  const advice = problems.kind === "directory" ? "inside, or take its folder in with `include`" : "inside";
  return `which is outside of the template. Put what it leads to ${advice}.`;
}
async function rulesWithin(walk, listed4, { path: path2, layer, rules }) {
  const ignoreFile = listed4.find(([name]) => name === IGNORE_FILE)?.[1];
  if (rules === void 0 || ignoreFile === void 0) return rules;
  const ignorePath = quotedPath(import_node_path4.posix.join(path2, IGNORE_FILE));
  if (ignoreFile.kind !== "file") {
    refuse(walk, layer, `${ignorePath} has to be a plain file with patterns.`);
    return rules;
  }
  try {
    return rules.within(path2, await patternsIn(ignoreFile));
  } catch (thrown) {
    refuse(walk, layer, `${ignorePath} can't be read: ${readFailure(thrown)}`);
    return rules;
  }
}
function refuseAbsent({ layers, present, problems }) {
  for (const layer of layers) {
    if (!layer.isIncluded || present.has(layer)) continue;
    problems.add(
      `Nothing of ${quotedPath(layer.folder)} is left at ${quotedPath(layer.at === "" ? "." : layer.at)}: the folder is empty, or all of it is left out, by what templates never hold or by your own patterns. Remove it, or correct the path or the patterns.`,
      void 0,
      "include"
    );
  }
}
function refuse(walk, layer, reason, path2) {
  walk.present.add(layer);
  walk.problems.add(reason, path2, layer.isIncluded ? "include" : void 0);
  return void 0;
}
function leaveOut(walk) {
  return walk.problems.kind === "directory" ? "Remove it, or leave it out with `ignore`." : "Remove it from the archive.";
}

// provider/source/directory-tree.ts
var import_node_fs2 = require("node:fs");
var import_node_path5 = require("node:path");
var EXECUTABLE_BY_OWNER = 64;
function directoryTree(path2, at = "") {
  return directoryNode({ path: path2, at }, path2);
}
function directoryNode(root2, directory) {
  return {
    kind: "directory",
    realPath: placeOf2(root2, directory),
    list: promised(
      () => (0, import_node_fs2.readdirSync)(directory, { withFileTypes: true }).map((entry) => [
        entry.name,
        nodeOf(root2, (0, import_node_path5.join)(directory, entry.name), entry)
      ])
    )
  };
}
function nodeOf(root2, path2, entry) {
  if (entry.isFile()) return fileNode(path2);
  if (entry.isDirectory()) return directoryNode(root2, path2);
  if (entry.isSymbolicLink()) return { kind: "link", follow: promised(() => followLink(root2, path2)) };
  return { kind: "special", description: entry.isFIFO() ? "a named pipe" : entry.isSocket() ? "a socket" : "a device" };
}
function fileNode(path2) {
  return {
    kind: "file",
    location: path2,
    measure: promised(() => {
      const { size, mode } = (0, import_node_fs2.statSync)(path2);
      return { size, isExecutable: (mode & EXECUTABLE_BY_OWNER) !== 0 };
    }),
    read: promised(() => (0, import_node_fs2.readFileSync)(path2))
  };
}
function followLink(root2, path2) {
  const target = (0, import_node_fs2.readlinkSync)(path2);
  let end;
  try {
    end = import_node_fs2.realpathSync.native(path2);
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === "ELOOP") return { target, problem: "circular" };
    if (code === "ENOENT" || code === "ENOTDIR") return { target, problem: "broken" };
    throw thrown;
  }
  if (!isWithin(root2.path, end)) return { target, problem: "outside" };
  const realPath = placeOf2(root2, end);
  const status = (0, import_node_fs2.statSync)(end);
  if (status.isDirectory()) return { target, node: directoryNode(root2, end), realPath };
  return status.isFile() ? { target, node: fileNode(end), realPath } : { target, problem: "broken" };
}
function placeOf2(root2, path2) {
  const joined = import_node_path5.posix.join(root2.at, (0, import_node_path5.relative)(root2.path, path2).split(import_node_path5.sep).join("/"));
  return joined === "." ? "" : joined;
}
function promised(run) {
  return async () => run();
}

// provider/source/entry-tree.ts
var import_node_path6 = require("node:path");
var MAXIMUM_LINK_STEPS = 40;
var EntryFile = class {
  constructor(size, isExecutable) {
    this.size = size;
    this.isExecutable = isExecutable;
  }
  size;
  isExecutable;
  kind = "file";
  bytes;
  measure() {
    return Promise.resolve({ size: this.bytes?.length ?? this.size, isExecutable: this.isExecutable });
  }
  read() {
    if (this.bytes === void 0)
      return Promise.reject(new Error("The content of an entry was asked for, but never kept."));
    return Promise.resolve(this.bytes);
  }
};
var EntryDirectory = class {
  constructor(realPath) {
    this.realPath = realPath;
  }
  realPath;
  kind = "directory";
  children = [];
  list() {
    return Promise.resolve([...this.children]);
  }
};
var EntryLink = class {
  constructor(target, base, tree) {
    this.target = target;
    this.base = base;
    this.tree = tree;
  }
  target;
  base;
  tree;
  kind = "link";
  follow() {
    return Promise.resolve(this.tree.resolve(this));
  }
};
var EntryTree = class {
  constructor(problems, keep) {
    this.problems = problems;
    this.keep = keep;
  }
  problems;
  keep;
  root = new EntryDirectory("");
  nodes = /* @__PURE__ */ new Map([["", this.root]]);
  budget = new EntryBudget();
  keptBytes = 0;
  /** Adds a file. Returns it when its bytes are wanted: not when it is left out, refused, or too large. */
  addFile(name, size, isExecutable) {
    const file = new EntryFile(size, isExecutable);
    const path2 = this.place(name, file);
    if (path2 === void 0 || this.keep.exclusionOf(path2, false) !== void 0) return void 0;
    this.keptBytes += size;
    return this.keptBytes < TEMPLATE_LIMIT_BYTES ? file : void 0;
  }
  addDirectory(name) {
    const normalized = normalizePath(name);
    if ("problem" in normalized) return this.problems.add(`The path ${quotedPath(name)} ${normalized.problem}.`);
    this.directoryAt(normalized.path);
  }
  /** `symbolic` targets are relative to the link's folder, `hard` ones to the root. */
  addLink(name, target, type) {
    const normalized = normalizePath(name);
    const base = type === "hard" || "problem" in normalized ? "" : import_node_path6.posix.dirname(normalized.path);
    this.place(name, new EntryLink(target, base === "." ? "" : base, this));
  }
  addSpecial(name, description) {
    this.place(name, { kind: "special", description });
  }
  /** Where a link ends. Each step is taken from a real path, so that ".." means what it means to the system. */
  resolve({ target, base }, steps = { left: MAXIMUM_LINK_STEPS }) {
    if (target.startsWith("/")) return { target, problem: "outside" };
    const real = base === "" ? [] : base.split("/");
    for (const segment of target.split("/")) {
      if (segment === "" || segment === ".") continue;
      if (segment === "..") {
        if (real.pop() === void 0) return { target, problem: "outside" };
        continue;
      }
      real.push(segment);
      const node2 = this.nodes.get(real.join("/"));
      if (node2 === void 0) return { target, problem: "broken" };
      if (node2.kind !== "link") continue;
      steps.left -= 1;
      if (steps.left <= 0) return { target, problem: "circular" };
      const end = this.resolve(node2, steps);
      if ("problem" in end) return { target, problem: end.problem };
      real.splice(0, real.length, ...end.realPath.split("/").filter((part) => part !== ""));
    }
    const realPath = real.join("/");
    const node = this.nodes.get(realPath);
    return node?.kind === "file" || node?.kind === "directory" ? { target, node, realPath } : { target, problem: "broken" };
  }
  place(name, node) {
    const normalized = normalizePath(name);
    const refuse3 = (reason) => {
      this.problems.add(`The path ${quotedPath(name)} ${reason}.`, name);
      return void 0;
    };
    if ("problem" in normalized) return refuse3(normalized.problem);
    const { path: path2 } = normalized;
    if (path2 === "" || name.endsWith("/")) return refuse3("names a folder, not a file");
    const existing = this.nodes.get(path2);
    if (existing?.kind === "directory")
      return refuse3("is a file and the folder of another path at once. Keep one of them");
    if (existing !== void 0) return refuse3("is there more than once. Keep one of them");
    const directory = this.directoryAt(import_node_path6.posix.dirname(path2) === "." ? "" : import_node_path6.posix.dirname(path2));
    if (directory === void 0) return void 0;
    this.budget.add(path2, node.kind === "link" ? node.target : "");
    this.nodes.set(path2, node);
    directory.children.push([import_node_path6.posix.basename(path2), node]);
    return path2;
  }
  /** The folder at a path. Makes it and those around it where they are missing. */
  directoryAt(path2) {
    const known3 = this.nodes.get(path2);
    if (known3?.kind === "directory") return known3;
    let parent = this.root;
    for (const part of path2 === "" ? [] : [...parentsOf(path2), path2]) {
      let node = this.nodes.get(part);
      if (node === void 0) {
        this.budget.add(part);
        node = new EntryDirectory(part);
        this.nodes.set(part, node);
        parent.children.push([import_node_path6.posix.basename(part), node]);
      }
      if (node.kind !== "directory") {
        this.problems.add(
          `The path ${quotedPath(part)} is a file and the folder of another path at once. Keep one of them.`,
          part
        );
        return void 0;
      }
      parent = node;
    }
    return parent;
  }
};

// provider/source/find.ts
var import_node_fs3 = require("node:fs");
function findOnDisk(what, path2) {
  try {
    const status = (0, import_node_fs3.statSync)(path2);
    if (status.isDirectory()) (0, import_node_fs3.opendirSync)(path2).closeSync();
    else if (status.isFile()) (0, import_node_fs3.closeSync)((0, import_node_fs3.openSync)(path2, "r"));
    return { status };
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(thrown) ?? ""))
      return { problem: `There is no ${what} ${quotedPath(path2)}.`, isMissing: true };
    return { problem: `The ${what} ${quotedPath(path2)} can't be read: ${readFailure(thrown)}`, isMissing: false };
  }
}

// provider/source/includes.ts
var import_node_fs4 = require("node:fs");
var import_node_path7 = require("node:path");
function findIncluded(include, directory, keep, problems) {
  const layers = [];
  const names = /* @__PURE__ */ new Map();
  const refuse3 = (reason) => problems.add(reason, void 0, "include");
  for (const [name, folder] of Object.entries(include).sort(([left], [right]) => left < right ? -1 : 1)) {
    const normalized = normalizePath(name);
    const targetProblem = "problem" in normalized ? normalized.problem : targetProblemOf(normalized.path, keep);
    if (targetProblem !== void 0) refuse3(`The path ${quotedPath(name)} ${targetProblem}.`);
    const path2 = (0, import_node_path7.resolve)(directory.path, folder);
    const problem = folderProblem(path2, folder, directory);
    if (problem !== void 0) refuse3(`${quotedPath(name)}: ${problem}`);
    if ("problem" in normalized || targetProblem !== void 0) continue;
    const at = normalized.path;
    const other = names.get(at);
    if (other !== void 0) {
      const both = `${quotedPath(other)} and ${quotedPath(name)}`;
      refuse3(`${both} are the same path, so that one folder would lie on the other. Choose another path for one.`);
      continue;
    }
    names.set(at, name);
    if (problem !== void 0) continue;
    const real = import_node_fs4.realpathSync.native(path2);
    layers.push({ root: directoryTree(real, at), at, folder: path2, realPath: real, isIncluded: true });
  }
  return layers;
}
function targetProblemOf(path2, keep) {
  const exclusion = path2 === "" ? void 0 : keep.exclusionOf(path2, true);
  const remedy = "Choose another path, or name it in `keep`";
  return exclusion && `is left out of templates: ${describeExclusion(exclusion)}. ${remedy}`;
}
function folderProblem(path2, given, directory) {
  const found = findOnDisk("folder", path2);
  if ("problem" in found) {
    const start = path2 === given ? "" : ` Relative paths start at ${quotedPath(directory.path)}.`;
    return found.isMissing ? `${found.problem}${start} Correct the path.` : found.problem;
  }
  if (!found.status.isDirectory()) return `${quotedPath(path2)} is not a folder. Name a folder.`;
  const real = import_node_fs4.realpathSync.native(path2);
  if (isWithin(real, directory.realPath)) {
    const which = real === directory.realPath ? "is the template's folder" : "holds the template's folder";
    return `${quotedPath(path2)} ${which}, which would be included into itself. Include a folder beside it.`;
  }
  const repository = repositoryOf(directory.path) ?? commonFolder(directory.path, path2);
  if (!isWithin(repository, path2) || isWithin(import_node_fs4.realpathSync.native(repository), real)) return void 0;
  return `${quotedPath(path2)} leads by a link to ${quotedPath(real)}, outside of ${quotedPath(repository)}. Whoever has only that folder would get another template. Name the folder itself if it is to be included nevertheless.`;
}
function repositoryOf(path2) {
  for (let folder = path2; ; folder = (0, import_node_path7.dirname)(folder)) {
    if (isThere((0, import_node_path7.join)(folder, ".git"))) return folder;
    if ((0, import_node_path7.dirname)(folder) === folder) return void 0;
  }
}
function isThere(path2) {
  try {
    (0, import_node_fs4.lstatSync)(path2);
    return true;
  } catch {
    return false;
  }
}
function commonFolder(first, second) {
  let folder = first;
  while (!isWithin(folder, second)) folder = (0, import_node_path7.dirname)(folder);
  return folder;
}

// provider/source/keep-rules.ts
var import_ignore2 = __toESM(require("ignore"));
var KeepRules = class {
  patterns;
  ways;
  constructor(patterns = []) {
    const read2 = patterns.filter((pattern) => !/^(#|!?[/\s]*$)/.test(pattern));
    this.patterns = read2.map((pattern) => {
      const isNegated = pattern.startsWith("!");
      return { isNegated, matcher: matcherOf(isNegated ? pattern.slice(1) : pattern) };
    });
    this.ways = read2.filter((pattern) => !pattern.startsWith("!")).flatMap(waysOf);
  }
  /** Why a path is left out; undefined when it is not, or is kept. */
  exclusionOf(path2, isDirectory) {
    const exclusion = exclusionOf(path2, isDirectory);
    return exclusion !== void 0 && this.keeps(path2, isDirectory) ? void 0 : exclusion;
  }
  /** Whether the list takes a path, or a folder around it. */
  keeps(path2, isDirectory) {
    const tested = isDirectory ? `${path2}/` : path2;
    return this.patterns.findLast(({ matcher }) => matcher.ignores(tested))?.isNegated === false;
  }
  /** Whether a pattern names a path in this folder. A name without a folder does not lead into what is left out. */
  leadsInto(path2) {
    const { length } = path2.split("/");
    return this.ways.some(({ depth = length, matcher }) => depth === length && matcher.ignores(`${path2}/`));
  }
};
var NoRules = class extends KeepRules {
  exclusionOf() {
    return void 0;
  }
};
function patternOf(path2) {
  return `/${path2.replace(/[\\*?[\]!# ]/g, "\\$&")}`;
}
function matcherOf(pattern) {
  return (0, import_ignore2.default)({ ignorecase: false }).add([pattern]);
}
function waysOf(pattern) {
  const segments = pattern.split("/").filter((segment) => segment !== "");
  return segments.slice(1).flatMap((_, index) => {
    const way = segments.slice(0, index + 1);
    if (way.every((segment) => segment === "**")) return [];
    const depth = way.includes("**") ? void 0 : way.length;
    return [{ depth, matcher: matcherOf(`/${way.join("/")}/`) }];
  });
}

// provider/source/read-tar.ts
var import_promises4 = require("node:stream/promises");
var import_node_zlib = require("node:zlib");
var import_tar_stream2 = require("tar-stream");
var MAXIMUM_UNPACKED_BYTES = 256 << 20;
var MAXIMUM_BYTES_BETWEEN = 4 << 20;
var EXECUTABLE_BY_OWNER2 = 64;
async function readTar(source, isGzipped, tree) {
  const extraction = (0, import_tar_stream2.extract)();
  const meter = new Meter();
  const count2 = (chunks) => meter.count(chunks);
  const piping = (isGzipped ? (0, import_promises4.pipeline)(source, (0, import_node_zlib.createGunzip)(), count2, extraction) : (0, import_promises4.pipeline)(source, count2, extraction)).then(
    () => void 0,
    (thrown) => thrown
  );
  try {
    let entries = 0;
    for await (const entry of extraction) {
      entries += 1;
      if (entries > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
      const content = meter.watch(entry);
      if (!await addEntry(entry.header, content, tree)) for await (const chunk of content) void chunk;
    }
  } catch (thrown) {
    if (thrown instanceof UnreadableArchive) throw thrown;
    throw new UnreadableArchive(
      `can't be read as ${isGzipped ? "a gzipped tar" : "a tar"}: ${endSentence(messageOf(thrown))} Make it again.`,
      {
        cause: thrown
      }
    );
  } finally {
    source.destroy();
    await piping;
  }
}
async function addEntry(header, content, tree) {
  const { name, type, mode = 0, size = 0 } = header;
  if (!Number.isSafeInteger(header.size) || size < 0) throw new Error(`The size of "${name}" is no number.`);
  const linkname = header.linkname ?? "";
  if (linkname.length > MAXIMUM_LINK_TARGET_BYTES)
    throw new Error(`The link ${quotedPath(name)} has no proper target.`);
  switch (type) {
    case "directory":
      tree.addDirectory(name);
      return false;
    case "symlink":
      tree.addLink(name, linkname, "symbolic");
      return false;
    case "link":
      tree.addLink(name, linkname, "hard");
      return false;
    case "file":
    case "contiguous-file": {
      if (isSparse(header)) {
        tree.addSpecial(name, "a sparse file");
        return false;
      }
      const file = tree.addFile(name, size, (mode & EXECUTABLE_BY_OWNER2) !== 0);
      if (file === void 0) return false;
      file.bytes = await readAll(content);
      return true;
    }
    case "fifo":
      tree.addSpecial(name, "a named pipe");
      return false;
    case "character-device":
    case "block-device":
      tree.addSpecial(name, "a device");
      return false;
    default:
      tree.addSpecial(name, "an entry of a kind that is not known");
      return false;
  }
}
function isSparse(header) {
  if (!isProperties(header.pax)) return false;
  return Object.keys(header.pax).some((key) => key.startsWith("GNU.sparse."));
}
var Meter = class {
  total = 0;
  sinceEntry = 0;
  async *count(chunks) {
    for await (const chunk of chunks) {
      this.total += chunk.length;
      this.sinceEntry += chunk.length;
      if (this.total > MAXIMUM_UNPACKED_BYTES) {
        throw new UnreadableArchive(
          `unpacks to more than ${sizeText(MAXIMUM_UNPACKED_BYTES)}. Pack the template alone.`
        );
      }
      if (this.sinceEntry > MAXIMUM_BYTES_BETWEEN + chunk.length) {
        throw new UnreadableArchive(
          `has more than ${sizeText(MAXIMUM_BYTES_BETWEEN)} that belong to no entry. Pack the template alone.`
        );
      }
      yield chunk;
    }
  }
  async *watch(entry) {
    this.sinceEntry = 0;
    for await (const chunk of entry) {
      this.sinceEntry = 0;
      yield chunk;
    }
  }
};

// provider/source/read-zip.ts
var import_node_zlib2 = require("node:zlib");
var import_yauzl = require("yauzl");
var MADE_WITH_UNIX_MODES = [3, 19];
var NAME_IS_UTF8 = 2048;
var TYPE_BITS = 61440;
var TYPE_FILE = 32768;
var TYPE_DIRECTORY = 16384;
var TYPE_LINK = 40960;
var EXECUTABLE_BY_OWNER3 = 64;
async function readZip(path2, tree, problems) {
  let zip;
  try {
    zip = await (0, import_yauzl.openPromise)(path2, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true
    });
    if (zip.entryCount > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
    for await (const entry of zip.eachEntry()) await addEntry2(zip, entry, tree, problems);
  } catch (thrown) {
    if (thrown instanceof UnreadableArchive) throw thrown;
    throw new UnreadableArchive(`can't be read as a zip: ${endSentence(messageOf(thrown))} Make it again.`, {
      cause: thrown
    });
  } finally {
    zip?.close();
  }
}
async function addEntry2(zip, entry, tree, problems) {
  const name = (0, import_yauzl.getFileNameLowLevel)(
    entry.generalPurposeBitFlag | NAME_IS_UTF8,
    entry.fileNameRaw,
    entry.extraFields,
    true
  );
  const mode = MADE_WITH_UNIX_MODES.includes(entry.versionMadeBy >>> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const type = mode & TYPE_BITS;
  if (name.endsWith("/") || type === TYPE_DIRECTORY) return tree.addDirectory(name);
  if (type === TYPE_LINK) {
    if (entry.uncompressedSize > MAXIMUM_LINK_TARGET_BYTES)
      throw new Error(`the link ${quotedPath(name)} has no proper target`);
    const target = await readContent(zip, entry, name, problems);
    if (target !== void 0) tree.addLink(name, target.toString("utf8"), "symbolic");
    return;
  }
  if (type !== TYPE_FILE && type !== 0) return tree.addSpecial(name, "a special file");
  const file = tree.addFile(name, entry.uncompressedSize, (mode & EXECUTABLE_BY_OWNER3) !== 0);
  if (file !== void 0) file.bytes = await readContent(zip, entry, name, problems) ?? Buffer.alloc(0);
}
async function readContent(zip, entry, name, problems) {
  if (entry.isEncrypted()) {
    problems.add(`${quotedPath(name)} is encrypted. Make the zip again without a password.`, name);
    return void 0;
  }
  if (!entry.canDecodeFileData()) {
    problems.add(
      `${quotedPath(name)} is compressed by method ${entry.compressionMethod}. Make the zip again with the usual one (deflate).`,
      name
    );
    return void 0;
  }
  const bytes = await readAll(await zip.openReadStreamPromise(entry));
  if ((0, import_node_zlib2.crc32)(bytes) !== entry.crc32) throw new Error(`the checksum of ${quotedPath(name)} does not match`);
  return bytes;
}

// provider/source/template-content.ts
var import_node_crypto5 = require("node:crypto");
var import_node_path9 = require("node:path");

// provider/terraform/blocks.ts
var import_posix = require("node:path/posix");
var LABELS = {
  terraform: 0,
  locals: 0,
  moved: 0,
  removed: 0,
  import: 0,
  check: 1,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  resource: 2,
  data: 2,
  ephemeral: 2
};
var REPEATED = ["terraform", "locals", "moved", "removed", "import"];
function isCode(path2) {
  return /\.tf(\.json)?$/.test(path2) && !(0, import_posix.basename)(path2).startsWith(".");
}
async function readFolder(files) {
  const folder = { blocks: [], problems: [], isComplete: true };
  const overriding = [];
  for (const { path: path2, text: text2 } of [...files].sort((left, right) => left.path < right.path ? -1 : 1)) {
    const parsed = path2.endsWith(".json") ? parseJson2(text2) : await parseHcl(text2);
    if (parsed === void 0 || "problems" in parsed) {
      folder.isComplete = false;
      folder.problems.push(...(parsed?.problems ?? []).map((problem) => ({ ...problem, file: path2 })));
      continue;
    }
    const found = blocksOf(parsed.body, path2);
    if (found === void 0) folder.isComplete = false;
    else if (/(^|_)override\.tf(\.json)?$/.test((0, import_posix.basename)(path2))) overriding.push(...found);
    else folder.blocks.push(...found);
  }
  for (const block of overriding) override(folder.blocks, block);
  return folder;
}
function blocksAt(body, type) {
  const found = body[type];
  return (Array.isArray(found) ? found : [found]).filter(isProperties);
}
function nameOf4({ type, labels }) {
  return [type, ...labels.map((label) => JSON.stringify(label))].join(" ");
}
function blocksOf(root2, file) {
  const blocks = [];
  for (const [type, content] of Object.entries(root2)) {
    if (type === "//") continue;
    const depth = LABELS[type];
    if (depth === void 0) continue;
    const found = labelled(content, depth);
    if (found === void 0) return void 0;
    blocks.push(...found.map((each) => ({ type, ...each, file, isOverridden: false })));
  }
  return blocks;
}
function labelled(content, depth) {
  const entries = Array.isArray(content) ? content : [content];
  const blocks = [];
  for (const entry of entries) {
    if (!isProperties(entry)) return void 0;
    if (depth === 0) {
      blocks.push({ labels: [], body: entry });
      continue;
    }
    for (const [label, inner] of Object.entries(entry)) {
      if (label === "//") continue;
      const found = labelled(inner, depth - 1);
      if (found === void 0) return void 0;
      blocks.push(...found.map(({ labels, body }) => ({ labels: [label, ...labels], body })));
    }
  }
  return blocks;
}
function override(blocks, block) {
  const overridden = blocks.filter(
    ({ type, labels }) => !REPEATED.includes(type) && type === block.type && labels.join("\0") === block.labels.join("\0")
  );
  if (overridden.length === 0) blocks.push({ ...block, isOverridden: true });
  for (const each of overridden) {
    each.body = { ...each.body, ...block.body };
    each.isOverridden = true;
  }
}

// provider/terraform/findings.ts
var MOST_TOLD = 20;
function findingAt(block, reason) {
  return { property: "source", reason: `In ${JSON.stringify(block.file)}, ${nameOf4(block)}: ${reason}` };
}
function syntaxFinding({ file, place, message }) {
  return { property: "source", reason: `In ${JSON.stringify(file)}${place === "" ? "" : `, ${place}`}: ${message}` };
}
function nearOrKnown(name, known3, none) {
  const all = known3.length === 0 ? none : `There ${known3.length === 1 ? "is" : "are"} ${quoted([...known3].sort())}.`;
  return suggestion(name, known3) || ` ${all}`;
}
function mostImportant(findings) {
  const told = [...new Map(findings.map((finding) => [finding.reason, finding])).values()];
  if (told.length <= MOST_TOLD) return told;
  const more = told.length - MOST_TOLD;
  return [...told.slice(0, MOST_TOLD), { property: "source", reason: `There are ${more} more problems of this sort.` }];
}

// provider/terraform/coder-data.ts
function presetFindings({ blocks }) {
  return dataOf(blocks, "coder_workspace_preset").flatMap((block) => {
    if (block.body["name"] === void 0) return [findingAt(block, "it has no `name`, which it needs.")];
    return textOf3(block.body["name"]) === "" ? [findingAt(block, "its `name` is empty.")] : [];
  });
}
function tagFindings({ blocks }) {
  return dataOf(blocks, "coder_workspace_tags").filter(({ body }) => body["tags"] === void 0).map((block) => findingAt(block, "it has no `tags`, which it needs."));
}
function dataOf(blocks, name) {
  return blocks.filter(({ type, labels }) => type === "data" && labels[0] === name);
}

// provider/terraform/modules.ts
var import_node_path8 = require("node:path");

// provider/terraform/expressions.ts
var SIMPLE = /(?<!\$)\$\{\s*([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\s*\}/g;
var ESCAPE = /(?<!\$)\$\$\{|(?<!%)%%\{/g;
var CONSTANTS = ["true", "false", "null"];
var HEREDOC_MARK = "END_OF_TEXT_FOR_PULUMI_CODERD";
async function referencesOf(values) {
  const found = values.map((value) => textsIn(value, []));
  const texts = [...new Set(found.flat().map(({ text: text2 }) => text2))];
  const parts = /* @__PURE__ */ new Map();
  for (const text2 of texts) parts.set(text2, simpleReferences(text2));
  const others = texts.filter((text2) => parts.get(text2) === void 0);
  for (const [index, part] of (await parseTexts(others)).entries()) parts.set(others[index] ?? "", part);
  return found.map((each) => {
    const references = each.map(({ text: text2, bound }) => {
      const part = parts.get(text2);
      if (part === void 0) return void 0;
      const all = Array.isArray(part) ? part : referencesIn(part, []);
      return all.filter(([root2]) => root2 === void 0 || !bound.includes(root2));
    });
    return {
      all: references.flatMap((some) => some ?? []),
      isComplete: references.every((some) => some !== void 0)
    };
  });
}
function referringPart({ type, body, file }) {
  switch (type) {
    case "variable": {
      const { default: standard, validation } = body;
      return { ...!file.endsWith(".json") && { default: standard }, validation };
    }
    case "resource":
    case "data":
    case "ephemeral":
      return {
        ...without(body, ["provider"]),
        lifecycle: blocksAt(body, "lifecycle").map((each) => without(each, ["ignore_changes"])),
        provisioner: blocksAt(body, "provisioner").map(
          (types) => Object.entries(types).map(
            ([, bodies]) => blocksAt({ bodies }, "bodies").map((each) => without(each, ["when", "on_failure"]))
          )
        )
      };
    case "module":
      return without(body, ["providers", "source", "version"]);
    case "provider":
      return without(body, ["alias"]);
    case "output":
    case "locals":
      return body;
    default:
      return {};
  }
}
function without(body, keys) {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
}
function textsIn(value, bound) {
  if (typeof value === "string") return isExpression(value) ? [{ text: value, bound }] : [];
  if (Array.isArray(value)) return value.flatMap((entry) => textsIn(entry, bound));
  if (!isProperties(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (key === "//") return [];
    const own2 = key === "dynamic" && blocksAt(value, key).length > 0 ? dynamicTexts(entry, bound) : textsIn(entry, bound);
    return [...textsIn(key, bound), ...own2];
  });
}
function dynamicTexts(content, bound) {
  return blocksAt({ content }, "content").flatMap(
    (labels) => Object.entries(labels).flatMap(([label, bodies]) => {
      const blocks = blocksAt({ bodies }, "bodies");
      if (blocks.length === 0) return textsIn(bodies, bound);
      return blocks.flatMap((block) => {
        const iterator = /^\$\{\s*([\p{L}_][\p{L}\p{N}_-]*)\s*\}$/u.exec(String(block["iterator"]))?.[1];
        const name = iterator ?? (typeof block["iterator"] === "string" ? block["iterator"] : label);
        return [
          ...textsIn(block["for_each"], bound),
          ...textsIn(without(block, ["for_each", "iterator"]), [...bound, name])
        ];
      });
    })
  );
}
function simpleReferences(text2) {
  const references = [];
  const rest = text2.replace(SIMPLE, (_, names) => {
    if (!CONSTANTS.includes(names)) references.push(names.split("."));
    return " ";
  }).replace(ESCAPE, " ");
  return /[$%]\{/.test(rest) ? void 0 : references;
}
async function parseTexts(texts) {
  const whole = await parseExpressions(texts.map((text2) => /^\$\{[\s\S]*\}$/.test(text2) ? text2.slice(2, -1) : ""));
  const mixed = await parseExpressions(
    texts.map((text2, index) => whole[index] === void 0 ? `<<${HEREDOC_MARK}
${text2}
${HEREDOC_MARK}
` : "")
  );
  return texts.map((_, index) => whole[index] ?? mixed[index]);
}
function referencesIn(part, bound) {
  const { type, meta, children } = part;
  if (type === "scopeTraversal") {
    const names = namesOf(meta["traversal"]);
    return names.length === 0 || bound.includes(names[0] ?? "") ? [] : [names];
  }
  if (type === "for") {
    const own2 = [meta["keyVar"], meta["valVar"]].filter((name) => typeof name === "string");
    return children.flatMap((child) => referencesIn(child, [...bound, ...own2]));
  }
  if (type === "object") {
    return children.filter((child, index) => index % 2 === 1 || child.children[0]?.type !== "scopeTraversal").flatMap((child) => referencesIn(child, bound));
  }
  return children.flatMap((child) => referencesIn(child, bound));
}
function namesOf(traversal) {
  const steps = Array.isArray(traversal) ? traversal : [];
  const end = steps.findIndex((step) => !isProperties(step) || step["type"] !== "nameTraversal");
  return (end === -1 ? steps : steps.slice(0, end)).map((step) => String(isProperties(step) ? step["segment"] : ""));
}

// provider/terraform/modules.ts
var MOST_FOLDERS = 50;
async function readModules(files) {
  const code = files.filter(({ path: path2 }) => isCode(path2));
  const read2 = /* @__PURE__ */ new Map();
  const readAt = async (path2) => {
    const known3 = read2.get(path2);
    if (known3 !== void 0) return known3;
    const module2 = await readModule(path2, code);
    read2.set(path2, module2);
    for (const block of module2.blocks.filter(({ type }) => type === "module")) {
      const folder = folderOf(path2, block);
      const isThere2 = folder !== void 0 && code.some((file) => posixFolder(file.path) === folder);
      module2.called.set(block, isThere2 && read2.size < MOST_FOLDERS ? await readAt(folder) : void 0);
    }
    return module2;
  };
  await readAt("");
  return [...read2.values()];
}
function folderOf(from, { body }) {
  const source = literalOf(body["source"]);
  if (typeof source !== "string" || !/^\.\.?\//.test(source)) return void 0;
  const folder = import_node_path8.posix.join(from, source).replace(/\/$/, "");
  return folder === "." ? "" : folder;
}
function posixFolder(path2) {
  const folder = import_node_path8.posix.dirname(path2);
  return folder === "." ? "" : folder;
}
async function readModule(path2, code) {
  const folder = await readFolder(code.filter((file) => posixFolder(file.path) === path2));
  const values = folder.blocks.flatMap(
    (block) => block.type === "locals" ? Object.entries(block.body).map(([name, value]) => ({ block, name, value })) : [{ block, name: void 0, value: referringPart(block) }]
  );
  const found = await referencesOf(values.map(({ value }) => value));
  const references = /* @__PURE__ */ new Map();
  const locals = /* @__PURE__ */ new Map();
  for (const [index, { block, name }] of values.entries()) {
    const refers = found[index] ?? { all: [], isComplete: false };
    if (name === void 0) references.set(block, refers);
    else locals.set(name, { ...refers, block });
  }
  return { ...folder, path: path2, references, locals, called: /* @__PURE__ */ new Map() };
}
var KNOWN_DATA = ["coder_parameter", "coder_workspace", "coder_workspace_owner", "coder_provisioner"];
function isKnownAtPlan(module2, block) {
  if (block.body["depends_on"] !== void 0) return false;
  const seen = /* @__PURE__ */ new Set();
  const isKnown = ({ all, isComplete: isComplete2 }) => isComplete2 && all.every(isReferenceKnown);
  const isReferenceKnown = ([root2, type = "", name = ""]) => {
    if (root2 === "path" || root2 === "terraform" || root2 === "var" && module2.path === "") return true;
    if (root2 === "local") {
      const local = module2.locals.get(type);
      if (local === void 0 || seen.has(local)) return local !== void 0;
      seen.add(local);
      return isKnown(local);
    }
    if (root2 !== "data" || !KNOWN_DATA.includes(type)) return false;
    const data = module2.blocks.find(({ labels }) => labels[0] === type && labels[1] === name);
    if (data === void 0 || seen.has(data)) return data !== void 0;
    seen.add(data);
    return data.body["depends_on"] === void 0 && isKnown(referencesTo(module2, data));
  };
  return isKnown(referencesTo(module2, block));
}
function referencesTo(module2, block) {
  return module2.references.get(block) ?? { all: [], isComplete: false };
}

// provider/terraform/patterns.ts
var import_re2js = require("re2js");
var LONGEST_PATTERN = 1e3;
var MOST_PATTERN_STEPS = 2e7;
var compiledPatterns = /* @__PURE__ */ new Map();
function matches(source, text2) {
  const pattern = source.length > LONGEST_PATTERN ? void 0 : compilePattern(source);
  if (pattern === void 0 || pattern.programSize() * text2.length > MOST_PATTERN_STEPS) return void 0;
  return pattern.test(text2);
}
function isPattern(source) {
  return source.length > LONGEST_PATTERN ? void 0 : compilePattern(source) !== void 0;
}
function compilePattern(source) {
  if (!compiledPatterns.has(source)) compiledPatterns.set(source, compileAsGo(source));
  return compiledPatterns.get(source);
}
function compileAsGo(source) {
  try {
    return import_re2js.RE2JS.compile(source);
  } catch (thrown) {
    if (thrown instanceof import_re2js.RE2JSException) return void 0;
    throw thrown;
  }
}

// provider/terraform/parameters.ts
var TYPES = ["string", "number", "bool", "list(string)"];
var FORMS = {
  string: { withOptions: ["radio", "dropdown"], without: ["input", "textarea"] },
  number: { withOptions: ["radio", "dropdown"], without: ["input", "slider"] },
  bool: { withOptions: ["radio", "dropdown"], without: ["checkbox", "switch"] },
  "list(string)": { withOptions: ["radio", "multi-select"], without: ["tag-select"] }
};
var NUMBER2 = /^[+-]?(\d[\d_]*\.?\d*|\.\d+|inf(inity)?|nan|0x[\d.a-f_]+)([ep][+-]?\d+)?$/i;
var TRUTHS2 = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];
function parametersOf({ blocks }) {
  return blocks.filter(({ type, labels }) => type === "data" && labels[0] === "coder_parameter").map((block) => {
    const { body } = block;
    return {
      block,
      name: textOf3(body["name"]),
      type: textOf3(body["type"]) ?? "string",
      formType: textOf3(body["form_type"]),
      mutable: truthOf(body["mutable"]) ?? false,
      ephemeral: truthOf(body["ephemeral"]) ?? false,
      standard: textOf3(body["default"]),
      options: isMade(body, "option") ? UNKNOWN : blocksAt(body, "option").map((option) => ({
        name: textOf3(option["name"]),
        value: textOf3(option["value"])
      })),
      validation: isMade(body, "validation") ? UNKNOWN : validationOf(blocksAt(body, "validation")[0])
    };
  });
}
function isRepeated({ body }) {
  return body["count"] !== void 0 || body["for_each"] !== void 0;
}
function parameterFindings(module2) {
  return parametersOf(module2).filter(({ block }) => !isRepeated(block)).flatMap((parameter2) => {
    const reason = reasonOf(parameter2, isKnownAtPlan(module2, parameter2.block));
    return reason === void 0 ? [] : [findingAt(parameter2.block, reason)];
  });
}
function isMade(body, type) {
  const made = blocksAt(body, "dynamic").some((types) => type in types);
  return made || typeof body[type] === "string";
}
function validationOf(body) {
  return body && {
    min: numberOf(body["min"]),
    max: numberOf(body["max"]),
    monotonic: textOf3(body["monotonic"]),
    regex: textOf3(body["regex"]),
    error: textOf3(body["error"])
  };
}
function reasonOf(parameter2, isRead) {
  const { type, formType, block } = parameter2;
  if (block.body["name"] === void 0) return "it has no `name`, which it needs.";
  if (type === UNKNOWN || type === void 0) return void 0;
  const forms = FORMS[type];
  if (forms === void 0) return `its \`type\` is none of ${quoted(TYPES)}.`;
  const all = Object.values(FORMS).flatMap(({ withOptions, without: without2 }) => [...withOptions, ...without2]);
  if (typeof formType === "string" && formType !== "error" && !all.includes(formType))
    return `its \`form_type\` is none of ${quoted([...new Set(all)])}.`;
  const conflict = conflictReason(parameter2);
  if (conflict !== void 0) return conflict;
  if (!isRead) return void 0;
  return ephemeralReason(parameter2) ?? formReason(parameter2, forms) ?? optionsReason(parameter2) ?? optionReason(parameter2) ?? validationReason(parameter2, type) ?? defaultTypeReason(parameter2, type);
}
function conflictReason({ validation }) {
  if (validation === void 0 || validation === UNKNOWN || typeof validation.regex !== "string") return void 0;
  const others = ["min", "max", "monotonic"].filter((key) => validation[key] !== void 0);
  return others.length === 0 ? void 0 : `its \`validation\` has \`regex\` beside \`${others[0]}\`: only one of them can be set.`;
}
function ephemeralReason({ mutable, ephemeral, standard }) {
  if (ephemeral !== true) return void 0;
  if (mutable === false) return "it is ephemeral, and so has to be `mutable = true`.";
  return standard === void 0 ? "it is ephemeral, and so has to have a `default`." : void 0;
}
function formReason({ options, formType, type }, { withOptions, without: without2 }) {
  if (options === UNKNOWN || typeof formType !== "string") return void 0;
  const allowed = options.length > 0 ? withOptions : without2;
  if (allowed.includes(formType)) return void 0;
  return `its \`form_type\` "${formType}" does not go with type "${String(type)}" ${options.length > 0 ? "and options" : "without options"}: it can be ${quoted(allowed)}.`;
}
function optionsReason({ options, type, formType }) {
  if (options === UNKNOWN) return void 0;
  for (const key of ["name", "value"]) {
    if (options.some((option) => option[key] === void 0)) return `an option has no \`${key}\`, which it needs.`;
    const texts = options.map((option) => option[key]).filter((text2) => typeof text2 === "string");
    const twice = texts.find((text2, index) => texts.indexOf(text2) !== index);
    if (twice !== void 0) return `two of its options have the ${key} ${JSON.stringify(twice)}.`;
  }
  const ofOption = formType === "multi-select" ? "string" : type;
  if (formType === UNKNOWN || typeof ofOption !== "string") return void 0;
  const wrong = options.find(({ value }) => typeof value === "string" && !isOfType(value, ofOption));
  return wrong && `the value ${JSON.stringify(wrong.value)} of an option is not of type "${ofOption}".`;
}
function optionReason({ options, standard, type, formType }) {
  if (options === UNKNOWN || options.length === 0 || typeof standard !== "string" || formType === UNKNOWN)
    return void 0;
  const values = options.map(({ value }) => value);
  if (values.includes(UNKNOWN)) return void 0;
  const isMany = type === "list(string)" && formType === "multi-select";
  const chosen = isMany ? listOf2(standard) : [standard];
  if (chosen === void 0) return 'its default is no list of texts, such as `jsonencode(["a"])`.';
  const missing = chosen.find((text2) => !values.includes(text2));
  if (missing === void 0) return void 0;
  const known3 = values.map((value) => JSON.stringify(value)).join(", ");
  return `its default ${JSON.stringify(missing)} is none of its options: ${known3}.`;
}
function validationReason({ validation, standard }, type) {
  if (validation === void 0 || validation === UNKNOWN) return void 0;
  const { min, max, monotonic, regex, error } = validation;
  const bound = ["min", "max", "monotonic"].find((key) => validation[key] !== void 0);
  if (type !== "number" && bound !== void 0 && validation[bound] !== UNKNOWN && validation[bound] !== "")
    return `its \`validation\` has \`${bound}\`, which is only for type "number"; this one is "${type}".`;
  if (typeof regex === "string" && regex !== "") {
    if (type !== "string")
      return `its \`validation\` has \`regex\`, which is only for type "string"; this one is "${type}".`;
    if (isPattern(regex) === false) return "the `regex` of its `validation` is no regular expression of Go.";
    if (error === void 0 || error === "") return "its `validation` has `regex`, and so has to have `error`.";
    if (typeof standard === "string" && matches(regex, standard) === false)
      return `its default ${JSON.stringify(standard)} does not match the \`regex\` of its \`validation\`.`;
  }
  if (typeof standard !== "string") return void 0;
  if (type === "bool" && standard !== "true" && standard !== "false")
    return `its default ${JSON.stringify(standard)} is neither true nor false.`;
  if (type !== "number") return void 0;
  if (!/^[+-]?\d+$/.test(standard)) return `its default ${JSON.stringify(standard)} is no whole number.`;
  if (typeof min === "number" && Number(standard) < min)
    return `its default ${standard} is less than ${min}, its least.`;
  if (typeof max === "number" && Number(standard) > max)
    return `its default ${standard} is more than ${max}, its most.`;
  if (typeof monotonic === "string" && !["", "increasing", "decreasing"].includes(monotonic))
    return 'the `monotonic` of its `validation` is neither "increasing" nor "decreasing".';
  return void 0;
}
function defaultTypeReason({ standard }, type) {
  if (typeof standard !== "string" || isOfType(standard, type)) return void 0;
  return `its default ${JSON.stringify(standard)} is not of type "${type}".`;
}
function isOfType(text2, type) {
  if (type === "number") return NUMBER2.test(text2);
  if (type === "bool") return TRUTHS2.includes(text2);
  return type !== "list(string)" || listOf2(text2) !== void 0;
}
function listOf2(text2) {
  try {
    const list = JSON.parse(text2);
    if (list === null) return [];
    return Array.isArray(list) && list.every((entry) => typeof entry === "string" || entry === null) ? list.map((entry) => String(entry ?? "")) : void 0;
  } catch {
    return void 0;
  }
}
function sameNameFindings(modules) {
  const seen = /* @__PURE__ */ new Map();
  return modules.flatMap(
    (module2) => parametersOf(module2).flatMap(({ name, block }) => {
      if (typeof name !== "string" || isRepeated(block) || !isKnownAtPlan(module2, block)) return [];
      const first = seen.get(name);
      if (first === void 0) seen.set(name, block);
      if (first === void 0 || isSameBlock(first, block)) return [];
      return [
        findingAt(
          block,
          `another parameter has the name ${JSON.stringify(name)}: \`${first.labels.join(".")}\` in ${JSON.stringify(first.file)}. Give each a name of its own.`
        )
      ];
    })
  );
}
function isSameBlock(first, second) {
  return first.file === second.file && first.labels.join("\0") === second.labels.join("\0");
}

// provider/terraform/providers.ts
var CONSTRAINT = /^\s*(=|!=|>|<|>=|<=|~>)?\s*v?\d+(\.\d+)*(-?[0-9A-Za-z.~-]+)?(\+[0-9A-Za-z.~-]+)?\s*$/;
var SOURCE_PART = /^[\p{L}\p{N}._:-]+$/u;
function providerFindings(module2) {
  if (!module2.isComplete) return [];
  const settings = module2.blocks.filter(({ type }) => type === "terraform");
  const required = settings.flatMap(
    (block) => blocksAt(block.body, "required_providers").flatMap(
      (providers) => Object.entries(providers).map(([name, provider]) => ({ block, name, provider }))
    )
  );
  return [
    ...required.flatMap(
      ({ block, name, provider }) => requirementReasons(name, provider).map((reason) => findingAt(block, reason))
    ),
    ...settings.flatMap((block) => constraintFindings(block)),
    ...missingProvider(module2, required)
  ];
}
function requirementReasons(name, provider) {
  const literal = literalOf(provider);
  const version = isProperties(literal) ? literal["version"] : literal;
  const source = isProperties(literal) ? literal["source"] : void 0;
  const reasons2 = [];
  if (typeof version === "string" && !isConstraint(version))
    reasons2.push(`the version of provider "${name}" is no constraint that Terraform can read. One is \`"~> 2.0"\`.`);
  if (typeof source === "string" && !isSource(source))
    reasons2.push(`the source of provider "${name}" is none that Terraform can read. One is \`"coder/coder"\`.`);
  return reasons2;
}
function constraintFindings(block) {
  const wanted = literalOf(block.body["required_version"]);
  if (typeof wanted !== "string" || isConstraint(wanted)) return [];
  return [findingAt(block, '`required_version` is no constraint that Terraform can read. One is `">= 1.5"`.')];
}
function missingProvider({ blocks }, required) {
  const [user2] = blocks.filter(
    ({ type, labels, body }) => ["resource", "data"].includes(type) && (labels[0] ?? "").startsWith("coder_") && body["provider"] === void 0
  );
  if (user2 === void 0) return [];
  const advice = 'Terraform would look for "hashicorp/coder", which does not exist. Add `terraform { required_providers { coder = { source = "coder/coder" } } }`.';
  const own2 = required.filter(({ name }) => name === "coder");
  if (own2.length === 0)
    return [findingAt(user2, `no block of its folder says where its provider comes from: ${advice}`)];
  const hasSource = own2.some(({ provider }) => isProperties(provider) && provider["source"] !== void 0);
  return own2.slice(0, 1).filter(() => !hasSource).map(({ block }) => findingAt(block, `the provider "coder" has no \`source\`: ${advice}`));
}
function isConstraint(text2) {
  return text2.split(",").every((part) => CONSTRAINT.test(part));
}
function isSource(text2) {
  const parts = text2.split("/");
  return parts.length <= 3 && parts.every((part) => SOURCE_PART.test(part));
}

// provider/terraform/references.ts
var BUILT_IN = ["each", "count", "self", "path", "terraform"];
var RESERVED = ["resource", "ephemeral", "provider", "template", "lazy", "arg", "action", "list"];
function referenceFindings(module2) {
  const declared = declaredIn(module2);
  const all = [
    ...[...module2.references].map(([block, { all: references }]) => ({ block, references })),
    ...[...module2.locals.values()].map(({ block, all: references }) => ({ block, references }))
  ];
  return all.flatMap(
    ({ block, references }) => references.flatMap((reference) => {
      const reason = reasonOf2(reference, block, declared, module2);
      return reason === void 0 ? [] : [findingAt(block, reason)];
    })
  );
}
function duplicateFindings({ blocks }) {
  const seen = /* @__PURE__ */ new Map();
  const findings = [];
  const add = (key, block, reason) => {
    const first = seen.get(key);
    if (first === void 0) seen.set(key, block);
    else findings.push(findingAt(block, reason(first)));
  };
  for (const block of blocks.filter(({ isOverridden }) => !isOverridden)) {
    if (["variable", "output", "module", "resource", "data", "ephemeral"].includes(block.type))
      add([block.type, ...block.labels].join("\0"), block, (first) => `it is declared in ${fileOf(first)} already.`);
    if (block.type !== "locals") continue;
    for (const name of Object.keys(block.body))
      add(`local\0${name}`, block, (first) => `the local value "${name}" is declared in ${fileOf(first)} already.`);
  }
  return findings;
}
function moduleFindings(module2, paths) {
  return [...module2.called].flatMap(([block, called]) => {
    const folder = folderOf(module2.path, block);
    if (folder === void 0) return [];
    if (called === void 0) {
      if (paths.some((path2) => path2.startsWith(`${folder}/`))) return [];
      return [findingAt(block, `the template has no folder ${JSON.stringify(folder)}, which is its \`source\`.`)];
    }
    if (!called.isComplete) return [];
    const variables = called.blocks.filter(({ type }) => type === "variable");
    const names = variables.map(({ labels }) => labels[0] ?? "");
    const strangers = Object.keys(block.body).filter((name) => !MODULE_ARGUMENTS.includes(name) && !names.includes(name)).map((name) => `the module has no variable "${name}".${nearOrKnown(name, names, "It has none.")}`);
    const missing = variables.filter(({ body, labels }) => body["default"] === void 0 && block.body[labels[0] ?? ""] === void 0).map(({ labels }) => `the module's variable "${labels[0]}" has no default and is not set.`);
    return [...strangers, ...missing].map((reason) => findingAt(block, reason));
  });
}
var MODULE_ARGUMENTS = ["source", "version", "providers", "count", "for_each", "depends_on", "lifecycle", "//"];
function declaredIn({ blocks, locals }) {
  const named = (type) => blocks.filter((block) => block.type === type).map(({ labels }) => labels.join("."));
  return {
    variables: named("variable"),
    locals: [...locals.keys()],
    modules: named("module"),
    data: [...named("data"), ...blocks.filter(({ type }) => type === "check").flatMap(dataWithin)],
    resources: named("resource")
  };
}
function dataWithin({ body }) {
  const types = body["data"];
  if (typeof types !== "object" || types === null) return [];
  return Object.entries(types).flatMap(
    ([type, names]) => Object.keys(names ?? {}).map((name) => `${type}.${name}`)
  );
}
function reasonOf2(reference, block, declared, module2) {
  const [root2 = "", first, second] = reference;
  if (BUILT_IN.includes(root2) || RESERVED.includes(root2)) return void 0;
  const missing = (what, name, known3, none) => name === void 0 || known3.includes(name) ? void 0 : `it refers to \`${reference.join(".")}\`, but there is no ${what} "${name}".${nearOrKnown(name, known3, none)}`;
  switch (root2) {
    case "var":
      return missing("variable", first, declared.variables, "No variable is declared.");
    case "local":
      return missing("local value", first, declared.locals, "No local value is declared.");
    case "module":
      return missing("module", first, declared.modules, "No module is called.") ?? outputReason(reference, block, module2);
    case "data":
      return first === void 0 || second === void 0 ? void 0 : missing("data source", `${first}.${second}`, declared.data, "No data source is declared.");
    default:
      if (first === void 0)
        return `\`${root2}\` means nothing to Terraform. A text stands in quotes; else a name before the dot is missing, such as \`var.\` or \`local.\`.`;
      return missing("resource", `${root2}.${first}`, declared.resources, "No resource is declared.");
  }
}
function outputReason([, name, output], _block, module2) {
  const [call, called] = [...module2.called].find(([{ labels }]) => labels[0] === name) ?? [];
  if (output === void 0 || called === void 0 || call === void 0 || !called.isComplete) return void 0;
  if (call.body["count"] !== void 0 || call.body["for_each"] !== void 0) return void 0;
  const outputs = called.blocks.filter(({ type }) => type === "output").map(({ labels }) => labels[0] ?? "");
  if (outputs.includes(output)) return void 0;
  return `it refers to \`module.${name}.${output}\`, but the module has no output "${output}".` + nearOrKnown(output, outputs, "It has none.");
}
function fileOf({ file }) {
  return JSON.stringify(file);
}

// provider/terraform/variables.ts
async function declaredVariables({ blocks, isComplete: isComplete2 }) {
  if (!isComplete2) return void 0;
  const variables = /* @__PURE__ */ new Map();
  for (const block of blocks.filter(({ type }) => type === "variable")) {
    const { body, isOverridden } = block;
    const name = block.labels[0] ?? "";
    const known3 = variables.get(name);
    const hasDefault = body["default"] !== void 0;
    variables.set(name, {
      name,
      hasDefault: hasDefault || known3?.hasDefault === true,
      defaultText: isOverridden || known3 !== void 0 ? void 0 : plainText(body["default"]),
      // A variable counts as sensitive unless it certainly is not. Terraform also reads a text as a truth value.
      isSensitive: known3?.isSensitive === true || "sensitive" in body && truthOf(body["sensitive"]) !== false,
      type: isOverridden ? void 0 : await typeOf(body["type"])
    });
  }
  return [...variables.values()].sort((left, right) => left.name < right.name ? -1 : 1);
}
async function variableFindings({ blocks, references }) {
  const findings = [];
  for (const block of blocks.filter(({ type, isOverridden }) => type === "variable" && !isOverridden)) {
    const reason = await defaultReason(block) ?? referenceReason(block, references);
    if (reason !== void 0) findings.push(findingAt(block, reason));
  }
  return findings;
}
async function defaultReason({ body }) {
  const type = await typeOf(body["type"]);
  const reason = type && misfit(literalOf(body["default"]), type);
  return reason === void 0 ? void 0 : `its default does not fit its \`type\`: ${reason}.`;
}
function referenceReason(block, references) {
  const { default: standard } = block.body;
  if (!holdsUnknown(literalOf(standard)) || block.file.endsWith(".json")) return void 0;
  if (block.body["validation"] !== void 0) return void 0;
  return (references.get(block)?.all.length ?? 0) > 0 ? "its default refers to something, which a default can't: it is a value that stands by itself." : void 0;
}
function holdsUnknown(value) {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return value === UNKNOWN || isProperties(value) && Object.values(value).some(holdsUnknown);
}
function plainText(standard) {
  const value = literalOf(standard);
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  return typeof value === "number" && /^(0|[1-9]\d{0,8})$/.test(String(value)) && isEqual(value, standard) ? String(value) : void 0;
}

// provider/terraform/read.ts
var UNREAD = { findings: [], variables: void 0 };
async function readTerraform(files) {
  const size = files.reduce((sum, { path: path2, text: text2 }) => sum + (/\.tf(\.json)?$/.test(path2) ? text2.length : 0), 0);
  if (size > MOST_CODE_CHARACTERS) return UNREAD;
  const modules = await readModules(files);
  const [top] = modules;
  if (top === void 0) return UNREAD;
  const paths = files.map(({ path: path2 }) => path2);
  const whole = modules.filter(({ problems }) => problems.length === 0);
  const certain = calledOnce(modules).filter(({ problems }) => problems.length === 0);
  const findings = [
    ...modules.flatMap(({ problems }) => problems.map(syntaxFinding)),
    ...whole.flatMap((module2) => module2.isComplete ? completeFindings(module2, paths) : []),
    ...(await Promise.all(whole.map(variableFindings))).flat(),
    ...whole.flatMap(providerFindings),
    ...certain.flatMap(parameterFindings),
    ...sameNameFindings(certain),
    ...whole.flatMap(presetFindings),
    ...whole.flatMap(tagFindings)
  ];
  return { findings: mostImportant(findings), variables: await declaredVariables(top) };
}
function completeFindings(module2, paths) {
  return [...duplicateFindings(module2), ...referenceFindings(module2), ...moduleFindings(module2, paths)];
}
function calledOnce(modules) {
  const [top] = modules;
  const once = new Set(top === void 0 ? [] : [top]);
  for (const module2 of once)
    for (const [block, called] of module2.called)
      if (called !== void 0 && !isRepeated(block) && block.body["depends_on"] === void 0) once.add(called);
  return [...once];
}

// provider/source/signs.ts
var ESCAPE2 = /\\u/i;
var OF_PRESETS = [/coder_workspace_preset/, /module/, ESCAPE2];
var OF_VARIABLES = [/variable/, ESCAPE2];
function mayHavePresets(files) {
  return hasAny(files, OF_PRESETS);
}
function mayHaveVariables(files) {
  return hasAny(files, OF_VARIABLES);
}
function hasAny(files, signs) {
  return files.some(({ path: path2, text: text2 }) => /\.tf(\.json)?$/.test(path2) && signs.some((sign) => sign.test(text2)));
}

// provider/source/template-content.ts
var READS_AT_ONCE = 16;
var FILE_DIGEST_LENGTH = 16;
var SUGGESTIONS_SHOWN = 3;
var LEFT_OUT_SHOWN = 5;
async function makeContent(collection, problems, wording) {
  if (!collection.isWalked) throw problems.with(describeTooMany(collection, wording));
  checkNames(collection, problems, wording);
  const measured = await measureFiles(collection.files, problems);
  const leastTotal = leastTarSize(measured);
  if (leastTotal >= TEMPLATE_LIMIT_BYTES) throw problems.with(describeTooLarge(leastTotal, measured, wording.remedy));
  const contents = await readFiles(measured, problems);
  if (!problems.isEmpty) throw problems.toError();
  const packed = contents.map(({ path: path2, isExecutable, bytes }) => {
    return { path: path2, mode: isExecutable ? EXECUTABLE_MODE : FILE_MODE, bytes };
  });
  const texts = packed.map(({ path: path2, bytes }) => ({ path: path2, text: bytes.toString("utf8") }));
  const isSmall = mostTarSize(measured) < COMMAND_LIMIT_BYTES;
  let code;
  const tar = isSmall ? void 0 : await packTar(packed);
  const size = tar === void 0 ? 0 : countedSize(tar);
  if (size >= TEMPLATE_LIMIT_BYTES) throw problems.with(describeTooLarge(size, measured, wording.remedy));
  return {
    ...digestFiles(packed),
    warnings: [...variableWarnings(collection.variableFiles), ...sizeWarnings(size)],
    notes: leftOutNotes(collection.leftOut, problems.kind),
    readCode: () => code ??= readTerraform(texts),
    mayHavePresets: mayHavePresets(texts),
    mayHaveVariables: mayHaveVariables(texts),
    onDisk: {
      folders: collection.layers.flatMap(({ realPath }) => realPath === "" ? [] : [realPath]),
      files: contents.flatMap(onDiskOf)
    },
    toTar: async () => tar ?? packTar(packed)
  };
}
function checkNames(collection, problems, wording) {
  const paths = collection.files.map(({ path: path2 }) => path2);
  const present = [...paths, ...problems.paths];
  for (const [first, second] of clashingNames(paths)) {
    problems.add(
      `The names ${quotedPath(first)} and ${quotedPath(second)} differ only in case or Unicode form. Rename one of them.`
    );
  }
  if (present.length === 0) {
    const why = collection.isComplete ? "" : " All that is there is left out, by what templates never hold or by your own patterns.";
    problems.add(
      `There are no files ${wording.where}.${why} A template needs at least one "*.tf" or "*.tf.json" file.`
    );
    return;
  }
  if (present.some((path2) => isTerraform(path2) && !path2.includes("/"))) return;
  const folders = terraformFolders(paths);
  const advice = folders.length === 0 ? "A template needs at least one." : `There are some further down: ${wording.hint(folders)}`;
  problems.add(`There is no "*.tf" or "*.tf.json" file at the top ${wording.where}. ${advice}`);
}
function isTerraform(path2) {
  return path2.endsWith(".tf") || path2.endsWith(".tf.json");
}
function terraformFolders(paths) {
  const folders = [...new Set(paths.filter(isTerraform).map((path2) => import_node_path9.posix.dirname(path2)))];
  const depth = Math.min(...folders.map((folder) => parentsOf(folder).length));
  return folders.filter((folder) => parentsOf(folder).length === depth).slice(0, SUGGESTIONS_SHOWN);
}
function describeTooMany(collection, wording) {
  const counts = /* @__PURE__ */ new Map();
  for (const { path: path2 } of collection.files) {
    const top = path2.split("/")[0] ?? path2;
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  const where = most === void 0 ? "" : `, most of them seen in ${quotedPath(most[0])}`;
  return `There are more than ${MAXIMUM_ENTRIES} files and folders ${wording.where}${where}. ${wording.remedy}`;
}
async function measureFiles(files, problems) {
  const measured = await mapBounded(
    files,
    READS_AT_ONCE,
    (collected) => attempt(collected, problems, async () => ({ ...collected, ...await collected.file.measure() }))
  );
  return measured.filter((file) => file !== void 0);
}
async function readFiles(files, problems) {
  const contents = await mapBounded(
    files,
    READS_AT_ONCE,
    (measured) => attempt(measured, problems, async () => ({ ...measured, bytes: await measured.file.read() }))
  );
  return contents.filter((file) => file !== void 0);
}
function onDiskOf({ path: path2, file, layer, isExecutable, bytes }) {
  if (file.location === void 0) return [];
  const within = layer.at === "" ? path2 : path2.slice(layer.at.length + 1);
  return [{ path: (0, import_node_path9.join)(layer.realPath, within), location: file.location, isExecutable, bytes }];
}
async function attempt({ path: path2, layer }, problems, run) {
  try {
    return await run();
  } catch (thrown) {
    if (errorCode(thrown) === void 0) throw thrown;
    const key = layer.isIncluded ? "include" : void 0;
    problems.add(`The file ${quotedPath(path2)} can't be read: ${readFailure(thrown)}`, path2, key);
    return void 0;
  }
}
function digestFiles(packed) {
  const whole = (0, import_node_crypto5.createHash)("sha256");
  const files = packed.map(({ path: path2, mode, bytes }) => {
    const digest = (0, import_node_crypto5.createHash)("sha256").update(`${mode.toString(8)}
`).update(bytes).digest("hex");
    whole.update(`${Buffer.byteLength(path2)}:${path2}
${digest}
`);
    return [path2, digest.slice(0, FILE_DIGEST_LENGTH)];
  });
  return { files: Object.fromEntries(files), digest: whole.digest("hex") };
}
function variableWarnings(variableFiles) {
  if (variableFiles.length === 0) return [];
  const names = variableFiles.map(quotedPath).join(", ");
  return [
    `${names} ${variableFiles.length === 1 ? "is" : "are"} not uploaded and not read. Set these values in \`variables\`.`
  ];
}
function sizeWarnings(size) {
  if (size < COMMAND_LIMIT_BYTES) return [];
  return [
    `The template makes a tar of ${sizeText(size)}, which each build sends to the provisioner together with the workspace's state: both have to be smaller than 4 MiB together. The coder command refuses templates of 1 MiB and more.`
  ];
}
function leftOutNotes(leftOut, kind) {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > LEFT_OUT_SHOWN ? ` and ${leftOut.length - LEFT_OUT_SHOWN} more` : "";
  const names = leftOut.slice(0, LEFT_OUT_SHOWN).map(quotedPath).join(", ");
  const silence = kind === "directory" ? "in `source.ignore`" : "take them out of it";
  return [
    `Left out of the template, as the coder command does: ${names}${more}. To take them, name them in \`source.keep\`; to hear no more of them, ${silence}.`
  ];
}

// provider/source/tree.ts
function layerOf(root2) {
  return { root: root2, at: "", folder: "", realPath: "", isIncluded: false };
}

// provider/source/read.ts
var HALF_CHARACTER = /\p{Surrogate}/u;
var ARCHIVE_NAME = /\.(tar|tar\.gz|tgz|zip)$/i;
async function readSource(source, options) {
  const { directory } = source;
  if (directory !== void 0) return readDirectory({ ...source, directory }, options);
  if (source.files !== void 0) return readFileMap(source.files, new KeepRules(source.keep));
  if (source.archive !== void 0) return readArchive(source.archive, new KeepRules(source.keep), options);
  throw new TypeError("A source without files can't be read.");
}
async function readDirectory(source, options) {
  const { directory, ignore: ignore3 = [], include = {} } = source;
  const keep = new KeepRules(source.keep);
  const problems = new SourceProblems("directory");
  const { path: path2, status } = find("folder", directory, options, problems);
  if (!status.isDirectory()) {
    throw problems.with(
      `${quotedPath(path2)} is not a folder. Name the folder that holds the template, or use \`archive\` for a packed one.`
    );
  }
  const realPath = import_node_fs5.realpathSync.native(path2);
  const own2 = { root: directoryTree(realPath), at: "", folder: path2, realPath, isIncluded: false };
  const layers = [own2, ...findIncluded(include, { path: path2, realPath }, keep, problems)];
  const collection = await collectFiles(layers, { keep, ignore: new IgnoreRules(ignore3) }, problems);
  return makeContent(collection, problems, {
    where: `in ${quotedPath(path2)}${layers.length > 1 ? " and what it includes" : ""}`,
    remedy: "Leave out what the template doesn't need, with `ignore` or a `.coderignore` file.",
    hint: (folders) => `did you mean \`directory: ${folders.map((folder) => quotedPath(import_node_path10.posix.join(directory, folder))).join(" or ")}\`?`
  });
}
async function readFileMap(files, keep) {
  const problems = new SourceProblems("files");
  const tree = new EntryTree(problems, keep);
  try {
    for (const [name, text2] of Object.entries(files)) addText(tree, name, text2, { keep, problems });
  } catch (thrown) {
    throw thrown instanceof UnreadableArchive ? problems.with(`The map ${thrown.message}`) : thrown;
  }
  await refuseExcluded(tree.root, "", keep, problems);
  const collection = await collectFiles([layerOf(tree.root)], { keep }, problems);
  return makeContent(collection, problems, {
    where: "in the map",
    remedy: "Make the texts smaller.",
    hint: (folders) => `take ${folders.map((folder) => quotedPath(`${folder}/`)).join(" or ")} off the front of the paths.`
  });
}
function addText(tree, name, text2, { keep, problems }) {
  if (isKeptFolder(name, text2, keep)) return tree.addDirectory(name);
  if (HALF_CHARACTER.test(text2))
    problems.add(
      `The text of ${quotedPath(name)} holds half of a character, which UTF-8 can't hold. Correct it.`,
      name
    );
  const bytes = Buffer.from(text2, "utf8");
  const file = tree.addFile(name, bytes.length, false);
  if (file !== void 0) file.bytes = bytes;
}
async function readArchive(archive2, keep, options) {
  const problems = new SourceProblems("archive");
  const { path: path2, status } = find("file", archive2, options, problems);
  if (status.isDirectory()) throw problems.with(`${quotedPath(path2)} is a folder. Use \`directory\` for it.`);
  if (!status.isFile()) throw problems.with(`${quotedPath(path2)} is not a plain file. Name a packed template.`);
  const format = ARCHIVE_NAME.exec(path2)?.[1]?.toLowerCase();
  if (format === void 0) {
    throw problems.with(
      `${quotedPath(path2)} is none of ".tar", ".tar.gz", ".tgz" or ".zip". Pack the template as one of these.`
    );
  }
  const tree = new EntryTree(problems, keep);
  try {
    if (format === "zip") await readZip(path2, tree, problems);
    else await readTar((0, import_node_fs5.createReadStream)(path2), format !== "tar", tree);
  } catch (thrown) {
    throw thrown instanceof UnreadableArchive ? problems.with(`${quotedPath(path2)} ${thrown.message}`) : thrown;
  }
  const collection = await collectFiles([layerOf(tree.root)], { keep }, problems);
  return makeContent(collection, problems, {
    where: `in ${quotedPath(path2)}`,
    remedy: "Pack only what the template needs.",
    hint: ([folder = ""]) => `pack from inside ${quotedPath(folder)}, so that its files are at the top, as \`tar czf template.tgz -C ${quotedPath(folder)} .\` does.`
  });
}
async function readUploaded(tar) {
  const problems = new SourceProblems("archive");
  const keep = new NoRules();
  const tree = new EntryTree(problems, keep);
  try {
    await readTar(import_node_stream.Readable.from([tar]), false, tree);
  } catch (thrown) {
    throw thrown instanceof UnreadableArchive ? problems.with(`What was uploaded ${thrown.message}`) : thrown;
  }
  const collection = await collectFiles([layerOf(tree.root)], { keep }, problems);
  const content = await makeContent(collection, problems, {
    where: "in what was uploaded",
    remedy: "Upload less.",
    hint: (folders) => `they are in ${folders.map(quotedPath).join(" and ")}.`
  });
  const texts = {};
  const notText = [];
  for (const { path: path2, file } of collection.files) {
    const bytes = await file.read();
    const text2 = bytes.toString("utf8");
    const isPlain = !(await file.measure()).isExecutable && Buffer.from(text2, "utf8").equals(bytes);
    if (isPlain) texts[path2] = text2;
    else notText.push(path2);
  }
  const excluded = collection.files.map(({ path: path2 }) => path2).filter((path2) => exclusionOf(path2, false) !== void 0);
  return { ...content, texts, keep: excluded.map(patternOf), notText };
}
function find(what, given, options, problems) {
  const path2 = (0, import_node_path10.resolve)(options.rootDirectory, given);
  const found = findOnDisk(what, path2);
  if (!("problem" in found)) return { path: path2, status: found.status };
  if (!found.isMissing) throw problems.with(found.problem);
  const start = path2 === given ? "" : ` Relative paths start at ${quotedPath(options.rootDirectory)}.`;
  const home = given.startsWith("~") ? ' "~" does not stand for the home folder here.' : "";
  throw problems.with(`${found.problem}${start}${home} Correct the path.`);
}
function isKeptFolder(name, text2, keep) {
  const normalized = normalizePath(name);
  return name.endsWith("/") && text2 === "" && "path" in normalized && keep.keeps(normalized.path, true);
}
async function refuseExcluded(directory, path2, keep, problems) {
  for (const [name, node] of await directory.list()) {
    const childPath = import_node_path10.posix.join(path2, name);
    const isDirectory = node.kind === "directory";
    const exclusion = isDirectory && keep.leadsInto(childPath) ? void 0 : keep.exclusionOf(childPath, isDirectory);
    if (exclusion !== void 0) {
      problems.add(
        `The path ${quotedPath(childPath)} is left out of templates: ${describeExclusion(exclusion)}. Remove it, or name it in \`keep\`.`,
        childPath
      );
    } else if (isDirectory) await refuseExcluded(node, childPath, keep, problems);
  }
}

// provider/resources/versions/request.ts
var import_node_crypto6 = require("node:crypto");
function exampleDigest(exampleId) {
  return (0, import_node_crypto6.createHash)("sha256").update(`example\0${exampleId}`).digest("hex");
}
async function uploadContent(context, source) {
  if (source.exampleId !== void 0) {
    return {
      digest: exampleDigest(source.exampleId),
      files: {},
      reference: { example_id: source.exampleId },
      warnings: [],
      defaults: {}
    };
  }
  const archive2 = await readSource(source, { rootDirectory: context.rootDirectory });
  for (const note of archive2.notes) context.log.info(note);
  const { warnings: gitWarnings, ...git2 } = await gitOf(context, source, archive2);
  context.log.status("Uploading the files");
  const { id } = await context.client.uploadFile(await archive2.toTar(), "application/x-tar");
  const { digest, files, warnings, mayHavePresets: mayHavePresets2, mayHaveVariables: mayHaveVariables2 } = archive2;
  return {
    digest,
    files,
    reference: { file_id: id },
    warnings: [...warnings, ...gitWarnings],
    mayHavePresets: mayHavePresets2,
    mayHaveVariables: mayHaveVariables2,
    defaults: mayHaveVariables2 ? defaultTexts((await archive2.readCode()).variables) : {},
    ...git2
  };
}

// provider/resources/versions/check.ts
var knownExamples = new SingleFlight();
async function checkContent(context, inputs, previousInputs) {
  try {
    const { derived, archive: archive2 } = await readContent2(context, inputs.source, previousInputs?.["digest"]);
    if (archive2 === void 0) return { derived, noted: {}, failures: [], secretPaths: [] };
    const known3 = notedBefore(archive2, inputs, previousInputs);
    return { derived, ...known3 === void 0 ? await checkCode(archive2, inputs.variables) : resultOf(known3, []) };
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return { derived: {}, noted: {}, failures: [...thrown.failures], secretPaths: [] };
  }
}
function notedBefore({ digest }, { variables }, previousInputs = {}) {
  if (digest !== previousInputs["digest"] || !isEqual(variables, previousInputs["variables"])) return void 0;
  const noted = previousInputs[CODE_KEY];
  const names = isProperties(noted) ? noted["sensitiveVariables"] : void 0;
  return Array.isArray(names) ? { sensitiveVariables: names.map(String) } : void 0;
}
async function checkCode(archive2, given) {
  const { findings, variables } = await archive2.readCode();
  const failures = [...findings, ...await checkVariables(given, variables)];
  if (variables === void 0) {
    return { noted: {}, failures, secretPaths: secretPathsOf(Object.keys(isProperties(given) ? given : {})) };
  }
  return resultOf(
    { sensitiveVariables: variables.filter(({ isSensitive }) => isSensitive).map(({ name }) => name) },
    failures
  );
}
function resultOf(noted, failures) {
  return { noted: { [CODE_KEY]: noted }, failures, secretPaths: secretPathsOf(noted.sensitiveVariables) };
}
async function readContent2(context, source, previousDigest) {
  if (containsUnknown(source)) return { derived: { digest: UNKNOWN, files: UNKNOWN }, archive: void 0 };
  const known3 = source;
  if (known3.exampleId !== void 0) {
    await checkExample(context, known3.exampleId);
    return { derived: { digest: exampleDigest(known3.exampleId), files: {} }, archive: void 0 };
  }
  const archive2 = await readSource(known3, { rootDirectory: context.rootDirectory });
  const { digest, files } = archive2;
  if (digest !== previousDigest) await gitOf(context, known3, archive2);
  return { derived: { digest, files }, archive: archive2 };
}
async function checkExample(context, exampleId) {
  const examples = await examplesOf(context);
  if (examples === void 0 || examples.includes(exampleId)) return;
  const near = suggestion(exampleId, examples) || ` It has ${quoted(examples)}.`;
  throw new InputError([
    {
      property: "source",
      reason: `At \`source.exampleId\`: The server has no starter template "${exampleId}".${near}`
    }
  ]);
}
function examplesOf({ client, signal }) {
  const ask = async () => (await client.getTemplateExamples()).map(({ id }) => id);
  return knownExamples.get(client.identity, ask, { signal }).catch(undefinedWhenGone);
}

// provider/resources/versions/create.ts
async function openVersion(context, request) {
  const { name: givenName } = request.inputs;
  if (givenName !== void 0 && request.isValidated === true) {
    const previewed = await findPreviewed(context, request, givenName);
    if (previewed !== void 0) return own(context, previewed);
    if (request.isPreview === true) return openVersion(context, withoutName(request));
  }
  const derived = givenName ?? await deriveName(request);
  const ofGit = givenName ?? nameFromGit(request.inputs.source, request.content, derived);
  const first = request.isPreview === true ? derived : ofGit;
  if (givenName === void 0) {
    const earlier = request.template === void 0 ? await findFreeVersion(context, request, derived) : ofGit !== derived && await findMade(context, request, derived);
    if (earlier) return own(context, earlier);
  }
  for (let attempt2 = 1; ; attempt2 += 1) {
    const name = attempt2 === 1 ? first : `${first}-${attempt2}`;
    try {
      return own(context, await postVersion(context, request, name));
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.status !== 409 && !thrown.isAnswerLost) throw thrown;
      forgetJobs(context, request.organization);
      const holder = await findByName(context, request, name);
      if (holder === void 0) throw thrown;
      const decision = await judgeHolder(context, request, holder, thrown.isAnswerLost);
      if (decision === "take") return own(context, await takeVersion(context, request, holder));
      if (decision === "aside") {
        await stepAside(context, holder, nameAfterFailure(holder));
        return own(context, await postVersion(context, request, name));
      }
      if (givenName !== void 0) {
        const reason = describeHolder(request.inputs.templateName, holder, request.nameProperty);
        throw new CoderError(`Template version "${name}" was not created. ${reason}`, { cause: thrown });
      }
    }
  }
}
async function findPreviewed(context, request, name) {
  const { template, inputs, nameProperty } = request;
  const unnamed = withoutName(request);
  const derived = await deriveName(request);
  if (template === void 0) return findFreeVersion(context, unnamed, derived);
  if (request.isPreview === true) {
    const holder = await findByName(context, request, name);
    const decision2 = holder && await judgeHolder(context, request, holder, false);
    if (holder !== void 0 && decision2 === "take") return takeVersion(context, request, holder);
    if (holder !== void 0 && decision2 === "keep")
      throw new InputError([
        { property: nameProperty, reason: describeHolder(inputs.templateName, holder, nameProperty) }
      ]);
    return void 0;
  }
  const previewed = await findByName(context, request, derived);
  if (previewed === void 0 || !isMarked(previewed)) return void 0;
  const decision = await judgeHolder(context, unnamed, previewed, false);
  return decision === "take" ? takeVersion(context, unnamed, previewed) : void 0;
}
function withoutName(request) {
  return { ...request, inputs: { ...request.inputs, name: void 0 } };
}
async function stepAside(context, version, name) {
  if (version.name !== name) await context.client.updateTemplateVersion(version.id, { name });
  if (version.template_id !== void 0 && !version.archived) {
    await context.client.archiveTemplateVersion(version.id).catch((thrown) => {
      if (!(thrown instanceof ApiError) || thrown.isAnswerLost) throw thrown;
      context.log.info(`Template version "${name}" is of no use and could not be archived: ${messageOf(thrown)}`);
    });
  }
}
async function postVersion(context, request, name) {
  const { template, inputs, content, variables, isPreview } = request;
  return context.client.createTemplateVersion(request.organization, {
    name,
    message: isPreview === true ? markOf(context) : content.gitMessage ?? inputs.message,
    ...content.reference,
    ...template && { template_id: template.id },
    tags: inputs.provisionerTags,
    user_variable_values: Object.entries(variables).map(([variable, value]) => ({ name: variable, value }))
  }).catch(explainSyntaxError);
}
function explainSyntaxError(thrown) {
  const mistake = thrown instanceof ApiError && thrown.status === 500 ? /^parse module: (.+)$/s.exec(thrown.detail ?? "")?.[1] : void 0;
  if (mistake === void 0) throw thrown;
  throw new CoderError(
    `The files of \`source\` are not valid Terraform: ${mistake} Run \`terraform validate\` in their folder to see the file and the line.`,
    { cause: thrown }
  );
}
async function findByName(context, request, name) {
  if (request.template === void 0) return findFreeVersion(context, request, name);
  return context.client.getTemplateVersionByName(request.template.id, name).catch(undefinedWhenGone);
}

// provider/outputs/template-versions.ts
var import_zod18 = require("zod");

// provider/client/groups.ts
var import_zod17 = require("zod");

// provider/client/users.ts
var import_zod16 = require("zod");
var USER_STATUSES = ["active", "dormant", "suspended"];
var LOGIN_TYPES = ["password", "github", "oidc", "token", "none"];
var roleSchema = answerObject({
  name: import_zod16.z.string(),
  display_name: text,
  /** Empty for a role that holds in the whole deployment. */
  organization_id: text
});
var userSchema = answerObject({
  id: import_zod16.z.string(),
  username: import_zod16.z.string(),
  name: text,
  email: text,
  avatar_url: text,
  created_at: time,
  updated_at: optionalTime,
  last_seen_at: optionalTime,
  status: openText(USER_STATUSES),
  login_type: openText(LOGIN_TYPES),
  organization_ids: listOf(import_zod16.z.string()),
  roles: listOf(roleSchema)
});
var OWNER_ROLE = "owner";
var currentUsers = /* @__PURE__ */ new WeakMap();
function getUser(transport, user2, options) {
  return transport.json(userSchema, { method: "GET", path: path`/users/${user2}` }, options);
}
function getCurrentUser(transport, options) {
  const shared = currentUsers.get(transport.scope) ?? new SingleFlight();
  currentUsers.set(transport.scope, shared);
  return shared.get("me", (each) => getUser(transport, "me", each), transport.optionsOf(options));
}
function isOwner(user2) {
  return user2.roles.some((role) => role.name === OWNER_ROLE && role.organization_id === "");
}

// provider/client/groups.ts
var GROUP_SOURCES = ["user", "oidc"];
var groupMemberSchema = answerObject({
  id: import_zod17.z.string(),
  username: import_zod17.z.string(),
  name: text,
  email: text,
  avatar_url: text,
  created_at: optionalTime,
  updated_at: optionalTime,
  last_seen_at: optionalTime,
  status: openText(USER_STATUSES),
  login_type: openText(LOGIN_TYPES)
});
var groupSchema = answerObject({
  id: import_zod17.z.string(),
  name: import_zod17.z.string(),
  display_name: text,
  organization_id: import_zod17.z.string(),
  organization_name: text,
  organization_display_name: text,
  /** Only those whom the token may see. */
  members: listOf(groupMemberSchema),
  total_member_count: count,
  avatar_url: text,
  quota_allowance: count,
  /** Made by a person, or by the login of its members. */
  source: openText(GROUP_SOURCES)
});
function createGroup(transport, organization, request, options) {
  return transport.json(
    groupSchema,
    { method: "POST", path: path`/organizations/${organization}/groups`, json: request },
    options
  );
}
function getGroup(transport, id, options) {
  return transport.json(groupSchema, { method: "GET", path: path`/groups/${id}` }, options);
}
function getGroupByName(transport, organization, name, options) {
  return transport.json(
    groupSchema,
    { method: "GET", path: path`/organizations/${organization}/groups/${name}` },
    options
  );
}
function updateGroup(transport, id, request, options) {
  return transport.json(groupSchema, { method: "PATCH", path: path`/groups/${id}`, json: request }, options);
}
async function deleteGroup(transport, id, options) {
  await transport.send({ method: "DELETE", path: path`/groups/${id}` }, options);
}

// provider/outputs/enumerations.ts
var transition = openEnum(TRANSITIONS).meta({ title: "BuildTransition" });
var buildStatus = openEnum(WORKSPACE_STATUSES).meta({ title: "BuildStatus" });
var buildReason = openEnum(BUILD_REASONS).meta({ title: "BuildReason" });
var automaticUpdates = openEnum(AUTOMATIC_UPDATES).meta({ title: "AutomaticUpdates" });
var agentStatus = openEnum(AGENT_STATUSES).meta({ title: "AgentConnection" });
var agentLifecycleState = openEnum(AGENT_LIFECYCLE_STATES).meta({ title: "AgentLifecycleState" });
var agentSubsystem = openEnum(AGENT_SUBSYSTEMS).meta({ title: "AgentSubsystem" });
var displayApp = openEnum(DISPLAY_APPS).meta({ title: "DisplayApp" });
var appState = openEnum(APP_STATES).meta({ title: "AppState" });
var appSharingLevel = openEnum(APP_SHARING_LEVELS).meta({ title: "ShareLevel" });
var appHealth = openEnum(APP_HEALTHS).meta({ title: "AppHealth" });
var appWindow = openEnum(APP_WINDOWS).meta({ title: "AppWindow" });
var jobStatus = openEnum(JOB_STATUSES).meta({ title: "JobStatus" });
var jobType = openEnum(JOB_TYPES).meta({ title: "JobType" });
var jobErrorCode = openEnum(JOB_ERROR_CODES).meta({ title: "JobErrorCode" });
var daemonStatus = openEnum(DAEMON_STATUSES).meta({ title: "DaemonStatus" });
var logSource = openEnum(LOG_SOURCES).meta({ title: "LogSource" });
var logLevel = openEnum(LOG_LEVELS).meta({ title: "LogLevel" });
var provisionerType = openEnum(PROVISIONER_TYPES).meta({ title: "ProvisionerType" });
var portShareLevel = openEnum(PORT_SHARE_LEVELS).meta({ title: "PortShareLevel" });
var dayOfWeek = openEnum(WEEKDAYS).meta({ title: "DayOfWeek" });
var parameterType = openEnum(PARAMETER_TYPES).meta({ title: "ParameterType" });
var parameterFormType = openEnum(PARAMETER_FORM_TYPES).meta({ title: "ParameterFormType" });
var parameterMonotony = openEnum(MONOTONIC_ORDERS).meta({ title: "ParameterMonotony" });
var groupSource = openEnum(GROUP_SOURCES).meta({ title: "GroupSource" });
var versionWarning = openEnum(VERSION_WARNINGS).meta({ title: "VersionWarning" });
var operatingSystem = openEnum(["linux", "darwin", "windows"]).meta({ title: "OperatingSystem" });
var architecture = openEnum(["amd64", "arm64", "armv7"]).meta({ title: "Architecture" });

// provider/outputs/template-versions.ts
var parameterOptionOutput = import_zod18.z.object({
  /** Name for people. */
  name: import_zod18.z.string(),
  /** What the template says about the option, in Markdown. */
  description: import_zod18.z.string(),
  /** Value of the parameter when the option is chosen, as text. */
  value: import_zod18.z.string(),
  /** Path or URL of an image; empty when the template gives none. */
  icon: import_zod18.z.string()
}).meta({ title: "TemplateVersionParameterOption" });
var parameterOutput = import_zod18.z.object({
  /** Name of the parameter; workspaces set its value under this name. */
  name: import_zod18.z.string(),
  /** Name for people; empty when the template gives none. */
  displayName: import_zod18.z.string(),
  /** What the template says about the parameter, in Markdown. */
  description: import_zod18.z.string(),
  /** `string`, `number`, `bool` or `list(string)`. */
  type: parameterType,
  /** How the dashboard asks for it: `input`, `dropdown`, `slider` and others; empty from an older server. */
  formType: parameterFormType,
  /** Whether the value can change after the workspace is created. */
  mutable: import_zod18.z.boolean(),
  /** Whether a workspace must set a value. */
  required: import_zod18.z.boolean(),
  /** Whether a value is used for one build only. */
  ephemeral: import_zod18.z.boolean(),
  /** Value of workspaces that set none, as text: lists as JSON. */
  defaultValue: import_zod18.z.string(),
  /** Path or URL of an image; empty when the template gives none. */
  icon: import_zod18.z.string(),
  /** The values to choose from; empty when any value is allowed that passes the validation. */
  options: import_zod18.z.array(parameterOptionOutput),
  /** Message for a value that does not pass; absent when the template gives none. */
  validationError: import_zod18.z.string().optional(),
  /** Regular expression that a value must match, in Go's syntax; absent when there is none. */
  validationRegex: import_zod18.z.string().optional(),
  /** Smallest allowed number; absent when there is none. */
  validationMin: import_zod18.z.number().optional(),
  /** Largest allowed number; absent when there is none. */
  validationMax: import_zod18.z.number().optional(),
  /** `increasing` or `decreasing` when a workspace's number may only change in that direction; absent otherwise. */
  validationMonotonic: parameterMonotony.optional()
}).meta({ title: "TemplateVersionParameter" });
var presetOutput = import_zod18.z.object({
  /** Id of the preset; each version has its own. */
  id: import_zod18.z.string(),
  /** Name of the preset, unique in the version. */
  name: import_zod18.z.string(),
  /** Whether the dashboard selects it unless another is chosen. */
  isDefault: import_zod18.z.boolean(),
  /** Values that the preset sets, by the parameters' names. */
  parameters: import_zod18.z.record(import_zod18.z.string(), import_zod18.z.string())
}).meta({ title: "TemplateVersionPreset" });
function toParameter(parameter2) {
  return {
    name: parameter2.name,
    displayName: parameter2.display_name,
    description: parameter2.description,
    type: parameter2.type,
    formType: parameter2.form_type,
    mutable: parameter2.mutable,
    required: parameter2.required,
    ephemeral: parameter2.ephemeral,
    defaultValue: parameter2.default_value,
    icon: parameter2.icon,
    options: parameter2.options.map(({ name, description, value, icon }) => ({ name, description, value, icon })),
    ...parameter2.validation_error !== "" && { validationError: parameter2.validation_error },
    ...parameter2.validation_regex !== "" && { validationRegex: parameter2.validation_regex },
    ...parameter2.validation_min !== void 0 && { validationMin: parameter2.validation_min },
    ...parameter2.validation_max !== void 0 && { validationMax: parameter2.validation_max },
    ...parameter2.validation_monotonic !== "" && { validationMonotonic: parameter2.validation_monotonic }
  };
}
function toPreset(preset) {
  return {
    id: preset.id,
    name: preset.name,
    isDefault: preset.default,
    parameters: Object.fromEntries(preset.parameters.map(({ name, value }) => [name, value]))
  };
}

// provider/resources/versions/properties.ts
var import_zod21 = require("zod");

// provider/source/source.ts
var import_zod19 = require("zod");
var SOURCE_KINDS = ["directory", "files", "archive", "exampleId"];
var IGNORE = {
  key: "ignore",
  kinds: ["directory"],
  remedy: (kind) => `, or leave the files out of \`${kind}\``
};
var INCLUDE = {
  key: "include",
  kinds: ["directory"],
  remedy: (kind) => `, or put the files into \`${kind}\``
};
var GIT = { key: "git", kinds: ["directory"], remedy: () => "" };
var KEEP = { key: "keep", kinds: ["directory", "files", "archive"], remedy: () => "" };
var COMPANIONS = [IGNORE, INCLUDE, KEEP, GIT];
var sourceSchema = import_zod19.z.strictObject({
  /**
   * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts
   * at the folder of the Pulumi program.
   *
   * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that
   * contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and
   * `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore`
   * and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings
   * back what is left out by these rules: `keep` does.
   *
   * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave
   * it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored
   * unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The
   * whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says
   * so.
   *
   * Any change of a path, of the executable bit or of the content makes another version. Equal content from
   * `directory`, `files` or `archive` is the same version.
   *
   * @see provisionersdk/archive.go Tar
   */
  directory: import_zod19.z.string().min(1).optional(),
  /**
   * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every
   * system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together
   * with `directory`.
   *
   * A change makes another version only if it changes which files are left.
   *
   * @default []
   */
  ignore: import_zod19.z.array(import_zod19.z.string()).optional(),
  /**
   * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A
   * relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files
   * at `modules/common`. The path "." is the template's top. Only together with `directory`.
   *
   * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it,
   * `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders
   * merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that
   * holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that
   * leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest
   * folder that holds both.
   *
   * A change of a file there makes another version, in each template that includes it.
   *
   * @default {}
   */
  include: import_zod19.z.record(import_zod19.z.string(), import_zod19.z.string().min(1)).optional(),
  /**
   * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and
   * files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern
   * that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is
   * only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env`
   * takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it;
   * `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with
   * `exampleId`.
   *
   * A file of variable values has no effect there: the server gives Terraform a value for each variable, from
   * `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state
   * at the import and at a workspace's first build: what it lists counts as made.
   *
   * A change makes another version only if it changes which files are taken.
   *
   * @default []
   */
  keep: import_zod19.z.array(import_zod19.z.string()).optional(),
  /**
   * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the
   * directory or a folder that it includes, so that other commits change nothing; with files that differ from that
   * commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the
   * name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then
   * commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has
   * commit, branch, author and whether files differed.
   *
   * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the
   * earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`):
   * where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a
   * declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
   *
   * @default []
   */
  git: import_zod19.z.array(import_zod19.z.enum(["name", "message"])).optional(),
  /**
   * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable.
   * At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path
   * that `directory` would leave out is refused, unless `keep` names it.
   *
   * Any change of a path or a text makes another version.
   *
   * @see codersdk/organizations.go CreateTemplateVersionRequest.FileID
   */
  files: import_zod19.z.record(import_zod19.z.string(), import_zod19.z.string()).optional(),
  /**
   * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not
   * inside one folder. A relative path starts at the folder of the Pulumi program.
   *
   * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are
   * resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without
   * Unix modes are not executable.
   *
   * Any change of the content makes another version; packing the same content again does not.
   *
   * @see codersdk/organizations.go CreateTemplateVersionRequest.FileID
   */
  archive: import_zod19.z.string().min(1).optional(),
  /**
   * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is
   * uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade
   * that changes the example does not.
   *
   * @see codersdk/organizations.go CreateTemplateVersionRequest.ExampleID
   */
  exampleId: import_zod19.z.string().min(1).optional()
}).refine((source) => kindProblem(source) === void 0, {
  when: () => true,
  error: (issue) => kindProblem(issue.input)
}).refine(...notAlone(IGNORE)).refine(...notAlone(INCLUDE)).refine(...notAlone(KEEP)).refine(...notAlone(GIT)).meta({
  exactlyOne: SOURCE_KINDS.map((kind) => [
    kind,
    ...COMPANIONS.filter(({ kinds }) => kinds.includes(kind)).map(({ key }) => `${key}?`)
  ])
});
function kindProblem(source) {
  if (!isProperties(source)) return void 0;
  const given = SOURCE_KINDS.filter((kind) => source[kind] !== void 0);
  const known3 = given.filter((kind) => source[kind] !== UNKNOWN);
  const rule = `Set exactly one of ${backticked(SOURCE_KINDS)};`;
  if (given.length === 0) return `${rule} none is set.`;
  if (known3.length > 1) return `${rule} ${backticked(known3, "and")} are set.`;
  return void 0;
}
function notAlone(companion) {
  return [
    (source) => strayProblem(source, companion) === void 0,
    { when: () => true, path: [companion.key], error: (issue) => strayProblem(issue.input, companion) }
  ];
}
function strayProblem(source, { key, kinds, remedy }) {
  if (!isProperties(source) || source[key] === void 0 || source[key] === UNKNOWN) return void 0;
  if (kinds.some((kind) => source[kind] !== void 0)) return void 0;
  const other = SOURCE_KINDS.find((kind) => source[kind] !== void 0);
  return other && `It only works together with ${backticked(kinds, "or")}. Remove it${remedy(other)}.`;
}

// provider/resources/names/rules.ts
var import_zod20 = require("zod");
var NAME_LENGTH = 32;
var GROUP_NAME_LENGTH = 255;
var VERSION_NAME_LENGTH = 64;
var DISPLAY_NAME_LENGTH = 64;
var RESERVED_NAMES = ["new", "create"];
var templateNameSchema = namedBy(nameReason);
var workspaceNameSchema = namedBy(nameReason);
var groupNameSchema = namedBy((name) => nameReason(name, GROUP_NAME_LENGTH));
var templateVersionNameSchema = namedBy(versionNameReason);
var displayNameSchema = namedBy(displayNameReason);
function nameReason(name, limit = NAME_LENGTH) {
  return lengthReason(name, limit) ?? (RESERVED_NAMES.includes(name) ? `Must not be "${name}": the server keeps that word for itself. Choose another.` : void 0) ?? separatorReason(name, "-", "single hyphens between them");
}
function versionNameReason(name) {
  return lengthReason(name, VERSION_NAME_LENGTH) ?? separatorReason(name, "-_.", 'single "_", "." or "-" between them');
}
function displayNameReason(name) {
  const bytes = Buffer.byteLength(name);
  if (bytes > DISPLAY_NAME_LENGTH)
    return `Must be ${DISPLAY_NAME_LENGTH} bytes or fewer; it has ${bytes} (letters beyond ASCII take two or more). Shorten it.`;
  if (/^\s|\s$/.test(name)) return "Must not begin or end with a space. Remove it.";
  return /[\n\r]/.test(name) ? "Must be a single line. Remove the line break." : void 0;
}
function lengthReason(name, limit) {
  if (name === "") return "Must not be empty.";
  return name.length > limit ? tooLong(limit, name.length) : void 0;
}
function separatorReason(name, separators, allowed) {
  const rule = `Must be letters (a to z, A to Z) and digits with ${allowed}`;
  const isSeparator = (character) => character !== void 0 && separators.includes(character);
  const characters = [...name];
  const stranger = characters.find((character) => !/[a-zA-Z0-9]/.test(character) && !isSeparator(character));
  if (stranger !== void 0) return `${rule}; it contains ${stranger === " " ? "a space" : JSON.stringify(stranger)}.`;
  if (isSeparator(characters[0])) return `${rule}; it begins with "${characters[0]}".`;
  if (isSeparator(characters.at(-1))) return `${rule}; it ends with "${characters.at(-1)}".`;
  const doubled = characters.findIndex(
    (character, index) => isSeparator(character) && isSeparator(characters[index + 1])
  );
  return doubled === -1 ? void 0 : `${rule}; it contains "${characters[doubled]}${characters[doubled + 1]}".`;
}
function tooLong(limit, length) {
  return `Must be ${limit} characters or fewer; it has ${length}. Shorten it.`;
}
function namedBy(reasonOf3) {
  return import_zod20.z.string().superRefine((name, issues) => {
    const reason = reasonOf3(name);
    if (reason !== void 0) issues.addIssue({ code: "custom", message: reason });
  });
}

// provider/resources/versions/properties.ts
var SUPERSEDED = "superseded";
var versionInputs = {
  /**
   * Name of the template that this version is for. If the organization has a template of this name, the version is
   * created for it; if not, the version belongs to no template until a `Template` of this name is created with it.
   * 1 to 32 letters, digits and single hyphens. When the template is renamed in the same update, the version is kept;
   * the name of another template replaces the version.
   *
   * @see codersdk/organizations.go CreateTemplateVersionRequest.TemplateID
   */
  templateName: templateNameSchema,
  /**
   * Name or id of the organization. Changing it replaces the version.
   *
   * @default the provider's organization, else the server's default organization
   */
  organization: import_zod21.z.string().min(1).optional().meta({ replaceOnChanges: true }),
  /**
   * Content of the version. Another content replaces the version; the same content from another source changes nothing.
   */
  source: sourceSchema,
  /**
   * Name of the version, unique in its template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place.
   *
   * The server never frees the name of a version, so a name that is given must change whenever the content changes.
   *
   * @default what `source.git` gives, else derived from the template's name, the content, the variables and the
   * provisioner tags: equal input gives an equal name
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Name
   */
  name: templateVersionNameSchema.optional(),
  /**
   * What changed in the version, for people; the list of versions shows it. At most 1048576 characters. Changes in
   * place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Message
   */
  message: import_zod21.z.string().max(1048576).default(""),
  /**
   * Values of the template's Terraform variables, by name. Numbers, booleans and lists are sent as Terraform writes
   * them. A variable that is not named gets its default from the template, never the value of an earlier version. There
   * is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an
   * earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret
   * values stay secret, and so do values of variables that the template marks as sensitive. A change replaces the
   * version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.UserVariableValues
   */
  variables: import_zod21.z.record(
    import_zod21.z.string().min(1),
    import_zod21.z.union(
      [import_zod21.z.string(), import_zod21.z.number(), import_zod21.z.boolean(), import_zod21.z.array(import_zod21.z.string())],
      "Must be a string, a number, true or false, or a list of strings."
    )
  ).default({}).meta({ replaceOnChanges: true }),
  /**
   * Tags that a provisioner must have to run this version's jobs. Tags that the template itself declares need not be
   * repeated. A change replaces the version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.ProvisionerTags
   */
  provisionerTags: import_zod21.z.record(import_zod21.z.string().min(1), import_zod21.z.string().min(1)).default({}).meta({ replaceOnChanges: true }),
  /**
   * What happens to the version on the server when it is replaced or removed from the program: `archive` hides it and
   * keeps its name and history (the server deletes no version); `retain` leaves it as it is. Changes in place.
   *
   * @default "archive"
   */
  onDelete: import_zod21.z.enum(["archive", "retain"]).default("archive")
};
var wayInputs = {
  /**
   * Whether a preview imports the version when it is new or changed, as an inactive version: what Terraform finds wrong
   * fails the preview with file and line, and the update after it takes that version without another import. A preview
   * that is repeated uses the version again; one that no update takes is archived by the next preview or update.
   *
   * @default the provider's `validateAtPreview`
   */
  validateAtPreview: import_zod21.z.boolean().optional()
};
var resourceOutput = import_zod21.z.object({
  /** Type of the Terraform resource, such as `docker_container`. */
  type: import_zod21.z.string(),
  /** Name of the Terraform resource. */
  name: import_zod21.z.string(),
  /** Agents that run in the resource. */
  agents: import_zod21.z.array(
    import_zod21.z.object({
      /** Name of the agent, unique in a workspace. */
      name: import_zod21.z.string(),
      /** `linux`, `darwin` or `windows`. */
      operatingSystem,
      /** `amd64`, `arm64` or `armv7`. */
      architecture
    })
  )
}).meta({ title: "TemplateVersionResource" });
var versionOutputs = {
  ...versionInputs,
  /** Name of the version, given or derived. */
  name: import_zod21.z.string(),
  /**
   * SHA-256 of path, mode and bytes of all uploaded files, or of the example's id. Empty when the version was read with
   * `get`; then `source` and `files` are empty, too.
   */
  digest: import_zod21.z.string(),
  /** Digests of the uploaded files, by path. Empty when the version is made of an example. */
  files: import_zod21.z.record(import_zod21.z.string(), import_zod21.z.string()),
  /** Id of the version's organization. */
  organizationId: import_zod21.z.string(),
  /** Id of the version's template; absent until a template is created with the version. */
  templateId: import_zod21.z.string().optional(),
  /** Id of the provisioner job that imported the version. */
  jobId: import_zod21.z.string(),
  /**
   * Status of the import. After an update that ended early it may be `pending`, `running` or `canceling`: the next
   * update continues. It may also be `canceled` or `failed`, or `superseded` when the import used other values than
   * declared: the next update replaces the version. Otherwise `succeeded`.
   */
  status: openEnum([...JOB_STATUSES, SUPERSEDED]).meta({
    title: "ImportStatus"
  }),
  /**
   * The commit that the content came from when this resource made the version, or took an earlier one of the same
   * content. Absent unless `source.git` asks for a name or a message.
   */
  git: import_zod21.z.object({
    /** Full id of the last commit that changed the directory or a folder that it includes. */
    commit: import_zod21.z.string(),
    /** The branch; absent where HEAD was on none, unless just one branch was at that commit. */
    branch: import_zod21.z.string().optional(),
    /** Name of the commit's author. */
    author: import_zod21.z.string(),
    /** Whether files differed from the commit. */
    isDirty: import_zod21.z.boolean()
  }).optional().meta({ title: "TemplateVersionGit" }),
  /** Whether the version is archived. If somebody archives it, the next update brings it back. */
  archived: import_zod21.z.boolean(),
  /** Parameters that a workspace of this version takes, in the template's order. They never change. */
  parameters: import_zod21.z.array(parameterOutput),
  /** Presets of parameter values that the version defines. They never change. */
  presets: import_zod21.z.array(presetOutput),
  /**
   * Terraform resources of a workspace of this version, running (`start`) and stopped (`stop`). They never change.
   */
  resources: import_zod21.z.object({
    /** Resources of a running workspace. */
    start: import_zod21.z.array(resourceOutput),
    /** Resources that remain while the workspace is stopped. */
    stop: import_zod21.z.array(resourceOutput)
  }),
  /** Names of the variables that the template marks as sensitive: the server does not tell their values. */
  sensitiveVariables: import_zod21.z.array(import_zod21.z.string()),
  /** Warnings of the server about the version, such as unsupported variables. */
  warnings: import_zod21.z.array(import_zod21.z.string()),
  /** When the version was created, RFC 3339. */
  createdAt: import_zod21.z.string(),
  /** The version's page in Coder's dashboard. */
  url: import_zod21.z.string()
};

// provider/resources/versions/outputs.ts
var NOTHING_FOUND = {
  parameters: [],
  presets: [],
  resources: { start: [], stop: [] },
  sensitiveVariables: []
};
var SERVER_TAGS = ["scope", "owner"];
async function refreshedOutputs(context, version, known3, templateName = "") {
  const tags = Object.entries(version.job.tags).filter(([tag]) => !SERVER_TAGS.includes(tag));
  const inputs = {
    templateName: known3.templateName ?? templateName,
    organization: known3.organization,
    source: known3.source ?? {},
    variables: known3.variables ?? {},
    provisionerTags: known3.provisionerTags ?? Object.fromEntries(tags),
    onDelete: known3.onDelete ?? "archive"
  };
  const base = await baseOutputs(context, version, inputs, {
    digest: known3.digest ?? "",
    files: known3.files ?? {},
    git: known3.git
  });
  if (known3.status === SUPERSEDED) return { ...base, ...NOTHING_FOUND, status: SUPERSEDED };
  if (version.job.status !== "succeeded") return { ...base, ...NOTHING_FOUND };
  const found = foundBefore(known3);
  if (found !== void 0) return { ...base, ...found };
  const variables = await context.client.getTemplateVersionVariables(version.id);
  const isWrong = known3.variables !== void 0 && wrongVariables(variableTexts(known3.variables), variables).length > 0;
  return {
    ...base,
    ...isWrong && { status: SUPERSEDED },
    ...known3.variables === void 0 && { variables: variablesToDeclare(variables) },
    ...await importedOutputs(context, version, variables)
  };
}
function foundBefore(known3) {
  const { status, parameters, presets, resources, sensitiveVariables } = known3;
  if (status !== "succeeded" || !parameters || !presets || !resources || !sensitiveVariables) return void 0;
  return { parameters, presets, resources, sensitiveVariables };
}
async function baseOutputs(context, version, inputs, content) {
  const organizationName = version.organization_id ?? organizationOf(context, inputs.organization);
  const organization = await findOrganization(context, organizationName).catch(() => void 0);
  const place = organization?.name ?? organizationName;
  const { templateName, source, variables, provisionerTags, onDelete } = inputs;
  return {
    templateName,
    ...inputs.organization !== void 0 && { organization: inputs.organization },
    source,
    name: version.name,
    message: version.message,
    variables,
    provisionerTags,
    onDelete,
    digest: content.digest,
    files: content.files,
    ...content.git && { git: content.git },
    organizationId: version.organization_id ?? organization?.id ?? "",
    ...version.template_id !== void 0 && { templateId: version.template_id },
    jobId: version.job.id,
    status: version.job.status,
    archived: version.archived,
    warnings: version.warnings,
    createdAt: version.created_at,
    url: versionAddress(context, place, templateName, version.name)
  };
}
function versionAddress({ client }, organization, template, version) {
  return `${client.url}/templates/${organization}/${template}/versions/${version}`;
}
async function importedOutputs(context, version, variables, mayHavePresets2 = true) {
  const { client } = context;
  const [parameters, presets, resources] = await Promise.all([
    client.getTemplateVersionParameters(version.id),
    mayHavePresets2 ? client.getTemplateVersionPresets(version.id) : [],
    client.getTemplateVersionResources(version.id)
  ]);
  return {
    parameters: parameters.map(toParameter),
    presets: presets.map(toPreset),
    resources: { start: toResources(resources, "start"), stop: toResources(resources, "stop") },
    sensitiveVariables: sensitiveNames(variables)
  };
}
function toResources(resources, transition2) {
  return resources.filter((resource) => resource.workspace_transition === transition2).map((resource) => ({
    type: resource.type,
    name: resource.name,
    agents: resource.agents.map((agent) => ({
      name: agent.name,
      operatingSystem: agent.operating_system,
      architecture: agent.architecture
    }))
  }));
}

// provider/resources/versions/import-job.ts
async function importVersion(context, request, opened) {
  const first = await finishImport(context, request, opened);
  const wrong = wrongVariables(request.variables, first.variables);
  if (wrong.length === 0) return withWarnings(context, request, first);
  if (wrong.some((variable) => variable.required)) return supersede(context, request, first.version, wrong);
  const names = quoted(wrong.map(({ name }) => name));
  context.log.info(
    `The server gave ${names} the value of an earlier version: importing again with the template's own defaults.`
  );
  const defaults = Object.fromEntries(wrong.map((variable) => [variable.name, variable.default_value]));
  const again = { ...request, variables: { ...defaults, ...request.variables } };
  const opening = async () => {
    await stepAside(context, first.version, nameWhenSuperseded(first.version));
    return openVersion(context, again);
  };
  const second = await finishImport(
    context,
    again,
    await keepingVersion(context, { request, version: first.version, known: { status: SUPERSEDED } }, opening)
  );
  const stillWrong = wrongVariables(again.variables, second.variables);
  return stillWrong.length === 0 ? withWarnings(context, again, second) : supersede(context, again, second.version, stillWrong);
}
async function continueImport(context, request, begun2) {
  const imported2 = await finishImport(context, request, begun2);
  const wrong = wrongVariables(request.variables, imported2.variables);
  return wrong.length === 0 ? withWarnings(context, request, imported2) : supersede(context, request, imported2.version, wrong);
}
async function keepingVersion(context, { request, version, known: known3 }, run) {
  const read2 = ({ client }) => client.getTemplateVersion(version.id);
  const outputs = async () => {
    const now = await readAfterFailure(context, version, read2);
    return { ...await baseOutputs(context, now, request.inputs, request.content), ...known3 };
  };
  return keepingId(version.id, outputs, run);
}
function finishImport(context, request, opened) {
  return keepingVersion(context, { request, version: opened }, async () => {
    const version = await follow2(context, request.inputs, opened);
    const isWithout = request.content.mayHaveVariables === false;
    return { version, variables: isWithout ? [] : await context.client.getTemplateVersionVariables(version.id) };
  });
}
function withWarnings(context, request, imported2) {
  warnOfVariables(context, request, imported2.variables);
  return imported2;
}
async function supersede(context, request, version, wrong) {
  const names = quoted(wrong.map(({ name }) => name));
  const required = wrong.filter((variable) => variable.required).map(({ name }) => name);
  const advice = required.length === 0 ? "" : ` Set ${quoted(required)} in \`variables\`: the template has no default.`;
  const fail = async () => {
    await stepAside(context, version, nameWhenSuperseded(version));
    throw new CoderError(
      `Template version "${version.name}" was imported with other values of ${names} than it should have: the server took them from the template's active version.${advice} Run \`pulumi up\` again: it is then made anew.`
    );
  };
  return keepingVersion(context, { request, version, known: { status: SUPERSEDED } }, fail);
}
async function follow2(context, inputs, version) {
  const { client, log, signal, deadline: deadline2 } = context;
  try {
    return await followTemplateVersion({
      client,
      log,
      signal,
      deadline: deadline2,
      organization: version.organization_id ?? inputs.organization ?? context.defaultOrganization,
      title: `Template version "${version.name}"`,
      templateVersionId: version.id,
      seen: version,
      nameAfterFailure: nameAfterFailure(version),
      secrets: possibleSecrets(inputs.variables)
    });
  } catch (thrown) {
    if (thrown instanceof JobError && (thrown.details.status === "failed" || thrown.details.status === "canceled")) {
      await stepAside(afterFailure(context), version, nameAfterFailure(version)).catch(
        (reason) => log.warning(`The name "${version.name}" of the failed version could not be freed: ${messageOf(reason)}`)
      );
    }
    throw thrown;
  }
}

// provider/resources/versions/made-here.ts
var imported = /* @__PURE__ */ new Map();
var deleted = /* @__PURE__ */ new Set();
function noteImported(context, version) {
  if (version.template_id === void 0 && version.job.status === "succeeded" && !version.archived)
    imported.set(keyOf3(context, version.id), version);
}
function hasEndedWithTemplate(context, id, outputs) {
  if (outputs.status !== "succeeded") return false;
  return [id, outputs.templateId].some((each) => each !== void 0 && deleted.has(keyOf3(context, each)));
}
function keyOf3({ client }, id) {
  return `${client.identity} ${id}`;
}

// provider/resources/versions/abandoned.ts
var listed2 = keptByRun(() => new SingleFlight());
var done = keptByRun(() => /* @__PURE__ */ new Set());
async function archiveAbandoned(context, { id, active_version_id }, derivedName) {
  const { urn, client, signal, log } = context;
  const key = `${urn} ${id}`;
  if (urn === "" || done(context).has(key)) return;
  done(context).add(key);
  try {
    const versions = await listed2(context).get(id, () => client.getAllTemplateVersions(id), { signal });
    const mark = markOf(context);
    const ours = versions.filter(({ message }) => message === mark);
    const wanted = ours.length === 0 ? void 0 : await derivedName();
    for (const version of ours) {
      const isOver = version.job.status === "succeeded" || hasFailed(version);
      if (!isOver || version.id === active_version_id || isHeld(context, version.id)) continue;
      if (isPreviewedHere(context, version.id)) continue;
      if (wanted !== void 0 && isNamedFor(version, wanted)) continue;
      if (!await isOfCaller(context, version)) continue;
      await client.archiveTemplateVersion(version.id);
      log.info(`Template version "${version.name}", which an earlier preview imported for nothing, was archived.`);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof CoderError)) throw thrown;
    log.info(`Versions that earlier previews imported could not be archived: ${messageOf(thrown)}`);
  }
}

// provider/resources/versions/settle.ts
async function settleVersion(context, version, declared, nameProperty) {
  const { client } = context;
  const name = declared.name ?? version.name;
  const message = isFromGit(declared.source, "message") ? version.message : declared.message;
  const describe3 = (holder) => describeHolder(declared.templateName, holder, nameProperty);
  const isSame2 = name === version.name && message === version.message;
  const named = isSame2 ? version : await rename(context, version, { name, message, describe: describe3 });
  if (!named.archived) return named;
  await client.unarchiveTemplateVersion(named.id);
  return client.getTemplateVersion(named.id);
}
async function rename(context, version, { name, message, describe: describe3 }) {
  const { client } = context;
  const patch = () => client.updateTemplateVersion(version.id, { name, message });
  try {
    return await patch();
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.isAnswerLost) {
      const now = await client.getTemplateVersion(version.id);
      if (now.name === name && now.message === message) return now;
    }
    if (thrown.status !== 400 || version.template_id === void 0) throw thrown;
    const holder = await client.getTemplateVersionByName(version.template_id, name).catch(undefinedWhenGone);
    if (holder === void 0 || holder.id === version.id) throw thrown;
    if (!hasFailed(holder)) {
      throw new CoderError(`Template version "${version.name}" was not renamed. ${describe3(holder)}`, {
        cause: thrown
      });
    }
    await stepAside(context, holder, nameAfterFailure(holder));
    return patch();
  }
}

// provider/resources/versions/make.ts
async function makeVersion(context, place, inputs) {
  try {
    return await make(context, place, inputs);
  } catch (thrown) {
    forgetJobs(context, place.organization);
    throw thrown;
  }
}
async function make(context, { organization, template, nameProperty, begunId, isPreview, isValidated: isValidated2 }, inputs) {
  const content = await uploadContent(context, inputs.source);
  for (const warning of content.warnings) context.log.warning(warning);
  const request = {
    organization,
    template,
    nameProperty,
    content,
    inputs,
    variables: variableTexts(inputs.variables, template && content.defaults),
    ...{ isPreview, isValidated: isValidated2 }
  };
  const earlier = await findBegun(context, begunId) ?? await findActive(context, request);
  const opened = earlier ?? await openVersion(context, request);
  const { version: imported2, variables } = await importVersion(context, request, opened);
  const version = isPreview === true ? imported2 : await takePreviewed(context, request, imported2);
  const base = await baseOutputs(context, version, inputs, content);
  const found = await keepingId(
    version.id,
    () => base,
    () => importedOutputs(context, version, variables, content.mayHavePresets)
  );
  noteImported(context, version);
  if (isValidated2 === true && template !== void 0)
    await archiveAbandoned(context, template, () => deriveName(request));
  return { id: version.id, outputs: { ...base, ...found } };
}
async function takePreviewed(context, request, version) {
  if (!isMarked(version) || !await isOfCaller(context, version)) return version;
  const { inputs, content, nameProperty } = request;
  const named = isFromGit(inputs.source, "name") ? nameFromGit(inputs.source, content, await deriveName(request)) : version.name;
  const declared = {
    ...inputs,
    source: { ...inputs.source, git: void 0 },
    name: inputs.name ?? named,
    message: content.gitMessage ?? inputs.message
  };
  return keepingVersion(context, { request, version }, () => settleVersion(context, version, declared, nameProperty));
}

// provider/resources/versions/preview.ts
var previewedVersions = keptByRun(() => /* @__PURE__ */ new Map());
function isValidated({ isValidated: isUsual }, declared) {
  return typeof declared === "boolean" ? declared : isUsual;
}
function isKnownVersion(context, content) {
  const unknown = Object.keys(content).filter((key) => containsUnknown(content[key]));
  if (unknown.length === 0) return true;
  const are = unknown.length === 1 ? "is" : "are";
  context.log.info(`The version is not imported at preview, as ${backticked(unknown, "and")} ${are} not known yet.`);
  return false;
}
async function importAtPreview(context, place, digest, inputs) {
  const known3 = previewedVersions(context);
  const derived = await deriveName({ content: { digest }, inputs });
  const key = [context.urn, place.organization, place.template?.id, derived, inputs.name].join(" ");
  const previewed = known3.get(key) ?? await makeVersion(context, { ...place, isPreview: true, isValidated: true }, inputs).catch(explain);
  known3.set(key, previewed);
  if (place.template === void 0) forgetJobs(context, place.organization);
  notePreviewed(context, previewed.id);
  return previewed;
}
function explain(thrown) {
  const cause = thrown instanceof PartialError ? thrown.cause : thrown;
  const isOfSource = cause instanceof JobError ? cause.details.cause === "job" : cause instanceof CoderError && !(cause instanceof ApiError) && cause.constructor === CoderError;
  if (!isOfSource) throw cause;
  throw new InputError([{ property: "source", reason: messageOf(cause) }]);
}

// provider/resources/versions/changes.ts
function contentChanges(outputs, news2) {
  const { digest } = news2;
  const isOther = digest === void 0 ? !isEqual(news2.source, outputs.source) : digest === UNKNOWN || digest !== outputs.digest;
  return [
    ...whenChanged("source", "replace", isOther || isDead(outputs.status)),
    ...whenChanged("variables", "replace", variablesChanged(outputs.variables, news2.variables)),
    ...whenChanged("provisionerTags", "replace", !isEqual(outputs.provisionerTags ?? {}, news2.provisionerTags ?? {}))
  ];
}
function whenChanged(property, kind, isChanged) {
  return isChanged ? [{ property, kind }] : [];
}
function isDead(status) {
  return status === "failed" || status === "canceled" || status === SUPERSEDED;
}
function refuseSameName(content, { property, held, declared }, news2) {
  const isCertain2 = ![news2.source, news2.variables, news2.provisionerTags].some(containsUnknown);
  if (content.length === 0 || !isCertain2 || declared === void 0 || declared !== held) return;
  throw new CoderError(
    `\`${property}\` is still "${String(held)}" while ${listed3(content)} changed, which makes another version. Versions are never deleted, and keep their names: change \`${property}\` as well, or leave it out to have one derived from the content.`
  );
}
function listed3(changes) {
  return backticked(changes.map(({ property }) => property));
}

// provider/resources/template-version/diff.ts
async function diffVersion(context, previous, news2) {
  const { outputs } = previous;
  const content = contentChanges(outputs, news2);
  if (outputs.status === "succeeded" && news2.templateName === outputs.templateName)
    refuseSameName(content, { property: "name", held: outputs.name, declared: news2.name }, news2);
  const movesOrganization = await organizationChanged(context, outputs, news2.organization);
  const isReplaced = movesOrganization || content.length > 0;
  const template = movesOrganization ? whenChanged("templateName", "replace", news2.templateName !== outputs.templateName) : await judgeTemplateName(context, previous, news2.templateName, content);
  return {
    changes: [
      ...content,
      ...whenChanged("organization", "replace", movesOrganization),
      ...template,
      ...whenChanged("name", "update", news2.name !== void 0 && news2.name !== outputs.name),
      ...whenChanged("message", "update", !isFromGit(news2.source, "message") && news2.message !== outputs.message),
      ...whenChanged("onDelete", "update", news2.onDelete !== outputs.onDelete),
      ...whenChanged("status", "update", !isReplaced && outputs.status !== "succeeded"),
      ...whenChanged("archived", "update", !isReplaced && outputs.archived === true)
    ]
  };
}
async function judgeTemplateName(context, previous, templateName, content) {
  const { id, outputs } = previous;
  const isNamed2 = templateName === outputs.templateName;
  if (isNamed2 && content.length === 0) return [];
  const otherVersion = whenChanged("templateName", "replace", !isNamed2);
  if (typeof templateName !== "string") return otherVersion;
  const { client } = context;
  const holder = await client.getTemplateByName(outputs.organizationId ?? context.defaultOrganization, templateName).catch(undefinedWhenGone);
  if (isNamed2 && holder !== void 0) return [];
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === void 0) return otherVersion;
  if (version.template_id === void 0)
    return holder === void 0 ? whenChanged("templateName", "update", !isNamed2) : otherVersion;
  if (holder !== void 0)
    return holder.id === version.template_id ? [{ property: "templateName", kind: "update" }] : otherVersion;
  const template = await client.getTemplate(version.template_id).catch(undefinedWhenGone);
  if (template === void 0) return otherVersion;
  if (content.length === 0) return [{ property: "templateName", kind: "update" }];
  throw new CoderError(
    `${listed3(content)} changed while template "${template.name}" is to become "${templateName}" (\`templateName\`). The new version would be made before the template has that name, and could not join it. Take two steps: (1) rename the template: \`pulumi up --target\` with the URN of the \`Template\`; (2) \`pulumi up\`.`
  );
}

// provider/resources/template-version/import.ts
async function declarationOf(context, outputs, versionId) {
  const { name, templateName, sensitiveVariables } = outputs;
  warnOfHiddenValues(context, sensitiveVariables);
  return {
    // Declared, a derived name would have to change with the content.
    name: derivedNameIn(name) === void 0 ? name : void 0,
    templateName: templateName === "" ? void 0 : templateName,
    organization: await organizationToDeclare(context, outputs.organizationId),
    source: void 0,
    ...await contentOf(context, versionId, name)
  };
}
async function contentOf(context, versionId, name) {
  const advice = "Declare its `source` in the program: a `directory` or an `archive` with the same content shows no difference.";
  const warn = (why) => context.log.warning(`The content of template version "${name}" ${why} ${advice}`);
  try {
    const { job } = await context.client.getTemplateVersion(versionId);
    const { digest, files, texts, keep, notText } = await readUploaded(await context.client.getFile(job.file_id));
    if (notText.length === 0) {
      const marred = Object.keys(texts).filter((path2) => isMarredByImport(texts[path2] ?? ""));
      if (marred.length > 0) {
        context.log.info(
          `A program in TypeScript that \`pulumi import\` writes lacks signs "$" of ${quoted(marred)}: Pulumi's generator loses those that no brace follows. Declare \`source\` as a \`directory\` with the same content there.`
        );
      }
      return { source: { files: texts, ...keep.length > 0 && { keep } }, digest, files };
    }
    warn(
      `can't be declared as texts: ${quoted(notText)} ${notText.length === 1 ? "is" : "are"} executable or no UTF-8 text.`
    );
    return { digest, files };
  } catch (thrown) {
    if (!(thrown instanceof InputError) && !(thrown instanceof ApiError && (thrown.isGone || thrown.isForbidden)))
      throw thrown;
    warn(`can't be taken from the server: ${messageOf(thrown)}`);
    return {};
  }
}
function isMarredByImport(text2) {
  return text2.includes("\n") && /\$(?!\{)/.test(text2);
}

// provider/resources/template-version/preview.ts
var LASTING = [
  "digest",
  "files",
  "organizationId",
  "templateId",
  "jobId",
  "parameters",
  "presets",
  "resources",
  "sensitiveVariables",
  "createdAt"
];
async function previewVersion(context, previous, news2) {
  if (!isValidated(context, news2.validateAtPreview)) return { outputs: {} };
  const { templateName, organization, source, variables, provisionerTags, name } = news2;
  if (!isKnownVersion(context, { templateName, organization, source, variables, provisionerTags, name }))
    return { outputs: {} };
  const wanted = news2;
  if (previous !== void 0 && contentChanges(previous.known, wanted).length === 0) return { outputs: {} };
  const place = organizationOf(context, wanted.organization);
  const template = await findTemplateByName(context, place, wanted.templateName);
  const { id, outputs } = await importAtPreview(
    context,
    { organization: place, template, nameProperty: "name" },
    digestOf2(news2),
    wanted
  );
  const lasting = LASTING.filter((key) => outputs[key] !== void 0).map((key) => [key, outputs[key]]);
  return { id, outputs: Object.fromEntries(lasting) };
}
async function archiveAbandonedOf(context, { outputs }, news2) {
  if (!isValidated(context, news2.validateAtPreview)) return;
  const { templateName, variables, provisionerTags } = news2;
  if (typeof templateName !== "string" || containsUnknown([digestOf2(news2), variables, provisionerTags])) return;
  const organization = outputs.organizationId ?? organizationOf(context, outputs.organization);
  const template = await findTemplateByName(context, organization, outputs.templateName ?? templateName);
  if (template === void 0) return;
  await archiveAbandoned(
    context,
    template,
    () => deriveName({ content: { digest: digestOf2(news2) }, inputs: news2 })
  );
}
function digestOf2(news2) {
  return news2["digest"];
}

// provider/resources/template-version/properties.ts
var import_zod22 = require("zod");
var templateVersionInputs = import_zod22.z.strictObject({ ...versionInputs, ...wayInputs });
var templateVersionOutputs = import_zod22.z.object(versionOutputs);

// provider/resources/template-version/template-version.ts
var templateVersionHandler = defineHandler({
  type: "TemplateVersion",
  inputs: templateVersionInputs,
  outputs: templateVersionOutputs,
  stableOutputs: [
    "digest",
    "files",
    "git",
    "organizationId",
    "jobId",
    "parameters",
    "presets",
    "resources",
    "sensitiveVariables",
    "createdAt"
  ],
  derivedInputs: { digest: "source", files: "source" },
  autonamed: "name",
  nameForm: "organization/template/name",
  isNamedByOther: ({ source }) => isFromGit(source, "name"),
  rules: (_context, news2) => gitConflicts(news2, { name: "name", message: "message" }),
  async check(context, inputs, previousInputs) {
    const { derived, noted, failures, secretPaths } = await checkContent(context, inputs, previousInputs);
    if (failures.length === 0) failures.push(...await checkOrganization(context, inputs.organization));
    return { inputs: { ...inputs, ...derived, ...noted }, failures, secretPaths };
  },
  async diff(context, previous, news2) {
    noteVersion(context, previous.id);
    const result = await diffVersion(context, previous, news2);
    await archiveAbandonedOf(context, previous, news2);
    return result;
  },
  preview: previewVersion,
  secretPaths: ({ sensitiveVariables = [] }) => secretPathsOf(sensitiveVariables),
  async find(context, name) {
    const [organization, templateName, versionName, ...rest] = name.split("/");
    if (organization === void 0 || templateName === void 0 || versionName === void 0 || rest.length > 0)
      return void 0;
    const template = await context.client.getTemplateByName(organization, templateName).catch(undefinedWhenGone);
    if (template === void 0) return void 0;
    return (await context.client.getTemplateVersionByName(template.id, versionName).catch(undefinedWhenGone))?.id;
  },
  importInputs: declarationOf,
  async create(context, news2) {
    const organization = organizationOf(context, news2.organization);
    const template = await findTemplateByName(context, organization, news2.templateName);
    const place = {
      ...{ organization, template, nameProperty: "name" },
      isValidated: isValidated(context, news2.validateAtPreview)
    };
    const made = await makeVersion(context, place, news2);
    noteVersion(context, made.id);
    return made;
  },
  async read(context, previous) {
    const reads = readsOf(context.client);
    const version = await reads.templateVersion(previous.id).catch(undefinedWhenGone);
    if (version === void 0) return void 0;
    if (version.template_id === void 0)
      return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs) };
    const template = await reads.template(version.template_id).catch(undefinedWhenGone);
    if (template === void 0) return void 0;
    return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs, template.name) };
  },
  async update(context, previous, news2) {
    let version = await context.client.getTemplateVersion(previous.id).catch((thrown) => explainGone(thrown, `Template version "${previous.outputs.name ?? previous.id}"`));
    const request = requestOf(context, previous, news2, version);
    const run = async () => {
      const isSeen = previous.outputs.status === "succeeded" && version.job.status === "succeeded";
      if (!isSeen) ({ version } = await continueImport(context, request, version));
      version = await settleVersion(context, version, news2, "name");
      return refreshedOutputs(context, version, { ...previous.outputs, ...news2, name: version.name });
    };
    return keepingVersion(context, { request, version, known: foundBefore(previous.outputs) }, run);
  },
  async delete(context, previous) {
    forgetVersion(context, previous.id);
    if (previous.outputs.onDelete === "retain" || isTaken(context, previous.id)) return;
    if (hasEndedWithTemplate(context, previous.id, previous.outputs)) return;
    const kept = await archiveVersion(context, previous.id, previous.outputs.variables);
    if (kept !== void 0) context.log.info(kept);
  }
});
function requestOf(context, previous, news2, version) {
  return {
    organization: version.organization_id ?? organizationOf(context, news2.organization),
    nameProperty: "name",
    template: version.template_id === void 0 ? void 0 : { id: version.template_id, active_version_id: "" },
    content: {
      digest: previous.outputs.digest ?? "",
      files: previous.outputs.files ?? {},
      reference: { file_id: version.job.file_id },
      warnings: [],
      defaults: {},
      git: previous.outputs.git
    },
    inputs: news2,
    variables: variableTexts(news2.variables)
  };
}

// provider/client/accounts.ts
var import_zod23 = require("zod");
var NANOSECONDS_OF_A_SECOND = 1e9;
var firstUserSchema = answerObject({ user_id: import_zod23.z.string(), organization_id: import_zod23.z.string() });
var loginSchema = answerObject({ session_token: import_zod23.z.string() });
var createdTokenSchema = answerObject({ key: import_zod23.z.string() });
function createFirstUser(transport, request, options) {
  return transport.json(firstUserSchema, { method: "POST", path: "/users/first", json: request }, options);
}
function login(transport, request, options) {
  return transport.json(loginSchema, { method: "POST", path: "/users/login", json: request, isLogin: true }, options);
}
function createToken(transport, user2, { token_name, lifetimeSeconds, scope }, options) {
  const lifetime = lifetimeSeconds === void 0 ? void 0 : lifetimeSeconds * NANOSECONDS_OF_A_SECOND;
  return transport.json(
    createdTokenSchema,
    { method: "POST", path: path`/users/${user2}/keys/tokens`, json: { token_name, lifetime, scope } },
    options
  );
}

// provider/client/dry-runs.ts
var import_zod24 = require("zod");
var WITHOUT_INPUT = -1;
var knownTextSchema = answerObject({ value: text, valid: flag }).nullish().transform((known3) => known3?.valid === true ? known3.value : void 0);
var DIAGNOSTIC_SEVERITIES = ["error", "warning"];
var diagnosticSchema = answerObject({
  severity: openText(DIAGNOSTIC_SEVERITIES),
  summary: text,
  detail: text,
  extra: optional(answerObject({ code: text }))
});
var evaluatedParameterSchema = answerObject({
  name: import_zod24.z.string(),
  display_name: text,
  description: text,
  type: openText(PARAMETER_TYPES),
  form_type: openText(PARAMETER_FORM_TYPES),
  mutable: flag,
  default_value: knownTextSchema,
  icon: text,
  options: listOf(answerObject({ name: text, description: text, value: knownTextSchema, icon: text })),
  validations: listOf(
    answerObject({
      validation_error: text,
      validation_regex: optional(import_zod24.z.string()),
      validation_min: optional(import_zod24.z.number()),
      validation_max: optional(import_zod24.z.number()),
      validation_monotonic: optional(openEnum(MONOTONIC_ORDERS))
    })
  ),
  required: flag,
  order: count,
  ephemeral: flag,
  value: knownTextSchema,
  diagnostics: listOf(diagnosticSchema)
});
var evaluatedParametersSchema = answerObject({
  id: import_zod24.z.number(),
  diagnostics: listOf(diagnosticSchema),
  parameters: listOf(evaluatedParameterSchema)
});
function createDryRun(transport, versionId, request, options) {
  return transport.json(
    provisionerJobSchema,
    { method: "POST", path: path`/templateversions/${versionId}/dry-run`, json: request },
    options
  );
}
function getDryRun(transport, versionId, jobId, options) {
  return transport.json(
    provisionerJobSchema,
    { method: "GET", path: path`/templateversions/${versionId}/dry-run/${jobId}` },
    options
  );
}
async function cancelDryRun(transport, versionId, jobId, options) {
  await transport.send(
    { method: "PATCH", path: path`/templateversions/${versionId}/dry-run/${jobId}/cancel` },
    options
  );
}
function getDryRunLogs(transport, versionId, jobId, query, options) {
  return getLogs(transport, path`/templateversions/${versionId}/dry-run/${jobId}/logs`, query, options);
}
function streamDryRunLogs(transport, versionId, jobId, query, options) {
  const getJob = (each) => getDryRun(transport, versionId, jobId, each);
  return streamLogs(
    transport,
    { path: path`/templateversions/${versionId}/dry-run/${jobId}/logs`, getJob },
    query,
    options
  );
}
function getDryRunMatchedProvisioners(transport, versionId, jobId, options) {
  const matchedPath = path`/templateversions/${versionId}/dry-run/${jobId}/matched-provisioners`;
  return transport.json(matchedProvisionersSchema, { method: "GET", path: matchedPath }, options);
}
function getDryRunResources(transport, versionId, jobId, options) {
  return transport.json(
    listOf(workspaceResourceSchema),
    { method: "GET", path: path`/templateversions/${versionId}/dry-run/${jobId}/resources` },
    options
  );
}
function evaluateDynamicParameters(transport, versionId, request, options) {
  const evaluatePath = path`/templateversions/${versionId}/dynamic-parameters/evaluate`;
  return transport.json(evaluatedParametersSchema, { method: "POST", path: evaluatePath, json: request, isRepeatable: true }, options).catch((thrown) => explainRefusal(transport, "parameterEvaluation", thrown));
}
async function* streamDynamicParameters(transport, versionId, inputs, query = {}, options) {
  const streamPath = path`/templateversions/${versionId}/dynamic-parameters`;
  const requests = requestsOf(inputs);
  const { signal } = transport.optionsOf(options);
  let hasBegun = false;
  let isDone = false;
  let unanswered;
  const open = async function* () {
    let send2 = () => {
    };
    const request = {
      path: streamPath,
      query: { user_id: query.user_id },
      onOpen: (each) => send2 = each
    };
    for await (const answer of transport.stream(evaluatedParametersSchema, request, options)) {
      if (answer.id !== WITHOUT_INPUT && answer.id !== unanswered?.id) continue;
      if (answer.id !== WITHOUT_INPUT || !hasBegun) {
        hasBegun = true;
        unanswered = void 0;
        yield answer;
      }
      signal?.throwIfAborted();
      unanswered ??= await abortable(nextOf(requests), signal);
      isDone = unanswered === void 0;
      if (isDone) return;
      send2(unanswered);
    }
  };
  try {
    yield* transport.resumed({ open, isOver: () => isDone }, options);
  } catch (thrown) {
    explainRefusal(transport, "parameterEvaluation", thrown);
  } finally {
    const closed = requests.return();
    if (signal?.aborted === true) closed.catch(() => void 0);
    else await closed;
  }
}
async function* requestsOf(inputs) {
  let id = 0;
  for await (const each of inputs) yield { id: id++, ...isOwned(each) ? each : { inputs: each } };
}
function isOwned(input) {
  return typeof input["inputs"] === "object";
}
async function nextOf(items) {
  const { done: done2, value } = await items.next();
  return done2 === true ? void 0 : value;
}

// provider/client/entitlements.ts
var import_zod25 = require("zod");
var ENTITLEMENTS = ["entitled", "grace_period", "not_entitled"];
var featureSchema = answerObject({
  entitlement: openText(ENTITLEMENTS),
  /** Whether the server lets it be used. */
  enabled: flag,
  /** Absent for a feature that is not counted. */
  limit: optional(import_zod25.z.number()),
  actual: optional(import_zod25.z.number())
});
var entitlementsSchema = answerObject({
  /** By name, such as "template_rbac". */
  features: mapOf(featureSchema),
  warnings: listOf(import_zod25.z.string()),
  errors: listOf(import_zod25.z.string()),
  has_license: flag,
  trial: flag,
  require_telemetry: flag,
  refreshed_at: optionalTime
});
function getEntitlements(transport, options) {
  return transport.json(entitlementsSchema, { method: "GET", path: "/entitlements" }, options);
}

// provider/client/files.ts
var import_node_crypto7 = require("node:crypto");
var import_zod26 = require("zod");
var uploadedSchema = answerObject({ hash: import_zod26.z.string() }).transform(({ hash, ...rest }) => ({ ...rest, id: hash }));
var BYPASS_HEADER = "x-coder-bypass-ratelimit";
var uploads = /* @__PURE__ */ new Map();
function uploadFile(transport, bytes, contentType3, options) {
  const key = (0, import_node_crypto7.createHash)("sha256").update(contentType3).update(bytes).digest("hex");
  const headers = { "content-type": contentType3 };
  const request = { method: "POST", path: "/files", bytes, headers, isRepeatable: true };
  const run = (each) => upload(transport, request, each);
  return uploadsOf(transport).get(key, run, transport.optionsOf(options));
}
async function getFile(transport, id, options) {
  const answer = await transport.send({ method: "GET", path: path`/files/${id}` }, options);
  return answer.body;
}
async function upload(transport, request, options) {
  if (isOwner(await getCurrentUser(transport, options))) {
    const headers = { ...request.headers, [BYPASS_HEADER]: "true" };
    try {
      return await send(transport, { ...request, headers, limit: "bypassed" }, options);
    } catch (thrown) {
      if (!(thrown instanceof ApiError && thrown.status === 428)) throw thrown;
    }
  }
  return send(transport, { ...request, limit: "by user" }, options);
}
async function send(transport, request, options) {
  const once = () => transport.json(uploadedSchema, request, options);
  try {
    return await once();
  } catch (thrown) {
    const isRace = thrown instanceof ApiError && thrown.status === 500 && thrown.message.includes("files_hash_created_by_key");
    if (!isRace) throw thrown;
    return once();
  }
}
function uploadsOf(transport) {
  const known3 = uploads.get(transport.identity) ?? new SingleFlight();
  uploads.set(transport.identity, known3);
  return known3;
}

// provider/client/organizations.ts
var import_zod27 = require("zod");
var organizationSchema = answerObject({
  id: import_zod27.z.string(),
  name: import_zod27.z.string(),
  display_name: text,
  description: text,
  icon: text,
  created_at: optionalTime,
  updated_at: optionalTime,
  is_default: flag
});
function getOrganization(transport, organization, options) {
  return transport.json(organizationSchema, { method: "GET", path: path`/organizations/${organization}` }, options);
}
function getOrganizations(transport, options) {
  return transport.json(listOf(organizationSchema), { method: "GET", path: "/organizations" }, options);
}

// provider/client/template-acl.ts
var templateAclSchema = answerObject({
  users: listOf(userSchema.extend({ role: openText(TEMPLATE_ROLES) })),
  group: listOf(groupSchema.extend({ role: openText(TEMPLATE_ROLES) }))
}).transform(({ group, ...rest }) => ({ ...rest, groups: group }));
function getTemplateAcl(transport, templateId, options) {
  return transport.json(templateAclSchema, { method: "GET", path: path`/templates/${templateId}/acl` }, options);
}
async function updateTemplateAcl(transport, templateId, request, options) {
  await transport.send({ method: "PATCH", path: path`/templates/${templateId}/acl`, json: request }, options);
}

// provider/client/timings.ts
var import_zod28 = require("zod");
var PROVISIONER_STAGES = ["init", "plan", "graph", "apply"];
var SCRIPT_STAGES = ["start", "stop", "cron"];
var CONNECTION_STAGES = ["connect"];
var SCRIPT_STATUSES = ["ok", "exit_failure", "timed_out", "pipes_left_open"];
var timingsSchema = answerObject({
  provisioner_timings: listOf(
    answerObject({
      job_id: import_zod28.z.string(),
      started_at: optionalTime,
      ended_at: optionalTime,
      stage: openText(PROVISIONER_STAGES),
      /** The Terraform provider, for most. */
      source: text,
      action: text,
      resource: text
    })
  ),
  agent_script_timings: listOf(
    answerObject({
      started_at: optionalTime,
      ended_at: optionalTime,
      exit_code: count,
      stage: openText(SCRIPT_STAGES),
      status: openText(SCRIPT_STATUSES),
      display_name: text,
      workspace_agent_id: text,
      workspace_agent_name: text
    })
  ),
  agent_connection_timings: listOf(
    answerObject({
      started_at: optionalTime,
      ended_at: optionalTime,
      stage: openText(CONNECTION_STAGES),
      workspace_agent_id: text,
      workspace_agent_name: text
    })
  )
});
function getWorkspaceBuildTimings(transport, buildId, options) {
  return transport.json(timingsSchema, { method: "GET", path: path`/workspacebuilds/${buildId}/timings` }, options);
}
function getWorkspaceTimings(transport, workspaceId, options) {
  return transport.json(timingsSchema, { method: "GET", path: path`/workspaces/${workspaceId}/timings` }, options);
}

// provider/client/workspace-activity.ts
var import_node_util4 = require("node:util");
var import_zod29 = require("zod");
var resolvedAutostartSchema = answerObject({ parameter_mismatch: flag });
var watchEventSchema = import_zod29.z.discriminatedUnion("type", [
  answerObject({ type: import_zod29.z.literal("data"), data: workspaceSchema }),
  answerObject({ type: import_zod29.z.literal("error"), data: answerObject({ message: text, detail: optional(import_zod29.z.string()) }) }),
  answerObject({ type: import_zod29.z.literal("ping") })
]);
var anyWatchEventSchema = import_zod29.z.union([
  watchEventSchema,
  import_zod29.z.object({ type: import_zod29.z.string().refine((type) => !["data", "error", "ping"].includes(type)) }).transform(() => ({ type: "ping" }))
]);
async function extendWorkspace(transport, id, deadline2, options) {
  const json = { deadline: timeText(deadline2, "deadline") };
  await transport.send({ method: "PUT", path: path`/workspaces/${id}/extend`, json }, options);
}
async function reportWorkspaceUsage(transport, id, usage = {}, options) {
  await transport.send(
    { method: "POST", path: path`/workspaces/${id}/usage`, json: usage, isRepeatable: true },
    options
  );
}
function resolveWorkspaceAutostart(transport, id, options) {
  return transport.json(
    resolvedAutostartSchema,
    { method: "GET", path: path`/workspaces/${id}/resolve-autostart` },
    options
  );
}
async function* watchWorkspace(transport, id, options) {
  const socketPath = path`/workspaces/${id}/watch-ws`;
  const eventsPath = path`/workspaces/${id}/watch`;
  const operation = "watchWorkspace";
  let hasBegun = false;
  let isByEvents = transport.lacksRoute(operation);
  const open = async function* () {
    if (!isByEvents) {
      try {
        for await (const event of transport.stream(anyWatchEventSchema, { path: socketPath }, options)) {
          hasBegun = true;
          yield* workspaceOf(event, socketPath);
        }
        return;
      } catch (thrown) {
        if (hasBegun || !(isDropped(thrown) || isUnknownRoute(thrown))) throw thrown;
        if (isUnknownRoute(thrown)) transport.rememberLackOfRoute(operation);
        isByEvents = true;
      }
    }
    for await (const event of transport.events(anyWatchEventSchema, { path: eventsPath }, options))
      yield* workspaceOf(event, eventsPath);
  };
  let last;
  for await (const workspace of transport.resumed({ open, isOver: () => false }, options)) {
    const lasting = withoutLatency(workspace);
    if ((0, import_node_util4.isDeepStrictEqual)(lasting, last)) continue;
    last = lasting;
    yield workspace;
  }
}
function withoutLatency(workspace) {
  const resources = workspace.latest_build.resources.map((resource) => ({
    ...resource,
    agents: resource.agents.map((agent) => ({ ...agent, latency: {} }))
  }));
  return { ...workspace, latest_build: { ...workspace.latest_build, resources } };
}
function* workspaceOf(event, watchPath) {
  if (event.type === "data") yield event.data;
  if (event.type === "error") {
    const { message, detail } = event.data;
    throw new ApiError({
      method: "GET",
      path: API_PREFIX + watchPath,
      status: void 0,
      serverMessage: message,
      detail
    });
  }
}

// provider/client/workspace-settings.ts
var workspaceSettings = {
  /**
   * When the workspace is started: minute, hour and days of the week, with CRON_TZ for a zone other than UTC. Refused
   * with 400 where the template forbids it. No schedule switches autostart off.
   * @see coderd/workspaces.go putWorkspaceAutostart
   * @example await client.setWorkspaceAutostart(workspace.id, "CRON_TZ=Europe/Berlin 0 9 * * 1-5");
   */
  async setWorkspaceAutostart(transport, id, schedule, options) {
    await transport.send({ method: "PUT", path: path`/workspaces/${id}/autostart`, json: { schedule } }, options);
  },
  /**
   * Time from start to automatic stop, in milliseconds: one minute to 30 days. Refused with 400 where the template
   * forbids it. No time switches autostop off, also for the build that runs.
   * @see coderd/workspaces.go putWorkspaceTTL
   * @example await client.setWorkspaceTtl(workspace.id, 8 * 3_600_000);
   */
  async setWorkspaceTtl(transport, id, ttlMilliseconds, options) {
    await transport.send(
      { method: "PUT", path: path`/workspaces/${id}/ttl`, json: { ttl_ms: ttlMilliseconds ?? null } },
      options
    );
  },
  /**
   * Whether each start takes the active version of the template. To copy the value of another workspace, check it with
   * `isOneOf`: an answer may hold a newer value.
   * @see coderd/workspaces.go putWorkspaceAutoupdates
   * @example await client.setWorkspaceAutomaticUpdates(workspace.id, "always");
   */
  async setWorkspaceAutomaticUpdates(transport, id, automaticUpdates2, options) {
    await transport.send(
      { method: "PUT", path: path`/workspaces/${id}/autoupdates`, json: { automatic_updates: automaticUpdates2 } },
      options
    );
  },
  /**
   * Makes a workspace dormant, which stops it, or takes that back. The workspace as it is then; undefined when it was
   * so already, and nothing happened.
   * @see coderd/workspaces.go putWorkspaceDormant
   * @example const woken = (await client.setWorkspaceDormant(workspace.id, false)) !== undefined;
   */
  setWorkspaceDormant(transport, id, isDormant, options) {
    return transport.jsonUnlessUnchanged(
      workspaceSchema,
      { method: "PUT", path: path`/workspaces/${id}/dormant`, json: { dormant: isDormant } },
      options
    );
  },
  /**
   * Shows the workspace first in its owner's list, or no longer. Refused with 403 unless the token is the workspace
   * owner's own.
   * @see coderd/workspaces.go putFavoriteWorkspace
   * @example await client.setWorkspaceFavorite(workspace.id, true);
   */
  async setWorkspaceFavorite(transport, id, isFavorite, options) {
    await transport.send({ method: isFavorite ? "PUT" : "DELETE", path: path`/workspaces/${id}/favorite` }, options);
  }
};

// provider/client/client.ts
var endpoints = {
  getBuildInfo,
  getEntitlements,
  explainLack,
  createFirstUser,
  login,
  createToken,
  getUser,
  getCurrentUser,
  getOrganization,
  getOrganizations,
  uploadFile,
  getFile,
  getTemplate,
  getTemplateByName,
  getTemplates,
  getTemplateExamples,
  getOrganizationTemplateExamples,
  createTemplate,
  updateTemplate,
  deleteTemplate,
  promoteTemplateVersion,
  getTemplateDailyActiveUsers,
  archiveUnusedTemplateVersions,
  getTemplateAcl,
  updateTemplateAcl,
  createTemplateVersion,
  getTemplateVersion,
  getTemplateVersionByName,
  getTemplateVersionByNames,
  getPreviousTemplateVersion,
  getTemplateVersions,
  iterateTemplateVersions,
  getAllTemplateVersions,
  updateTemplateVersion,
  cancelTemplateVersion,
  archiveTemplateVersion,
  unarchiveTemplateVersion,
  getTemplateVersionParameters,
  getTemplateVersionVariables,
  getTemplateVersionPresets,
  getTemplateVersionResources,
  getTemplateVersionExternalAuth,
  getTemplateVersionLogs,
  streamTemplateVersionLogs,
  createDryRun,
  getDryRun,
  cancelDryRun,
  getDryRunLogs,
  streamDryRunLogs,
  getDryRunResources,
  getDryRunMatchedProvisioners,
  evaluateDynamicParameters,
  streamDynamicParameters,
  createWorkspace,
  getWorkspace,
  getWorkspaceByOwnerAndName,
  getWorkspaces,
  iterateWorkspaces,
  getAllWorkspaces,
  updateWorkspace,
  ...workspaceSettings,
  extendWorkspace,
  reportWorkspaceUsage,
  resolveWorkspaceAutostart,
  watchWorkspace,
  getWorkspaceTimings,
  createWorkspaceBuild,
  getWorkspaceBuild,
  getWorkspaceBuilds,
  iterateWorkspaceBuilds,
  getAllWorkspaceBuilds,
  getWorkspaceBuildByNumber,
  cancelWorkspaceBuild,
  getWorkspaceBuildParameters,
  getWorkspaceBuildResources,
  getWorkspaceBuildState,
  getWorkspaceBuildTimings,
  getWorkspaceBuildLogs,
  streamWorkspaceBuildLogs,
  createGroup,
  getGroup,
  getGroupByName,
  updateGroup,
  deleteGroup,
  getProvisionerJobs,
  getProvisionerJob,
  getProvisionerDaemons
};
function createClient(options) {
  const client = clientOver(new Transport(options));
  const names = Object.keys(endpoints);
  for (const name of names)
    Object.defineProperty(client, name, { value: client[name], enumerable: true, writable: true, configurable: true });
  return client;
}
function clientOver(transport) {
  const client = {
    get [READS]() {
      return readsOver(transport);
    },
    url: transport.url,
    identity: transport.identity,
    get serverVersion() {
      return transport.serverVersion;
    },
    get serverTime() {
      return transport.serverTime;
    },
    with: (options) => clientOver(transport.with(options)),
    close: () => transport.close()
  };
  Object.defineProperty(client, TRANSPORT, { value: transport });
  return Object.setPrototypeOf(client, binding);
}
var TRANSPORT = /* @__PURE__ */ Symbol("transport");
var binding = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.entries(endpoints).map(([name, endpoint]) => [
      name,
      {
        enumerable: true,
        get() {
          const transport = this[TRANSPORT];
          return (...rest) => endpoint(transport, ...rest);
        }
      }
    ])
  )
);

// test/fakes/call-recorder.ts
var CallRecorder = class {
  /** What changes the server, in order: the function and its arguments without the id. */
  mutations = [];
  /** The functions that only read, in order. */
  reads = [];
  /** How the next calls of a function fail; undefined lets one pass. */
  failures = /* @__PURE__ */ new Map();
  recorded(client) {
    return new Proxy(client, {
      get: (target, name) => {
        if (name === "with") return (options) => this.recorded(target.with(options));
        if (name === READS) return this.#recordedReads(readsOf(target));
        const value = Reflect.get(target, name);
        if (typeof value !== "function" || /^(stream|explain|close)/.test(name)) return value;
        return (...given) => this.#call(name, () => value(...given), given);
      }
    });
  }
  /** Reads of many count as those of one that they take the place of. */
  #recordedReads(reads) {
    return {
      template: (id) => this.#call("getTemplate", () => reads.template(id), [id]),
      templateVersion: (id) => this.#call("getTemplateVersion", () => reads.templateVersion(id), [id]),
      workspace: (id) => this.#call("getWorkspace", () => reads.workspace(id), [id]),
      workspaceNow: async (id) => {
        const found = await reads.workspaceNow(id);
        if (found !== void 0) this.reads.push("getWorkspace");
        return found;
      }
    };
  }
  #call(name, run, given) {
    if (/^(get|evaluate|iterate)/.test(name)) this.reads.push(name);
    else {
      const sent = given.slice(name === "createWorkspace" ? 0 : 1);
      this.mutations.push([name, ...sent.filter((each) => each !== void 0 && !isOptions(each))]);
    }
    const failure = this.failures.get(name)?.shift();
    if (failure === void 0) return run();
    return Promise.resolve(failure.isDone ? run() : void 0).then(() => Promise.reject(failure.error));
  }
};
function isOptions(given) {
  return typeof given === "object" && given !== null && ("signal" in given || "onSend" in given);
}

// test/fakes/coder/common.ts
var TIME = "2026-01-01T00:00:00Z";
var NO_ID2 = "00000000-0000-0000-0000-000000000000";
var gone = refuse2(404, "Resource not found or you do not have access to this resource");
var lastId = 0;
function newId() {
  lastId += 1;
  return `${lastId.toString(16).padStart(8, "0")}-0000-4000-9000-000000000000`;
}
function refuse2(status, message, detail) {
  return { status, json: { message, ...detail !== void 0 && { detail } } };
}
var alreadyEnded = refuse2(400, "Job has already completed!");
function isEnded2({ status }) {
  return status !== "pending" && status !== "running";
}
function bodyOf(request) {
  return request.json;
}
function withId(items, request, answer) {
  const item = items.find(({ id }) => id === request.parameters["id"]);
  return item === void 0 ? gone : answer(item);
}
function known2(items, id) {
  const item = items.find((each) => each.id === id);
  if (item === void 0) throw new Error(`The fake has nothing with the id "${id}".`);
  return item;
}
function searchTerms(request, filters) {
  const terms = (request.query.get("q") ?? "").toLowerCase().split(" ").filter(Boolean);
  const found = new Map(terms.map((term) => [term.replace(/:.*$/, ""), term.replace(/^[^:]*:?"?|"$/g, "")]));
  return [...found.keys()].every((filter) => filters.includes(filter)) ? found : void 0;
}
var badQuery = refuse2(400, "Invalid search query.");
function sameName(left, right) {
  return left.toLowerCase() === right?.toLowerCase();
}

// test/fakes/coder/users.ts
var CODER = "00000000-0000-4000-8000-0000000000c1";
var RESEARCH = "00000000-0000-4000-8000-0000000000c2";
var ORGANIZATIONS = [
  { id: CODER, name: "coder", is_default: true },
  { id: RESEARCH, name: "research", is_default: false }
];
var user = { status: "active", organization_ids: [], deleted: false };
var me = { id: "00000000-0000-4000-8000-00000000000a", username: "admin" };
var bob = { id: "00000000-0000-4000-8000-00000000000b", username: "bob" };
function firstUsers() {
  return [
    { ...user, ...me, roles: [{ name: "owner" }] },
    { ...user, ...bob, roles: [] }
  ];
}
function userOf({ users, user: user2 }, idOrName) {
  const wanted = idOrName === "me" ? user2.id : idOrName.toLowerCase();
  return users.find(({ id }) => id === wanted) ?? users.findLast(({ username, deleted: deleted2 }) => !deleted2 && sameName(username, wanted));
}
function userJson({ deleted: _hidden, ...shown2 }) {
  return { ...shown2, created_at: TIME };
}
function organizationOf2(request) {
  const wanted = request.parameters["organization"];
  return ORGANIZATIONS.find(
    ({ id, name, is_default }) => id === wanted || name === wanted || wanted === "default" && is_default
  );
}
var userRoutes = {
  "GET /users/:user": (coder, { parameters }) => {
    const found = userOf(coder, parameters["user"] ?? "");
    if (found === void 0) return refuse2(400, "User must be an existing uuid or username.");
    return { json: userJson(found) };
  },
  "GET /organizations/:organization": (_coder, request) => {
    const found = organizationOf2(request);
    return found === void 0 ? gone : { json: found };
  }
};

// test/fakes/coder/groups.ts
var features = { template_rbac: { entitlement: "entitled", enabled: true } };
function addGroup({ groups }, more) {
  const texts = { display_name: "", avatar_url: "", source: "user" };
  const group = { id: newId(), ...texts, quota_allowance: 0, organization_id: CODER, members: [], ...more };
  groups.push(group);
  return group;
}
function accessListOf({ accessLists }, template) {
  const list = accessLists.get(template.id) ?? {
    users: /* @__PURE__ */ new Map(),
    groups: /* @__PURE__ */ new Map([[template.organization_id, "use"]])
  };
  accessLists.set(template.id, list);
  if (template["everyone_removed"] === true) list.groups.delete(template.organization_id);
  delete template["everyone_removed"];
  return list;
}
var groupRoutes = {
  "GET /entitlements": { json: { features, warnings: [], errors: [], has_license: true } },
  "POST /organizations/:organization/groups": createGroup2,
  "GET /organizations/:organization/groups/:name": (coder, request) => {
    const found = findGroup(coder, organizationOf2(request)?.id, request.parameters["name"]);
    return found === void 0 ? gone : { json: groupJson(coder, found) };
  },
  "GET /groups/:id": (coder, request) => withId(coder.groups, request, (group) => ({ json: groupJson(coder, group) })),
  "PATCH /groups/:id": (coder, request) => withId(coder.groups, request, (group) => updateGroup2(coder, group, bodyOf(request))),
  "DELETE /groups/:id": ({ groups }, request) => withId(groups, request, (group) => {
    if (group.name === "Everyone") return refuse2(400, '"Everyone" is a reserved group and cannot be deleted!');
    groups.splice(groups.indexOf(group), 1);
    return { json: { message: "Successfully deleted group!" } };
  }),
  "GET /templates/:id/acl": (coder, request) => withId(coder.templates, request, (template) => {
    const { users, groups } = accessListOf(coder, template);
    const shown2 = coder.users.filter(
      ({ id, status, deleted: deleted2 }) => users.has(id) && status !== "suspended" && !deleted2
    );
    const held = coder.groups.filter(({ id }) => groups.has(id));
    return {
      json: {
        users: shown2.map((user2) => ({ ...userJson(user2), role: users.get(user2.id) })),
        group: held.map((group) => ({ ...groupJson(coder, group), role: groups.get(group.id) }))
      }
    };
  }),
  "PATCH /templates/:id/acl": (coder, request) => withId(coder.templates, request, (template) => updateAccessList(coder, template, bodyOf(request)))
};
function findGroup({ groups }, organizationId, wanted) {
  return groups.find(({ organization_id, name }) => organization_id === organizationId && name === wanted);
}
function createGroup2(coder, request) {
  const body = bodyOf(request);
  const organization = organizationOf2(request);
  if (organization === void 0) return gone;
  if (body.name === "Everyone") return refuse2(400, "Invalid group name.");
  if (findGroup(coder, organization.id, body.name) !== void 0)
    return refuse2(409, `A group named "${body.name}" already exists.`);
  const group = coder.addGroup({ ...body, organization_id: organization.id });
  return { status: 201, json: groupJson(coder, group) };
}
function updateGroup2(coder, group, body) {
  const { add_users = [], remove_users = [], ...metadata } = body;
  const other = findGroup(coder, group.organization_id, body["name"]);
  if (other !== void 0 && other !== group)
    return refuse2(409, `A group with name "${String(body["name"])}" already exists.`);
  for (const id of [...add_users, ...remove_users]) {
    const user2 = coder.users.find((each) => each.id === id);
    if (user2?.organization_ids.includes(group.organization_id) !== true || user2.deleted)
      return refuse2(400, `User must be a member of organization "${group.name}"`);
  }
  if (add_users.some((id) => group.members.includes(id)))
    return refuse2(400, "Cannot add the same user to a group twice!");
  const members = [...group.members, ...add_users].filter((id) => !remove_users.includes(id));
  Object.assign(group, metadata, { members });
  return { json: groupJson(coder, group) };
}
function updateAccessList(coder, template, body) {
  const list = accessListOf(coder, template);
  const changes = [
    { held: list.users, roles: body["user_perms"] ?? {}, known: coder.users },
    { held: list.groups, roles: body["group_perms"] ?? {}, known: coder.groups }
  ];
  const unknown = changes.flatMap(
    ({ roles, known: known3 }) => Object.keys(roles).filter((id) => !known3.some((each) => each.id === id))
  );
  if (unknown.length > 0)
    return refuse2(400, "Invalid request to update template metadata!", `Failed to find ${unknown.join()}`);
  for (const { held, roles } of changes)
    for (const [id, role] of Object.entries(roles)) {
      if (role === "") held.delete(id);
      else held.set(id, role);
    }
  return { json: { message: "Successfully updated template ACL list." } };
}
function groupJson({ users, visibleMembers }, group) {
  const isEveryone = group.id === group.organization_id;
  const members = users.filter(
    ({ id, organization_ids, deleted: deleted2 }) => !deleted2 && (isEveryone ? organization_ids.includes(group.id) : group.members.includes(id))
  );
  return {
    ...group,
    organization_name: ORGANIZATIONS.find(({ id }) => id === group.organization_id)?.name,
    members: members.slice(0, visibleMembers).map(userJson),
    total_member_count: members.length
  };
}

// test/fakes/coder/template-versions.ts
function parameter(name, type = "string", more = {}) {
  const bare = templateVersionParameterSchema.parse({ name, type, form_type: "input", mutable: true });
  return { ...bare, ...more };
}
function addVersion(coder, more, status) {
  const version = {
    id: newId(),
    created_at: coder.timeOr(TIME),
    name: "v1",
    message: "",
    organization_id: ORGANIZATIONS[0]?.id ?? "",
    template_id: NO_ID2,
    archived: false,
    created_by: me,
    job: {
      id: newId(),
      created_at: coder.timeOr(TIME),
      status,
      file_id: newId(),
      tags: { scope: "organization", owner: "" },
      type: "template_version_import"
    },
    variables: [],
    parameters: [parameter("cpus", "number", { default_value: "2", form_type: "" })],
    presets: [],
    ...more
  };
  coder.versions.push(version);
  return version;
}
var templateVersionRoutes = {
  "POST /files": ({ files }, request) => {
    const content = request.body.toString("base64");
    const status = files.has(content) ? 200 : 201;
    const hash = files.get(content) ?? newId();
    files.set(content, hash);
    return { status, json: { hash } };
  },
  "POST /organizations/:organization/templateversions": createVersion,
  "GET /templates/:id/versions": ({ versions }, { parameters, query }) => {
    const isListed = ({ archived }) => !archived || query.get("include_archived") === "true";
    const found = versions.filter((version) => version.template_id === parameters["id"] && isListed(version));
    return { json: found.map(versionJson) };
  },
  "GET /templates/:id/versions/:name": ({ versions }, { parameters }) => {
    const { id, name } = parameters;
    const found = versions.find((version) => version.template_id === id && version.name === name);
    return found === void 0 ? gone : { json: versionJson(found) };
  },
  "GET /templateversions/:id": ({ versions }, request) => withId(versions, request, (version) => ({ json: versionJson(version) })),
  "PATCH /templateversions/:id": (coder, request) => withId(coder.versions, request, (version) => updateVersion(coder, version, bodyOf(request))),
  "PATCH /templateversions/:id/cancel": ({ versions }, request) => withId(versions, request, (version) => {
    if (isEnded2(version.job)) return alreadyEnded;
    version.job.status = "canceled";
    return { json: { message: "ok" } };
  }),
  "POST /templateversions/:id/archive": (coder, request) => withId(coder.versions, request, (version) => archive(coder, version, true)),
  "POST /templateversions/:id/unarchive": (coder, request) => withId(coder.versions, request, (version) => archive(coder, version, false)),
  "GET /templateversions/:id/variables": ({ versions }, request) => withId(versions, request, ({ variables }) => ({
    json: variables.map(
      (each) => each.sensitive ? { ...each, value: "*redacted*", default_value: "*redacted*" } : each
    )
  })),
  "GET /templateversions/:id/rich-parameters": ({ versions }, request) => withId(versions, request, ({ parameters }) => ({ json: parameters })),
  "GET /templateversions/:id/presets": ({ versions }, request) => withId(versions, request, ({ presets }) => ({ json: presets.length === 0 ? null : presets.map(presetJson) })),
  "GET /templateversions/:id/external-auth": ({ logins }) => ({ json: logins }),
  "POST /templateversions/:id/dynamic-parameters/evaluate": (coder, request) => ({
    json: { id: 1, ...answerTo(coder, bodyOf(request)) }
  }),
  "GET /templateversions/:id/resources": { json: [] },
  "GET /templateversions/:id/logs": { json: [] }
};
function converse(coder, stream) {
  stream.onText = (text2) => {
    const asked = JSON.parse(text2);
    stream.send({ id: asked["id"], ...answerTo(coder, asked) });
  };
  stream.send({ id: -1, ...answerTo(coder, { inputs: {} }) });
}
function answerTo({ evaluation }, { inputs, owner_id }) {
  const values = inputs;
  const parameters = typeof evaluation === "function" ? evaluation(values, String(owner_id)) : evaluation;
  return { diagnostics: [], parameters };
}
function createVersion(coder, request) {
  const body = bodyOf(request);
  const template = coder.templates.find((each) => each.id === body["template_id"]);
  const name = String(body["name"]);
  if (template !== void 0 && coder.versions.some((each) => each.template_id === template.id && each.name === name))
    return refuse2(409, `A template version with name "${name}" already exists for this template.`);
  const active = coder.versions.find((each) => each.id === template?.active_version_id);
  const sent = body["user_variable_values"];
  const valueOf = ({ name: variable, default_value = "" }) => (sent.find((each) => each.name === variable) ?? active?.variables.find((each) => each.name === variable))?.value ?? default_value;
  const version = coder.addVersion(
    {
      name,
      message: typeof body["message"] === "string" ? body["message"] : "",
      organization_id: organizationOf2(request)?.id ?? "",
      template_id: template?.id ?? NO_ID2,
      variables: coder.variables.map((variable) => ({
        default_value: "",
        required: false,
        sensitive: false,
        ...variable,
        value: valueOf(variable)
      }))
    },
    coder.imports.shift() ?? (coder.queue && "pending")
  );
  if (typeof body["file_id"] === "string") version.job.file_id = body["file_id"];
  Object.assign(version.job.tags, body["tags"]);
  return { status: 201, json: versionJson(version) };
}
function updateVersion({ versions }, version, body) {
  const name = typeof body["name"] === "string" && body["name"] !== "" ? body["name"] : version.name;
  const isTaken3 = versions.some(
    (each) => each !== version && each.template_id === version.template_id && each.name === name
  );
  if (isTaken3 && version.template_id !== NO_ID2)
    return refuse2(400, "template version name must be unique for a template");
  version.name = name;
  if (typeof body["message"] === "string") version.message = body["message"];
  return { json: versionJson(version) };
}
function archive({ templates: templates2, usedVersions }, version, archived) {
  if (version.archived === archived)
    return refuse2(400, `Template version already ${archived ? "archived" : "unarchived"}`);
  if (version.template_id === NO_ID2)
    return refuse2(400, "Cannot archive template versions not associate with a template.");
  const isActive = templates2.some((each) => each.active_version_id === version.id);
  const isUsed = usedVersions.includes(version.id);
  const isImporting = version.job.status === "pending" || version.job.status === "running";
  if (archived && (isActive || isUsed || isImporting))
    return refuse2(
      500,
      "Internal error fetching template version.",
      "Unable to archive specified version, the version is likely in use by a workspace or currently set to the active version"
    );
  version.archived = archived;
  return { json: "Archived" };
}
function versionJson({ variables: _v, parameters: _p, presets: _s, ...version }) {
  return { ...version, warnings: null };
}
function presetJson({ id, name, parameters, default: isDefault }) {
  const values = parameters.map((each) => ({ Name: each.name, Value: each.value }));
  return { ID: id, Name: name, Parameters: values, Default: isDefault };
}

// test/fakes/coder/templates.ts
var CREATED_KEYS = [
  "name",
  "display_name",
  "description",
  "icon",
  "default_ttl_ms",
  "activity_bump_ms",
  "allow_user_cancel_workspace_jobs",
  "allow_user_autostart",
  "allow_user_autostop",
  "failure_ttl_ms",
  "require_active_version",
  "autostop_requirement",
  "autostart_requirement"
];
function addTemplate(coder, more) {
  const id = newId();
  const version = coder.versions.find((each) => each.id === more.active_version_id) ?? coder.addVersion({ template_id: id });
  version.template_id = id;
  const organization = ORGANIZATIONS.find((each) => each.id === more.organization_id) ?? ORGANIZATIONS[0];
  const template = {
    id,
    created_at: coder.timeOr(TIME),
    organization_id: organization?.id ?? "",
    organization_name: organization?.name,
    name: "docker",
    display_name: "",
    provisioner: "terraform",
    active_version_id: version.id,
    description: "",
    icon: "",
    default_ttl_ms: 0,
    activity_bump_ms: 36e5,
    autostop_requirement: { days_of_week: [], weeks: 1 },
    autostart_requirement: {
      days_of_week: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    },
    created_by_id: me.id,
    created_by_name: me.username,
    allow_user_autostart: true,
    allow_user_autostop: true,
    allow_user_cancel_workspace_jobs: true,
    failure_ttl_ms: 0,
    time_til_dormant_ms: 0,
    time_til_dormant_autodelete_ms: 0,
    require_active_version: false,
    deprecated: false,
    deprecation_message: "",
    max_port_share_level: "public",
    use_classic_parameter_flow: true,
    ...more
  };
  coder.templates.push(template);
  return template;
}
var templateRoutes = {
  "GET /templates": listTemplates2,
  "GET /templates/examples": { json: [{ id: "docker" }, { id: "kubernetes" }] },
  "GET /templates/:id": ({ templates: templates2 }, request) => withId(templates2, request, (template) => ({ json: template })),
  "GET /organizations/:organization/templates/:name": (coder, request) => {
    const found = findTemplate(coder, organizationOf2(request)?.id, request.parameters["name"]);
    return found === void 0 ? gone : { json: found };
  },
  "POST /organizations/:organization/templates": createTemplate2,
  "PATCH /templates/:id": (coder, request) => withId(coder.templates, request, (template) => updateTemplate2(coder, template, bodyOf(request))),
  "PATCH /templates/:id/versions": (coder, request) => withId(coder.templates, request, (template) => promote(coder, template, bodyOf(request))),
  "DELETE /templates/:id": (coder, request) => withId(coder.templates, request, ({ id }) => {
    if (coder.liveWorkspaces.some((workspace) => workspace.template_id === id))
      return refuse2(400, "All workspaces must be deleted before a template can be removed.");
    coder.removeTemplate(id);
    return { json: { message: "Template has been deleted!" } };
  })
};
function listTemplates2({ templates: templates2 }, request) {
  const terms = searchTerms(request, ["ids", "organization", "deprecated"]);
  if (terms === void 0) return badQuery;
  const [ids, organization] = [terms.get("ids")?.split(","), terms.get("organization")];
  const isDeprecated = terms.get("deprecated") === "true";
  const found = templates2.filter(
    (each) => each["deprecation_message"] !== "" === isDeprecated && (ids?.includes(each.id) ?? true) && (organization === void 0 || each.organization_id === organization)
  );
  return { json: found };
}
function findTemplate({ templates: templates2 }, organizationId, name) {
  return templates2.find((each) => each.organization_id === organizationId && sameName(each.name, name));
}
function createTemplate2(coder, request) {
  const organizationId = organizationOf2(request)?.id;
  const body = bodyOf(request);
  const name = String(body["name"]);
  if (findTemplate(coder, organizationId, name) !== void 0)
    return refuse2(409, `Template with name "${name}" already exists.`);
  const version = coder.versions.find((each) => each.id === body["template_version_id"]);
  if (version === void 0) return gone;
  if (version.template_id !== NO_ID2) return refuse2(400, "Template version already belongs to a template.");
  const isKept = (key) => !coder.ignoredKeys.includes(key);
  const kept = CREATED_KEYS.filter((key) => body[key] !== void 0 && isKept(key));
  const template = coder.addTemplate({
    ...Object.fromEntries(kept.map((key) => [key, body[key]])),
    ...isKept("time_til_dormant_ms") && { time_til_dormant_ms: body["dormant_ttl_ms"] },
    ...body["disable_everyone_group_access"] === true && { everyone_removed: true },
    organization_id: organizationId ?? "",
    active_version_id: version.id
  });
  return { status: 201, json: template };
}
var RESET = {
  display_name: "",
  description: "",
  icon: "",
  default_ttl_ms: 0,
  activity_bump_ms: 0,
  allow_user_autostart: false,
  allow_user_autostop: false,
  allow_user_cancel_workspace_jobs: false,
  failure_ttl_ms: 0,
  time_til_dormant_ms: 0,
  time_til_dormant_autodelete_ms: 0,
  require_active_version: false
};
function updateTemplate2(coder, template, body) {
  const { name } = body;
  const other = coder.templates.find(
    (each) => each.id !== template.id && sameName(each.name, typeof name === "string" ? name : "")
  );
  if (other !== void 0) return refuse2(409, `Template with name "${String(name)}" already exists.`);
  const changed = Object.entries({ ...RESET, ...body }).filter(
    ([key, value]) => key in template && JSON.stringify(template[key]) !== JSON.stringify(value)
  );
  if (name !== void 0 && changed.length === 0) return { status: 304 };
  if (body["disable_everyone_group_access"] === true) template["everyone_removed"] = true;
  for (const [key, value] of changed) if (!coder.ignoredKeys.includes(key)) template[key] = value;
  return { json: template };
}
function promote(coder, template, body) {
  const version = coder.versions.find((each) => each.id === body["id"]);
  if (version === void 0) return refuse2(404, "Template version not found.");
  if (version.template_id !== template.id)
    return refuse2(400, "The provided template version doesn't belong to the specified template.");
  if (version.job.status !== "succeeded")
    return refuse2(403, "Only versions that have been built successfully can be promoted.");
  if (version.archived) return refuse2(400, "The provided template version is archived.");
  template.active_version_id = version.id;
  return { json: { message: "Updated the active template version!" } };
}

// test/fakes/coder/workspace-builds.ts
var BUILD_TIME = "2026-01-02T03:04:05Z";
var STATUS = {
  start: { succeeded: "running", failed: "failed", active: "starting", pending: "pending" },
  stop: { succeeded: "stopped", failed: "failed", active: "stopping", pending: "pending" },
  delete: { succeeded: "deleted", failed: "failed", active: "deleting", pending: "pending" }
};
function addBuild(coder, workspaceId, request, more) {
  const { transition: transition2, template_version_preset_id: presetId, rich_parameter_values: sent = [] } = request;
  const workspace = coder.workspace(workspaceId);
  const latest = coder.builds.findLast((each) => each.workspace_id === workspaceId);
  const ending = coder.endings.shift() ?? (coder.queue === void 0 ? "succeeded" : "pending");
  const version = known2(coder.versions, request.template_version_id ?? latest?.template_version_id);
  const preset = version.presets.find((each) => each.id === presetId);
  const id = newId();
  const build = {
    id,
    created_at: coder.timeOr(BUILD_TIME),
    workspace_id: workspaceId,
    workspace_name: workspace.name,
    workspace_owner_name: workspace.owner_name,
    template_version_id: version.id,
    template_version_name: version.name,
    template_version_preset_id: presetId,
    build_number: (latest?.build_number ?? 0) + 1,
    transition: transition2,
    initiator_id: coder.user.id,
    initiator_name: coder.user.username,
    job: {
      id: newId(),
      created_at: coder.timeOr(BUILD_TIME),
      started_at: coder.timeOr(BUILD_TIME),
      status: ending === "active" ? "running" : ending,
      file_id: version.job.file_id,
      tags: {},
      queue_position: 0,
      queue_size: 0
    },
    reason: "initiator",
    resources: transition2 === "start" && coder.agents.length > 0 ? [machineOf(coder, id)] : [],
    status: STATUS[transition2][ending],
    ...more
  };
  coder.builds.push(build);
  workspace.latest_build = build;
  const held = coder.values.get(latest?.id ?? "");
  const given = new Map([...sent, ...preset?.parameters ?? []].map(({ name, value }) => [name, value]));
  const values = version.parameters.map(({ name, default_value }) => ({
    name,
    value: given.get(name) ?? held?.find((each) => each.name === name)?.value ?? default_value
  }));
  coder.values.set(id, values);
  return build;
}
function endBuild(coder, workspaceId, status) {
  const { latest_build: build } = coder.workspace(workspaceId);
  build.job.status = status;
  build.status = status === "succeeded" ? STATUS[build.transition].succeeded : status;
}
var workspaceBuildRoutes = {
  // Also of a workspace that is deleted.
  "POST /workspaces/:id/builds": (coder, request) => withId(coder.workspaces, request, ({ id, latest_build: latest, dormant_at }) => {
    const wanted = bodyOf(request);
    if (isUnderWay(latest)) return refuse2(409, "A workspace build is already active.");
    if (wanted.transition === "start" && dormant_at !== void 0) return refuse2(403, "insert workspace build");
    return { status: 201, json: coder.build(id, wanted) };
  }),
  "GET /workspaces/:id/builds": ({ builds }, { parameters }) => ({
    json: builds.filter((each) => each.workspace_id === parameters["id"]).reverse()
  }),
  "GET /users/:user/workspace/:name/builds/:number": findBuild,
  "GET /workspacebuilds/:id": ({ builds }, request) => withId(builds, request, (build) => ({ json: build })),
  "GET /workspacebuilds/:id/parameters": ({ values }, { parameters }) => {
    const found = values.get(parameters["id"] ?? "");
    return found === void 0 ? gone : { json: found };
  },
  "PATCH /workspacebuilds/:id/cancel": (coder, request) => withId(coder.builds, request, ({ workspace_id, job }) => {
    if (isEnded2(job)) return alreadyEnded;
    endBuild(coder, workspace_id, "canceled");
    return { json: { message: "Job has been marked as canceled..." } };
  }),
  "GET /workspacebuilds/:id/logs": (coder) => ({ json: logLines(coder) })
};
function isUnderWay({ job }) {
  return job.status === "running" || job.status === "pending";
}
function logLines({ log }) {
  const line = { created_at: BUILD_TIME, log_source: "provisioner", log_level: "error", stage: "Apply" };
  return log.map((output, index) => ({ ...line, id: index + 1, output }));
}
function machineOf({ agents }, buildId) {
  const machine = { id: newId(), created_at: TIME, job_id: buildId, workspace_transition: "start", agents };
  return { ...machine, type: "terraform_data", name: "machine" };
}
function findBuild(coder, { parameters }) {
  const { user: user2 = "", name, number } = parameters;
  const owner = userOf(coder, user2)?.username;
  const found = coder.builds.find(
    (each) => each.workspace_owner_name === owner && each.workspace_name === name && each.build_number === Number(number)
  );
  return found === void 0 ? gone : { json: found };
}

// test/fakes/coder/provisioner.ts
var DEFAULT_LIMIT2 = 50;
var ProvisionerQueue = class {
  constructor(coder) {
    this.coder = coder;
    for (const noun of ["templateversions", "workspacebuilds"])
      coder.http.onStream(`GET /${noun}/:id/logs`, (stream) => {
        const id = stream.request.parameters["id"] ?? "";
        if (this.#waiting.some(({ jobId }) => jobId === id))
          this.#streams.set(id, [...this.#streams.get(id) ?? [], stream]);
        else stream.finish(logLines(coder));
      });
  }
  coder;
  /** A member may not. */
  mayBeListed = true;
  #streams = /* @__PURE__ */ new Map();
  /** Ends the oldest job, so often as there are any, until all that was begun is done. */
  async workUntil(done2) {
    let isDone = false;
    const end = () => void (isDone = true);
    done2.then(end, end);
    while (!isDone) {
      this.work();
      await new Promise((resolve3) => setTimeout(resolve3, 2));
    }
    await done2;
  }
  /** Ends the oldest job, if there is one. */
  work() {
    const [next] = this.#waiting;
    next?.end();
    for (const stream of this.#streams.get(next?.jobId ?? "") ?? []) stream.finish(logLines(this.coder));
  }
  get #waiting() {
    const { coder } = this;
    const versions = coder.versions.filter(({ job }) => job.status === "pending");
    const builds = coder.builds.filter(({ job }) => job.status === "pending");
    return [
      ...versions.map(({ id, job }) => ({ jobId: id, end: () => void (job.status = "succeeded") })),
      ...builds.map(({ id, workspace_id }) => ({ jobId: id, end: () => endBuild(coder, workspace_id, "succeeded") }))
    ];
  }
};
var provisionerRoutes = {
  "GET /organizations/:organization/provisionerjobs": listJobs
};
function listJobs({ versions, builds, queue }, { query }) {
  if (queue?.mayBeListed === false) return gone;
  const ids = query.get("ids")?.split(",");
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT2);
  const all = [
    ...versions.map(({ id, name, job }) => ({
      ...job,
      input: { template_version_id: id },
      metadata: { template_version_name: name }
    })),
    ...builds.map(({ id, job }) => ({ ...job, input: { workspace_build_id: id } }))
  ];
  const found = all.filter(({ id }) => ids === void 0 || ids.includes(String(id))).reverse();
  return { json: found.slice(0, limit).map((job) => ({ ...job, available_workers: ["daemon"] })) };
}

// test/fakes/coder/workspaces.ts
function addWorkspace(coder, owner, request) {
  const user2 = userOf(coder, owner);
  if (user2 === void 0) throw new Error(`The fake has no user "${owner}".`);
  const versionId = request.template_version_id ?? coder.template(request.template_id ?? "")["active_version_id"];
  const template = coder.template(known2(coder.versions, versionId).template_id);
  const defaultTtl = template["default_ttl_ms"];
  const workspace = {
    id: newId(),
    name: request.name,
    created_at: coder.http.now.toISOString(),
    owner_id: user2.id,
    owner_name: user2.username,
    organization_id: CODER,
    organization_name: "coder",
    template_id: template.id,
    template_name: template.name,
    template_active_version_id: template.active_version_id,
    template_use_classic_parameter_flow: template["use_classic_parameter_flow"],
    outdated: false,
    autostart_schedule: request.autostart_schedule,
    ttl_ms: request.ttl_ms ?? (defaultTtl === 0 ? void 0 : defaultTtl),
    automatic_updates: request.automatic_updates ?? "never",
    allow_renames: coder.allowsRenames,
    favorite: false,
    health: { healthy: true, failing_agents: [] }
  };
  coder.workspaces.push(workspace);
  coder.build(workspace.id, { ...request, transition: "start", template_version_id: versionId });
  return workspace;
}
function isDeleted({ builds }, { id }) {
  return builds.some(
    ({ workspace_id, transition: transition2, job }) => workspace_id === id && transition2 === "delete" && job.status === "succeeded"
  );
}
var workspaceRoutes = {
  "POST /users/:user/workspaces": (coder, request) => {
    const owner = request.parameters["user"] ?? "";
    const wanted = bodyOf(request);
    if (findWorkspace(coder, owner, wanted.name) !== void 0)
      return refuse2(409, `Workspace "${wanted.name}" already exists.`);
    return { status: 201, json: coder.addWorkspace(owner, wanted) };
  },
  "GET /workspaces": listWorkspaces2,
  "GET /workspaces/:id": (coder, request) => withWorkspace(coder, request, (workspace) => ({ json: workspace })),
  "GET /users/:user/workspace/:name": (coder, { parameters }) => {
    const found = findWorkspace(coder, parameters["user"] ?? "", parameters["name"] ?? "");
    return found === void 0 ? gone : { json: found };
  },
  "PATCH /workspaces/:id": setting(({ name }) => ({ name })),
  "PUT /workspaces/:id/autostart": setting(({ schedule }) => ({ autostart_schedule: schedule })),
  "PUT /workspaces/:id/ttl": setting(({ ttl_ms }) => ({ ttl_ms })),
  "PUT /workspaces/:id/autoupdates": setting(({ automatic_updates }) => ({ automatic_updates })),
  "PUT /workspaces/:id/dormant": (coder, request) => withWorkspace(coder, request, (workspace) => {
    const isDormant = bodyOf(request)["dormant"] === true;
    if (isDormant === (workspace.dormant_at !== void 0)) return { status: 304 };
    workspace.dormant_at = isDormant ? "2026-01-02T03:04:05Z" : void 0;
    return { json: workspace };
  }),
  "PUT /workspaces/:id/favorite": setting(() => ({ favorite: true })),
  "DELETE /workspaces/:id/favorite": setting(() => ({ favorite: false }))
};
function withWorkspace(coder, request, answer) {
  const workspace = coder.workspaces.find(({ id }) => id === request.parameters["id"]);
  if (workspace === void 0) return gone;
  return isDeleted(coder, workspace) ? refuse2(410, "Workspace was deleted.") : answer(workspace);
}
function setting(change2) {
  return (coder, request) => withWorkspace(coder, request, (workspace) => {
    Object.assign(workspace, change2(request.json ?? {}));
    return { status: 204 };
  });
}
function findWorkspace(coder, owner, name) {
  const ownerId = userOf(coder, owner)?.id;
  return coder.liveWorkspaces.find((each) => each.owner_id === ownerId && sameName(each.name, name));
}
function listWorkspaces2(coder, request) {
  const terms = searchTerms(request, ["id", "owner", "template", "organization", "param"]);
  if (terms === void 0) return badQuery;
  const parameter2 = terms.get("param");
  const owner = terms.get("owner");
  const wanted = [
    [({ id }) => id, terms.get("id")?.split(",")],
    [({ owner_id }) => owner_id, owner === void 0 ? void 0 : [userOf(coder, owner)?.id ?? "nobody"]],
    [({ template_id }) => String(coder.template(template_id).name), terms.get("template")?.split(",")],
    [({ organization_id }) => organization_id, terms.get("organization")?.split(",")]
  ];
  const found = coder.liveWorkspaces.filter(
    (each) => wanted.every(([held, values]) => values?.includes(held(each)) ?? true) && (parameter2 === void 0 || hasParameter(coder, each, parameter2))
  );
  const offset = Number(request.query.get("offset") ?? 0);
  const limit = Number(request.query.get("limit") ?? found.length);
  return { json: { workspaces: found.slice(offset, offset + limit), count: found.length } };
}
function hasParameter({ values }, { latest_build }, term) {
  const held = values.get(latest_build.id) ?? [];
  if (term.includes("=")) return held.some(({ name, value }) => `${name}=${value}`.toLowerCase() === term);
  const pattern = term.replace(
    /\\?[^]/g,
    (part) => part === "%" ? ".*" : part === "_" ? "." : part.slice(-1).replace(/[^\w]/g, "\\$&")
  );
  return held.some(({ name }) => new RegExp(`^${pattern}$`, "i").test(name));
}

// test/fakes/http-server.ts
var import_node_http2 = require("node:http");
var import_node_https = require("node:https");

// test/fakes/web-socket.ts
var import_node_crypto8 = require("node:crypto");
var KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
function acceptStream(socket, request) {
  const key = `${String(request.headers["sec-websocket-key"])}${KEY_SUFFIX}`;
  const head = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${(0, import_node_crypto8.createHash)("sha1").update(key).digest("base64")}`
  ];
  socket.write(`${head.join("\r\n")}\r
\r
`);
  return streamOver(socket, request);
}
function streamOver(socket, request) {
  const received = [];
  const texts = [];
  let rest = Buffer.alloc(0);
  let isFrozen = false;
  socket.on("end", () => socket.end());
  socket.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let next = maskedFrame(rest); next !== void 0; next = maskedFrame(rest)) {
      rest = rest.subarray(next.length);
      received.push(next.opcode);
      if (next.opcode === 1) {
        texts.push(next.payload.toString("utf8"));
        stream.onText(next.payload.toString("utf8"));
      }
      if (isFrozen) continue;
      if (next.opcode === 8) socket.end(frame(8, Buffer.from([3, 232])));
      if (next.opcode === 9) socket.write(frame(10, next.payload));
    }
  });
  const stream = {
    request,
    received,
    texts,
    onText: () => {
    },
    send: (message) => socket.write(textFrame(message)),
    close: (code, reason = "") => {
      const head = Buffer.alloc(2);
      head.writeUInt16BE(code);
      socket.end(frame(8, Buffer.concat([head, Buffer.from(reason)])));
    },
    finish: (messages) => socket.write(Buffer.concat([...messages.map(textFrame), frame(8, Buffer.from([3, 232]))])),
    drop: () => socket.destroy(),
    freeze: () => {
      isFrozen = true;
    },
    closed: new Promise((resolve3) => socket.on("close", () => resolve3()))
  };
  return stream;
}
function maskedFrame(bytes) {
  if (bytes.length < 6) return void 0;
  const isLong = (bytes.readUInt8(1) & 127) === 126;
  const size = isLong ? bytes.readUInt16BE(2) : bytes.readUInt8(1) & 127;
  const head = isLong ? 4 : 2;
  const length = head + 4 + size;
  if (bytes.length < length) return void 0;
  const payload = Buffer.from(
    bytes.subarray(head + 4, length).map((byte, index) => byte ^ bytes.readUInt8(head + index % 4))
  );
  return { opcode: bytes.readUInt8(0) & 15, payload, length };
}
function textFrame(message) {
  return frame(1, Buffer.from(typeof message === "string" ? message : JSON.stringify(message)));
}
function frame(opcode, payload) {
  const length = payload.length < 126 ? Buffer.from([payload.length]) : payload.length < 65536 ? Buffer.from([126, payload.length >> 8, payload.length & 255]) : Buffer.from([127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => payload.length >>> shift & 255)]);
  return Buffer.concat([Buffer.from([128 | opcode]), length, payload]);
}

// test/fakes/http-server.ts
var TOKEN = "abcdefghij-0123456789abcdefghijkl";
var PREFIX = "/api/v2";
var usedPorts = /* @__PURE__ */ new Set();
var FakeServer = class _FakeServer {
  requests = [];
  /** Coder's version, in a header of every answer. */
  version = "v2.24.0+0000000";
  /** Refuses what goes beyond the limit, by path. */
  limiter;
  /** How far its clock is ahead. */
  clockOffsetMilliseconds = 0;
  /** Runs before each answer, with the route that gives it; undefined when there is none. */
  before;
  /** Asked before the routes: its reply, if it has one, is given in place of theirs. */
  instead;
  #routes = [];
  #sockets = /* @__PURE__ */ new Set();
  #server;
  #scheme;
  #url = "";
  constructor(options) {
    const listener = (request, response) => {
      this.#answer(request, response).catch((thrown) => {
        response.statusCode = 500;
        response.end(JSON.stringify({ message: `The fake server failed: ${String(thrown)}` }));
      });
    };
    const { certificate } = options;
    this.#scheme = certificate === void 0 ? "http" : "https";
    this.#server = certificate === void 0 ? (0, import_node_http2.createServer)(listener) : (0, import_node_https.createServer)({ cert: certificate.certificate, key: certificate.key }, listener);
    this.#server.keepAliveTimeout = 0;
    this.#server.on("connection", (socket) => this.#track(socket));
    this.#server.on("upgrade", (request, socket) => this.#upgrade(request, socket));
  }
  static async start(options = {}) {
    const fake = new _FakeServer(options);
    await new Promise((resolve3) => fake.#server.listen(0, "127.0.0.1", resolve3));
    const address = fake.#server.address();
    if (address === null || typeof address === "string") throw new Error("The fake server listens on no port.");
    fake.#url = `${fake.#scheme}://127.0.0.1:${address.port}`;
    if (!usedPorts.has(address.port)) {
      usedPorts.add(address.port);
      return fake;
    }
    try {
      return await _FakeServer.start(options);
    } finally {
      await fake.close();
    }
  }
  get url() {
    return this.#url;
  }
  /**
   * Sets the answer for a route below /api/v2, e.g. `GET /templates/:id`. Of several replies each is given once, and
   * the last one from then on. A second call for the same route replaces the first.
   */
  on(route, ...repliers) {
    this.#set(route, repliers, void 0);
    return this;
  }
  /** Accepts WebSockets on a route. A connection stays open until the streamer closes it. */
  onStream(route, streamer) {
    const known3 = this.#routes.find((each) => nameOf5(each) === route);
    this.#set(route, known3?.repliers ?? [], streamer);
    return this;
  }
  /** How many connections are open. */
  get connections() {
    return this.#sockets.size;
  }
  /** At once, as a proxy does with those that were idle for long. */
  closeConnections() {
    for (const socket of this.#sockets) socket.destroy();
  }
  /** By its own clock. */
  get now() {
    return new Date(Date.now() + this.clockOffsetMilliseconds);
  }
  /** The requests to a route so far. */
  requestsTo(route) {
    const { method, segments } = parseRoute(route);
    return this.requests.filter((request) => request.method === method && match(segments, request.path) !== void 0);
  }
  /** `METHOD /path` of all requests, in order. */
  get log() {
    return this.requests.map((request) => `${request.method} ${request.path.replace(PREFIX, "")}`);
  }
  async close() {
    this.closeConnections();
    await new Promise((resolve3) => this.#server.close(() => resolve3()));
  }
  #set(route, repliers, streamer) {
    const index = this.#routes.findIndex((each) => nameOf5(each) === route);
    if (index >= 0) this.#routes.splice(index, 1);
    this.#routes.push({ ...parseRoute(route), repliers, streamer, answered: 0 });
  }
  #track(socket) {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  }
  /** A route with fewer parameters wins, then the one that was set last. */
  #find(request, isStream) {
    const found = this.#routes.filter(
      (route) => route.method === request.method && (isStream ? route.streamer !== void 0 : route.repliers.length > 0)
    ).flatMap((route) => {
      const parameters = match(route.segments, request.path);
      return parameters === void 0 ? [] : [{ route, parameters }];
    }).sort((left, right) => Object.keys(right.parameters).length - Object.keys(left.parameters).length).at(-1);
    if (found !== void 0) request.parameters = found.parameters;
    return found?.route;
  }
  async #answer(message, response) {
    const request = await record(message);
    this.requests.push(request);
    const route = this.#find(request, false);
    await this.before?.(route && nameOf5(route), request);
    const unlimited = this.instead?.(request) ?? route?.repliers[Math.min(route.answered++, route.repliers.length - 1)];
    const replier = unlimited && (this.limiter?.around(unlimited) ?? unlimited);
    const reply = replier === void 0 ? { status: 404, json: { message: "Route not found." } } : typeof replier === "function" ? await replier(request) : replier;
    if (reply.drop === "before") {
      message.socket.destroy();
      return;
    }
    if (reply.drop === "garbled") {
      message.socket.end("SSH-2.0-OpenSSH_9.6\r\n");
      return;
    }
    for (const [name, value] of Object.entries({
      ...coderHeaders(this.version, this.requests.length),
      date: this.now.toUTCString(),
      ...contentType2(reply),
      ...reply.headers
    })) {
      if (value !== void 0) response.setHeader(name, value);
    }
    response.statusCode = reply.status ?? 200;
    const body = reply.bytes ?? Buffer.from(reply.text ?? (reply.json === void 0 ? "" : JSON.stringify(reply.json)));
    if (reply.drop === "within") {
      response.setHeader("content-length", body.length + 100);
      response.write(body, () => message.socket.destroy());
      return;
    }
    if (reply.isFlood === true) flood(response);
    else if (reply.isEndless === true) response.write(body);
    else response.end(body);
  }
  #upgrade(message, socket) {
    const request = recordHead(message, Buffer.alloc(0));
    this.requests.push(request);
    const route = this.#find(request, true);
    void this.before?.(route && nameOf5(route), request);
    if (route?.streamer === void 0) {
      const body = JSON.stringify({ message: "Resource not found or you do not have access to this resource." });
      const head = [
        `HTTP/1.1 404 ${import_node_http2.STATUS_CODES[404]}`,
        `x-coder-build-version: ${this.version}`,
        "content-type: application/json",
        `content-length: ${body.length}`,
        "connection: close"
      ];
      socket.end(`${head.join("\r\n")}\r
\r
${body}`);
      return;
    }
    void route.streamer(acceptStream(socket, request));
  }
};
function flood(response) {
  const blanks = Buffer.alloc(1024 * 1024, " ");
  const pour = () => {
    while (!response.destroyed && response.write(blanks)) ;
  };
  response.on("drain", pour);
  pour();
}
function coderHeaders(version, number) {
  return { "x-coder-build-version": version, "x-coder-request-id": `request-${number}` };
}
function contentType2(reply) {
  return reply.json === void 0 ? {} : { "content-type": "application/json; charset=utf-8" };
}
async function record(message) {
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  return recordHead(message, Buffer.concat(chunks));
}
function recordHead(message, body) {
  const url = new URL(message.url ?? "/", "http://fake");
  return {
    method: message.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    parameters: {},
    headers: message.headers,
    body,
    json: parseJson3(body)
  };
}
function parseJson3(body) {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return void 0;
  }
}
function parseRoute(route) {
  const [method = "", path2 = ""] = route.split(" ");
  return { method, segments: (PREFIX + path2).split("/") };
}
function nameOf5(route) {
  return `${route.method} ${route.segments.join("/").replace(PREFIX, "")}`;
}
function match(segments, path2) {
  const actual = path2.split("/");
  if (actual.length !== segments.length) return void 0;
  const parameters = {};
  for (const [index, segment] of segments.entries()) {
    const value = actual[index] ?? "";
    if (segment.startsWith(":")) parameters[segment.slice(1)] = decodeURIComponent(value);
    else if (segment !== value) return void 0;
  }
  return parameters;
}

// test/fakes/coder.ts
var ROUTES = [
  provisionerRoutes,
  userRoutes,
  templateRoutes,
  templateVersionRoutes,
  workspaceRoutes,
  workspaceBuildRoutes
];
var FakeCoder = class _FakeCoder {
  constructor(http, isLicensed) {
    this.http = http;
    this.client = this.#connect();
    http.on("GET /buildinfo", () => ({ json: { version: http.version } }));
    http.onStream("GET /templateversions/:id/dynamic-parameters", (stream) => converse(this, stream));
    for (const routes of ROUTES) this.#serve(routes);
    http.onStream("GET /workspacebuilds/:id/logs", (stream) => stream.finish(logLines(this)));
    if (!isLicensed) return;
    this.#serve(groupRoutes);
    for (const { id } of ORGANIZATIONS) this.addGroup({ id, name: "Everyone", organization_id: id });
  }
  http;
  users = firstUsers();
  templates = [];
  versions = [];
  /** Ids of uploaded files by content. */
  files = /* @__PURE__ */ new Map();
  workspaces = [];
  builds = [];
  /** Parameter values by build. */
  values = /* @__PURE__ */ new Map();
  groups = [];
  accessLists = /* @__PURE__ */ new Map();
  /** The Terraform variables that new versions declare. */
  variables = [];
  /** How the next imports end; they succeed when nothing is set. */
  imports = [];
  /** How the next builds end; they succeed when nothing is set. */
  endings = [];
  /** Where it is set, new jobs wait in it. */
  queue;
  /** The lines that every build logs. */
  log = [];
  /** The agents of every workspace that is started. */
  agents = [];
  /** The logins that every version asks for. */
  logins = [];
  /** What the dynamic parameter flow answers, always or by the values and the owner. */
  evaluation = [];
  allowsRenames = false;
  /** The time of what is made; where it is not set, everything has the same. */
  now;
  /** Versions that cannot be archived, because a workspace was built with them. */
  usedVersions = [];
  /** Properties of a template that the server ignores, as a server without a licence does. */
  ignoredKeys = [];
  /** How many members of a group the token may see. */
  visibleMembers = Infinity;
  #calls = new CallRecorder();
  mutations = this.#calls.mutations;
  reads = this.#calls.reads;
  failures = this.#calls.failures;
  /** Messages of the provider, as `level: message`. */
  told = [];
  /** Status lines of the provider. */
  shown = [];
  /** What the run knows of who has what. */
  ownership = passingOwnership();
  client;
  #clients = [];
  #user = me;
  static async start({ isLicensed = false } = {}) {
    return new _FakeCoder(await FakeServer.start(), isLicensed);
  }
  async close() {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.http.close();
  }
  get url() {
    return this.http.url;
  }
  /** Who runs the program. */
  get user() {
    return this.#user;
  }
  /** From now on another user runs the program. The client is new, because a client asks once whose token it has. */
  set user(user2) {
    this.#user = user2;
    this.client = this.#connect();
  }
  context(more = {}) {
    const { resourceName = "dev" } = more;
    const tell = (level) => (message) => void this.told.push(`${level}: ${message}`);
    return {
      client: this.client,
      signal: new AbortController().signal,
      log: { status: (message) => void this.shown.push(message), info: tell("info"), warning: tell("warning") },
      deadline: { milliseconds: 6e4, setting: "coderd:jobTimeoutSeconds" },
      defaultOrganization: "default",
      impact: { isTold: true, limit: 100 },
      isValidated: false,
      dryRun: { isTold: false, limit: 5 },
      urn: `urn:pulumi:test::project::coderd:index:Fake::${resourceName}`,
      resourceName,
      ownership: this.ownership,
      rootDirectory: __dirname,
      ...more
    };
  }
  /** Method and path of the requests since the last call, with names in place of ids. */
  takeLog() {
    return this.takeRequests().map(
      (request) => `${request.method} ${this.#named(request.path.replace("/api/v2", ""))}`
    );
  }
  /** The requests since the last call, without those for logs. */
  takeRequests() {
    return this.http.requests.splice(0).filter(({ path: path2 }) => !path2.endsWith("/logs"));
  }
  /** From now on jobs wait until they are worked off. */
  startQueue() {
    return this.queue = new ProvisionerQueue(this);
  }
  /** When something is made. */
  timeOr(fixed) {
    return this.now === void 0 ? fixed : new Date(this.now()).toISOString();
  }
  addUser(username, more = {}) {
    const user2 = { id: newId(), username, status: "active", organization_ids: [CODER], deleted: false, roles: [] };
    this.users.push({ ...user2, ...more });
    return known2(this.users, more.id ?? user2.id);
  }
  addVersion(more = {}, status = "succeeded") {
    return addVersion(this, more, status);
  }
  addTemplate(more = {}) {
    return addTemplate(this, more);
  }
  removeTemplate(id) {
    this.templates.splice(this.templates.indexOf(this.template(id)), 1);
  }
  addWorkspace(owner, request) {
    return addWorkspace(this, owner, request);
  }
  /** A build that somebody makes in the dashboard. */
  build(id, request, more = {}) {
    return addBuild(this, id, request, more);
  }
  /** Ends the active build of a workspace. */
  end(id, status = "succeeded") {
    endBuild(this, id, status);
  }
  addGroup(more) {
    return addGroup(this, more);
  }
  template(id) {
    return known2(this.templates, id);
  }
  workspace(id) {
    return known2(this.workspaces, id);
  }
  /** The workspaces that are not deleted. */
  get liveWorkspaces() {
    return this.workspaces.filter((workspace) => !isDeleted(this, workspace));
  }
  group(name) {
    return known2(this.groups, this.groups.find((each) => each.name === name)?.id);
  }
  accessList(template) {
    return accessListOf(this, this.template(template?.id ?? ""));
  }
  #connect() {
    const client = createClient({ url: this.url, token: TOKEN });
    this.#clients.push(client);
    return this.#calls.recorded(client);
  }
  #serve(routes) {
    for (const [route, reply] of Object.entries(routes))
      this.http.on(route, typeof reply === "function" ? (request) => reply(this, request) : reply);
  }
  #named(path2) {
    const byId = [
      ...ORGANIZATIONS.map(({ id, name }) => [id, name]),
      ...[...this.templates, ...this.versions].map(({ id, name }) => [id, `<${name}>`])
    ];
    return byId.reduce((named, [id = "", name = ""]) => named.replace(id, name), path2);
  }
};

// test/fakes/driver.ts
var Lifecycle = class {
  constructor(calls) {
    this.calls = calls;
  }
  calls;
  /** Empty before the creation. */
  id = "";
  inputs;
  outputs = {};
  /** The object exists, and the next run has to finish it even where nothing else has changed. */
  isUnfinished = false;
  /** Replaced objects that are still there: the next run deletes them. */
  replaced = [];
  async check(news2) {
    return (await this.calls.check(news2, this.inputs)).failures;
  }
  async diff(news2) {
    return this.calls.diff(this.#state, await this.#checked(news2, this.inputs), this.inputs ?? {});
  }
  async changes(news2) {
    return (await this.diff(news2)).changes;
  }
  /** What a preview shows: the steps, as `up` tells them, and the state that the engine expects. Nothing is kept. */
  async preview(news2) {
    const inputs = await this.#checked(news2, this.inputs, true);
    const foreseen = async (state, wanted) => await this.calls.preview?.(state, wanted, this.inputs ?? {}) ?? { id: state?.id ?? "", outputs: wanted };
    if (this.id === "") return { steps: ["create"], ...await foreseen(void 0, inputs) };
    const { changes } = await this.calls.diff(this.#state, inputs, this.inputs ?? {});
    const steps = changes.map(({ kind, property }) => `${kind} ${property}`);
    if (changes.some(({ kind }) => kind === "replace"))
      return { steps, ...await foreseen(void 0, await this.#checked(news2, void 0, true)) };
    return { steps, ...changes.length > 0 ? await foreseen(this.#state, inputs) : this.#state };
  }
  /** What was done, as `kind property`. */
  async up(news2) {
    const done2 = await this.#apply(news2);
    await this.#deleteReplaced();
    return done2;
  }
  async #apply(news2) {
    const inputs = await this.#checked(news2, this.inputs);
    const { id, inputs: olds = {} } = this;
    if (id === "") {
      await this.#keep(inputs, () => this.calls.create(inputs));
      return ["create"];
    }
    const old = this.#state;
    const { changes, deleteBeforeReplace = false } = await this.calls.diff(old, inputs, olds);
    if (changes.some(({ kind }) => kind === "replace")) {
      const anew = await this.#checked(news2, void 0);
      if (deleteBeforeReplace) {
        await this.calls.delete(old, olds);
        Object.assign(this, { id: "", inputs: void 0, outputs: {}, isUnfinished: false });
      }
      await this.#keep(anew, () => this.calls.create(anew), deleteBeforeReplace ? void 0 : old);
    } else if (changes.length > 0 || this.isUnfinished) {
      await this.#keep(inputs, async () => ({ id, outputs: await this.calls.update(old, inputs, olds) }));
    }
    this.inputs = inputs;
    return changes.map(({ kind, property }) => `${kind} ${property}`);
  }
  /** False when the object is gone. */
  async refresh() {
    const found = await this.calls.read(this.#state, this.inputs ?? {});
    if (found !== void 0) this.outputs = found.outputs;
    return found !== void 0;
  }
  async destroy() {
    if (this.id !== "") await this.calls.delete(this.#state, this.inputs ?? {});
    await this.#deleteReplaced();
  }
  async #deleteReplaced() {
    for (let [next] = this.replaced; next !== void 0; [next] = this.replaced) {
      await this.calls.delete(next.state, next.inputs);
      this.replaced.shift();
    }
  }
  get #state() {
    return { id: this.id, outputs: this.outputs };
  }
  async #checked(news2, olds, isPreview = false) {
    const { inputs, failures } = await this.calls.check(news2, olds, isPreview);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return inputs;
  }
  /** An object that exists but is not finished is in the state, too. One that it replaces is deleted after that. */
  async #keep(inputs, run, replaced) {
    const former = replaced && { state: replaced, inputs: this.inputs ?? {} };
    try {
      Object.assign(this, await run(), { inputs, isUnfinished: false });
    } catch (thrown) {
      if (!(thrown instanceof PartialError)) throw thrown;
      Object.assign(this, { id: thrown.id, outputs: thrown.outputs, inputs, isUnfinished: true });
      if (former !== void 0) this.replaced.push(former);
      throw thrown;
    }
    if (former !== void 0) this.replaced.push(former);
  }
};
function handed(inputs) {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== CODE_KEY));
}
var Driver = class extends Lifecycle {
  constructor(handler, coder, more = {}) {
    const context = () => coder.context(more);
    super({
      check: (news2, olds) => handler.check(context(), news2, olds),
      diff: ({ id, outputs }, inputs) => handler.diff(context(), id, outputs, handed(inputs)),
      create: (inputs) => handler.create(context(), handed(inputs)),
      read: ({ id, outputs }) => handler.read(context(), id, outputs),
      update: ({ id, outputs }, inputs) => handler.update(context(), id, outputs, handed(inputs)),
      delete: ({ id, outputs }) => handler.delete(context(), id, outputs)
    });
    this.handler = handler;
    this.coder = coder;
    this.more = more;
  }
  handler;
  coder;
  more;
  /** The resource's name in the program. */
  get name() {
    return this.coder.context(this.more).resourceName;
  }
  /** What changes the server counts from here. */
  up(news2) {
    this.coder.mutations.length = 0;
    return super.up(news2);
  }
  destroy() {
    this.coder.mutations.length = 0;
    return super.destroy();
  }
};

// test/provider/source/fixtures.ts
var import_node_child_process2 = require("node:child_process");
var import_node_fs6 = require("node:fs");
var import_node_os = require("node:os");
var import_node_path11 = require("node:path");
var import_tar_stream3 = require("tar-stream");
var temporary = [];
function makeTemporaryDirectory() {
  const path2 = (0, import_node_fs6.realpathSync)((0, import_node_fs6.mkdtempSync)((0, import_node_path11.join)((0, import_node_os.tmpdir)(), "archive-test-")));
  temporary.push(path2);
  return path2;
}
function removeTemporaryDirectories() {
  for (const path2 of temporary.splice(0)) (0, import_node_fs6.rmSync)(path2, { recursive: true, force: true });
}
function makeDirectory(files) {
  const root2 = makeTemporaryDirectory();
  for (const [path2, content] of Object.entries(files)) {
    const target = (0, import_node_path11.join)(root2, path2);
    (0, import_node_fs6.mkdirSync)((0, import_node_path11.dirname)(target), { recursive: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) (0, import_node_fs6.writeFileSync)(target, content, { mode: 416 });
    else if ("link" in content) (0, import_node_fs6.symlinkSync)(content.link, target);
    else {
      (0, import_node_fs6.writeFileSync)(target, content.executable);
      (0, import_node_fs6.chmodSync)(target, 448);
    }
  }
  return root2;
}
function runGit(folder, ...words) {
  const identity = ["-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.com", "-c", "commit.gpgSign=false"];
  const flags = ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", ...identity];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return (0, import_node_child_process2.execFileSync)("git", [...flags, "-C", folder, ...words], { env, encoding: "utf8", stdio: "pipe" }).trim();
}
function commitAll(root2, message) {
  if (!(0, import_node_fs6.existsSync)((0, import_node_path11.join)(root2, ".git"))) runGit(root2, "init", "--quiet");
  runGit(root2, "add", "--all");
  runGit(root2, "commit", "--quiet", "--allow-empty", "--message", message);
  return runGit(root2, "rev-parse", "HEAD");
}

// test/provider/resources/versions/git.test.ts
var NAMES = { name: "name", message: "message" };
var POST_VERSION = "POST /organizations/:organization/templateversions";
var LIST_VERSIONS = "GET /templates/:id/versions";
var server;
var root;
beforeEach(async () => {
  server = await FakeCoder.start();
  root = makeDirectory({ "template/main.tf": "# one", "shared/x.tf": "x" });
});
afterEach(async () => {
  await server.close();
  removeTemporaryDirectories();
});
function news(git2, more = {}) {
  const source = { directory: (0, import_node_path12.join)(root, "template"), include: { m: "../shared" }, git: git2 };
  return { templateName: "docker", source, ...more };
}
function stored(id) {
  const found = server.versions.find((version) => version.id === id);
  if (found === void 0) throw new Error("The server has no such version.");
  return found;
}
function change(text2) {
  (0, import_node_fs7.writeFileSync)((0, import_node_path12.join)(root, "template/main.tf"), text2);
}
async function make2(git2, more = {}) {
  server.addTemplate({ name: "docker" });
  const driven = new Driver(templateVersionHandler, server);
  await driven.up(news(git2, more));
  return driven;
}
describe("a version whose name Git gives", () => {
  it("is named after the commit and what it is made of, says when files differ, and has the facts as output", async () => {
    const commit = commitAll(root, "First.");
    const driven = await make2(["name"], { message: "Mine." });
    const { name, message } = stored(driven.id);
    expect(name).toMatch(new RegExp(`^${commit.slice(0, 12)}-[0-9a-f]{16}$`));
    expect(message).toBe("Mine.");
    expect(driven.outputs["git"]).toEqual({ commit, branch: "main", author: "Ada Lovelace", isDirty: false });
    change("# two");
    await driven.up(news(["name"], { message: "Mine." }));
    expect(stored(driven.id).name).toMatch(new RegExp(`^${commit.slice(0, 12)}-dirty-[0-9a-f]{16}$`));
    expect(driven.outputs["git"]).toMatchObject({ commit, isDirty: true });
  });
  it("has the derived name behind the commit, which other options give alone", async () => {
    commitAll(root, "First.");
    const driven = await make2(["name", "message"]);
    const derived = derivedNameIn(stored(driven.id).name);
    await driven.destroy();
    const other = await FakeCoder.start();
    try {
      const plain = new Driver(templateVersionHandler, other);
      await plain.up(news([]));
      expect(plain.outputs).toMatchObject({ name: derived, message: "" });
      expect(plain.outputs).not.toHaveProperty("git");
    } finally {
      await other.close();
    }
  });
  it("is not touched by later commits, a rename of the branch or a Git that is gone", async () => {
    commitAll(root, "First.");
    const driven = await make2(["name", "message"]);
    const { outputs } = driven;
    commitAll(root, "Nothing changes.");
    expect(await driven.up(news(["name", "message"]))).toEqual([]);
    runGit(root, "branch", "--move", "other");
    (0, import_node_fs7.rmSync)((0, import_node_path12.join)(root, ".git"), { recursive: true });
    expect(await driven.up(news(["name", "message"]))).toEqual([]);
    await driven.refresh();
    expect(driven.outputs).toEqual(outputs);
  });
  it("keeps name and facts when the option is taken away or added, and gets the declared message", async () => {
    commitAll(root, "First.");
    const driven = await make2(["name", "message"]);
    const { name, git: git2 } = driven.outputs;
    expect(await driven.up(news([], { message: "Mine." }))).toEqual(["update message"]);
    expect(driven.outputs).toMatchObject({ name, git: git2, message: "Mine." });
    expect(await driven.up(news(["message"]))).toEqual([]);
    expect(stored(driven.id).message).toBe("Mine.");
    expect(await driven.up(news(["message"], { onDelete: "retain" }))).toEqual(["update onDelete"]);
    expect(stored(driven.id).message).toBe("Mine.");
  });
  it("is taken again on a return to its content, by another commit and without an import", async () => {
    const first = commitAll(root, "First.");
    const driven = await make2(["name", "message"]);
    const { id } = driven;
    change("# two");
    commitAll(root, "Second.");
    await driven.up(news(["name", "message"]));
    expect(driven.id).not.toBe(id);
    stored(id).archived = true;
    change("# one");
    const third = commitAll(root, "Revert.");
    server.ownership = passingOwnership();
    server.takeLog();
    await driven.up(news(["name", "message"]));
    expect(driven.id).toBe(id);
    expect(stored(id)).toMatchObject({ archived: false, message: expect.stringMatching(/^First\./) });
    expect(server.http.requestsTo(POST_VERSION)).toEqual([]);
    expect(server.http.requestsTo(LIST_VERSIONS).at(-1)?.query.get("include_archived")).toBe("true");
    expect(driven.outputs["name"]).toContain(first.slice(0, 12));
    expect(driven.outputs["git"]).toMatchObject({ commit: third });
  });
  it("is not taken for another: other content, a failed import or one that another resource has", async () => {
    commitAll(root, "First.");
    const template = server.addTemplate({ name: "docker" });
    const scout = new Driver(templateVersionHandler, server);
    await scout.up(news(["name"], { templateName: "docker" }));
    const { name, job } = stored(scout.id);
    server.versions.splice(server.versions.indexOf(stored(scout.id)), 1);
    const derived = derivedNameIn(name) ?? "";
    const leave = (prefix, more) => {
      const version = server.addVersion({ name: `${prefix}${derived}`, template_id: template.id });
      Object.assign(version.job, { file_id: job.file_id, ...more });
      return version;
    };
    leave("111111111111-", { file_id: "another" });
    leave("222222222222-dirty-", { status: "failed" });
    template.active_version_id = leave("333333333333-", {}).id;
    server.ownership.claims.set("urn:pulumi:other", objectOf("TemplateVersion", template.active_version_id), "held");
    const driven = new Driver(templateVersionHandler, server);
    await driven.up(news(["name"]));
    expect(stored(driven.id).name).toBe(name);
  });
});
describe("a version whose message Git gives", () => {
  it("says the commit's first line, commit, branch and author, and when files differ", async () => {
    const commit = commitAll(root, "First line.\n\nBody.");
    const driven = await make2(["message"]);
    expect(stored(driven.id).message).toBe(`First line.

Commit ${commit}, branch main, by Ada Lovelace.`);
    expect(driven.outputs["name"]).toMatch(/^[0-9a-f]{16}$/);
    runGit(root, "checkout", "--quiet", "--detach");
    runGit(root, "branch", "other");
    change("# two");
    await driven.up(news(["message"]));
    expect(stored(driven.id).message).toBe(
      `First line.

Commit ${commit}, by Ada Lovelace, with uncommitted changes.`
    );
  });
});
describe("check", () => {
  it("refuses a name or a message beside what gives it, with the other failures, and takes the other one", async () => {
    const both = { name: "v1", message: "" };
    const driver = new Driver(templateVersionHandler, server);
    expect(await driver.check(news(["name", "message"], { ...both, onDelete: "sell" }))).toEqual([
      { property: "onDelete", reason: 'Must be one of "archive", "retain".' },
      {
        property: "name",
        reason: '`source.git` gives the name. Remove `name`, or take "name" out of `source.git`.'
      },
      {
        property: "message",
        reason: '`source.git` gives the message. Remove `message`, or take "message" out of `source.git`.'
      }
    ]);
    expect(gitConflicts(news(["name"], { message: "Mine." }), NAMES)).toEqual([]);
    expect(gitConflicts(news(["message"], { name: UNKNOWN }), NAMES)).toEqual([]);
    expect(gitConflicts({ source: UNKNOWN, ...both }, NAMES)).toEqual([]);
    expect(gitConflicts({ source: { git: UNKNOWN }, ...both }, NAMES)).toEqual([]);
  });
  it("refuses a folder without a commit where a version is to be made, before the server is asked", async () => {
    const [failure, ...others] = await new Driver(templateVersionHandler, server).check(news(["name"]));
    expect(failure?.property).toBe("source");
    expect(failure?.reason).toContain("is in no Git repository.");
    expect(others).toEqual([]);
    expect(server.takeLog()).toEqual([]);
  });
  it("refuses other words, and an archive", async () => {
    const driver = new Driver(templateVersionHandler, server);
    expect((await driver.check(news(["nane"])))[0]?.reason).toContain('Did you mean "name"?');
    expect(await driver.check({ templateName: "docker", source: { files: { "main.tf": "" }, git: ["name"] } })).toEqual(
      [{ property: "source", reason: "At `source.git`: It only works together with `directory`. Remove it." }]
    );
  });
  it("warns of a history that ends too early only when a version is made", async () => {
    commitAll(root, "First.");
    change("# two");
    commitAll(root, "Second.");
    (0, import_node_fs7.mkdirSync)((0, import_node_path12.join)(root, "clones"));
    runGit((0, import_node_path12.join)(root, "clones"), "clone", "--quiet", "--depth", "1", `file://${root}`, "one");
    const source = { directory: (0, import_node_path12.join)(root, "clones/one/template"), git: ["name"] };
    const driver = new Driver(templateVersionHandler, server);
    expect(await driver.check({ templateName: "docker", source })).toEqual([]);
    expect(server.told).toEqual([]);
    await driver.up({ templateName: "docker", source });
    expect(server.told).toEqual([expect.stringMatching(/^warning: The history of .* ends at commit/)]);
  });
});
describe("derivedNameIn", () => {
  const derived = "0123456789abcdef";
  it.each([
    [derived, derived],
    [`${derived}-2`, derived],
    [`0123456789ab-${derived}`, derived],
    [`0123456789ab-dirty-${derived}-12`, derived],
    [`dirty-${derived}`, void 0],
    [`0123456789ab-${derived}-failed-01234567`, void 0],
    ["v1", void 0],
    ["0123456789abcdef0", void 0]
  ])("finds in %j: %j", (name, found) => {
    expect(derivedNameIn(name)).toBe(found);
  });
});
