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
    [
      "0 9 * * sunday",
      'The day of week "sunday" is not valid: the server knows numbers, "*", ",", "-" and "/", and days as "mon".',
    ],
    [
      "0 9 * * 1#2",
      'The day of week "1#2" is not valid: the server knows numbers, "*", ",", "-" and "/", and days as "mon".',
    ],
    [
      "0 9 * * L",
      'The day of week "L" is not valid: the server knows numbers, "*", ",", "-" and "/", and days as "mon".',
    ],
    ["H 9 * * *", 'The minute "H" is not valid: the server knows numbers, "*", ",", "-" and "/".'],
    ["0 24 * * *", 'The hour "24" is not valid: Constraint error, got value 24 expected range 0-23.'],
    ["60 1 * * *", 'The minute "60" is not valid: Constraint error, got value 60 expected range 0-59.'],
    ["0 9 * * 5-1", 'The day of week "5-1" is not valid: Invalid range: 5-1, min(5) > max(1).'],
    ["0 9 * * 1/0", 'The day of week "1/0" is not valid: Constraint error, cannot repeat at every 0 time.'],
  ])("refuses %j with the reason", (schedule, reason) => {
    expect(autostartScheduleSchema.safeParse(schedule).error?.issues.map(({ message }) => message)).toEqual([reason]);
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
