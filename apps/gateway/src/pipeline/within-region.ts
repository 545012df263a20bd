import type { Deployment, ResolvedModel } from '@tollgate/canonical';

/** `eu-central-1`, `europe-west4`, `eu`; `us-east-1`, `us-central1`, `us` … */
const REGIONS: Readonly<Record<string, RegExp>> = { eu: /^(eu|europe)(?![a-z])/i, us: /^us(?![a-z])/i };

/**
 * The model at those of its deployments that are known to answer in a region (`region_name`); undefined: at none. One that says
 * nothing of its region is in none.
 */
export function withinRegion(model: ResolvedModel, region: string): ResolvedModel | undefined {
  const deployments = model.deployments.filter((deployment) => isIn(deployment, region));
  return deployments.length === 0 ? undefined : { ...model, deployments };
}

function isIn({ region: at }: Deployment, region: string): boolean {
  return at !== undefined && (at === region || REGIONS[region]?.test(at) === true);
}
