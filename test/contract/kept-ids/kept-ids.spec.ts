import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REQUEST_PLACES } from '@tollgate/formats';
import { ID_MEMBERS, listedPlaces } from './listed-places.js';
import { NOT_KEPT } from './not-kept.js';

const LISTED = listedPlaces();
const ALL = Object.entries(ID_MEMBERS.members).flatMap(([dialect, members]) =>
  members.map((member) => [dialect, member] as const),
);

/** The SDKs whose types say what a body can hold. */
const SDKS = ['openai', '@anthropic-ai/sdk', '@google/genai'];

describe('members that can name what a provider keeps', () => {
  it('are those of the SDKs as installed: after an upgrade tools/derive-id-members.mjs reads them anew', () => {
    const installed = SDKS.map((sdk) => `${sdk} ${versionOf(sdk)}`).join(', ');
    expect(ID_MEMBERS.source).toBe(installed);
  });

  it('are looked at in every dialect that has any, and in no other', () => {
    expect(Object.keys(REQUEST_PLACES).sort()).toEqual(Object.keys(LISTED).sort());
  });

  it.each(Object.entries(LISTED))('are those that the gateway looks at in %s', (dialect, places) => {
    const known = Object.keys((REQUEST_PLACES as Record<string, object>)[dialect] ?? {});
    expect(withoutLists(known)).toEqual(withoutLists(places));
  });

  it.each(NOT_KEPT.map(([names, reason]) => [String(names), names, reason] as const))(
    'are not the ones of %s, of which each row says why and has one',
    (_, names, reason) => {
      expect([ALL.some(([, member]) => names.test(member)), reason === '']).toEqual([true, false]);
    },
  );
});

function versionOf(sdk: string): string {
  const file = join(__dirname, '..', '..', '..', 'node_modules', ...sdk.split('/'), 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** A single value counts as a list of one, and a list as each of its values. */
function withoutLists(places: readonly string[]): readonly string[] {
  return [...new Set(places.map((place) => place.replaceAll('[]', '')))].sort();
}
