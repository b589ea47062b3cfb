export { accountDetailPage, type ManagedView } from './account.ts'
export { accountsPage } from './accounts.ts'
export { addDomainPage } from './add-domain.ts'
export { adminsPage } from './admins.ts'
export {
  type AuditEntryView,
  auditEntryContent,
  auditEntryPage,
  type People,
  sentenceOf,
  whoDidIt,
} from './audit-entry.ts'
export { type AuditLogView, auditLogContent, auditLogPage, type Elsewhere } from './audit-log.ts'
export { bulkPage, bulkRunPage, whyRefused } from './bulk.ts'
export { claimPage } from './claim.ts'
export { claimAskPage } from './claim-ask.ts'
export { claimListPage } from './claim-list.ts'
export { claimPreviewPage } from './claim-preview.ts'
export { claimStartPage } from './claim-start.ts'
export {
  type DeactivationReason,
  deactivateAccountPage,
  deactivationReasons,
  reasonName,
} from './deactivate-account.ts'
export {
  changeAddressPage,
  changeManagedNamePage,
  type Decided,
  type DecidePage,
  type Decisions,
  decideCard,
  deleteManagedPage,
  keepElsewherePage,
  offerReleasePage,
  resetSecondStepPage,
} from './decide.ts'
export { type DisputeList, disputeFacts, disputeList } from './dispute-parts.ts'
export { disputePage, disputesPage, releaseDisputePage } from './disputes.ts'
export { domainPage } from './domain.ts'
export { domainsPage } from './domains.ts'
export { invitationGonePage, invitationPage } from './invitation.ts'
export { newOrganizationPage, organizationsPage } from './organizations.ts'
export { overviewPage } from './overview.ts'
export { removeDomainPage } from './remove-domain.ts'
export { obstacleWords, type RenamePage, renamePage, type StartRenamePage, startRenamePage } from './rename.ts'
export { type RequestPage, type RequestsPage, requestPage, requestsPage } from './requests.ts'
export { settingsPage } from './settings.ts'
export { suggestPage } from './suggest.ts'
