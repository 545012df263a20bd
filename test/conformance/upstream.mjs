#!/usr/bin/env node
// A fake model provider for conformance runs: OpenAI, Anthropic and Gemini shapes on one port, canned answers,
// behaviour chosen by the model's name. Plain node:http, no dependency.
// Source: this is the provider against which the transcripts beside it were recorded; its answers must stay as they are. Only the
// line at its end is changed: it tells the port that was found free.
//
//   node upstream.mjs [port]            default 18080; 0: any free port
//   GET    /__log                       every provider request received so far: method, path, headers, body
//   DELETE /__log                       forget them
//
// Model names and what they do (anywhere in the name):
//   err-400 err-401 err-403 err-404 err-429 err-500 err-503   that status, OpenAI-shaped error (429 carries retry-after: 1)
//   err-context                                               400 context_length_exceeded
//   flaky-N      the first N requests for this very model name fail with 500, later ones succeed
//   slow-MS      waits MS milliseconds before answering
//   cut-N        streams N chunks and then destroys the socket
//   tools        answers with one tool call;  tools2 with two in parallel
//   reason       answers with reasoning content / reasoning tokens
//   nousage      leaves usage out
//   echo         the answer's text is the JSON of the request body received
//   deaf         ignores the output limit; all others honour it: 10 tokens of answer, or fewer and finish reason "length"
import http from 'node:http';

const port = Number(process.argv[2] ?? process.env.UPSTREAM_PORT ?? 18080);
const log = [];
const seen = new Map();
const CREATED = 1700000000;
let issued = 0;
const nextId = (prefix) => `${prefix}${++issued}`; // LiteLLM keeps one spend row for each answer id
const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 10,
  total_tokens: 30,
  prompt_tokens_details: { cached_tokens: 8, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};
const TEXT = 'Hello from the upstream.';
const ANSWER_TOKENS = 10;
function answer(model, body, limit) {
  // what is said within the output limit
  const full = model.includes('echo') ? JSON.stringify(body) : TEXT;
  if (limit === undefined || limit === null || limit >= ANSWER_TOKENS || model.includes('deaf'))
    return { text: full, tokens: ANSWER_TOKENS, cut: false };
  return {
    text: full.slice(0, Math.ceil((full.length * limit) / ANSWER_TOKENS)),
    tokens: Math.max(limit, 1),
    cut: true,
  };
}
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

function send(res, status, body, headers = {}) {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'x-request-id': 'req_mock',
    'openai-processing-ms': '7',
    'x-ratelimit-limit-requests': '5000',
    'x-ratelimit-remaining-requests': '4999',
    'x-ratelimit-limit-tokens': '5000000',
    'x-ratelimit-remaining-tokens': '4999970',
    ...headers,
  });
  res.end(bytes);
}
const openaiError = (message, type, code, param = null) => ({ error: { message, type, param, code } });
const ERRORS = {
  400: [openaiError("Invalid value for 'temperature'.", 'invalid_request_error', 'invalid_value', 'temperature')],
  401: [openaiError('Incorrect API key provided: sk-wrong.', 'invalid_request_error', 'invalid_api_key')],
  403: [openaiError('You are not allowed to do this.', 'invalid_request_error', 'forbidden')],
  404: [openaiError('The model does not exist.', 'invalid_request_error', 'model_not_found')],
  429: [openaiError('Rate limit reached.', 'requests', 'rate_limit_exceeded'), { 'retry-after': '1' }],
  500: [openaiError('The server had an error.', 'server_error', null)],
  503: [openaiError('The engine is overloaded.', 'server_error', null)],
};

async function behave(model, res) {
  const slow = /slow-(\d+)/.exec(model);
  if (slow) await sleep(Number(slow[1]));
  const flaky = /flaky-(\d+)/.exec(model);
  if (flaky) {
    const n = (seen.get(model) ?? 0) + 1;
    seen.set(model, n);
    if (n <= Number(flaky[1])) {
      send(res, 500, ERRORS[500][0]);
      return true;
    }
  }
  if (model.includes('err-context')) {
    send(
      res,
      400,
      openaiError(
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
        'invalid_request_error',
        'context_length_exceeded',
        'messages',
      ),
    );
    return true;
  }
  const err = /err-(\d{3})/.exec(model);
  if (err) {
    const [body, headers] = ERRORS[err[1]] ?? ERRORS[500];
    send(res, Number(err[1]), body, headers);
    return true;
  }
  return false;
}

