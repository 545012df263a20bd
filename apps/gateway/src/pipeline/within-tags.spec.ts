import type { Deployment, ResolvedModel, Snapshot } from '@tollgate/canonical';
import { withinTags } from './within-tags.js';

const deployment = (id: string, group: string): Deployment => ({ id, group }) as Deployment;
const MODEL: ResolvedModel = {
  name: 'chat',
  group: 'gpt-4o',
  deployments: [deployment('d1', 'gpt-4o'), deployment('d2', 'gpt-4o')],
  captures: [],
};
const SNAPSHOT = { aliases: new Map() } as unknown as Snapshot;
const ids = (...lists: readonly string[][]) => withinTags(MODEL, lists, SNAPSHOT)?.deployments.map(({ id }) => id);

describe('withinTags', () => {
  it('leaves a model as it is where no tag has a list', () => {
    expect(withinTags(MODEL, [], SNAPSHOT)).toBe(MODEL);
  });

  it.each([[['chat']], [['gpt-4o']], [['gpt-*']], [['d1', 'd2']]])(
    'lets a tag with %j go to all of its deployments',
    (list) => {
      expect(ids(list)).toEqual(['d1', 'd2']);
    },
  );

  it('keeps to the deployments that a list names, and to what the lists of all tags have in common', () => {
    expect(ids(['d2'])).toEqual(['d2']);
    expect(ids(['gpt-4o'], ['d1'])).toEqual(['d1']);
  });

  it('finds nothing where a list has neither the model nor a deployment of it', () => {
    expect(ids(['claude'])).toBeUndefined();
    expect(ids(['d1'], ['d2'])).toBeUndefined();
  });
});
