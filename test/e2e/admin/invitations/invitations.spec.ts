import './invitations.cases.js';
import './onboarding-guesses.cases.js';
import './onboarding.cases.js';
