import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { KeyRepository, TeamRepository } from '@tollgate/persistence';

const FIRST = { page: 1, size: 1, sort: 'createdAt', order: 'desc' } as const;

/**
 * Asks once for what is asked for first, before anybody does: the first question of a process compiles queries, opens connections and has
 * the database read what it knows of its tables, which takes the better part of a second. Nothing waits for it, and nothing depends on it.
 */
@Injectable()
export class WarmUp implements OnApplicationBootstrap, OnModuleDestroy {
  private asked: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly keys: KeyRepository,
    private readonly teams: TeamRepository,
  ) {}

  onApplicationBootstrap(): void {
    const everybody = { kind: 'all' } as const;
    this.asked = Promise.allSettled([this.keys.list({}, everybody, FIRST), this.teams.list({}, everybody, FIRST)]);
  }

  async onModuleDestroy(): Promise<void> {
    await this.asked;
  }
}
