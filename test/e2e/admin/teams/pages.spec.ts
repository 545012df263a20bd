import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /team/list', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('has pages that hold every team once, and says how many there are', async () => {
    const ids = await Promise.all([1, 2, 3, 4, 5].map(() => admin.makeTeam()));
    const page = async (number: number) => {
      const path = `GET /team/list?page=${String(number)}&page_size=2`;
      return admin.call<readonly { readonly team_id: string }[]>(path);
    };
    const pages = [await page(1), await page(2), await page(3), await page(4)];
    expect(pages.map(({ body }) => body.length)).toEqual([2, 2, 1, 0]);
    expect(pages.flatMap(({ body }) => body.map((team) => team.team_id)).sort()).toEqual([...ids].sort());
    for (const [index, { headers }] of pages.entries())
      expect(['x-total-count', 'x-page', 'x-total-pages'].map((name) => headers.get(name))).toEqual([
        '5',
        String(index + 1),
        '3',
      ]);
  });
});
