// What the gateway is compared with: node:http in front, undici's pool behind, JSON parsed in both directions, nothing governed.
// Prints its port. Usage: node bench/bare-proxy.mjs <upstream port>
import { createServer } from 'node:http';
import { Pool } from 'undici';

const pool = new Pool(`http://127.0.0.1:${process.argv[2]}`, { connections: 128 });

createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = JSON.stringify(JSON.parse(Buffer.concat(pieces)));
  const answer = await pool.request({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
    body,
  });
  const text = JSON.stringify(await answer.body.json());
  response.writeHead(answer.statusCode, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
