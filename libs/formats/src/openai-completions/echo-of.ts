import type { CanonicalRequest } from '@tollgate/canonical';

/** What an answer begins with where its client asked for the prompt and its provider cannot give it; else nothing. */
export function echoOf(request: CanonicalRequest | undefined): string {
  if (request?.echo !== true) return '';
  return request.messages
    .flatMap(({ content }) => content.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
    .join('\n');
}
