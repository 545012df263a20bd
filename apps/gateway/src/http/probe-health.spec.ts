import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';
import type { ProbeResult } from './deployment-probe.port.js';
import { probeHealth, type ProbedNames } from './probe-health.js';

const deployment = (id: string, group: string): Deployment =>
  ({
    id,
    group,
    target: {
      model: id,
      litellmModel: `openai/${id}`,
      apiBase: `https://user:pass@${id}.test/v1?key=sk-in-the-address`,
    },
  }) as unknown as Deployment;

const first = deployment('first', 'chat');
const second = deployment('second', 'chat');
const other = deployment('other', 'other');

const snapshotOf = (...deployments: readonly Deployment[]): Snapshot =>
  ({
    groups: new Map(deployments.map((one) => [one.id, [one]])),
    wildcards: [],
    defaultDeployments: [],
  }) as unknown as Snapshot;

const admin = { kind: 'master', role: 'proxy_admin' } as unknown as Principal;
const down = { healthy: false, coolingDown: false, shown: { error: 'server-error' } };

function setUp(results: Readonly<Record<string, ProbeResult>> = {}) {
  const asked: string[] = [];
  const probe = (names: ProbedNames, caller = admin, snapshot = snapshotOf(first, second, other)) =>
    probeHealth(names, {
      caller,
      snapshot,
      view: new Map([['other', down]]),
      probe: {
        probe: (deployments) => {
          asked.push(...deployments.map(({ id }) => id));
          return Promise.resolve(deployments.map(({ id }) => results[id] ?? { kind: 'answered' }));
        },
      },
    });
  return { asked, probe };
}

describe('GET /health of what is named', () => {
  it('asks the deployments of a group, or of a model as its provider calls it, or one by its id, and no other', async () => {
    const { asked, probe } = setUp();
    await probe({ model: 'chat' });
    await probe({ model: 'openai/other' });
    await probe({ modelId: 'second' });
    expect(asked).toEqual(['first', 'second', 'other', 'second']);
  });

  it('answers what each says now, whatever calls said before, and shows no secret of an address', async () => {
    const { probe } = setUp({ first: { kind: 'failed', error: 'no such key' } });
    expect(await probe({ model: 'chat' })).toEqual({
      healthy_endpoints: [
        { model: 'openai/second', model_name: 'chat', model_id: 'second', api_base: 'https://second.test/v1' },
      ],
      unhealthy_endpoints: [
        {
          model: 'openai/first',
          model_name: 'chat',
          model_id: 'first',
          api_base: 'https://first.test/v1',
          error: 'no such key',
        },
      ],
      healthy_count: 1,
      unhealthy_count: 1,
    });
    expect(await setUp().probe({ model: 'other' })).toMatchObject({ healthy_count: 1 });
  });

  it('says of one that cannot be asked what calls said, and why it was not', async () => {
    const { probe } = setUp({ other: { kind: 'skipped', reason: 'It is a pattern.' } });
    expect(await probe({ model: 'other' })).toMatchObject({
      unhealthy_endpoints: [{ model_id: 'other', error: 'server-error', not_probed: 'It is a pattern.' }],
    });
  });

  it.each([
    ['a viewer', { kind: 'key', role: 'proxy_admin_viewer' }],
    ['another key', { kind: 'key', role: 'internal_user' }],
    ['nobody', { kind: 'anonymous', role: 'internal_user' }],
  ])('spends no money for %s', async (_name, caller) => {
    const { asked, probe } = setUp();
    await expect(probe({ model: 'chat' }, caller as unknown as Principal)).rejects.toMatchObject({ status: 403 });
    expect(asked).toEqual([]);
  });

  it('is 404 for what is not there, and 400 for more than is asked at a time', async () => {
    const { asked, probe } = setUp();
    await expect(probe({ model: 'absent' })).rejects.toMatchObject({ status: 404 });
    await expect(probe({ model: 'chat', modelId: 'other' })).rejects.toMatchObject({ status: 404 });
    const many = Array.from({ length: 33 }, (_, index) => deployment(`d${String(index)}`, 'many'));
    await expect(probe({ model: 'many' }, admin, snapshotOf(...many))).rejects.toMatchObject({ status: 400 });
    expect(asked).toEqual([]);
  });
});
