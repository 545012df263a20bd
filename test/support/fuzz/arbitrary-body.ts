import fc from 'fast-check';

const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '',
  '\u0000',
  '\ud800',
  'ſtream',
];
const NUMBERS = [0, -0, 1, -1, 0.1, 1e-320, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), 128, 129, 4096];
const TEXTS = [
  '',
  ' ',
  'm',
  'c',
  'auto',
  'user',
  '\u0000',
  '\ud83d',
  '\u2028',
  'data:image/png;base64,AAAA',
  'http://127.0.0.1/x.png',
];

const scalar = fc.oneof(
  fc.constantFrom<unknown>(...NUMBERS),
  fc.constantFrom<unknown>(...TEXTS),
  fc.constantFrom<unknown>(true, false, null),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const junk: fc.Arbitrary<unknown> = fc.oneof({ weight: 3, arbitrary: scalar }, fc.jsonValue({ maxDepth: 3 }));
/** Mostly what belongs there, sometimes anything. */
const mostly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary }, { weight: 1, arbitrary: junk });
const some = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(members).map(([name, arbitrary]) => [name, mostly(arbitrary)])), {
    requiredKeys: [],
  });
/** Has `members`, each mostly as it should be, and some of `more`; now and then lacks any. */
const shape = (
  members: Record<string, fc.Arbitrary<unknown>>,
  more: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> => {
  const whole = fc.record(
    Object.fromEntries(Object.entries(members).map(([name, arbitrary]) => [name, mostly(arbitrary)])),
  );
  const typical = fc.tuple(some(more), whole).map((parts) => Object.assign({}, ...parts) as object);
  return fc.oneof({ weight: 30, arbitrary: typical }, { weight: 1, arbitrary: some({ ...members, ...more }) });
};
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 12 }));
const flag = fc.boolean();
const count = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 100 }) }, fc.constantFrom(...NUMBERS));

const jsonSchema = shape(
  { type: fc.constantFrom('object', 'string', 'array') },
  { properties: fc.dictionary(text, junk, { maxKeys: 3 }), required: fc.array(text, { maxLength: 2 }) },
);
const callArguments = fc.oneof(fc.constant('{}'), fc.json({ maxDepth: 1 }), text);
const call = shape({
  id: text,
  type: fc.constant('function'),
  function: shape({ name: text, arguments: callArguments }),
});
const cached = { cache_control: shape({ type: fc.constant('ephemeral') }, { ttl: fc.constantFrom('5m', '1h', '1y') }) };
const source = fc.oneof(
  shape({ type: fc.constant('base64'), media_type: fc.constantFrom('image/png', 'application/pdf'), data: text }),
  shape({ type: fc.constant('url'), url: text }),
  shape({ type: fc.constant('text'), media_type: fc.constant('text/plain'), data: text }),
);
const of = (type: string, members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  shape({ type: fc.constant(type), ...members }, cached);
const plain = of('text', { text });
const texts = fc.oneof(text, fc.array(plain, { maxLength: 2 }));
const chatPart = fc.oneof(
  { weight: 4, arbitrary: plain },
  of('image_url', { image_url: fc.oneof(text, shape({ url: text }, { detail: text })) }),
  of('input_audio', { input_audio: shape({ data: text, format: text }) }),
  of('file', { file: some({ file_id: text, file_data: text }) }),
  of('refusal', { refusal: text }),
);
const block = fc.oneof(
  { weight: 4, arbitrary: plain },
  of('image', { source }),
  of('document', { source }),
  of('tool_use', { id: text, name: text, input: fc.oneof(fc.constant({}), junk) }),
  of('tool_result', { tool_use_id: text, content: texts }),
  of('thinking', { thinking: text, signature: text }),
  of('redacted_thinking', { data: text }),
  of('unheard_of', { x: junk }),
);
const contents = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.array(chatPart, { maxLength: 3 }),
  fc.array(block, { maxLength: 3 }),
);
const message = shape(
  {
    role: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('user', 'assistant') },
      fc.constantFrom('system', 'developer', 'tool', 'function', 'nobody'),
    ),
    content: contents,
  },
  {
    name: text,
    tool_calls: fc.array(call, { maxLength: 2 }),
    tool_call_id: text,
    function_call: shape({ name: text, arguments: callArguments }),
    refusal: text,
    reasoning_content: text,
    thinking_blocks: fc.array(block, { maxLength: 2 }),
  },
);
const tool = fc.oneof(
  shape({
    type: fc.constant('function'),
    function: shape({ name: text }, { description: text, parameters: jsonSchema, strict: flag }),
  }),
  shape({ name: text, input_schema: jsonSchema }, { description: text, ...cached }),
  shape({ type: fc.constant('custom'), custom: shape({ name: text }), name: text }),
  shape({ type: fc.constantFrom('web_search', 'computer_20250124', 'web_search_20250305'), name: text }),
);

