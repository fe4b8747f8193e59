// @ts-check
// What was promised of speed, beside what was measured. Judges for the table only: nothing fails by it.
import { find, median, ratio, TOOLS, writeRatio, writeTime } from "./numbers.mjs";

/** @typedef {import("./numbers.mjs").Measurement} Measurement */
/** @typedef {{ what: string, value: string, target: string, isMet: boolean | undefined }} Verdict */

const FLOOR_LIMIT = 1.15;
/** Of terraform's plan with refresh. @type {Record<string, number>} */
const PLAN_LIMITS = { dynamic: 1.3, plugin: 1, yaml: 0.8 };
const CREATE_LIMIT = 1.1;
const CREATE_REQUESTS = 9;
const ROLLOUT_REQUESTS = 8;
const REFRESH = { templates: 100, templateRequests: 110, workspaces: 1_000, workspaceRequests: 25 };
const PREVIEW_REQUESTS = 15;
const READY_MILLISECONDS = 150;
const RESOURCE_MILLISECONDS = 1;

const SHAPES = /** @type {const} */ (["two", "one"]);
const HOSTS = ["dynamic", "plugin"];

/** @type {Record<string, string>} */
const PROGRAMS = { two: "two resources a template", one: "one resource a template" };

/**
 * @param {readonly Measurement[]} measurements
 * @returns {Verdict[]} of what was measured only
 */
export function judge(measurements) {
  const pairs = SHAPES.flatMap((shape) => HOSTS.map((host) => /** @type {const} */ ([host, shape])));
  return [
    ...SHAPES.flatMap((shape) => [...HOSTS, "yaml"].flatMap((host) => judgeNoop(measurements, host, shape))),
    ...pairs.flatMap(([host, shape]) =>
      judgeBeside(measurements, { work: "create", host, shape, limit: CREATE_LIMIT }),
    ),
    ...pairs.flatMap(([host, shape]) => judgeCreateRequests(find(measurements, "create", host, shape))),
    ...pairs.flatMap(([host, shape]) => judgeBeside(measurements, { work: "destroy", host, shape, limit: 1 })),
    ...pairs.flatMap(([host, shape]) => judgeRefresh(find(measurements, "refresh", host, shape))),
    ...HOSTS.flatMap((host) => judgeWorkspaces(measurements, host)),
    ...judgeStartup(measurements),
  ];
}

/**
 * Terraform's ratio binds where the floor allows it; else what may be added to the floor.
 * @param {readonly Measurement[]} measurements
 * @param {string} host
 * @param {string} shape
 * @returns {Verdict[]}
 */
function judgeNoop(measurements, host, shape) {
  const own = find(measurements, "noop", host, shape);
  if (own === undefined) return [];
  const what = `no-op preview, ${TOOLS[host]}, ${PROGRAMS[shape]}`;
  const floor = find(measurements, "noop", `${host}-floor`, shape);
  const plan = find(measurements, "noop", "terraform");
  const [besideFloor, besidePlan, floorBesidePlan] = [ratio(own, floor), ratio(own, plan), ratio(floor, plan)];
  const limit = PLAN_LIMITS[host] ?? 1;
  /** @type {Verdict[]} */
  const verdicts = [];
  if (besideFloor !== undefined)
    verdicts.push({
      what: `${what}, beside its floor`,
      value: writeRatio(besideFloor),
      target: `≤ ${FLOOR_LIMIT} ×`,
      isMet: besideFloor <= FLOOR_LIMIT,
    });
  if (besidePlan !== undefined) {
    const isFloorAbove = floorBesidePlan !== undefined && floorBesidePlan > limit;
    verdicts.push({
      what: `${what}, beside terraform's plan`,
      value: writeRatio(besidePlan),
      target: isFloorAbove
        ? `≤ ${limit} ×; its floor is at ${writeRatio(floorBesidePlan)}, so ${FLOOR_LIMIT} × the floor binds`
        : `≤ ${limit} ×`,
      isMet: isFloorAbove ? (besideFloor ?? 0) <= FLOOR_LIMIT : besidePlan <= limit,
    });
  }
  return verdicts;
}

/**
 * The floor is told where it was measured: it has the engine's share, and asks no server.
 * @param {readonly Measurement[]} measurements
 * @param {{ work: string, host: string, shape: string, limit: number }} asked
 * @returns {Verdict[]}
 */
