import { Module } from '@nestjs/common';
import { BudgetEventsController } from './budget-events.controller.js';
import { BudgetEvents } from './budget-events.service.js';

@Module({ controllers: [BudgetEventsController], providers: [BudgetEvents] })
export class BudgetEventsModule {}
