import { buildTarget } from '../../../test/support/builders/index.js';
import { allowedParameters, mayDrop, pathsToDrop } from './drop-settings.js';

const target = buildTarget('openai/m', 'https://host.example', {
  dropParams: true,
  additionalDropParams: ['a'],
  allowedOpenaiParams: ['x'],
});

it('the caller’s word on dropping goes before the operator’s', () => {
  expect(mayDrop({ gateway: {} }, target)).toBe(true);
  expect(mayDrop({ gateway: { dropParams: false } }, target)).toBe(false);
  expect(mayDrop({ gateway: { dropParams: true } }, { dropParams: false })).toBe(true);
});

it('what operator and caller name adds up', () => {
  expect(pathsToDrop({ gateway: { additionalDropParams: ['b'] } }, target)).toEqual(['a', 'b']);
  expect([...allowedParameters({ gateway: { allowedOpenaiParams: ['y'] } }, target)]).toEqual(['x', 'y']);
});
