import { accountById, deletionOf, freedAddress, holderOf } from '#account'
import { parseAddress } from '#kernel'
import { organizationById } from '#organization'
import { sayIn } from '#platform'
import { greetingName, layOut, mainLink, paragraph, quotation } from '#platform/page'
import type { MailContext } from '../address/mail-address.ts'
import { requestById } from './store.ts'

/** Tells the holder what became of a request, and why (MAN-6). */
export async function mailAnswer(
  { database, mailer, url, secretKey }: MailContext & { readonly secretKey: Buffer },
  { requestId }: { requestId: string },
): Promise<void> {
  const on = database.durable
  const request = await requestById(on, requestId)
  const account = request && (await accountById(on, request.accountId))
  const organization = request && (await organizationById(on, request.organizationId))
  if (!request || !account || !organization) return
  const deletion = account.email ? undefined : await deletionOf(on, account.id)
  const freed = deletion && freedAddress(secretKey, deletion)
  const isOthers = freed !== undefined && (await holderOf(on, parseAddress(freed).key)) !== undefined
  const email = account.email || (isOthers ? undefined : freed)
  if (!email) return
  const say = sayIn(account.locale, account.zone)
  const isApproved = request.state === 'approved'
  const values = {
    name: greetingName(account.name),
    organization: organization.name,
    email,
    kind: request.kind,
    wanted: request.email ?? '',
    host: url.host,
  }
  await mailer.send(
    email,
    layOut(say, {
      subject: isApproved
        ? say('managed-account.mail.answer.approved', values)
        : say('managed-account.mail.answer.declined', values),
      preview: say('managed-account.mail.answer.preview', values),
      parts: [
        isApproved
          ? paragraph(say, 'managed-account.mail.answer.approved-hello', values)
          : paragraph(say, 'managed-account.mail.answer.declined-hello', values),
        ...(request.reason
          ? [paragraph(say, 'managed-account.mail.answer.reason', values), quotation(request.reason)]
          : []),
        ...(isApproved
          ? []
          : [mainLink(say('managed-account.mail.answer.button'), new URL('/organization', url).href)]),
      ],
      footer: say('managed-account.mail.why', values),
    }),
  )
}
