import { spliceMembers } from './splice-members.js';

const model = new Map([['model', '"public"']]);

describe('spliceMembers', () => {
  it('changes the bytes of the value alone', () => {
    expect(spliceMembers('\n{ "id": 1.0,\t"model" : "m" , "e":1e2,"u":"\\u00e9\\/"}\r\n', model)).toBe(
      '\n{ "id": 1.0,\t"model" : "public" , "e":1e2,"u":"\\u00e9\\/"}\r\n',
    );
  });

  it.each([
    [
      'inside other members',
      '{"a":{"model":"x","b":[{"model":"y"}]},"model":"m"}',
      '{"a":{"model":"x","b":[{"model":"y"}]},"model":"public"}',
    ],
    [
      'in a string',
      '{"a":"\\",\\"model\\":\\"x\\"","b":"\\\\","model":"m"}',
      '{"a":"\\",\\"model\\":\\"x\\"","b":"\\\\","model":"public"}',
    ],
    ['as a value', '{"a":"model","model":"m"}', '{"a":"model","model":"public"}'],
  ])('takes the name %s for no top-level member', (_where, text, spliced) => {
    expect(spliceMembers(text, model)).toBe(spliced);
  });

  it.each([
    ['a number', '{"model":1}'],
    ['null before a space', '{"model":null }'],
    ['an object', '{"model":{"a":["}"]}}'],
    ['an array', '{"model":[{"a":"]"},[]]}'],
    ['a name written with escapes', '{"mod\\u0065l":"m"}'],
  ])('replaces %s', (_what, text) => {
    expect(JSON.parse(spliceMembers(text, model))).toEqual({ model: 'public' });
  });

  it('replaces a member that stands there twice both times', () => {
    expect(spliceMembers('{"model":"a","b":1.0,"model":"c"}', model)).toBe(
      '{"model":"public","b":1.0,"model":"public"}',
    );
  });

  it('adds what is missing at the end', () => {
    expect(spliceMembers('{"a":1.0}\n', model)).toBe('{"a":1.0,"model":"public"}\n');
    expect(spliceMembers(' { } ', model)).toBe(' { "model":"public"} ');
  });

  it('leaves the text alone when there is nothing to change', () => {
    expect(spliceMembers('{"a": 1.0}', new Map())).toBe('{"a": 1.0}');
  });

  it('reads whatever JSON.stringify writes', () => {
    const odd = { 'a"b': '\\', model: '\u2028{', '': [[], {}, ['"']], c: { model: 1 }, é: true };
    for (const space of [0, 1, '\t'])
      expect(JSON.parse(spliceMembers(JSON.stringify(odd, null, space), model))).toEqual({ ...odd, model: 'public' });
  });
});