function toolCalls(model) {
  const call = (i, city) => ({
    id: `call_mock_${i}`,
    type: 'function',
    function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
  });
  if (model.includes('tools2')) return [call(1, 'Paris'), call(2, 'Tokyo')];
  if (model.includes('tools')) return [call(1, 'Paris')];
  return undefined;
}

function sse(res) {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-request-id': 'req_mock' });
  return {
    data: (o) => res.write(`data: ${typeof o === 'string' ? o : JSON.stringify(o)}\n\n`),
    event: (name, o) => res.write(`event: ${name}\ndata: ${JSON.stringify(o)}\n\n`),
    end: () => res.end(),
  };
}

function chat(body, res) {
  const id = nextId('chatcmpl-mock-');
  const { model } = body;
  const calls = toolCalls(model);
  const { text, tokens, cut: short } = answer(model, body, body.max_completion_tokens ?? body.max_tokens);
  const said = { ...USAGE, completion_tokens: tokens, total_tokens: USAGE.prompt_tokens + tokens };
  const reasoning = model.includes('reason') ? 'Let me think.' : undefined;
  const usage = model.includes('nousage')
    ? undefined
    : reasoning
      ? {
          ...said,
          completion_tokens_details: { ...USAGE.completion_tokens_details, reasoning_tokens: Math.min(4, tokens) },
        }
      : said;
  const finish = calls ? 'tool_calls' : short ? 'length' : 'stop';
  if (!body.stream) {
    return send(res, 200, {
      id,
      object: 'chat.completion',
      created: CREATED,
      model,
      service_tier: body.service_tier ?? 'default',
      system_fingerprint: 'fp_mock',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: calls ? null : text,
            refusal: null,
            ...(reasoning && { reasoning_content: reasoning }),
            ...(calls && { tool_calls: calls }),
          },
          logprobs: null,
          finish_reason: finish,
        },
      ],
      ...(usage && { usage }),
    });
  }
  const out = sse(res);
  const chunk = (delta, finish_reason = null, extra = {}) => ({
    id,
    object: 'chat.completion.chunk',
    created: CREATED,
    model,
    system_fingerprint: 'fp_mock',
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...extra,
  });
  const deltas = [{ role: 'assistant', content: calls ? null : '' }];
  if (reasoning) deltas.push({ reasoning_content: 'Let me ' }, { reasoning_content: 'think.' });
  if (calls)
    calls.forEach((c, index) => {
      deltas.push({
        tool_calls: [{ index, id: c.id, type: 'function', function: { name: c.function.name, arguments: '' } }],
      });
      for (const part of c.function.arguments.match(/.{1,6}/g))
        deltas.push({ tool_calls: [{ index, function: { arguments: part } }] });
    });
  else for (const part of text.match(/.{1,8}/gs)) deltas.push({ content: part });
  const cut = /cut-(\d+)/.exec(model);
  let n = 0;
  for (const d of deltas) {
    if (cut && n++ >= Number(cut[1])) {
      setTimeout(() => res.destroy(), 20);
      return;
    }
    out.data(chunk(d));
  }
  out.data(chunk({}, finish));
  if (usage && body.stream_options?.include_usage) out.data({ ...chunk({}), choices: [], usage });
  out.data('[DONE]');
  out.end();
}

function completions(body, res) {
  const choice = { text: TEXT, index: 0, logprobs: null, finish_reason: 'stop' };
  const base = { id: nextId('cmpl-mock-'), object: 'text_completion', created: CREATED, model: body.model };
  if (!body.stream)
    return send(res, 200, {
      ...base,
      choices: [choice],
      usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 },
    });
  const out = sse(res);
  for (const part of TEXT.match(/.{1,8}/gs))
    out.data({ ...base, choices: [{ ...choice, text: part, finish_reason: null }] });
  out.data({ ...base, choices: [{ ...choice, text: '' }] });
  if (body.stream_options?.include_usage)
    out.data({ ...base, choices: [], usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 } });
  out.data('[DONE]');
  out.end();
}

function embeddings(body, res) {
  const input = Array.isArray(body.input) && !(typeof body.input[0] === 'number') ? body.input : [body.input];
  const vector = [0.25, -0.5, 0.125];
  const one =
    body.encoding_format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector;
  send(res, 200, {
    object: 'list',
    data: input.map((_, index) => ({ object: 'embedding', index, embedding: one })),
    model: body.model,
    usage: { prompt_tokens: 5 * input.length, total_tokens: 5 * input.length },
  });
}

