// Functions about provisioners: the daemons, and the jobs that they run or will run.
import { z } from "zod";
import { defineFunction } from "./definition";
import { idInput, limitInput, textInput } from "./inputs";
import { fromApi, jobOutput } from "./outputs";

const organizationInput = textInput.optional();
/** More than any organization has; the server's own limit is 50. */
const MAXIMUM = 10_000;

const tagsInput = z.record(z.string(), z.string()).optional();

const daemonOutput = z
  .object({
    /** Id of the daemon. */
    id: z.string(),
    /** Name of the daemon, often that of its machine. */
    name: z.string(),
    /** Version of Coder that it runs. */
    version: z.string(),
    /** `offline`, `idle` or `busy`; empty from an older server. */
    status: z.string(),
    /** What it can run: `terraform`. */
    provisioners: z.array(z.string()),
    /** A job's tags must all be among these. */
    tags: z.record(z.string(), z.string()),
    /** Name of the key that it is known by; empty from an older server. */
    keyName: z.string(),
    /** When it was first seen, RFC 3339. */
    createdAt: z.string(),
    /** When it was last seen, RFC 3339; absent when it never was. */
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
      /** Ids of the daemons; all when left out. */
      ids: z.array(idInput("provisioner daemon")).optional(),
      /** How they are; whatever the server lists when left out. */
      status: z.array(z.enum(["offline", "idle", "busy"]).meta({ title: "ProvisionerDaemonStatus" })).optional(),
      /** Tags of a job that they must be able to take. */
      tags: tagsInput,
      /** At most so many. At least 1; all when left out. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The daemons that were found, each with what it can run. */
      daemons: z.array(daemonOutput),
    }),
    async call({ client, defaultOrganization }, { organization, status, limit, ...query }) {
      if (query.ids?.length === 0) return { daemons: [] };
      const daemons = fromApi(
        z.array(daemonOutput),
        await client.getProvisionerDaemons(organization ?? defaultOrganization, { ...query, limit: MAXIMUM }),
      );
      // Not all servers that tell the status can be asked for one, and the limit counts what is left.
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
      /** Ids of the jobs; all when left out. */
      ids: z.array(idInput("provisioner job")).optional(),
      /** How they are; all when left out. */
      status: z
        .array(
          z
            .enum(["pending", "running", "succeeded", "canceling", "canceled", "failed"])
            .meta({ title: "ProvisionerJobStatus" }),
        )
        .optional(),
      /** Tags that they have. */
      tags: tagsInput,
      /** At most so many, the newest. At least 1; 50 when left out. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The jobs that were found, newest first. */
      jobs: z.array(jobOutput),
    }),
    async call({ client, defaultOrganization }, { organization, ...query }) {
      // The server takes a list of none for no list, and answers with all.
      if (query.ids?.length === 0 || query.status?.length === 0) return { jobs: [] };
      return {
        jobs: fromApi(z.array(jobOutput), await client.getProvisionerJobs(organization ?? defaultOrganization, query)),
      };
    },
  }),
};
