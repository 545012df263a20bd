import { checkProcessors } from './check-processors.js';

const contract = (name: string) => ({ name });
const processor = (name: string) => ({ contract: contract(name) });

describe('checkProcessors', () => {
  it('is content with one processor for each queue', () => {
    expect(() => checkProcessors([contract('a'), contract('b')], [processor('b'), processor('a')])).not.toThrow();
  });

  it('names every queue without a processor or with two, and every stray processor', () => {
    const check = () =>
      checkProcessors([contract('a'), contract('b')], [processor('b'), processor('b'), processor('c')]);
    expect(check).toThrow(/queue a has 0 processors.*queue b has 2 processors.*processor of c has no queue contract/);
  });
});
