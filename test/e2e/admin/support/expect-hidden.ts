import type { TestAdmin } from './test-admin.js';

const ABSENT = 'gone';

interface NamingCall {
  readonly key: string;
  /** The object of somebody else: a word that stands in the call for nothing else. */
  readonly id: string;
  readonly route: string;
  readonly body: object | undefined;
}

/** 404 for a call that names the object of somebody else, in the words for one that is not there; and nothing changes. */
export async function expectHidden(admin: TestAdmin, { key, id, route, body }: NamingCall): Promise<void> {
  const before = await admin.epoch();
  const foreign = await admin.call(route, { key, body });
  const absent = await admin.call(named(route, id), {
    key,
    body: body && (JSON.parse(named(JSON.stringify(body), id)) as object),
  });
  expect([foreign.status, absent.status]).toEqual([404, 404]);
  expect(named(JSON.stringify(foreign.body), id)).toBe(JSON.stringify(absent.body));
  expect(await admin.epoch()).toBe(before);
}

function named(text: string, id: string): string {
  return text.replaceAll(id, ABSENT);
}
