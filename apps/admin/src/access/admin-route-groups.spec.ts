import { allowsAdminRoute } from './admin-route-groups.js';

describe('allowed routes of a key on the admin API', () => {
  it.each([
    [[], '/key/generate', true],
    [['info_routes'], '/key/info', true],
    [['info_routes'], '/key/generate', false],
    [['management_routes'], '/key/generate', true],
    [['llm_api_routes'], '/key/list', false],
    [['/key/*'], '/key/list', true],
    [['/key/list'], '/key/list', true],
    [['/key'], '/key/list', false],
    [['constructor'], '/key/list', false],
  ])('%p on %s: %p', (allowed, route, expected) => {
    expect(allowsAdminRoute(allowed, route)).toBe(expected);
  });
});
