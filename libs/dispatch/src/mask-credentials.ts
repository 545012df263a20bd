import type {
  CanonicalChunk,
  Credential,
  HttpRequestSpec,
  ProviderDescription,
  UpstreamFailure,
} from '@tollgate/canonical';
import { isSecretName, type JsonValue, maskValues } from '@tollgate/kernel';
import type { ProviderHeaders } from './sent.js';

interface Signed {
  readonly provider: Pick<ProviderDescription, 'credentialFields'>;
  readonly credential: Credential;
  readonly spec: HttpRequestSpec;
}

/**
 * What a provider says when it fails, without the credentials that it was sent: some repeat the key that they refuse. Everything of a provider's error
 * passes here before anybody is told, logs and records included. Masks by value what the deployment signs with, the operator's own secret headers and
 * parameters too, and by its form what else looks like a credential.
 */
export class CredentialMask {
  private known: readonly string[] | undefined;

  constructor(private readonly signed: Signed) {}

  failure(failure: UpstreamFailure): UpstreamFailure {
    const { message, type, param, code, body, raw } = failure;
    return {
      ...failure,
      message: this.text(message),
      ...(type !== undefined && { type: this.text(type) }),
      ...(typeof param === 'string' && { param: this.text(param) }),
      ...(typeof code === 'string' && { code: this.text(code) }),
      ...(body !== undefined && { body: this.text(body) }),
      ...(raw !== undefined && { raw: this.json(raw) }),
    };
  }

  /** An error inside a stream. */
  chunk(chunk: Extract<CanonicalChunk, { type: 'error' }>): CanonicalChunk {
    const { message, providerType, raw } = chunk;
    return {
      ...chunk,
      message: this.text(message),
      ...(providerType !== undefined && { providerType: this.text(providerType) }),
      ...(raw !== undefined && { raw: this.json(raw) }),
    };
  }

  /** Of an error answer. */
  headers(headers: ProviderHeaders): ProviderHeaders {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.text(value)]));
  }

  private text(text: string): string {
    return maskValues(text, (this.known ??= secretsOf(this.signed)));
  }

  private json<T extends JsonValue>(value: T): T {
    return JSON.parse(this.text(JSON.stringify(value))) as T;
  }
}

/** Longest first, so that none is left behind for being the end of another. */
function secretsOf({ provider, credential, spec }: Signed): readonly string[] {
  const open = new Set(provider.credentialFields.filter(({ secret }) => !secret).map(({ name }) => name));
  const secrets = Object.entries(credential)
    .filter(([name]) => !open.has(name))
    .map(([, value]) => value);
  for (const [name, value] of [...Object.entries(spec.headers), ...Object.entries(spec.query ?? {})])
    if (isSecretName(name)) secrets.push(value.replace(/^[A-Za-z]+ +/, ''));
  return secrets.sort((a, b) => b.length - a.length);
}
