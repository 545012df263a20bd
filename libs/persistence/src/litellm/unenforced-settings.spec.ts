import { KnownObjects } from './known-objects.js';
import { SourceRow } from './source-row.js';
import { blockUnenforced } from './unenforced-settings.js';

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
});
