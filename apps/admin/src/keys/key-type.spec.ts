import { KEY_TYPES, keyTypeOf, routesOfKeyType } from './key-type.js';

describe('key types', () => {
  it.each(KEY_TYPES)('%s is recognised from the routes it stands for', (type) => {
    expect(keyTypeOf(routesOfKeyType(type) ?? [])).toBe(type);
  });

  it('calls any other list of routes default', () => {
    expect(keyTypeOf(['info_routes', '/key/info'])).toBe('default');
    expect(keyTypeOf(['/v1/models'])).toBe('default');
  });
});
