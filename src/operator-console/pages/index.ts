/** Pages of operators: data in, a whole document out, nothing read or written. */
export { auditEntryPage, auditLogPage } from './audit.ts'
export { contestPage, contestsPage } from './contests.ts'
export { deliveriesPage } from './deliveries.ts'
export { type DisputePage, disputePage, disputesPage } from './disputes.ts'
export { feedbackPage, messagesPage } from './help.ts'
export { organizationPage } from './organization.ts'
export { newOrganizationPage, organizationsPage } from './organizations.ts'
export { overviewPage } from './overview.ts'
