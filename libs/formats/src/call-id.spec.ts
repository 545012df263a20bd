import { bareCallId, openCallId, sealCallId } from './call-id.js';

describe('call ids', () => {
  test('a seal and its call come apart as they were put together, whatever the signature holds', () => {
    expect(openCallId(sealCallId('call_1', 'Ci+/='))).toEqual({ id: 'call_1', signature: 'Ci+/=' });
    expect(openCallId(sealCallId('call_1', undefined))).toEqual({ id: 'call_1' });
  });

  test('another provider gets the id without the signature', () => {
    expect(bareCallId(sealCallId('call_1', 's'.repeat(900)))).toBe('call_1');
    expect(bareCallId('call_1')).toBe('call_1');
  });

  test('an id longer than the provider takes becomes a digest that is not: one for each id, always the same', () => {
    const id = 'x'.repeat(41);
    expect(bareCallId(id, 41)).toBe(id);
    expect(bareCallId(id, 40)).toMatch(/^call_[0-9a-f]{32}$/);
    expect(bareCallId(sealCallId(id, 's'), 40)).toBe(bareCallId(id, 40));
    expect(bareCallId(`${id}y`, 40)).not.toBe(bareCallId(id, 40));
  });
});
