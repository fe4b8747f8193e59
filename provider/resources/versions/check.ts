// What is known to be wrong with a template version before it is made, and the digests of its source.
import { SingleFlight } from "../../client/transport/single-flight";
import { InputError, quoted, type InputFailure } from "../../errors";
import { CODE_KEY, type CheckResult, type Context, type MaybeUnknown } from "../../handler";
import { readSource } from "../../source/read";
import type { SourceArchive } from "../../source/template-content";
import { suggestion } from "../../validation";
import { containsUnknown, isEqual, isProperties, UNKNOWN, type Properties } from "../../values";
import { noteDeclared, type DeclaredVersion } from "../names/declared-versions";
import { undefinedWhenUntold } from "../names/gone";
import { exampleDigest } from "./request";
import { gitOf } from "./git";
import type { VersionInputs } from "./properties";
import { checkVariables, secretPathsOf } from "./variables";

/** Ids of the server's starter templates, by server and token. They change only with the server's release. */
const knownExamples = new SingleFlight<string[]>();

let isUnreadTold = false;

interface CheckedContent extends Pick<Content, "derived">, Required<Pick<CheckResult, "failures" | "secretPaths">> {
  /** A hidden input for the next check. */
  noted: Properties;
  /** Whether the code may ask for provisioners with tags. */
  mayHaveTags: boolean;
}

type CheckedCode = Omit<CheckedContent, "derived" | "mayHaveTags">;

/** What the next check needs of code that it need not read. */
interface Noted {
  sensitiveVariables: string[];
}

interface Content {
  /** Inputs that a preview compares: they show which files change. */
  derived: Properties;
  /** Undefined where there is no code here. */
  archive: SourceArchive | undefined;
}

/**
 * Reads the source, what is wrong with its code, and whether the variables are those that it declares. Asks no server
 * about files. Notes what the version is for the workspaces of the program.
 *
 * @param names as the program has them, maybe unknown
 */
export async function checkContent(
  context: Context,
  inputs: MaybeUnknown<Pick<VersionInputs, "source" | "variables">>,
  previousInputs: Properties | undefined,
  names: { template: unknown; version: unknown },
): Promise<CheckedContent> {
  noteDeclared(context, undefined);
  try {
    const { derived, archive } = await readContent(context, inputs.source, previousInputs?.["digest"]);
    if (archive === undefined) return { derived, noted: {}, mayHaveTags: true, failures: [], secretPaths: [] };
    const known = notedBefore(archive, inputs, previousInputs);
    const result = known === undefined ? await checkCode(context, archive, inputs.variables) : resultOf(known, []);
    if (result.failures.length === 0) {
      noteDeclared(context, {
        title: titleOf(names),
        templateName: names.template,
        versionName: names.version,
        isNew: ["digest", "variables"].some((key) => !isEqual({ ...inputs, ...derived }[key], previousInputs?.[key])),
        readNeeds: needsReader(archive),
      });
    }
    return { derived, mayHaveTags: archive.mayHaveTags, ...result };
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return { derived: {}, noted: {}, mayHaveTags: true, failures: [...thrown.failures], secretPaths: [] };
  }
}

/** Of the archive it keeps no files: it is asked until the program ends. */
function needsReader({ readCode }: SourceArchive): DeclaredVersion["readNeeds"] {
  return async () => (await readCode()).needs;
}

/** A name that is derived is not known before the version is made. */
function titleOf({ template, version }: { template: unknown; version: unknown }): string {
  if (typeof version === "string") return `template version "${version}"`;
  return `the declared version${typeof template === "string" ? ` of template "${template}"` : ""}`;
}

/** What a former check noted, where nothing has changed since that it depends on. */
function notedBefore(
  { digest }: SourceArchive,
  { variables }: MaybeUnknown<Pick<VersionInputs, "variables">>,
  previousInputs: Properties = {},
): Noted | undefined {
  if (digest !== previousInputs["digest"] || !isEqual(variables, previousInputs["variables"])) return undefined;
  const noted = previousInputs[CODE_KEY];
  const names = isProperties(noted) ? noted["sensitiveVariables"] : undefined;
  return Array.isArray(names) ? { sensitiveVariables: names.map(String) } : undefined;
}

async function checkCode(context: Context, archive: SourceArchive, given: unknown): Promise<CheckedCode> {
  const { findings, presetFindings, variables, problem } = await archive.readCode();
  const isLacking =
    presetFindings.length > 0 &&
    (await context.client.explainLack("presetRules").catch(undefinedWhenUntold)) !== undefined;
  if (problem !== undefined) warnOfUnreadCode(context, problem);
  const failures = [...findings, ...(isLacking ? [] : presetFindings), ...(await checkVariables(given, variables))];
  if (variables === undefined) {
    // What nobody could read may say that they are secret.
    return { noted: {}, failures, secretPaths: secretPathsOf(Object.keys(isProperties(given) ? given : {})) };
  }
  return resultOf(
    { sensitiveVariables: variables.filter(({ isSensitive }) => isSensitive).map(({ name }) => name) },
    failures,
  );
}

/** Once: it is the same for all templates. */
function warnOfUnreadCode({ log }: Context, problem: string): void {
  if (isUnreadTold) return;
  isUnreadTold = true;
  log.warning(
    `Terraform code is not checked before the server imports it: its parser can't be loaded (${problem}). Install ` +
      "the provider's packages again, with `npm ci` or `pulumi plugin install`. Until then all `variables` count as " +
      "secret.",
  );
}

function resultOf(noted: Noted, failures: InputFailure[]): CheckedCode {
  return { noted: { [CODE_KEY]: noted }, failures, secretPaths: secretPathsOf(noted.sensitiveVariables) };
}

async function readContent(context: Context, source: unknown, previousDigest: unknown): Promise<Content> {
  if (containsUnknown(source)) return { derived: { digest: UNKNOWN, files: UNKNOWN }, archive: undefined };
  // The schema has accepted the source, and nothing in it is unknown.
  const known = source as VersionInputs["source"];
  if (known.exampleId !== undefined) {
    await checkExample(context, known.exampleId);
    return { derived: { digest: exampleDigest(known.exampleId), files: {} }, archive: undefined };
  }
  const archive = await readSource(known, { rootDirectory: context.rootDirectory });
  const { digest, files } = archive;
  // Git is asked when a version is made: only then does it matter whether it answers.
  if (digest !== previousDigest) await gitOf(context, known, archive);
  return { derived: { digest, files }, archive };
}

async function checkExample(context: Context, exampleId: string): Promise<void> {
  const examples = await examplesOf(context);
  if (examples === undefined || examples.includes(exampleId)) return;
  const near = suggestion(exampleId, examples) || ` It has ${quoted(examples)}.`;
  throw new InputError([
    {
      property: "source",
      reason: `At \`source.exampleId\`: The server has no starter template "${exampleId}".${near}`,
    },
  ]);
}

/** Undefined when the server does not tell. */
function examplesOf({ client, signal }: Context): Promise<string[] | undefined> {
  const ask = async (): Promise<string[]> => (await client.getTemplateExamples()).map(({ id }) => id);
  return knownExamples.get(client.identity, ask, { signal }).catch(undefinedWhenUntold);
}
