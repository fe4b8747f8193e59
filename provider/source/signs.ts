// Whether a template's code may declare something at all: only then is the server asked for it.

interface TextFile {
  path: string;
  text: string;
}

/** An escape may hide a name in JSON. */
const ESCAPE = /\\u/i;
/** A module may bring presets as well. */
const OF_PRESETS = [/coder_workspace_preset/, /module/, ESCAPE];
const OF_VARIABLES = [/variable/, ESCAPE];
/** The server reads those of the template's own folder only. */
const OF_TAGS = [/coder_workspace_tags/, ESCAPE];

export function mayHavePresets(files: readonly TextFile[]): boolean {
  return hasAny(files, OF_PRESETS);
}

/** Coarser than reading the code, and so never wrong about code without variables. */
export function mayHaveVariables(files: readonly TextFile[]): boolean {
  return hasAny(files, OF_VARIABLES);
}

/** Whether the code may ask for provisioners with tags. */
export function mayHaveTags(files: readonly TextFile[]): boolean {
  return hasAny(files, OF_TAGS);
}

function hasAny(files: readonly TextFile[], signs: readonly RegExp[]): boolean {
  return files.some(({ path, text }) => /\.tf(\.json)?$/.test(path) && signs.some((sign) => sign.test(text)));
}
