import type { TestAdmin } from './test-admin.js';

/** A change that is answered so, and changes nothing. */
export async function expectRefused(admin: TestAdmin, route: string, body: object, answered: object): Promise<void> {
  const before = await admin.epoch();
  expect(await admin.call(route, { body })).toMatchObject(answered);
  expect(await admin.epoch()).toBe(before);
}
