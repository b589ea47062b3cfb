import { facts, greetingName, layOut, type Mail, mainLink, paragraph, type Say } from '#platform/page'
import { fewRecoveryCodes } from './second-step.ts'

/** What happened to a second step, for its holder (LOG-10). Each says whether there is anything to do. */
const done = {
  'turned-on': ['credential.mail.two-step.on', 'credential.mail.two-step.on-hello'],
  'turned-off': ['credential.mail.two-step.off', 'credential.mail.two-step.off-hello'],
  'app-added': ['credential.mail.two-step.app-added', 'credential.mail.two-step.app-added-hello'],
  'app-replaced': ['credential.mail.two-step.app-replaced', 'credential.mail.two-step.app-replaced-hello'],
  'app-removed': ['credential.mail.two-step.app-removed', 'credential.mail.two-step.app-removed-hello'],
  'codes-renewed': ['credential.mail.two-step.codes', 'credential.mail.two-step.codes-hello'],
  'codes-ended': ['credential.mail.two-step.codes-ended', 'credential.mail.two-step.codes-ended-hello'],
  'code-used': ['credential.mail.two-step.code-used', 'credential.mail.two-step.code-used-hello'],
  'loss-stopped': ['credential.mail.two-step.stopped', 'credential.mail.two-step.stopped-hello'],
  'access-regained': ['credential.mail.two-step.regained', 'credential.mail.two-step.regained-hello'],
} as const

export type SecondStepMail = keyof typeof done | 'loss-started' | 'reset-started'

type Reader = {
  readonly name: string
  readonly email: string
  readonly at: Temporal.Instant
  readonly device?: string | undefined
  readonly host: string
}

export function secondStepMail(
  say: Say,
  what: keyof typeof done,
  to: Reader & { readonly left: number; readonly resetUrl: string },
): Mail {
  const [subject, hello] = done[what]
  const { left } = to
  return layOut(say, {
    subject: say(subject),
    preview: say('credential.mail.changed.preview'),
    parts: [
      paragraph(say, hello, { name: greetingName(to.name), left }),
      ...(what === 'code-used' && left <= fewRecoveryCodes ? [paragraph(say, 'credential.mail.two-step.few')] : []),
      where(say, to),
      paragraph(say, 'credential.mail.changed.you'),
      paragraph(say, 'credential.mail.changed.not-you'),
      mainLink(say('credential.mail.changed.button'), to.resetUrl),
    ],
    footer: say('credential.mail.changed.why', { email: to.email, host: to.host }),
  })
}

/** The wait has begun: what will happen, when, and the link that stops it. */
export function lossStartedMail(
  say: Say,
  to: Reader & { readonly dueAt: Temporal.Instant; readonly stopUrl: string },
): Mail {
  const due = say.full(to.dueAt)
  return layOut(say, {
    subject: say('credential.mail.loss-started.subject'),
    preview: say('credential.mail.loss-started.preview', { due }),
    parts: [
      paragraph(say, 'credential.mail.loss-started.hello', { name: greetingName(to.name), due }),
      where(say, to),
      paragraph(say, 'credential.mail.loss-started.you'),
      paragraph(say, 'credential.mail.loss-started.not-you'),
      mainLink(say('credential.mail.loss-started.button'), to.stopUrl),
    ],
    footer: say('credential.mail.changed.why', { email: to.email, host: to.host }),
  })
}

/** An administrator has begun it (CTL-2): what will happen, when, the link that stops it, and how not to wait. */
export function resetStartedMail(
  say: Say,
  to: Reader & { readonly dueAt: Temporal.Instant; readonly stopUrl: string; readonly organization: string },
): Mail {
  const values = { due: say.full(to.dueAt), name: greetingName(to.name), organization: to.organization }
  return layOut(say, {
    subject: say('credential.mail.loss-started.subject'),
    preview: say('credential.mail.loss-started.preview', values),
    parts: [
      paragraph(say, 'credential.mail.reset-started.hello', values),
      paragraph(say, 'credential.mail.reset-started.you'),
      paragraph(say, 'credential.mail.reset-started.not-you', values),
      mainLink(say('credential.mail.loss-started.button'), to.stopUrl),
    ],
    footer: say('credential.mail.changed.why', { email: to.email, host: to.host }),
  })
}

/** The link that starts the wait. */
export function lossLinkMail(
  say: Say,
  to: { readonly name: string; readonly email: string; readonly lossUrl: string; readonly host: string },
): Mail {
  return layOut(say, {
    subject: say('credential.mail.loss-link.subject'),
    preview: say('credential.mail.loss-link.preview'),
    parts: [
      paragraph(say, 'credential.mail.loss-link.hello', { name: greetingName(to.name) }),
      mainLink(say('credential.mail.loss-link.button'), to.lossUrl),
      paragraph(say, 'credential.mail.loss-link.not-you', {}, 'small'),
    ],
    footer: say('credential.mail.changed.why', { email: to.email, host: to.host }),
  })
}

const where = (say: Say, { device, at }: Reader) =>
  facts([
    [say('credential.mail.changed.device'), device && say.device(device)],
    [say('credential.mail.changed.when'), say.full(at)],
  ])
