// What is known to be wrong with a template version before it is made, and the digests of its source.
import { SingleFlight } from "../../client/transport/single-flight";
import { InputError, quoted } from "../../errors";
import type { CheckResult, Context, MaybeUnknown } from "../../handler";
import { readSource } from "../../source/read";
import type { DeclaredVariable } from "../../source/terraform-variables";
import { suggestion } from "../../validation";
import { containsUnknown, UNKNOWN, type Properties } from "../../values";
import { undefinedWhenUntold } from "../names/gone";
import { exampleDigest } from "./request";
import { gitOf } from "./git";
import type { VersionInputs } from "./properties";
import { checkVariables } from "./variables";

/** Ids of the server's starter templates, by the server's URL. They change only with the server's release. */
const knownExamples = new SingleFlight<string[]>();

type CheckedContent = Pick<Content, "derived" | "mayHaveTags"> &
  Required<Pick<CheckResult, "failures" | "secretPaths">>;

interface Content {
  /** Inputs that a preview compares: they show which files change. */
  derived: Properties;
  /** Undefined where only Terraform can read them. */
  variables: DeclaredVariable[] | undefined;
  /** Whether the code may ask for provisioners with tags. */
  mayHaveTags: boolean;
}

/** Reads the source, and compares the variables with what its code declares. Asks no server about files. */
export async function checkContent(
  context: Context,
  inputs: MaybeUnknown<Pick<VersionInputs, "source" | "variables">>,
  previousInputs: Properties | undefined,
): Promise<CheckedContent> {
  try {
    const { derived, variables, mayHaveTags } = await readContent(context, inputs.source, previousInputs?.["digest"]);
    return { derived, mayHaveTags, ...checkVariables(inputs.variables, variables) };
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return { derived: {}, mayHaveTags: true, failures: [...thrown.failures], secretPaths: [] };
  }
}

async function readContent(context: Context, source: unknown, previousDigest: unknown): Promise<Content> {
  const unread = { variables: undefined, mayHaveTags: true };
  if (containsUnknown(source)) return { derived: { digest: UNKNOWN, files: UNKNOWN }, ...unread };
  // The schema has accepted the source, and nothing in it is unknown.
  const known = source as VersionInputs["source"];
  if (known.exampleId !== undefined) {
    await checkExample(context, known.exampleId);
    return { derived: { digest: exampleDigest(known.exampleId), files: {} }, ...unread };
  }
  const archive = await readSource(known, { rootDirectory: context.rootDirectory });
  const { digest, files, variables, mayHaveTags } = archive;
  // Git is asked when a version is made: only then does it matter whether it answers.
  if (digest !== previousDigest) await gitOf(context, known, archive);
  return { derived: { digest, files }, variables, mayHaveTags };
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