function moderations(body, res) {
  const categories = Object.fromEntries(
    [
      'harassment',
      'harassment/threatening',
      'hate',
      'hate/threatening',
      'self-harm',
      'self-harm/instructions',
      'self-harm/intent',
      'sexual',
      'sexual/minors',
      'violence',
      'violence/graphic',
    ].map((c) => [c, false]),
  );
  send(res, 200, {
    id: 'modr-mock',
    model: body.model ?? 'omni-moderation-latest',
    results: [
      {
        flagged: false,
        categories,
        category_scores: Object.fromEntries(Object.keys(categories).map((c) => [c, 0.00001])),
      },
    ],
  });
}

function responses(body, res) {
  const id = nextId('resp_mock_');
  const calls = toolCalls(body.model);
  const { text, tokens, cut } = answer(body.model, body, body.max_output_tokens);
  const message = {
    id: 'msg_mock',
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  };
  const output = calls
    ? calls.map((c, i) => ({
        id: `fc_mock_${i}`,
        type: 'function_call',
        status: 'completed',
        call_id: c.id,
        name: c.function.name,
        arguments: c.function.arguments,
      }))
    : [message];
  const usage = {
    input_tokens: 20,
    input_tokens_details: { cached_tokens: 8 },
    output_tokens: tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 20 + tokens,
  };
  const [status, incomplete_details] =
    cut && !calls ? ['incomplete', { reason: 'max_output_tokens' }] : ['completed', null];
  const full = (status, extra = {}) => ({
    id,
    object: 'response',
    created_at: CREATED,
    status,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model: body.model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: body.tools ?? [],
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
    metadata: body.metadata ?? {},
    ...extra,
  });
  if (!body.stream) return send(res, 200, full(status, { output, usage, incomplete_details }));
  const out = sse(res);
  let seq = 0;
  const ev = (type, o) => out.event(type, { type, sequence_number: seq++, ...o });
  ev('response.created', { response: full('in_progress') });
  ev('response.in_progress', { response: full('in_progress') });
  output.forEach((item, output_index) => {
    if (item.type === 'message') {
      ev('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } });
      ev('response.content_part.added', {
        item_id: item.id,
        output_index,
        content_index: 0,
        part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
      });
      for (const part of text.match(/.{1,8}/gs))
        ev('response.output_text.delta', {
          item_id: item.id,
          output_index,
          content_index: 0,
          delta: part,
          logprobs: [],
        });
      ev('response.output_text.done', { item_id: item.id, output_index, content_index: 0, text, logprobs: [] });
      ev('response.content_part.done', { item_id: item.id, output_index, content_index: 0, part: item.content[0] });
    } else {
      ev('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', arguments: '' } });
      for (const part of item.arguments.match(/.{1,6}/g))
        ev('response.function_call_arguments.delta', { item_id: item.id, output_index, delta: part });
      ev('response.function_call_arguments.done', { item_id: item.id, output_index, arguments: item.arguments });
    }
    ev('response.output_item.done', { output_index, item });
  });
  ev(`response.${status}`, { response: full(status, { output, usage, incomplete_details }) });
  out.end();
}

function messages(body, res) {
  const calls = toolCalls(body.model);
  const { text, tokens, cut } = answer(body.model, body, body.max_tokens);
  const stop = calls ? 'tool_use' : cut ? 'max_tokens' : 'end_turn';
  const content = calls
    ? calls.map((c, i) => ({
        type: 'tool_use',
        id: `toolu_mock_${i}`,
        name: c.function.name,
        input: JSON.parse(c.function.arguments),
      }))
    : [{ type: 'text', text }];
  const usage = { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 8, output_tokens: tokens };
  const base = { id: nextId('msg_mock_'), type: 'message', role: 'assistant', model: body.model, stop_sequence: null };
  if (!body.stream) return send(res, 200, { ...base, content, stop_reason: stop, usage });
  const out = sse(res);
  const ev = (type, o = {}) => out.event(type, { type, ...o });
  ev('message_start', { message: { ...base, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } });
  ev('ping');
  content.forEach((block, index) => {
    ev('content_block_start', {
      index,
      content_block: block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} },
    });
    const parts = block.type === 'text' ? text.match(/.{1,8}/gs) : JSON.stringify(block.input).match(/.{1,6}/g);
    for (const p of parts)
      ev('content_block_delta', {
        index,
        delta: block.type === 'text' ? { type: 'text_delta', text: p } : { type: 'input_json_delta', partial_json: p },
      });
    ev('content_block_stop', { index });
  });
  ev('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: tokens } });
  ev('message_stop');
  out.end();
}

