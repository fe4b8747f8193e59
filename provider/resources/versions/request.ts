// What a version is made of, as a request says it: the files are uploaded first, and a request refers to them.
import { createHash } from "node:crypto";
import type { Template } from "../../client/templates";
import type { Context } from "../../handler";
import { readSource } from "../../source/read";
import { gitOf, type VersionGit } from "./git";
import type { VersionInputs } from "./properties";
import { defaultTexts, type VariableTexts } from "./variables";

/** Content of a version, as a request refers to it. */
export interface Content extends VersionGit {
  digest: string;
  files: Record<string, string>;
  reference: { file_id: string } | { example_id: string };
  warnings: string[];
  /** Whether the server had these files already, so that a version may have been made of them. */
  isFileKnown?: boolean;
  /** Whether the code may ask for provisioners with tags; undefined where it is not known here. */
  mayHaveTags?: boolean;
  /** Whether the code may declare presets; undefined where it is not known here. */
  mayHavePresets?: boolean;
  /** Whether the code may declare variables; undefined where it is not known here. */
  mayHaveVariables?: boolean;
  /** Defaults of the template's variables, as far as its code tells them. */
  defaults: VariableTexts;
}

/** The input of the program that names the version. */
export type NameProperty = "name" | "versionName";

export interface CreationRequest {
  organization: string;
  nameProperty: NameProperty;
  /** The template that the version is for; undefined while there is none of that name. */
  template: Pick<Template, "id" | "active_version_id"> | undefined;
  content: Content;
  inputs: VersionInputs;
  /**
   * What is sent as variables: for a template that exists also the defaults, as the server would rather take the values
   * of the active version.
   */
  variables: VariableTexts;
  /** A preview asks: what exists is left as it is. */
  isPreview?: boolean | undefined;
  /** Previews import the version, so that it may be there under its derived name. */
  isValidated?: boolean | undefined;
}

export function exampleDigest(exampleId: string): string {
  return createHash("sha256").update(`example\0${exampleId}`).digest("hex");
}

export async function uploadContent(context: Context, source: VersionInputs["source"]): Promise<Content> {
  if (source.exampleId !== undefined) {
    return {
      digest: exampleDigest(source.exampleId),
      files: {},
      reference: { example_id: source.exampleId },
      warnings: [],
      defaults: {},
    };
  }
  const archive = await readSource(source, { rootDirectory: context.rootDirectory });
  for (const note of archive.notes) context.log.info(note);
  const { warnings: gitWarnings, ...git } = await gitOf(context, source, archive);
  context.log.status("Uploading the files");
  const { id, isKnown } = await context.client.uploadFile(await archive.toTar(), "application/x-tar");
  const { digest, files, warnings, mayHaveTags, mayHavePresets, mayHaveVariables } = archive;
  return {
    digest,
    files,
    reference: { file_id: id },
    warnings: [...warnings, ...gitWarnings],
    isFileKnown: isKnown,
    mayHaveTags,
    mayHavePresets,
    mayHaveVariables,
    defaults: mayHaveVariables ? defaultTexts((await archive.readCode()).variables) : {},
    ...git,
  };
}
