import { type SinkReply, type SinkRequest, SinkTransport } from '@tollgate/callbacks';
import { HttpSender, type ProxySettings } from '@tollgate/upstream';

/** The worker's way out: the outbound HTTP client behind the callbacks' port. */
export class HttpSinkTransport extends SinkTransport {
  private readonly sender: HttpSender;

  constructor(proxy: ProxySettings) {
    super();
    this.sender = new HttpSender(proxy);
  }

  override async send(request: SinkRequest): Promise<SinkReply> {
    const { status, headers, body } = await this.sender.send(request);
    const retryAfter = Number(headers['retry-after']);
    return {
      status,
      body,
      ...(Number.isFinite(retryAfter) && headers['retry-after'] !== undefined && { retryAfterMs: retryAfter * 1000 }),
    };
  }
}
