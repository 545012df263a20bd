// The bundled load generator, over raw sockets: an HTTP client library would cost more than what is measured. Keeps `connections` requests
// in flight, reads every answer whole (a stream to its last event), and prints one line of JSON with counts and latencies in milliseconds.
// Usage: node bench/load.mjs '{"url", "key", "body", "connections", "streamEnd", "seconds", "requests"}' (whichever of the last two comes first;
// `streamEnd` is what a stream's last event holds)
import { connect } from 'node:net';

const ask = JSON.parse(process.argv[2]);
const { hostname, port, pathname } = new URL(ask.url);
const body = Buffer.from(ask.body);
const request = Buffer.concat([
  Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${ask.key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  ),
  body,
]);
const END_OF_HEADERS = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');
const requestsMax = ask.requests ?? Infinity;

const latencies = [];
const firstBytes = [];
let sent = 0;
let answers = 0;
let errors = 0;
const started = performance.now();
const deadline = started + (ask.seconds ?? Infinity) * 1000;

/** How far an answer has come: whole, not yet, or broken. */
function judge(bytes) {
  const end = bytes.indexOf(END_OF_HEADERS);
  if (end === -1) return 'reading';
  const head = bytes.toString('latin1', 0, end);
  const ok = head.startsWith('HTTP/1.1 200');
  const length = /\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    if (bytes.length < end + 4 + Number(length)) return 'reading';
    return ok ? 'whole' : 'error';
  }
  if (!bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) return 'reading';
  return ok && (ask.streamEnd === undefined || bytes.includes(ask.streamEnd)) ? 'whole' : 'error';
}

function run(resolve) {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let pieces = [];
  let size = 0;
  let began = 0;
  const next = () => {
    if (sent >= requestsMax || performance.now() >= deadline) return socket.destroy();
    sent += 1;
    pieces = [];
    size = 0;
    began = performance.now();
    socket.write(request);
  };
  socket.on('connect', next);
  socket.on('data', (piece) => {
    if (size === 0) firstBytes.push(performance.now() - began);
    pieces.push(piece);
    size += piece.length;
    // a stream's end is in its last piece: earlier ones need no look
    if (ask.streamEnd !== undefined && pieces.length > 1 && !piece.subarray(-5).equals(LAST_CHUNK.subarray(2))) return;
    const verdict = judge(pieces.length === 1 ? piece : Buffer.concat(pieces, size));
    if (verdict === 'reading') return;
    if (verdict === 'whole') answers += 1;
    else errors += 1;
    latencies.push(performance.now() - began);
    next();
  });
  socket.on('error', () => (errors += 1));
  socket.on('close', resolve);
}

await Promise.all(Array.from({ length: ask.connections }, () => new Promise(run)));
const seconds = (performance.now() - started) / 1000;
const at = (list, share) => Number((list[Math.floor(list.length * share)] ?? 0).toFixed(3));
latencies.sort((a, b) => a - b);
firstBytes.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    answers,
    errors,
    perSecond: answers / seconds,
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
    firstByteP50: at(firstBytes, 0.5),
  }),
);
