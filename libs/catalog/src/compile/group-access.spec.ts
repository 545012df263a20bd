import { groupAccess } from './group-access.js';

const shown = (groups: ReturnType<typeof groupAccess>) =>
  Object.fromEntries([...groups].map(([entry, { name, models }]) => [entry, [name, ...models]]));

describe('groupAccess', () => {
  it('holds the models that name a group and those that the store puts into it, by its name and its id', () => {
    const deployments = [
      { group: 'gpt-4o', accessGroups: ['beta', 'all'] },
      { group: 'gpt-4o' },
      { group: 'openai/*', accessGroups: ['all'] },
    ];
    const kept = [
      { id: 'id-1', name: 'beta', models: ['claude', 'gpt-4o', 'gpt-5*'] },
      { id: 'id-2', name: 'empty', models: [] },
    ];
    expect(shown(groupAccess(deployments, kept))).toEqual({
      beta: ['beta', 'gpt-4o', 'claude', 'gpt-5*'],
      'id-1': ['beta', 'gpt-4o', 'claude', 'gpt-5*'],
      all: ['all', 'gpt-4o', 'openai/*'],
      empty: ['empty'],
      'id-2': ['empty'],
    });
  });

  it('takes a model into the group of its own name', () => {
    const deployments = [{ group: 'gpt-4o', accessGroups: ['claude'] }, { group: 'claude' }];
    expect(shown(groupAccess(deployments, []))).toEqual({ claude: ['claude', 'gpt-4o', 'claude'] });
  });

  it('tells what it holds that is no public name', () => {
    const deployments = [{ group: 'gpt-4o' }, { group: 'openai/*' }];
    const kept = [{ id: 'id', name: 'beta', models: ['gpt-4o', 'openai/*', 'gpt-5*', 'soon'] }];
    expect(groupAccess(deployments, kept).get('beta')?.further).toEqual(['gpt-5*', 'soon']);
  });
});
