// Paths that two folders of a template both have: gathered, and told once for each two folders.
import { quotedPath, type SourceProblems } from "./problems";
import type { Layer } from "./tree";

const PATHS_SHOWN = 3;

export class Collisions {
  private readonly files = new Map<string, { places: string; paths: string[] }>();
  private readonly folders: string[] = [];

  addFiles(path: string, first: Layer, second: Layer): void {
    const places = `in ${quotedPath(first.folder)} and in ${quotedPath(second.folder)}`;
    const found = this.files.get(places) ?? { places, paths: [] };
    found.paths.push(path);
    this.files.set(places, found);
  }

  addFolder(path: string, file: Layer, folder: Layer): void {
    const isOnWay = folder.at !== path && folder.at.startsWith(`${path}/`);
    this.folders.push(
      `The path ${quotedPath(path)} is a file in ${quotedPath(file.folder)} and a folder ` +
        (isOnWay
          ? `on the way to ${quotedPath(folder.at)}, where ${quotedPath(folder.folder)} is included. `
          : `in ${quotedPath(folder.folder)}. `) +
        "Rename one of them, or include the folder at another path.",
    );
  }

  report(problems: SourceProblems): void {
    for (const { places, paths } of this.files.values()) {
      const shown = paths.slice(0, PATHS_SHOWN).map(quotedPath).join(", ");
      const more = paths.length > PATHS_SHOWN ? ` and ${paths.length - PATHS_SHOWN} more` : "";
      problems.add(
        `${paths.length === 1 ? `The path ${shown} is` : `The paths ${shown}${more} are`} both ${places}. ` +
          `Remove ${paths.length === 1 ? "it" : "them"} from one of the two, or include the folder at another path.`,
        undefined,
        "include",
      );
    }
    for (const reason of this.folders) problems.add(reason, undefined, "include");
  }
}
