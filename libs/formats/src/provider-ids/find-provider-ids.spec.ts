import type { JsonObject } from '@tollgate/kernel';
import { findProviderIds } from './find-provider-ids.js';

const found = (format: Parameters<typeof findProviderIds>[0], body: JsonObject): readonly string[] =>
  findProviderIds(format, body).map(({ member, id, kind }) => `${kind} ${id} at ${member}`);

describe('ids of what providers keep', () => {
  it('are found in lists, in single values for lists, and in lists for single values', () => {
    expect(
      found('openai-responses', {
        input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }],
        tools: [
          { type: 'file_search', vector_store_ids: ['vs_1', 'vs_2'] },
          { type: 'file_search', vector_store_ids: 'vs_3' },
          { type: 'code_interpreter', container: ['cntr_1'] },
        ],
      }),
    ).toEqual([
      'vector store vs_1 at tools[0].vector_store_ids[0]',
      'vector store vs_2 at tools[0].vector_store_ids[1]',
      'vector store vs_3 at tools[1].vector_store_ids',
      'container cntr_1 at tools[2].container[0]',
      'file file-1 at input[0].content[0].file_id',
    ]);
  });

  it('are found under either spelling of Google’s members, and in a list that is written as its one object', () => {
    expect(found('gemini', { cachedContent: 'cachedContents/1' })).toHaveLength(1);
    expect(found('gemini', { cached_content: 'cachedContents/1' })).toHaveLength(1);
    expect(found('gemini', { contents: { parts: { file_data: { file_uri: 'files/1' } } } })).toEqual([
      'file files/1 at contents.parts.file_data.file_uri',
    ]);
    expect(found('gemini', { generateContentRequest: { cachedContent: 'cachedContents/1' } })).toHaveLength(1);
  });

  it('are found however deep a function’s answer tells an address of the account’s files', () => {
    const answering = (response: JsonObject) =>
      found('gemini', { contents: [{ parts: [{ functionResponse: { name: 'f', response } }] }] });
    const fileUri = 'https://generativelanguage.googleapis.com/v1beta/files/1';
    const at = 'contents[0].parts[0].functionResponse.response';
    expect(answering({ fileUri })).toEqual([`file ${fileUri} at ${at}.fileUri`]);
    expect(answering({ a: [{ b: { c: [[{ file_uri: fileUri }]] } }] })).toEqual([
      `file ${fileUri} at ${at}.a[0].b.c[0][0].file_uri`,
    ]);
    expect(answering({ text: fileUri, fileUri: 'report.pdf', a: { fileUri: 'https://example.com/a' } })).toEqual([]);
  });

  it('are not voices that everybody has, nor searches and connectors with a key of the caller’s own', () => {
    expect(found('openai-audio', { voice: 'alloy' })).toEqual([]);
    expect(found('openai-audio', { voice: 'voice_1' })).toEqual(['voice voice_1 at voice']);
    const connected = (more: JsonObject) => found('openai-chat', { tools: [{ type: 'connector', ...more }] });
    expect(connected({ connector_id: 'connector_dropbox' })).toEqual([]);
    expect(connected({ connector_id: 'c', authorization: { type: 'api-key', value: 'v' } })).toEqual([]);
    for (const none of [{}, { authorization: null }, { authorization: '' }])
      expect(connected({ connector_id: 'c', ...none })).toEqual(['connector c at tools[0].connector_id']);
    const searching = (authentication: JsonObject) =>
      found('openai-chat', { data_sources: [{ parameters: { index_name: 'i', authentication } }] });
    expect(searching({ type: 'api_key', key: 'k' })).toEqual([]);
    expect(searching({ type: 'system_assigned_managed_identity' })).toHaveLength(1);
  });

  it('are found in extra_body as in the body', () => {
    expect(found('openai-chat', { extra_body: { container: 'cntr_1' } })).toEqual([
      'container cntr_1 at extra_body.container',
    ]);
  });

  it.each(['mask[file_id]', 'images[0][file_id]', 'images[][file_id]'])(
    'are found in fields of a form (%s)',
    (field) => {
      expect(found('openai-images', { [field]: 'file-1' })).toEqual([`file file-1 at ${field}`]);
    },
  );

  it('are not what a tool’s schema, a call’s arguments or a text say', () => {
    expect(
      found('openai-chat', {
        messages: [
          { role: 'user', content: 'file_id: file-1' },
          { role: 'assistant', tool_calls: [{ function: { name: 'f', arguments: '{"file_id":"file-1"}' } }] },
        ],
        tools: [{ type: 'function', function: { parameters: { properties: { file_id: { type: 'string' } } } } }],
      }),
    ).toEqual([]);
  });

  it.each([
    'https://generativelanguage.googleapis.com/v1beta/files/1',
    'HTTPS://GENERATIVELANGUAGE.GOOGLEAPIS.COM:443/files/1',
    'https://x@generativelanguage.mtls.googleapis.com./files/1',
    'files/1',
  ])('are the addresses of a provider’s own files (%s)', (address) => {
    const parts = [{ type: 'image_url', image_url: { url: address } }];
    expect(found('openai-chat', { messages: [{ role: 'user', content: parts }] })).toHaveLength(1);
    expect(found('gemini', { contents: [{ parts: [{ fileData: { fileUri: address } }] }] })).toHaveLength(1);
  });

  it.each(['https://example.com/a.pdf', 'gs://bucket/a.pdf', 'data:application/pdf;base64,AAAA'])(
    'are not addresses that anybody may name (%s)',
    (address) => {
      const parts = [
        { type: 'image_url', image_url: address },
        { type: 'file', file: { file_id: address } },
      ];
      expect(found('openai-chat', { messages: [{ role: 'user', content: parts }] })).toEqual([]);
      expect(found('gemini', { contents: [{ parts: [{ fileData: { fileUri: address } }] }] })).toEqual([]);
    },
  );
});

describe('an item of a response’s input', () => {
  const lone = (item: JsonObject): readonly string[] => found('openai-responses', { input: [item] });

  it.each<JsonObject>([
    { type: 'item_reference', id: 'x' },
    { type: 'item_reference', id: 'x', content: 'more' },
    { type: 'message', id: 'x', role: 'assistant', status: 'completed', content: null },
    { type: 'reasoning', id: 'x', summary: [{ type: 'summary_text', text: 'why' }] },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: null },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: '' },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: ' ' },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: false },
    { type: 'compaction', id: 'x', encrypted_content: {} },
    { type: 'image_generation_call', id: 'x' },
    { type: 'image_generation_call', id: 'x', result: '' },
    { type: 'mcp_approval_response', approval_request_id: 'x', approve: true },
    { type: 'something_new', id: 'x' },
    { id: 'x' },
  ])('stands for one that is kept when it has no content of its own: %j', (item) => {
    expect(lone(item)).toHaveLength(1);
  });

  it.each<JsonObject>([
    { type: 'message', id: 'x', role: 'assistant', content: [] },
    { id: 'x', role: 'assistant', content: 'Hello' },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: 'sealed' },
    { type: 'function_call', id: 'x', call_id: 'call_1', name: 'f', arguments: '{}' },
    { type: 'image_generation_call', id: 'x', result: 'AAAA' },
    { type: 'function_call_output', call_id: 'call_1', output: 'done' },
  ])('stands for itself when it has: %j', (item) => {
    expect(lone(item)).toEqual([]);
  });
});
