export { type RecordKey, type DeliveredRecord } from './delivered-record.js';
export { OutboxSource, type OutboxRow } from './outbox-source.port.js';
export { RecordSource } from './record-source.port.js';
export { DeadLetters, type DeadDelivery } from './dead-letters.port.js';
export { LedgerMaintenance } from './ledger-maintenance.port.js';
export { SinkTransport, type SinkReply } from './sink-transport.port.js';
export { type Sink, type SinkRequest, type DeliveryOutcome } from './sink.js';
export { langfuseSink } from './langfuse/langfuse-sink.js';
export { type LangfuseSettings, LANGFUSE_HOST_DEFAULT } from './langfuse/langfuse-settings.js';
export { type QueueContract } from './queues/queue-contract.js';
export { QUEUE_CONTRACTS } from './queues/queue-contracts.js';
export { CALLBACK_DELIVERY, type CallbackDelivery, deliveryJob } from './queues/callback-delivery.js';
export {
  LEDGER_MAINTENANCE,
  MAINTENANCE_SCHEDULES,
  type MaintenanceTask,
  PARTITION_DAYS_AHEAD,
} from './queues/ledger-maintenance.js';
export { Delivery, type DeliveryResult } from './delivery/delivery.js';
