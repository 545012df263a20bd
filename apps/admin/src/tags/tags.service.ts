import { Injectable } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { type Author, type StoredTag, TagRepository } from '@tollgate/persistence';
import { noSuchBudgetToLink } from '../budgets/budget-refusals.js';
import { readEdge } from '../spend/read-edge.js';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import type { ListTagsQuery } from './dto/tag-ref.dto.js';
import type { TagSettingsDto } from './dto/tag-settings.dto.js';
import { readTagSettings } from './read-tag-settings.js';
import { badTag, noSuchTag, noSuchTags, tagTaken } from './tag-refusals.js';
import { toTag } from './tag.mapper.js';

/**
 * Tags by the names that keys and calls give them. What changes one is one transaction with its epoch and its audit row, and answers
 * when this process has heard of it: the next call with the tag is judged by it.
 */
@Injectable()
export class Tags {
  constructor(
    private readonly tags: TagRepository,
    private readonly epochs: EpochPoller,
  ) {}

  async create(dto: TagSettingsDto, author: Author): Promise<object> {
    const made = await this.tags.create(dto.name, readTagSettings(dto), author);
    if (!made.ok) throw made.error.kind === 'name_taken' ? tagTaken(dto.name) : noSuchBudgetToLink();
    return this.changed(made.value, 'created');
  }

  async update(dto: TagSettingsDto, author: Author): Promise<object> {
    const written = await this.tags.update(dto.name, readTagSettings(dto), author);
    if (written === undefined) throw noSuchTag(dto.name);
    if (!written.ok) throw noSuchBudgetToLink();
    return this.changed(written.value, 'updated');
  }

  /** By name, as LiteLLM answers; all of the named tags or none. */
  async info(names: readonly string[]): Promise<object> {
    const found = await this.tags.findMany(names);
    const missing = names.filter((name) => !found.some((tag) => tag.name === name));
    if (missing.length > 0) throw noSuchTags(missing);
    return Object.fromEntries(found.map((tag) => [tag.name, toTag(tag)]));
  }

  async list({ page, page_size: size, start_date: first, end_date: last }: ListTagsQuery): Promise<HeadedAnswer> {
    if ((first === undefined) !== (last === undefined))
      throw badTag('start_date and end_date go together.', first === undefined ? 'start_date' : 'end_date');
    const [from, to] = [readEdge(first, 'start'), readEdge(last, 'end')];
    const usedBetween = from === undefined || to === undefined ? undefined : ([from, to] as const);
    const { tags, total } = await this.tags.list({ page, size, usedBetween });
    return { body: tags.map(toTag), headers: pageHeaders(total, page, size) };
  }

  async delete(name: string, author: Author): Promise<object> {
    if (!(await this.tags.delete(name, author))) throw noSuchTag(name);
    await this.epochs.poll();
    return { message: `Tag ${name} deleted successfully` };
  }

  private async changed(tag: StoredTag, how: string): Promise<object> {
    await this.epochs.poll();
    return { message: `Tag ${tag.name} ${how} successfully`, tag: toTag(tag) };
  }
}
