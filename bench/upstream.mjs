// A model provider for load, over raw sockets so that it is not the limit: answers OpenAI's chat completions, Anthropic's messages and Gemini's
// generateContent, whole or streamed, with fixed bytes. A stream's events are written one by one, each in a turn of its own, as tokens come.
// Prints its port. Usage: node bench/upstream.mjs [events per stream]
import { createServer } from 'node:net';

const events = Number(process.argv[2] ?? 64);
const END_OF_HEADERS = Buffer.from('\r\n\r\n');
const STREAMED = Buffer.from('"stream":true');
/** By how a request begins; anything else is OpenAI's. */
const DIALECTS = [
  ['anthropic', Buffer.from('POST /v1/messages')],
  ['gemini', Buffer.from('POST /v1beta/models/')],
];
const GEMINI_STREAM = Buffer.from(':streamGenerateContent');

const json = (value) => JSON.stringify(value);
const whole = (value) => {
  const body = json(value);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return [Buffer.from(head + body)];
};
const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const streamed = (texts) => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
  return texts.map((text, index) =>
    Buffer.from(`${index === 0 ? head : ''}${chunk(text)}${index === texts.length - 1 ? '0\r\n\r\n' : ''}`),
  );
};

const openai = { id: 'chatcmpl-bench', created: 1700000000, model: 'gpt-4o-mini' };
const openaiChunk = (delta, finish, usage) =>
  `data: ${json({
    ...openai,
    object: 'chat.completion.chunk',
    choices: usage ? [] : [{ index: 0, delta, finish_reason: finish ?? null }],
    ...(usage && { usage }),
  })}\n\n`;
const openaiUsage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 };
const anthropic = { id: 'msg_bench', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5' };
const anthropicEvent = (value) => `event: ${value.type}\ndata: ${json(value)}\n\n`;

const geminiAnswer = (text, finishReason) => ({
  candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, ...(finishReason && { finishReason }) }],
  usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 10, totalTokenCount: 30 },
  modelVersion: 'gemini-2.5-flash',
  responseId: 'bench',
});

const deltas = Array.from({ length: events }, (_, index) => ` word${index % 10}`);
const ANSWERS = {
  openai: whole({
    ...openai,
    object: 'chat.completion',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'x'.repeat(700) }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: openaiUsage,
  }),
  openaiStream: streamed([
    openaiChunk({ role: 'assistant', content: '' }),
    ...deltas.map((content) => openaiChunk({ content })),
    openaiChunk({}, 'stop'),
    openaiChunk(undefined, undefined, openaiUsage),
    'data: [DONE]\n\n',
  ]),
  anthropic: whole({
    ...anthropic,
    content: [{ type: 'text', text: 'x'.repeat(700) }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 20, output_tokens: 10 },
  }),
  anthropicStream: streamed(
    [
      {
        type: 'message_start',
        message: { ...anthropic, content: [], stop_reason: null, usage: { input_tokens: 20, output_tokens: 1 } },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      ...deltas.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 10 } },
      { type: 'message_stop' },
    ].map(anthropicEvent),
  ),
  gemini: whole(geminiAnswer('x'.repeat(700), 'STOP')),
  geminiStream: streamed(
    [...deltas.map((text) => geminiAnswer(text)), geminiAnswer('', 'STOP')].map((value) => `data: ${json(value)}\n\n`),
  ),
};

/** Streams under way, each at its next piece. */
let streams = [];
function turn() {
  for (const stream of streams) stream.socket.write(stream.pieces[stream.next++]);
  streams = streams.filter(({ socket, pieces, next }) => next < pieces.length && !socket.destroyed);
  if (streams.length > 0) setImmediate(turn);
}
function send(socket, pieces) {
  if (pieces.length === 1) return void socket.write(pieces[0]);
  streams.push({ socket, pieces, next: 0 });
  if (streams.length === 1) setImmediate(turn);
}

createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  let pieces = [];
  let have = 0;
  let need = 0;
  socket.on('data', (piece) => {
    pieces.push(piece);
    have += piece.length;
    while (have > 0 && have >= need) {
      const bytes = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, have);
      pieces = [bytes];
      const end = bytes.indexOf(END_OF_HEADERS);
      if (end === -1) return;
      const length = /content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end));
      need = end + 4 + Number(length?.[1] ?? 0);
      if (have < need) return;
      const [dialect] = DIALECTS.find(([, start]) => bytes.subarray(0, start.length).equals(start)) ?? ['openai'];
      const asked =
        dialect === 'gemini' ? [bytes.subarray(0, end), GEMINI_STREAM] : [bytes.subarray(end, need), STREAMED];
      const stream = asked[0].includes(asked[1]);
      send(socket, ANSWERS[stream ? `${dialect}Stream` : dialect]);
      pieces = [bytes.subarray(need)];
      have -= need;
      need = 0;
    }
  });
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
