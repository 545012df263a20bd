import { type JsonObject, parseJson } from '@tollgate/kernel';
import { readPlainMembers } from './read-plain-members.js';

const places = new Map([
  ['temperature', 'temperature'],
  ['stop', 'stop'],
  ['seed', 'seed'],
] as const);

it('members come under their canonical names, others not at all', () => {
  expect(readPlainMembers({ temperature: 0, x: 1 }, places)).toEqual({ temperature: 0 });
});

it('one stop is a list of it', () => {
  expect(readPlainMembers({ stop: 'END' }, places)).toEqual({ stop: ['END'] });
  expect(readPlainMembers({ stop: ['a', 'b'] }, places)).toEqual({ stop: ['a', 'b'] });
});

it('a seed alone keeps more digits than a double holds', () => {
  const body = parseJson('{"seed":12345678901234567890,"temperature":0.12345678901234567890123}') as JsonObject;
  const members = readPlainMembers(body, places);
  expect(JSON.stringify(members.seed)).toBe('12345678901234567890');
  expect(members.temperature).toBe(0.12345678901234568);
});
