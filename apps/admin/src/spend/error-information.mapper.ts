import type { SpendLog } from '@tollgate/persistence';
import { UNSERVED_ERROR } from './spend-log-members.js';

/** Class names of LiteLLM's exceptions by status: what its users filter failures by. */
const CLASS_BY_STATUS: ReadonlyMap<number, string> = new Map([
  [400, 'BadRequestError'],
  [401, 'AuthenticationError'],
  [403, 'PermissionDeniedError'],
  [404, 'NotFoundError'],
  [408, 'Timeout'],
  [422, 'UnprocessableEntityError'],
  [429, 'RateLimitError'],
  [500, 'InternalServerError'],
  [502, 'BadGatewayError'],
  [503, 'ServiceUnavailableError'],
  [504, 'Timeout'],
]);

/** `metadata.error_information` of a row; null for a success. */
export function toErrorInformation(row: SpendLog): object | null {
  if (row.status === 'success') return null;
  return {
    ...UNSERVED_ERROR,
    error_code: String(row.httpStatus),
    error_class: CLASS_BY_STATUS.get(row.httpStatus) ?? 'APIError',
    normalized_error: row.errorCode,
    error_message: row.errorMessage ?? '',
    llm_provider: row.provider ?? '',
  };
}
