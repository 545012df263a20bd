import { mergeColumns } from './merge-columns.js';

describe('mergeColumns', () => {
  it('writes what changed there and not here', () => {
    expect(mergeColumns({ a: 1, b: ['x'] }, { a: 1, b: ['x'] }, { a: 2, b: ['x'] })).toEqual({
      written: { a: 2 },
      kept: [],
    });
  });

  it('keeps what was changed here, whether it changed there or not, and names it', () => {
    expect(mergeColumns({ a: 1, b: 1 }, { a: 5, b: 5 }, { a: 1, b: 2 })).toEqual({ written: {}, kept: ['a', 'b'] });
  });

  it('has nothing to say where both became the same', () => {
    expect(mergeColumns({ a: 1 }, { a: 2 }, { a: 2 })).toEqual({ written: {}, kept: [] });
  });

  it('tells null from 0, and takes a column that the last import did not know for ours', () => {
    expect(mergeColumns({ a: null }, { a: null }, { a: 0 })).toEqual({ written: { a: 0 }, kept: [] });
    expect(mergeColumns({}, { a: 1 }, { a: 2 })).toEqual({ written: {}, kept: ['a'] });
  });
});
