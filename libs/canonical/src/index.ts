export type { AccessGroup, AccessGroups } from './access-group.js';
export { type BudgetPeriod, parseBudgetDuration } from './budget-duration.js';
export { GOVERNED_EVERYWHERE } from './governed-members.js';
export { type FormatId, type OperationFormatId, type Operation } from './format-id.js';
export {
  type Source,
  type MediaData,
  type CacheMarker,
  type FilePart,
  type ToolCallPart,
  type ToolResultPart,
  type ReasoningPart,
  type ContentPart,
  type Role,
  type Message,
  type FunctionTool,
  type OpaqueTool,
  type Tool,
  type ToolChoice,
} from './content.js';
export {
  type ResponseFormat,
  type ReasoningRequest,
  type CanonicalRequest,
  type FallbackWishes,
  type GatewayFields,
} from './request.js';
export {
  type UploadedFile,
  type EmbeddingsInput,
  type ImageInput,
  type PictureReference,
  type SpeechInput,
  type TranscriptionInput,
  type OperationInput,
} from './operation-input.js';
export {
  type Usage,
  totalInputTokens,
  totalOutputTokens,
  type PictureAsked,
  type UnitCounts,
  type UsageBound,
  EMPTY_BOUND,
} from './usage.js';
export { type FinishReason, type Finish, type Choice, type CanonicalResponse } from './response.js';
export { type CanonicalChunk } from './chunk.js';
export { type WireEvent } from './wire-event.js';
export { type Warning } from './warning.js';
export { ERROR_CODES, type ErrorCode } from './error-codes.js';
export { GatewayError } from './gateway-error.js';
export { findDeployment } from './find-deployment.js';
export { isServedName } from './is-served-name.js';
export { deploymentsOf } from './deployments-of.js';
export type { AddressRules } from './address-rules.js';
export { internalError } from './internal-error.js';
export { SCOPES, type ScopeName, GLOBAL_SCOPE_ID } from './scopes.js';
export {
  type BudgetWindow,
  type HeldLimits,
  type ScopeLimits,
  type LimitedScope,
  type WindowedBudget,
  type WindowRef,
  hasBudget,
} from './limits.js';
export {
  type BudgetLimit,
  type HolderPowers,
  type KeyPowers,
  type LimitPowers,
  ALL_POWERS,
  listOfModels,
} from './key-powers.js';
export { ALL_TENANTS, LABEL_CHARACTERS_MAX, type Label, type LabelKind, labelId } from './label.js';
export { type Blocker, type Principal, MASTER_KEY_ID, ANONYMOUS_KEY_ID } from './principal.js';
export { isStoredCaller } from './is-stored-caller.js';
export { type UserRole } from './user-role.js';
export { type TokenIdentity } from './token-identity.js';
export {
  type ProviderDescription,
  type Credential,
  type Target,
  type HttpRequestSpec,
  type FailureClass,
  type UpstreamFailure,
  RESPONSES_PREFIX,
} from './provider.js';
export { type UnitPrices, type ModelPrice, type PicturePrices, type ModelFacts } from './price.js';
export {
  type Deployment,
  type Timeouts,
  type WildcardGroup,
  type FallbackSettings,
  type FallbackTable,
  type RouterOverrides,
  type RouterSettings,
  type GatewaySettings,
  type SinkSubscription,
  type Snapshot,
} from './snapshot.js';
export { type Grant } from './grant.js';
export { type FallbackRoute, type RouteStep, type RoutePlan } from './route-plan.js';
export { type CounterRef, type Reservation } from './reservation.js';
export {
  RECORD_VERSION,
  type RequestStatus,
  type AttemptRecord,
  type CompletionRecord,
  type RecordTexts,
  type StartedRecord,
  type BalanceWindow,
} from './record.js';
export { LOG_AUDIENCE, textAudiences } from './text-audiences.js';
export { type ResolvedModel, resolveModel, substituteModel } from './resolve-model.js';
export type { TlsSettings } from './tls.js';
export { isModelName } from './is-model-name.js';
