// Made by `npm run schema` from the declarations in provider/. Do not edit.
import type * as pulumi from "@pulumi/pulumi";

/** Settings of a `Provider`. */
export interface ProviderArgs {
  /** Address of the Coder server, with scheme: `https://coder.example.com`. Else the environment variable `CODER_URL`, else the address that `coder login` stored. */
  url?: pulumi.Input<string> | undefined;
  /** Session token or API token of the user that the provider acts as. Secret. Else the environment variable `CODER_SESSION_TOKEN` (for the address of `CODER_URL` only, where that is set), else the token that `coder login` stored (for that address only). It is read when a call is made and never stored by the provider. */
  token?: pulumi.Input<string> | undefined;
  /**
   * Name or id of the organization for resources that name none. Else the environment variable `CODER_ORGANIZATION`.
   *
   * Default: the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /** Headers that every request carries, as a JSON object of strings, for a proxy in front of the server. Secret. */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Path to a file of PEM certificates to trust beside those that Node trusts by itself and by `NODE_EXTRA_CA_CERTS`. Absolute or relative to the program's folder. */
  caFile?: pulumi.Input<string> | undefined;
  /**
   * How long one job of the server (template import, workspace build) may take before it is cancelled, and how long a request waits for a server that limits requests or is not available, in seconds. Whole number, at least 1.
   *
   * Default: `3600`.
   */
  jobTimeoutSeconds?: pulumi.Input<number> | undefined;
  /**
   * Whether a preview that promotes a version of a template tells what that means for the template's workspaces: how many there are, how many follow by themselves, and which could not be updated with the values that they have.
   *
   * Default: `true`.
   */
  impactAtPreview?: pulumi.Input<boolean> | undefined;
  /**
   * Of how many workspaces of a template the parameter values are read at most, to tell what a version means for them. Whole number, at least 1. What was not read is told as a number.
   *
   * Default: `100`.
   */
  impactLimit?: pulumi.Input<number> | undefined;
  /**
   * Whether a preview that makes another version of a template shows the changed lines of its text files. Without it, the files are named only.
   *
   * Default: `true`.
   */
  sourceDiffAtPreview?: pulumi.Input<boolean> | undefined;
  /**
   * Whether a preview imports each template version that is new or changed, as an inactive version: what Terraform finds wrong fails the preview, and the `pulumi up` after it takes that version without another import.
   *
   * Default: `false`.
   */
  validateAtPreview?: pulumi.Input<boolean> | undefined;
  /**
   * Whether a preview lets the server plan the next build of each workspace whose version or parameters change, and tells which resources would come, go and stay.
   *
   * Default: `false`.
   */
  dryRunAtPreview?: pulumi.Input<boolean> | undefined;
  /**
   * For how many workspaces of a preview the server plans the next build at most. Whole number, at least 1.
   *
   * Default: `5`.
   */
  dryRunLimit?: pulumi.Input<number> | undefined;
}

/** Arguments of `TemplateVersion`. */
export interface TemplateVersionArgs {
  /**
   * Name of the template that this version is for. If the organization has a template of this name, the version is created for it; if not, the version belongs to no template until a `Template` of this name is created with it. 1 to 32 letters, digits and single hyphens. When the template is renamed in the same update, the version is kept; the name of another template replaces the version.
   *
   * Server: [`CreateTemplateVersionRequest.TemplateID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  templateName: pulumi.Input<string>;
  /**
   * Name or id of the organization. Changing it replaces the version.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /** Content of the version. Another content replaces the version; the same content from another source changes nothing. */
  source: pulumi.Input<TemplateVersionSourceArgs>;
  /**
   * Name of the version, unique in its template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place.
   *
   * The server never frees the name of a version, so a name that is given must change whenever the content changes.
   *
   * Default: what `source.git` gives, else derived from the template's name, the content, the variables and the provisioner tags: equal input gives an equal name.
   *
   * Server: [`CreateTemplateVersionRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  name?: pulumi.Input<string> | undefined;
  /**
   * What changed in the version, for people; the list of versions shows it. At most 1048576 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateVersionRequest.Message` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  message?: pulumi.Input<string> | undefined;
  /**
   * Values of the template's Terraform variables, by name. Numbers, booleans and lists are sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A change replaces the version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.UserVariableValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  variables?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean | pulumi.Input<string>[]>>> | undefined;
  /**
   * Tags that a provisioner must have to run this version's jobs. Tags that the template itself declares need not be repeated. A change replaces the version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.ProvisionerTags` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  provisionerTags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * What happens to the version on the server when it is replaced or removed from the program: `archive` hides it and keeps its name and history (the server deletes no version); `retain` leaves it as it is. Changes in place.
   *
   * Default: `"archive"`.
   */
  onDelete?: pulumi.Input<TemplateVersionOnDelete> | undefined;
  /**
   * Whether a preview imports the version when it is new or changed, as an inactive version: what Terraform finds wrong fails the preview with file and line, and the update after it takes that version without another import. A preview that is repeated uses the version again; one that no update takes is archived by the next preview or update.
   *
   * Default: the provider's `validateAtPreview`.
   */
  validateAtPreview?: pulumi.Input<boolean> | undefined;
}

/** Content of the version. Another content replaces the version; the same content from another source changes nothing. This way: with `directory`. */
export interface TemplateVersionSourceArgsWithDirectory {
  /**
   * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts at the folder of the Pulumi program.
   *
   * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore` and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings back what is left out by these rules: `keep` does.
   *
   * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says so.
   *
   * Any change of a path, of the executable bit or of the content makes another version. Equal content from `directory`, `files` or `archive` is the same version.
   *
   * Server: [`Tar` in `provisionersdk/archive.go`](https://github.com/coder/coder/blob/v2.24.0/provisionersdk/archive.go).
   */
  directory: pulumi.Input<string>;
  /**
   * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together with `directory`.
   *
   * A change makes another version only if it changes which files are left.
   *
   * Default: `[]`.
   */
  ignore?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files at `modules/common`. The path "." is the template's top. Only together with `directory`.
   *
   * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it, `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest folder that holds both.
   *
   * A change of a file there makes another version, in each template that includes it.
   *
   * Default: `{}`.
   */
  include?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env` takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it; `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with `exampleId`.
   *
   * A file of variable values has no effect there: the server gives Terraform a value for each variable, from `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state at the import and at a workspace's first build: what it lists counts as made.
   *
   * A change makes another version only if it changes which files are taken.
   *
   * Default: `[]`.
   */
  keep?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the directory or a folder that it includes, so that other commits change nothing; with files that differ from that commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has commit, branch, author and whether files differed.
   *
   * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`): where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
   *
   * Default: `[]`.
   */
  git?: pulumi.Input<pulumi.Input<TemplateVersionSourceGit>[]> | undefined;
  /**
   * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable. At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path that `directory` would leave out is refused, unless `keep` names it.
   *
   * Any change of a path or a text makes another version.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  files?: undefined;
  /**
   * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not inside one folder. A relative path starts at the folder of the Pulumi program.
   *
   * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without Unix modes are not executable.
   *
   * Any change of the content makes another version; packing the same content again does not.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  archive?: undefined;
  /**
   * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade that changes the example does not.
   *
   * Server: [`CreateTemplateVersionRequest.ExampleID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  exampleId?: undefined;
}

/** Content of the version. Another content replaces the version; the same content from another source changes nothing. This way: with `files`. */
export interface TemplateVersionSourceArgsWithFiles {
  /**
   * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts at the folder of the Pulumi program.
   *
   * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore` and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings back what is left out by these rules: `keep` does.
   *
   * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says so.
   *
   * Any change of a path, of the executable bit or of the content makes another version. Equal content from `directory`, `files` or `archive` is the same version.
   *
   * Server: [`Tar` in `provisionersdk/archive.go`](https://github.com/coder/coder/blob/v2.24.0/provisionersdk/archive.go).
   */
  directory?: undefined;
  /**
   * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together with `directory`.
   *
   * A change makes another version only if it changes which files are left.
   *
   * Default: `[]`.
   */
  ignore?: undefined;
  /**
   * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files at `modules/common`. The path "." is the template's top. Only together with `directory`.
   *
   * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it, `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest folder that holds both.
   *
   * A change of a file there makes another version, in each template that includes it.
   *
   * Default: `{}`.
   */
  include?: undefined;
  /**
   * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env` takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it; `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with `exampleId`.
   *
   * A file of variable values has no effect there: the server gives Terraform a value for each variable, from `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state at the import and at a workspace's first build: what it lists counts as made.
   *
   * A change makes another version only if it changes which files are taken.
   *
   * Default: `[]`.
   */
  keep?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the directory or a folder that it includes, so that other commits change nothing; with files that differ from that commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has commit, branch, author and whether files differed.
   *
   * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`): where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
   *
   * Default: `[]`.
   */
  git?: undefined;
  /**
   * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable. At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path that `directory` would leave out is refused, unless `keep` names it.
   *
   * Any change of a path or a text makes another version.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  files: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not inside one folder. A relative path starts at the folder of the Pulumi program.
   *
   * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without Unix modes are not executable.
   *
   * Any change of the content makes another version; packing the same content again does not.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  archive?: undefined;
  /**
   * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade that changes the example does not.
   *
   * Server: [`CreateTemplateVersionRequest.ExampleID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  exampleId?: undefined;
}

/** Content of the version. Another content replaces the version; the same content from another source changes nothing. This way: with `archive`. */
export interface TemplateVersionSourceArgsWithArchive {
  /**
   * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts at the folder of the Pulumi program.
   *
   * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore` and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings back what is left out by these rules: `keep` does.
   *
   * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says so.
   *
   * Any change of a path, of the executable bit or of the content makes another version. Equal content from `directory`, `files` or `archive` is the same version.
   *
   * Server: [`Tar` in `provisionersdk/archive.go`](https://github.com/coder/coder/blob/v2.24.0/provisionersdk/archive.go).
   */
  directory?: undefined;
  /**
   * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together with `directory`.
   *
   * A change makes another version only if it changes which files are left.
   *
   * Default: `[]`.
   */
  ignore?: undefined;
  /**
   * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files at `modules/common`. The path "." is the template's top. Only together with `directory`.
   *
   * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it, `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest folder that holds both.
   *
   * A change of a file there makes another version, in each template that includes it.
   *
   * Default: `{}`.
   */
  include?: undefined;
  /**
   * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env` takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it; `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with `exampleId`.
   *
   * A file of variable values has no effect there: the server gives Terraform a value for each variable, from `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state at the import and at a workspace's first build: what it lists counts as made.
   *
   * A change makes another version only if it changes which files are taken.
   *
   * Default: `[]`.
   */
  keep?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the directory or a folder that it includes, so that other commits change nothing; with files that differ from that commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has commit, branch, author and whether files differed.
   *
   * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`): where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
   *
   * Default: `[]`.
   */
  git?: undefined;
  /**
   * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable. At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path that `directory` would leave out is refused, unless `keep` names it.
   *
   * Any change of a path or a text makes another version.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  files?: undefined;
  /**
   * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not inside one folder. A relative path starts at the folder of the Pulumi program.
   *
   * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without Unix modes are not executable.
   *
   * Any change of the content makes another version; packing the same content again does not.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  archive: pulumi.Input<string>;
  /**
   * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade that changes the example does not.
   *
   * Server: [`CreateTemplateVersionRequest.ExampleID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  exampleId?: undefined;
}

