import {
  displayNameSchema,
  nameReason,
  templateVersionNameSchema,
  workspaceNameSchema,
} from "../../../../provider/resources/names/rules";

function reasonOf(schema: typeof workspaceNameSchema, name: string): string | undefined {
  return schema.safeParse(name).error?.issues[0]?.message;
}

describe("nameReason", () => {
  it.each(["a", "dev", "Dev-2", "0", "a-b-c", "x".repeat(32), "newer"])("accepts %j", (name) => {
    expect(nameReason(name)).toBeUndefined();
  });

  it.each([
    ["", "Must not be empty."],
    ["x".repeat(41), "Must be 32 characters or fewer; it has 41. Shorten it."],
    ["new", 'Must not be "new": the server keeps that word for itself. Choose another.'],
    ["create", 'Must not be "create": the server keeps that word for itself. Choose another.'],
    ["my_ws", 'Must be letters (a to z, A to Z) and digits with single hyphens between them; it contains "_".'],
    ["my ws", "Must be letters (a to z, A to Z) and digits with single hyphens between them; it contains a space."],
    ["größe", 'Must be letters (a to z, A to Z) and digits with single hyphens between them; it contains "ö".'],
    ["-a", 'Must be letters (a to z, A to Z) and digits with single hyphens between them; it begins with "-".'],
    ["a-", 'Must be letters (a to z, A to Z) and digits with single hyphens between them; it ends with "-".'],
    ["a--b", 'Must be letters (a to z, A to Z) and digits with single hyphens between them; it contains "--".'],
  ])("refuses %j with the reason", (name, reason) => {
    expect(nameReason(name)).toBe(reason);
    expect(reasonOf(workspaceNameSchema, name)).toBe(reason);
  });
});

describe("templateVersionNameSchema", () => {
  it.each(["v1", "1.2.3", "a_b-c.d", "new", "x".repeat(64)])("accepts %j", (name) => {
    expect(reasonOf(templateVersionNameSchema, name)).toBeUndefined();
  });

  it.each([
    ["x".repeat(65), "Must be 64 characters or fewer; it has 65. Shorten it."],
    ["a._b", 'Must be letters (a to z, A to Z) and digits with single "_", "." or "-" between them; it contains "._".'],
    ["v1.", 'Must be letters (a to z, A to Z) and digits with single "_", "." or "-" between them; it ends with ".".'],
    ["v/1", 'Must be letters (a to z, A to Z) and digits with single "_", "." or "-" between them; it contains "/".'],
  ])("refuses %j with the reason", (name, reason) => {
    expect(reasonOf(templateVersionNameSchema, name)).toBe(reason);
  });
});

describe("displayNameSchema", () => {
  it.each(["", "Docker on Linux", "Größe", "a".repeat(64)])("accepts %j", (name) => {
    expect(reasonOf(displayNameSchema, name)).toBeUndefined();
  });

  it.each([
    [" a", "Must not begin or end with a space. Remove it."],
    ["a ", "Must not begin or end with a space. Remove it."],
    ["a\nb", "Must be a single line. Remove the line break."],
    ["ö".repeat(33), "Must be 64 bytes or fewer; it has 66 (letters beyond ASCII take two or more). Shorten it."],
  ])("refuses %j with the reason", (name, reason) => {
    expect(reasonOf(displayNameSchema, name)).toBe(reason);
  });
});
