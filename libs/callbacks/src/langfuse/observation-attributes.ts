import type { DeliveredRecord } from '../delivered-record.js';
import { type Attribute, attribute, jsonAttribute } from './attribute.js';
import type { Content } from './content.js';
import type { LangfuseMetadata } from './langfuse-metadata.js';
import { isFailed, levelOf, statusMessageOf } from './record-outcome.js';
import { toldCostUsd } from './told-cost.js';
import { usageDetails } from './usage-details.js';

/** The generation itself. A call that failed has no usage, no cost and no first token. */
export function observationAttributes(
  delivered: DeliveredRecord,
  metadata: LangfuseMetadata,
  content: Content,
): readonly Attribute[] {
  const { record, texts } = delivered;
  return [
    ...attribute('langfuse.observation.type', 'generation'),
    ...attribute('langfuse.observation.level', levelOf(record)),
    ...attribute('langfuse.observation.status_message', statusMessageOf(record, texts !== undefined)),
    ...attribute('langfuse.version', metadata.version),
    ...attribute('langfuse.observation.input', content.input),
    ...attribute('langfuse.observation.output', content.output),
    ...attribute('langfuse.observation.model.name', record.litellmModel ?? record.modelRequested),
    ...jsonAttribute('langfuse.observation.model.parameters', modelParameters(delivered)),
    ...(isFailed(record) ? [] : answerAttributes(delivered)),
    ...attribute('langfuse.observation.prompt.name', metadata.prompt?.name),
    ...attribute('langfuse.observation.prompt.version', metadata.prompt?.version),
  ];
}

function answerAttributes({ record }: DeliveredRecord): readonly Attribute[] {
  const total = toldCostUsd(record);
  const cost = total === undefined ? undefined : { total };
  const firstTokenAt = record.firstTokenAt ?? record.endedAt;
  return [
    ...jsonAttribute(
      'langfuse.observation.usage_details',
      record.usage === undefined ? undefined : usageDetails(record.usage),
    ),
    ...jsonAttribute('langfuse.observation.cost_details', cost),
    ...jsonAttribute('langfuse.observation.completion_start_time', new Date(firstTokenAt).toISOString()),
  ];
}

/** A request that reached no provider has none. */
function modelParameters({ record }: DeliveredRecord): object {
  return record.attempts.length === 0 ? {} : { ...record.modelParameters, stream: record.stream };
}
