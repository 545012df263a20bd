// A model provider for load: answers every POST with one fixed chat completion, over raw sockets so that it is not the limit.
// Prints its port. Usage: node bench/upstream.mjs
import { createServer } from 'node:net';

const BODY = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1700000000,
  model: 'gpt-4o-mini',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'x'.repeat(700) }, logprobs: null, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 },
});
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(BODY)}\r\nconnection: keep-alive\r\n\r\n${BODY}`,
);
const END_OF_HEADERS = Buffer.from('\r\n\r\n');

createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  let pending = Buffer.alloc(0);
  socket.on('data', (piece) => {
    pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
    for (;;) {
      const end = pending.indexOf(END_OF_HEADERS);
      if (end === -1) return;
      const length = /content-length: *(\d+)/i.exec(pending.toString('latin1', 0, end));
      const whole = end + 4 + Number(length?.[1] ?? 0);
      if (pending.length < whole) return;
      pending = pending.subarray(whole);
      socket.write(ANSWER);
    }
  });
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
