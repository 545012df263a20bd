import { succeed, type JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, HttpRequestSpec, UploadedFile } from '@tollgate/canonical';
import type { UpstreamFormat } from '@tollgate/formats';
import type { ProviderOperation } from './adapter.js';
import { classifyOpenaiFailure } from './classify-openai-failure.js';
import { encodeForm } from './encode-form.js';
import { buildHeaders, signBearer } from './openai-chat-operation.js';
import { splitApiBase } from './split-api-base.js';

/** What differs between the operations of a host of OpenAI's dialect, chat apart. */
export interface OpenAiOperation {
  readonly format: UpstreamFormat;
  /** Beneath the API's root; by the request where one operation has several endpoints. */
  readonly path: (request: CanonicalRequest) => readonly string[];
  /** What the provider may answer with; JSON where absent. */
  readonly accept?: string;
  /** Token ids must become text before they are sent. */
  readonly textOnly?: true;
}

/** One of OpenAI's operations that has no output limit: `<api base>/<path>`, bearer key, a JSON body or a form. */
export function openaiOperation({ format, path, accept, textOnly }: OpenAiOperation): ProviderOperation {
  return {
    format,
    outputLimit: 'none',
    ...(textOnly !== undefined && { textOnly }),
    buildRequest: (request, target) => {
      const encoded = format.encodeRequest(request, target);
      if (!encoded.ok) return encoded;
      const { body, files, warnings } = encoded.value;
      const headers = { ...buildHeaders(target, request), ...(accept !== undefined && { accept }) };
      const address = { method: 'POST', ...splitApiBase(target.apiBase, path(request)), headers } as const;
      const [first = body, ...others] = format.splitBody?.(body, request) ?? [body];
      const asking = (part: JsonObject): HttpRequestSpec =>
        format.inputsOf === undefined ? address : { ...address, inputs: format.inputsOf(part) };
      const more = others.map((part) => withContent(asking(part), part, undefined));
      return succeed({
        spec: withContent(asking(first), first, files),
        ...(more.length > 0 && { more }),
        warnings,
        outputLimit: undefined,
      });
    },
    sign: signBearer,
    classify: classifyOpenaiFailure,
  };
}

function withContent(
  address: HttpRequestSpec,
  json: JsonObject,
  files: readonly UploadedFile[] | undefined,
): HttpRequestSpec {
  if (files === undefined) return { ...address, body: JSON.stringify(json) };
  const { form, contentType } = encodeForm(json, files);
  return { ...address, headers: { ...address.headers, 'content-type': contentType }, form };
}
