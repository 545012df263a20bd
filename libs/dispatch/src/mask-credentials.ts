import type {
  CanonicalChunk,
  Credential,
  HttpRequestSpec,
  ProviderDescription,
  UpstreamFailure,
} from '@tollgate/canonical';
import { holdsValue, isJsonObject, isSecretName, type JsonValue, maskValues, spliceMembers } from '@tollgate/kernel';

type Headers = Readonly<Record<string, string>>;

interface Signed {
  readonly provider: Pick<ProviderDescription, 'credentialFields'>;
  readonly credential: Credential;
  readonly spec: Pick<HttpRequestSpec, 'headers' | 'query'>;
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

  /** Of any other answer: an upstream gateway may tell by which key it was called. */
  openHeaders(headers: Headers): Headers {
    return holdsValue(Object.values(headers).join('\n'), this.secrets) ? this.headers(headers) : headers;
  }

  /** Of an error answer. */
  headers(headers: Headers): Headers {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.text(value)]));
  }

  /**
   * A whole answer: where it tells of an error beside what it holds (a response that failed, a choice that its host broke off), that member is
   * without credentials; everything else is the model's word, which is never touched.
   */
  answer(body: JsonValue, text: string): { readonly body: JsonValue; readonly text: string } {
    if (!isJsonObject(body)) return { body, text };
    const told = ERROR_MEMBERS.flatMap((name) => {
      const member = body[name];
      return member !== undefined && bearsError(name, member) ? [[name, this.json(member)] as const] : [];
    });
    if (told.length === 0) return { body, text };
    const members = new Map(told.map(([name, member]) => [name, JSON.stringify(member)]));
    return { body: { ...body, ...Object.fromEntries(told) }, text: spliceMembers(text, members) };
  }

  /** A text of the provider's, or about it. */
  text(text: string): string {
    return maskValues(text, this.secrets);
  }

  private get secrets(): readonly string[] {
    return (this.known ??= secretsOf(this.signed));
  }

  /** Text by text: what a pattern finds may not reach from one into the next. */
  private json<T extends JsonValue>(value: T): T {
    return this.walk(value) as T;
  }

  private walk(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => this.walk(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        this.text(name),
        member === undefined ? undefined : this.walk(member),
      ]),
    );
  }
}

/** Where whole answers tell of errors; OpenRouter's stand within a choice. */
const ERROR_MEMBERS = ['error', 'choices'] as const;

function bearsError(name: (typeof ERROR_MEMBERS)[number], member: JsonValue): boolean {
  if (name === 'error') return member !== null;
  return (
    Array.isArray(member) &&
    (member as readonly JsonValue[]).some((choice) => isJsonObject(choice) && choice['error'] != null)
  );
}

/** What stands behind it is a credential, whatever the header is called. */
const SCHEME = /^(?:Bearer|Basic) +/i;

/** Longest first, so that none is left behind for being the end of another. */
function secretsOf({ provider, credential, spec }: Signed): readonly string[] {
  const open = new Set(provider.credentialFields.filter(({ secret }) => !secret).map(({ name }) => name));
  const secrets = Object.entries(credential)
    .filter(([name]) => !open.has(name))
    .map(([, value]) => value);
  for (const [name, value] of [...Object.entries(spec.headers), ...Object.entries(spec.query ?? {})])
    if (isSecretName(name) || SCHEME.test(value)) secrets.push(value.replace(/^[A-Za-z]+ +/, ''));
  return secrets.sort((a, b) => b.length - a.length);
}
