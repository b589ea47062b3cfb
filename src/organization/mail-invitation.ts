import { holderOf } from '#account'
import { hashSecret, newSecret, parseAddress } from '#kernel'
import { type Database, type Mailer, sayIn } from '#platform'
import { layOut, mainLink, paragraph } from '#platform/page'
import { fillInvitation } from './invitation-store.ts'
import { organizationById } from './store.ts'

/**
 * Mails an invitation to run an organization, with a fresh link; the one before stops working. In the language of the account
 * that the address has, if it has one.
 */
export async function mailInvitation(
  { database, mailer, url }: { database: Database; mailer: Mailer; url: URL },
  { invitationId }: { invitationId: string },
): Promise<void> {
  const on = database.durable
  const token = newSecret()
  const invitation = await fillInvitation(on, invitationId, hashSecret(token))
  const organization = invitation && (await organizationById(on, invitation.organizationId))
  if (!organization) return
  const holder = await holderOf(on, parseAddress(invitation.email).key)
  const say = sayIn(holder?.locale ?? 'en', holder?.zone ?? 'Etc/UTC')
  const { email, role, expiresAt } = invitation
  const values = { organization: organization.name, role: role.replaceAll('-', '_'), until: expiresAt }
  await mailer.send(
    email,
    layOut(say, {
      subject: say('organization.mail.invited.subject', values),
      preview: say('organization.mail.invited.preview', values),
      parts: [
        paragraph(say, 'organization.mail.invited.what', values),
        mainLink(
          say('organization.mail.invited.button'),
          new URL(`/organizations/invitation?token=${token}`, url).href,
        ),
        paragraph(say, 'organization.mail.invited.until', values, 'small'),
      ],
      footer: say('organization.mail.invited.why', { email, host: url.host }),
    }),
  )
}
