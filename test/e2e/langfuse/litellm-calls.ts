export interface RecordedCall {
  readonly number: number;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const user = (content: string): object => ({ messages: [{ role: 'user', content }] });

/** Calls 1 to 6 of the recording, as its client made them. */
export const LITELLM_CALLS: readonly RecordedCall[] = [
  {
    number: 1,
    status: 200,
    body: {
      model: 'gpt-4o',
      ...user('one'),
      user: 'end-1',
      metadata: {
        generation_name: 'gen-name',
        generation_id: 'gen-id-1',
        trace_id: 'trace-id-1',
        trace_name: 'trace-name',
        trace_user_id: 'tuser',
        session_id: 'sess-1',
        tags: ['t1', 't2'],
        trace_metadata: { k: 'v' },
        version: '1.2',
        custom: 'c',
      },
    },
  },
  { number: 2, status: 200, body: { model: 'gpt-4o', ...user('two'), stream: true } },
  {
    number: 3,
    status: 200,
    body: {
      model: 'openai/tools',
      ...user('three'),
      tools: [
        {
          type: 'function',
          function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
        },
      ],
    },
  },
  { number: 4, status: 500, body: { model: 'openai/err-500', ...user('four') } },
  { number: 5, status: 200, body: { model: 'priced', ...user('five'), temperature: 0.2, max_tokens: 10 } },
  { number: 6, status: 400, body: { model: 'no-such', ...user('six') } },
];
