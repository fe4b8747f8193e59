import { autostartScheduleSchema, ttlMillisecondsSchema } from "../../../../provider/resources/workspace/schedule";

// What is accepted and refused here was compared with a v2.24.0 server, schedule by schedule.
describe("autostartScheduleSchema", () => {
  it.each([
    "",
    "0 9 * * 1-5",
    "CRON_TZ=Europe/Berlin 0 9 * * 1-5",
    "CRON_TZ=UTC 0 9 * * *",
    "CRON_TZ=US/Central 0 9 * * 1",
    "CRON_TZ=EST5EDT 0 9 * * 1",
    "CRON_TZ=Europe/Berlin  0  9 * * 1 ",
    " 0 9 * * 1",
    "0 9 * * MON-FRI",
    "0 9 * * mon,wed",
    "*/15 9-17/2 * * *",
    "? 9 * * 1",
    "0 9/2 * * 1",
    "0 9 * * 1/2",
    "0 9 * * */2",
    "00 09 * * 01",
    "0 9 * * SUN,Tue-thu,6",
    "0,0 9 * * 1,1-5",
    "59 23 * * 0-6",
    "0/40 9 * * 5/9",
    "0 */100 * * ?",
    "5-50/15,55 0,12-14 * * mon-fri/2",
    "CRON_TZ=Pacific/Auckland 30 2 * * 0",
    "CRON_TZ=America/Argentina/Buenos_Aires 0 0 * * *",
    "CRON_TZ=Etc/GMT+5 0 9 * * *",
    // Times that daylight saving leaves out or has twice are the server's affair.
    "CRON_TZ=Europe/Berlin 30 2 * * 0",
    "CRON_TZ=America/New_York 30 1 * * 0",
  ])("accepts %j", (schedule) => {
    expect(autostartScheduleSchema.safeParse(schedule).error).toBeUndefined();
  });

  it.each([
    [
      "@daily",
      'Must be five cron fields, not a name such as "@daily". Write it as in "CRON_TZ=Europe/Berlin 30 8 * * 1-5".',
    ],
    ["TZ=UTC 0 9 * * 1", 'Must begin with a field or with "CRON_TZ=", as in "CRON_TZ=Europe/Berlin 30 8 * * 1-5".'],
    [
      "0 9 * *",
      'Must be five fields (minute, hour, day of month, month, day of week) after an optional "CRON_TZ=<time zone> "; it has 4. An example: "CRON_TZ=Europe/Berlin 30 8 * * 1-5".',
    ],
    [
      "CRON_TZ=UTC 0 9 * * 1 2",
      'Must be five fields (minute, hour, day of month, month, day of week) after an optional "CRON_TZ=<time zone> "; it has 6. An example: "CRON_TZ=Europe/Berlin 30 8 * * 1-5".',
    ],
    [
      "0 9 1 * *",
      'Must have "*" as day of month and as month, the third and fourth field: a workspace\'s schedule repeats every week.',
    ],
    [
      "0 9 ? * 1",
      'Must have "*" as day of month and as month, the third and fourth field: a workspace\'s schedule repeats every week.',
    ],
    [
      "CRON_TZ=Local 0 9 * * 1",
      'Must name a time zone after "CRON_TZ=", as in "CRON_TZ=Europe/Berlin 30 8 * * 1-5": the server\'s own local time is not accepted.',
    ],
    [
      "CRON_TZ=Nowhere/Town 0 9 * * 1",
      '"Nowhere/Town" is not a time zone of the IANA database. Use a name such as "Europe/Berlin" or "UTC".',
    ],
    [
      "CRON_TZ=+01:00 0 9 * * 1",
      '"+01:00" is not a time zone of the IANA database. Use a name such as "Europe/Berlin" or "UTC".',
    ],
    ["CRON_TZ=europe/berlin 0 9 * * 1", 'The time zone is written "Europe/Berlin", not "europe/berlin".'],
    ["0 9 * * 7", 'The day of week "7" is not valid: days are 0 to 6, and Sunday is 0.'],
    ["0 9 * * 5-7", 'The day of week "5-7" is not valid: days are 0 to 6, and Sunday is 0.'],
  ])("refuses %j with the reason", (schedule, reason) => {
    expect(autostartScheduleSchema.safeParse(schedule).error?.issues.map(({ message }) => message)).toEqual([reason]);
  });

  const FORM = 'the server knows "*", numbers, ranges as "1-5", steps as "*/2", and lists of these';
  const bounds = (highest: number): string =>
    `numbers are 0 to ${highest}, and a range goes from the lower to the higher.`;
  it.each<readonly [string, string, string]>([
    ...["sunday", "1#2", "L", "15W", "1/tue", "0mon", "fri-", "6*"].map(
      (day) => [`0 9 * * ${day}`, `day of week "${day}"`, `${FORM}, and days as "mon".`] as const,
    ),
    ...["H", "/5", "5/", "*/5/2", "1-2-3", "-2", "*-5", "9,", "mon", "?5"].map(
      (minute) => [`${minute} 9 * * *`, `minute "${minute}"`, `${FORM}.`] as const,
    ),
    ...["60", "50-60", "60/5", "10-5", "1,99"].map(
      (minute) => [`${minute} 9 * * *`, `minute "${minute}"`, bounds(59)] as const,
    ),
    ["0 24 * * *", 'hour "24"', bounds(23)],
    ...["5-1", "fri-mon", "1,8", "mon-sun", "9"].map(
      (day) => [`0 9 * * ${day}`, `day of week "${day}"`, bounds(6)] as const,
    ),
    ["0 9 * * 1/0", 'day of week "1/0"', "a step must be 1 or more."],
  ])("refuses %j: the %s is wrong", (schedule, what, reason) => {
    expect(autostartScheduleSchema.safeParse(schedule).error?.issues.map(({ message }) => message)).toEqual([
      `The ${what} is not valid: ${reason}`,
    ]);
  });
});

describe("ttlMillisecondsSchema", () => {
  it.each([0, 60_000, 3_600_000, 2_592_000_000])("accepts %d", (ttl) => {
    expect(ttlMillisecondsSchema.safeParse(ttl).success).toBe(true);
  });

  it.each([
    [
      90_000,
      "Must be 0 (never) or whole minutes, from 60000 (a minute) to 2592000000 (30 days); it is 90000. Use 60000 " +
        "or 120000.",
    ],
    [1, "Must be 0 (never) or whole minutes, from 60000 (a minute) to 2592000000 (30 days); it is 1."],
    [-60_000, "Must be 0 (never) or whole minutes, from 60000 (a minute) to 2592000000 (30 days); it is -60000."],
    [
      2_592_060_000,
      "Must be 0 (never) or whole minutes, from 60000 (a minute) to 2592000000 (30 days); it is 2592060000.",
    ],
  ])("refuses %d, which the server would refuse or cut", (ttl, reason) => {
    expect(ttlMillisecondsSchema.safeParse(ttl).error?.issues.map(({ message }) => message)).toEqual([reason]);
  });
});
