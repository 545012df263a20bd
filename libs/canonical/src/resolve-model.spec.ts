import { isModelName } from './is-model-name.js';
import { resolveModel, substituteModel } from './resolve-model.js';
import type { Deployment, Snapshot } from './snapshot.js';

const deployment = (group: string, model: string) => ({ group, target: { model } }) as unknown as Deployment;
const wild = deployment('openai/*', '*');
const old = deployment('The old one', 'old');
const anything = deployment('*', '*');

function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return {
    groups: new Map([['The old one', [old]]]),
    wildcards: [{ pattern: 'openai/*', regex: /^openai\/(.*)$/s, deployments: [wild] }],
    defaultDeployments: [],
    aliases: new Map([['my alias', { group: 'openai/some name', hidden: false }]]),
    upstreamNames: new Map([['a name upstream', [old]]]),
    inferProvider: (name: string) => (name.startsWith('gpt') ? 'openai' : undefined),
    ...more,
  } as Snapshot;
}

const NO_NAMES = [
  '',
  `openai/${'x'.repeat(250)}`,
  'openai/a b',
  'openai/<script>',
  'openai/%2e%2e',
  'openai/a\u0000',
  'openai/\ud800',
  'openai/ä',
  'openai/',
  'openai//x',
  'openai/./x',
  'openai/..',
  'openai/*',
  '/openai/x',
];

describe('a name that a client chooses', () => {
  it.each([
    'ft:gpt-4o-2024-08-06:my-org:my_suffix:AbC123',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
    '@cf/meta/llama-3.1-8b-instruct',
    'claude-3-5-haiku@20241022',
    'a+b',
    'x'.repeat(256),
  ])('can be %s', (name) => {
    expect(isModelName(name)).toBe(true);
  });

  it.each(NO_NAMES)('cannot be %j, beneath any wildcard', (name) => {
    expect(isModelName(name)).toBe(false);
    expect(resolveModel(snapshot(), name)).toBeUndefined();
    expect(resolveModel(snapshot({ defaultDeployments: [anything] }), name)).toBeUndefined();
  });

  it('is put into the star of the deployment that takes it', () => {
    const resolved = resolveModel(snapshot(), 'openai/ft:gpt-4o:org:x:id');
    expect(resolved).toMatchObject({ group: 'openai/*', captures: ['ft:gpt-4o:org:x:id'] });
    if (resolved !== undefined) expect(substituteModel(wild, resolved)).toBe('ft:gpt-4o:org:x:id');
    expect(resolveModel(snapshot(), 'gpt-4o')).toMatchObject({ name: 'gpt-4o', group: 'openai/*' });
  });
});

describe('a name that the operator wrote', () => {
  it.each([
    ['of a group', 'The old one', 'The old one'],
    ['of an alias, whatever it stands for', 'my alias', 'openai/*'],
    ['at the provider', 'a name upstream', 'a name upstream'],
  ])('%s is legal as it stands', (_where, name, group) => {
    expect(resolveModel(snapshot(), name)).toMatchObject({ name, group });
  });
});
