import { pageItems } from './page-items.js';

const ITEMS = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const page = (query: string) => {
  const { data, first_id, last_id, has_more } = pageItems(ITEMS, new URLSearchParams(query));
  return [(data as readonly { id: string }[]).map(({ id }) => id).join(''), first_id, last_id, has_more];
};

describe('a page of items', () => {
  it.each([
    ['', 'edcba', false],
    ['order=asc', 'abcde', false],
    ['limit=2', 'ed', true],
    ['limit=5', 'edcba', false],
    ['limit=2&after=d', 'cb', true],
    ['limit=2&after=c', 'ba', false],
    ['order=asc&after=e', '', false],
    ['order=asc&limit=2&before=d', 'bc', true],
    ['order=asc&before=c', 'ab', false],
    ['order=asc&after=a&before=d', 'bc', false],
  ])('%s is %s', (query, ids, more) => {
    expect(page(query)).toEqual([ids, ids.at(0) ?? null, ids.at(-1) ?? null, more]);
  });

  it('has twenty items at most where nothing is said of it', () => {
    const many = Array.from({ length: 21 }, (_, number) => ({ id: String(number) }));
    expect(pageItems(many, new URLSearchParams()).data).toHaveLength(20);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=x', 'limit'],
    ['order=down', 'order'],
    ['after=z', 'after'],
    ['before=z', 'before'],
  ])('is refused for %s', (query, param) => {
    expect(() => page(query)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });
});
