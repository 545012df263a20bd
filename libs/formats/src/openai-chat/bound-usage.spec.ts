import type { JsonObject } from '@tollgate/kernel';
import type { UsageBound } from '@tollgate/canonical';
import { boundUsage } from './bound-usage.js';
import { CHAT_MEMBERS } from './chat-members.js';
import { decodeRequest } from './decode-request.js';

function bound(body: JsonObject): UsageBound {
  const outcome = decodeRequest({
    body: { model: 'm', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!outcome.ok) throw outcome.error;
  return boundUsage(outcome.value);
}

/** CreateChatCompletionRequest of OpenAI's API reference 2.3.0. */
const OPENAI_MEMBERS = (
  'audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages metadata modalities ' +
  'model moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_options prompt_cache_retention ' +
  'reasoning_effort response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice ' +
  'tools top_logprobs top_p user verbosity web_search_options'
).split(' ');

describe('boundUsage', () => {
  test.each(OPENAI_MEMBERS)("OpenAI's %s is judged", (name) => {
    expect(Object.hasOwn(CHAT_MEMBERS, name)).toBe(true);
  });

  test('every text that goes out is counted', () => {
    const { inputTexts } = bound({
      messages: [
        { role: 'system', content: 'SYSTEM', name: 'NAME' },
        { role: 'user', content: [{ type: 'text', text: 'PART' }] },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'THOUGHT',
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'CALLED', arguments: '{"in":"INPUT"}' } }],
          own: { deep: 'UNKNOWN' },
        },
        { role: 'tool', tool_call_id: 'c', content: 'RESULT' },
        { role: 'user', content: [{ type: 'novel', words: 'NOVEL' }] },
      ],
      tools: [
        {
          type: 'function',
          function: {
            name: 'TOOL',
            description: 'DESCRIPTION',
            parameters: { type: 'object', properties: { city: { description: 'PARAMETER' } } },
          },
        },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'FORMAT', schema: { description: 'SCHEMA' } } },
      functions: [{ name: 'LEGACY' }],
      guided_json: { GUIDED: 1 },
    });
    const all = inputTexts.join('\n');
    for (const word of 'SYSTEM NAME PART THOUGHT CALLED INPUT UNKNOWN RESULT NOVEL TOOL DESCRIPTION PARAMETER FORMAT SCHEMA LEGACY GUIDED'.split(
      ' ',
    )) {
      expect(all).toContain(word);
    }
  });

  test('what is no text is counted by its number, and what only the provider can size as whole context windows', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://x/y.png' } },
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
      { type: 'file', file: { file_id: 'file-1' } },
    ];
    expect(bound({ messages: [{ role: 'user', content }] })).toMatchObject({
      images: 1,
      audio: 1,
      documents: 1,
      contextWindows: 1,
      unbounded: [],
    });
    expect(bound({ messages: [{ role: 'assistant', audio: { id: 'audio_1' } }] }).contextWindows).toBe(1);
  });

  test.each<[JsonObject, string]>([
    [{ web_search_options: {} }, 'web_search_options'],
    [{ modalities: ['text', 'audio'], audio: { voice: 'x' } }, 'modalities'],
    [{ prediction: { type: 'content', content: 'x' } }, 'prediction'],
    [{ tools: [{ type: 'code_interpreter' }] }, 'tools[0]'],
    [{ never_heard_of: 1 }, 'never_heard_of'],
    [{ messages: [{ role: 'user', content: [{ type: 'novel' }] }] }, 'messages[0].content'],
  ])('%p may cost without bound and is named', (body, name) => {
    expect(bound(body).unbounded.join('\n')).toContain(`${name}: `);
  });

  test("a member of another dialect that is never sent has no cost, one that is sent has this dialect's", () => {
    const outcome = decodeRequest({ body: { model: 'm', messages: [] }, params: {}, query: {} });
    if (!outcome.ok) throw outcome.error;
    const extra = { context_management: {}, web_search_options: {} };
    const { unbounded } = boundUsage({ ...outcome.value, format: 'anthropic-messages', extra });
    expect(unbounded).toEqual([expect.stringMatching(/^web_search_options: /)]);
  });

  test.each<[JsonObject]>([
    [{ temperature: 1, top_p: 1, seed: 1, user: 'u', logprobs: true }],
    [{ modalities: ['text'] }],
    [{ tools: [{ type: 'custom', custom: { name: 'c' } }] }],
  ])('%p has a bound', (body) => {
    expect(bound(body).unbounded).toEqual([]);
  });

  test("limits and number of answers are the client's", () => {
    expect(bound({ max_tokens: 7, n: 3 })).toMatchObject({
      outputLimit: 7,
      choices: 3,
      needsWholeAnswer: false,
      reasoning: false,
    });
    expect(bound({ best_of: 5 })).toMatchObject({ choices: 5 });
    expect(bound({})).toMatchObject({ choices: 1 });
    expect(bound({})).not.toHaveProperty('outputLimit');
  });

  test.each<[JsonObject, Partial<UsageBound>]>([
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, { needsWholeAnswer: true, tools: 1 }],
    [{ response_format: { type: 'json_object' } }, { needsWholeAnswer: true }],
    [{ reasoning_effort: 'high' }, { needsWholeAnswer: false, reasoning: true }],
    [
      { thinking: { type: 'enabled', budget_tokens: 4096 } },
      { needsWholeAnswer: true, reasoning: true, reasoningBudget: 4096 },
    ],
  ])('%p: a cut answer is of use or not', (body, expected) => {
    expect(bound(body)).toMatchObject(expected);
  });
});
