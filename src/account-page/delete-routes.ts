import { accountById, accountUnder, askToDelete, isLastOperator } from '#account'
import { passwordChangedAt, secondStepOf } from '#credential'
import { countIdentities } from '#identity-source'
import { Refusal } from '#kernel'
import { acquaintancesOf } from '#openid'
import { organizationsLeftAlone } from '#organization'
import { formOf, show, type Visitor } from '#platform'
import { type Presented, type SignInContext, sessionsOf } from '#sign-in'
import { deleteAccountPage, leavingPage, type WhatGoes } from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

const mostSessions = 1_000
const graceHours = 14 * 24

/** Deleting the account (ACC-9). What it takes with it is shown first; a log-in that is recent is the proof. */
export function deleteRoutes({ database, secretKey }: SignInContext, surface: Surface): void {
  const { sensitivePage, sensitiveForm, holderOf } = surface
  const on = database.durable

  async function showDelete(c: Visitor, me: Presented, refused?: Refusal): Promise<Response> {
    const problem = refused ?? (await obstacleOf(me.accountId))
    const dueAt = on.now.add({ hours: graceHours })
    const page = { holder: await holderOf(me), goes: await whatGoes(me.accountId), dueAt, problem }
    return show(c, deleteAccountPage(c.get('say'), page), { status: refused?.status })
  }

  /** What the act would refuse, said before anybody decides. */
  async function obstacleOf(accountId: string): Promise<Refusal | undefined> {
    if (await isLastOperator(on, accountId)) return new Refusal('account.last-operator', 409)
    const [organization] = await organizationsLeftAlone(on, accountId)
    return organization === undefined ? undefined : new Refusal('organization.left-alone', 409, { organization })
  }

  async function whatGoes(accountId: string): Promise<WhatGoes> {
    const account = await accountById(on, accountId)
    const step = await secondStepOf(on, accountId)
    const ways = {
      password: (await passwordChangedAt(on, accountId)) !== undefined,
      passkeys: step.passkeys,
      app: step.app !== undefined,
      codes: step.recoveryCodesLeft,
      google: await countIdentities(on, accountId),
    }
    const sessions = await sessionsOf(on, accountId, mostSessions)
    const products = await acquaintancesOf(on, accountId)
    const hasPicture = account?.pictureId !== undefined
    return { username: account?.username, hasPicture, ways, sessions: sessions.length, products }
  }

  sensitivePage('/profile/delete', async (c, me) => {
    await database.transaction((tx) => accountUnder(tx, actorOf(c, me), 'delete', me.accountId))
    return showDelete(c, me)
  })

  sensitiveForm('/profile/delete', async (c, me) => {
    const { free } = await formOf(c, 'free')
    const wish = { freeAddress: free !== undefined }
    try {
      const { accountId, email } = me
      const asked = await database.transaction((tx) => askToDelete(tx, actorOf(c, me), secretKey, accountId, wish))
      const freed = asked.sealedAddress !== undefined
      return show(c, leavingPage(c.get('say'), { email, dueAt: asked.dueAt, freed }))
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error
      return showDelete(c, me, error)
    }
  })
}
