import { EnvironmentReader } from './environment-reader.js';

describe('the environment', () => {
  const reader = new EnvironmentReader({ SET: 'here', EMPTY: '' });

  it('has what is set, and nothing that every object has', () => {
    const names = ['SET', 'EMPTY', 'ABSENT', 'toString', 'constructor', '__proto__'];
    expect(names.map((name) => reader.read(name))).toEqual(['here', ...Array<undefined>(5).fill(undefined)]);
  });

  it('has the values that were put over it first', () => {
    expect(reader.overlay({ SET: 'over' }).read('SET')).toBe('over');
  });
});
