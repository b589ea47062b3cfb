import { duration } from '#platform'

export const auditSettings = {
  UMBEL_AUDIT_KEPT: duration('P365D', 'How long entries of the audit log are kept.'),
}
