import { uuidV5 } from './uuid-v5.js';

// as Python's uuid.uuid5 makes it in the same namespace: rows that were written keep their ids
test('a name has one id, for all time', () => {
  expect(uuidV5('team', 'alpha')).toBe('0d94f380-4a82-5890-a034-9d9daa0f490e');
});

test('the parts of a name are told apart', () => {
  expect(uuidV5('a', 'bc')).not.toBe(uuidV5('ab', 'c'));
});
