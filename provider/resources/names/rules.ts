// The server's rules for names, checked before anything is sent. Only the server knows whether a name is free.
import { z } from "zod";

const NAME_LENGTH = 32;
const GROUP_NAME_LENGTH = 255;
const VERSION_NAME_LENGTH = 64;
const DISPLAY_NAME_LENGTH = 64;

/** Names of the dashboard's own pages. */
const RESERVED_NAMES = ["new", "create"];

/** Name of a template. @see codersdk/name.go NameValid */
export const templateNameSchema = namedBy(nameReason);
/** Name of a workspace. @see codersdk/name.go NameValid */
export const workspaceNameSchema = namedBy(nameReason);
/** Name of a group, which may come from an identity provider. @see codersdk/name.go GroupNameValid */
export const groupNameSchema = namedBy((name) => nameReason(name, GROUP_NAME_LENGTH));
/** Name of a template version. @see codersdk/name.go TemplateVersionNameValid */
export const templateVersionNameSchema = namedBy(versionNameReason);
/** Name for people, of a template or a group; may be empty. @see codersdk/name.go DisplayNameValid */
export const displayNameSchema = namedBy(displayNameReason);

/** Why the server would refuse this name of a template or a workspace; undefined when it would not. */
export function nameReason(name: string, limit = NAME_LENGTH): string | undefined {
  return (
    lengthReason(name, limit) ??
    (RESERVED_NAMES.includes(name)
      ? `Must not be "${name}": the server keeps that word for itself. Choose another.`
      : undefined) ??
    separatorReason(name, "-", "single hyphens between them")
  );
}

function versionNameReason(name: string): string | undefined {
  return lengthReason(name, VERSION_NAME_LENGTH) ?? separatorReason(name, "-_.", 'single "_", "." or "-" between them');
}

function displayNameReason(name: string): string | undefined {
  const bytes = Buffer.byteLength(name);
  if (bytes > DISPLAY_NAME_LENGTH)
    return (
      `Must be ${DISPLAY_NAME_LENGTH} bytes or fewer; it has ${bytes} (letters beyond ASCII take two or more). ` +
      "Shorten it."
    );
  if (/^\s|\s$/.test(name)) return "Must not begin or end with a space. Remove it.";
  return /[\n\r]/.test(name) ? "Must be a single line. Remove the line break." : undefined;
}

function lengthReason(name: string, limit: number): string | undefined {
  if (name === "") return "Must not be empty.";
  return name.length > limit ? tooLong(limit, name.length) : undefined;
}

/** Letters and digits, with one separator between two of them. */
function separatorReason(name: string, separators: string, allowed: string): string | undefined {
  const rule = `Must be letters (a to z, A to Z) and digits with ${allowed}`;
  const isSeparator = (character: string | undefined): boolean =>
    character !== undefined && separators.includes(character);
  const characters = [...name];
  const stranger = characters.find((character) => !/[a-zA-Z0-9]/.test(character) && !isSeparator(character));
  if (stranger !== undefined) return `${rule}; it contains ${stranger === " " ? "a space" : JSON.stringify(stranger)}.`;
  if (isSeparator(characters[0])) return `${rule}; it begins with "${characters[0]}".`;
  if (isSeparator(characters.at(-1))) return `${rule}; it ends with "${characters.at(-1)}".`;
  const doubled = characters.findIndex(
    (character, index) => isSeparator(character) && isSeparator(characters[index + 1]),
  );
  return doubled === -1 ? undefined : `${rule}; it contains "${characters[doubled]}${characters[doubled + 1]}".`;
}

function tooLong(limit: number, length: number): string {
  return `Must be ${limit} characters or fewer; it has ${length}. Shorten it.`;
}

function namedBy(reasonOf: (name: string) => string | undefined) {
  return z.string().superRefine((name, issues) => {
    const reason = reasonOf(name);
    if (reason !== undefined) issues.addIssue({ code: "custom", message: reason });
  });
}
