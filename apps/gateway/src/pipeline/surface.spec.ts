import type { CanonicalRequest, GatewaySettings } from '@tollgate/canonical';
import { ROUTES } from '../http/route-table.js';
import { inputText, SURFACES } from './surface.js';

describe('the surfaces', () => {
  it('are what the route table names, each under its own name', () => {
    const named = new Set(ROUTES.flatMap(({ target }) => (target.kind === 'surface' ? [target.surface] : [])));
    for (const surface of named) expect(SURFACES[surface].id).toBe(surface);
  });

  it.each([
    [undefined, '', 'omni-moderation-latest'],
    [undefined, 'guard', 'guard'],
    ['operators', '', 'operators'],
    ['operators', 'guard', 'operators'],
  ])('moderations under moderation_model %s and body model "%s" mean %s', (moderationModel, model, meant) => {
    const settings = { ...(moderationModel !== undefined && { moderationModel }) } as GatewaySettings;
    expect(SURFACES.moderations.modelOf?.({ model } as CanonicalRequest, settings)).toBe(meant);
  });

  it('show callbacks the content of every kind of request, and no settings', () => {
    const body = { model: 'm', input: ['a'], prompt: 'b', messages: [], temperature: 1, user: 'u' };
    expect(inputText(body)).toEqual({ messages: [], prompt: 'b', input: ['a'] });
  });
});
