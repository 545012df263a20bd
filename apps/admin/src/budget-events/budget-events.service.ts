import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { BudgetEventRepository } from '@tollgate/persistence';
import { readEdge } from '../spend/read-edge.js';
import { toShownEvent } from './budget-event.mapper.js';
import type { ListBudgetEventsQuery } from './dto/list-budget-events.query.js';

/** What happened to budgets, for who has no webhook, or wants to look back. */
@Injectable()
export class BudgetEvents {
  constructor(private readonly repository: BudgetEventRepository) {}

  async list(query: ListBudgetEventsQuery, reach: Reach): Promise<object> {
    const { page, page_size: size, event, scope } = query;
    const filter = {
      event,
      scope,
      from: readEdge(query.start_date, 'start'),
      to: readEdge(query.end_date, 'end'),
    };
    const { events, total } = await this.repository.list(reach, filter, { page, size });
    return { events: events.map(toShownEvent), total, page, page_size: size, total_pages: Math.ceil(total / size) };
  }
}
