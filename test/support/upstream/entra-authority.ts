import type { ReplayUpstream, UpstreamRequest } from './replay-upstream.js';
import { answerJson, type UpstreamAnswer } from './upstream-answer.js';

/** Microsoft Entra at a server of HTTPS: its discovery and its tokens, `token-1` first. What it is asked without a model is its. */
export class EntraAuthority {
  /** Forms that a token was asked with, oldest first. */
  readonly asked: URLSearchParams[] = [];
  /** Awaited before a token goes out. */
  gate: Promise<unknown> | undefined;
  /** Answered instead of a token. */
  refusal: UpstreamAnswer | undefined;

  constructor(
    private readonly server: ReplayUpstream,
    private readonly tenant: string,
    private readonly lifeSeconds = 3_599,
  ) {
    server.on('', (request) => this.serve(request));
  }

  private async serve({ path, text }: UpstreamRequest): Promise<UpstreamAnswer> {
    const root = `${this.server.url}/${this.tenant}`;
    if (path.startsWith(`/${this.tenant}/v2.0/.well-known/openid-configuration`))
      return answerJson(200, {
        issuer: `${root}/v2.0`,
        authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
        token_endpoint: `${root}/oauth2/v2.0/token`,
        jwks_uri: `${root}/discovery/v2.0/keys`,
      });
    if (!path.startsWith(`/${this.tenant}/oauth2/v2.0/token`)) return answerJson(404, { error: 'not_found' });
    this.asked.push(new URLSearchParams(text));
    const access_token = `token-${String(this.asked.length)}`;
    const { refusal } = this;
    await this.gate;
    return refusal ?? answerJson(200, { token_type: 'Bearer', expires_in: this.lifeSeconds, access_token });
  }
}
