import { DocumentSource } from '@tollgate/auth';
import type { JsonValue } from '@tollgate/kernel';
import { HttpSender, type ProxySettings } from '@tollgate/upstream';

/** Documents of identity providers, over the outbound HTTP client. */
export class HttpDocumentSource extends DocumentSource {
  private readonly sender: HttpSender;

  constructor(proxy: ProxySettings) {
    super();
    this.sender = new HttpSender(proxy);
  }

  override async read(url: string): Promise<JsonValue> {
    const headers = { accept: 'application/json' };
    const { status, body } = await this.sender.send({ method: 'GET', url, headers });
    if (status !== 200) throw new Error(`${new URL(url).origin} answered ${String(status)}`);
    return JSON.parse(Buffer.from(body).toString('utf8')) as JsonValue;
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}
