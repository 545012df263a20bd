export { type RecordKey, type DeliveredRecord } from './delivered-record.js';
export { OutboxSource, type OutboxRow } from './outbox-source.port.js';
export { RecordSource } from './record-source.port.js';
export { DeadLetters, type DeadCount, type DeadDelivery } from './dead-letters.port.js';
export { LedgerMaintenance } from './ledger-maintenance.port.js';
export { SinkTransport } from './sink-transport.port.js';
export { type SinkReply, type SinkRequest } from './sink-http.js';
export { type Sink } from './sink.js';
export { langfuseSink } from './langfuse/langfuse-sink.js';
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
