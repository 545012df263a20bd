import net from 'node:net';

/** What came back over a socket. */
export interface RawAnswer {
  readonly text: string;
  /** Status codes of the answers, in order. */
  readonly statuses: readonly number[];
}

/**
 * Writes bytes as they are, at once or piece by piece, and reads until `until` is satisfied or the other side closes; for what no HTTP
 * client would send.
 */
export function talkRaw(
  port: number,
  bytes: string | AsyncIterable<string>,
  until: (text: string) => boolean = () => false,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1');
    const finish = (): void => {
      socket.destroy();
      resolve({ text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1])) });
    };
    socket.setEncoding('utf8').setTimeout(10_000, () => {
      socket.destroy();
      reject(new Error(`nothing more came after: ${text}`));
    });
    socket.on('data', (piece: string) => {
      text += piece;
      if (until(text)) finish();
    });
    socket.once('end', finish).once('error', (error) => (text === '' ? reject(error) : finish()));
    if (typeof bytes === 'string') socket.write(bytes, 'latin1');
    else writeEach(socket, bytes).catch(reject);
  });
}

async function writeEach(socket: net.Socket, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) socket.write(piece, 'latin1');
}

/** A socket that has written these bytes, for a client that goes its own way; what breaks it is no fault. */
export function dialRaw(port: number, bytes = ''): net.Socket {
  const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
  if (bytes !== '') socket.write(bytes, 'latin1');
  return socket;
}

/** A request's bytes. */
export function rawRequest(line: string, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const all = {
    host: '127.0.0.1',
    ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, '', body].join('\r\n');
}
