import { type SinkReply, type SinkRequest, SinkTransport } from '@tollgate/callbacks';

/** Sends over loopback; a sink that does not answer in time is a fault. */
export class HttpTransport extends SinkTransport {
  override async send(request: SinkRequest): Promise<SinkReply> {
    const { url, method, headers, body } = request;
    const response = await fetch(url, {
      method,
      headers,
      body: Buffer.from(body),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
  }
}
