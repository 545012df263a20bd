import type { Metrics } from '@tollgate/telemetry';

/** Deliveries since the start of this worker. */
export class DeliveryCounts {
  delivered = 0;
  retried = 0;
  dead = 0;

  /** Once for each process. */
  register(metrics: Metrics): void {
    metrics.gauge('tollgate_callbacks_delivered', 'Callbacks that a sink took, since the start', () => this.delivered);
    metrics.gauge(
      'tollgate_callbacks_retried',
      'Callback attempts that will be repeated, since the start',
      () => this.retried,
    );
    metrics.gauge('tollgate_callbacks_dead', 'Callbacks given up to the dead letter, since the start', () => this.dead);
  }
}
