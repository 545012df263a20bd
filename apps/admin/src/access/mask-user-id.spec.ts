import { maskUserId } from './mask-user-id.js';

describe('masked user ids', () => {
  it.each([
    [undefined, '*******'],
    ['short', '*****'],
    ['exactly8', '********'],
    ['iu-uidabcdefghfix0', 'iu-uid**********x0'],
  ])('%p is shown as %s', (userId, expected) => {
    expect(maskUserId(userId)).toBe(expected);
  });
});
