import { Hono } from 'hono'
import {
  accountById,
  deleteUnverifiedAccount,
  isVerified,
  proofByLink,
  proofOf,
  proofTimes,
  proveAddress,
  proveByCode,
  resendProof,
} from '#account'
import { passwordHashOf } from '#credential'
import { managerToBe } from '#domain-claim'
import { type Actor, hashSecret } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { type Attempt, nextStep } from './attempt.ts'
import { guess } from './guess.ts'
import { openAttempt } from './open-attempt.ts'
import {
  addressRefusedPage,
  addressVerifiedPage,
  checkEmailPage,
  expiredLinkPage,
  rateLimitedPage,
  verifyElsewherePage,
} from './pages/index.ts'
import { browserByToken, openAttemptId } from './store.ts'
import {
  afterwards,
  attemptIn,
  attemptParameter,
  goOn,
  lost,
  originOf,
  type SignInContext,
  setCookies,
  shownBy,
} from './visit.ts'

/** Proving an address by code or link (ACC-4). */
export function verifyRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, secretKey } = context
  const visitor = (c: Visitor): Actor => ({ kind: 'visitor', ...originOf(c) })

  app.get('/verify-email', async (c) => {
    const attempt = await attemptIn(context, c, attemptParameter(c))
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    if (nextStep(attempt, attempt) !== 'verify-address') return goOn(context, c, attempt.id)
    return checkEmail(c, attempt)
  })

  app.post('/verify-email', async (c) => {
    const form = await formOf(c, 'attempt', 'code')
    const attempt = await attemptIn(context, c, form.attempt)
    if (!attempt) return lost(c)
    const { accountId } = attempt
    if (!accountId || attempt.finishedAt || nextStep(attempt, attempt) !== 'verify-address')
      return goOn(context, c, attempt.id)
    const code = (form.code ?? '').replace(/\s/g, '')
    if (!/^\d{6}$/.test(code)) return checkEmail(c, attempt, { error: code === '' ? 'missing' : 'wrong' })
    const isRight = await database.transaction((tx) => proveByCode(tx, visitor(c), secretKey, accountId, code))
    if (isRight) return goOn(context, c, attempt.id)
    // Sent twice at once: the other one has proved it, and may have finished the log-in with another secret for the browser.
    const account = await accountById(database.durable, accountId)
    if (!account || !isVerified(account)) return checkEmail(c, attempt, { error: 'wrong' })
    const isOpen = (await attemptIn(context, c, attempt.id)) !== undefined
    return isOpen ? goOn(context, c, attempt.id) : c.redirect(afterwards(attempt), 303)
  })

  app.post('/verify-email/resend', async (c) => {
    const form = await formOf(c, 'attempt')
    const attempt = await attemptIn(context, c, form.attempt)
    if (!attempt) return lost(c)
    const { accountId } = attempt
    if (!accountId || attempt.finishedAt || nextStep(attempt, attempt) !== 'verify-address')
      return goOn(context, c, attempt.id)
    const resent = await database.transaction((tx) => resendProof(tx, visitor(c), secretKey, accountId))
    if (resent.sent) return checkEmail(c, attempt, { sentAgain: true })
    c.header('Retry-After', String(Math.max(1, Math.ceil(resent.from.since(database.durable.now).total('seconds')))))
    return checkEmail(c, attempt, { error: resent.often ? 'resend-limit' : 'resend-soon', nextSendAt: resent.from })
  })

  app.get('/verify-email/link', async (c) => {
    const token = queryOf(c, 'token', 100)
    const proof = token && (await proofByLink(database.durable, hashSecret(token)))
    if (!token || !proof || proof.expired) return expired(c, proof || undefined)
    const browserId = await browserOf(c)
    if (!browserId || browserId !== proof.signedUpIn) {
      const manager = await managerToBe(database.durable, proof.email)
      return show(c, verifyElsewherePage(c.get('say'), { token, email: proof.email, name: proof.name, manager }))
    }
    await database.transaction((tx) => proveAddress(tx, visitor(c), proof.accountId))
    const waiting = await openAttemptId(database.durable, browserId, proof.accountId)
    if (waiting) return goOn(context, c, waiting)
    return show(c, addressVerifiedPage(c.get('say'), { email: proof.email, continueUrl: '/sign-in' }))
  })

  app.post('/verify-email/link', async (c) => {
    const form = await formOf(c, 'token', 'password')
    const token = form.token ?? ''
    const proof = await proofByLink(database.durable, hashSecret(token))
    if (!proof || proof.expired) return expired(c, proof)
    const again = async (error: string) => {
      const manager = await managerToBe(database.durable, proof.email)
      const page = verifyElsewherePage(c.get('say'), { token, email: proof.email, name: proof.name, manager, error })
      return show(c, page, { status: 422 })
    }
    if (!form.password) return again('missing')
    const trying = { emailKey: proof.accountId, network: c.get('network') }
    const password = form.password
    const hash = await passwordHashOf(database.durable, proof.accountId)
    const { isRight, until } = await guess(context, trying, () =>
      hash ? context.hashing.verify(hash, password) : context.hashing.verifyNothing(password),
    )
    const now = database.durable.now
    if (until) return show(c, rateLimitedPage(c.get('say'), { email: proof.email, until, now }), { status: 429 })
    if (!isRight) return again('wrong')
    const opened = await database.transaction(async (tx) => {
      await proveAddress(tx, visitor(c), proof.accountId)
      return openAttempt(tx, context.jar, shownBy(context, c), {
        returnTo: '/',
        email: proof.email,
        accountId: proof.accountId,
        passwordProvedAt: tx.now,
      })
    })
    setCookies(c, opened.setCookies)
    const fresh = context.jar.read(opened.setCookies.map((cookie) => cookie.split(';')[0]).join('; '))
    return goOn(context, c, opened.attemptId, { ...shownBy(context, c), ...fresh })
  })

  app.post('/verify-email/refuse', async (c) => {
    const form = await formOf(c, 'token')
    const proof = await proofByLink(database.durable, hashSecret(form.token ?? ''))
    if (!proof) return expired(c, undefined)
    await deleteUnverifiedAccount(database.durable, proof.accountId)
    return show(c, addressRefusedPage(c.get('say'), { email: proof.email }))
  })

  async function browserOf(c: Visitor): Promise<string | undefined> {
    const { browser } = shownBy(context, c)
    return browser && browserByToken(database.durable, hashSecret(browser))
  }

  async function expired(c: Visitor, proof: { accountId: string; email: string } | undefined): Promise<Response> {
    const browserId = proof && (await browserOf(c))
    const attempt = proof && browserId ? await openAttemptId(database.durable, browserId, proof.accountId) : undefined
    return show(c, expiredLinkPage(c.get('say'), { email: proof?.email, again: 'verify', attempt }), { status: 410 })
  }

  async function checkEmail(
    c: Visitor,
    attempt: Attempt,
    state: { error?: string; sentAgain?: boolean; nextSendAt?: Temporal.Instant } = {},
  ): Promise<Response> {
    const now = database.durable.now
    const proof = attempt.accountId ? await proofOf(database.durable, attempt.accountId) : undefined
    const sentAt = proof?.sentAt ?? now
    const resendFrom = sentAt.add({ seconds: 60 })
    const page = checkEmailPage(c.get('say'), {
      attempt: attempt.id,
      email: attempt.email ?? '',
      codeUntil: proof?.codeExpiresAt ?? now.add({ minutes: proofTimes.codeMinutes }),
      sender: context.sender,
      manager: await managerToBe(database.durable, attempt.email),
      sentAgainAt: state.sentAgain ? sentAt : undefined,
      nextSendAt:
        state.nextSendAt ?? (state.sentAgain && Temporal.Instant.compare(resendFrom, now) > 0 ? resendFrom : undefined),
      now,
      error: state.error,
    })
    const status = state.error ? (state.error.startsWith('resend') ? 429 : 422) : 200
    return show(c, page, { status, formTargets: attempt.product?.origins })
  }

  return app
}
