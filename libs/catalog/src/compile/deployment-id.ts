import { createHash } from 'node:crypto';

export interface DeploymentIdentity {
  readonly group: string;
  /** `litellm_params.model` as configured. */
  readonly model: string;
  /** `api_base` as configured; empty when it is not. */
  readonly apiBase: string;
  /** Place among the entries with the same three. */
  readonly ordinal: number;
}

/** SHA-256 (hex) of what a deployment is, so that its id, counters and health survive an edit of its other parameters. */
export function deploymentId({ group, model, apiBase, ordinal }: DeploymentIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([group, model, apiBase, ordinal]))
    .digest('hex');
}
