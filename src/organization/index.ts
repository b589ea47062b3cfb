export { acceptInvitation } from './accept-invitation.ts'
export { type AdminActor, adminActor, mustAdminister } from './administer.ts'
export { changeRole, mustKeepAnAdmin, removeAdmin } from './change-admin.ts'
export { createOrganization, createOrganizationFor } from './create-organization.ts'
export { organizationHeld } from './held.ts'
export { invitationById, invitationByToken, invitationsOf, purgeInvitations } from './invitation-store.ts'
export {
  cancelInvitation,
  inviteAdmin,
  inviteFirstAdmin,
  type OperatorActor,
  resendInvitation,
} from './invite-admin.ts'
export { mustLeaveNobodyAlone } from './leave-nobody-alone.ts'
export { organizationsLeftAlone } from './leaving-store.ts'
export { mailInvitation } from './mail-invitation.ts'
export { type Admin, covers, type Invitation, type Organization, type Role, roles } from './organization.ts'
export { renameOrganization } from './rename-organization.ts'
export {
  adminsOf,
  everyOrganization,
  organizationById,
  organizationNames,
  organizationsOf,
  type Run,
  roleOf,
} from './store.ts'
