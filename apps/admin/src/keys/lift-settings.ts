import { GatewayError } from '@tollgate/canonical';
import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import { ITEMS_MAX, TEXT, TEXT_LIST } from '../validation/field-kinds.js';
import type { ModelLimitFields } from '../validation/read-model-limits.js';
import type { KeySettingsDto } from './dto/key-settings.dto.js';

/**
 * LiteLLM keeps a key's tags in its metadata, and its clients write them there: here they are a setting, and metadata is inert. Throws
 * GatewayError (400) where they are more than a list of tags may have: in the metadata they would be of no effect.
 */
export function liftTags({ metadata, tags }: Pick<KeySettingsDto, 'metadata' | 'tags'>): LiftedTags {
  const own = tags === null ? [] : tags;
  if (metadata === undefined) return { tags: own };
  const { tags: inMetadata, ...rest } = metadata ?? {};
  if (Array.isArray(inMetadata) && inMetadata.length > ITEMS_MAX) throw tooManyTags();
  const lifted = TEXT_LIST.parse(inMetadata);
  return lifted.ok
    ? { metadata: rest, tags: own ?? (inMetadata as readonly string[]) }
    : { metadata: metadata ?? {}, tags: own };
}

/** So it does with the parameters that calls must have: what is no list of texts stays in the metadata, and is refused there. */
export function liftEnforcedParams(dto: KeySettingsDto): KeySettingsDto {
  const { enforced_params: inMetadata, ...rest } = dto.metadata ?? {};
  if (inMetadata === undefined || !TEXT_LIST.parse(inMetadata).ok) return dto;
  return { ...dto, enforced_params: dto.enforced_params ?? (inMetadata as readonly string[]), metadata: rest };
}

/** What LiteLLM tells keys of services by; it is set, and not taken away by metadata that does not say it. */
export function liftServiceAccount(dto: KeySettingsDto): { readonly dto: KeySettingsDto; readonly id?: string } {
  const { service_account_id: id, ...rest } = dto.metadata ?? {};
  return typeof id === 'string' && id !== '' && TEXT.parse(id).ok ? { dto: { ...dto, metadata: rest }, id } : { dto };
}

function tooManyTags(): GatewayError {
  const message = `metadata.tags may hold ${String(ITEMS_MAX)} tags at most.`;
  return new GatewayError('bad_request', { message, param: 'metadata.tags' });
}

interface LiftedTags {
  readonly metadata?: JsonObject | undefined;
  readonly tags?: readonly string[] | undefined;
}

/**
 * LiteLLM keeps limits by model in the metadata too: here they are settings. What stands in a field of its own goes before; what is
 * no object stays where it is and is refused there.
 */
export function liftModelLimits<T extends Pick<KeySettingsDto, 'metadata' | keyof ModelLimitFields>>(dto: T): T {
  const names = (['model_rpm_limit', 'model_tpm_limit', 'model_max_budget'] as const).filter((name) =>
    isJsonObject(dto.metadata?.[name]),
  );
  if (names.length === 0) return dto;
  const { metadata } = dto;
  const lifted = Object.fromEntries(names.map((name) => [name, dto[name] ?? metadata?.[name]]));
  const rest = Object.entries(metadata ?? {}).filter(([name]) => !names.some((other) => other === name));
  return { ...dto, ...lifted, metadata: Object.fromEntries(rest) };
}

/** A raise of the budget for a time is a setting too, wherever it was written; what is no such raise stays and is refused there. */
export function liftTemporaryBudget(dto: KeySettingsDto): KeySettingsDto {
  const { temp_budget_increase: increase, temp_budget_expiry: expiry, ...rest } = dto.metadata ?? {};
  const isRaise = ['number', 'undefined'].includes(typeof increase) && ['string', 'undefined'].includes(typeof expiry);
  if (!isRaise || (increase ?? expiry) === undefined) return dto;
  const isSaid = dto.temp_budget_increase !== undefined || dto.temp_budget_expiry !== undefined;
  const lifted = isSaid ? {} : { temp_budget_increase: increase as number, temp_budget_expiry: expiry as string };
  return { ...dto, ...lifted, metadata: rest };
}
