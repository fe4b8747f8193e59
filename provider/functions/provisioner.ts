// Functions about provisioner daemons and their jobs.
import { z } from "zod";
import { DAEMON_STATUSES, DAEMONS_LIMIT, JOB_STATUSES } from "../client/provisioner";
import { daemonStatus, jobStatus } from "../outputs/enumerations";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { limitInput, textInput } from "./inputs";
import { fromApi, jobOutput } from "./outputs";

const organizationInput = textInput.optional();

const tagsInput = z.record(z.string(), z.string()).optional();

const daemonJobOutput = z
  .object({
    /** Id of the job. */
    id: z.string(),
    /** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`; `unknown` when the server can't tell. */
    status: jobStatus,
    /** Name of the template that the job is for; empty while the version belongs to none. */
    templateName: z.string(),
    /** Name of the template for people; empty when there is none. */
    templateDisplayName: z.string(),
    /** Path or URL of the template's image; empty when there is none. */
    templateIcon: z.string(),
  })
  .meta({ title: "ProvisionerDaemonJob" });

const daemonOutput = z
  .object({
    /** Id of the daemon. */
    id: z.string(),
    /** Name of the daemon, often that of its machine. */
    name: z.string(),
    /** Version of Coder that the daemon runs. */
    version: z.string(),
    /** Version of the protocol that the daemon speaks with the server. */
    apiVersion: z.string(),
    /** Status: `offline`, `idle` or `busy`; empty from an older server. */
    status: daemonStatus,
    /** Id of the daemon's organization; absent when the server does not tell. */
    organizationId: z.string().optional(),
    /** Kinds of jobs that the daemon can run, such as `terraform`. */
    provisioners: z.array(z.string()),
    /** Tags of the daemon. It takes jobs whose tags are all among these. */
    tags: z.record(z.string(), z.string()),
    /** Id of the key that the daemon logs in with; absent when the server does not tell. */
    keyId: z.string().optional(),
    /** Name of the key that the daemon logs in with; empty from an older server. */
    keyName: z.string(),
    /** The job that the daemon runs; absent when it runs none. */
    currentJob: daemonJobOutput.optional(),
    /** The job that the daemon ran last; absent when it has run none. */
    previousJob: daemonJobOutput.optional(),
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
      /**
       * Statuses of the daemons. Default: all, but Coder 2.26 and newer list daemons that are offline only when
       * `offline` is among these.
       */
      status: z.array(z.enum(DAEMON_STATUSES).meta({ title: "ProvisionerDaemonStatus" })).optional(),
      /** Tags of a job: only daemons that may take such a job. */
      tags: tagsInput,
      /** Largest number of daemons to return, at least 1. Default: no limit. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The provisioner daemons that were found. */
      daemons: z.array(daemonOutput),
    }),
    async call({ client, defaultOrganization }, { organization, limit = DAEMONS_LIMIT, ...query }) {
      const found = await client.getProvisionerDaemons(organization ?? defaultOrganization, { ...query, limit });
      return { daemons: fromApi(z.array(daemonOutput), found) };
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
      status: z.array(z.enum(JOB_STATUSES).meta({ title: "ProvisionerJobStatus" })).optional(),
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
      return {
        jobs: fromApi(z.array(jobOutput), await client.getProvisionerJobs(organization ?? defaultOrganization, query)),
      };
    },
  }),
};
