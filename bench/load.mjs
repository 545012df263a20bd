// A load: keeps `connections` requests in flight for `seconds` and prints {requests, errors, perSecond, p50, p99} as JSON.
// Usage: node bench/load.mjs <url> <key> <seconds> <connections>
import { Pool } from 'undici';

const [url, key, seconds, connections] = [
  process.argv[2],
  process.argv[3],
  Number(process.argv[4]),
  Number(process.argv[5]),
];
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections, pipelining: 1 });
const request = {
  origin,
  method: 'POST',
  path: pathname,
  headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  body: JSON.stringify({
    model: 'bench',
    messages: [{ role: 'user', content: 'this is a test request, write a short poem' }],
  }),
};
const latencies = [];
let errors = 0;
const started = performance.now();
const deadline = started + seconds * 1000;

function once() {
  return new Promise((resolve) => {
    const began = performance.now();
    let status = 0;
    pool.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_controller, code) {
        status = code;
      },
      onResponseData() {},
      onResponseEnd() {
        if (status !== 200) errors += 1;
        latencies.push(performance.now() - began);
        resolve();
      },
      onResponseError() {
        errors += 1;
        resolve();
      },
    });
  });
}

await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < deadline) await once();
  }),
);
const elapsed = (performance.now() - started) / 1000;
latencies.sort((a, b) => a - b);
const at = (share) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2));
console.log(
  JSON.stringify({
    requests: latencies.length,
    errors,
    perSecond: Math.round(latencies.length / elapsed),
    p50: at(0.5),
    p99: at(0.99),
  }),
);
await pool.destroy();