function judgeBeside(measurements, { work, host, shape, limit }) {
  const terraform = find(measurements, work, "terraform");
  const value = ratio(find(measurements, work, host, shape), terraform);
  if (value === undefined) return [];
  const what = `${work}, ${TOOLS[host]}, ${PROGRAMS[shape]}, beside terraform`;
  const floor = ratio(find(measurements, work, `${host}-floor`, shape), terraform);
  const target = `≤ ${limit} ×${floor === undefined ? "" : `; its floor is at ${writeRatio(floor)}`}`;
  return [{ what, value: writeRatio(value), target, isMet: value <= limit }];
}

/** @param {Measurement | undefined} created @returns {Verdict[]} */
function judgeCreateRequests(created) {
  if (created === undefined) return [];
  const value = median(created.requests) / created.count;
  const what = `create, ${TOOLS[created.tool]}, ${PROGRAMS[created.shape]}, requests a template`;
  return [{ what, value: value.toFixed(2), target: `≤ ${CREATE_REQUESTS}`, isMet: value <= CREATE_REQUESTS }];
}

/** @param {Measurement | undefined} refreshed @returns {Verdict[]} */
function judgeRefresh(refreshed) {
  if (refreshed === undefined) return [];
  const { templates, templateRequests } = REFRESH;
  const value = median(refreshed.requests);
  return [
    {
      what: `refresh, ${TOOLS[refreshed.tool]}, ${PROGRAMS[refreshed.shape]}, requests`,
      value: String(value),
      target: `≤ ${templateRequests} for ${templates} templates`,
      isMet: refreshed.count === templates ? value <= templateRequests : undefined,
    },
  ];
}

/**
 * @param {readonly Measurement[]} measurements
 * @param {string} host
 * @returns {Verdict[]}
 */
function judgeWorkspaces(measurements, host) {
  const refreshed = find(measurements, "workspaces-refresh", host);
  const rolledOut = find(measurements, "workspaces-rollout", host);
  const verdicts = [
    ...judgePreview(find(measurements, "workspaces-preview-new", host), "new workspaces"),
    ...judgePreview(find(measurements, "workspaces-preview", host), "a new version"),
  ];
  if (refreshed !== undefined) {
    const value = median(refreshed.requests);
    verdicts.push({
      what: `refresh of ${refreshed.count} workspaces, ${TOOLS[host]}, requests`,
      value: String(value),
      target: `≤ ${REFRESH.workspaceRequests} for ${REFRESH.workspaces}`,
      isMet: refreshed.count === REFRESH.workspaces ? value <= REFRESH.workspaceRequests : undefined,
    });
  }
  if (rolledOut !== undefined) {
    const value = (median(rolledOut.requests) - median(rolledOut.polls ?? [0])) / rolledOut.count;
    verdicts.push({
      what: `roll-out over ${rolledOut.count} workspaces, ${TOOLS[host]}, requests each beside shared polls`,
      value: value.toFixed(2),
      target: `≤ ${ROLLOUT_REQUESTS}`,
      isMet: value <= ROLLOUT_REQUESTS,
    });
  }
  return verdicts;
}

/**
 * The template of the bench has no parameter, so no value is left undeclared.
 * @param {Measurement | undefined} previewed
 * @param {string} what
 * @returns {Verdict[]}
 */
function judgePreview(previewed, what) {
  if (previewed === undefined) return [];
  const value = median(previewed.requests);
  return [
    {
      what: `preview of ${what}, ${previewed.count} workspaces, ${TOOLS[previewed.tool]}, requests`,
      value: String(value),
      target: `≤ ${PREVIEW_REQUESTS}`,
      isMet: value <= PREVIEW_REQUESTS,
    },
  ];
}

/** @param {readonly Measurement[]} measurements @returns {Verdict[]} */
function judgeStartup(measurements) {
  const ready = find(measurements, "plugin-ready", "plugin");
  const time = ready && median(ready.milliseconds);
  const costs = HOSTS.flatMap((host) => {
    const own = find(measurements, "resource-cost", host);
    const floor = find(measurements, "resource-cost", `${host}-floor`);
    if (own === undefined || floor === undefined) return [];
    const value = median(own.milliseconds) - median(floor.milliseconds);
    const what = `a resource in the program, ${TOOLS[host]}, beyond one with three outputs, traces off`;
    const target = `≤ ${writeTime(RESOURCE_MILLISECONDS)}`;
    return [{ what, value: writeTime(value), target, isMet: value <= RESOURCE_MILLISECONDS }];
  });
  if (time === undefined) return costs;
  const what = "plugin, from its start to its first answer";
  return [
    { what, value: writeTime(time), target: `≤ ${writeTime(READY_MILLISECONDS)}`, isMet: time <= READY_MILLISECONDS },
    ...costs,
  ];
}
