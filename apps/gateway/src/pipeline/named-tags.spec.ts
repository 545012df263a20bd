import type { CanonicalRequest } from '@tollgate/canonical';
import { namedTags, refuseClientTags, tagsInBody, tagsInHeader } from './named-tags.js';

const request = (more: Partial<CanonicalRequest> = {}): CanonicalRequest =>
  ({ gateway: {}, extra: {}, ...more }) as CanonicalRequest;

describe('a call without tags', () => {
  it('is looked at for them, and nothing is made for it', () => {
    const sent = [...tagsInHeader({}), ...tagsInBody(request()), ...tagsInBody(request({ metadata: { a: 1 } }))];
    expect(sent).toEqual([]);
    expect(namedTags('tenant', sent)).toBe(namedTags('another', []));
  });
});

describe('refuseClientTags', () => {
  const sent: readonly [string, Record<string, string>, Partial<CanonicalRequest>][] = [
    ['a header', { 'x-litellm-tags': 'a' }, {}],
    ['metadata', {}, { metadata: { tags: ['a'] } }],
    ['litellm_metadata', {}, { gateway: { litellmMetadata: { tags: ['a'] } } }],
    ['the top level', {}, { gateway: { tags: ['a'] } }],
  ];

  it.each(sent)('refuses tags in %s where the operator gives them alone', (_place, headers, body) => {
    expect(refuseClientTags({ rejectsClientTags: true }, headers, request(body))).toMatchObject({
      status: 400,
      type: 'bad_request_error',
      message: expect.stringContaining("'reject_clientside_metadata_tags'=True") as string,
    });
    expect(refuseClientTags({}, headers, request(body))).toBeUndefined();
  });

  it('takes a call without', () => {
    expect(refuseClientTags({ rejectsClientTags: true }, {}, request({ metadata: { a: 1 } }))).toBeUndefined();
  });
});
