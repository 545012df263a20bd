import { Injectable } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { type Author, CustomerRepository } from '@tollgate/persistence';
import { noSuchBudgetToLink } from '../budgets/budget-refusals.js';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import { customerTaken, noSuchCustomer, noSuchCustomers } from './customer-refusals.js';
import { toCustomer } from './customer.mapper.js';
import type { ListCustomersQuery } from './dto/customer-ref.dto.js';
import type { CustomerSettingsDto } from './dto/customer-settings.dto.js';
import { readCustomerSettings, readName } from './read-customer-settings.js';

/**
 * Customers by the names that calls give them. What changes one is one transaction with its epoch and its audit row, and answers when
 * this process has heard of it: the next call for the customer is judged by it.
 */
@Injectable()
export class Customers {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly epochs: EpochPoller,
  ) {}

  async create(dto: CustomerSettingsDto, author: Author): Promise<object> {
    const made = await this.customers.create(dto.user_id, readCustomerSettings(dto), author);
    if (!made.ok) throw made.error.kind === 'name_taken' ? customerTaken(dto.user_id) : noSuchBudgetToLink();
    await this.epochs.poll();
    return toCustomer(made.value);
  }

  async update(dto: CustomerSettingsDto, author: Author): Promise<object> {
    const written = await this.customers.update(dto.user_id, readCustomerSettings(dto), author);
    if (written === undefined) throw noSuchCustomer(dto.user_id, 'user_id');
    if (!written.ok) throw noSuchBudgetToLink();
    await this.epochs.poll();
    return toCustomer(written.value);
  }

  async info(name: string): Promise<object> {
    const customer = await this.customers.find(name);
    if (customer === undefined) throw noSuchCustomer(name, 'end_user_id');
    return toCustomer(customer);
  }

  async list({ page, page_size: size }: ListCustomersQuery): Promise<HeadedAnswer> {
    const { customers, total } = await this.customers.list({ page, size });
    return { body: customers.map(toCustomer), headers: pageHeaders(total, page, size) };
  }

  /** Those that are blocked now; who is not known becomes so. */
  async block(names: readonly string[], author: Author): Promise<object> {
    for (const name of names) readName(name, 'user_ids');
    const blocked = await this.customers.setBlocked(names, true, author);
    await this.epochs.poll();
    return { blocked_users: blocked.map(toCustomer) };
  }

  /** LiteLLM answers who is still blocked: of those named, nobody. */
  async unblock(names: readonly string[], author: Author): Promise<object> {
    const served = await this.customers.setBlocked(names, false, author);
    await this.epochs.poll();
    return { blocked_users: [], unblocked_users: served.map(toCustomer) };
  }

  /** All of the named customers or none. */
  async delete(names: readonly string[], author: Author): Promise<object> {
    const distinct = [...new Set(names)];
    const missing = await this.customers.delete(distinct, author);
    if (missing.length > 0) throw noSuchCustomers(missing);
    await this.epochs.poll();
    const list = distinct.map((name) => `'${name}'`).join(', ');
    return {
      deleted_customers: distinct.length,
      message: `Successfully deleted customers with ids: [${list}]`,
    };
  }
}
