// Functions about provisioner daemons and their jobs.
import { z } from "zod";
import { defineFunction } from "./definition";
import { idInput, limitInput, textInput } from "./inputs";
import { fromApi, jobOutput } from "./outputs";

const organizationInput = textInput.optional();
/** More daemons than any organization has. Without a limit, the server returns 50. */
const MAXIMUM = 10_000;

const tagsInput = z.record(z.string(), z.string()).optional();

const daemonOutput = z
  .object({
    /** Id of the daemon. */
    id: z.string(),
    /** Name of the daemon, often that of its machine. */
    name: z.string(),
    /** Version of Coder that the daemon runs. */
    version: z.string(),
    /** Status: `offline`, `idle` or `busy`; empty from an older server. */
    status: z.string(),
    /** Kinds of jobs that the daemon can run, such as `terraform`. */
    provisioners: z.array(z.string()),
    /** Tags of the daemon. It takes jobs whose tags are all among these. */
    tags: z.record(z.string(), z.string()),
    /** Name of the key that the daemon logs in with; empty from an older server. */
    keyName: z.string(),
    /** When the daemon first connected, RFC 3339. */
    createdAt: z.string(),
    /** When the daemon was last seen, RFC 3339; absent when it never was. */
    lastSeenAt: z.string().optional(),
  })
  .meta({ title: "ProvisionerDaemon" });

export const provisionerFunctions = {
  getProvisionerDaemons: defineFunction({
    description: "The provisioner daemons of an organization, which import templates and build workspaces.",
    inputs: z.strictObject({
      /**
       * Name or id of the organization.
       *
       * @default the provider's organization, else the server's default organization
       */
      organization: organizationInput,
      /** Ids of the daemons. Default: daemons with any id. */
      ids: z.array(idInput("provisioner daemon")).optional(),
      /** Statuses of the daemons. Default: all that the server lists. */
      status: z.array(z.enum(["offline", "idle", "busy"]).meta({ title: "ProvisionerDaemonStatus" })).optional(),
      /** Tags of a job: only daemons that may take such a job. */
      tags: tagsInput,
      /** Largest number of daemons to return, at least 1. Default: no limit. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The provisioner daemons that were found. */
      daemons: z.array(daemonOutput),
    }),
    async call({ client, defaultOrganization }, { organization, status, limit, ...query }) {
      if (query.ids?.length === 0) return { daemons: [] };
      const daemons = fromApi(
        z.array(daemonOutput),
        await client.getProvisionerDaemons(organization ?? defaultOrganization, { ...query, limit: MAXIMUM }),
      );
      // Not every server can filter by status. So the filter is here, and the limit comes after it.
      const found =
        status === undefined ? daemons : daemons.filter((daemon) => status.some((wanted) => wanted === daemon.status));
      return { daemons: found.slice(0, limit) };
    },
  }),

  getProvisionerJobs: defineFunction({
    description: "The provisioner jobs of an organization, newest first.",
    inputs: z.strictObject({
      /**
       * Name or id of the organization.
       *
       * @default the provider's organization, else the server's default organization
       */
      organization: organizationInput,
      /** Ids of the jobs. Default: jobs with any id. */
      ids: z.array(idInput("provisioner job")).optional(),
      /** Statuses of the jobs. Default: all. */
      status: z
        .array(
          z
            .enum(["pending", "running", "succeeded", "canceling", "canceled", "failed"])
            .meta({ title: "ProvisionerJobStatus" }),
        )
        .optional(),
      /** Tags that the jobs have. */
      tags: tagsInput,
      /** Largest number of jobs to return, at least 1; the newest come first. Default: 50. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The jobs that were found, newest first. */
      jobs: z.array(jobOutput),
    }),
    async call({ client, defaultOrganization }, { organization, ...query }) {
      // The server ignores an empty list and would return all jobs.
      if (query.ids?.length === 0 || query.status?.length === 0) return { jobs: [] };
      return {
        jobs: fromApi(z.array(jobOutput), await client.getProvisionerJobs(organization ?? defaultOrganization, query)),
      };
    },
  }),
};
