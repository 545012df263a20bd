import { Injectable } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import { AuditRepository } from '@tollgate/persistence';
import { readEdge } from '../spend/read-edge.js';
import { readKeyHash } from '../spend/read-key-hash.js';
import { resourceOf, toAuditLog } from './audit.mapper.js';
import { AUDIT_SORTS, type ListAuditQuery } from './dto/list-audit.query.js';

/** The rows' numbers are positive and fit PostgreSQL's BIGINT. */
const SEQUENCE = /^[1-9]\d{0,17}$/;

/** Who changed what. */
@Injectable()
export class AuditReader {
  constructor(private readonly audit: AuditRepository) {}

  async list(query: ListAuditQuery): Promise<object> {
    const { page, page_size: size, sort_by: sort, sort_order: order } = query;
    const filter = {
      actorId: query.actor_id,
      behind: query.changed_by,
      actorKeyHash: query.changed_by_api_key,
      action: query.action,
      resource: query.table_name === undefined ? undefined : resourceOf(query.table_name),
      objectId: query.object_id,
      teamId: query.object_team_id,
      keyHash: readKeyHash(query.object_key_hash),
      from: readEdge(query.start_date, 'start'),
      to: readEdge(query.end_date, 'end'),
    };
    const { rows, total } = await this.audit.list(filter, { page, size, sort: AUDIT_SORTS[sort], order });
    return { audit_logs: rows.map(toAuditLog), total, page, page_size: size, total_pages: Math.ceil(total / size) };
  }

  /** Throws 404 for a number that no row has. */
  async info(id: string): Promise<object> {
    const row = SEQUENCE.test(id) ? await this.audit.find(BigInt(id)) : undefined;
    if (row === undefined) throw new GatewayError('not_found', { message: `Audit log with ID ${id} not found` });
    return toAuditLog(row);
  }
}
