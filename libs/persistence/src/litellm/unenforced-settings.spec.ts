import { noteUnreadColumns } from './known-columns.js';
import { KnownObjects } from './known-objects.js';
import { liftMetadata } from './lift-metadata.js';
import { SourceRow } from './source-row.js';
import { blockUnenforced, unenforcedOfBudget } from './unenforced-settings.js';

describe('blockUnenforced', () => {
  const known = (...allowed: readonly string[]) => new KnownObjects(allowed, 0, 'UTC');

  it('blocks whoever has such a setting, in a column or in the metadata, and says how to take it as it is', () => {
    const row = new SourceRow({ policies: ['strict'] });
    expect(blockUnenforced(row, { guardrails: ['pii'] }, known())).toEqual({ blocked: true });
    expect(row.notes).toEqual([
      'guardrails, policies: not enforced here, so it was taken blocked ' +
        '(--allow-unserved guardrails --allow-unserved policies takes it as it is)',
    ]);
  });

  it('does not block for empty settings, for those that were allowed, and for permissions that only open something', () => {
    const row = new SourceRow({
      policies: [],
      object_permission: { mcp_servers: ['a'], models: [] },
    });
    expect(blockUnenforced(row, { guardrails: ['pii'] }, known('guardrails'))).toEqual({});
    expect(row.notes).toEqual([]);
  });

  it('blocks for a permission that takes tools away', () => {
    expect(blockUnenforced(new SourceRow({ object_permission: { blocked_tools: ['x'] } }), {}, known())).toEqual({
      blocked: true,
    });
  });

  it.each([
    [{ tpd_limit: 1 }, {}, 'tpd_limit'],
    [{ permissions: { use_tools: false } }, {}, 'permissions'],
    [{}, { allowed_tools: ['search'] }, 'allowed_tools'],
    [{}, { turn_off_message_logging: true }, 'turn_off_message_logging'],
  ])('blocks for %j with metadata %j', (columns, metadata, name) => {
    const row = new SourceRow({ ...columns, metadata });
    const { lifted, metadata: inert } = liftMetadata(row);
    expect(blockUnenforced(row, lifted.row, known())).toEqual({ blocked: true });
    expect(inert).toEqual({});
    expect(row.notes.join()).toContain(`${name}: not enforced here`);
    expect(blockUnenforced(row, lifted.row, known(name))).toEqual({});
  });

  it('does not block for permissions that open what is not served', () => {
    expect(blockUnenforced(new SourceRow({ permissions: { get_spend_routes: false, x: true } }), {}, known())).toEqual(
      {},
    );
  });

  it('blocks for what the budget of the object holds back', () => {
    const seen = known();
    const limits = new SourceRow({ tpd_limit: 5, allowed_models: ['gpt-4o'], max_budget: 1 });
    seen.unenforcedOfBudgets.set('b', unenforcedOfBudget(limits));
    const row = new SourceRow({ budget_id: 'b' });
    expect(blockUnenforced(row, {}, seen)).toEqual({ blocked: true });
    expect(row.notes.join()).toContain('tpd_limit, allowed_models: not enforced here');
    expect(blockUnenforced(new SourceRow({ budget_id: 'other' }), {}, seen)).toEqual({});
  });

  it('reads the promise of a callback that is not taken: not to be told what was said', () => {
    const logging = [{ callback_name: 'langfuse', callback_vars: { turn_off_message_logging: 'True' } }];
    const { lifted } = liftMetadata(new SourceRow({ metadata: { logging } }));
    expect(lifted.row).toEqual({ turn_off_message_logging: true });
  });
});

describe('what is neither enforced nor taken', () => {
  it('is named: settings in the metadata by name, and what is named like one', () => {
    const row = new SourceRow({
      metadata: {
        disable_fallbacks: true,
        litellm_disabled_callbacks: ['x'],
        max_of_tomorrow: 3,
        owner: 'Ann',
        cache: null,
      },
    });
    expect(liftMetadata(row).metadata).toEqual({ max_of_tomorrow: 3, owner: 'Ann' });
    expect(row.notes).toEqual([
      'metadata.disable_fallbacks, metadata.litellm_disabled_callbacks: not served here, and not taken',
      'metadata.max_of_tomorrow: taken as a note, of no effect here',
    ]);
  });

  it('is named: columns that hold something and that nothing reads', () => {
    const row = { token: 'x', config: { a: 1 }, allowed_cache_controls: ['no-store'], of_tomorrow: 1, empty: {} };
    expect(noteUnreadColumns('LiteLLM_VerificationToken', row)).toEqual([
      'allowed_cache_controls, config, of_tomorrow: not served here, and not taken',
    ]);
  });
});
