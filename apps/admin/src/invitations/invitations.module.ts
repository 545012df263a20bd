import { Module } from '@nestjs/common';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.service.js';
import { OnboardingController } from './onboarding.controller.js';
import { Onboarding } from './onboarding.service.js';

@Module({ controllers: [InvitationsController, OnboardingController], providers: [Invitations, Onboarding] })
export class InvitationsModule {}
