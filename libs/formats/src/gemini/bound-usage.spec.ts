import type { JsonObject } from '@tollgate/kernel';
import type { UsageBound } from '@tollgate/canonical';
import { openaiChatClient } from '../openai-chat/index.js';
import { geminiClient, geminiUpstream } from './index.js';

const contents = [{ role: 'user', parts: [{ text: 'hello' }] }];

function bound(body: JsonObject): UsageBound {
  const decoded = geminiClient.decodeRequest({ body: { contents, ...body }, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  return geminiUpstream.boundUsage(decoded.value);
}

function boundOfChat(body: JsonObject): UsageBound {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'm', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  return geminiUpstream.boundUsage(decoded.value);
}

describe('the bound', () => {
  it('counts every text that goes out: turns, instruction, tools, schema, signatures', () => {
    const { inputTexts, ...counts } = bound({
      systemInstruction: { parts: [{ text: 'S' }] },
      contents: [
        ...contents,
        {
          role: 'model',
          parts: [{ text: 'T', thoughtSignature: 'SIG' }, { functionCall: { name: 'F', args: { a: 'ARG' } } }],
        },
        {
          role: 'user',
          parts: [{ functionResponse: { name: 'F', response: { output: 'RESULT' } } }, { x_new: 'UNKNOWN' }],
        },
      ],
      tools: [{ functionDeclarations: [{ name: 'G', description: 'DESC' }] }],
      generationConfig: {
        responseMimeType: 'application/json',
        responseJsonSchema: { title: 'SCHEMA' },
        maxOutputTokens: 9,
        candidateCount: 2,
      },
    });
    const text = inputTexts.join('\n');
    for (const word of ['S', 'hello', 'T', 'SIG', 'F', 'ARG', 'RESULT', 'UNKNOWN', 'G', 'DESC', 'SCHEMA'])
      expect(text).toContain(word);
    expect(counts).toMatchObject({ outputLimit: 9, choices: 2, tools: 1, needsWholeAnswer: true, unbounded: [] });
  });

  it.each<[string, JsonObject, Partial<UsageBound>]>([
    ['a picture', { inlineData: { mimeType: 'image/png', data: 'A' } }, { images: 1 }],
    ['sound', { inlineData: { mimeType: 'audio/wav', data: 'A' } }, { audio: 1 }],
    ['a PDF', { inlineData: { mimeType: 'application/pdf', data: 'A' } }, { documents: 1 }],
    ['a film', { inlineData: { mimeType: 'video/mp4', data: 'A' } }, { contextWindows: 1 }],
    ['an address', { fileData: { fileUri: 'https://x.example/a.pdf' } }, { contextWindows: 1 }],
    [
      "a file kept at Google's",
      { fileData: { fileUri: 'gs://b/a.png', mimeType: 'image/png' } },
      { contextWindows: 1 },
    ],
  ])('counts %s', (_what, part, expected) => {
    expect(bound({ contents: [{ parts: [part] }] })).toMatchObject({ ...expected, unbounded: [] });
  });

  it('counts a cached prefix as a context window', () => {
    expect(bound({ cachedContent: 'cachedContents/a' })).toMatchObject({ contextWindows: 1, unbounded: [] });
    expect(boundOfChat({ cached_content: 'cachedContents/a' })).toMatchObject({ contextWindows: 1, unbounded: [] });
  });

  it.each<[JsonObject, string]>([
    [{ tools: [{ googleSearch: {} }] }, 'google_search'],
    [{ tools: [{ google_search: {} }] }, 'google_search'],
    [{ tools: [{ codeExecution: {} }] }, 'code_execution'],
    [{ tools: [{ urlContext: {} }] }, 'url_context'],
    [{ tools: [{ newTool: {} }] }, 'new_tool'],
    [{ generationConfig: { responseModalities: ['TEXT', 'AUDIO'] } }, 'generationConfig.responseModalities'],
    [{ generationConfig: { speechConfig: {} } }, 'generationConfig.speechConfig'],
    [{ generationConfig: { newSetting: 1 } }, 'generationConfig.newSetting'],
    [{ continuationToken: 'x' }, 'continuationToken'],
    [{ newMember: 1 }, 'newMember'],
  ])('knows none for %j', (body, name) => {
    expect(bound(body).unbounded).toEqual([expect.stringContaining(name)]);
  });

  it.each<[JsonObject, string]>([
    [{ web_search_options: {} }, 'google_search'],
    [{ tools: [{ type: 'web_search' }] }, 'google_search'],
    [{ tools: [{ codeExecution: {} }] }, 'code_execution'],
    [{ modalities: ['text', 'image'] }, 'responseModalities'],
  ])('knows none for a chat with %j', (body, name) => {
    expect(boundOfChat(body).unbounded).toEqual([expect.stringContaining(name)]);
  });

  it('knows that what is not sent costs nothing', () => {
    expect(boundOfChat({ x_unknown: 1, plugins: [], modalities: ['text'] }).unbounded).toEqual([]);
  });

  it('takes the thinking budget for reasoning', () => {
    expect(bound({ generationConfig: { thinkingConfig: { thinkingBudget: 500 } } })).toMatchObject({
      reasoning: true,
      reasoningBudget: 500,
    });
    expect(bound({ tools: [{ computerUse: {} }] }).unbounded).toEqual([]);
  });
});
