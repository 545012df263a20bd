import type { JsonObject } from '@tollgate/kernel';
import { TEXT_LIST } from '../validation/field-kinds.js';
import type { KeySettingsDto } from './dto/key-settings.dto.js';

/** LiteLLM keeps a key's tags in its metadata, and its clients write them there: here they are a setting, and metadata is inert. */
export function liftTags({ metadata, tags }: Pick<KeySettingsDto, 'metadata' | 'tags'>): LiftedTags {
  const own = tags === null ? [] : tags;
  if (metadata === undefined) return { tags: own };
  const { tags: inMetadata, ...rest } = metadata ?? {};
  const lifted = TEXT_LIST.parse(inMetadata);
  return lifted.ok
    ? { metadata: rest, tags: own ?? (inMetadata as readonly string[]) }
    : { metadata: metadata ?? {}, tags: own };
}

interface LiftedTags {
  readonly metadata?: JsonObject | undefined;
  readonly tags?: readonly string[] | undefined;
}
