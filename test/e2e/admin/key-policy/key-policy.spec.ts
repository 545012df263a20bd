import './doors.cases.js';
import './self-service.cases.js';
