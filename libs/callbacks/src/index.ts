export { type RecordKey, type DeliveredRecord } from './delivered-record.js';
export { OutboxSource, type OutboxRow } from './outbox-source.port.js';
export { RecordSource } from './record-source.port.js';
export { DeadLetters, type DeadCount, type DeadDelivery } from './dead-letters.port.js';
export { KeyRotations } from './key-rotations.port.js';
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
export { eventDestination, recordDestination } from './delivery/destination.js';
export {
  BUDGET_EVENT_SCOPES,
  BUDGET_HOLDER_SCOPES,
  BUDGET_EVENTS,
  type BudgetEvent,
  type BudgetEventScope,
  type BudgetHolder,
  type BudgetHolderScope,
} from './alerts/budget-event.js';
export { judgeBudget, type JudgedBudget } from './alerts/judge-budget.js';
export { BudgetEventSource } from './alerts/event-source.port.js';
export { BudgetWatch } from './alerts/budget-watch.port.js';
export { type EventSink } from './alerts/event-sink.js';
export { toWebhookEvent } from './alerts/webhook-event.js';
export { ServiceTester, type TestedDestination } from './service-test/service-tester.js';
export { slackSink } from './alerts/slack-sink.js';
export { webhookSink } from './alerts/webhook-sink.js';
