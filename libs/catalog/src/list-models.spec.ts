import { findListedModel, listModels } from './list-models.js';
import { compiled, entry } from './test-doubles.js';

describe('listModels', () => {
  const models = [
    entry('gpt-4o', { model: 'openai/gpt-4o' }),
    entry('claude', { model: 'anthropic/claude-sonnet-4-5' }),
    entry('anthropic/*', { model: 'anthropic/*' }),
  ];
  const aliases = [
    { alias: 'alias-4o', group: 'gpt-4o', hidden: false },
    { alias: 'secret-alias', group: 'gpt-4o', hidden: true },
  ];
  const { snapshot } = compiled(models, { aliases });
  const nobody = { models: [], teamModels: [] };

  it('shows aliases first, exact names in their order, then what wildcards stand for (recording models-list)', () => {
    const listed = listModels(snapshot, nobody, () => true);
    expect(listed.slice(0, 3)).toEqual([
      { id: 'alias-4o', provider: 'openai', mode: 'chat', maxInputTokens: 128_000, maxOutputTokens: 16_384 },
      { id: 'gpt-4o', provider: 'openai', mode: 'chat', maxInputTokens: 128_000, maxOutputTokens: 16_384 },
      { id: 'claude', provider: 'anthropic', mode: 'chat', maxInputTokens: 200_000, maxOutputTokens: 64_000 },
    ]);
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.slice(3).every(({ id }) => id.startsWith('anthropic/claude-'))).toBe(true);
  });

  it('leaves out what the caller may not use', () => {
    expect(listModels(snapshot, nobody, (name) => name === 'gpt-4o').map(({ id }) => id)).toEqual(['gpt-4o']);
  });

  it("shows names of the key's list that only a wildcard takes in", () => {
    const principal = { models: ['anthropic/my-preview', 'no-such', 'gpt-4o'], teamModels: [] };
    const ids = listModels(snapshot, principal, (name) => principal.models.includes(name)).map(({ id }) => id);
    expect(ids).toEqual(['gpt-4o', 'anthropic/my-preview']);
  });

  it('shows who has a list of models only the aliases that it names (recording key-lifecycle)', () => {
    const listedFor = (...own: string[]) =>
      listModels(snapshot, { models: own, teamModels: [] }, () => true).map(({ id }) => id);
    expect(listedFor('gpt-4o')).not.toContain('alias-4o');
    expect(listedFor('gpt-4o', 'alias-4o')).toContain('alias-4o');
  });

  it('finds one model, and none that does not exist or may not be used', () => {
    expect(findListedModel(snapshot, 'claude', {}, () => true)?.provider).toBe('anthropic');
    expect(findListedModel(snapshot, 'nope', {}, () => true)).toBeUndefined();
    expect(findListedModel(snapshot, 'claude', {}, () => false)).toBeUndefined();
  });
});
