// What the gateway is compared with: node:http in front, undici's pool behind, bytes passed through, nothing read, nothing governed.
// `--json` parses and writes JSON in both directions (whole answers only), which no gateway can do without.
// Prints its port. Usage: node bench/bare-proxy.mjs <upstream port> [--json]
import { createServer } from 'node:http';
import { Pool } from 'undici';

const pool = new Pool(`http://127.0.0.1:${process.argv[2]}`, { connections: 512 });
const readsJson = process.argv.includes('--json');

function forward(body, response) {
  const pieces = [];
  pool.dispatch(
    {
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
      body: readsJson ? JSON.stringify(JSON.parse(body.toString('utf8'))) : body,
    },
    {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        const length = headers['content-length'];
        response.writeHead(status, {
          'content-type': headers['content-type'],
          ...(length !== undefined && !readsJson && { 'content-length': length }),
        });
      },
      onResponseData(controller, piece) {
        if (readsJson) pieces.push(piece);
        else if (!response.write(piece)) {
          controller.pause();
          response.once('drain', () => controller.resume());
        }
      },
      onResponseEnd() {
        if (readsJson) response.end(JSON.stringify(JSON.parse(Buffer.concat(pieces).toString('utf8'))));
        else response.end();
      },
      onResponseError() {
        response.destroy();
      },
    },
  );
}

createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => forward(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces), response));
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
