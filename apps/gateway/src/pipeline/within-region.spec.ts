import type { Deployment, ResolvedModel } from '@tollgate/canonical';
import { withinRegion } from './within-region.js';

const at = (id: string, region?: string) => ({ id, ...(region !== undefined && { region }) }) as Deployment;
const model = (...deployments: readonly Deployment[]): ResolvedModel => ({
  name: 'm',
  group: 'm',
  deployments,
  captures: [],
});

describe('withinRegion', () => {
  it.each([
    ['eu', ['eu-central-1', 'europe-west4', 'eu', 'EU-west-1']],
    ['us', ['us-east-1', 'us', 'us-central1']],
    ['ap-south-1', ['ap-south-1']],
  ])('keeps the deployments of %s', (region, names) => {
    const deployments = names.map((name) => at(name, name));
    const others = [at('unknown'), at('other', 'sa-east-1'), at('near', 'euphoria'), at('too', 'usable')];
    expect(withinRegion(model(...others, ...deployments), region)?.deployments).toEqual(deployments);
    expect(withinRegion(model(...others), region)).toBeUndefined();
  });
});
