import { isLoopback, judgeMasterKey } from './judge-master-key.js';

describe('judgeMasterKey', () => {
  it('accepts a long key anywhere', () => {
    expect(judgeMasterKey('sk-0123456789abcdef', '0.0.0.0', false).kind).toBe('accepted');
  });

  it.each(['sk-1234', 'sk-short'])('warns of %s on loopback and refuses it elsewhere', (key) => {
    expect(judgeMasterKey(key, '127.0.0.1', false).kind).toBe('warned');
    expect(judgeMasterKey(key, '0.0.0.0', false).kind).toBe('refused');
    expect(judgeMasterKey(key, '0.0.0.0', true).kind).toBe('warned');
  });

  it('never shows the key', () => {
    expect(JSON.stringify(judgeMasterKey('sk-short-key', '0.0.0.0', false))).not.toContain('sk-short-key');
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.evil.example', false],
    ['10.0.0.1', false],
  ])('knows whether %s is loopback', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
