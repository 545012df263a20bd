// A callback's destination for load: takes every POST and says yes, as Langfuse's OTLP endpoint does. Prints its port.
import { createServer } from 'node:http';

createServer((request, response) => {
  request.resume();
  request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
