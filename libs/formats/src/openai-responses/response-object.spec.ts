import type { CanonicalRequest } from '@tollgate/canonical';
import { openaiResponsesClient } from './client.js';
import { responseObject } from './response-object.js';

function tell(leftOut?: readonly string[]) {
  const body = {
    model: 'm',
    input: 'x',
    temperature: 0.5,
    reasoning: { effort: 'low' },
    text: { verbosity: 'low', format: { type: 'json_object' } },
    metadata: { task: 'y', nested: { a: 1 } },
  };
  const decoded = openaiResponsesClient.decodeRequest({ body, params: {}, query: {} });
  const request = (decoded.ok ? decoded.value : undefined) as CanonicalRequest;
  const keeping = { stored: true, ...(leftOut !== undefined && { leftOut }) };
  return responseObject({ id: 'r', model: 'm', createdAt: 1 }, { status: 'completed', output: [] }, request, keeping);
}

describe('a response that was given over chat', () => {
  it('tells again what was asked for, and of the metadata what is kept', () => {
    expect(tell()).toMatchObject({
      temperature: 0.5,
      reasoning: { effort: 'low' },
      text: { verbosity: 'low', format: { type: 'json_object' } },
      metadata: { task: 'y' },
      tools: [],
    });
    expect(tell()['metadata']).not.toHaveProperty('nested');
  });

  it.each([['text'], ['verbosity'], ['text.verbosity']])('does not say that %s held, which was left out', (path) => {
    expect(tell([path])['text']).toEqual({ format: { type: 'json_object' } });
  });

  it('has of what was left out what nobody asks for', () => {
    expect(tell(['temperature', 'thinking', 'response_format'])).toMatchObject({
      temperature: 1,
      reasoning: { effort: null, summary: null },
      text: { verbosity: 'low', format: { type: 'text' } },
    });
  });
});
