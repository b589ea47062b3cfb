import {
  accountById,
  actions,
  changeLanguage,
  changeName,
  changeOf,
  changePublicName,
  changeVisibility,
  isVerified,
  parseZone,
  todaysZone,
  verdictOn,
  zonesByRegion,
} from '#account'
import { suggestionsFor } from '#domain-claim'
import { Refusal } from '#kernel'
import { acquaintancesOf, sharedClaims } from '#openid'
import { formOf, openLanguages, queryOf, show, type Tx } from '#platform'
import { languages } from '#platform/page'
import { type Presented, type SignInContext, setCookies } from '#sign-in'
import {
  type ControlRow,
  changeNamePage,
  languageAndTimePage,
  profilePage,
  publicNamePage,
  sharedPage,
} from './pages/index.ts'
import { actorOf, type Surface, statusIn } from './surface.ts'

/** What the holder decides, as the control table says (CTL): the rows of the profile page. */
export const controlRows: readonly ControlRow[] = actions
  .filter((action) => verdictOn(action, 'personal', 'holder') !== 'never')
  .map((action) => ({
    action,
    personal: verdictOn(action, 'personal', 'holder') === 'yes',
    managed: verdictOn(action, 'managed', 'holder') === 'yes',
    organization: verdictOn(action, 'managed', 'org-admin') === 'yes',
  }))

/** Who the holder is, as others see it (ACC-8). */
export function profileRoutes({ database, google }: SignInContext, { page, form, holderOf }: Surface): void {
  const on = database.durable
  const choices = openLanguages(google.url)

  async function accountOf(me: Presented) {
    const account = await accountById(on, me.accountId)
    if (!account) throw new Refusal('account.gone', 410)
    return account
  }

  /** Does all of it or nothing; what is wrong with an entry is given back, to be shown beside it. */
  async function attempt(work: (tx: Tx) => Promise<void>): Promise<Refusal | undefined> {
    try {
      await database.transaction(work)
      return undefined
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error
      return error
    }
  }

  page('/', async (c) => c.redirect('/profile', 303))

  page('/profile', async (c, me, holder) => {
    const account = await accountOf(me)
    const waitingFor = (await changeOf(on, me.accountId))?.email
    const suggestions = account.managedBy ? [] : await suggestionsFor(on, me.accountId)
    const facts = { ...account, verified: isVerified(account), waitingFor, control: controlRows, status: statusIn(c) }
    return show(c, profilePage(c.get('say'), { ...facts, suggestions, holder }))
  })

  page('/profile/name', async (c, me, holder) => {
    const { visibility } = await accountOf(me)
    return show(c, changeNamePage(c.get('say'), { holder, value: me.name, audience: visibility.name }))
  })

  form('/profile/name', async (c, me) => {
    const { name, audience } = await formOf(c, 'name', 'audience')
    const error = await attempt(async (tx) => {
      await changeName(tx, actorOf(c, me), me.accountId, name)
      await changeVisibility(tx, actorOf(c, me), me.accountId, 'name', audience)
    })
    if (!error) return c.redirect('/profile?status=name-changed', 303)
    const chosen = (await accountOf(me)).visibility.name
    const shown = { holder: await holderOf(me), value: (name ?? '').slice(0, 400), audience: chosen, error }
    return show(c, changeNamePage(c.get('say'), shown), { status: 422 })
  })

  page('/profile/public-name', async (c, me, holder) => {
    const { publicName: value = '', visibility } = await accountOf(me)
    return show(c, publicNamePage(c.get('say'), { holder, value, audience: visibility['public-name'] }))
  })

  form('/profile/public-name', async (c, me) => {
    const form = await formOf(c, 'public-name', 'audience')
    const error = await attempt(async (tx) => {
      await changePublicName(tx, actorOf(c, me), me.accountId, form['public-name'])
      await changeVisibility(tx, actorOf(c, me), me.accountId, 'public-name', form.audience)
    })
    if (!error) return c.redirect('/profile?status=public-name-changed', 303)
    const audience = (await accountOf(me)).visibility['public-name']
    const value = (form['public-name'] ?? '').slice(0, 400)
    return show(c, publicNamePage(c.get('say'), { holder: await holderOf(me), value, audience, error }), {
      status: 422,
    })
  })

  page('/profile/language', async (c, me, holder) => {
    const { locale, zone, visibility } = await accountOf(me)
    const audiences = { language: visibility.language, zone: visibility['time-zone'] }
    const shown = shownZone(queryOf(c, 'zone', 60), zone)
    const region = queryOf(c, 'region', 60) ?? shown.split('/')[0]
    const zones = zonesByRegion(on.now, shown)
    return show(
      c,
      languageAndTimePage(c.get('say'), { holder, languages, zones, region, locale, zone: shown, audiences }),
    )
  })

  form('/profile/language', async (c, me) => {
    const form = await formOf(c, 'language', 'zone', 'language-audience', 'zone-audience')
    const error = await attempt(async (tx) => {
      const actor = actorOf(c, me)
      await changeLanguage(tx, actor, me.accountId, form)
      await changeVisibility(tx, actor, me.accountId, 'language', form['language-audience'])
      await changeVisibility(tx, actor, me.accountId, 'time-zone', form['zone-audience'])
    })
    if (!error) {
      // Of the two, the newest choice counts on pages that are not the account's own.
      const cookie = choices.choose(form.language)
      if (cookie) setCookies(c, [cookie])
      return c.redirect('/profile?status=language-changed', 303)
    }
    const { locale, zone, visibility } = await accountOf(me)
    const errors = error.code === 'account.zone-unknown' ? { zone: error } : { language: error }
    const audiences = { language: visibility.language, zone: visibility['time-zone'] }
    const shown = { holder: await holderOf(me), languages, zones: zonesByRegion(on.now, zone), locale, zone, audiences }
    return show(c, languageAndTimePage(c.get('say'), { ...shown, errors }), { status: 422 })
  })

  page('/profile/shared', async (c, me, holder) => {
    const { visibility } = await accountOf(me)
    const claims = await sharedClaims(on, me.accountId, google.url)
    const products = (await acquaintancesOf(on, me.accountId)).map(({ productName }) => productName)
    return show(c, sharedPage(c.get('say'), { holder, visibility, claims, products }))
  })
}

/** The zone that an address asks for, as when the device is set to it; the account's own where there is no such zone. */
function shownZone(asked: string | undefined, own: string): string {
  try {
    return asked === undefined ? own : todaysZone(parseZone(asked))
  } catch (error) {
    if (error instanceof Refusal) return own
    throw error
  }
}