function gemini(model, stream, body, res) {
  const parts = toolCalls(model)?.map((c) => ({
    functionCall: { name: c.function.name, args: JSON.parse(c.function.arguments) },
  })) ?? [{ text: model.includes('echo') ? JSON.stringify(body) : TEXT }];
  const usageMetadata = {
    promptTokenCount: 20,
    cachedContentTokenCount: 8,
    candidatesTokenCount: 10,
    totalTokenCount: 30,
  };
  const full = (p, last) => ({
    candidates: [{ content: { parts: p, role: 'model' }, index: 0, ...(last && { finishReason: 'STOP' }) }],
    ...(last && { usageMetadata }),
    modelVersion: model,
    responseId: 'gem_mock',
  });
  if (!stream) return send(res, 200, full(parts, true));
  const out = sse(res);
  parts.forEach((p, i) => out.data(full([p], i === parts.length - 1)));
  out.end();
}

const routes = [
  [/\/chat\/completions$/, chat],
  [/\/completions$/, completions],
  [/\/embeddings$/, embeddings],
  [/\/moderations$/, moderations],
  [/\/responses$/, responses],
  [/\/messages$/, messages],
  [/\/messages\/count_tokens$/, (b, res) => send(res, 200, { input_tokens: 12 })],
  [
    /\/images\/generations$/,
    (b, res) =>
      send(res, 200, {
        created: CREATED,
        data: [{ b64_json: 'aGVsbG8=' }],
        usage: {
          input_tokens: 5,
          output_tokens: 100,
          total_tokens: 105,
          input_tokens_details: { text_tokens: 5, image_tokens: 0 },
        },
      }),
  ],
  [
    /\/audio\/speech$/,
    (b, res) => {
      res.writeHead(200, { 'content-type': 'audio/mpeg' });
      res.end(Buffer.from('ID3mockaudio'));
    },
  ],
  [/\/audio\/transcriptions$/, (b, res) => send(res, 200, { text: TEXT })],
  [
    /\/rerank$/,
    (b, res) =>
      send(res, 200, {
        id: 'rerank_mock',
        results: (b.documents ?? []).map((_, index) => ({ index, relevance_score: 1 / (index + 1) })),
        meta: { billed_units: { search_units: 1 } },
      }),
  ],
];

http
  .createServer(async (req, res) => {
    const url = new URL(req.url, 'http://x');
    if (url.pathname === '/__log') {
      if (req.method === 'DELETE') {
        log.length = 0;
        seen.clear();
        return send(res, 200, {});
      }
      return send(res, 200, log);
    }
    const raw = [];
    for await (const c of req) raw.push(c);
    const text = Buffer.concat(raw).toString();
    let body;
    try {
      body = text ? JSON.parse(text) : {};
    } catch {
      body = { unparsed: text.slice(0, 2000) };
    }
    log.push({ method: req.method, path: req.url, headers: req.headers, body });
    if (log.length > 2000) log.shift();
    if (req.method === 'GET' && /\/models$/.test(url.pathname))
      return send(res, 200, {
        object: 'list',
        data: ['gpt-4o', 'gpt-4o-mini', 'mock-live-only'].map((id) => ({
          id,
          object: 'model',
          created: CREATED,
          owned_by: 'mock',
        })),
      });
    const gem = /\/models\/([^:/]+):(streamGenerateContent|generateContent)$/.exec(url.pathname);
    const deployment = /\/deployments\/([^/]+)\//.exec(url.pathname);
    const model = gem?.[1] ?? body.model ?? deployment?.[1] ?? 'mock';
    if (await behave(model, res)) return;
    if (gem) return gemini(model, gem[2] === 'streamGenerateContent', body, res);
    const hit = routes.find(([re]) => re.test(url.pathname));
    if (!hit)
      return send(res, 404, openaiError(`Unknown path ${url.pathname}`, 'invalid_request_error', 'unknown_url'));
    hit[1]({ ...body, model }, res);
  })
  .listen(port, '127.0.0.1', function () {
    process.stdout.write(`upstream on ${this.address().port}\n`);
  });