/** Content of the version. Another content replaces the version; the same content from another source changes nothing. This way: with `exampleId`. */
export interface TemplateVersionSourceArgsWithExampleId {
  /**
   * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts at the folder of the Pulumi program.
   *
   * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore` and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings back what is left out by these rules: `keep` does.
   *
   * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says so.
   *
   * Any change of a path, of the executable bit or of the content makes another version. Equal content from `directory`, `files` or `archive` is the same version.
   *
   * Server: [`Tar` in `provisionersdk/archive.go`](https://github.com/coder/coder/blob/v2.24.0/provisionersdk/archive.go).
   */
  directory?: undefined;
  /**
   * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together with `directory`.
   *
   * A change makes another version only if it changes which files are left.
   *
   * Default: `[]`.
   */
  ignore?: undefined;
  /**
   * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files at `modules/common`. The path "." is the template's top. Only together with `directory`.
   *
   * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it, `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest folder that holds both.
   *
   * A change of a file there makes another version, in each template that includes it.
   *
   * Default: `{}`.
   */
  include?: undefined;
  /**
   * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env` takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it; `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with `exampleId`.
   *
   * A file of variable values has no effect there: the server gives Terraform a value for each variable, from `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state at the import and at a workspace's first build: what it lists counts as made.
   *
   * A change makes another version only if it changes which files are taken.
   *
   * Default: `[]`.
   */
  keep?: undefined;
  /**
   * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the directory or a folder that it includes, so that other commits change nothing; with files that differ from that commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has commit, branch, author and whether files differed.
   *
   * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`): where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
   *
   * Default: `[]`.
   */
  git?: undefined;
  /**
   * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable. At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path that `directory` would leave out is refused, unless `keep` names it.
   *
   * Any change of a path or a text makes another version.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  files?: undefined;
  /**
   * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not inside one folder. A relative path starts at the folder of the Pulumi program.
   *
   * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without Unix modes are not executable.
   *
   * Any change of the content makes another version; packing the same content again does not.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  archive?: undefined;
  /**
   * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade that changes the example does not.
   *
   * Server: [`CreateTemplateVersionRequest.ExampleID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  exampleId: pulumi.Input<string>;
}

/**
 * Content of the version. Another content replaces the version; the same content from another source changes nothing.
 *
 * Exactly one of these ways: `directory`, or `files`, or `archive`, or `exampleId`.
 */
export type TemplateVersionSourceArgs =
  | TemplateVersionSourceArgsWithDirectory
  | TemplateVersionSourceArgsWithFiles
  | TemplateVersionSourceArgsWithArchive
  | TemplateVersionSourceArgsWithExampleId;

/**
 * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the directory or a folder that it includes, so that other commits change nothing; with files that differ from that commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has commit, branch, author and whether files differed.
 *
 * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`): where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
 *
 * Default: `[]`.
 */
export type TemplateVersionSourceGit = "name" | "message";

/**
 * What happens to the version on the server when it is replaced or removed from the program: `archive` hides it and keeps its name and history (the server deletes no version); `retain` leaves it as it is. Changes in place.
 *
 * Default: `"archive"`.
 */
export type TemplateVersionOnDelete = "archive" | "retain";

/** Properties of `TemplateVersion`. */
export interface TemplateVersionOutputs {
  /**
   * Name of the template that this version is for. If the organization has a template of this name, the version is created for it; if not, the version belongs to no template until a `Template` of this name is created with it. 1 to 32 letters, digits and single hyphens. When the template is renamed in the same update, the version is kept; the name of another template replaces the version.
   *
   * Server: [`CreateTemplateVersionRequest.TemplateID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly templateName: pulumi.Output<string>;
  /**
   * Name or id of the organization. Changing it replaces the version.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  readonly organization: pulumi.Output<string | undefined>;
  /** Content of the version. Another content replaces the version; the same content from another source changes nothing. */
  readonly source: pulumi.Output<TemplateVersionSource>;
  /** Name of the version, given or derived. */
  readonly name: pulumi.Output<string>;
  /**
   * What changed in the version, for people; the list of versions shows it. At most 1048576 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateVersionRequest.Message` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly message: pulumi.Output<string>;
  /**
   * Values of the template's Terraform variables, by name. Numbers, booleans and lists are sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A change replaces the version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.UserVariableValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly variables: pulumi.Output<Record<string, string | number | boolean | string[]>>;
  /**
   * Tags that a provisioner must have to run this version's jobs. Tags that the template itself declares need not be repeated. A change replaces the version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.ProvisionerTags` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly provisionerTags: pulumi.Output<Record<string, string>>;
  /**
   * What happens to the version on the server when it is replaced or removed from the program: `archive` hides it and keeps its name and history (the server deletes no version); `retain` leaves it as it is. Changes in place.
   *
   * Default: `"archive"`.
   */
  readonly onDelete: pulumi.Output<TemplateVersionOnDelete>;
  /** SHA-256 of path, mode and bytes of all uploaded files, or of the example's id. Empty when the version was read with `get`; then `source` and `files` are empty, too. */
  readonly digest: pulumi.Output<string>;
  /** Digests of the uploaded files, by path. Empty when the version is made of an example. */
  readonly files: pulumi.Output<Record<string, string>>;
  /** Id of the version's organization. */
  readonly organizationId: pulumi.Output<string>;
  /** Id of the version's template; absent until a template is created with the version. */
  readonly templateId: pulumi.Output<string | undefined>;
  /** Id of the provisioner job that imported the version. */
  readonly jobId: pulumi.Output<string>;
  /** Status of the import. After an update that ended early it may be `pending`, `running` or `canceling`: the next update continues. It may also be `canceled` or `failed`, or `superseded` when the import used other values than declared: the next update replaces the version. Otherwise `succeeded`. */
  readonly status: pulumi.Output<ImportStatus>;
  /** The commit that the content came from when this resource made the version, or took an earlier one of the same content. Absent unless `source.git` asks for a name or a message. */
  readonly git: pulumi.Output<TemplateVersionGit | undefined>;
  /** Whether the version is archived. If somebody archives it, the next update brings it back. */
  readonly archived: pulumi.Output<boolean>;
  /** Parameters that a workspace of this version takes, in the template's order. They never change. */
  readonly parameters: pulumi.Output<TemplateVersionParameter[]>;
  /** Presets of parameter values that the version defines. They never change. */
  readonly presets: pulumi.Output<TemplateVersionPreset[]>;
  /** Terraform resources of a workspace of this version, running (`start`) and stopped (`stop`). They never change. */
  readonly resources: pulumi.Output<TemplateVersionResources>;
  /** Names of the variables that the template marks as sensitive: the server does not tell their values. */
  readonly sensitiveVariables: pulumi.Output<string[]>;
  /** Warnings of the server about the version, such as unsupported variables. */
  readonly warnings: pulumi.Output<string[]>;
  /** When the version was created, RFC 3339. */
  readonly createdAt: pulumi.Output<string>;
  /** The version's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/** Content of the version. Another content replaces the version; the same content from another source changes nothing. */
export interface TemplateVersionSource {
  /**
   * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts at the folder of the Pulumi program.
   *
   * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore` and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings back what is left out by these rules: `keep` does.
   *
   * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says so.
   *
   * Any change of a path, of the executable bit or of the content makes another version. Equal content from `directory`, `files` or `archive` is the same version.
   *
   * Server: [`Tar` in `provisionersdk/archive.go`](https://github.com/coder/coder/blob/v2.24.0/provisionersdk/archive.go).
   */
  directory?: string | undefined;
  /**
   * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together with `directory`.
   *
   * A change makes another version only if it changes which files are left.
   *
   * Default: `[]`.
   */
  ignore?: string[] | undefined;
  /**
   * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files at `modules/common`. The path "." is the template's top. Only together with `directory`.
   *
   * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it, `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest folder that holds both.
   *
   * A change of a file there makes another version, in each template that includes it.
   *
   * Default: `{}`.
   */
  include?: Record<string, string> | undefined;
  /**
   * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env` takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it; `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with `exampleId`.
   *
   * A file of variable values has no effect there: the server gives Terraform a value for each variable, from `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state at the import and at a workspace's first build: what it lists counts as made.
   *
   * A change makes another version only if it changes which files are taken.
   *
   * Default: `[]`.
   */
  keep?: string[] | undefined;
  /**
   * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the directory or a folder that it includes, so that other commits change nothing; with files that differ from that commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has commit, branch, author and whether files differed.
   *
   * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`): where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
   *
   * Default: `[]`.
   */
  git?: TemplateVersionSourceGit[] | undefined;
  /**
   * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable. At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path that `directory` would leave out is refused, unless `keep` names it.
   *
   * Any change of a path or a text makes another version.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  files?: Record<string, string> | undefined;
  /**
   * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not inside one folder. A relative path starts at the folder of the Pulumi program.
   *
   * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without Unix modes are not executable.
   *
   * Any change of the content makes another version; packing the same content again does not.
   *
   * Server: [`CreateTemplateVersionRequest.FileID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  archive?: string | undefined;
  /**
   * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade that changes the example does not.
   *
   * Server: [`CreateTemplateVersionRequest.ExampleID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  exampleId?: string | undefined;
}

/** Status of the import. After an update that ended early it may be `pending`, `running` or `canceling`: the next update continues. It may also be `canceled` or `failed`, or `superseded` when the import used other values than declared: the next update replaces the version. Otherwise `succeeded`. */
export type ImportStatus = "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed" | "unknown" | "superseded" | (string & {});

/** The commit that the content came from when this resource made the version, or took an earlier one of the same content. Absent unless `source.git` asks for a name or a message. */
export interface TemplateVersionGit {
  /** Full id of the last commit that changed the directory or a folder that it includes. */
  commit: string;
  /** The branch; absent where HEAD was on none, unless just one branch was at that commit. */
  branch?: string | undefined;
  /** Name of the commit's author. */
  author: string;
  /** Whether files differed from the commit. */
  isDirty: boolean;
}

/** Parameters that a workspace of this version takes, in the template's order. They never change. */
export interface TemplateVersionParameter {
  /** Name of the parameter; workspaces set its value under this name. */
  name: string;
  /** Name for people; empty when the template gives none. */
  displayName: string;
  /** What the template says about the parameter, in Markdown. */
  description: string;
  /** `string`, `number`, `bool` or `list(string)`. */
  type: ParameterType;
  /** How the dashboard asks for it: `input`, `dropdown`, `slider` and others; empty from an older server. */
  formType: ParameterFormType;
  /** Whether the value can change after the workspace is created. */
  mutable: boolean;
  /** Whether a workspace must set a value. */
  required: boolean;
  /** Whether a value is used for one build only. */
  ephemeral: boolean;
  /** Value of workspaces that set none, as text: lists as JSON. */
  defaultValue: string;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
  /** The values to choose from; empty when any value is allowed that passes the validation. */
  options: TemplateVersionParameterOption[];
  /** Message for a value that does not pass; absent when the template gives none. */
  validationError?: string | undefined;
  /** Regular expression that a value must match, in Go's syntax; absent when there is none. */
  validationRegex?: string | undefined;
  /** Smallest allowed number; absent when there is none. */
  validationMin?: number | undefined;
  /** Largest allowed number; absent when there is none. */
  validationMax?: number | undefined;
  /** `increasing` or `decreasing` when a workspace's number may only change in that direction; absent otherwise. */
  validationMonotonic?: ParameterMonotony | undefined;
}

/** `string`, `number`, `bool` or `list(string)`. */
export type ParameterType = "string" | "number" | "bool" | "list(string)" | (string & {});

/** How the dashboard asks for it: `input`, `dropdown`, `slider` and others; empty from an older server. */
export type ParameterFormType = "radio" | "dropdown" | "input" | "textarea" | "slider" | "checkbox" | "switch" | "tag-select" | "multi-select" | "error" | (string & {});

/** The values to choose from; empty when any value is allowed that passes the validation. */
export interface TemplateVersionParameterOption {
  /** Name for people. */
  name: string;
  /** What the template says about the option, in Markdown. */
  description: string;
  /** Value of the parameter when the option is chosen, as text. */
  value: string;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
}

/** `increasing` or `decreasing` when a workspace's number may only change in that direction; absent otherwise. */
export type ParameterMonotony = "increasing" | "decreasing" | (string & {});

/** Presets of parameter values that the version defines. They never change. */
export interface TemplateVersionPreset {
  /** Id of the preset; each version has its own. */
  id: string;
  /** Name of the preset, unique in the version. */
  name: string;
  /** Whether the dashboard selects it unless another is chosen. */
  isDefault: boolean;
  /** Values that the preset sets, by the parameters' names. */
  parameters: Record<string, string>;
}

/** Terraform resources of a workspace of this version, running (`start`) and stopped (`stop`). They never change. */
export interface TemplateVersionResources {
  /** Resources of a running workspace. */
  start: TemplateVersionResource[];
  /** Resources that remain while the workspace is stopped. */
  stop: TemplateVersionResource[];
}

/** Resources of a running workspace. */
export interface TemplateVersionResource {
  /** Type of the Terraform resource, such as `docker_container`. */
  type: string;
  /** Name of the Terraform resource. */
  name: string;
  /** Agents that run in the resource. */
  agents: TemplateVersionResourceAgent[];
}

/** Agents that run in the resource. */
export interface TemplateVersionResourceAgent {
  /** Name of the agent, unique in a workspace. */
  name: string;
  /** `linux`, `darwin` or `windows`. */
  operatingSystem: OperatingSystem;
  /** `amd64`, `arm64` or `armv7`. */
  architecture: Architecture;
}

/** `linux`, `darwin` or `windows`. */
export type OperatingSystem = "linux" | "darwin" | "windows" | (string & {});

/** `amd64`, `arm64` or `armv7`. */
export type Architecture = "amd64" | "arm64" | "armv7" | (string & {});

/** What all ways to write `TemplateArgs` have in common. */
export interface TemplateArgsBase {
  /**
   * Name of the template, unique in its organization regardless of case: 1 to 32 letters, digits and single hyphens; not `new` or `create`. Changes in place.
   *
   * Server: [`CreateTemplateRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  name: pulumi.Input<string>;
  /**
   * Name or id of the organization. Changing it replaces the template.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /**
   * Name for people. At most 64 bytes, no space at either end. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateRequest.DisplayName` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  displayName?: pulumi.Input<string> | undefined;
  /**
   * What the template is for. At most 127 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateRequest.Description` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  description?: pulumi.Input<string> | undefined;
  /**
   * Path or URL of an image, or an emoji path such as `/emojis/1f4bb.png`. At most 256 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateRequest.Icon` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  icon?: pulumi.Input<string> | undefined;
  /**
   * Time from start to automatic stop for workspaces that set none of their own, in milliseconds. Whole number, 0 or more; 0 sets no limit. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`CreateTemplateRequest.DefaultTTLMillis` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  defaultTtlMilliseconds?: pulumi.Input<number> | undefined;
  /**
   * Time by which activity in a workspace postpones its automatic stop, in milliseconds. Whole number, 0 or more; 0 means not at all. Changes in place.
   *
   * Default: `3600000`.
   *
   * Server: [`CreateTemplateRequest.ActivityBumpMillis` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  activityBumpMilliseconds?: pulumi.Input<number> | undefined;
  /**
   * Days on which workspaces must stop, in the owner's quiet hours, and the number of weeks from one stop to the next (0 to 16; 0 means 1). Left alone when absent. Days need a licence: without one a preview refuses them. Changes in place.
   *
   * Server: [`TemplateAutostopRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  autostopRequirement?: pulumi.Input<TemplateAutostopRequirementArgs> | undefined;
  /**
   * Days on which workspaces may start by their schedule; an empty list forbids it. Left alone when absent. Fewer than seven need a licence: without one a preview refuses them. Changes in place.
   *
   * Server: [`TemplateAutostartRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  autostartRequirement?: pulumi.Input<TemplateAutostartRequirementArgs> | undefined;
  /**
   * Whether owners may set a start schedule. `false` needs a licence. Changes in place.
   *
   * Default: `true`.
   *
   * Server: [`CreateTemplateRequest.AllowUserAutostart` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  allowUserAutostart?: pulumi.Input<boolean> | undefined;
  /**
   * Whether owners may set when their workspaces stop. `false` needs a licence. Changes in place.
   *
   * Default: `true`.
   *
   * Server: [`CreateTemplateRequest.AllowUserAutostop` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  allowUserAutostop?: pulumi.Input<boolean> | undefined;
  /**
   * Whether owners may cancel running builds of their workspaces. Changes in place.
   *
   * Default: `true`.
   *
   * Server: [`CreateTemplateRequest.AllowUserCancelWorkspaceJobs` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  allowUserCancelWorkspaceJobs?: pulumi.Input<boolean> | undefined;
  /**
   * Time after which a workspace whose start failed is stopped, in milliseconds. 0 (never) or at least 60000, which needs a licence. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`CreateTemplateRequest.FailureTTLMillis` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  failureTtlMilliseconds?: pulumi.Input<number> | undefined;
  /**
   * Time without use after which a workspace becomes dormant, in milliseconds. 0 (never) or at least 60000, which needs a licence. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`UpdateTemplateMeta.TimeTilDormantMillis` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  timeTilDormantMilliseconds?: pulumi.Input<number> | undefined;
  /**
   * Time after which a dormant workspace is deleted, in milliseconds. 0 (never) or at least 60000, which needs a licence. Changes in place: workspaces that have been dormant for longer may be deleted at once.
   *
   * Default: `0`.
   *
   * Server: [`UpdateTemplateMeta.TimeTilDormantAutoDeleteMillis` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  timeTilDormantAutodeleteMilliseconds?: pulumi.Input<number> | undefined;
  /**
   * Whether workspaces must start with the active version. `true` needs a licence. Changes in place.
   *
   * Default: `false`.
   *
   * Server: [`CreateTemplateRequest.RequireActiveVersion` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  requireActiveVersion?: pulumi.Input<boolean> | undefined;
  /**
   * Why the template should no longer be used. A text that is not empty forbids new workspaces, and needs a licence. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`UpdateTemplateMeta.DeprecationMessage` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  deprecationMessage?: pulumi.Input<string> | undefined;
  /**
   * How far owners may share the ports of their workspaces. Left alone when absent. Needs a licence, and for `organization` Coder 2.24 or newer. Changes in place; lowering it deletes shares that go further.
   *
   * Server: [`UpdateTemplateMeta.MaxPortShareLevel` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  maxPortShareLevel?: pulumi.Input<TemplateMaxPortShareLevel> | undefined;
  /**
   * Whether the classic form asks for parameters instead of the dynamic form. Left alone when absent. Changes in place. `false` needs Coder 2.23 or newer.
   *
   * Default: the server's default for new templates.
   *
   * Server: [`UpdateTemplateMeta.UseClassicParameterFlow` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  useClassicParameterFlow?: pulumi.Input<boolean> | undefined;
  /**
   * Users and groups that may use or change the template, beside its administrators. A list that is set is complete: whoever is not in it loses the role. That includes the group `Everyone`, which has the role `use` on a new template. The order does not matter. A list that is absent is left alone. Needs a licence. Changes in place. Removing the property leaves the roles on the server as they are; an import leaves the property out.
   *
   * Server: [`UpdateTemplateACL` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  accessControl?: pulumi.Input<TemplateAccessControlArgs> | undefined;
  /**
   * Whether the role of the group `Everyone` on the template is removed. `false` does not give it back: `accessControl` does, or the access list on the template's page. Changes in place.
   *
   * Default: `false`.
   *
   * Server: [`CreateTemplateRequest.DisableEveryoneGroupAccess` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  disableEveryoneGroupAccess?: pulumi.Input<boolean> | undefined;
  /** Id of an existing template that this resource takes over instead of creating a new one. The template must be in the declared organization. It is changed to what is declared, and it is deleted with the resource. Has an effect only when the resource is created. */
  adopt?: pulumi.Input<string> | undefined;
  /**
   * Whether deleting the template first deletes the workspaces of all owners and all their data. With `false`, a template that has workspaces is not deleted. Changes in place.
   *
   * Default: `false`.
   */
  forceDelete?: pulumi.Input<boolean> | undefined;
}

/** Arguments of `Template`. This way: with `activeVersionId`. */
export interface TemplateArgsWithActiveVersionId extends TemplateArgsBase {
  /** Content of the template's version, which the template then makes itself: it uploads the files, waits for their import, makes the version the active one, and archives the one that it replaces (see `replacedVersions`). If the import fails, the active version stays. Files that the template had before take their version again, without a job; so they do when a program goes from one of the three ways to another. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place. */
  source?: undefined;
  /**
   * Values of the template's Terraform variables, by name, for the version of `source`. Numbers, booleans and lists are sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.UserVariableValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  variables?: undefined;
  /**
   * Tags that a provisioner must have to run the jobs of the version of `source`. Tags that the template itself declares need not be repeated. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.ProvisionerTags` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  provisionerTags?: undefined;
  /**
   * Name of the version of `source`, unique in the template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place. The server never frees the name of a version, so a name that is given must change whenever the content, the variables or the tags change.
   *
   * Default: what `source.git` gives, else derived from the template's name, the content, the variables and the provisioner tags.
   *
   * Server: [`CreateTemplateVersionRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  versionName?: undefined;
  /**
   * What changed in the version of `source`, for people; the list of versions shows it. At most 1048576 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateVersionRequest.Message` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  versionMessage?: undefined;
  /**
   * What happens to a version of `source` when another one has replaced it: `archive` hides it and keeps its name and history; one that a workspace was last built with can't be archived, and is tried again at each later change of the template, up to ten of them. `retain` leaves it as it is. Changes in place.
   *
   * Default: `"archive"`.
   */
  replacedVersions?: undefined;
  /**
   * Whether a preview imports the version of `source` when it is new or changed, as an inactive version: what Terraform finds wrong fails the preview with file and line, and the update after it takes that version without another import. A preview that is repeated uses the version again; one that no update takes is archived by the next preview or update. Has a meaning only beside `source`.
   *
   * Default: the provider's `validateAtPreview`.
   */
  validateAtPreview?: undefined;
  /**
   * Id of the template version that new workspaces get, usually the `id` of a `TemplateVersion`. Its import must have succeeded, and it must belong to this template or to none yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place: the version is promoted.
   *
   * Server: [`UpdateActiveTemplateVersion.ID` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  activeVersionId: pulumi.Input<string>;
  /**
   * Id of the template version that the template is created with, usually the `id` of a `TemplateVersion`. It has an effect only then: later values are no difference, and which version is the active one is left to a `TemplatePromotion` or to people. Its import must have succeeded, and it must belong to no template yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set.
   *
   * Server: [`CreateTemplateRequest.VersionID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  firstVersionId?: undefined;
}

/** Arguments of `Template`. This way: with `firstVersionId`. */
export interface TemplateArgsWithFirstVersionId extends TemplateArgsBase {
  /** Content of the template's version, which the template then makes itself: it uploads the files, waits for their import, makes the version the active one, and archives the one that it replaces (see `replacedVersions`). If the import fails, the active version stays. Files that the template had before take their version again, without a job; so they do when a program goes from one of the three ways to another. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place. */
  source?: undefined;
  /**
   * Values of the template's Terraform variables, by name, for the version of `source`. Numbers, booleans and lists are sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.UserVariableValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  variables?: undefined;
  /**
   * Tags that a provisioner must have to run the jobs of the version of `source`. Tags that the template itself declares need not be repeated. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.ProvisionerTags` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  provisionerTags?: undefined;
  /**
   * Name of the version of `source`, unique in the template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place. The server never frees the name of a version, so a name that is given must change whenever the content, the variables or the tags change.
   *
   * Default: what `source.git` gives, else derived from the template's name, the content, the variables and the provisioner tags.
   *
   * Server: [`CreateTemplateVersionRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  versionName?: undefined;
  /**
   * What changed in the version of `source`, for people; the list of versions shows it. At most 1048576 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateVersionRequest.Message` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  versionMessage?: undefined;
  /**
   * What happens to a version of `source` when another one has replaced it: `archive` hides it and keeps its name and history; one that a workspace was last built with can't be archived, and is tried again at each later change of the template, up to ten of them. `retain` leaves it as it is. Changes in place.
   *
   * Default: `"archive"`.
   */
  replacedVersions?: undefined;
  /**
   * Whether a preview imports the version of `source` when it is new or changed, as an inactive version: what Terraform finds wrong fails the preview with file and line, and the update after it takes that version without another import. A preview that is repeated uses the version again; one that no update takes is archived by the next preview or update. Has a meaning only beside `source`.
   *
   * Default: the provider's `validateAtPreview`.
   */
  validateAtPreview?: undefined;
  /**
   * Id of the template version that new workspaces get, usually the `id` of a `TemplateVersion`. Its import must have succeeded, and it must belong to this template or to none yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place: the version is promoted.
   *
   * Server: [`UpdateActiveTemplateVersion.ID` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  activeVersionId?: undefined;
  /**
   * Id of the template version that the template is created with, usually the `id` of a `TemplateVersion`. It has an effect only then: later values are no difference, and which version is the active one is left to a `TemplatePromotion` or to people. Its import must have succeeded, and it must belong to no template yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set.
   *
   * Server: [`CreateTemplateRequest.VersionID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  firstVersionId: pulumi.Input<string>;
}

/** Arguments of `Template`. This way: with `source`. */
export interface TemplateArgsWithSource extends TemplateArgsBase {
  /** Content of the template's version, which the template then makes itself: it uploads the files, waits for their import, makes the version the active one, and archives the one that it replaces (see `replacedVersions`). If the import fails, the active version stays. Files that the template had before take their version again, without a job; so they do when a program goes from one of the three ways to another. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place. */
  source: pulumi.Input<TemplateVersionSourceArgs>;
  /**
   * Values of the template's Terraform variables, by name, for the version of `source`. Numbers, booleans and lists are sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.UserVariableValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  variables?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean | pulumi.Input<string>[]>>> | undefined;
  /**
   * Tags that a provisioner must have to run the jobs of the version of `source`. Tags that the template itself declares need not be repeated. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.ProvisionerTags` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  provisionerTags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Name of the version of `source`, unique in the template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place. The server never frees the name of a version, so a name that is given must change whenever the content, the variables or the tags change.
   *
   * Default: what `source.git` gives, else derived from the template's name, the content, the variables and the provisioner tags.
   *
   * Server: [`CreateTemplateVersionRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  versionName?: pulumi.Input<string> | undefined;
  /**
   * What changed in the version of `source`, for people; the list of versions shows it. At most 1048576 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateVersionRequest.Message` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  versionMessage?: pulumi.Input<string> | undefined;
  /**
   * What happens to a version of `source` when another one has replaced it: `archive` hides it and keeps its name and history; one that a workspace was last built with can't be archived, and is tried again at each later change of the template, up to ten of them. `retain` leaves it as it is. Changes in place.
   *
   * Default: `"archive"`.
   */
  replacedVersions?: pulumi.Input<TemplateReplacedVersions> | undefined;
  /**
   * Whether a preview imports the version of `source` when it is new or changed, as an inactive version: what Terraform finds wrong fails the preview with file and line, and the update after it takes that version without another import. A preview that is repeated uses the version again; one that no update takes is archived by the next preview or update. Has a meaning only beside `source`.
   *
   * Default: the provider's `validateAtPreview`.
   */
  validateAtPreview?: pulumi.Input<boolean> | undefined;
  /**
   * Id of the template version that new workspaces get, usually the `id` of a `TemplateVersion`. Its import must have succeeded, and it must belong to this template or to none yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place: the version is promoted.
   *
   * Server: [`UpdateActiveTemplateVersion.ID` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  activeVersionId?: undefined;
  /**
   * Id of the template version that the template is created with, usually the `id` of a `TemplateVersion`. It has an effect only then: later values are no difference, and which version is the active one is left to a `TemplatePromotion` or to people. Its import must have succeeded, and it must belong to no template yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set.
   *
   * Server: [`CreateTemplateRequest.VersionID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  firstVersionId?: undefined;
}

/**
 * Arguments of `Template`.
 *
 * Exactly one of these ways: `activeVersionId`, or `firstVersionId`, or `source`.
 */
export type TemplateArgs =
  | TemplateArgsWithActiveVersionId
  | TemplateArgsWithFirstVersionId
  | TemplateArgsWithSource;

/**
 * What happens to a version of `source` when another one has replaced it: `archive` hides it and keeps its name and history; one that a workspace was last built with can't be archived, and is tried again at each later change of the template, up to ten of them. `retain` leaves it as it is. Changes in place.
 *
 * Default: `"archive"`.
 */
export type TemplateReplacedVersions = "archive" | "retain";

/**
 * Days on which workspaces must stop, in the owner's quiet hours, and the number of weeks from one stop to the next (0 to 16; 0 means 1). Left alone when absent. Days need a licence: without one a preview refuses them. Changes in place.
 *
 * Server: [`TemplateAutostopRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export interface TemplateAutostopRequirementArgs {
  /** Days, by lower-case English name. An empty list turns the requirement off. */
  daysOfWeek: pulumi.Input<pulumi.Input<Weekday>[]>;
  /**
   * Number of weeks from one stop to the next. 0 means 1.
   *
   * Default: `1`.
   */
  weeks?: pulumi.Input<number> | undefined;
}

/** Days, by lower-case English name. An empty list turns the requirement off. */
export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/**
 * Days on which workspaces may start by their schedule; an empty list forbids it. Left alone when absent. Fewer than seven need a licence: without one a preview refuses them. Changes in place.
 *
 * Server: [`TemplateAutostartRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export interface TemplateAutostartRequirementArgs {
  /** Days, by lower-case English name. */
  daysOfWeek: pulumi.Input<pulumi.Input<Weekday>[]>;
}

/**
 * How far owners may share the ports of their workspaces. Left alone when absent. Needs a licence, and for `organization` Coder 2.24 or newer. Changes in place; lowering it deletes shares that go further.
 *
 * Server: [`UpdateTemplateMeta.MaxPortShareLevel` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export type TemplateMaxPortShareLevel = "owner" | "authenticated" | "organization" | "public";

/**
 * Users and groups that may use or change the template, beside its administrators. A list that is set is complete: whoever is not in it loses the role. That includes the group `Everyone`, which has the role `use` on a new template. The order does not matter. A list that is absent is left alone. Needs a licence. Changes in place. Removing the property leaves the roles on the server as they are; an import leaves the property out.
 *
 * Server: [`UpdateTemplateACL` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export interface TemplateAccessControlArgs {
  /** Users, each named once. An empty list means none. Left alone when absent. */
  users?: pulumi.Input<pulumi.Input<TemplateAccessControlUserArgs>[]> | undefined;
  /** Groups, each named once. An empty list means none. Left alone when absent. */
  groups?: pulumi.Input<pulumi.Input<TemplateAccessControlGroupArgs>[]> | undefined;
}

/** Users, each named once. An empty list means none. Left alone when absent. */
export interface TemplateAccessControlUserArgs {
  /** User name or id. */
  user: pulumi.Input<string>;
  /** What the user may do: `use` the template for workspaces, or change it as well (`admin`). */
  role: pulumi.Input<TemplateRole>;
}

/** What the user may do: `use` the template for workspaces, or change it as well (`admin`). */
export type TemplateRole = "use" | "admin";

/** Groups, each named once. An empty list means none. Left alone when absent. */
export interface TemplateAccessControlGroupArgs {
  /** Name or id of a group, such as the `id` of a `Group`; `Everyone` is all members of the organization. */
  group: pulumi.Input<string>;
  /** What members of the group may do: `use` the template for workspaces, or change it as well (`admin`). */
  role: pulumi.Input<TemplateRole>;
}

/** Properties of `Template`. */
export interface TemplateOutputs {
  /**
   * Name of the template, unique in its organization regardless of case: 1 to 32 letters, digits and single hyphens; not `new` or `create`. Changes in place.
   *
   * Server: [`CreateTemplateRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly name: pulumi.Output<string>;
  /**
   * Name or id of the organization. Changing it replaces the template.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  readonly organization: pulumi.Output<string | undefined>;
  /** Content of the template's version, which the template then makes itself: it uploads the files, waits for their import, makes the version the active one, and archives the one that it replaces (see `replacedVersions`). If the import fails, the active version stays. Files that the template had before take their version again, without a job; so they do when a program goes from one of the three ways to another. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set. Changes in place. */
  readonly source: pulumi.Output<TemplateVersionSource | undefined>;
  /**
   * Values of the template's Terraform variables, by name, for the version of `source`. Numbers, booleans and lists are sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.UserVariableValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly variables: pulumi.Output<Record<string, string | number | boolean | string[]> | undefined>;
  /**
   * Tags that a provisioner must have to run the jobs of the version of `source`. Tags that the template itself declares need not be repeated. A change makes another version.
   *
   * Default: `{}`.
   *
   * Server: [`CreateTemplateVersionRequest.ProvisionerTags` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly provisionerTags: pulumi.Output<Record<string, string> | undefined>;
  /**
   * Name of the version of `source`, unique in the template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place. The server never frees the name of a version, so a name that is given must change whenever the content, the variables or the tags change.
   *
   * Default: what `source.git` gives, else derived from the template's name, the content, the variables and the provisioner tags.
   *
   * Server: [`CreateTemplateVersionRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly versionName: pulumi.Output<string | undefined>;
  /**
   * What changed in the version of `source`, for people; the list of versions shows it. At most 1048576 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateVersionRequest.Message` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly versionMessage: pulumi.Output<string | undefined>;
  /**
   * What happens to a version of `source` when another one has replaced it: `archive` hides it and keeps its name and history; one that a workspace was last built with can't be archived, and is tried again at each later change of the template, up to ten of them. `retain` leaves it as it is. Changes in place.
   *
   * Default: `"archive"`.
   */
  readonly replacedVersions: pulumi.Output<TemplateReplacedVersions | undefined>;
  /**
   * Id of the template version that the template is created with, usually the `id` of a `TemplateVersion`. It has an effect only then: later values are no difference, and which version is the active one is left to a `TemplatePromotion` or to people. Its import must have succeeded, and it must belong to no template yet. Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set.
   *
   * Server: [`CreateTemplateRequest.VersionID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly firstVersionId: pulumi.Output<string | undefined>;
  /**
   * Name for people. At most 64 bytes, no space at either end. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateRequest.DisplayName` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly displayName: pulumi.Output<string>;
  /**
   * What the template is for. At most 127 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateRequest.Description` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly description: pulumi.Output<string>;
  /**
   * Path or URL of an image, or an emoji path such as `/emojis/1f4bb.png`. At most 256 characters. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateTemplateRequest.Icon` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly icon: pulumi.Output<string>;
  /**
   * Time from start to automatic stop for workspaces that set none of their own, in milliseconds. Whole number, 0 or more; 0 sets no limit. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`CreateTemplateRequest.DefaultTTLMillis` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly defaultTtlMilliseconds: pulumi.Output<number>;
  /**
   * Time by which activity in a workspace postpones its automatic stop, in milliseconds. Whole number, 0 or more; 0 means not at all. Changes in place.
   *
   * Default: `3600000`.
   *
   * Server: [`CreateTemplateRequest.ActivityBumpMillis` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly activityBumpMilliseconds: pulumi.Output<number>;
  /**
   * Days on which workspaces must stop, in the owner's quiet hours, and the number of weeks from one stop to the next (0 to 16; 0 means 1). Left alone when absent. Days need a licence: without one a preview refuses them. Changes in place.
   *
   * Server: [`TemplateAutostopRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly autostopRequirement: pulumi.Output<TemplateAutostopRequirement | undefined>;
  /**
   * Days on which workspaces may start by their schedule; an empty list forbids it. Left alone when absent. Fewer than seven need a licence: without one a preview refuses them. Changes in place.
   *
   * Server: [`TemplateAutostartRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly autostartRequirement: pulumi.Output<TemplateAutostartRequirement | undefined>;
  /**
   * Whether owners may set a start schedule. `false` needs a licence. Changes in place.
   *
   * Default: `true`.
   *
   * Server: [`CreateTemplateRequest.AllowUserAutostart` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly allowUserAutostart: pulumi.Output<boolean>;
  /**
   * Whether owners may set when their workspaces stop. `false` needs a licence. Changes in place.
   *
   * Default: `true`.
   *
   * Server: [`CreateTemplateRequest.AllowUserAutostop` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly allowUserAutostop: pulumi.Output<boolean>;
  /**
   * Whether owners may cancel running builds of their workspaces. Changes in place.
   *
   * Default: `true`.
   *
   * Server: [`CreateTemplateRequest.AllowUserCancelWorkspaceJobs` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly allowUserCancelWorkspaceJobs: pulumi.Output<boolean>;
  /**
   * Time after which a workspace whose start failed is stopped, in milliseconds. 0 (never) or at least 60000, which needs a licence. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`CreateTemplateRequest.FailureTTLMillis` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly failureTtlMilliseconds: pulumi.Output<number>;
  /**
   * Time without use after which a workspace becomes dormant, in milliseconds. 0 (never) or at least 60000, which needs a licence. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`UpdateTemplateMeta.TimeTilDormantMillis` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly timeTilDormantMilliseconds: pulumi.Output<number>;
  /**
   * Time after which a dormant workspace is deleted, in milliseconds. 0 (never) or at least 60000, which needs a licence. Changes in place: workspaces that have been dormant for longer may be deleted at once.
   *
   * Default: `0`.
   *
   * Server: [`UpdateTemplateMeta.TimeTilDormantAutoDeleteMillis` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly timeTilDormantAutodeleteMilliseconds: pulumi.Output<number>;
  /**
   * Whether workspaces must start with the active version. `true` needs a licence. Changes in place.
   *
   * Default: `false`.
   *
   * Server: [`CreateTemplateRequest.RequireActiveVersion` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly requireActiveVersion: pulumi.Output<boolean>;
  /**
   * Why the template should no longer be used. A text that is not empty forbids new workspaces, and needs a licence. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`UpdateTemplateMeta.DeprecationMessage` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly deprecationMessage: pulumi.Output<string>;
  /**
   * How far owners may share the ports of their workspaces. Left alone when absent. Needs a licence, and for `organization` Coder 2.24 or newer. Changes in place; lowering it deletes shares that go further.
   *
   * Server: [`UpdateTemplateMeta.MaxPortShareLevel` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly maxPortShareLevel: pulumi.Output<TemplateMaxPortShareLevel | undefined>;
  /**
   * Whether the classic form asks for parameters instead of the dynamic form. Left alone when absent. Changes in place. `false` needs Coder 2.23 or newer.
   *
   * Default: the server's default for new templates.
   *
   * Server: [`UpdateTemplateMeta.UseClassicParameterFlow` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly useClassicParameterFlow: pulumi.Output<boolean | undefined>;
  /**
   * Users and groups that may use or change the template, beside its administrators. A list that is set is complete: whoever is not in it loses the role. That includes the group `Everyone`, which has the role `use` on a new template. The order does not matter. A list that is absent is left alone. Needs a licence. Changes in place. Removing the property leaves the roles on the server as they are; an import leaves the property out.
   *
   * Server: [`UpdateTemplateACL` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly accessControl: pulumi.Output<TemplateAccessControl | undefined>;
  /**
   * Whether the role of the group `Everyone` on the template is removed. `false` does not give it back: `accessControl` does, or the access list on the template's page. Changes in place.
   *
   * Default: `false`.
   *
   * Server: [`CreateTemplateRequest.DisableEveryoneGroupAccess` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly disableEveryoneGroupAccess: pulumi.Output<boolean>;
  /**
   * Whether deleting the template first deletes the workspaces of all owners and all their data. With `false`, a template that has workspaces is not deleted. Changes in place.
   *
   * Default: `false`.
   */
  readonly forceDelete: pulumi.Output<boolean>;
  /** Id of the active version, which new workspaces get. */
  readonly activeVersionId: pulumi.Output<string>;
  /** SHA-256 of path, mode and bytes of all files of `source`, or of the example's id. Absent without `source`. */
  readonly digest: pulumi.Output<string | undefined>;
  /** Digests of the files of `source`, by path. Absent without `source`. */
  readonly files: pulumi.Output<Record<string, string> | undefined>;
  /** The version that the template has made of its `source`. Absent without `source`. */
  readonly sourceVersion: pulumi.Output<TemplateSourceVersion | undefined>;
  /** Id of the organization that holds the template. */
  readonly organizationId: pulumi.Output<string>;
  /** Name of the organization that holds the template. */
  readonly organizationName: pulumi.Output<string>;
  /** Provisioner that builds the template's workspaces. */
  readonly provisioner: pulumi.Output<ProvisionerType>;
  /** Whether the template is deprecated. */
  readonly deprecated: pulumi.Output<boolean>;
  /** User name of the template's creator. */
  readonly createdByName: pulumi.Output<string>;
  /** When the template was created, RFC 3339. */
  readonly createdAt: pulumi.Output<string>;
  /** The template's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/**
 * Days on which workspaces must stop, in the owner's quiet hours, and the number of weeks from one stop to the next (0 to 16; 0 means 1). Left alone when absent. Days need a licence: without one a preview refuses them. Changes in place.
 *
 * Server: [`TemplateAutostopRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export interface TemplateAutostopRequirement {
  /** Days, by lower-case English name. An empty list turns the requirement off. */
  daysOfWeek: Weekday[];
  /**
   * Number of weeks from one stop to the next. 0 means 1.
   *
   * Default: `1`.
   */
  weeks: number;
}

/**
 * Days on which workspaces may start by their schedule; an empty list forbids it. Left alone when absent. Fewer than seven need a licence: without one a preview refuses them. Changes in place.
 *
 * Server: [`TemplateAutostartRequirement` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export interface TemplateAutostartRequirement {
  /** Days, by lower-case English name. */
  daysOfWeek: Weekday[];
}

/**
 * Users and groups that may use or change the template, beside its administrators. A list that is set is complete: whoever is not in it loses the role. That includes the group `Everyone`, which has the role `use` on a new template. The order does not matter. A list that is absent is left alone. Needs a licence. Changes in place. Removing the property leaves the roles on the server as they are; an import leaves the property out.
 *
 * Server: [`UpdateTemplateACL` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
 */
export interface TemplateAccessControl {
  /** Users, each named once. An empty list means none. Left alone when absent. */
  users?: TemplateAccessControlUser[] | undefined;
  /** Groups, each named once. An empty list means none. Left alone when absent. */
  groups?: TemplateAccessControlGroup[] | undefined;
}

/** Users, each named once. An empty list means none. Left alone when absent. */
export interface TemplateAccessControlUser {
  /** User name or id. */
  user: string;
  /** What the user may do: `use` the template for workspaces, or change it as well (`admin`). */
  role: TemplateRole;
}

/** Groups, each named once. An empty list means none. Left alone when absent. */
export interface TemplateAccessControlGroup {
  /** Name or id of a group, such as the `id` of a `Group`; `Everyone` is all members of the organization. */
  group: string;
  /** What members of the group may do: `use` the template for workspaces, or change it as well (`admin`). */
  role: TemplateRole;
}

/** The version that the template has made of its `source`. Absent without `source`. */
export interface TemplateSourceVersion {
  /** Id of the version. */
  id: string;
  /** Name of the version, given or derived. */
  name: string;
  /** What changed in the version, for people. */
  message: string;
  /** The commit that the content came from when this resource made the version, or took an earlier one of the same content. Absent unless `source.git` asks for a name or a message. */
  git?: TemplateVersionGit | undefined;
  /** Id of the provisioner job that imported the version. */
  jobId: string;
  /** Whether the version is archived. If somebody archives it, the next update brings it back. */
  archived: boolean;
  /** Parameters that a workspace of this version takes, in the template's order. They never change. */
  parameters: TemplateVersionParameter[];
  /** Presets of parameter values that the version defines. They never change. */
  presets: TemplateVersionPreset[];
  /** Terraform resources of a workspace of this version, running (`start`) and stopped (`stop`). They never change. */
  resources: TemplateVersionResources;
  /** Names of the variables that the template marks as sensitive: the server does not tell their values. */
  sensitiveVariables: string[];
  /** Warnings of the server about the version, such as unsupported variables. */
  warnings: string[];
  /** When the version was created, RFC 3339. */
  createdAt: string;
  /** The version's page in Coder's dashboard. */
  url: string;
}

/** Provisioner that builds the template's workspaces. */
export type ProvisionerType = "terraform" | "echo" | (string & {});

/** Arguments of `TemplatePromotion`. */
export interface TemplatePromotionArgs {
  /**
   * Id of the template, usually the `id` of a `Template` with `firstVersionId`, or of a template that is managed elsewhere. One resource of a program says which version of a template is the active one: another promotion of the template is refused, and so is a `Template` with `source` or `activeVersionId`. Another template replaces the resource; what becomes of the former template's active version, `onDelete` says.
   *
   * Server: [`UpdateActiveTemplateVersion` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  templateId: pulumi.Input<string>;
  /**
   * Id of the version that becomes the template's active one, which new workspaces get; usually the `id` of a `TemplateVersion`. It must belong to the template, its import must have succeeded, and it must not be archived. What the promotion depends on (`dependsOn`) has to succeed first, such as a workspace that tries the version. Changes in place.
   *
   * Server: [`UpdateActiveTemplateVersion.ID` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  templateVersionId: pulumi.Input<string>;
  /**
   * What happens when the resource is replaced or removed from the program: `retain` leaves the active version as it is; `restore` makes `previousVersionId` the active version again, and takes it out of the archive for that. A version that somebody else has made the active one since stays, and a warning says so. So does the active version if the previous one is gone. Changes in place.
   *
   * Default: `"retain"`.
   */
  onDelete?: pulumi.Input<TemplatePromotionOnDelete> | undefined;
}

/**
 * What happens when the resource is replaced or removed from the program: `retain` leaves the active version as it is; `restore` makes `previousVersionId` the active version again, and takes it out of the archive for that. A version that somebody else has made the active one since stays, and a warning says so. So does the active version if the previous one is gone. Changes in place.
 *
 * Default: `"retain"`.
 */
export type TemplatePromotionOnDelete = "retain" | "restore";

/** Properties of `TemplatePromotion`. */
export interface TemplatePromotionOutputs {
  /**
   * Id of the template, usually the `id` of a `Template` with `firstVersionId`, or of a template that is managed elsewhere. One resource of a program says which version of a template is the active one: another promotion of the template is refused, and so is a `Template` with `source` or `activeVersionId`. Another template replaces the resource; what becomes of the former template's active version, `onDelete` says.
   *
   * Server: [`UpdateActiveTemplateVersion` in `codersdk/templates.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/templates.go).
   */
  readonly templateId: pulumi.Output<string>;
  /** Id of the template's active version. */
  readonly templateVersionId: pulumi.Output<string>;
  /**
   * What happens when the resource is replaced or removed from the program: `retain` leaves the active version as it is; `restore` makes `previousVersionId` the active version again, and takes it out of the archive for that. A version that somebody else has made the active one since stays, and a warning says so. So does the active version if the previous one is gone. Changes in place.
   *
   * Default: `"retain"`.
   */
  readonly onDelete: pulumi.Output<TemplatePromotionOnDelete>;
  /** Name of the template's active version. */
  readonly templateVersionName: pulumi.Output<string>;
  /** Name of the template. */
  readonly templateName: pulumi.Output<string>;
  /** Name of the organization that holds the template. */
  readonly organizationName: pulumi.Output<string>;
  /** Id of the version that was active before this resource promoted for the first time. Later promotions by the resource don't change it, so that `onDelete: "restore"` leaves the template as it was found. Absent after an import, until the next promotion. */
  readonly previousVersionId: pulumi.Output<string | undefined>;
  /** Name of the version of `previousVersionId`. */
  readonly previousVersionName: pulumi.Output<string | undefined>;
  /** The active version's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/** What all ways to write `WorkspaceArgs` have in common. */
export interface WorkspaceArgsBase {
  /**
   * Name of the workspace, unique for its owner whatever the case: 1 to 32 letters, digits and single hyphens; not `new` or `create`. Changes in place where the server allows renaming, else replaces the workspace.
   *
   * Default: the resource's name in the program.
   *
   * Server: [`CreateWorkspaceRequest.Name` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  name?: pulumi.Input<string> | undefined;
  /**
   * Name or id of the user who owns the workspace; `me` is the user who runs the program when the workspace is created. Another user replaces the workspace. Another name of the same user does not, nor does running the program as somebody else. Removing the property, or changing it to `me`, means the user who runs the program at that time: if somebody else owns the workspace, it is replaced.
   *
   * Default: `"me"`.
   */
  owner?: pulumi.Input<string> | undefined;
  /**
   * Values of the template's parameters, by name: strings, numbers, booleans or lists of strings. Parameters that are not named here, or no longer, are left to the template and to the owner. Ephemeral parameters belong in a `WorkspaceBuild`. A change makes a build; a running workspace is stopped first, a stopped workspace stays stopped. A change of an immutable parameter replaces the workspace.
   *
   * Server: [`CreateWorkspaceRequest.RichParameterValues` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  parameters?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean | pulumi.Input<string>[]>>> | undefined;
  /**
   * Name or id of a preset of the template version: values for several parameters at once. They are set when the workspace is created, when the preset changes and when `templateVersionId` changes. They override `parameters`, so the two must not disagree. A change makes a build; if the preset has another value for an immutable parameter, the workspace is replaced. Removing the property changes nothing.
   *
   * Server: [`CreateWorkspaceRequest.TemplateVersionPresetID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  preset?: pulumi.Input<string> | undefined;
  /**
   * When the workspace starts automatically: minute, hour, `*`, `*` and day of week as in cron, after an optional time zone (UTC without one): `CRON_TZ=Europe/Berlin 30 8 * * 1-5`. Empty means never. Left alone when absent; removing it again clears it. Changes in place.
   *
   * Server: [`UpdateWorkspaceAutostartRequest.Schedule` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  autostartSchedule?: pulumi.Input<string> | undefined;
  /**
   * Time from start to automatic stop, in milliseconds: 0 (never) or whole minutes, from 60000 to 2592000000 (30 days). Left alone when absent (the template's default, at creation); removing it again sets the template's default. Changes in place, for the next start.
   *
   * Server: [`UpdateWorkspaceTTLRequest.TTLMillis` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  ttlMilliseconds?: pulumi.Input<number> | undefined;
  /**
   * Whether each start uses the template's active version: `always` or `never`. Left alone when absent; removing it again sets `never`. Changes in place.
   *
   * Default: "never" at creation.
   *
   * Server: [`UpdateWorkspaceAutomaticUpdatesRequest.AutomaticUpdates` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  automaticUpdates?: pulumi.Input<WorkspaceAutomaticUpdates> | undefined;
  /**
   * Whether the workspace is dormant. A dormant workspace can't be started, and a rule of its template may delete it. Can't be `true` together with `transition: "start"`. Left alone when absent; removing it again sets `false`. Changes in place.
   *
   * Default: false at creation.
   *
   * Server: [`UpdateWorkspaceDormancy.Dormant` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  dormant?: pulumi.Input<boolean> | undefined;
  /**
   * Whether the workspace is a favorite of its owner. Only the owner can see and set it, so the owner must run the program. Left alone when absent; removing it again sets `false`. Changes in place.
   *
   * Default: false at creation.
   */
  favorite?: pulumi.Input<boolean> | undefined;
  /**
   * Whether the workspace runs (`start`) or not (`stop`). Without it, the workspace is started when it is created, and left running or stopped from then on. With it, the next update undoes a start or stop by a person, but not what the server does automatically (autostart, autostop, dormancy). The server starts every new workspace; with `stop`, it is stopped right after that. A change makes a build. If the last build of the workspace failed, the next update builds it again in any case.
   *
   * Default: "start" at creation.
   *
   * Server: [`WorkspaceTransition` in `codersdk/workspacebuilds.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspacebuilds.go).
   */
  transition?: pulumi.Input<WorkspaceTransition> | undefined;
  /**
   * Whether an update of a running workspace waits until its agents are connected and their startup scripts have succeeded. The update fails when a script fails, or when an agent does not connect within its `connection_timeout`, which the template sets. After that every update waits again, until it succeeds; a workspace that was stopped meanwhile is started for it.
   *
   * Default: `false`.
   */
  waitForAgents?: pulumi.Input<boolean> | undefined;
  /**
   * Whether an update that waits for the agents also waits until every app of theirs that has a `healthcheck` in the template is healthy. An unhealthy app may recover, so it is waited for like one that has not begun. Needs `waitForAgents: true`. A change builds nothing, but the update waits.
   *
   * Default: `false`.
   *
   * Server: [`WorkspaceAppHealth` in `codersdk/workspaceapps.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaceapps.go).
   */
  waitForApps?: pulumi.Input<boolean> | undefined;
  /**
   * How long an update waits for the agents and their apps, in seconds: a whole number, at least 1. It counts from the end of the update's build; without a build, from when the update begins to wait. The time that a job may take ends the wait as well. Needs `waitForAgents: true`. A change builds nothing, but the update waits.
   *
   * Default: the time that a job may take.
   */
  agentTimeoutSeconds?: pulumi.Input<number> | undefined;
  /** Id of an existing workspace that this resource takes over instead of creating a new one. The workspace must have the declared owner and template. It is changed to what is declared, and it is deleted with the resource. Has an effect only when the resource is created. */
  adopt?: pulumi.Input<string> | undefined;
  /**
   * Whether deleting the workspace leaves its Terraform resources behind: Coder forgets them without destroying them. For workspaces whose resources can't be destroyed any more. Needs the right to update the template.
   *
   * Default: `false`.
   *
   * Server: [`CreateWorkspaceBuildRequest.Orphan` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  orphanOnDelete?: pulumi.Input<boolean> | undefined;
}

/** Arguments of `Workspace`. This way: with `templateId`. */
export interface WorkspaceArgsWithTemplateId extends WorkspaceArgsBase {
  /**
   * Id of the template. The workspace is created with the version that is active then; whether it gets later versions is left to its owner. Exactly one of `templateId` and `templateVersionId` is needed. Another template replaces the workspace.
   *
   * Server: [`CreateWorkspaceRequest.TemplateID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  templateId: pulumi.Input<string>;
  /**
   * Id of the template version that the workspace uses; with `activeVersionId` of a `Template` it follows the template. The version's import must have succeeded. Another version of the same template makes a build; a running workspace is stopped first, a stopped workspace gets the version and stays stopped. A version of another template replaces the workspace.
   *
   * Server: [`CreateWorkspaceRequest.TemplateVersionID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  templateVersionId?: undefined;
}

/** Arguments of `Workspace`. This way: with `templateVersionId`. */
export interface WorkspaceArgsWithTemplateVersionId extends WorkspaceArgsBase {
  /**
   * Id of the template. The workspace is created with the version that is active then; whether it gets later versions is left to its owner. Exactly one of `templateId` and `templateVersionId` is needed. Another template replaces the workspace.
   *
   * Server: [`CreateWorkspaceRequest.TemplateID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  templateId?: undefined;
  /**
   * Id of the template version that the workspace uses; with `activeVersionId` of a `Template` it follows the template. The version's import must have succeeded. Another version of the same template makes a build; a running workspace is stopped first, a stopped workspace gets the version and stays stopped. A version of another template replaces the workspace.
   *
   * Server: [`CreateWorkspaceRequest.TemplateVersionID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  templateVersionId: pulumi.Input<string>;
}

/**
 * Arguments of `Workspace`.
 *
 * Exactly one of these ways: `templateId`, or `templateVersionId`.
 */
export type WorkspaceArgs =
  | WorkspaceArgsWithTemplateId
  | WorkspaceArgsWithTemplateVersionId;

/**
 * Whether each start uses the template's active version: `always` or `never`. Left alone when absent; removing it again sets `never`. Changes in place.
 *
 * Default: "never" at creation.
 *
 * Server: [`UpdateWorkspaceAutomaticUpdatesRequest.AutomaticUpdates` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
 */
export type WorkspaceAutomaticUpdates = "always" | "never";

/**
 * Whether the workspace runs (`start`) or not (`stop`). Without it, the workspace is started when it is created, and left running or stopped from then on. With it, the next update undoes a start or stop by a person, but not what the server does automatically (autostart, autostop, dormancy). The server starts every new workspace; with `stop`, it is stopped right after that. A change makes a build. If the last build of the workspace failed, the next update builds it again in any case.
 *
 * Default: "start" at creation.
 *
 * Server: [`WorkspaceTransition` in `codersdk/workspacebuilds.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspacebuilds.go).
 */
export type WorkspaceTransition = "start" | "stop";

/** Properties of `Workspace`. */
export interface WorkspaceOutputs {
  /** Name of the workspace on the server. */
  readonly name: pulumi.Output<string>;
  /** Owner as declared; the user name when no owner is declared. */
  readonly owner: pulumi.Output<string>;
  /** Id of the template, which never changes. */
  readonly templateId: pulumi.Output<string>;
  /** Version of the latest build. */
  readonly templateVersionId: pulumi.Output<string>;
  /** The declared parameters with the values of the latest build. */
  readonly parameters: pulumi.Output<Record<string, string | number | boolean | string[]> | undefined>;
  /**
   * Name or id of a preset of the template version: values for several parameters at once. They are set when the workspace is created, when the preset changes and when `templateVersionId` changes. They override `parameters`, so the two must not disagree. A change makes a build; if the preset has another value for an immutable parameter, the workspace is replaced. Removing the property changes nothing.
   *
   * Server: [`CreateWorkspaceRequest.TemplateVersionPresetID` in `codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).
   */
  readonly preset: pulumi.Output<string | undefined>;
  /** When the workspace starts automatically, in cron syntax; empty when it does not. */
  readonly autostartSchedule: pulumi.Output<string>;
  /** Time from start to automatic stop, in milliseconds; 0 when the workspace does not stop automatically. */
  readonly ttlMilliseconds: pulumi.Output<number>;
  /** Whether each start uses the template's active version: `always` or `never`. */
  readonly automaticUpdates: pulumi.Output<AutomaticUpdates>;
  /** Whether the workspace is dormant, by a person's request or by a rule of its template. */
  readonly dormant: pulumi.Output<boolean>;
  /** Whether the workspace is a favorite of its owner; `false` unless the owner runs the program. */
  readonly favorite: pulumi.Output<boolean>;
  /** The last transition that this program or a person requested. `status` shows what the server did since then. */
  readonly transition: pulumi.Output<WorkspaceTransition>;
  /**
   * Whether an update of a running workspace waits until its agents are connected and their startup scripts have succeeded. The update fails when a script fails, or when an agent does not connect within its `connection_timeout`, which the template sets. After that every update waits again, until it succeeds; a workspace that was stopped meanwhile is started for it.
   *
   * Default: `false`.
   */
  readonly waitForAgents: pulumi.Output<boolean>;
  /**
   * Whether an update that waits for the agents also waits until every app of theirs that has a `healthcheck` in the template is healthy. An unhealthy app may recover, so it is waited for like one that has not begun. Needs `waitForAgents: true`. A change builds nothing, but the update waits.
   *
   * Default: `false`.
   *
   * Server: [`WorkspaceAppHealth` in `codersdk/workspaceapps.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaceapps.go).
   */
  readonly waitForApps: pulumi.Output<boolean | undefined>;
  /**
   * How long an update waits for the agents and their apps, in seconds: a whole number, at least 1. It counts from the end of the update's build; without a build, from when the update begins to wait. The time that a job may take ends the wait as well. Needs `waitForAgents: true`. A change builds nothing, but the update waits.
   *
   * Default: the time that a job may take.
   */
  readonly agentTimeoutSeconds: pulumi.Output<number | undefined>;
  /**
   * Whether deleting the workspace leaves its Terraform resources behind: Coder forgets them without destroying them. For workspaces whose resources can't be destroyed any more. Needs the right to update the template.
   *
   * Default: `false`.
   *
   * Server: [`CreateWorkspaceBuildRequest.Orphan` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  readonly orphanOnDelete: pulumi.Output<boolean>;
  /** Name of the template, as it is now. */
  readonly templateName: pulumi.Output<string>;
  /** Name of the latest build's version. */
  readonly templateVersionName: pulumi.Output<string>;
  /** Whether the latest build uses another version than the template's active one. */
  readonly outdated: pulumi.Output<boolean>;
  /** Id of the owner, which never changes. */
  readonly ownerId: pulumi.Output<string>;
  /** User name of the owner, as it is now. */
  readonly ownerName: pulumi.Output<string>;
  /** Id of the template's organization. */
  readonly organizationId: pulumi.Output<string>;
  /** Name of the template's organization. */
  readonly organizationName: pulumi.Output<string>;
  /** The latest build of the workspace, whoever started it. */
  readonly latestBuild: pulumi.Output<WorkspaceLatestBuild>;
  /** Status of the latest build, such as `running`, `stopped` or `failed`. */
  readonly status: pulumi.Output<BuildStatus>;
  /** Agents of the latest build; empty while the workspace is stopped. */
  readonly agents: pulumi.Output<WorkspaceAgent[]>;
  /** Terraform resources of the latest build. */
  readonly resources: pulumi.Output<WorkspaceResource[]>;
  /** Whether all agents are healthy, and the ids of those that are not. */
  readonly health: pulumi.Output<WorkspaceHealth>;
  /** When the workspace stops automatically, RFC 3339; absent when it does not. */
  readonly deadline: pulumi.Output<string | undefined>;
  /** When the workspace became dormant, RFC 3339; absent when it is not dormant. */
  readonly dormantAt: pulumi.Output<string | undefined>;
  /** When the dormant workspace will be deleted, RFC 3339; absent when it will not. */
  readonly deletingAt: pulumi.Output<string | undefined>;
  /** When the workspace was created, RFC 3339. */
  readonly createdAt: pulumi.Output<string>;
  /** The workspace's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/** Whether each start uses the template's active version: `always` or `never`. */
export type AutomaticUpdates = "always" | "never" | (string & {});

/** The latest build of the workspace, whoever started it. */
export interface WorkspaceLatestBuild {
  /** Id of the build. */
  id: string;
  /** Number of the build; each workspace counts from 1. */
  number: number;
  /** `start`, `stop` or `delete`. */
  transition: BuildTransition;
  /** `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or `deleted`. */
  status: BuildStatus;
  /** Why the build was started: `initiator` (by a person or a program), `autostart`, `autostop` and others. */
  reason: BuildReason;
  /** Id of the template version that the build uses. */
  templateVersionId: string;
  /** Name of the template version that the build uses. */
  templateVersionName: string;
  /** Id of the provisioner job that runs the build. */
  jobId: string;
  /** User name of the person who started the build. */
  initiatorName: string;
  /** When the build was created, RFC 3339. */
  createdAt: string;
}

/** `start`, `stop` or `delete`. */
export type BuildTransition = "start" | "stop" | "delete" | (string & {});

/** `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or `deleted`. */
export type BuildStatus = "pending" | "starting" | "running" | "stopping" | "stopped" | "failed" | "canceling" | "canceled" | "deleting" | "deleted" | (string & {});

/** Why the build was started: `initiator` (by a person or a program), `autostart`, `autostop` and others. */
export type BuildReason = "initiator" | "autostart" | "autostop" | "dormancy" | "autodelete" | "dashboard" | "cli" | "ssh_connection" | "vscode_connection" | "jetbrains_connection" | (string & {});

/** Agents of the latest build; empty while the workspace is stopped. */
export interface WorkspaceAgent {
  /** Id of the agent; each build gives it a new one. */
  id: string;
  /** Name of the agent, unique in the workspace. */
  name: string;
  /** `linux`, `darwin` or `windows`. */
  operatingSystem: OperatingSystem;
  /** `amd64`, `arm64` or `armv7`. */
  architecture: Architecture;
  /** `connecting`, `connected`, `disconnected` or `timeout`. */
  status: AgentConnection;
  /** `created`, `starting`, `ready`, `start_error`, `start_timeout`, `shutting_down`, `off` and others. */
  lifecycleState: AgentLifecycleState;
  /** Version of the agent; empty before it first connects. */
  version: string;
  /** Folder in which sessions start; empty before the agent first connects. */
  directory: string;
  /** Type of the Terraform resource that the agent runs in. */
  resourceType: string;
  /** Name of the Terraform resource that the agent runs in. */
  resourceName: string;
  /** Apps that the agent offers, such as editors, terminals and web pages. */
  apps: WorkspaceAgentApp[];
}

/** `connecting`, `connected`, `disconnected` or `timeout`. */
export type AgentConnection = "connecting" | "connected" | "disconnected" | "timeout" | (string & {});

/** `created`, `starting`, `ready`, `start_error`, `start_timeout`, `shutting_down`, `off` and others. */
export type AgentLifecycleState = "created" | "starting" | "start_timeout" | "start_error" | "ready" | "shutting_down" | "shutdown_timeout" | "shutdown_error" | "off" | (string & {});

/** Apps that the agent offers, such as editors, terminals and web pages. */
export interface WorkspaceAgentApp {
  /** Id of the app; each build gives it a new one. */
  id: string;
  /** Name of the app in its address, unique in its agent. */
  slug: string;
  /** Name for people. */
  displayName: string;
  /** Address inside the workspace or, when `external`, on the user's own machine. */
  url: string;
  /** Whether the app is a link to somewhere else, which Coder does not serve. */
  external: boolean;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
  /** Whether the app has a host name of its own instead of a path. */
  subdomain: boolean;
  /** Who may open the app: `owner`, `authenticated`, `organization` or `public`. */
  sharingLevel: ShareLevel;
  /** `disabled` (no health check), `initializing`, `healthy` or `unhealthy`. */
  health: AppHealth;
  /** Whether the dashboard hides the app. */
  hidden: boolean;
}

/** Who may open the app: `owner`, `authenticated`, `organization` or `public`. */
export type ShareLevel = "owner" | "authenticated" | "organization" | "public" | (string & {});

/** `disabled` (no health check), `initializing`, `healthy` or `unhealthy`. */
export type AppHealth = "disabled" | "initializing" | "healthy" | "unhealthy" | (string & {});

/** Terraform resources of the latest build. */
export interface WorkspaceResource {
  /** Type of the Terraform resource, such as `docker_container`. */
  type: string;
  /** Name of the Terraform resource. */
  name: string;
  /** Whether the dashboard hides the resource. */
  hidden: boolean;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
  /** What the resource costs per day, in credits of the owner's quota. */
  dailyCost: number;
}

/** Whether all agents are healthy, and the ids of those that are not. */
export interface WorkspaceHealth {
  /** Whether all agents are connected and none of them failed to start. */
  healthy: boolean;
  /** Ids of the agents that are not healthy. */
  failingAgents: string[];
}

/** Arguments of `WorkspaceBuild`. */
export interface WorkspaceBuildArgs {
  /** Id of the workspace, usually the `id` of a `Workspace`. A change makes a build of the other workspace. */
  workspaceId: pulumi.Input<string>;
  /**
   * What the build does. `start` restarts a running workspace: it is stopped first, because agents do not survive a second start. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.Transition` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  transition: pulumi.Input<WorkspaceBuildTransition>;
  /**
   * Id of the version that the build uses; it must be a version of the workspace's template. A change makes a new build.
   *
   * Default: the version of the previous build.
   *
   * Server: [`CreateWorkspaceBuildRequest.TemplateVersionID` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  templateVersionId?: pulumi.Input<string> | undefined;
  /**
   * Values of the template's parameters, by name, including ephemeral parameters. A parameter that is not named keeps its value from the previous build. An immutable parameter can't get another value. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.RichParameterValues` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  parameters?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean | pulumi.Input<string>[]>>> | undefined;
  /**
   * Name or id of a preset of the template version: values for several parameters at once. They override `parameters`, so the two must not disagree. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.TemplateVersionPresetID` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  preset?: pulumi.Input<string> | undefined;
  /**
   * `debug` adds Terraform's debug output to the build's log. For administrators, on servers that allow it. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.LogLevel` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  logLevel?: pulumi.Input<WorkspaceBuildLogLevel> | undefined;
  /** Anything that makes a new build when it changes: a map or a list of strings, numbers or booleans. */
  triggers?: pulumi.Input<(pulumi.Input<string | number | boolean>)[] | Record<string, pulumi.Input<string | number | boolean>>> | undefined;
}

/**
 * What the build does. `start` restarts a running workspace: it is stopped first, because agents do not survive a second start. A change makes a new build.
 *
 * Server: [`CreateWorkspaceBuildRequest.Transition` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
 */
export type WorkspaceBuildTransition = "start" | "stop";

/**
 * `debug` adds Terraform's debug output to the build's log. For administrators, on servers that allow it. A change makes a new build.
 *
 * Server: [`CreateWorkspaceBuildRequest.LogLevel` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
 */
export type WorkspaceBuildLogLevel = "debug";

/** Properties of `WorkspaceBuild`. */
export interface WorkspaceBuildOutputs {
  /** Id of the workspace, usually the `id` of a `Workspace`. A change makes a build of the other workspace. */
  readonly workspaceId: pulumi.Output<string>;
  /**
   * What the build does. `start` restarts a running workspace: it is stopped first, because agents do not survive a second start. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.Transition` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  readonly transition: pulumi.Output<WorkspaceBuildTransition>;
  /** Id of the template version that the build uses. */
  readonly templateVersionId: pulumi.Output<string>;
  /**
   * Values of the template's parameters, by name, including ephemeral parameters. A parameter that is not named keeps its value from the previous build. An immutable parameter can't get another value. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.RichParameterValues` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  readonly parameters: pulumi.Output<Record<string, string | number | boolean | string[]> | undefined>;
  /**
   * Name or id of a preset of the template version: values for several parameters at once. They override `parameters`, so the two must not disagree. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.TemplateVersionPresetID` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  readonly preset: pulumi.Output<string | undefined>;
  /**
   * `debug` adds Terraform's debug output to the build's log. For administrators, on servers that allow it. A change makes a new build.
   *
   * Server: [`CreateWorkspaceBuildRequest.LogLevel` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  readonly logLevel: pulumi.Output<WorkspaceBuildLogLevel | undefined>;
  /** Anything that makes a new build when it changes: a map or a list of strings, numbers or booleans. */
  readonly triggers: pulumi.Output<(string | number | boolean)[] | Record<string, string | number | boolean> | undefined>;
  /** Name of the template version that the build uses. */
  readonly templateVersionName: pulumi.Output<string>;
  /** Number of the build; each workspace counts from 1. */
  readonly buildNumber: pulumi.Output<number>;
  /** How the build ended: `running`, `stopped`, `failed` or `canceled`. The next update repeats a build that failed. */
  readonly status: pulumi.Output<BuildStatus>;
  /** Id of the provisioner job that ran the build. */
  readonly jobId: pulumi.Output<string>;
  /** Name of the workspace, as it is now. */
  readonly workspaceName: pulumi.Output<string>;
  /** User name of the workspace's owner. */
  readonly ownerName: pulumi.Output<string>;
  /** User name of the person who started the build. */
  readonly initiatorName: pulumi.Output<string>;
  /** When the build was created, RFC 3339. */
  readonly createdAt: pulumi.Output<string>;
  /** The build's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/** Arguments of `BuildParameters`. */
export interface BuildParametersArgs {
  /** Id of the workspace, of any owner. Another workspace replaces the resource; the values of the former workspace stay as they are. */
  workspaceId: pulumi.Input<string>;
  /**
   * Values of the template's parameters, by name: strings, numbers, booleans or lists of strings. Only the named parameters are kept at their values; everything else about the workspace is left to its owner. If any value differs, a running workspace is stopped and started once with all new values; a stopped workspace gets them by a stop build and stays stopped. If no value differs, nothing is built. A parameter that is no longer named keeps its value. Immutable and ephemeral parameters are refused.
   *
   * Server: [`CreateWorkspaceBuildRequest.RichParameterValues` in `codersdk/workspaces.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/workspaces.go).
   */
  parameters: pulumi.Input<Record<string, pulumi.Input<string | number | boolean | pulumi.Input<string>[]>>>;
}

/** Properties of `BuildParameters`. */
export interface BuildParametersOutputs {
  /** Id of the workspace, of any owner. Another workspace replaces the resource; the values of the former workspace stay as they are. */
  readonly workspaceId: pulumi.Output<string>;
  /** The declared parameters with the values of the workspace's latest build. */
  readonly parameters: pulumi.Output<Record<string, string | number | boolean | string[]>>;
  /** Name of the workspace, as it is now. */
  readonly workspaceName: pulumi.Output<string>;
  /** User name of the workspace's owner. */
  readonly ownerName: pulumi.Output<string>;
  /** Id of the build that set the values, while it is the latest; absent when the workspace had them already. */
  readonly buildId: pulumi.Output<string | undefined>;
  /** Status of the build that set the values. The next update repeats a build that failed. */
  readonly buildStatus: pulumi.Output<BuildStatus | undefined>;
  /** The workspace's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/** Arguments of `Group`. */
export interface GroupArgs {
  /**
   * Name of the group, unique in its organization: 1 to 255 letters, digits and single hyphens; not `new` or `create`. Names that differ in case are different. Changes in place; the group "Everyone" can't be renamed.
   *
   * Server: [`CreateGroupRequest.Name` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  name: pulumi.Input<string>;
  /**
   * Name or id of the organization. Changing it replaces the group.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /**
   * Name for people. At most 64 bytes, no space at either end. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateGroupRequest.DisplayName` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  displayName?: pulumi.Input<string> | undefined;
  /**
   * Path or URL of an image, or an emoji path such as `/emojis/1f4bb.png`. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateGroupRequest.AvatarURL` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  avatarUrl?: pulumi.Input<string> | undefined;
  /**
   * Credits that the group allows each member for workspaces at a time; templates declare the daily cost of their resources in credits. Allowances of a user's groups add up. Whole number, 0 or more. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`CreateGroupRequest.QuotaAllowance` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  quotaAllowance?: pulumi.Input<number> | undefined;
  /**
   * User names or ids of all members of the group. They must be members of its organization. A member who is not listed is removed; an empty list removes all. Left alone when absent: leave it out when an identity provider manages the members. Changes in place.
   *
   * Server: [`PatchGroupRequest.AddUsers` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  members?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Id of an existing group that this resource takes over instead of creating a new one. The group must be in the declared organization. It is changed to what is declared, and it is deleted with the resource. Has an effect only when the resource is created. */
  adopt?: pulumi.Input<string> | undefined;
}

/** Properties of `Group`. */
export interface GroupOutputs {
  /**
   * Name of the group, unique in its organization: 1 to 255 letters, digits and single hyphens; not `new` or `create`. Names that differ in case are different. Changes in place; the group "Everyone" can't be renamed.
   *
   * Server: [`CreateGroupRequest.Name` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  readonly name: pulumi.Output<string>;
  /**
   * Name or id of the organization. Changing it replaces the group.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  readonly organization: pulumi.Output<string | undefined>;
  /**
   * Name for people. At most 64 bytes, no space at either end. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateGroupRequest.DisplayName` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  readonly displayName: pulumi.Output<string>;
  /**
   * Path or URL of an image, or an emoji path such as `/emojis/1f4bb.png`. Changes in place.
   *
   * Default: `""`.
   *
   * Server: [`CreateGroupRequest.AvatarURL` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  readonly avatarUrl: pulumi.Output<string>;
  /**
   * Credits that the group allows each member for workspaces at a time; templates declare the daily cost of their resources in credits. Allowances of a user's groups add up. Whole number, 0 or more. Changes in place.
   *
   * Default: `0`.
   *
   * Server: [`CreateGroupRequest.QuotaAllowance` in `codersdk/groups.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/groups.go).
   */
  readonly quotaAllowance: pulumi.Output<number>;
  /** User names of all members, declared or not. A declared member appears as the program names it. */
  readonly members: pulumi.Output<string[]>;
  /** Ids of all members, in the order of `members`. */
  readonly memberIds: pulumi.Output<string[]>;
  /** Id of the group's organization. */
  readonly organizationId: pulumi.Output<string>;
  /** Name of the group's organization. */
  readonly organizationName: pulumi.Output<string>;
  /** Who created the group: `user`, or `oidc` for an identity provider. */
  readonly source: pulumi.Output<GroupSource>;
  /** The group's page in Coder's dashboard. */
  readonly url: pulumi.Output<string>;
}

/** Who created the group: `user`, or `oidc` for an identity provider. */
export type GroupSource = "user" | "oidc" | (string & {});

/** Arguments of `getProvisionerDaemons`. */
export interface GetProvisionerDaemonsArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: string | undefined;
  /** Ids of the daemons. Default: daemons with any id. */
  ids?: string[] | undefined;
  /** Statuses of the daemons. Default: all, but Coder 2.26 and newer list daemons that are offline only when `offline` is among these. */
  status?: ProvisionerDaemonStatus[] | undefined;
  /** Tags of a job: only daemons that may take such a job. */
  tags?: Record<string, string> | undefined;
  /** Largest number of daemons to return, at least 1. Default: no limit. */
  limit?: number | undefined;
}

/** Statuses of the daemons. Default: all, but Coder 2.26 and newer list daemons that are offline only when `offline` is among these. */
export type ProvisionerDaemonStatus = "offline" | "idle" | "busy";

/** Arguments of `getProvisionerDaemonsOutput`. */
export interface GetProvisionerDaemonsOutputArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /** Ids of the daemons. Default: daemons with any id. */
  ids?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Statuses of the daemons. Default: all, but Coder 2.26 and newer list daemons that are offline only when `offline` is among these. */
  status?: pulumi.Input<pulumi.Input<ProvisionerDaemonStatus>[]> | undefined;
  /** Tags of a job: only daemons that may take such a job. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Largest number of daemons to return, at least 1. Default: no limit. */
  limit?: pulumi.Input<number> | undefined;
}

/** Answer of `getProvisionerDaemons`. */
export interface GetProvisionerDaemonsResult {
  /** The provisioner daemons that were found. */
  daemons: ProvisionerDaemon[];
}

/** The provisioner daemons that were found. */
export interface ProvisionerDaemon {
  /** Id of the daemon. */
  id: string;
  /** Name of the daemon, often that of its machine. */
  name: string;
  /** Version of Coder that the daemon runs. */
  version: string;
  /** Version of the protocol that the daemon speaks with the server. */
  apiVersion: string;
  /** Status: `offline`, `idle` or `busy`; empty from an older server. */
  status: DaemonStatus;
  /** Id of the daemon's organization; absent when the server does not tell. */
  organizationId?: string | undefined;
  /** Kinds of jobs that the daemon can run, such as `terraform`. */
  provisioners: string[];
  /** Tags of the daemon. It takes jobs whose tags are all among these. */
  tags: Record<string, string>;
  /** Id of the key that the daemon logs in with; absent when the server does not tell. */
  keyId?: string | undefined;
  /** Name of the key that the daemon logs in with; empty from an older server. */
  keyName: string;
  /** The job that the daemon runs; absent when it runs none. */
  currentJob?: ProvisionerDaemonJob | undefined;
  /** The job that the daemon ran last; absent when it has run none. */
  previousJob?: ProvisionerDaemonJob | undefined;
  /** When the daemon first connected, RFC 3339. */
  createdAt: string;
  /** When the daemon was last seen, RFC 3339; absent when it never was. */
  lastSeenAt?: string | undefined;
}

/** Status: `offline`, `idle` or `busy`; empty from an older server. */
export type DaemonStatus = "offline" | "idle" | "busy" | (string & {});

/** The job that the daemon runs; absent when it runs none. */
export interface ProvisionerDaemonJob {
  /** Id of the job. */
  id: string;
  /** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`; `unknown` when the server can't tell. */
  status: JobStatus;
  /** Name of the template that the job is for; empty while the version belongs to none. */
  templateName: string;
  /** Name of the template for people; empty when there is none. */
  templateDisplayName: string;
  /** Path or URL of the template's image; empty when there is none. */
  templateIcon: string;
}

/** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`; `unknown` when the server can't tell. */
export type JobStatus = "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed" | "unknown" | (string & {});

/** Arguments of `getProvisionerJobs`. */
export interface GetProvisionerJobsArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: string | undefined;
  /** Ids of the jobs. Default: jobs with any id. */
  ids?: string[] | undefined;
  /** Statuses of the jobs. Default: all. */
  status?: ProvisionerJobStatus[] | undefined;
  /** Tags that the jobs have. */
  tags?: Record<string, string> | undefined;
  /** Largest number of jobs to return, at least 1; the newest come first. Default: 50. */
  limit?: number | undefined;
}

/** Statuses of the jobs. Default: all. */
export type ProvisionerJobStatus = "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed" | "unknown";

/** Arguments of `getProvisionerJobsOutput`. */
export interface GetProvisionerJobsOutputArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /** Ids of the jobs. Default: jobs with any id. */
  ids?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Statuses of the jobs. Default: all. */
  status?: pulumi.Input<pulumi.Input<ProvisionerJobStatus>[]> | undefined;
  /** Tags that the jobs have. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Largest number of jobs to return, at least 1; the newest come first. Default: 50. */
  limit?: pulumi.Input<number> | undefined;
}

/** Answer of `getProvisionerJobs`. */
export interface GetProvisionerJobsResult {
  /** The jobs that were found, newest first. */
  jobs: ProvisionerJob[];
}

/** The jobs that were found, newest first. */
export interface ProvisionerJob {
  /** Id of the job. */
  id: string;
  /** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`; `unknown` when the server can't tell. */
  status: JobStatus;
  /** `template_version_import`, `template_version_dry_run` or `workspace_build`; empty from an older server. */
  type: JobType;
  /** When the job was queued, RFC 3339. */
  createdAt: string;
  /** When a provisioner took the job, RFC 3339; absent while the job waits. */
  startedAt?: string | undefined;
  /** When the job ended, RFC 3339; absent while it waits or runs. */
  completedAt?: string | undefined;
  /** When somebody cancelled the job, RFC 3339; absent when nobody did. */
  canceledAt?: string | undefined;
  /** Why the job failed; absent when it did not. */
  error?: string | undefined;
  /** Code of the failure, such as `REQUIRED_TEMPLATE_VARIABLES`; absent for most failures. */
  errorCode?: JobErrorCode | undefined;
  /** Id of the provisioner daemon that took the job; absent while the job waits. */
  workerId?: string | undefined;
  /** Name of the provisioner daemon that took the job; told by `getProvisionerJobs` only, and empty otherwise. */
  workerName: string;
  /** Ids of the daemons that may take the job; told by `getProvisionerJobs` while the job waits, empty otherwise. */
  availableWorkers: string[];
  /** Id of the job's organization; absent when the server does not tell. */
  organizationId?: string | undefined;
  /** Id of the user who began the job; absent from an older server. */
  initiatorId?: string | undefined;
  /** What the job works on; absent when the server does not tell. */
  input?: ProvisionerJobInput | undefined;
  /** Names of what the job works on: which workspace waits, for example. Told by `getProvisionerJobs` only; its texts are empty otherwise. Absent when the server does not tell. */
  metadata?: ProvisionerJobMetadata | undefined;
  /** Id of the uploaded archive that the job works on. */
  fileId: string;
  /** Tags that a provisioner must have to take the job. */
  tags: Record<string, string>;
  /** Place of the job among the waiting ones; 0 when it does not wait. */
  queuePosition: number;
  /** Number of waiting jobs. */
  queueSize: number;
  /** Whether the server left lines of the log out, as there were too many. An older server always tells `false`. */
  logsOverflowed: boolean;
}

/** `template_version_import`, `template_version_dry_run` or `workspace_build`; empty from an older server. */
export type JobType = "template_version_import" | "template_version_dry_run" | "workspace_build" | (string & {});

/** Code of the failure, such as `REQUIRED_TEMPLATE_VARIABLES`; absent for most failures. */
export type JobErrorCode = "REQUIRED_TEMPLATE_VARIABLES" | "MISSING_TEMPLATE_PARAMETER" | (string & {});

/** What the job works on; absent when the server does not tell. */
export interface ProvisionerJobInput {
  /** Id of the template version that the job imports or plans; absent for other jobs. */
  templateVersionId?: string | undefined;
  /** Id of the workspace build that the job carries out; absent for other jobs. */
  workspaceBuildId?: string | undefined;
  /** Why the server can't read what the job works on; empty when it can. */
  error: string;
}

/** Names of what the job works on: which workspace waits, for example. Told by `getProvisionerJobs` only; its texts are empty otherwise. Absent when the server does not tell. */
export interface ProvisionerJobMetadata {
  /** Name of the template version. */
  templateVersionName: string;
  /** Id of the template; absent while the version belongs to none. */
  templateId?: string | undefined;
  /** Name of the template; empty while the version belongs to none. */
  templateName: string;
  /** Name of the template for people; empty when there is none. */
  templateDisplayName: string;
  /** Path or URL of the template's image; empty when there is none. */
  templateIcon: string;
  /** Id of the workspace that the job builds; absent for other jobs. */
  workspaceId?: string | undefined;
  /** Name of the workspace that the job builds; empty for other jobs. */
  workspaceName: string;
}

/** Arguments of `getWorkspaceBuild`. This way: with `id`. */
export interface GetWorkspaceBuildArgsWithId {
  /** Id of the build. Give either `id`, or `owner`, `workspaceName` and `number`. */
  id: string;
  /** User name or id of the workspace's owner, or `me`; together with `workspaceName` and `number`. */
  owner?: undefined;
  /** Name of the workspace; together with `owner` and `number`. */
  workspaceName?: undefined;
  /** Number of the build, from 1; together with `owner` and `workspaceName`. */
  number?: undefined;
}

/** Arguments of `getWorkspaceBuild`. This way: with `owner` and `workspaceName` and `number`. */
export interface GetWorkspaceBuildArgsWithOwnerAndWorkspaceNameAndNumber {
  /** Id of the build. Give either `id`, or `owner`, `workspaceName` and `number`. */
  id?: undefined;
  /** User name or id of the workspace's owner, or `me`; together with `workspaceName` and `number`. */
  owner: string;
  /** Name of the workspace; together with `owner` and `number`. */
  workspaceName: string;
  /** Number of the build, from 1; together with `owner` and `workspaceName`. */
  number: number;
}

/**
 * Arguments of `getWorkspaceBuild`.
 *
 * Exactly one of these ways: `id`, or `owner` with `workspaceName` with `number`.
 */
export type GetWorkspaceBuildArgs =
  | GetWorkspaceBuildArgsWithId
  | GetWorkspaceBuildArgsWithOwnerAndWorkspaceNameAndNumber;

/** Arguments of `getWorkspaceBuildOutput`. This way: with `id`. */
export interface GetWorkspaceBuildOutputArgsWithId {
  /** Id of the build. Give either `id`, or `owner`, `workspaceName` and `number`. */
  id: pulumi.Input<string>;
  /** User name or id of the workspace's owner, or `me`; together with `workspaceName` and `number`. */
  owner?: undefined;
  /** Name of the workspace; together with `owner` and `number`. */
  workspaceName?: undefined;
  /** Number of the build, from 1; together with `owner` and `workspaceName`. */
  number?: undefined;
}

/** Arguments of `getWorkspaceBuildOutput`. This way: with `owner` and `workspaceName` and `number`. */
export interface GetWorkspaceBuildOutputArgsWithOwnerAndWorkspaceNameAndNumber {
  /** Id of the build. Give either `id`, or `owner`, `workspaceName` and `number`. */
  id?: undefined;
  /** User name or id of the workspace's owner, or `me`; together with `workspaceName` and `number`. */
  owner: pulumi.Input<string>;
  /** Name of the workspace; together with `owner` and `number`. */
  workspaceName: pulumi.Input<string>;
  /** Number of the build, from 1; together with `owner` and `workspaceName`. */
  number: pulumi.Input<number>;
}

/**
 * Arguments of `getWorkspaceBuildOutput`.
 *
 * Exactly one of these ways: `id`, or `owner` with `workspaceName` with `number`.
 */
export type GetWorkspaceBuildOutputArgs =
  | GetWorkspaceBuildOutputArgsWithId
  | GetWorkspaceBuildOutputArgsWithOwnerAndWorkspaceNameAndNumber;

/** Answer of `getWorkspaceBuild`. */
export interface GetWorkspaceBuildResult {
  /** Id of the build. */
  id: string;
  /** Number of the build; each workspace counts from 1. */
  number: number;
  /** Id of the template version that the build uses. */
  templateVersionId: string;
  /** Name of the template version that the build uses. */
  templateVersionName: string;
  /** Id of the preset that the build uses; absent when it uses none. */
  templateVersionPresetId?: string | undefined;
  /** `start`, `stop` or `delete`. */
  transition: BuildTransition;
  /** `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or `deleted`. */
  status: BuildStatus;
  /** Why the build was started: `initiator` (by a person or a program); `autostart`, `autostop`, `dormancy` or `autodelete` (by the server); newer servers also tell from where, such as `cli` or `dashboard`. */
  reason: BuildReason;
  /** Id of the person who started the build. */
  initiatorId: string;
  /** User name of the person who started the build. */
  initiatorName: string;
  /** The provisioner job that runs the build. */
  job: ProvisionerJob;
  /** How many provisioners could take the job; only while it waits, absent afterwards. */
  matchedProvisioners?: MatchedProvisioners | undefined;
  /** When the workspace stops automatically, RFC 3339; absent when it does not. */
  deadline?: string | undefined;
  /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
  maxDeadline?: string | undefined;
  /** What the workspace costs per day, in credits of the owner's quota. */
  dailyCost: number;
  /** Whether the template version declares an AI task; absent when the server does not tell. */
  hasAiTask?: boolean | undefined;
  /** Id of the app that the dashboard shows beside the AI task; absent when there is none. */
  aiTaskSidebarAppId?: string | undefined;
  /** When the build was created, RFC 3339. */
  createdAt: string;
  /** When the build was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
  /** Id of the workspace. */
  workspaceId: string;
  /** Name of the workspace. */
  workspaceName: string;
  /** Id of the workspace's owner. */
  workspaceOwnerId: string;
  /** User name of the workspace's owner. */
  workspaceOwnerName: string;
  /** Agents that the build created. */
  agents: WorkspaceAgentDetails[];
  /** Terraform resources that the build created. */
  resources: WorkspaceResourceDetails[];
}

/** How many provisioners could take the job; only while it waits, absent afterwards. */
export interface MatchedProvisioners {
  /** Number of provisioner daemons that have the tags of the job. */
  count: number;
  /** Number of these that are there and may take the job. */
  available: number;
  /** When one of these was last seen, RFC 3339; absent when none ever was. */
  mostRecentlySeen?: string | undefined;
}

/** Agents that the build created. */
export interface WorkspaceAgentDetails {
  /** Id of the agent; each build gives it a new one. */
  id: string;
  /** Name of the agent, unique in the workspace. */
  name: string;
  /** `linux`, `darwin` or `windows`. */
  operatingSystem: OperatingSystem;
  /** `amd64`, `arm64` or `armv7`. */
  architecture: Architecture;
  /** `connecting`, `connected`, `disconnected` or `timeout`. */
  status: AgentConnection;
  /** `created`, `starting`, `ready`, `start_error`, `start_timeout`, `shutting_down`, `off` and others. */
  lifecycleState: AgentLifecycleState;
  /** Version of the agent; empty before it first connects. */
  version: string;
  /** Folder in which sessions start; empty before the agent first connects. */
  directory: string;
  /** Type of the Terraform resource that the agent runs in. */
  resourceType: string;
  /** Name of the Terraform resource that the agent runs in. */
  resourceName: string;
  /** Apps that the agent offers, such as editors, terminals and web pages. */
  apps: WorkspaceAppDetails[];
  /** Id of the agent that started this one, such as that of a development container; absent for most. */
  parentId?: string | undefined;
  /** Id of the machine at its cloud; empty when the agent does not log in by it. */
  instanceId: string;
  /** Whether the agent is well, and why it is not; absent when the server does not tell. */
  health?: WorkspaceAgentHealth | undefined;
  /** Time to the relays through which the agent is reached, by their regions; empty until it has connected. */
  latency: Record<string, WorkspaceAgentLatency>;
  /** Version of the API that the agent speaks; empty before it first connects. */
  apiVersion: string;
  /** Programs that the agent runs in: `envbox`, `envbuilder` or `exectrace`. */
  subsystems: AgentSubsystem[];
  /** Apps of Coder itself that the dashboard shows: `vscode`, `web_terminal`, `ssh_helper` and others. */
  displayApps: DisplayApp[];
  /** Scripts that the agent runs. */
  scripts: WorkspaceAgentScript[];
  /** Time in which the agent must connect, in seconds; 0 means any. */
  connectionTimeoutSeconds: number;
  /** Page that the dashboard shows when the agent has trouble; empty when the template names none. */
  troubleshootingUrl: string;
  /** Size of the log of the agent's scripts, in bytes. */
  logsLength: number;
  /** Whether lines of that log are missing because it grew too large. */
  logsOverflowed: boolean;
  /** When the agent first connected, RFC 3339; absent when it never did. */
  firstConnectedAt?: string | undefined;
  /** When the agent was last connected, RFC 3339; absent when it never was. */
  lastConnectedAt?: string | undefined;
  /** When the agent's connection was lost, RFC 3339; absent when none was. */
  disconnectedAt?: string | undefined;
  /** When the agent began to run its scripts, RFC 3339; absent when it has not. */
  startedAt?: string | undefined;
  /** When the scripts of the start had ended, RFC 3339; absent while they have not. */
  readyAt?: string | undefined;
  /** When the build made the agent, RFC 3339. */
  createdAt: string;
}

/** Apps that the agent offers, such as editors, terminals and web pages. */
export interface WorkspaceAppDetails {
  /** Id of the app; each build gives it a new one. */
  id: string;
  /** Name of the app in its address, unique in its agent. */
  slug: string;
  /** Name for people. */
  displayName: string;
  /** Address inside the workspace or, when `external`, on the user's own machine. */
  url: string;
  /** Whether the app is a link to somewhere else, which Coder does not serve. */
  external: boolean;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
  /** Whether the app has a host name of its own instead of a path. */
  subdomain: boolean;
  /** Who may open the app: `owner`, `authenticated`, `organization` or `public`. */
  sharingLevel: ShareLevel;
  /** `disabled` (no health check), `initializing`, `healthy` or `unhealthy`. */
  health: AppHealth;
  /** Whether the dashboard hides the app. */
  hidden: boolean;
  /** How the agent checks the app's health; absent when it does not. */
  healthcheck?: WorkspaceAppHealthcheck | undefined;
  /** Command that the app runs in a terminal; empty for an app with an address. */
  command: string;
  /** First part of the app's host name; empty when it has none of its own. */
  subdomainName: string;
  /** Heading under which the dashboard shows the app; empty when there is none. */
  group: string;
  /** Where the dashboard opens the app: `slim-window` or `tab`. */
  openIn: AppWindow;
  /** What the app has reported, newest first. */
  statuses: WorkspaceAppStatus[];
}

/** How the agent checks the app's health; absent when it does not. */
export interface WorkspaceAppHealthcheck {
  /** Address that the agent asks. */
  url: string;
  /** Time between two checks, in seconds. */
  intervalSeconds: number;
  /** Number of failed checks in a row that make the app unhealthy. */
  threshold: number;
}

/** Where the dashboard opens the app: `slim-window` or `tab`. */
export type AppWindow = "slim-window" | "tab" | (string & {});

/** What the app has reported, newest first. */
export interface WorkspaceAppStatus {
  /** Id of the report. */
  id: string;
  /** Id of the workspace that the app is in. */
  workspaceId?: string | undefined;
  /** Id of the agent that offers the app. */
  agentId?: string | undefined;
  /** Id of the app. */
  appId?: string | undefined;
  /** `working`, `idle`, `complete` or `failure`. */
  state: AppState;
  /** What the app is doing, in its own words. */
  message: string;
  /** Address of what the app works on, such as a pull request; empty when it gives none. */
  uri: string;
  /** Deprecated: the server no longer uses it. URL of an image; empty when there is none. */
  icon: string;
  /** Deprecated: the server no longer uses it. Whether the app waits for a person. */
  needsUserAttention: boolean;
  /** When the app reported it, RFC 3339. */
  createdAt: string;
}

/** `working`, `idle`, `complete` or `failure`. */
export type AppState = "working" | "idle" | "complete" | "failure" | (string & {});

/** Whether the agent is well, and why it is not; absent when the server does not tell. */
export interface WorkspaceAgentHealth {
  /** Whether the agent is well. */
  healthy: boolean;
  /** Why the agent is not well; empty when it is. */
  reason: string;
}

/** Time to the relays through which the agent is reached, by their regions; empty until it has connected. */
export interface WorkspaceAgentLatency {
  /** Whether the agent uses this region. */
  preferred: boolean;
  /** Time to the region's relay and back, in milliseconds. */
  latencyMilliseconds: number;
}

/** Programs that the agent runs in: `envbox`, `envbuilder` or `exectrace`. */
export type AgentSubsystem = "envbox" | "envbuilder" | "exectrace" | (string & {});

/** Apps of Coder itself that the dashboard shows: `vscode`, `web_terminal`, `ssh_helper` and others. */
export type DisplayApp = "vscode" | "vscode_insiders" | "web_terminal" | "port_forwarding_helper" | "ssh_helper" | (string & {});

/** Scripts that the agent runs. */
export interface WorkspaceAgentScript {
  /** Name of the script for people. */
  displayName: string;
  /** When the script runs by itself, in cron syntax with seconds; empty when it does not. */
  cron: string;
  /** Whether the script runs when the workspace starts. */
  runOnStart: boolean;
  /** Whether the script runs when the workspace stops. */
  runOnStop: boolean;
  /** Whether a login waits for the script's end. */
  startBlocksLogin: boolean;
  /** Time after which the script is ended, in seconds; 0 means never. */
  timeoutSeconds: number;
  /** File in the workspace that the script's output goes to; empty when the template names none. */
  logPath: string;
}

/** Terraform resources that the build created. */
export interface WorkspaceResourceDetails {
  /** Id of the resource; each build gives it a new one. */
  id: string;
  /** Type of the Terraform resource, such as `docker_container`. */
  type: string;
  /** Name of the Terraform resource. */
  name: string;
  /** Whether the dashboard hides the resource. */
  hidden: boolean;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
  /** What the resource costs per day, in credits of the owner's quota. */
  dailyCost: number;
  /** Transition that the resource belongs to: `start`, `stop` or `delete`. */
  workspaceTransition: BuildTransition;
  /** What the template publishes of the resource, as the dashboard shows it. */
  metadata: WorkspaceResourceMetadata[];
  /** When the build made the resource, RFC 3339. */
  createdAt: string;
}

/** What the template publishes of the resource, as the dashboard shows it. */
export interface WorkspaceResourceMetadata {
  /** Name of the item. */
  key: string;
  /** Value of the item; absent when it is sensitive: `getWorkspaceResourceMetadata` returns it as a secret. */
  value?: string | undefined;
  /** Whether the template marks the item as sensitive. */
  sensitive: boolean;
}

/** Arguments of `getWorkspaceBuilds`. */
export interface GetWorkspaceBuildsArgs {
  /** Id of the workspace. */
  workspaceId: string;
  /** Only builds that were created after this time, RFC 3339. */
  since?: string | Date | undefined;
  /** Largest number of builds to return, at least 1; the newest come first. Default: no limit. */
  limit?: number | undefined;
}

/** Arguments of `getWorkspaceBuildsOutput`. */
export interface GetWorkspaceBuildsOutputArgs {
  /** Id of the workspace. */
  workspaceId: pulumi.Input<string>;
  /** Only builds that were created after this time, RFC 3339. */
  since?: pulumi.Input<string | Date> | undefined;
  /** Largest number of builds to return, at least 1; the newest come first. Default: no limit. */
  limit?: pulumi.Input<number> | undefined;
}

/** Answer of `getWorkspaceBuilds`. */
export interface GetWorkspaceBuildsResult {
  /** The builds of the workspace, newest first. */
  workspaceBuilds: WorkspaceBuildDetails[];
}

/** The builds of the workspace, newest first. */
export interface WorkspaceBuildDetails {
  /** Id of the build. */
  id: string;
  /** Number of the build; each workspace counts from 1. */
  number: number;
  /** Id of the template version that the build uses. */
  templateVersionId: string;
  /** Name of the template version that the build uses. */
  templateVersionName: string;
  /** Id of the preset that the build uses; absent when it uses none. */
  templateVersionPresetId?: string | undefined;
  /** `start`, `stop` or `delete`. */
  transition: BuildTransition;
  /** `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or `deleted`. */
  status: BuildStatus;
  /** Why the build was started: `initiator` (by a person or a program); `autostart`, `autostop`, `dormancy` or `autodelete` (by the server); newer servers also tell from where, such as `cli` or `dashboard`. */
  reason: BuildReason;
  /** Id of the person who started the build. */
  initiatorId: string;
  /** User name of the person who started the build. */
  initiatorName: string;
  /** The provisioner job that runs the build. */
  job: ProvisionerJob;
  /** How many provisioners could take the job; only while it waits, absent afterwards. */
  matchedProvisioners?: MatchedProvisioners | undefined;
  /** When the workspace stops automatically, RFC 3339; absent when it does not. */
  deadline?: string | undefined;
  /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
  maxDeadline?: string | undefined;
  /** What the workspace costs per day, in credits of the owner's quota. */
  dailyCost: number;
  /** Whether the template version declares an AI task; absent when the server does not tell. */
  hasAiTask?: boolean | undefined;
  /** Id of the app that the dashboard shows beside the AI task; absent when there is none. */
  aiTaskSidebarAppId?: string | undefined;
  /** When the build was created, RFC 3339. */
  createdAt: string;
  /** When the build was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
  /** Id of the workspace. */
  workspaceId: string;
  /** Name of the workspace. */
  workspaceName: string;
  /** Id of the workspace's owner. */
  workspaceOwnerId: string;
  /** User name of the workspace's owner. */
  workspaceOwnerName: string;
  /** Agents that the build created. */
  agents: WorkspaceAgentDetails[];
  /** Terraform resources that the build created. */
  resources: WorkspaceResourceDetails[];
}

/** Arguments of `getWorkspaceBuildLogs`. */
export interface GetWorkspaceBuildLogsArgs {
  /** Id of the build. */
  workspaceBuildId: string;
  /** Id of a log line: only the lines after it are returned. */
  after?: number | undefined;
}

/** Arguments of `getWorkspaceBuildLogsOutput`. */
export interface GetWorkspaceBuildLogsOutputArgs {
  /** Id of the build. */
  workspaceBuildId: pulumi.Input<string>;
  /** Id of a log line: only the lines after it are returned. */
  after?: pulumi.Input<number> | undefined;
}

/** Answer of `getWorkspaceBuildLogs`. */
export interface GetWorkspaceBuildLogsResult {
  /** The lines of the log, oldest first. Coder 2.26 and newer keep the first MiB of a log; the last line then says so. */
  logs: LogLine[];
}

/** The lines of the log, oldest first. Coder 2.26 and newer keep the first MiB of a log; the last line then says so. */
export interface LogLine {
  /** Number of the line; it increases over all jobs of the server. */
  id: number;
  /** When the line was written, RFC 3339. */
  createdAt: string;
  /** `provisioner` or `provisioner_daemon`. */
  logSource: LogSource;
  /** `trace`, `debug`, `info`, `warn` or `error`. */
  logLevel: LogLevel;
  /** Step of the job that wrote the line. */
  stage: string;
  /** Text of the line; empty where a stage begins. */
  output: string;
}

/** `provisioner` or `provisioner_daemon`. */
export type LogSource = "provisioner" | "provisioner_daemon" | (string & {});

/** `trace`, `debug`, `info`, `warn` or `error`. */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | (string & {});

/** Arguments of `getBuildParameters`. */
export interface GetBuildParametersArgs {
  /** Id of the build. */
  workspaceBuildId: string;
}

/** Arguments of `getBuildParametersOutput`. */
export interface GetBuildParametersOutputArgs {
  /** Id of the build. */
  workspaceBuildId: pulumi.Input<string>;
}

/** Answer of `getBuildParameters`. */
export interface GetBuildParametersResult {
  /** Values by the names of the parameters, each as text. */
  parameters: Record<string, string>;
}

/** Arguments of `getWorkspaceBuildState`. */
export interface GetWorkspaceBuildStateArgs {
  /** Id of the build. */
  workspaceBuildId: string;
}

/** Arguments of `getWorkspaceBuildStateOutput`. */
export interface GetWorkspaceBuildStateOutputArgs {
  /** Id of the build. */
  workspaceBuildId: pulumi.Input<string>;
}

/** Answer of `getWorkspaceBuildState`. */
export interface GetWorkspaceBuildStateResult {
  /** Terraform's state as JSON text; empty when there is none. Secret. */
  state: string;
}

/** Arguments of `getTemplates`. */
export interface GetTemplatesArgs {
  /** Name or id of the organization. Default: all organizations of the token's user. */
  organization?: string | undefined;
  /** Filter in the server's search language, such as `name:docker`. Deprecated templates are found only with `deprecated:true`. */
  query?: string | undefined;
}

/** Arguments of `getTemplatesOutput`. */
export interface GetTemplatesOutputArgs {
  /** Name or id of the organization. Default: all organizations of the token's user. */
  organization?: pulumi.Input<string> | undefined;
  /** Filter in the server's search language, such as `name:docker`. Deprecated templates are found only with `deprecated:true`. */
  query?: pulumi.Input<string> | undefined;
}

/** Answer of `getTemplates`. */
export interface GetTemplatesResult {
  /** The templates that were found. */
  templates: TemplateDetails[];
}

/** The templates that were found. */
export interface TemplateDetails {
  /** Id of the template. */
  id: string;
  /** Name of the template, unique in its organization. */
  name: string;
  /** Name for people; empty when there is none. */
  displayName: string;
  /** What the template is for. */
  description: string;
  /** Path or URL of an image; empty when there is none. */
  icon: string;
  /** Id of the template's organization. */
  organizationId: string;
  /** Name of the template's organization. */
  organizationName: string;
  /** Name of the template's organization for people; empty when there is none. */
  organizationDisplayName: string;
  /** Path or URL of an image of the template's organization; empty when there is none. */
  organizationIcon: string;
  /** What builds the workspaces: `terraform`. */
  provisioner: ProvisionerType;
  /** Id of the version that new workspaces get. */
  activeVersionId: string;
  /** Number of people who used a workspace of the template lately; -1 until the server has counted. */
  activeUserCount: number;
  /** How long the latest builds took, by transition: `start`, `stop` and `delete`. */
  buildTimes: Record<string, TemplateBuildTimes>;
  /** Whether the template is deprecated. */
  deprecated: boolean;
  /** Why the template is deprecated; empty when it is not. */
  deprecationMessage: string;
  /** Time from start to automatic stop for workspaces that set none of their own, in milliseconds; 0 means never. */
  defaultTtlMilliseconds: number;
  /** Time by which activity postpones the automatic stop, in milliseconds; 0 means not at all. */
  activityBumpMilliseconds: number;
  /** Time after which a failed workspace is stopped, in milliseconds; 0 means never. */
  failureTtlMilliseconds: number;
  /** Time without use after which a workspace becomes dormant, in milliseconds; 0 means never. */
  timeTilDormantMilliseconds: number;
  /** Time after which a dormant workspace is deleted, in milliseconds; 0 means never. */
  timeTilDormantAutodeleteMilliseconds: number;
  /** Days on which workspaces must stop, in the owner's quiet hours. */
  autostopRequirement: TemplateDetailsAutostopRequirement;
  /** Days on which workspaces may start by their schedule. */
  autostartRequirement: TemplateDetailsAutostartRequirement;
  /** Whether owners may set when their workspaces start. */
  allowUserAutostart: boolean;
  /** Whether owners may set when their workspaces stop. */
  allowUserAutostop: boolean;
  /** Whether owners may cancel builds of their workspaces. */
  allowUserCancelWorkspaceJobs: boolean;
  /** Whether workspaces must use the active version. */
  requireActiveVersion: boolean;
  /** How far owners may share ports: `owner`, `authenticated`, `organization` or `public`. */
  maxPortShareLevel: PortShareLevel;
  /** Whether the classic form asks for parameters; absent from an older server, which has no other form. */
  useClassicParameterFlow?: boolean | undefined;
  /** Id of the template's creator. */
  createdById: string;
  /** User name of the template's creator. */
  createdByName: string;
  /** When the template was created, RFC 3339. */
  createdAt: string;
  /** When the template was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}

/** How long the latest builds took, by transition: `start`, `stop` and `delete`. */
export interface TemplateBuildTimes {
  /** Half of the latest builds took at most this long, in milliseconds; absent where nothing was built yet. */
  medianMilliseconds?: number | undefined;
  /** 95 percent of the latest builds took at most this long, in milliseconds; absent where nothing was built yet. */
  percentile95Milliseconds?: number | undefined;
}

/** Days on which workspaces must stop, in the owner's quiet hours. */
export interface TemplateDetailsAutostopRequirement {
  /** Days, by lower-case English name; empty when there is no requirement. */
  daysOfWeek: DayOfWeek[];
  /** Number of weeks from one stop to the next. */
  weeks: number;
}

/** Days, by lower-case English name; empty when there is no requirement. */
export type DayOfWeek = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | (string & {});

/** Days on which workspaces may start by their schedule. */
export interface TemplateDetailsAutostartRequirement {
  /** Days, by lower-case English name; empty when no workspace may start by its schedule. */
  daysOfWeek: DayOfWeek[];
}

/** How far owners may share ports: `owner`, `authenticated`, `organization` or `public`. */
export type PortShareLevel = "owner" | "authenticated" | "organization" | "public" | (string & {});

/** Arguments of `getTemplate`. This way: with `id`. */
export interface GetTemplateArgsWithId {
  /** Id of the template. Give either `id` or `name`. */
  id: string;
  /** Name of the template. Give either `id` or `name`. */
  name?: undefined;
  /**
   * Name or id of the organization, for `name`.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: undefined;
}

/** Arguments of `getTemplate`. This way: with `name`. */
export interface GetTemplateArgsWithName {
  /** Id of the template. Give either `id` or `name`. */
  id?: undefined;
  /** Name of the template. Give either `id` or `name`. */
  name: string;
  /**
   * Name or id of the organization, for `name`.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: string | undefined;
}

/**
 * Arguments of `getTemplate`.
 *
 * Exactly one of these ways: `id`, or `name`.
 */
export type GetTemplateArgs =
  | GetTemplateArgsWithId
  | GetTemplateArgsWithName;

/** Arguments of `getTemplateOutput`. This way: with `id`. */
export interface GetTemplateOutputArgsWithId {
  /** Id of the template. Give either `id` or `name`. */
  id: pulumi.Input<string>;
  /** Name of the template. Give either `id` or `name`. */
  name?: undefined;
  /**
   * Name or id of the organization, for `name`.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: undefined;
}

/** Arguments of `getTemplateOutput`. This way: with `name`. */
export interface GetTemplateOutputArgsWithName {
  /** Id of the template. Give either `id` or `name`. */
  id?: undefined;
  /** Name of the template. Give either `id` or `name`. */
  name: pulumi.Input<string>;
  /**
   * Name or id of the organization, for `name`.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
}

/**
 * Arguments of `getTemplateOutput`.
 *
 * Exactly one of these ways: `id`, or `name`.
 */
export type GetTemplateOutputArgs =
  | GetTemplateOutputArgsWithId
  | GetTemplateOutputArgsWithName;

/** Answer of `getTemplate`. */
export interface GetTemplateResult {
  /** Id of the template. */
  id: string;
  /** Name of the template, unique in its organization. */
  name: string;
  /** Name for people; empty when there is none. */
  displayName: string;
  /** What the template is for. */
  description: string;
  /** Path or URL of an image; empty when there is none. */
  icon: string;
  /** Id of the template's organization. */
  organizationId: string;
  /** Name of the template's organization. */
  organizationName: string;
  /** Name of the template's organization for people; empty when there is none. */
  organizationDisplayName: string;
  /** Path or URL of an image of the template's organization; empty when there is none. */
  organizationIcon: string;
  /** What builds the workspaces: `terraform`. */
  provisioner: ProvisionerType;
  /** Id of the version that new workspaces get. */
  activeVersionId: string;
  /** Number of people who used a workspace of the template lately; -1 until the server has counted. */
  activeUserCount: number;
  /** How long the latest builds took, by transition: `start`, `stop` and `delete`. */
  buildTimes: Record<string, TemplateBuildTimes>;
  /** Whether the template is deprecated. */
  deprecated: boolean;
  /** Why the template is deprecated; empty when it is not. */
  deprecationMessage: string;
  /** Time from start to automatic stop for workspaces that set none of their own, in milliseconds; 0 means never. */
  defaultTtlMilliseconds: number;
  /** Time by which activity postpones the automatic stop, in milliseconds; 0 means not at all. */
  activityBumpMilliseconds: number;
  /** Time after which a failed workspace is stopped, in milliseconds; 0 means never. */
  failureTtlMilliseconds: number;
  /** Time without use after which a workspace becomes dormant, in milliseconds; 0 means never. */
  timeTilDormantMilliseconds: number;
  /** Time after which a dormant workspace is deleted, in milliseconds; 0 means never. */
  timeTilDormantAutodeleteMilliseconds: number;
  /** Days on which workspaces must stop, in the owner's quiet hours. */
  autostopRequirement: TemplateDetailsAutostopRequirement;
  /** Days on which workspaces may start by their schedule. */
  autostartRequirement: TemplateDetailsAutostartRequirement;
  /** Whether owners may set when their workspaces start. */
  allowUserAutostart: boolean;
  /** Whether owners may set when their workspaces stop. */
  allowUserAutostop: boolean;
  /** Whether owners may cancel builds of their workspaces. */
  allowUserCancelWorkspaceJobs: boolean;
  /** Whether workspaces must use the active version. */
  requireActiveVersion: boolean;
  /** How far owners may share ports: `owner`, `authenticated`, `organization` or `public`. */
  maxPortShareLevel: PortShareLevel;
  /** Whether the classic form asks for parameters; absent from an older server, which has no other form. */
  useClassicParameterFlow?: boolean | undefined;
  /** Id of the template's creator. */
  createdById: string;
  /** User name of the template's creator. */
  createdByName: string;
  /** When the template was created, RFC 3339. */
  createdAt: string;
  /** When the template was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}

/** Arguments of `getTemplateExamples`. */
export interface GetTemplateExamplesArgs {
  /** Name or id of an organization whose templates the token's user may see. Default: any organization. The examples are the same. */
  organization?: string | undefined;
}

/** Arguments of `getTemplateExamplesOutput`. */
export interface GetTemplateExamplesOutputArgs {
  /** Name or id of an organization whose templates the token's user may see. Default: any organization. The examples are the same. */
  organization?: pulumi.Input<string> | undefined;
}

/** Answer of `getTemplateExamples`. */
export interface GetTemplateExamplesResult {
  /** The example templates of the server. */
  examples: TemplateExample[];
}

/** The example templates of the server. */
export interface TemplateExample {
  /** Id of the example, for `source.exampleId` of a `TemplateVersion`. */
  id: string;
  /** Name for people. */
  name: string;
  /** What the example is for. */
  description: string;
  /** Path or URL of an image. */
  icon: string;
  /** Subjects of the example. */
  tags: string[];
  /** Text of the example's `README.md`. */
  markdown: string;
  /** Web address of the example's files. */
  url: string;
}

/** Arguments of `getTemplateDailyActiveUsers`. */
export interface GetTemplateDailyActiveUsersArgs {
  /** Id of the template. */
  templateId: string;
  /**
   * Time zone of the days, in hours ahead of UTC. Whole number from -12 to 14.
   *
   * Default: `0`.
   */
  timezoneOffsetHours?: number | undefined;
}

/** Arguments of `getTemplateDailyActiveUsersOutput`. */
export interface GetTemplateDailyActiveUsersOutputArgs {
  /** Id of the template. */
  templateId: pulumi.Input<string>;
  /**
   * Time zone of the days, in hours ahead of UTC. Whole number from -12 to 14.
   *
   * Default: `0`.
   */
  timezoneOffsetHours?: pulumi.Input<number> | undefined;
}

/** Answer of `getTemplateDailyActiveUsers`. */
export interface GetTemplateDailyActiveUsersResult {
  /** One entry for each day, the oldest first. */
  entries: DailyActiveUsers[];
  /** Time zone of the days, in hours ahead of UTC. */
  timezoneOffsetHours: number;
}

/** One entry for each day, the oldest first. */
export interface DailyActiveUsers {
  /** The day, such as `2026-01-31`. */
  date: string;
  /** Number of people who used a workspace of the template. */
  amount: number;
}

/** Arguments of `getTemplateImpact`. */
export interface GetTemplateImpactArgs {
  /** Id of the template. */
  templateId: string;
  /** Id of the version, which belongs to the template and was imported. */
  templateVersionId: string;
  /**
   * Of how many workspaces the parameter values are read at most, at least 1. Many need none: the server tells of all workspaces together who has a parameter, or one of its options.
   *
   * Default: `coderd:impactLimit`, else 100.
   */
  impactLimit?: number | undefined;
}

/** Arguments of `getTemplateImpactOutput`. */
export interface GetTemplateImpactOutputArgs {
  /** Id of the template. */
  templateId: pulumi.Input<string>;
  /** Id of the version, which belongs to the template and was imported. */
  templateVersionId: pulumi.Input<string>;
  /**
   * Of how many workspaces the parameter values are read at most, at least 1. Many need none: the server tells of all workspaces together who has a parameter, or one of its options.
   *
   * Default: `coderd:impactLimit`, else 100.
   */
  impactLimit?: pulumi.Input<number> | undefined;
}

/** Answer of `getTemplateImpact`. */
export interface GetTemplateImpactResult {
  /** Name of the template. */
  templateName: string;
  /** Name of the version. */
  templateVersionName: string;
  /** Number of workspaces that use the template. Those that the server keeps ready (prebuilt ones) don't count. */
  workspaceCount: number;
  /** Number of these that take the template's active version by themselves at their next start: their automatic updates are `always`, or the template requires the active version. */
  followingCount: number;
  /** Number of these that could not be updated to the version as they are: with the values, and the preset, that they have. While `uncheckedCount` is not 0, it is at least this number. */
  blockedCount: number;
  /** Number of workspaces that were not looked at in full: they are beyond `impactLimit`, their values can't be read, or the server can't evaluate the version's parameters with them. */
  uncheckedCount: number;
  /** Why they could not be updated. A workspace may have several causes. */
  causes: ImpactCause[];
}

/** Why they could not be updated. A workspace may have several causes. */
export interface ImpactCause {
  /** `missingParameter` (required, without a default, and the workspace has no value for it), `invalidOption` (its value is no option), `invalidValue` (its value is of another type, out of the range, or does not match the pattern), `immutableParameter` (its value is refused and can't be changed any more), `missingPreset` (its latest build was made with a preset that the version does not have) or `removedParameter` (the version does not have the parameter, so that its value is dropped). */
  kind: ImpactKind;
  /** Name of the parameter, or of the preset. */
  name: string;
  /** The workspaces that it concerns, by owner and name. */
  workspaces: ImpactedWorkspace[];
}

/** `missingParameter` (required, without a default, and the workspace has no value for it), `invalidOption` (its value is no option), `invalidValue` (its value is of another type, out of the range, or does not match the pattern), `immutableParameter` (its value is refused and can't be changed any more), `missingPreset` (its latest build was made with a preset that the version does not have) or `removedParameter` (the version does not have the parameter, so that its value is dropped). */
export type ImpactKind = "missingParameter" | "invalidOption" | "invalidValue" | "immutableParameter" | "missingPreset" | "removedParameter";

/** The workspaces that it concerns, by owner and name. */
export interface ImpactedWorkspace {
  /** Id of the workspace. */
  id: string;
  /** Name of the workspace. */
  name: string;
  /** User name of the owner. */
  ownerName: string;
}

/** Arguments of `getTemplateVersions`. */
export interface GetTemplateVersionsArgs {
  /** Id of the template. */
  templateId: string;
  /**
   * Whether archived versions are returned, too.
   *
   * Default: `false`.
   */
  includeArchived?: boolean | undefined;
}

/** Arguments of `getTemplateVersionsOutput`. */
export interface GetTemplateVersionsOutputArgs {
  /** Id of the template. */
  templateId: pulumi.Input<string>;
  /**
   * Whether archived versions are returned, too.
   *
   * Default: `false`.
   */
  includeArchived?: pulumi.Input<boolean> | undefined;
}

/** Answer of `getTemplateVersions`. */
export interface GetTemplateVersionsResult {
  /** The versions of the template, oldest first. */
  templateVersions: TemplateVersionDetails[];
}

/** The versions of the template, oldest first. */
export interface TemplateVersionDetails {
  /** Id of the version. */
  id: string;
  /** Name of the version, unique in its template. */
  name: string;
  /** What changed in the version; empty when nobody wrote it. */
  message: string;
  /** Id of the version's template; absent while the version belongs to none. */
  templateId?: string | undefined;
  /** Id of the version's organization. */
  organizationId?: string | undefined;
  /** Text of the template's `README.md`. */
  readme: string;
  /** Whether the version is archived. */
  archived: boolean;
  /** Warnings of the server about the version. */
  warnings: VersionWarning[];
  /** The provisioner job that imported the version. */
  job: ProvisionerJob;
  /** Which provisioner daemons may take the import; absent unless it waits. */
  matchedProvisioners?: MatchedProvisioners | undefined;
  /** Id of the version's creator; absent when the server does not tell. */
  createdById?: string | undefined;
  /** User name of the version's creator; empty when the server does not tell. */
  createdByName: string;
  /** When the version was created, RFC 3339. */
  createdAt: string;
  /** When the version was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}

/** Warnings of the server about the version. */
export type VersionWarning = "UNSUPPORTED_WORKSPACES" | "DEPRECATED_PARAMETERS" | (string & {});

/** Arguments of `getTemplateVersion`. This way: with `id`. */
export interface GetTemplateVersionArgsWithId {
  /** Id of the version; or else `templateId` and `name`. */
  id: string;
  /** Id of the version's template, with `name`. */
  templateId?: undefined;
  /** Name of the version, with `templateId`. */
  name?: undefined;
}

/** Arguments of `getTemplateVersion`. This way: with `templateId` and `name`. */
export interface GetTemplateVersionArgsWithTemplateIdAndName {
  /** Id of the version; or else `templateId` and `name`. */
  id?: undefined;
  /** Id of the version's template, with `name`. */
  templateId: string;
  /** Name of the version, with `templateId`. */
  name: string;
}

/**
 * Arguments of `getTemplateVersion`.
 *
 * Exactly one of these ways: `id`, or `templateId` with `name`.
 */
export type GetTemplateVersionArgs =
  | GetTemplateVersionArgsWithId
  | GetTemplateVersionArgsWithTemplateIdAndName;

/** Arguments of `getTemplateVersionOutput`. This way: with `id`. */
export interface GetTemplateVersionOutputArgsWithId {
  /** Id of the version; or else `templateId` and `name`. */
  id: pulumi.Input<string>;
  /** Id of the version's template, with `name`. */
  templateId?: undefined;
  /** Name of the version, with `templateId`. */
  name?: undefined;
}

/** Arguments of `getTemplateVersionOutput`. This way: with `templateId` and `name`. */
export interface GetTemplateVersionOutputArgsWithTemplateIdAndName {
  /** Id of the version; or else `templateId` and `name`. */
  id?: undefined;
  /** Id of the version's template, with `name`. */
  templateId: pulumi.Input<string>;
  /** Name of the version, with `templateId`. */
  name: pulumi.Input<string>;
}

/**
 * Arguments of `getTemplateVersionOutput`.
 *
 * Exactly one of these ways: `id`, or `templateId` with `name`.
 */
export type GetTemplateVersionOutputArgs =
  | GetTemplateVersionOutputArgsWithId
  | GetTemplateVersionOutputArgsWithTemplateIdAndName;

/** Answer of `getTemplateVersion`. */
export interface GetTemplateVersionResult {
  /** Id of the version. */
  id: string;
  /** Name of the version, unique in its template. */
  name: string;
  /** What changed in the version; empty when nobody wrote it. */
  message: string;
  /** Id of the version's template; absent while the version belongs to none. */
  templateId?: string | undefined;
  /** Id of the version's organization. */
  organizationId?: string | undefined;
  /** Text of the template's `README.md`. */
  readme: string;
  /** Whether the version is archived. */
  archived: boolean;
  /** Warnings of the server about the version. */
  warnings: VersionWarning[];
  /** The provisioner job that imported the version. */
  job: ProvisionerJob;
  /** Which provisioner daemons may take the import; absent unless it waits. */
  matchedProvisioners?: MatchedProvisioners | undefined;
  /** Id of the version's creator; absent when the server does not tell. */
  createdById?: string | undefined;
  /** User name of the version's creator; empty when the server does not tell. */
  createdByName: string;
  /** When the version was created, RFC 3339. */
  createdAt: string;
  /** When the version was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}

/** Arguments of `getPreviousTemplateVersion`. */
export interface GetPreviousTemplateVersionArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: string | undefined;
  /** Name of the template. */
  template: string;
  /** Name of the version. */
  name: string;
}

/** Arguments of `getPreviousTemplateVersionOutput`. */
export interface GetPreviousTemplateVersionOutputArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
  /** Name of the template. */
  template: pulumi.Input<string>;
  /** Name of the version. */
  name: pulumi.Input<string>;
}

/** Answer of `getPreviousTemplateVersion`. */
export interface GetPreviousTemplateVersionResult {
  /** The previous version; absent when there is none. */
  templateVersion?: TemplateVersionDetails | undefined;
}

/** Arguments of `getTemplateVersionLogs`. */
export interface GetTemplateVersionLogsArgs {
  /** Id of the template version. */
  templateVersionId: string;
  /** Id of a log line: only the lines after it are returned. */
  after?: number | undefined;
}

/** Arguments of `getTemplateVersionLogsOutput`. */
export interface GetTemplateVersionLogsOutputArgs {
  /** Id of the template version. */
  templateVersionId: pulumi.Input<string>;
  /** Id of a log line: only the lines after it are returned. */
  after?: pulumi.Input<number> | undefined;
}

/** Answer of `getTemplateVersionLogs`. */
export interface GetTemplateVersionLogsResult {
  /** The lines of the log, oldest first. Coder 2.26 and newer keep the first MiB of a log; the last line then says so. */
  logs: LogLine[];
}

/** Arguments of `getTemplateVersionParameters`. */
export interface GetTemplateVersionParametersArgs {
  /** Id of the template version. */
  templateVersionId: string;
}

/** Arguments of `getTemplateVersionParametersOutput`. */
export interface GetTemplateVersionParametersOutputArgs {
  /** Id of the template version. */
  templateVersionId: pulumi.Input<string>;
}

/** Answer of `getTemplateVersionParameters`. */
export interface GetTemplateVersionParametersResult {
  /** The parameters, in the template's order. */
  parameters: TemplateVersionParameter[];
}

/** Arguments of `getTemplateVersionVariables`. */
export interface GetTemplateVersionVariablesArgs {
  /** Id of the template version. */
  templateVersionId: string;
}

/** Arguments of `getTemplateVersionVariablesOutput`. */
export interface GetTemplateVersionVariablesOutputArgs {
  /** Id of the template version. */
  templateVersionId: pulumi.Input<string>;
}

/** Answer of `getTemplateVersionVariables`. */
export interface GetTemplateVersionVariablesResult {
  /** The Terraform variables and their values. Secret. */
  variables: TemplateVersionVariable[];
}

/** The Terraform variables and their values. Secret. */
export interface TemplateVersionVariable {
  /** Name of the Terraform variable. */
  name: string;
  /** What the variable is for. */
  description: string;
  /** `string`, `number` or `bool`. */
  type: TemplateVersionVariableType;
  /** Value of the variable; `*redacted*` when it is sensitive. */
  value: string;
  /** Default value; `*redacted*` when the variable is sensitive. */
  defaultValue: string;
  /** Whether a version must set a value. */
  required: boolean;
  /** Whether the template marks the variable as sensitive: the server does not tell its value. */
  sensitive: boolean;
}

/** `string`, `number` or `bool`. */
export type TemplateVersionVariableType = "string" | "number" | "bool" | (string & {});

/** Arguments of `getTemplateVersionPresets`. */
export interface GetTemplateVersionPresetsArgs {
  /** Id of the template version. */
  templateVersionId: string;
}

/** Arguments of `getTemplateVersionPresetsOutput`. */
export interface GetTemplateVersionPresetsOutputArgs {
  /** Id of the template version. */
  templateVersionId: pulumi.Input<string>;
}

/** Answer of `getTemplateVersionPresets`. */
export interface GetTemplateVersionPresetsResult {
  /** The presets of the version; empty when the template defines none. */
  presets: TemplateVersionPresetDetails[];
}

/** The presets of the version; empty when the template defines none. */
export interface TemplateVersionPresetDetails {
  /** Id of the preset; each version has its own. */
  id: string;
  /** Name of the preset, unique in the version. */
  name: string;
  /** Whether the dashboard selects it unless another is chosen. */
  isDefault: boolean;
  /** Values that the preset sets, by the parameters' names. */
  parameters: Record<string, string>;
  /** What the template says about the preset; empty when it says nothing, or from an older server. */
  description: string;
  /** Path or URL of an image; empty when the template gives none, or from an older server. */
  icon: string;
  /** Number of workspaces that the server keeps ready for the preset; absent when it keeps none. */
  desiredPrebuildInstances?: number | undefined;
}

/** Arguments of `dryRunTemplateVersion`. */
export interface DryRunTemplateVersionArgs {
  /** Id of the template version. Its import must have succeeded. */
  templateVersionId: string;
  /** Values of the parameters, each as text. Parameters with a default value may be left out. */
  parameters?: Record<string, string> | undefined;
  /**
   * Name that the workspace would have.
   *
   * Default: `"dry-run"`.
   */
  workspaceName?: string | undefined;
}

/** Arguments of `dryRunTemplateVersionOutput`. */
export interface DryRunTemplateVersionOutputArgs {
  /** Id of the template version. Its import must have succeeded. */
  templateVersionId: pulumi.Input<string>;
  /** Values of the parameters, each as text. Parameters with a default value may be left out. */
  parameters?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Name that the workspace would have.
   *
   * Default: `"dry-run"`.
   */
  workspaceName?: pulumi.Input<string> | undefined;
}

/** Answer of `dryRunTemplateVersion`. */
export interface DryRunTemplateVersionResult {
  /** The provisioner job that ran the plan. */
  job: ProvisionerJob;
  /** Terraform resources that the workspace would have. */
  resources: PlannedResource[];
}

/** Terraform resources that the workspace would have. */
export interface PlannedResource {
  /** Type of the Terraform resource, such as `docker_container`. */
  type: string;
  /** Name of the Terraform resource. */
  name: string;
  /** `start` for a resource of the running workspace, `stop` for one that remains while it is stopped. */
  workspaceTransition: BuildTransition;
  /** What the resource costs per day, in credits of the owner's quota. */
  dailyCost: number;
  /** Names of the agents in the resource. */
  agents: string[];
}

/** Arguments of `evaluateTemplateVersionParameters`. */
export interface EvaluateTemplateVersionParametersArgs {
  /** Id of the template version. */
  templateVersionId: string;
  /** Values of parameters, each as text. */
  parameters?: Record<string, string> | undefined;
  /**
   * User name or id of the workspace's owner.
   *
   * Default: the token's user.
   */
  owner?: string | undefined;
}

/** Arguments of `evaluateTemplateVersionParametersOutput`. */
export interface EvaluateTemplateVersionParametersOutputArgs {
  /** Id of the template version. */
  templateVersionId: pulumi.Input<string>;
  /** Values of parameters, each as text. */
  parameters?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * User name or id of the workspace's owner.
   *
   * Default: the token's user.
   */
  owner?: pulumi.Input<string> | undefined;
}

/** Answer of `evaluateTemplateVersionParameters`. */
export interface EvaluateTemplateVersionParametersResult {
  /** The parameters that exist with the given values. */
  parameters: EvaluatedParameter[];
  /** Problems that concern no single parameter. */
  diagnostics: Diagnostic[];
}

/** The parameters that exist with the given values. */
export interface EvaluatedParameter {
  /** Name of the parameter; workspaces set its value under this name. */
  name: string;
  /** Name for people; empty when the template gives none. */
  displayName: string;
  /** What the template says about the parameter, in Markdown. */
  description: string;
  /** `string`, `number`, `bool` or `list(string)`. */
  type: ParameterType;
  /** How the dashboard asks for it: `input`, `dropdown`, `slider` and others; empty from an older server. */
  formType: ParameterFormType;
  /** Whether the value can change after the workspace is created. */
  mutable: boolean;
  /** Whether a workspace must set a value. */
  required: boolean;
  /** Whether a value is used for one build only. */
  ephemeral: boolean;
  /** Value of workspaces that set none; absent when there is none or Terraform does not know it yet. */
  defaultValue?: string | undefined;
  /** Path or URL of an image; empty when the template gives none. */
  icon: string;
  /** The values to choose from; empty when any value is allowed that passes the validation. */
  options: TemplateVersionParameterOption[];
  /** Message for a value that does not pass; absent when the template gives none. */
  validationError?: string | undefined;
  /** Regular expression that a value must match, in Go's syntax; absent when there is none. */
  validationRegex?: string | undefined;
  /** Smallest allowed number; absent when there is none. */
  validationMin?: number | undefined;
  /** Largest allowed number; absent when there is none. */
  validationMax?: number | undefined;
  /** `increasing` or `decreasing` when a workspace's number may only change in that direction; absent otherwise. */
  validationMonotonic?: ParameterMonotony | undefined;
  /** Value with the given inputs; absent when Terraform does not know it yet. */
  value?: string | undefined;
  /** Problems with the value. */
  diagnostics: Diagnostic[];
}

/** Problems with the value. */
export interface Diagnostic {
  /** `error` or `warning`. */
  severity: DiagnosticSeverity;
  /** The problem in a few words. */
  summary: string;
  /** Explanation of the problem; may be empty. */
  detail: string;
}

/** `error` or `warning`. */
export type DiagnosticSeverity = "error" | "warning" | (string & {});

/** What all ways to write `GetWorkspaceArgs` have in common. */
export interface GetWorkspaceArgsBase {
  /**
   * Whether a deleted workspace is found, too. By name, a deleted workspace is found only when no existing one has the name.
   *
   * Default: `false`.
   */
  includeDeleted?: boolean | undefined;
}

/** Arguments of `getWorkspace`. This way: with `id`. */
export interface GetWorkspaceArgsWithId extends GetWorkspaceArgsBase {
  /** Id of the workspace. Give either `id`, or `owner` and `name`. */
  id: string;
  /** User name or id of the owner, or `me`; together with `name`. */
  owner?: undefined;
  /** Name of the workspace; together with `owner`. */
  name?: undefined;
}

/** Arguments of `getWorkspace`. This way: with `owner` and `name`. */
export interface GetWorkspaceArgsWithOwnerAndName extends GetWorkspaceArgsBase {
  /** Id of the workspace. Give either `id`, or `owner` and `name`. */
  id?: undefined;
  /** User name or id of the owner, or `me`; together with `name`. */
  owner: string;
  /** Name of the workspace; together with `owner`. */
  name: string;
}

/**
 * Arguments of `getWorkspace`.
 *
 * Exactly one of these ways: `id`, or `owner` with `name`.
 */
export type GetWorkspaceArgs =
  | GetWorkspaceArgsWithId
  | GetWorkspaceArgsWithOwnerAndName;

/** What all ways to write `GetWorkspaceOutputArgs` have in common. */
export interface GetWorkspaceOutputArgsBase {
  /**
   * Whether a deleted workspace is found, too. By name, a deleted workspace is found only when no existing one has the name.
   *
   * Default: `false`.
   */
  includeDeleted?: pulumi.Input<boolean> | undefined;
}

/** Arguments of `getWorkspaceOutput`. This way: with `id`. */
export interface GetWorkspaceOutputArgsWithId extends GetWorkspaceOutputArgsBase {
  /** Id of the workspace. Give either `id`, or `owner` and `name`. */
  id: pulumi.Input<string>;
  /** User name or id of the owner, or `me`; together with `name`. */
  owner?: undefined;
  /** Name of the workspace; together with `owner`. */
  name?: undefined;
}

/** Arguments of `getWorkspaceOutput`. This way: with `owner` and `name`. */
export interface GetWorkspaceOutputArgsWithOwnerAndName extends GetWorkspaceOutputArgsBase {
  /** Id of the workspace. Give either `id`, or `owner` and `name`. */
  id?: undefined;
  /** User name or id of the owner, or `me`; together with `name`. */
  owner: pulumi.Input<string>;
  /** Name of the workspace; together with `owner`. */
  name: pulumi.Input<string>;
}

/**
 * Arguments of `getWorkspaceOutput`.
 *
 * Exactly one of these ways: `id`, or `owner` with `name`.
 */
export type GetWorkspaceOutputArgs =
  | GetWorkspaceOutputArgsWithId
  | GetWorkspaceOutputArgsWithOwnerAndName;

/** Answer of `getWorkspace`. */
export interface GetWorkspaceResult {
  /** Id of the workspace. */
  id: string;
  /** Name of the workspace, unique among the owner's workspaces. */
  name: string;
  /** Id of the owner. */
  ownerId: string;
  /** User name of the owner. */
  ownerName: string;
  /** Address of the owner's picture; empty when there is none. */
  ownerAvatarUrl: string;
  /** Id of the organization. */
  organizationId: string;
  /** Name of the organization. */
  organizationName: string;
  /** Id of the template. */
  templateId: string;
  /** Name of the template. */
  templateName: string;
  /** Name of the template for people; empty when there is none. */
  templateDisplayName: string;
  /** Path or URL of the template's image; empty when there is none. */
  templateIcon: string;
  /** Id of the template's active version. */
  templateActiveVersionId: string;
  /** Whether the workspace must use the template's active version. */
  templateRequireActiveVersion: boolean;
  /** Whether the owner may cancel builds of the workspace. */
  templateAllowUserCancelWorkspaceJobs: boolean;
  /** Whether parameters are fixed lists instead of a form that follows the values; absent on an older server. */
  templateUseClassicParameterFlow?: boolean | undefined;
  /** Whether the latest build uses another version than the template's active one. */
  outdated: boolean;
  /** When the workspace starts automatically, in cron syntax; absent when it does not. */
  autostartSchedule?: string | undefined;
  /** Time from start to automatic stop, in milliseconds; absent when it does not stop automatically. */
  ttlMilliseconds?: number | undefined;
  /** Whether each start uses the template's active version: `always` or `never`. */
  automaticUpdates: AutomaticUpdates;
  /** Whether the server allows another name for the workspace. */
  allowRenames: boolean;
  /** Whether the owner marked the workspace as a favorite; `false` unless the token's user is the owner. */
  favorite: boolean;
  /** When the workspace was last used, RFC 3339; absent when it never was. */
  lastUsedAt?: string | undefined;
  /** When the workspace became dormant, RFC 3339; absent when it is not dormant. */
  dormantAt?: string | undefined;
  /** When the dormant workspace will be deleted, RFC 3339; absent when it will not. */
  deletingAt?: string | undefined;
  /** When the workspace next starts automatically, RFC 3339; absent when it does not. */
  nextStartAt?: string | undefined;
  /** When the running workspace stops automatically, RFC 3339; absent when it does not. */
  deadline?: string | undefined;
  /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
  maxDeadline?: string | undefined;
  /** Whether all agents are healthy. */
  healthy: boolean;
  /** Ids of the agents that are not healthy. */
  failingAgents: string[];
  /** What an app of the workspace reported last; absent when none did. */
  latestAppStatus?: WorkspaceAppStatus | undefined;
  /** Whether the workspace was made in advance, from a preset, and waits for an owner; absent when the server does not tell. */
  isPrebuild?: boolean | undefined;
  /** Status of the latest build, such as `running`, `stopped` or `failed`. */
  status: BuildStatus;
  /** The latest build of the workspace, whoever started it. */
  latestBuild: LatestWorkspaceBuildDetails;
  /** Agents of the latest build. */
  agents: WorkspaceAgentDetails[];
  /** Terraform resources of the latest build. */
  resources: WorkspaceResourceDetails[];
  /** When the workspace was created, RFC 3339. */
  createdAt: string;
  /** When the workspace was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}

/** The latest build of the workspace, whoever started it. */
export interface LatestWorkspaceBuildDetails {
  /** Id of the build. */
  id: string;
  /** Number of the build; each workspace counts from 1. */
  number: number;
  /** Id of the template version that the build uses. */
  templateVersionId: string;
  /** Name of the template version that the build uses. */
  templateVersionName: string;
  /** Id of the preset that the build uses; absent when it uses none. */
  templateVersionPresetId?: string | undefined;
  /** `start`, `stop` or `delete`. */
  transition: BuildTransition;
  /** `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or `deleted`. */
  status: BuildStatus;
  /** Why the build was started: `initiator` (by a person or a program); `autostart`, `autostop`, `dormancy` or `autodelete` (by the server); newer servers also tell from where, such as `cli` or `dashboard`. */
  reason: BuildReason;
  /** Id of the person who started the build. */
  initiatorId: string;
  /** User name of the person who started the build. */
  initiatorName: string;
  /** The provisioner job that runs the build. */
  job: ProvisionerJob;
  /** How many provisioners could take the job; only while it waits, absent afterwards. */
  matchedProvisioners?: MatchedProvisioners | undefined;
  /** When the workspace stops automatically, RFC 3339; absent when it does not. */
  deadline?: string | undefined;
  /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
  maxDeadline?: string | undefined;
  /** What the workspace costs per day, in credits of the owner's quota. */
  dailyCost: number;
  /** Whether the template version declares an AI task; absent when the server does not tell. */
  hasAiTask?: boolean | undefined;
  /** Id of the app that the dashboard shows beside the AI task; absent when there is none. */
  aiTaskSidebarAppId?: string | undefined;
  /** When the build was created, RFC 3339. */
  createdAt: string;
  /** When the build was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
  /** Id of the provisioner job that runs the build. */
  jobId: string;
}

/** Arguments of `getWorkspaces`. */
export interface GetWorkspacesArgs {
  /** User name of the owner, or `me`. This and all other filters ignore case. */
  owner?: string | undefined;
  /** Part of the workspace's name. */
  name?: string | undefined;
  /** Name of the template, in any organization. */
  template?: string | undefined;
  /** Name or id of the organization, or `default`. */
  organization?: string | undefined;
  /** Status of the workspace, such as `running` or `stopped`. */
  status?: WorkspaceStatus | undefined;
  /** Status of at least one agent: `connecting`, `connected`, `disconnected` or `timeout`. */
  agentStatus?: AgentStatus | undefined;
  /** Only workspaces that were last used at this time or before, or never, RFC 3339. */
  lastUsedBefore?: string | Date | undefined;
  /** Only workspaces that were last used at this time or after, RFC 3339. */
  lastUsedAfter?: string | Date | undefined;
  /** Only dormant workspaces (`true`), or only those that are not dormant (`false`). Default: both. */
  dormant?: boolean | undefined;
  /** Only workspaces whose version is not their template's active one (`true`), or only those whose is (`false`). */
  outdated?: boolean | undefined;
  /** Values of parameters in the latest build, by name. All of them must match. */
  parameters?: Record<string, string> | undefined;
  /** Further filter in the server's search language, such as `has-ai-task:true`. It must not repeat a key that another filter sets. */
  query?: string | undefined;
  /** Largest number of workspaces to return, at least 1. Default: no limit. */
  limit?: number | undefined;
}

/** Status of the workspace, such as `running` or `stopped`. */
export type WorkspaceStatus = "pending" | "starting" | "running" | "stopping" | "stopped" | "failed" | "canceling" | "canceled" | "deleting";

/** Status of at least one agent: `connecting`, `connected`, `disconnected` or `timeout`. */
export type AgentStatus = "connecting" | "connected" | "disconnected" | "timeout";

/** Arguments of `getWorkspacesOutput`. */
export interface GetWorkspacesOutputArgs {
  /** User name of the owner, or `me`. This and all other filters ignore case. */
  owner?: pulumi.Input<string> | undefined;
  /** Part of the workspace's name. */
  name?: pulumi.Input<string> | undefined;
  /** Name of the template, in any organization. */
  template?: pulumi.Input<string> | undefined;
  /** Name or id of the organization, or `default`. */
  organization?: pulumi.Input<string> | undefined;
  /** Status of the workspace, such as `running` or `stopped`. */
  status?: pulumi.Input<WorkspaceStatus> | undefined;
  /** Status of at least one agent: `connecting`, `connected`, `disconnected` or `timeout`. */
  agentStatus?: pulumi.Input<AgentStatus> | undefined;
  /** Only workspaces that were last used at this time or before, or never, RFC 3339. */
  lastUsedBefore?: pulumi.Input<string | Date> | undefined;
  /** Only workspaces that were last used at this time or after, RFC 3339. */
  lastUsedAfter?: pulumi.Input<string | Date> | undefined;
  /** Only dormant workspaces (`true`), or only those that are not dormant (`false`). Default: both. */
  dormant?: pulumi.Input<boolean> | undefined;
  /** Only workspaces whose version is not their template's active one (`true`), or only those whose is (`false`). */
  outdated?: pulumi.Input<boolean> | undefined;
  /** Values of parameters in the latest build, by name. All of them must match. */
  parameters?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Further filter in the server's search language, such as `has-ai-task:true`. It must not repeat a key that another filter sets. */
  query?: pulumi.Input<string> | undefined;
  /** Largest number of workspaces to return, at least 1. Default: no limit. */
  limit?: pulumi.Input<number> | undefined;
}

/** Answer of `getWorkspaces`. */
export interface GetWorkspacesResult {
  /** The workspaces that match all filters. */
  workspaces: WorkspaceDetails[];
}

/** The workspaces that match all filters. */
export interface WorkspaceDetails {
  /** Id of the workspace. */
  id: string;
  /** Name of the workspace, unique among the owner's workspaces. */
  name: string;
  /** Id of the owner. */
  ownerId: string;
  /** User name of the owner. */
  ownerName: string;
  /** Address of the owner's picture; empty when there is none. */
  ownerAvatarUrl: string;
  /** Id of the organization. */
  organizationId: string;
  /** Name of the organization. */
  organizationName: string;
  /** Id of the template. */
  templateId: string;
  /** Name of the template. */
  templateName: string;
  /** Name of the template for people; empty when there is none. */
  templateDisplayName: string;
  /** Path or URL of the template's image; empty when there is none. */
  templateIcon: string;
  /** Id of the template's active version. */
  templateActiveVersionId: string;
  /** Whether the workspace must use the template's active version. */
  templateRequireActiveVersion: boolean;
  /** Whether the owner may cancel builds of the workspace. */
  templateAllowUserCancelWorkspaceJobs: boolean;
  /** Whether parameters are fixed lists instead of a form that follows the values; absent on an older server. */
  templateUseClassicParameterFlow?: boolean | undefined;
  /** Whether the latest build uses another version than the template's active one. */
  outdated: boolean;
  /** When the workspace starts automatically, in cron syntax; absent when it does not. */
  autostartSchedule?: string | undefined;
  /** Time from start to automatic stop, in milliseconds; absent when it does not stop automatically. */
  ttlMilliseconds?: number | undefined;
  /** Whether each start uses the template's active version: `always` or `never`. */
  automaticUpdates: AutomaticUpdates;
  /** Whether the server allows another name for the workspace. */
  allowRenames: boolean;
  /** Whether the owner marked the workspace as a favorite; `false` unless the token's user is the owner. */
  favorite: boolean;
  /** When the workspace was last used, RFC 3339; absent when it never was. */
  lastUsedAt?: string | undefined;
  /** When the workspace became dormant, RFC 3339; absent when it is not dormant. */
  dormantAt?: string | undefined;
  /** When the dormant workspace will be deleted, RFC 3339; absent when it will not. */
  deletingAt?: string | undefined;
  /** When the workspace next starts automatically, RFC 3339; absent when it does not. */
  nextStartAt?: string | undefined;
  /** When the running workspace stops automatically, RFC 3339; absent when it does not. */
  deadline?: string | undefined;
  /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
  maxDeadline?: string | undefined;
  /** Whether all agents are healthy. */
  healthy: boolean;
  /** Ids of the agents that are not healthy. */
  failingAgents: string[];
  /** What an app of the workspace reported last; absent when none did. */
  latestAppStatus?: WorkspaceAppStatus | undefined;
  /** Whether the workspace was made in advance, from a preset, and waits for an owner; absent when the server does not tell. */
  isPrebuild?: boolean | undefined;
  /** Status of the latest build, such as `running`, `stopped` or `failed`. */
  status: BuildStatus;
  /** The latest build of the workspace, whoever started it. */
  latestBuild: LatestWorkspaceBuildDetails;
  /** Agents of the latest build. */
  agents: WorkspaceAgentDetails[];
  /** Terraform resources of the latest build. */
  resources: WorkspaceResourceDetails[];
  /** When the workspace was created, RFC 3339. */
  createdAt: string;
  /** When the workspace was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}

/** Arguments of `resolveWorkspaceAutostart`. */
export interface ResolveWorkspaceAutostartArgs {
  /** Id of the workspace. */
  workspaceId: string;
}

/** Arguments of `resolveWorkspaceAutostartOutput`. */
export interface ResolveWorkspaceAutostartOutputArgs {
  /** Id of the workspace. */
  workspaceId: pulumi.Input<string>;
}

/** Answer of `resolveWorkspaceAutostart`. */
export interface ResolveWorkspaceAutostartResult {
  /** Whether the workspace can't start automatically because its parameter values do not fit the template's active version. */
  parameterMismatch: boolean;
}

/** Arguments of `getWorkspaceResourceMetadata`. This way: with `workspaceId`. */
export interface GetWorkspaceResourceMetadataArgsWithWorkspaceId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId: string;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId?: undefined;
}

/** Arguments of `getWorkspaceResourceMetadata`. This way: with `workspaceBuildId`. */
export interface GetWorkspaceResourceMetadataArgsWithWorkspaceBuildId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId?: undefined;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId: string;
}

/**
 * Arguments of `getWorkspaceResourceMetadata`.
 *
 * Exactly one of these ways: `workspaceId`, or `workspaceBuildId`.
 */
export type GetWorkspaceResourceMetadataArgs =
  | GetWorkspaceResourceMetadataArgsWithWorkspaceId
  | GetWorkspaceResourceMetadataArgsWithWorkspaceBuildId;

/** Arguments of `getWorkspaceResourceMetadataOutput`. This way: with `workspaceId`. */
export interface GetWorkspaceResourceMetadataOutputArgsWithWorkspaceId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId: pulumi.Input<string>;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId?: undefined;
}

/** Arguments of `getWorkspaceResourceMetadataOutput`. This way: with `workspaceBuildId`. */
export interface GetWorkspaceResourceMetadataOutputArgsWithWorkspaceBuildId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId?: undefined;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId: pulumi.Input<string>;
}

/**
 * Arguments of `getWorkspaceResourceMetadataOutput`.
 *
 * Exactly one of these ways: `workspaceId`, or `workspaceBuildId`.
 */
export type GetWorkspaceResourceMetadataOutputArgs =
  | GetWorkspaceResourceMetadataOutputArgsWithWorkspaceId
  | GetWorkspaceResourceMetadataOutputArgsWithWorkspaceBuildId;

/** Answer of `getWorkspaceResourceMetadata`. */
export interface GetWorkspaceResourceMetadataResult {
  /** The resources of the build with their metadata. Secret. */
  resources: WorkspaceResourceSecrets[];
}

/** The resources of the build with their metadata. Secret. */
export interface WorkspaceResourceSecrets {
  /** Id of the resource; each build gives it a new one. */
  id: string;
  /** Type of the Terraform resource, such as `docker_container`. */
  type: string;
  /** Name of the Terraform resource. */
  name: string;
  /** What the template publishes of the resource. */
  metadata: WorkspaceResourceSecretMetadata[];
}

/** What the template publishes of the resource. */
export interface WorkspaceResourceSecretMetadata {
  /** Name of the item. */
  key: string;
  /** Value of the item, also when it is sensitive. */
  value: string;
  /** Whether the template marks the item as sensitive. */
  sensitive: boolean;
}

/** Arguments of `getWorkspaceTimings`. This way: with `workspaceId`. */
export interface GetWorkspaceTimingsArgsWithWorkspaceId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId: string;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId?: undefined;
}

/** Arguments of `getWorkspaceTimings`. This way: with `workspaceBuildId`. */
export interface GetWorkspaceTimingsArgsWithWorkspaceBuildId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId?: undefined;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId: string;
}

/**
 * Arguments of `getWorkspaceTimings`.
 *
 * Exactly one of these ways: `workspaceId`, or `workspaceBuildId`.
 */
export type GetWorkspaceTimingsArgs =
  | GetWorkspaceTimingsArgsWithWorkspaceId
  | GetWorkspaceTimingsArgsWithWorkspaceBuildId;

/** Arguments of `getWorkspaceTimingsOutput`. This way: with `workspaceId`. */
export interface GetWorkspaceTimingsOutputArgsWithWorkspaceId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId: pulumi.Input<string>;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId?: undefined;
}

/** Arguments of `getWorkspaceTimingsOutput`. This way: with `workspaceBuildId`. */
export interface GetWorkspaceTimingsOutputArgsWithWorkspaceBuildId {
  /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceId?: undefined;
  /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
  workspaceBuildId: pulumi.Input<string>;
}

/**
 * Arguments of `getWorkspaceTimingsOutput`.
 *
 * Exactly one of these ways: `workspaceId`, or `workspaceBuildId`.
 */
export type GetWorkspaceTimingsOutputArgs =
  | GetWorkspaceTimingsOutputArgsWithWorkspaceId
  | GetWorkspaceTimingsOutputArgsWithWorkspaceBuildId;

/** Answer of `getWorkspaceTimings`. */
export interface GetWorkspaceTimingsResult {
  /** Steps of Terraform and the times that they took. */
  provisionerTimings: ProvisionerTiming[];
  /** Scripts of the agents, the times that they took, and how they ended. */
  agentScriptTimings: AgentScriptTiming[];
  /** Times that the agents took to connect. */
  agentConnectionTimings: AgentConnectionTiming[];
}

/** Steps of Terraform and the times that they took. */
export interface ProvisionerTiming {
  /** Id of the provisioner job that ran the step. */
  jobId: string;
  /** When the step began, RFC 3339; absent when it has not. */
  startedAt?: string | undefined;
  /** When the step ended, RFC 3339; absent when it has not. */
  endedAt?: string | undefined;
  /** Phase of Terraform: `init`, `plan`, `graph` or `apply`. */
  stage: ProvisionerTimingStage;
  /** Terraform provider that ran the step. */
  source: string;
  /** Action of the step, such as `create`. */
  action: string;
  /** Terraform resource of the step. */
  resource: string;
}

/** Phase of Terraform: `init`, `plan`, `graph` or `apply`. */
export type ProvisionerTimingStage = "init" | "plan" | "graph" | "apply" | (string & {});

/** Scripts of the agents, the times that they took, and how they ended. */
export interface AgentScriptTiming {
  /** When the step began, RFC 3339; absent when it has not. */
  startedAt?: string | undefined;
  /** When the step ended, RFC 3339; absent when it has not. */
  endedAt?: string | undefined;
  /** Id of the agent. */
  workspaceAgentId: string;
  /** Name of the agent. */
  workspaceAgentName: string;
  /** When the script runs: `start`, `stop` or `cron`. */
  stage: AgentScriptTimingStage;
  /** Exit code of the script. */
  exitCode: number;
  /** `ok`, `exit_failure`, `timed_out` or `pipes_left_open`. */
  status: AgentScriptTimingStatus;
  /** Name of the script for people. */
  displayName: string;
}

/** When the script runs: `start`, `stop` or `cron`. */
export type AgentScriptTimingStage = "start" | "stop" | "cron" | (string & {});

/** `ok`, `exit_failure`, `timed_out` or `pipes_left_open`. */
export type AgentScriptTimingStatus = "ok" | "exit_failure" | "timed_out" | "pipes_left_open" | (string & {});

/** Times that the agents took to connect. */
export interface AgentConnectionTiming {
  /** When the step began, RFC 3339; absent when it has not. */
  startedAt?: string | undefined;
  /** When the step ended, RFC 3339; absent when it has not. */
  endedAt?: string | undefined;
  /** Id of the agent. */
  workspaceAgentId: string;
  /** Name of the agent. */
  workspaceAgentName: string;
  /** Kind of the step: `connect`. */
  stage: AgentConnectionTimingStage;
}

/** Kind of the step: `connect`. */
export type AgentConnectionTimingStage = "connect" | (string & {});

/** Arguments of `getUser`. */
export interface GetUserArgs {
  /**
   * Id or name of the user, or `me`.
   *
   * Default: the token's user.
   */
  user?: string | undefined;
}

/** Arguments of `getUserOutput`. */
export interface GetUserOutputArgs {
  /**
   * Id or name of the user, or `me`.
   *
   * Default: the token's user.
   */
  user?: pulumi.Input<string> | undefined;
}

/** Answer of `getUser`. */
export interface GetUserResult {
  /** Id of the user. */
  id: string;
  /** Name of the user, unique on the server. */
  username: string;
  /** Name for people; empty when there is none. */
  name: string;
  /** Email address of the user; empty when the token's user may not see it. */
  email: string;
  /** Path or URL of the user's image; empty when there is none. */
  avatarUrl: string;
  /** `active`, `dormant` or `suspended`. */
  status: GetUserStatus;
  /** How the user logs in: `password`, `github`, `oidc`, `token` or `none`. */
  loginType: GetUserLoginType;
  /** Ids of the organizations that the user is a member of. */
  organizationIds: string[];
  /** Names of the user's roles in the whole deployment; those of organizations are left out. */
  roles: string[];
  /** When the user was created, RFC 3339. */
  createdAt: string;
  /** When the user was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
  /** When the user was last seen, RFC 3339; absent when the user never was. */
  lastSeenAt?: string | undefined;
}

/** `active`, `dormant` or `suspended`. */
export type GetUserStatus = "active" | "dormant" | "suspended" | (string & {});

/** How the user logs in: `password`, `github`, `oidc`, `token` or `none`. */
export type GetUserLoginType = "password" | "github" | "oidc" | "token" | "none" | (string & {});

/** Arguments of `getOrganization`. */
export interface GetOrganizationArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: string | undefined;
}

/** Arguments of `getOrganizationOutput`. */
export interface GetOrganizationOutputArgs {
  /**
   * Name or id of the organization.
   *
   * Default: the provider's organization, else the server's default organization.
   */
  organization?: pulumi.Input<string> | undefined;
}

/** Answer of `getOrganization`. */
export interface GetOrganizationResult {
  /** Id of the organization. */
  id: string;
  /** Name of the organization. */
  name: string;
  /** Name for people; empty when there is none. */
  displayName: string;
  /** What the organization is for. */
  description: string;
  /** Path or URL of an image; empty when there is none. */
  icon: string;
  /** Whether it is the server's default organization. */
  isDefault: boolean;
  /** When the organization was created, RFC 3339; absent when the server does not tell. */
  createdAt?: string | undefined;
  /** When the organization was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt?: string | undefined;
}
