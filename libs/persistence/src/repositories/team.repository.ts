import type { Database } from '../database/database.js';

export class TeamRepository {
  constructor(private readonly database: Database) {}

  async exists(id: string): Promise<boolean> {
    return (await this.database.prisma.team.findUnique({ where: { id }, select: { id: true } })) !== null;
  }
}