const MEMBERS: Record<string, fc.Arbitrary<unknown>> = {
  system: fc.oneof(text, fc.array(plain, { maxLength: 2 })),
  stream_options: shape({ include_usage: flag }),
  max_completion_tokens: count,
  n: count,
  best_of: count,
  temperature: count,
  top_p: count,
  top_k: count,
  stop: fc.oneof(text, fc.array(text, { maxLength: 2 })),
  stop_sequences: fc.array(text, { maxLength: 2 }),
  seed: count,
  logprobs: flag,
  top_logprobs: count,
  logit_bias: fc.dictionary(text, count, { maxKeys: 2 }),
  tools: fc.array(mostly(tool), { maxLength: 3 }),
  tool_choice: fc.oneof(
    text,
    shape({
      type: fc.constantFrom('auto', 'any', 'tool', 'none', 'function'),
      name: text,
      function: shape({ name: text }),
    }),
  ),
  parallel_tool_calls: flag,
  functions: fc.array(shape({ name: text, parameters: jsonSchema }), { maxLength: 2 }),
  function_call: text,
  response_format: shape({
    type: fc.constantFrom('text', 'json_object', 'json_schema'),
    json_schema: shape({ name: text, schema: jsonSchema, strict: flag }),
  }),
  output_config: shape({ effort: text, format: shape({ type: fc.constant('json_schema'), schema: jsonSchema }) }),
  reasoning_effort: fc.constantFrom('none', 'low', 'high'),
  reasoning: shape({ effort: text, max_tokens: count }),
  thinking: shape({ type: fc.constantFrom('enabled', 'disabled', 'adaptive'), budget_tokens: count }),
  metadata: fc.dictionary(text, junk, { maxKeys: 3 }),
  litellm_metadata: fc.dictionary(text, junk, { maxKeys: 3 }),
  user: text,
  service_tier: text,
  store: flag,
  modalities: fc.array(text, { maxLength: 2 }),
  audio: shape({ voice: text, format: text }),
  prediction: shape({ type: text, content: text }),
  web_search_options: shape({}),
  extra_body: fc.dictionary(text, junk, { maxKeys: 2 }),
  tags: fc.array(text, { maxLength: 2 }),
  num_retries: fc.integer({ min: 0, max: 2 }),
  drop_params: flag,
  additional_drop_params: fc.array(
    fc.oneof(text, fc.constantFrom('messages[0]', 'tools[*].function', 'a..b', '[', '__proto__.x')),
    { maxLength: 3 },
  ),
  allowed_openai_params: fc.array(text, { maxLength: 2 }),
  'no-log': flag,
  fallbacks: fc.array(text, { maxLength: 2 }),
  mock_response: text,
  cache_control: shape({ type: fc.constant('ephemeral') }),
};

const object = fc
  .tuple(
    fc.record(
      {
        model: mostly(fc.constantFrom('m', 'c')),
        messages: mostly(fc.array(mostly(message), { minLength: 1, maxLength: 4 })),
        max_tokens: count,
        stream: flag,
      },
      { requiredKeys: ['model', 'messages'] },
    ),
    fc.record(Object.fromEntries(Object.entries(MEMBERS).map(([name, arbitrary]) => [name, mostly(arbitrary)])), {
      requiredKeys: [],
    }),
    fc.subarray(Object.keys(MEMBERS), { maxLength: 4 }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc.array(fc.tuple(fc.oneof(fc.constantFrom(...PROTOTYPE_NAMES), text), junk), { maxLength: 2 }),
    ),
  )
  .map(([basis, members, kept, strangers]) => {
    const own = Object.entries(members).filter(([name]) => kept.includes(name));
    return JSON.stringify(Object.fromEntries([...Object.entries(basis), ...own, ...strangers]));
  });

/** Changes to the bytes: where (a share of the length), how many go, what comes. */
const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), fc.uint8Array({ maxLength: 3 }));

/** A request's body: near what the two dialects know, with anything in any place; one in ten with bytes changed. */
export const arbitraryBody: fc.Arbitrary<Buffer> = fc
  .tuple(
    object,
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(edit, { maxLength: 3 }) }),
  )
  .map(([json, edits]) =>
    edits.reduce<Buffer>((bytes, [where, gone, come]) => {
      const at = Math.floor(where * bytes.length);
      return Buffer.concat([bytes.subarray(0, at), come, bytes.subarray(at + gone)]);
    }, Buffer.from(json)),
  );
