import type { Deployment } from '@tollgate/canonical';
import { preferDeployment } from './prefer-deployment.js';

const deployment = (id: string): Deployment => ({ id }) as Deployment;
const [a, b, c] = [deployment('a'), deployment('b'), deployment('c')];

describe('preferDeployment', () => {
  it('chooses the one that is preferred, whatever the others would be chosen by', () => {
    expect(preferDeployment('b')([a, b, c], () => 0)).toBe(b);
    expect(preferDeployment('b')([a, b, c], () => 0.99)).toBe(b);
  });

  it('chooses among the others where that one is no candidate', () => {
    expect(preferDeployment('b')([a, c], () => 0)).toBe(a);
    expect(preferDeployment('b')([a, c], () => 0.99)).toBe(c);
  });
});
