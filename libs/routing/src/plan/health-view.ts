import type { JsonObject } from '@tollgate/kernel';

/** What recent calls said of a deployment. */
export interface DeploymentHealth {
  readonly healthy: boolean;
  /** To be left alone for now. */
  readonly coolingDown: boolean;
  /** For `/health`: instants and the last failure's class and status; nothing of any caller. */
  readonly shown: JsonObject;
}

/** Health by deployment id; a deployment that nobody called yet is absent and counts as healthy. */
export type HealthView = ReadonlyMap<string, DeploymentHealth>;
